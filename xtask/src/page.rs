//! Builds the page: Rust to wasm, its glue, its size, its style and fonts, into `ui/dist`.

use crate::failure::Failure;
use crate::{setup, step, workspace};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Where the page is compiled, apart from the rest, so that neither waits for the other.
pub const TARGET: &str = "target-ui";
/// What the window embeds.
const DIST: &str = "ui/dist";
const FONTS: &str = "node_modules/@fontsource-variable/inter/files";
const SCRIPTS: [&str; 4] = ["latin", "latin-ext", "cyrillic", "greek"];
/// Everything the page is made from.
const INPUTS: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "package-lock.json",
    "xtask/src/page.rs",
    "xtask/bindgen",
    "src-tauri/crates/contract",
    "ui",
];

/// What matters about the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A small page, for people and tests.
    Small,
    /// A quick build, for working on the page.
    Fast,
}

/// Installs what is missing and builds the page, unless it is there already.
pub fn build(mode: Mode) -> Result<(), Failure> {
    setup::for_page()?;
    let stamp = workspace::path(TARGET).join("page-built-from");
    let inputs = fingerprint(mode);
    let dist = workspace::path(DIST);
    if dist.join("index.html").exists()
        && fs::read_to_string(&stamp).is_ok_and(|built| built == inputs)
    {
        step::say("The page is up to date");
        return Ok(());
    }
    let wasm = compile(mode)?;
    let made = workspace::path(TARGET).join("page");
    io("Emptying the page's folder", emptied(&made))?;
    glue(&wasm, &made)?;
    if mode == Mode::Small {
        shrink(&made.join("app_bg.wasm"))?;
    }
    io("Collecting the page's files", collect(&made))?;
    io("Writing ui/dist", replace(&dist, &made))?;
    io(
        "Noting what the page was built from",
        fs::write(stamp, inputs),
    )?;
    print_size()
}

fn io<T>(step: &str, result: std::io::Result<T>) -> Result<T, Failure> {
    result.map_err(|problem| {
        Failure::step(
            step,
            problem,
            "check that the files are there and the disk has room",
        )
    })
}

fn fingerprint(mode: Mode) -> String {
    let mut hasher = DefaultHasher::new();
    mode.hash(&mut hasher);
    let dist = workspace::path(DIST);
    for input in INPUTS {
        let path = workspace::path(input);
        let files = if path.is_dir() {
            workspace::files_below(&path)
        } else {
            vec![path]
        };
        for file in files.iter().filter(|file| !file.starts_with(&dist)) {
            file.strip_prefix(workspace::root())
                .unwrap_or(file)
                .hash(&mut hasher);
            fs::read(file).ok().hash(&mut hasher);
        }
    }
    format!("{:016x}", hasher.finish())
}

fn compile(mode: Mode) -> Result<PathBuf, Failure> {
    let (profile, folder) = match mode {
        Mode::Small => ("wasm", "wasm"),
        Mode::Fast => ("dev", "debug"),
    };
    let mut build = step::cargo([
        "build",
        "--package",
        "ui",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    build.args(["--profile", profile, "--target-dir", TARGET]);
    step::run(
        "Compiling the page",
        build,
        "read the compiler's message above",
    )?;
    let folder = workspace::path(TARGET)
        .join("wasm32-unknown-unknown")
        .join(folder);
    Ok(folder.join("ui.wasm"))
}

fn glue(wasm: &Path, out: &Path) -> Result<(), Failure> {
    let tools = Path::new(TARGET).join("tools");
    let mut bindgen = step::cargo(["run", "--quiet", "--package", "bindgen", "--target-dir"]);
    bindgen.args([tools.as_path(), Path::new("--"), wasm, out]);
    step::run("Writing the page's glue", bindgen, "read the message above")
}

fn shrink(wasm: &Path) -> Result<(), Failure> {
    let mut optimise = step::command("npx", ["--no-install", "wasm-opt", "-Oz"]);
    optimise.args([
        "--strip-debug",
        "--strip-producers",
        // What rustc emits by default.
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--output",
    ]);
    optimise.args([wasm, wasm]);
    step::run("Shrinking the page", optimise, "read the message above")
}

/// Adds what is not compiled: the document, the style, the fonts, the public files.
fn collect(made: &Path) -> std::io::Result<()> {
    copy(&workspace::path("ui/index.html"), &made.join("index.html"))?;
    fs::write(made.join("app.css"), style()?)?;
    let public = workspace::path("ui/public");
    for file in workspace::files_below(&public) {
        let relative = file.strip_prefix(&public).unwrap_or(&file);
        copy(&file, &made.join(relative))?;
    }
    for script in SCRIPTS {
        let name = format!("inter-{script}-wght-normal.woff2");
        copy(
            &workspace::path(FONTS).join(&name),
            &made.join("fonts").join(&name),
        )?;
    }
    copy(
        &workspace::path(FONTS).join("../LICENSE"),
        &made.join("fonts/LICENSE"),
    )
}

/// The tokens, the other sheets, the components, the pages: later ones may use earlier ones.
fn style() -> std::io::Result<String> {
    let folders = ["ui/style", "ui/src/components", "ui/src/pages"];
    let mut sheets: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| workspace::files_below(&workspace::path(folder)))
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    sheets.sort_by_key(|path| !path.ends_with("ui/style/tokens.css"));
    sheets.iter().map(fs::read_to_string).collect()
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop).map_err(|problem| {
        std::io::Error::new(problem.kind(), format!("{}: {problem}", from.display()))
    })
}

fn emptied(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

fn replace(old: &Path, new: &Path) -> std::io::Result<()> {
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    fs::rename(new, old)
}

fn print_size() -> Result<(), Failure> {
    let script = "\
const zlib = require('node:zlib'), wasm = require('node:fs').readFileSync(process.argv[1]);
const kib = bytes => (bytes.length / 1024).toFixed(0) + ' KiB';
console.error(`        app_bg.wasm: ${kib(wasm)}, gzip ${kib(zlib.gzipSync(wasm, { level: 9 }))}, `
  + `brotli ${kib(zlib.brotliCompressSync(wasm))}`);";
    let wasm = format!("{DIST}/app_bg.wasm");
    step::run(
        "The page is built",
        step::command("node", ["-e", script, &wasm]),
        "install Node",
    )
}
