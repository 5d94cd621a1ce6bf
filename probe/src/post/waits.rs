//! For how long the threads of workers waited for a processor.
//!
//! Where tasks may run that are not seen, it tells a worker that is held by one of them from one
//! that the machine keeps waiting. The system adds a wait up when it is over. While it goes on
//! it shows by this: the thread could run, and its times stand still.

use crate::events::{Nanos, Sample, WorkerId};
use crate::observe::Reader;
use crate::thread::{self, At, Look, OsThread};
use std::cell::RefCell;

/// Of each worker, as it was at the newest look.
#[derive(Default)]
pub struct Waits {
    workers: RefCell<Vec<Wait>>,
    /// How long the whole process stood still: no thread had a processor.
    still: Nanos,
}

impl Waits {
    /// The whole process stood still for so long by now: that counts as a wait of each worker.
    pub(crate) fn stood_still(&mut self, total: Nanos) {
        self.still = total;
    }

    /// Adds to a sample how long each worker has waited.
    pub fn add_to(&self, sample: &mut Sample, reader: &Reader) {
        let mut waits = self.workers.borrow_mut();
        waits.resize_with(sample.workers.len(), Wait::default);
        for ((worker, wait), index) in sample.workers.iter_mut().zip(&mut *waits).zip(0..) {
            let waited = match reader.thread(WorkerId::new(index)) {
                Some(thread) => {
                    thread::look(thread).and_then(|look| wait.look(sample.at, (thread, look)))
                }
                None => wait.nobody(sample.at),
            };
            worker.waited = waited.map(|waited| waited + self.still);
        }
    }
}

/// A thread that runs has other times after this at the latest: the system adds them up at its
/// ticks.
const TICKS: Nanos = Nanos::from_millis(20);

/// Of one worker.
#[derive(Default)]
struct Wait {
    /// The newest look at which it slept, or its times were others than before.
    last: Option<(Nanos, OsThread, Look)>,
    /// How long it has waited by then, since the first look.
    counted: Nanos,
    /// The newest look at which no thread had been this worker.
    nobody: Option<Nanos>,
}

impl Wait {
    /// No thread is known to be this worker: until one was, none has waited.
    fn nobody(&mut self, at: Nanos) -> Option<Nanos> {
        let is_told = || thread::times(OsThread::current()?);
        if self.last.is_some() || is_told().is_none() {
            return None;
        }
        self.nobody = Some(at);
        Some(self.counted)
    }

    /// How long it has waited by that moment; `None` where the system does not tell.
    fn look(&mut self, at: Nanos, (thread, look): (OsThread, Look)) -> Option<Nanos> {
        let now = look.times?;
        // Another thread may be this worker now.
        let last = self
            .last
            .as_ref()
            .filter(|(_, before, _)| *before == thread);
        let then = last.and_then(|(then, _, before)| Some((*then, before.times?)));
        if let Some((then, before)) = then {
            if look.at == At::Running && before == now {
                let going_on = Some(at.since(then)).filter(|wait| *wait >= TICKS);
                return Some(self.counted + going_on.unwrap_or_default());
            }
            self.counted += Nanos::from_duration(now.since(before).waited);
        }
        if let Some(nobody) = self.nobody.take() {
            // All its waits may have been since then.
            self.counted += at.since(nobody).min(Nanos::from_duration(now.waited));
        }
        self.last = Some((at, thread, look));
        Some(self.counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::Times;
    use std::time::Duration;

    /// Looks 10 ms apart, each with where the thread is, how long it ran and how long it waited:
    /// what is told of its waits, in milliseconds.
    fn told(looks: &[(At, u64, u64)]) -> Vec<u64> {
        let mut wait = Wait::default();
        let thread = OsThread::new(7).unwrap();
        let looks = looks.iter().zip(0..);
        let told = looks.map(|((at, ran, waited), number)| {
            let [ran, waited] = [*ran, *waited].map(Duration::from_millis);
            let (at, times) = (at.clone(), Some(Times { ran, waited }));
            let told = wait.look(
                Nanos::from_millis(10 * number),
                (thread, Look { at, times }),
            );
            told.unwrap().as_millis()
        });
        told.collect()
    }

    #[test]
    fn a_thread_that_could_run_and_does_not_waits() {
        let looks = [
            (At::Running, 5, 100),
            (At::Running, 5, 100),
            (At::Running, 5, 100),
            // It ran again, and the system counts all of its wait.
            (At::Running, 6, 123),
            (At::Running, 7, 124),
        ];
        // Once may be between two ticks.
        assert_eq!(told(&looks), [0, 0, 20, 23, 24]);
    }

    #[test]
    fn a_thread_that_sleeps_or_computes_does_not_wait() {
        let asleep = (At::Elsewhere, 5, 100);
        assert_eq!(told(&[asleep.clone(), asleep.clone(), asleep]), [0, 0, 0]);
        let computes = [(At::Running, 5, 1), (At::Running, 15, 1)];
        assert_eq!(told(&computes), [0, 0]);
    }

    #[test]
    fn where_the_system_does_not_count_nothing_is_told() {
        let look = Look {
            at: At::Running,
            times: None,
        };
        let mut wait = Wait::default();
        let thread = OsThread::new(7).unwrap();
        assert_eq!(wait.look(Nanos(1), (thread, look)), None);
    }

    #[test]
    fn what_a_thread_waited_before_it_is_looked_at_counts_from_the_look_before_there_was_one() {
        let look = |waited| Look {
            at: At::Running,
            times: Some(Times {
                ran: Duration::ZERO,
                waited: Duration::from_millis(waited),
            }),
        };
        let thread = OsThread::new(7).unwrap();
        let told = |nobody: Option<u64>, waited| {
            let mut wait = Wait {
                nobody: nobody.map(Nanos::from_millis),
                ..Wait::default()
            };
            let first = wait.look(Nanos::from_millis(100), (thread, look(waited)));
            let next = wait.look(Nanos::from_millis(110), (thread, look(waited + 2)));
            (first.unwrap().as_millis(), next.unwrap().as_millis())
        };
        assert_eq!(told(Some(10), 80), (80, 82));
        // An old thread: it has waited before, too.
        assert_eq!(told(Some(10), 5_000), (90, 92));
        // Whether it was a worker before is not known.
        assert_eq!(told(None, 80), (0, 2));
        // Where the system tells of threads, it is known that none was there.
        let tells = OsThread::current().and_then(thread::times).is_some();
        let nobody = Wait::default().nobody(Nanos(1));
        assert_eq!(nobody, tells.then_some(Nanos::ZERO));
    }

    #[test]
    fn another_thread_has_times_of_its_own() {
        let mut wait = Wait::default();
        let mut look = |ms, thread, waited| {
            let times = Some(Times {
                ran: Duration::ZERO,
                waited: Duration::from_millis(waited),
            });
            let at = At::Running;
            let thread = OsThread::new(thread).unwrap();
            wait.look(Nanos::from_millis(ms), (thread, Look { at, times }))
        };
        look(0, 7, 1);
        assert_eq!(look(10, 7, 3), Some(Nanos::from_millis(2)));
        assert_eq!(look(20, 8, 900), Some(Nanos::from_millis(2)));
        assert_eq!(look(30, 8, 905), Some(Nanos::from_millis(7)));
    }
}
