//! Waiting for conditions, bounded in time.

use std::future::Future;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// Between two looks at a condition.
const PAUSE: Duration = Duration::from_millis(10);

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread().enable_all().build();
    runtime.expect("the system gives threads")
});

/// Waits until the condition answers something, which is the result.
///
/// # Panics
/// When it does not within the time: then the test fails, saying for what it waited.
pub fn eventually<T>(what: &str, within: Duration, mut condition: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = condition() {
            return found;
        }
        assert!(began.elapsed() < within, "not within {within:?}: {what}");
        thread::sleep(PAUSE);
    }
}

/// Runs a future to its end, with the sockets and timers of tokio, so that tests read from top to
/// bottom.
pub fn block_on<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// Runs a future beside the test.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    RUNTIME.spawn(future)
}
