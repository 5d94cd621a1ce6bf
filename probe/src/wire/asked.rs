//! What a viewer asks for, and what it gets: the stack of a thread that holds a poll.
//!
//! Nothing that can be asked for spawns, wakes, ends or waits for anything.

use super::listed::{Fields, From, Listed, To};
use super::numbers::{Bytes, push};
use crate::events::{Nanos, TaskId, WorkerId};

/// Bytes of a stack that are read; no more of one is copied.
const MOST_STACK: usize = 64 << 10;

/// The longest text of what is in memory that is read, in bytes.
pub const MOST_MAPS: usize = 1 << 20;

/// What a viewer asks for: the content of a block of [`Kind::Ask`](super::Kind::Ask).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A tick, to see whether anybody is there.
    Tick,
    /// What the thread of this worker is doing, and its stack if it sleeps.
    Stack(WorkerId),
}

impl Ask {
    /// As bytes, for [`Encoder::block`](super::Encoder::block).
    pub fn bytes(self) -> Vec<u8> {
        let mut to = Listed::default();
        match self {
            Self::Tick => to.number(1),
            Self::Stack(worker) => {
                to.number(2);
                to.index(worker.index());
            }
        }
        to.0
    }

    /// Reads what [`bytes`](Self::bytes) has given; `None` for what is not known.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = Fields::of(Bytes(bytes));
        match from.number() {
            1 => Some(Self::Tick),
            2 => from.worker().map(Self::Stack),
            _ => None,
        }
    }
}

/// A thread that holds a poll, looked at: the content of a block of
/// [`Kind::Stack`](super::Kind::Stack).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// The worker.
    pub worker: WorkerId,
    /// What it polls.
    pub task: TaskId,
    /// Since when.
    pub since: Nanos,
    /// Where its thread is; `None` if the system does not tell.
    pub place: Option<Place>,
    /// Nanoseconds on a processor so far, and waiting for one, if the system counts them.
    pub times: Option<(u64, u64)>,
    /// Its stack, if it sleeps.
    pub stack: Option<RawBytes>,
    /// What is in the memory of the process, as `/proc/PID/maps` has it.
    pub maps: String,
}

/// Where a thread is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// It runs, or could.
    Running,
    /// Asleep, but in no system call.
    Elsewhere,
    /// Asleep in a system call.
    Call {
        /// Its number.
        number: u32,
        /// The file it is about, and what that stands for.
        fd: Option<(u32, String)>,
        /// The path it is about.
        path: Option<String>,
    },
}

/// A part of a stack, as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBytes {
    /// The next instruction.
    pub pc: u64,
    /// The stack pointer: the address of the first of the bytes.
    pub sp: u64,
    /// The stack from there upwards: what is no address of code or of the stack is 0.
    pub bytes: Vec<u8>,
}

impl Stack {
    /// As bytes, for [`Encoder::block`](super::Encoder::block).
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Listed::default();
        to.index(self.worker.index());
        to.task(self.task);
        to.number(self.since.0);
        put_place(self.place.as_ref(), &mut to);
        to.flag(self.times.is_some());
        let (ran, waited) = self.times.unwrap_or_default();
        to.number(ran);
        to.number(waited);
        to.flag(self.stack.is_some());
        if let Some(stack) = &self.stack {
            to.number(stack.pc);
            to.number(stack.sp);
            push(&mut to.0, stack.bytes.len() as u64);
            to.0.extend_from_slice(&stack.bytes);
        }
        to.text(&self.maps);
        to.0
    }

    /// Reads what [`bytes`](Self::bytes) has given. `None` if it says nothing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = Fields::of(Bytes(bytes));
        let (worker, task) = (from.worker()?, from.task_if()?);
        let since = Nanos(from.number());
        let place = take_place(&mut from);
        let has_times = from.flag();
        let times = (from.number(), from.number());
        let stack = match from.flag() {
            true => Some(RawBytes {
                pc: from.number(),
                sp: from.number(),
                bytes: beginning(from.part()?, MOST_STACK).to_vec(),
            }),
            false => None,
        };
        let maps = from.part().filter(|maps| maps.len() <= MOST_MAPS);
        Some(Self {
            worker,
            task,
            since,
            place,
            times: has_times.then_some(times),
            stack,
            maps: String::from_utf8_lossy(maps.unwrap_or_default()).into_owned(),
        })
    }
}

