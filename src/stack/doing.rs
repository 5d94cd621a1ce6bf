//! What a thread does, in words, from where the system says it is.

use super::own::{Call, short};
use crate::events::{Certainty, Doing, shown};
use crate::probe::thread::{At, Times, Verb};

/// The longest path that is shown.
const LONGEST_PATH: usize = 120;

/// A thread at such a place. Its innermost calls may say more than the system does.
pub(super) fn at(at: &At, calls: &[Call]) -> Doing {
    let (call, fd, path) = match at {
        At::Call { call, fd, path } => (call, fd, path),
        At::Elsewhere => return Doing::Elsewhere,
        At::Running => return Doing::Runs,
    };
    let file = fd
        .as_ref()
        .map_or_else(String::new, |(number, name)| match name {
            Some(name) => format!(" fd {number} = {}", shown(name, LONGEST_PATH)),
            None => format!(" fd {number}"),
        });
    let path = path.as_ref().map_or_else(
        || " a file".to_owned(),
        |path| format!(" {}", shown(path, LONGEST_PATH)),
    );
    let words = match call.verb {
        Verb::Sleeps => "sleeps".to_owned(),
        Verb::WaitsForThread => waits_for(calls).to_owned(),
        Verb::Reads => format!("reads{file}"),
        Verb::Writes => format!("writes{file}"),
        Verb::Syncs => format!("waits for the disk{file}"),
        Verb::Polls => "waits until a file is ready".to_owned(),
        Verb::Connects => format!("connects{file}"),
        Verb::Accepts => format!("waits for a connection{file}"),
        Verb::Opens => format!("opens{path}"),
        Verb::LocksFile => format!("waits for a lock on a file{file}"),
        Verb::WaitsForProcess => "waits for another process".to_owned(),
        Verb::Calls => format!("is in a system call{file}"),
    };
    let name = call.name.map(str::to_owned);
    Doing::Call {
        words,
        call: name.unwrap_or_else(|| format!("number {}", call.number)),
    }
}

/// A futex is under all of these; the standard library's own function says which it is.
fn waits_for(calls: &[Call]) -> &'static str {
    const KNOWN: [(&str, &str); 6] = [
        ("::mutex::futex::", "waits for a lock"),
        ("::rwlock::futex::", "waits for a lock"),
        ("::condvar::futex::", "waits for a Condvar"),
        ("::once::futex::", "waits for a Once"),
        ("std::thread::thread::Thread::park", "is parked"),
        (
            "std::sys::thread::unix::Thread::join",
            "waits for a thread to end",
        ),
    ];
    let measured = calls
        .iter()
        .take_while(|call| call.certainty == Certainty::Observed);
    let mut known = measured.filter_map(|call| {
        let called = short(&call.name);
        let found = KNOWN.iter().find(|(name, _)| called.contains(name))?;
        Some(found.1)
    });
    known.next().unwrap_or("waits for a lock or another thread")
}

/// A thread that was found running twice, with its times then.
pub(super) fn running(before: Option<Times>, after: Option<Times>) -> Doing {
    let (Some(before), Some(after)) = (before, after) else {
        return Doing::Runs;
    };
    let Times { ran, waited } = after.since(before);
    if ran >= waited {
        Doing::Computes { ran, waited }
    } else {
        Doing::WaitsForProcessor { ran, waited }
    }
}
