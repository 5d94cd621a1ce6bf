//! Where events come from, and where commands go: a [`Source`].
//!
//! [`Live`] is an engine with its probe, [`Bare`] the probe of a runtime that somebody else
//! runs, [`Remote`] a program in another process, [`Recorded`] a file, [`Script`] a list of
//! events. Whoever loops takes events from one of them into a [`Stage`](crate::stage::Stage), and
//! need not know which it is: a source that has no runtime has no sample, and one that carries
//! out no commands says so in its [reports](Source::reports). A source never waits for a worker.

mod bare;
mod batches;
mod live;
mod recorded;
mod remote;
#[cfg(feature = "internals")]
mod script;
mod since;
mod steady;
#[cfg(test)]
mod tests;

pub use bare::Bare;
pub use live::Live;
pub use recorded::Recorded;
pub use remote::{Ended, Remote};
#[cfg(feature = "internals")]
pub use script::Script;

use crate::events::{Delivery, Event, Now, Sample};
use crate::order::{Command, RecordedAs, Report, RuntimeInterval, TaskInterval};
use std::time::Duration;

/// How far to take events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// About so many are enough; what is left comes with the next call. In a flood what is
    /// too old is only counted. For a loop that has other things to do.
    Enough(usize),
    /// All that are complete and in settled order by now.
    Settled,
    /// The last one there is. For the end of a run.
    TheEnd,
}

/// Where events come from, and where commands go.
pub trait Source {
    /// Hands over events, some dozens at once, the oldest first; gives their number. If it is
    /// less than was [enough](Until::Enough), these were all.
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize;

    /// How to wake the taking thread while it [rests](Self::rest), from any thread. It must be
    /// quick and never wait. A source that never has news while it rests needs none.
    fn on_news(&self, _wake: impl Fn() + Send + Sync + 'static) {}

    /// Whether nothing is left to hand over; the next news then wakes the taking thread.
    fn rest(&mut self) -> bool;

    /// The taking thread is about to wait for at most so long. From a thread that says so
    /// before each wait, and is late without having run, the source can tell that the whole
    /// process stood still; it then takes that time out of all its times, with an event that
    /// says so.
    fn waits(&self, _at_most: Duration) {}

    /// The moment, and the polls in progress.
    fn now(&self) -> Now;

    /// Whether there is more to take at once, whatever the last call has given.
    fn has_more(&self) -> bool {
        false
    }

    /// The place from which reading would go on, and all before it was handed over: of a source
    /// that can be [read again](Self::read_again).
    fn place(&self) -> Option<usize> {
        None
    }

    /// What was handed over from this place on is handed over once more, up to another place.
    fn read_again(&mut self, _from: usize, _until: Option<usize>) {}

    /// The moment up to which [`take`](Self::take) has handed over all, and what the workers had
    /// in hand then, where that is another one than [`now`](Self::now).
    fn told(&self) -> Option<Now> {
        None
    }

    /// What the recording says of itself, where that is what it is.
    fn recorded(&self) -> Option<RecordedAs> {
        None
    }

    /// The accounts of the event pipeline.
    fn delivery(&self) -> Delivery;

    /// Tokio's own metrics; `None` where no runtime runs.
    fn sample(&self) -> Option<Sample>;

    /// From now on samples say how long the threads of workers have waited for a processor, where
    /// the system tells. That costs some microseconds for each worker.
    fn time_waits(&mut self) {}

    /// One interval of tokio-metrics since the last call; none if the process stood still
    /// meanwhile.
    fn intervals(&mut self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        (None, Vec::new())
    }

    /// Gives a command. It is carried out soon, in order; else a report says so.
    fn send(&mut self, command: Command);

    /// Gives commands, in this order.
    fn send_all(&mut self, commands: impl IntoIterator<Item = Command>) {
        for command in commands {
            self.send(command);
        }
    }

    /// What there is to say of commands since the last call.
    fn reports(&mut self) -> Vec<Report>;

    /// Whether every command so far is finished, closing included.
    fn settled(&self) -> bool {
        true
    }

    /// Whether all events were handed over, and none will ever come.
    fn over(&self) -> bool {
        false
    }
}
