//! Signals, on a thread of their own.
//!
//! The handlers set a flag and write a byte into a socket pair; a plain thread reads it.
//! Not Tokio's signal support: that wakes the I/O driver of every runtime of the process,
//! and nothing of ours may wake the observed one.

use crate::threads;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Leave; the number is the signal's.
    Exit(i32),
    /// Give the terminal back and stop (`^Z`).
    Suspend,
    /// We were stopped and go on.
    Continue,
    /// The terminal has another size. crossterm tells it too, but loses it when a key comes
    /// at the same moment.
    Resized,
}

/// How long the UI has to leave by itself after a signal.
const GRACE: Duration = Duration::from_millis(700);

const HEARD: [(i32, Signal); 7] = [
    (SIGTERM, Signal::Exit(SIGTERM)),
    (SIGINT, Signal::Exit(SIGINT)),
    (SIGHUP, Signal::Exit(SIGHUP)),
    (SIGQUIT, Signal::Exit(SIGQUIT)),
    (SIGTSTP, Signal::Suspend),
    (SIGCONT, Signal::Continue),
    (SIGWINCH, Signal::Resized),
];

/// Starts listening; `hear` is called on the listening thread and must not wait.
///
/// After an exit signal the process ends within a second, whatever the UI does.
///
/// # Errors
/// When a handler or the thread cannot be set up.
pub fn listen(mut hear: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
    let (mut read, write) = UnixStream::pair()?;
    let mut flags = Vec::with_capacity(HEARD.len());
    for (number, signal) in HEARD {
        let raised = Arc::new(AtomicBool::new(false));
        // In this order: the flag must be up when the byte arrives.
        flag::register(number, Arc::clone(&raised))?;
        low_level::pipe::register(number, write.try_clone()?)?;
        flags.push((raised, signal));
    }
    let listen = move || {
        let mut bytes = [0_u8; 64];
        loop {
            match read.read(&mut bytes) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
            for (raised, signal) in &flags {
                if raised.swap(false, Ordering::SeqCst) {
                    // The certain way out first: whatever `hear` does cannot be in its way.
                    let alone = match *signal {
                        Signal::Exit(number) if !leave_for_certain(number) => Some(number),
                        _ => None,
                    };
                    hear(*signal);
                    if let Some(number) = alone {
                        leave(number);
                    }
                }
            }
        }
    };
    threads::start("the thread that hears signals", "signals", listen)?;
    Ok(())
}

/// The UI leaves by itself; if it cannot (its terminal does not take a byte any more), a
/// thread does. False if there is no thread for that: the caller then has to, when the UI
/// knows of it.
fn leave_for_certain(number: i32) -> bool {
    threads::start("the thread that leaves", "leave", move || leave(number)).is_ok()
}

/// Gives the UI time to leave, and then leaves without it.
fn leave(number: i32) {
    std::thread::sleep(GRACE);
    // Giving the terminal back may block as well: not on the thread that must exit, unless
    // there is no other.
    if threads::start("the thread that restores", "restore", super::restore).is_err() {
        super::restore();
    }
    std::thread::sleep(Duration::from_millis(100));
    low_level::exit(exit_code(number));
}

/// The exit code of a process that a signal ended.
pub(crate) fn exit_code(signal: i32) -> i32 {
    128 + signal
}

/// Stops this process until it is continued. Returns then.
pub fn stop_self() {
    let _ = low_level::raise(SIGSTOP);
}

/// What the terminal does for `^Z` when it is not in raw mode: asks the whole process
/// group to stop. So a shell sees its job stop, also when we run under `cargo run`.
pub fn stop_group() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_a_shell() {
        assert_eq!(exit_code(SIGTERM), 143);
        assert_eq!(exit_code(SIGHUP), 129);
        assert_eq!(exit_code(SIGINT), 130);
        assert_eq!(exit_code(SIGQUIT), 131);
    }

    #[test]
    fn a_signal_reaches_the_listener() {
        let (send, receive) = std::sync::mpsc::channel();
        listen(move |signal| {
            let _ = send.send(signal);
        })
        .unwrap();
        // Harmless to a process that is running.
        low_level::raise(SIGCONT).unwrap();
        assert_eq!(receive.recv().unwrap(), Signal::Continue);
    }
}
