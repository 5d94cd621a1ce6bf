//! The thread of a worker, looked at for a viewer: no more than the system tells of it.

use crate::events::WorkerId;
use crate::observe::Reader;
use crate::thread::{self, At, OsThread};
use crate::wire::{Place, RawBytes, Stack};

/// What the thread of this worker is doing, if the worker holds a poll.
pub(super) fn look(reader: &Reader, worker: WorkerId) -> Option<Stack> {
    let hands = reader.hands();
    let held = hands.held(worker)?;
    let (place, times, stack) = match held.thread {
        Some(thread) => look_at(thread),
        None => (None, None, None),
    };
    let maps = match &stack {
        Some(_) => std::fs::read_to_string("/proc/self/maps").unwrap_or_default(),
        None => String::new(),
    };
    // Else it would be of another poll.
    hands.goes_on(&held).then_some(Stack {
        worker,
        task: held.task,
        since: held.since,
        place,
        times,
        stack,
        maps,
    })
}

type Looked = (Option<Place>, Option<(u64, u64)>, Option<RawBytes>);

fn look_at(of: OsThread) -> Looked {
    let times = thread::times(of).map(|times| {
        let nanos = |time: std::time::Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        (nanos(times.ran), nanos(times.waited))
    });
    if let Some((at, stack)) = thread::stack_of_sleeper(of) {
        let stack = RawBytes {
            pc: stack.pc,
            sp: stack.sp,
            bytes: stack.bytes,
        };
        return (Some(place(at)), times, Some(stack));
    }
    let look = thread::look(of);
    (look.map(|look| place(look.at)), times, None)
}

fn place(at: At) -> Place {
    match at {
        At::Running => Place::Running,
        At::Elsewhere => Place::Elsewhere,
        At::Call { call, fd, path } => Place::Call {
            number: call.number,
            fd: fd.map(|(fd, name)| (fd, name.unwrap_or_default())),
            path,
        },
    }
}
