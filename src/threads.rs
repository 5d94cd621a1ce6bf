//! Threads from the system: started, or told in one line which one could not be had.
//!
//! Used by whoever starts a thread of the program's own, and by the engine before Tokio
//! starts its workers. It knows nothing of what the threads do.

use std::fmt::Display;
use std::io;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, Builder, JoinHandle};
use std::time::Duration;

/// What to do about it. A system says "temporarily unavailable" of all its limits.
const ADVICE: &str = "a limit of threads (ulimit -u) or of memory (ulimit -v) is reached: raise it, or take fewer workers";

/// What a thread takes beside its stack: the allocator's pages, the probe's records.
const BESIDE_STACK: usize = 1 << 20;

/// What the program takes besides when it begins to run, twice over. Memory that runs out
/// ends the process, wherever it happens to be; here it is an error like any other.
const TO_RUN: usize = 24 << 20;

/// Threads that have just ended count for the kernel a moment longer: before it is final
/// that some cannot be had, it is tried so often, so far apart.
const ATTEMPTS: u32 = 5;
const APART: Duration = Duration::from_millis(20);

/// Starts a thread. `what` names it in the error, `name` for the system.
///
/// # Errors
/// When the system gives no thread: what could not be started, why, and what to do.
pub(crate) fn start<T: Send + 'static>(
    what: &str,
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| refused(what, &error, error.kind()))
}

/// As [`start`], for work that takes so much memory at once as it begins.
///
/// # Errors
/// As [`start`]; also when there is not so much memory beside what the program takes.
pub(crate) fn start_with_memory<T: Send + 'static>(
    bytes: usize,
    what: &str,
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    has_memory(what, 1, bytes)?;
    start(what, name, work)
}

/// Tries whether so many threads can be had at the same time, and lets them end again.
///
/// Where Tokio does not get the thread of a worker it panics, and then waits for the
/// workers it has, which nobody told to end. So somebody must ask before. Another process
/// can take the threads between this and Tokio's turn; that is rare, and for whoever calls
/// this to survive.
///
/// # Errors
/// As [`start`], for the first of them that cannot be had: `what`, its number, and of how many.
pub(crate) fn rehearse(what: &str, count: usize) -> io::Result<()> {
    let mut attempt = 1;
    loop {
        match rehearse_once(what, count) {
            Err(_) if attempt < ATTEMPTS => thread::sleep(APART),
            result => return result,
        }
        attempt += 1;
    }
}

fn rehearse_once(what: &str, count: usize) -> io::Result<()> {
    let before = alive();
    let gate = Mutex::new(());
    let (here, arrived) = mpsc::sync_channel(0);
    let result = thread::scope(|scope| {
        let closed = gate.lock().unwrap_or_else(PoisonError::into_inner);
        let mut threads = Vec::new();
        let mut result = Ok(());
        for number in 1..=count {
            let (gate, here) = (&gate, here.clone());
            let wait = move || {
                // Nobody but us hears it, and we do.
                let _ = here.send(());
                drop(gate.lock().unwrap_or_else(PoisonError::into_inner));
            };
            // With the stack Tokio's have: that of the standard library.
            match Builder::new().spawn_scoped(scope, wait) {
                Ok(thread) => threads.push(thread),
                Err(error) => {
                    let what = format!("{what} {number} of {count}");
                    result = Err(refused(what, &error, error.kind()));
                    break;
                }
            }
            // One after the other: what a thread takes as it starts it keeps.
            let _ = arrived.recv();
        }
        let result = result.and_then(|()| has_memory(what, count, 0));
        drop(closed);
        for thread in threads {
            // They end at once, and cannot panic.
            let _ = thread.join();
        }
        result
    });
    wait_for_places(before);
    result
}

/// Tries whether there is memory for what so many threads do, and for so much besides.
fn has_memory(what: &str, count: usize, besides: usize) -> io::Result<()> {
    let bytes = count.saturating_mul(BESIDE_STACK).saturating_add(TO_RUN);
    Vec::<u8>::new()
        .try_reserve_exact(bytes.saturating_add(besides))
        .map_err(|_| refused(what, "out of memory", io::ErrorKind::OutOfMemory))
}

/// Joined threads still count for a moment: waits until there are no more than before.
fn wait_for_places(before: Option<usize>) {
    for _ in 0..ATTEMPTS * 10 {
        if alive() <= before {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Threads of this process, as the kernel counts them; `None` where it does not say.
fn alive() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let count = status
        .lines()
        .find_map(|line| line.strip_prefix("Threads:"))?;
    count.trim().parse().ok()
}

/// The error of a thread that cannot be had.
pub(crate) fn refused(what: impl Display, error: impl Display, kind: io::ErrorKind) -> io::Error {
    io::Error::new(kind, format!("cannot start {what}: {error}; {ADVICE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_that_can_be_had_leave_nothing_behind() {
        rehearse("thread", 8).unwrap();
        assert_eq!(
            start("the answer", "answer", || 42)
                .unwrap()
                .join()
                .unwrap(),
            42
        );
    }

    #[test]
    fn what_cannot_be_had_is_one_line_with_the_reason_and_the_way_out() {
        // More than any address space.
        let error = has_memory("worker thread", usize::MAX, 0).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("cannot start worker thread: "), "{text}");
        assert!(
            text.contains("ulimit -u") && text.contains("fewer workers"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 1);
        assert_eq!(error.kind(), io::ErrorKind::OutOfMemory);
        let error = start_with_memory(usize::MAX, "the reader", "reader", || ()).unwrap_err();
        assert!(error.to_string().starts_with("cannot start the reader: "));
        assert_eq!(error.kind(), io::ErrorKind::OutOfMemory);
    }
}
