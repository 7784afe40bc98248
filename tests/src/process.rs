//! Processes that end: by themselves within a time, or by their id.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// What a process left behind.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Finished {
    /// Its standard output, when it succeeded.
    ///
    /// # Panics
    /// When it did not succeed.
    pub fn succeeded(self) -> String {
        let Self { status, stderr, .. } = &self;
        assert!(status.success(), "{status}: {stderr}");
        self.stdout
    }
}

/// Runs a command to its end.
///
/// # Panics
/// When it cannot be started, or does not end within the time: it is killed then.
pub fn run(command: &mut Command, within: Duration) -> Finished {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap_or_else(|problem| panic!("{command:?}: {problem}"));
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    // Both ends of the pipes close when the process ends.
    let texts = stdout
        .recv_timeout(within)
        .and_then(|stdout| Ok((stdout, stderr.recv_timeout(within)?)));
    let Ok((stdout, stderr)) = texts else {
        end(&mut child);
        panic!("{command:?} did not end within {within:?}");
    };
    Finished {
        status: child.wait().expect("a child can be waited for"),
        stdout,
        stderr,
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    let mut pipe = pipe.expect("the pipe was asked for");
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before a broken pipe is all there is.
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}

/// The lines a process prints, as they come; the channel closes when the process ends.
#[must_use]
pub fn lines(stdout: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Ends a process at once (SIGKILL), by its id.
pub fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// Asks a process to end (SIGTERM), by its id.
///
/// # Panics
/// When the system refuses.
pub fn ask_to_end(child: &Child) {
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-TERM", &id]).status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "the process {id} is there"
    );
}
