//! A desk for one test: the real program with a data folder, a home and ports of its own.

use crate::driver::{self, Driver, TAB, field};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use tests::{Appointment, place, schedule};

const PATIENCE: Duration = Duration::from_secs(30);
/// Where pictures and logs are kept.
const PICTURES: &str = "target/window-pictures";

/// The open window with its surroundings; everything ends with it.
pub struct Desk {
    /// The window.
    pub window: Driver,
    /// The port at which modalities reach it.
    pub dicom_port: u16,
    driver: Child,
    home: tempfile::TempDir,
    name: &'static str,
}

impl Desk {
    /// Opens the window for the test of this name, with these arguments.
    pub fn open(name: &'static str, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("there is room for a home");
        let data = home.path().join("data");
        fs::create_dir_all(&data).expect("there is room for a data folder");
        let dicom_port = free_port();
        let settings = format!(
            "[dicom]\nlisten = \"127.0.0.1:{dicom_port}\"\nae_title = \"STEPBOARD\"\n\
             unknown_devices = \"accept\"\n"
        );
        fs::write(data.join("stepboard.toml"), settings).expect("the settings can be written");

        let port = free_port();
        let driver = start_driver(port, home.path(), name);
        eventually("WebKitWebDriver answers", || {
            driver::is_ready(port).then_some(())
        });
        let mut arguments: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        arguments.extend(["--data".to_owned(), data.display().to_string()]);
        let window = Driver::open(port, &program(), &arguments);
        Self {
            window,
            dicom_port,
            driver,
            home,
            name,
        }
    }

    /// Waits until the page shows this text.
    pub fn sees(&self, text: &str) {
        eventually(&format!("the text {text:?}"), || {
            self.window.text().contains(text).then_some(())
        });
    }

    /// Clicks the button or link with these words.
    pub fn clicks(&self, words: &str) {
        let search = "const [words] = arguments;
            return [...document.querySelectorAll('button, a, summary, [role=button], [role=tab]')]
                .find(element => [element.innerText?.trim(), element.ariaLabel].includes(words)
                    && element.checkVisibility());";
        let found = || self.window.element(search, &[Value::from(words)]);
        eventually(&format!("a button {words}"), found).click();
    }

    /// Types into the field of this name in place of what it holds.
    pub fn fills(&self, label: &str, text: &str) {
        let search = "const [words] = arguments;
            const label = [...document.querySelectorAll('.field > label')]
                .find(label => label.innerText.replace('*', '').trim() === words);
            const input = label ? document.getElementById(label.htmlFor)
                : [...document.querySelectorAll('input')].find(input => input.ariaLabel === words);
            if (input) {
                input.value = '';
                input.dispatchEvent(new Event('input', { bubbles: true }));
            }
            return input;";
        let found = || self.window.element(search, &[Value::from(label)]);
        eventually(&format!("the field {label}"), found).type_text(text);
    }

    /// Presses Tab until the button or link with these words has the focus.
    pub fn tabs_to(&self, words: &str) {
        let here = "const [words] = arguments, element = document.activeElement;
            return [element?.innerText?.trim().split('\\n')[0], element?.ariaLabel].includes(words);";
        eventually(&format!("the focus on {words}"), || {
            let is_here = || self.window.holds(here, &[Value::from(words)]);
            is_here().then_some(()).or_else(|| {
                self.window.presses(&[TAB]);
                None
            })
        });
    }

    /// Calls a command of the service, as the page does.
    pub fn invoke(&self, command: &str, request: &Value) -> Value {
        let body = "const [command, request, done] = arguments;
            window.__TAURI__.core.invoke(command, { request })
                .then(answer => done({ answer }), failure => done({ failure }));";
        let result = self
            .window
            .script_with_callback(body, &[Value::from(command), request.clone()]);
        assert!(
            field(&result, "failure").is_null(),
            "{command}: {}",
            field(&result, "failure")
        );
        field(&result, "answer").clone()
    }

    /// Leaves the first run as if it had been gone through.
    pub fn finishes_set_up(&self) {
        self.invoke("finish_setup", &json!({}));
        self.reloads();
    }

    /// Gives a file with this content to the page's only file field.
    pub fn chooses_file(&self, name: &str, content: &str) {
        let file = self.home.path().join(name);
        fs::write(&file, content).expect("there is room for a file");
        let search = "return document.querySelector('input[type=file]')";
        let field = eventually("a file field", || self.window.element(search, &[]));
        field.type_text(&file.display().to_string());
    }

    /// Has these appointments on the schedule.
    pub fn schedules(&self, appointments: &[Appointment]) {
        let content = schedule::csv(appointments);
        self.invoke(
            "run_import",
            &json!({ "file_name": "schedule.csv", "content": content }),
        );
    }

