//! The way out to the terminal: a thread writes, so that one that takes nothing (a slow
//! line, a stopped reader) never holds up who draws.
//!
//! Used by the canvas and by the taking over and giving back of the terminal. What is
//! handed in is written in that order. It knows nothing of frames.

use crate::threads;
use rustix::termios::{Action, QueueSelector, tcflow, tcflush};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What is written, and what waits for it.
#[derive(Debug, Default)]
struct State {
    started: bool,
    queue: VecDeque<Vec<u8>>,
    writing: bool,
    failed: Option<io::ErrorKind>,
}

impl State {
    fn is_idle(&self) -> bool {
        self.queue.is_empty() && !self.writing
    }
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// See the module's text. Clones are the same outlet.
#[derive(Clone, Debug, Default)]
pub(super) struct Outlet(Arc<Shared>);

impl Outlet {
    fn lock(&self) -> MutexGuard<'_, State> {
        let lock = self.0.state.lock();
        lock.unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the thread, once, with what it writes to.
    pub(super) fn start<W>(&self, open: impl FnOnce() -> io::Result<W>) -> io::Result<()>
    where
        W: Write + Send + 'static,
    {
        let mut state = self.lock();
        if state.started {
            return Ok(());
        }
        let (outlet, out) = (self.clone(), open()?);
        threads::start("the thread that writes the screen", "screen", move || {
            outlet.serve(out);
        })?;
        state.started = true;
        Ok(())
    }

    fn serve(&self, mut out: impl Write) {
        let mut state = self.lock();
        loop {
            let Some(bytes) = state.queue.pop_front() else {
                let wait = self.0.changed.wait(state);
                state = wait.unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.writing = true;
            drop(state);
            let written = out.write_all(&bytes).and_then(|()| out.flush());
            state = self.lock();
            state.writing = false;
            if let Err(error) = written {
                state.failed = Some(error.kind());
            }
            self.0.changed.notify_all();
        }
    }

    /// Hands bytes in, to be written soon.
    pub(super) fn send(&self, bytes: Vec<u8>) {
        self.lock().queue.push_back(bytes);
        self.0.changed.notify_all();
    }

    /// Whether everything was written.
    ///
    /// # Errors
    /// When a write failed since it was started: the terminal is gone.
    pub(super) fn is_idle(&self) -> io::Result<bool> {
        let state = self.lock();
        match state.failed {
            Some(kind) => Err(kind.into()),
            None => Ok(state.is_idle()),
        }
    }

    /// Forgets what nobody has begun to write.
    pub(super) fn cut(&self) {
        self.lock().queue.clear();
    }

    /// Waits until everything is written, but not for longer than this; whether it is.
    pub(super) fn wait_idle(&self, at_most: Duration) -> bool {
        let until = Instant::now() + at_most;
        let mut state = self.lock();
        while !state.is_idle() && state.started {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let wait = self.0.changed.wait_timeout(state, left);
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.is_idle()
    }
}

/// The terminal as a file: unlike the standard library's handle it has no lock that a
/// blocked write would hold.
pub(super) fn stdout() -> io::Result<File> {
    let owned = io::stdout().as_fd().try_clone_to_owned()?;
    Ok(File::from(owned))
}

/// Throws away what the terminal has not taken yet, and lets a blocked write go on: the
/// kernel wakes it only for a stop of the output that ends. Sends nothing.
pub(super) fn discard_unread() {
    let out = io::stdout();
    let _ = tcflush(&out, QueueSelector::OFlush);
    let _ = tcflow(&out, Action::OOff);
    let _ = tcflow(&out, Action::OOn);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Takes a write only when told to, and tells what it was.
    struct Slow {
        go: Receiver<io::Result<()>>,
        took: Sender<Vec<u8>>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.go.recv().map_err(io::Error::other)??;
            let _ = self.took.send(bytes.to_vec());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn slow() -> (Outlet, Sender<io::Result<()>>, Receiver<Vec<u8>>) {
        let (send, go) = channel();
        let (took, taken) = channel();
        let outlet = Outlet::default();
        outlet.start(|| Ok(Slow { go, took })).unwrap();
        (outlet, send, taken)
    }

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn who_hands_in_never_waits_and_order_is_kept() {
        let (outlet, go, taken) = slow();
        assert!(outlet.is_idle().unwrap());
        outlet.send(b"a".to_vec());
        outlet.send(b"b".to_vec());
        assert!(!outlet.is_idle().unwrap());
        assert!(!outlet.wait_idle(Duration::ZERO));
        go.send(Ok(())).unwrap();
        go.send(Ok(())).unwrap();
        assert!(outlet.wait_idle(LONG));
        assert_eq!(taken.try_iter().collect::<Vec<_>>(), [b"a", b"b"]);
    }

    #[test]
    fn what_nobody_began_to_write_can_be_cut() {
        let (outlet, go, taken) = slow();
        outlet.send(b"first".to_vec());
        go.send(Ok(())).unwrap();
        assert_eq!(taken.recv().unwrap(), b"first");
        outlet.send(b"begun or not".to_vec());
        outlet.send(b"second".to_vec());
        outlet.cut();
        outlet.send(b"last".to_vec());
        go.send(Ok(())).unwrap();
        go.send(Ok(())).unwrap();
        assert!(outlet.wait_idle(LONG));
        let taken: Vec<_> = taken.try_iter().collect();
        assert_eq!(taken.last().unwrap(), b"last");
        assert!(!taken.iter().any(|bytes| bytes == b"second"));
    }

    #[test]
    fn a_failed_write_is_told_and_nobody_waits_for_it() {
        let (outlet, go, _taken) = slow();
        outlet.send(b"a".to_vec());
        go.send(Err(io::Error::other("gone"))).unwrap();
        assert!(outlet.wait_idle(LONG));
        assert!(outlet.is_idle().is_err());
    }
}
