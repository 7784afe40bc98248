//! The only way to the service: commands and events through the window's host.

use contract::{Command, Failure, FailureCode, events};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "core"], js_name = invoke, catch)]
    async fn invoke(name: &str, arguments: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "event"], js_name = listen, catch)]
    async fn listen_to(event: &str, heard: JsValue) -> Result<JsValue, JsValue>;
}

#[derive(Serialize)]
struct Arguments<C> {
    request: C,
}

/// Carries out a command.
pub async fn call<C: Command>(request: C) -> Result<C::Output, Failure> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let arguments = Arguments { request }
        .serialize(&serializer)
        .map_err(|error| unreadable(&error))?;
    match invoke(C::NAME, arguments).await {
        Ok(answer) => serde_wasm_bindgen::from_value(answer).map_err(|error| unreadable(&error)),
        Err(refusal) => {
            let words = refusal.as_string();
            Err(serde_wasm_bindgen::from_value(refusal)
                .unwrap_or_else(|_| Failure::new(FailureCode::Stopped, words.unwrap_or_default())))
        }
    }
}

/// Hears the service's events until the window closes.
pub async fn listen(mut heard: impl FnMut(events::Event) + 'static) -> Result<(), Failure> {
    let closure = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        let payload = js_sys::Reflect::get(&message, &JsValue::from_str("payload"));
        // What cannot be read may have been anything: ask for everything again.
        let event = payload
            .ok()
            .and_then(|payload| serde_wasm_bindgen::from_value(payload).ok())
            .unwrap_or(events::Event::Resync);
        heard(event);
    });
    listen_to(events::EVENT, closure.into_js_value())
        .await
        .map(drop)
        .map_err(|_| Failure::new(FailureCode::Stopped, "cannot listen to events"))
}

fn unreadable(error: &serde_wasm_bindgen::Error) -> Failure {
    Failure::new(FailureCode::Stopped, format!("not understood: {error}"))
}
