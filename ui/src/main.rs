//! The page: what a coordinator sees, compiled to WebAssembly.

mod app;
mod backend;
mod components;
mod format;
mod i18n;
mod live;
mod missing;
mod pages;
mod route;
mod standing;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
