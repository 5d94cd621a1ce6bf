//! For how long threads of a runtime waited for a CPU: what the machine takes of a poll.

use crate::events::Nanos;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Looks kept: some minutes.
const KEPT: usize = 1 << 16;

/// Threads of a runtime, as they have come.
#[derive(Clone, Debug, Default)]
pub(super) struct Threads(Arc<Mutex<Vec<PathBuf>>>);

impl Threads {
    /// The calling thread is one of them.
    pub(super) fn add_this(&self) {
        // `PID/task/TID`; where there is no such file nothing is known.
        let Ok(thread) = std::fs::read_link("/proc/thread-self") else {
            return;
        };
        let file = Path::new("/proc").join(thread).join("schedstat");
        let mut threads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !threads.contains(&file) {
            threads.push(file);
        }
    }

    /// How long each has waited for a CPU in its life.
    fn waited(&self) -> Vec<Nanos> {
        let threads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = |file: &PathBuf| parse(&std::fs::read_to_string(file).ok()?);
        threads
            .iter()
            .map(|file| waited(file).unwrap_or_default())
            .collect()
    }
}

/// Of `schedstat` the second number: nanoseconds on a run queue.
fn parse(text: &str) -> Option<Nanos> {
    text.split_whitespace().nth(1)?.parse().ok().map(Nanos)
}

/// Looks at how long threads have waited, with the times of the probe.
#[derive(Debug, Default)]
pub(super) struct Looks {
    threads: Threads,
    looks: VecDeque<(Nanos, Vec<Nanos>)>,
}

impl Looks {
    pub(super) fn of(threads: Threads) -> Self {
        Self {
            threads,
            looks: VecDeque::new(),
        }
    }

    pub(super) fn look(&mut self, at: Nanos) {
        let waited = self.threads.waited();
        self.keep(at, waited);
    }

    fn keep(&mut self, at: Nanos, waited: Vec<Nanos>) {
        if self.looks.len() == KEPT {
            self.looks.pop_front();
        }
        self.looks.push_back((at, waited));
    }

    /// The longest that one of the threads can have waited between two moments.
    pub(super) fn waited(&self, from: Nanos, to: Nanos) -> Nanos {
        let before = self.looks.partition_point(|(at, _)| *at <= from);
        let after = self.looks.partition_point(|(at, _)| *at < to);
        let none = Vec::new();
        let before = before
            .checked_sub(1)
            .map_or(&none, |place| &self.looks[place].1);
        let after = self.looks.get(after).or(self.looks.back());
        let after = after.map_or(&none, |(_, waited)| waited);
        // A thread that was not there before has waited in the time between.
        let waited = after.iter().enumerate().map(|(thread, after)| {
            let before = before.get(thread).copied().unwrap_or_default();
            after.since(before)
        });
        waited.max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_on_a_run_queue_is_the_second_number() {
        assert_eq!(parse("12 345 6\n"), Some(Nanos(345)));
        for odd in ["", "12", "12 x 6", "12 -1 6"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_a_thread_waited_is_looked_up_around_the_poll() {
        let mut looks = Looks::default();
        assert_eq!(looks.waited(Nanos(1), Nanos(2)), Nanos::ZERO);
        for (at, waited) in [(10, vec![5]), (20, vec![5, 2]), (30, vec![9, 2])] {
            looks.keep(Nanos(at), waited.into_iter().map(Nanos).collect());
        }
        assert_eq!(looks.waited(Nanos(12), Nanos(19)), Nanos(2), "a new thread");
        assert_eq!(looks.waited(Nanos(20), Nanos(20)), Nanos::ZERO);
        assert_eq!(looks.waited(Nanos(21), Nanos(40)), Nanos(4));
        assert_eq!(looks.waited(Nanos(1), Nanos(30)), Nanos(9));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_thread_is_found() {
        let threads = Threads::default();
        threads.add_this();
        threads.add_this();
        assert_eq!(threads.waited().len(), 1);
    }
}
