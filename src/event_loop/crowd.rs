//! Whether this machine has more to do than it has processors for, as its own loop feels it.

use crate::probe::thread::{OsThread, Times, times};
use std::time::Duration;

/// A loop that has waited for a processor for less than this was hardly held up.
const HARDLY: Duration = Duration::from_millis(10);

/// What the system counts for a thread.
#[derive(Debug)]
pub(super) struct Crowd {
    thread: Option<OsThread>,
    before: Times,
}

impl Crowd {
    /// Of the calling thread.
    pub(super) fn here() -> Self {
        let thread = OsThread::current();
        Self {
            thread,
            before: thread.and_then(times).unwrap_or_default(),
        }
    }

    /// Whether the thread has waited for a processor longer than it has run since the last look.
    /// Where the system does not count that, it has not.
    pub(super) fn look(&mut self) -> bool {
        let Some(now) = self.thread.and_then(times) else {
            return false;
        };
        let passed = now.since(std::mem::replace(&mut self.before, now));
        is_crowded(passed)
    }
}

fn is_crowded(Times { ran, waited }: Times) -> bool {
    waited > ran && waited > HARDLY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_longer_than_they_run_is_in_a_crowd() {
        let ms = Duration::from_millis;
        let crowded = |ran, waited| {
            is_crowded(Times {
                ran: ms(ran),
                waited: ms(waited),
            })
        };
        assert!(crowded(20, 30));
        assert!(!crowded(30, 20) && !crowded(1, 9));
    }
}
