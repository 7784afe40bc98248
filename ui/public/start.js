// Loads the page: a module of its own because the content security policy forbids inline scripts.
import init from "/app.js";

await init({ module_or_path: "/app_bg.wasm" });
