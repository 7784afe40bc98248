//! Checks that the page is there, then prepares what Tauri needs.

fn main() {
    let page = std::path::Path::new("../ui/dist");
    println!("cargo:rerun-if-changed={}", page.display());
    if !page.join("index.html").exists() {
        println!("cargo:error=the page is not built: run `cargo xtask ui` first");
        return;
    }
    tauri_build::build();
}
