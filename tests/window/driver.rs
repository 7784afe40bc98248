//! A small WebDriver client: what the window tests say to WebKitWebDriver.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The Enter key, by its number in WebDriver.
pub const ENTER: &str = "\u{e007}";
/// The Tab key.
pub const TAB: &str = "\u{e004}";
/// The left Control key.
pub const CONTROL: &str = "\u{e009}";
const PATIENCE: Duration = Duration::from_secs(60);

/// A session with one window.
pub struct Driver {
    port: u16,
    session: String,
}

/// Something on the page.
pub struct Element<'d> {
    driver: &'d Driver,
    id: String,
}

impl Driver {
    /// Opens the program's window through the WebDriver at this port.
    pub fn open(port: u16, binary: &Path, arguments: &[String]) -> Self {
        let options = json!({ "binary": binary, "args": arguments });
        let capabilities = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let answer = request(
            port,
            "POST",
            "/session",
            &json!({ "capabilities": capabilities }),
        );
        let answer = answer.unwrap_or_else(|problem| panic!("the window did not open: {problem}"));
        let session = field(&answer, "sessionId")
            .as_str()
            .expect("a session has a name")
            .to_owned();
        Self { port, session }
    }

    /// Runs the body of a function in the page and returns what it returns.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        let call = json!({ "script": body, "args": arguments });
        self.call("POST", "/execute/sync", &call)
            .unwrap_or_else(|problem| panic!("{problem}: {body}"))
    }

    /// Whether the body of a function returns true; not while the page is replaced by another.
    pub fn holds(&self, body: &str, arguments: &[Value]) -> bool {
        let call = json!({ "script": body, "args": arguments });
        self.call("POST", "/execute/sync", &call) == Ok(Value::Bool(true))
    }

    /// As [`Driver::script`], for a body that calls its last argument with the result.
    pub fn script_with_callback(&self, body: &str, arguments: &[Value]) -> Value {
        let call = json!({ "script": body, "args": arguments });
        self.call("POST", "/execute/async", &call)
            .unwrap_or_else(|problem| panic!("{problem}"))
    }

    /// The element that the body of a function returns, if it returns one.
    pub fn element(&self, body: &str, arguments: &[Value]) -> Option<Element<'_>> {
        let found = self.script(body, arguments);
        let id = field(&found, ELEMENT).as_str()?.to_owned();
        Some(Element { driver: self, id })
    }

    /// Presses keys one after the other, wherever the focus is.
    pub fn presses(&self, keys: &[&str]) {
        let strokes = keys.iter().flat_map(|&key| [down(key), up(key)]);
        self.acts_on_keys(&strokes.collect::<Vec<_>>());
    }

    /// Types a text, wherever the focus is.
    pub fn types(&self, text: &str) {
        let keys: Vec<String> = text.chars().map(String::from).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        self.presses(&keys);
    }

    /// Presses a key while another is held.
    pub fn holds_and_presses(&self, held: &str, key: &str) {
        self.acts_on_keys(&[down(held), down(key), up(key), up(held)]);
    }

    fn acts_on_keys(&self, strokes: &[Value]) {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.call("POST", "/actions", &json!({ "actions": [keyboard] }))
            .unwrap_or_else(|problem| panic!("{problem}"));
    }

    /// The text a person sees on the page; empty while there is no page.
    pub fn text(&self) -> String {
        let call = json!({ "script": "return document.body?.innerText ?? ''", "args": [] });
        let text = self
            .call("POST", "/execute/sync", &call)
            .unwrap_or_default();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Closes the window as a person would.
    pub fn close(&self) -> Result<(), String> {
        self.call("DELETE", "/window", &json!({})).map(drop)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        request(
            self.port,
            method,
            &format!("/session/{}{path}", self.session),
            body,
        )
    }
}

impl Element<'_> {
    /// Clicks in its middle.
    pub fn click(&self) {
        self.act("click", &json!({}));
    }

    /// Types into it.
    pub fn type_text(&self, text: &str) {
        self.act("value", &json!({ "text": text }));
    }

    fn act(&self, action: &str, body: &Value) {
        let path = format!("/element/{}/{action}", self.id);
        let done = self.driver.call("POST", &path, body);
        done.unwrap_or_else(|problem| panic!("{action}: {problem}"));
    }
}

fn down(key: &str) -> Value {
    json!({ "type": "keyDown", "value": key })
}

fn up(key: &str) -> Value {
    json!({ "type": "keyUp", "value": key })
}

/// Whether a WebDriver answers at this port.
pub fn is_ready(port: u16) -> bool {
    request(port, "GET", "/status", &Value::Null)
        .is_ok_and(|status| field(&status, "ready") == true)
}

fn request(port: u16, method: &str, path: &str, body: &Value) -> Result<Value, String> {
    let (status, answer) =
        exchange(port, method, path, body).map_err(|problem| problem.to_string())?;
    let answer: Value = serde_json::from_str(&answer).map_err(|problem| problem.to_string())?;
    if status == 200 {
        return Ok(field(&answer, "value").clone());
    }
    let refusal = field(&answer, "value");
    Err(format!(
        "{}: {}",
        field(refusal, "error"),
        field(refusal, "message")
    ))
}

/// A field of an object; null if there is none.
pub fn field<'a>(object: &'a Value, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}

fn exchange(port: u16, method: &str, path: &str, body: &Value) -> std::io::Result<(u16, String)> {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or(0);
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut answer = vec![0; length];
    reader.read_exact(&mut answer)?;
    Ok((status, String::from_utf8_lossy(&answer).into_owned()))
}