    /// Chooses language and theme.
    pub fn prefers(&self, preferences: &Value) {
        self.invoke("save_preferences", &json!({ "preferences": preferences }));
        self.reloads();
    }

    /// Opens a page by its address, and waits until it has drawn something.
    pub fn goes_to(&self, address: &str) {
        self.window
            .script("location.hash = arguments[0]", &[Value::from(address)]);
        self.settles();
    }

    /// Waits until the page's address starts so.
    pub fn is_at(&self, address: &str) {
        let starts_so = "return location.hash.startsWith(arguments[0])";
        eventually(&format!("the page {address}"), || {
            self.window
                .holds(starts_so, &[Value::from(address)])
                .then_some(())
        });
    }

    /// Waits until a card on the board names this patient and this status.
    pub fn sees_card(&self, patient: &str, status: &str) {
        let words = format!("a card of {patient} that reads {status}");
        let search = "const [patient, status] = arguments;
            return [...document.querySelectorAll('[data-exam]')].some(({ textContent }) =>
                textContent.includes(patient) && textContent.includes(status));";
        let arguments = [Value::from(patient), Value::from(status)];
        eventually(&words, || {
            self.window.holds(search, &arguments).then_some(())
        });
    }

    /// Loads the page anew.
    fn reloads(&self) {
        self.window
            .script("window.isOld = true; location.reload()", &[]);
        eventually("the page loads anew", || {
            let is_new = "return window.isOld === undefined";
            self.window.holds(is_new, &[]).then_some(())
        });
        self.settles();
    }

    /// Waits until nothing on the page loads any more.
    fn settles(&self) {
        let calm = "return document.readyState === 'complete'
            && document.querySelector('main') !== null
            && document.querySelector('[aria-busy=\"true\"]') === null;";
        eventually("the page settles", || {
            self.window.holds(calm, &[]).then_some(())
        });
    }

    /// Keeps a picture of the whole display, once nothing moves, in target/window-pictures.
    pub fn takes_picture(&self, of: &str) {
        let calm = "const done = arguments[0];
            const moving = document.getAnimations().map(animation => animation.finished);
            const still = Promise.allSettled([document.fonts.ready, ...moving]);
            const patience = new Promise(over => setTimeout(over, 1000));
            Promise.race([still, patience])
                .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));";
        self.window.script_with_callback(calm, &[]);
        assert!(self.keeps_picture(of), "no picture of {of}");
    }

    fn keeps_picture(&self, of: &str) -> bool {
        let name = format!("{}-{}.png", self.name, of.replace(' ', "-"));
        let file = place::root().join(PICTURES).join(name);
        let taken = Command::new("import")
            .args(["-window", "root"])
            .arg(file)
            .status();
        taken.is_ok_and(|status| status.success())
    }
}

impl Desk {
    /// Whether the program runs.
    pub fn is_running(&self) -> bool {
        !self.processes().is_empty()
    }

    /// The processes that were started with this desk's data folder.
    fn processes(&self) -> Vec<String> {
        let data = self.home.path().join("data").display().to_string();
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter(|process| {
                let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
                command
                    .split(|byte| *byte == 0)
                    .any(|word| word == data.as_bytes())
            })
            .map(|process| process.file_name().to_string_lossy().into_owned())
            .filter(|name| name.parse::<u32>().is_ok())
            .collect()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the page shows:\n{}", self.window.text());
            self.keeps_picture("failed");
        }
        let _ = self.window.close();
        // The next test must find neither this window nor its name on the session bus.
        let closed = Instant::now();
        while self.is_running() && closed.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(50));
        }
        for process in self.processes() {
            let _ = Command::new("kill").args(["-KILL", &process]).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Waits for a condition and returns what it found.
pub fn eventually<T>(what: &str, found: impl FnMut() -> Option<T>) -> T {
    tests::eventually(what, PATIENCE, found)
}

fn program() -> PathBuf {
    let program = std::env::var_os("STEPBOARD_WINDOW").map(PathBuf::from);
    let program = program.unwrap_or_else(|| place::root().join("target/debug/stepboard"));
    program
        .canonicalize()
        .expect("the window is built: `cargo xtask test` does it")
}

fn start_driver(port: u16, home: &Path, name: &str) -> Child {
    let folder = place::root().join(PICTURES);
    fs::create_dir_all(&folder).expect("target can be written");
    let log = File::create(folder.join(format!("{name}.log"))).expect("target can be written");
    let both = log.try_clone().expect("a file can be opened twice");
    Command::new("WebKitWebDriver")
        .arg(format!("--port={port}"))
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("share"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("LANG", "en_US.UTF-8")
        .env("LANGUAGE", "en")
        .env("NO_AT_BRIDGE", "1")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .stdout(log)
        .stderr(both)
        .spawn()
        .expect("WebKitWebDriver is installed: `cargo xtask setup` does it")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener
        .local_addr()
        .expect("a listener has an address")
        .port()
}
