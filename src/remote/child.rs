//! A program that is started here so that it can be attached to.

use super::found::{Found, running};
use crate::threads;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Lines that may wait to be taken; a program that prints faster waits.
const WAITING: usize = 1_024;

/// No line is longer, in bytes: what is more is the next one.
const LONGEST: u64 = 4_096;

/// How long the program may take to end when it is told to.
const PATIENCE: Duration = Duration::from_secs(3);

/// Between two looks whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// A program, with all that it starts, which is ended when this is dropped.
pub struct Started {
    child: Child,
    lines: Receiver<String>,
    wake: Arc<OnceLock<Box<dyn Fn() + Send + Sync>>>,
    ended: Option<u8>,
}

impl Started {
    /// Starts a program: observed, and ready to be attached to. If Cargo is what is started, what
    /// it builds sees all tasks, in a folder of its own below the target folder.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(words: &[OsString]) -> io::Result<Self> {
        let [program, arguments @ ..] = words else {
            return Err(io::Error::other("no program is given"));
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("TOKIO_KITCHEN", "attach")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // All of it is ended together.
            .process_group(0);
        if Path::new(program).file_name() == Some(OsStr::new("cargo")) {
            of_cargo(&mut command);
        }
        let mut child = command.spawn()?;
        let (send, lines) = sync_channel(WAITING);
        let wake = Arc::<OnceLock<_>>::default();
        let streams: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|stream| Box::new(stream) as _),
            child.stderr.take().map(|stream| Box::new(stream) as _),
        ];
        for stream in streams.into_iter().flatten() {
            let (send, wake) = (send.clone(), Arc::clone(&wake));
            let what = "the thread that reads what the program prints";
            threads::start(what, "output", move || read(stream, &send, &wake))?;
        }
        Ok(Self {
            child,
            lines,
            wake,
            ended: None,
        })
    }

    /// Calls `wake`, from other threads, when something was printed.
    pub fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        // The first one is the one.
        let _ = self.wake.set(Box::new(wake));
    }

    /// The next line that it has printed, as it came.
    pub fn line(&self) -> Option<String> {
        self.lines.try_recv().ok()
    }

    /// Its exit code, if it has ended.
    pub fn ended(&mut self) -> Option<u8> {
        if self.ended.is_none()
            && let Ok(Some(status)) = self.child.try_wait()
        {
            let by_signal = || 128 + status.signal().unwrap_or(0);
            self.ended = Some(status.code().unwrap_or_else(by_signal) as u8);
        }
        self.ended
    }

    /// The socket of the program, or of one that it has started, if there is one.
    pub fn socket(&self) -> Option<Found> {
        let all = running().unwrap_or_default();
        all.into_iter().rev().find(|found| self.is_of_it(found.pid))
    }

    fn is_of_it(&self, pid: u32) -> bool {
        let group = self.child.id();
        let mut at = pid;
        // A process that was started by one that was started ...
        for _ in 0..64 {
            let Some((parent, of)) = parent_and_group(at) else {
                return false;
            };
            if at == group || of == group {
                return true;
            }
            at = parent;
        }
        false
    }

    /// Ends it, and all that it has started: asks for it, and does not wait for ever.
    pub fn end(&mut self) {
        use rustix::process::Signal;
        if self.ended().is_some() {
            return;
        }
        self.signal(Signal::TERM);
        let until = Instant::now() + PATIENCE;
        while self.ended().is_none() && Instant::now() < until {
            // What it prints at its end must not hold it up.
            (0..WAITING).map_while(|_| self.line()).for_each(drop);
            std::thread::sleep(LOOK);
        }
        if self.ended().is_none() {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        if let Some(group) = rustix::process::Pid::from_raw(self.child.id() as i32) {
            // It may have ended just now.
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.end();
    }
}

/// What Cargo builds is to show all tasks, and is not to be built anew for everybody else then.
fn of_cargo(command: &mut Command) {
    const FLAGS: &str = "--cfg tokio_unstable";
    let with = |name: &str, between: &str, flags: &str| {
        let before = std::env::var_os(name).filter(|before| !before.is_empty())?;
        Some(
            [&before, OsStr::new(between), OsStr::new(flags)]
                .into_iter()
                .collect::<OsString>(),
        )
    };
    // Where this one is set Cargo does not look at the other.
    match with(
        "CARGO_ENCODED_RUSTFLAGS",
        "\u{1f}",
        "--cfg\u{1f}tokio_unstable",
    ) {
        Some(flags) => command.env("CARGO_ENCODED_RUSTFLAGS", flags),
        None => {
            let flags = with("RUSTFLAGS", " ", FLAGS);
            command.env("RUSTFLAGS", flags.unwrap_or_else(|| FLAGS.into()))
        }
    };
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    command.env("CARGO_TARGET_DIR", target.join("tokio-kitchen"));
}

fn read(
    stream: impl Read,
    lines: &SyncSender<String>,
    wake: &OnceLock<Box<dyn Fn() + Send + Sync>>,
) {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut stream).take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']).to_owned();
        if lines.send(text).is_err() {
            return;
        }
        if let Some(wake) = wake.get() {
            wake();
        }
    }
}

/// Of a process: who started it, and its group.
fn parent_and_group(pid: u32) -> Option<(u32, u32)> {
    let stat = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    // Behind the name, which may have any bytes in it.
    let name = stat.iter().rposition(|byte| *byte == b')')?;
    let rest = String::from_utf8_lossy(&stat[name + 1..]);
    let mut words = rest.split_whitespace().skip(1).map(str::parse);
    Some((words.next()?.ok()?, words.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(script: &str) -> Started {
        let words = ["sh", "-c", script].map(OsString::from);
        Started::start(&words).expect("there is a shell")
    }

    /// All lines, and the exit code.
    fn all(started: &mut Started) -> (Vec<String>, u8) {
        let mut lines: Vec<_> = started.lines.iter().collect();
        lines.sort();
        let ended = loop {
            if let Some(code) = started.ended() {
                break code;
            }
            std::thread::yield_now();
        };
        (lines, ended)
    }

    #[test]
    fn what_it_prints_is_told_with_its_exit_code() {
        let mut program = started("echo a; echo b >&2; printf '%s' $TOKIO_KITCHEN; exit 7");
        let lines = ["a", "attach", "b"].map(str::to_owned);
        assert_eq!(all(&mut program), (lines.into(), 7));
        let mut killed = started("kill -9 $$");
        assert_eq!(all(&mut killed).1, 137);
    }

    #[test]
    fn it_is_ended_with_all_that_it_has_started() {
        let mut program = started("sleep 1000 & echo $!; wait");
        let inner: u32 = loop {
            if let Some(line) = program.line() {
                break line.parse().expect("a number");
            }
            std::thread::yield_now();
        };
        assert!(program.is_of_it(inner) && program.is_of_it(program.child.id()));
        assert!(!program.is_of_it(std::process::id()));
        program.end();
        assert_eq!(program.ended(), Some(143));
        while !crate::probe::serve::is_gone(inner) {
            std::thread::yield_now();
        }
    }

    #[test]
    fn one_that_always_prints_and_does_not_want_to_end_is_ended() {
        let mut program = started("trap '' TERM; echo; while :; do echo; done");
        // It is told to end when it does not listen any more.
        while program.line().is_none() {
            std::thread::yield_now();
        }
        program.end();
        assert_eq!(program.ended(), Some(137));
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let words = [OsString::from("/no/such/program")];
        assert!(Started::start(&words).is_err());
    }
}
