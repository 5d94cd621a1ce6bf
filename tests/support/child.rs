//! A child process that is not waited for for ever: one that hangs is killed, and the
//! test fails with what it said.

use rustix::process::{Pid, Signal, kill_process_group};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

/// Far more than any child takes on a machine that is very busy: nothing is measured here.
const LIMIT: Duration = Duration::from_mins(2);

/// Runs to the end without input, and gives what was said.
#[track_caller]
pub(crate) fn output(command: &mut Command) -> Output {
    Guarded::start(command).output()
}

/// A running child with no input, its output in pipes.
pub(crate) struct Guarded {
    pub(crate) child: Child,
    over: mpsc::Sender<()>,
    guard: JoinHandle<bool>,
}

impl Guarded {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self::start_for(command, LIMIT)
    }

    /// Starts it with another limit.
    pub(crate) fn start_for(command: &mut Command, limit: Duration) -> Self {
        let child = command
            // Its own children hold the pipes too: they are killed with it.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let group = Pid::from_child(&child);
        let (over, ended) = mpsc::channel();
        let guard = std::thread::spawn(move || {
            let hangs = ended.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout);
            if hangs {
                // It may have ended just now.
                let _ = kill_process_group(group, Signal::KILL);
            }
            hangs
        });
        Self { child, over, guard }
    }

    /// Waits for the end, and gives what was not read yet.
    #[track_caller]
    pub(crate) fn output(self) -> Output {
        let output = self.child.wait_with_output().expect("a child can be read");
        // The guard may have given up already.
        let _ = self.over.send(());
        let hung = self.guard.join().expect("the guard does not panic");
        assert!(!hung, "it never ended: {output:?}");
        output
    }
}
