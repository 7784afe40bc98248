//! Follows the commits: memory, then the disk, then the answers, while the next commits are made.

use super::Waiting;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

/// The write-ahead log of the database, with the thread that flushes it.
pub(super) struct Log {
    committed: mpsc::Sender<Vec<Box<dyn Waiting>>>,
    has_failed: Arc<AtomicBool>,
    thread: thread::JoinHandle<()>,
}

impl Log {
    /// The log at this path; it is there as long as a connection is open.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::options().write(true).open(path)?;
        file.sync_all()?;
        sync_entry(path)?;
        Self::flushed_by(move || file.sync_data())
    }

    /// A log that `flush` brings to disk.
    fn flushed_by(flush: impl FnMut() -> io::Result<()> + Send + 'static) -> io::Result<Self> {
        let (committed, to_flush) = mpsc::channel();
        let has_failed = Arc::new(AtomicBool::new(false));
        let failed = Arc::clone(&has_failed);
        let thread = thread::Builder::new()
            .name("storage-log".to_owned())
            .spawn(move || run(&to_flush, flush, &failed))?;
        Ok(Self {
            committed,
            has_failed,
            thread,
        })
    }

    /// Lets memory follow these jobs, and answers them once the log is on disk. Only what is committed
    /// by now may be among them.
    pub(super) fn flush(&self, ran: Vec<Box<dyn Waiting>>) {
        if let Err(mpsc::SendError(ran)) = self.committed.send(ran) {
            ran.into_iter().for_each(|job| job.answer(false));
        }
    }

    /// Whether the disk refused once. What comes later in the log would be lost with what it refused:
    /// reading a log ends where it is broken.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Acquire)
    }

    /// Waits until everything is answered.
    pub(super) fn close(self) {
        drop(self.committed);
        if self.thread.join().is_err() {
            tracing::error!("the thread that flushes the log panicked");
        }
    }
}

/// Brings the name of a new file to disk: without it what is flushed to the file could not be found.
#[cfg(unix)]
fn sync_entry(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_entry(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn run(
    to_flush: &mpsc::Receiver<Vec<Box<dyn Waiting>>>,
    mut flush: impl FnMut() -> io::Result<()>,
    has_failed: &AtomicBool,
) {
    while let Ok(first) = to_flush.recv() {
        // All of these are in the log before the flush begins.
        let mut ran = Vec::new();
        for mut batch in std::iter::once(first).chain(to_flush.try_iter()) {
            batch.iter_mut().for_each(|job| job.committed());
            ran.append(&mut batch);
        }
        if !has_failed.load(Ordering::Acquire)
            && let Err(error) = flush()
        {
            tracing::error!(%error, jobs = ran.len(), "the disk did not take the log: nothing is written any more");
            has_failed.store(true, Ordering::Release);
        }
        let is_on_disk = !has_failed.load(Ordering::Acquire);
        ran.into_iter().for_each(|job| job.answer(is_on_disk));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Noted(mpsc::Sender<bool>);

    impl Waiting for Noted {
        fn committed(&mut self) {}

        fn answer(self: Box<Self>, is_on_disk: bool) {
            self.0.send(is_on_disk).expect("the test listens");
        }
    }

    #[test]
    fn a_job_is_answered_only_after_the_flush() {
        let (begin, begun) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let log = Log::flushed_by(move || {
            begin.send(()).expect("the test listens");
            ended.recv().expect("the test ends it");
            Ok(())
        })
        .expect("a thread starts");
        let (note, noted) = mpsc::channel();
        log.flush(vec![Box::new(Noted(note))]);
        begun.recv().expect("the flush begins");
        assert_eq!(noted.try_recv(), Err(mpsc::TryRecvError::Empty));
        end.send(()).expect("the flush waits");
        assert_eq!(noted.recv(), Ok(true));
        log.close();
    }

    #[test]
    fn a_disk_that_failed_once_is_trusted_no_more() {
        let mut results = vec![Ok(()), Err(io::Error::other("worn out")), Ok(())].into_iter();
        let log = Log::flushed_by(move || results.next().expect("no more is asked"))
            .expect("a thread starts");
        let (note, noted) = mpsc::channel();
        for expected in [true, false, false] {
            log.flush(vec![Box::new(Noted(note.clone()))]);
            assert_eq!(noted.recv(), Ok(expected));
        }
        assert!(log.has_failed());
        log.close();
    }
}
