//! The files of one thread under `/proc/self/task`, read into plain values.

use super::calls::Call;
use super::memory;
use std::num::NonZeroU32;
use std::time::Duration;

/// A thread of this process, by the number the system gives it. A number is used again after
/// its thread has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OsThread(NonZeroU32);

impl OsThread {
    /// The thread that calls this. It reads a link of `/proc`: some microseconds.
    pub fn current() -> Option<Self> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        // `PID/task/TID`, in the numbers of that `/proc`, whichever it is.
        let link = std::fs::read_link("/proc/thread-self").ok()?;
        Self::new(link.file_name()?.to_str()?.parse().ok()?)
    }

    /// The thread with this number; `None` for 0.
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// Its number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// One of its files.
    pub(super) fn file(self, name: &str) -> Option<String> {
        std::fs::read_to_string(format!("/proc/self/task/{self}/{name}")).ok()
    }
}

impl std::fmt::Display for OsThread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

/// What a thread does at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it does.
    pub at: At,
    /// How long it has run on a processor so far, and how long it has waited for one, since it
    /// began; `None` where the system does not count that.
    pub times: Option<Times>,
}

/// Times of a thread since it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Times {
    /// On a processor.
    pub ran: Duration,
    /// Able to run, and waiting for a processor.
    pub waited: Duration,
}

impl Times {
    /// What came to them since an earlier look.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            ran: self.ran.saturating_sub(earlier.ran),
            waited: self.waited.saturating_sub(earlier.waited),
        }
    }
}

/// Where a thread is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// In a system call, asleep.
    Call {
        /// Which.
        call: Call,
        /// The file it is about: its number, and what that stands for.
        fd: Option<(u32, Option<String>)>,
        /// The path it is about.
        path: Option<String>,
    },
    /// It runs, or could if it had a processor.
    Running,
    /// Asleep, but in no system call: it waits for memory to come from a disk, or was stopped.
    Elsewhere,
}

/// What a thread does now. `None` if that is not known here, or the thread is gone.
pub fn look(thread: OsThread) -> Option<Look> {
    let line = Line::of(thread)?;
    Some(Look {
        at: at(&line),
        times: times(thread),
    })
}

/// How long a thread has run on a processor so far, and waited for one: one small file. `None` if
/// the system does not count that, or the thread is gone.
pub fn times(thread: OsThread) -> Option<Times> {
    read_times(&thread.file("schedstat")?)
}

pub(super) fn at(line: &Line) -> At {
    let (number, arguments) = match *line {
        Line::Running => return At::Running,
        Line::Asleep { .. } => return At::Elsewhere,
        Line::InCall {
            number, arguments, ..
        } => (number, arguments),
    };
    let call = Call::numbered(number);
    let fd = call.takes_fd.then_some(arguments[0] as u32);
    let path = call.path.map(|place| arguments[usize::from(place)]);
    At::Call {
        call,
        fd: fd.map(|fd| (fd, name_of_fd(fd))),
        path: path.and_then(memory::text_at),
    }
}

fn name_of_fd(fd: u32) -> Option<String> {
    let link = std::fs::read_link(format!("/proc/self/fd/{fd}")).ok()?;
    Some(link.to_string_lossy().into_owned())
}

/// The file `syscall` of a thread, see proc(5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Running,
    /// Asleep outside a call.
    Asleep {
        sp: u64,
        pc: u64,
    },
    InCall {
        number: u32,
        arguments: [u64; 6],
        sp: u64,
        pc: u64,
    },
}

impl Line {
    /// Only where the numbers of calls are those known here.
    pub(super) fn of(thread: OsThread) -> Option<Self> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return None;
        }
        Self::read(&thread.file("syscall")?)
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let number = match words.next()? {
            "running" => return Some(Self::Running),
            "-1" => None,
            number => Some(number.parse().ok()?),
        };
        let mut hex = || u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok();
        let Some(number) = number else {
            return Some(Self::Asleep {
                sp: hex()?,
                pc: hex()?,
            });
        };
        let mut arguments = [0; 6];
        for argument in &mut arguments {
            *argument = hex()?;
        }
        Some(Self::InCall {
            number,
            arguments,
            sp: hex()?,
            pc: hex()?,
        })
    }
}

/// The file `schedstat`: time on a processor, time waiting for one, both in nanoseconds.
fn read_times(text: &str) -> Option<Times> {
    let mut words = text.split_whitespace().map(|word| word.parse().ok());
    let mut next = || words.next().flatten().map(Duration::from_nanos);
    Some(Times {
        ran: next()?,
        waited: next()?,
    })
}

#[cfg(test)]
mod tests;
