//! Writes the JavaScript glue of the page: `bindgen WASM OUT_DIR` makes `app.js` and `app_bg.wasm`.

use std::path::Path;
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(wasm), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: bindgen WASM OUT_DIR");
        return ExitCode::from(2);
    };
    match generate(Path::new(&wasm), Path::new(&out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn generate(wasm: &Path, out: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("app")
        .web(true)
        .map_err(|problem| format!("{problem:#}"))?
        .typescript(false)
        .generate(out)
        .map_err(|problem| format!("{}: {problem:#}", wasm.display()))
}