fn beginning(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(..most).unwrap_or(bytes)
}

fn put_place(place: Option<&Place>, to: &mut Listed) {
    match place {
        None => to.number(0),
        Some(Place::Running) => to.number(1),
        Some(Place::Elsewhere) => to.number(2),
        Some(Place::Call { number, fd, path }) => {
            to.number(3);
            to.number((*number).into());
            to.flag(fd.is_some());
            let (fd, name) = fd
                .as_ref()
                .map_or((0, ""), |(fd, name)| (*fd, name.as_str()));
            to.number(fd.into());
            to.text(name);
            to.flag(path.is_some());
            to.text(path.as_deref().unwrap_or_default());
        }
    }
}

fn take_place(from: &mut Fields<'_>) -> Option<Place> {
    match from.number() {
        1 => Some(Place::Running),
        2 => Some(Place::Elsewhere),
        3 => {
            let number = from.small().unwrap_or(u32::MAX);
            let has_fd = from.flag();
            let fd = (from.small().unwrap_or(0), from.clean());
            let has_path = from.flag();
            let path = from.clean();
            Some(Place::Call {
                number,
                fd: has_fd.then_some(fd),
                path: has_path.then_some(path),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stack() -> Stack {
        Stack {
            worker: WorkerId::new(3),
            task: TaskId::new(7).expect("not 0"),
            since: Nanos(9),
            place: Some(Place::Call {
                number: 230,
                fd: Some((12, "/data/x".into())),
                path: None,
            }),
            times: Some((1, 2)),
            stack: Some(RawBytes {
                pc: 1 << 46,
                sp: u64::MAX,
                bytes: vec![0, 255, 7],
            }),
            maps: "55e0-55f0 r-xp 0 fe:00 12 /a\n".into(),
        }
    }

    #[test]
    fn what_is_asked_and_answered_comes_back() {
        for ask in [Ask::Tick, Ask::Stack(WorkerId::new(2))] {
            assert_eq!(Ask::read(&ask.bytes()), Some(ask));
        }
        let whole = stack();
        assert_eq!(Stack::read(&whole.bytes()), Some(whole));
        for place in [None, Some(Place::Running), Some(Place::Elsewhere)] {
            let (times, stack) = (None, None);
            let bare = Stack {
                place,
                times,
                stack,
                ..self::stack()
            };
            assert_eq!(Stack::read(&bare.bytes()), Some(bare));
        }
    }

    #[test]
    fn no_more_is_read_of_a_stack_than_there_can_be() {
        let whole = stack();
        let most = |more: usize| Stack {
            stack: whole.stack.clone().map(|stack| RawBytes {
                bytes: vec![7; MOST_STACK + more],
                ..stack
            }),
            maps: "x".repeat(MOST_MAPS + more),
            ..whole.clone()
        };
        assert_eq!(Stack::read(&most(0).bytes()), Some(most(0)));
        let read = Stack::read(&most(1).bytes()).expect("the rest is fine");
        assert_eq!((read.stack, &*read.maps), (most(0).stack, ""));
    }

    #[test]
    fn a_worker_that_no_runtime_can_have_says_nothing() {
        let mut to = Listed::default();
        to.number(4_000_000_000);
        to.number(7);
        assert_eq!(Stack::read(&to.0), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>) {
            let _ = (Ask::read(&bytes), Stack::read(&bytes));
        }
    }
}
