//! Who called a waker, and how sure that is. The numbers keep their meaning for good, as those of
//! the other small enumerations do.

use super::{TaskId, Value};

/// Who called a waker.
///
/// Each but [`BetweenPolls`](Self::BetweenPolls), [`NamedWait`](Self::NamedWait) and
/// [`Likely`](Self::Likely) is a fact, never what is left when others are ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// A tag of its own, as an event has: one hidden among those of `Likely` takes four more steps to
// read, and it is read of every wake several times.
#[repr(u8)]
pub enum WakeBy {
    /// A task, in its own poll, or as its future or its result was dropped after it. The same
    /// task: a self-wake.
    Task(TaskId),
    /// The timer or I/O driver, polled by the worker on whose thread it was: the wake came while
    /// that worker was parked, from its own loop.
    Driver,
    /// Not known: the worker's own loop between two polls (the deferred list, the end of a task
    /// that is awaited, a look at the driver), code of `block_on` on the thread of a
    /// current-thread runtime, or a pool thread between two jobs. The task or job given ended last
    /// on this thread, just before, if one did.
    BetweenPolls(Option<TaskId>),
    /// As [`BetweenPolls`](Self::BetweenPolls), and the waker that was called is one that a named
    /// await of the task has stored: nothing else that the task may wait for called it.
    /// Whoever folds the events knows what the task waited for by name, and who it was where
    /// that decides it.
    NamedWait(Option<TaskId>),
    /// A job of the blocking pool, while it ran or as its end was told to who awaits it. `None`:
    /// not known which.
    Blocking(Option<TaskId>),
    /// Code outside of every task and job: a thread that belongs to no runtime or, if it was on
    /// a worker's thread, the future that `block_on` runs there.
    Outside,
    /// A task that is not observed.
    Unobserved,
    /// The cancellation of a task: what it held was dropped with its future.
    Cancelled(TaskId),
    /// The end of a task that the woken one awaits.
    Joined(TaskId),
    /// The deferred list: the task had yielded, or had spent its coop budget.
    Deferred,
    /// Inferred: the wake came between two polls, and of what the task waits for by name this
    /// alone can have been it.
    Likely(Likely),
}

/// Who called a waker as far as that is inferred from what the woken task waits for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likely {
    /// The timer or I/O driver: the task waits for a timer that was due, or for I/O.
    Driver,
    /// The future that `block_on` runs on the thread of a current-thread runtime: the task waits
    /// for what only some code gives.
    Outside,
    /// The end of a task that is not observed: the task awaits a handle of Tokio's own.
    Unobserved,
    /// The end of this task, just before: the one woken had spawned it and awaits a `JoinSet`.
    Joined(TaskId),
}

impl WakeBy {
    /// Of [`Self::code`]: a task, in its own poll.
    pub const TASK: u8 = 0;
    /// Of [`Self::code`]: the driver.
    pub const DRIVER: u8 = 1;
    /// Of [`Self::code`]: a worker between two polls.
    pub const BETWEEN_POLLS: u8 = 2;
    /// Of [`Self::code`]: a job of the blocking pool.
    pub const BLOCKING: u8 = 3;
    /// Of [`Self::code`]: code outside of every task and job.
    pub const OUTSIDE: u8 = 4;
    /// Of [`Self::code`]: a task that is not observed.
    pub const UNOBSERVED: u8 = 5;
    /// Of [`Self::code`]: the cancellation of a task.
    pub const CANCELLED: u8 = 6;
    /// Of [`Self::code`]: the end of a task that is awaited.
    pub const JOINED: u8 = 7;
    /// Of [`Self::code`]: the deferred list.
    pub const DEFERRED: u8 = 8;
    /// Of [`Self::code`]: a worker between two polls, by the waker of a named await.
    pub const NAMED_WAIT: u8 = 9;
    /// Of [`Self::code`]: inferred, the driver.
    pub const LIKELY_DRIVER: u8 = 10;
    /// Of [`Self::code`]: inferred, the future of `block_on`.
    pub const LIKELY_OUTSIDE: u8 = 11;
    /// Of [`Self::code`]: inferred, the end of a task that is not observed.
    pub const LIKELY_UNOBSERVED: u8 = 12;
    /// Of [`Self::code`]: inferred, the end of a task of a set.
    pub const LIKELY_JOINED: u8 = 13;

    /// Its number. What it leaves out is [`Self::task`].
    #[inline]
    pub const fn code(self) -> u8 {
        match self {
            Self::Task(_) => Self::TASK,
            Self::Driver => Self::DRIVER,
            Self::BetweenPolls(_) => Self::BETWEEN_POLLS,
            Self::Blocking(_) => Self::BLOCKING,
            Self::Outside => Self::OUTSIDE,
            Self::Unobserved => Self::UNOBSERVED,
            Self::Cancelled(_) => Self::CANCELLED,
            Self::Joined(_) => Self::JOINED,
            Self::Deferred => Self::DEFERRED,
            Self::NamedWait(_) => Self::NAMED_WAIT,
            Self::Likely(Likely::Driver) => Self::LIKELY_DRIVER,
            Self::Likely(Likely::Outside) => Self::LIKELY_OUTSIDE,
            Self::Likely(Likely::Unobserved) => Self::LIKELY_UNOBSERVED,
            Self::Likely(Likely::Joined(_)) => Self::LIKELY_JOINED,
        }
    }

    /// Whether it is known or inferred, and who it is either way.
    #[inline]
    pub const fn value(self) -> Value<Self> {
        match self {
            Self::Likely(likely) => Value::inferred(match likely {
                Likely::Driver => Self::Driver,
                Likely::Outside => Self::Outside,
                Likely::Unobserved => Self::Unobserved,
                Likely::Joined(task) => Self::Joined(task),
            }),
            known => Value::observed(known),
        }
    }

    /// The task or job it names.
    #[inline]
    pub const fn task(self) -> Option<TaskId> {
        match self {
            Self::Task(task) | Self::Cancelled(task) | Self::Joined(task) => Some(task),
            Self::Likely(Likely::Joined(task)) => Some(task),
            Self::BetweenPolls(task) | Self::NamedWait(task) | Self::Blocking(task) => task,
            Self::Driver | Self::Outside | Self::Unobserved | Self::Deferred => None,
            Self::Likely(_) => None,
        }
    }

    /// The task or job that called it, or whose end did, as far as that is known or inferred.
    #[inline]
    pub const fn caller(self) -> Option<TaskId> {
        match self {
            Self::BetweenPolls(_) | Self::NamedWait(_) => None,
            known => known.task(),
        }
    }

    /// The one with this number that names this task or job; `None` for a number without a
    /// meaning, and where it says nothing without the name that is missing.
    #[inline]
    pub const fn from_code(code: u8, task: Option<TaskId>) -> Option<Self> {
        match (code, task) {
            (Self::TASK, Some(task)) => Some(Self::Task(task)),
            (Self::DRIVER, _) => Some(Self::Driver),
            (Self::BETWEEN_POLLS, ended) => Some(Self::BetweenPolls(ended)),
            (Self::BLOCKING, job) => Some(Self::Blocking(job)),
            (Self::OUTSIDE, _) => Some(Self::Outside),
            (Self::UNOBSERVED, _) => Some(Self::Unobserved),
            (Self::CANCELLED, Some(task)) => Some(Self::Cancelled(task)),
            (Self::JOINED, Some(task)) => Some(Self::Joined(task)),
            (Self::DEFERRED, _) => Some(Self::Deferred),
            (Self::NAMED_WAIT, ended) => Some(Self::NamedWait(ended)),
            (Self::LIKELY_DRIVER, _) => Some(Self::Likely(Likely::Driver)),
            (Self::LIKELY_OUTSIDE, _) => Some(Self::Likely(Likely::Outside)),
            (Self::LIKELY_UNOBSERVED, _) => Some(Self::Likely(Likely::Unobserved)),
            (Self::LIKELY_JOINED, Some(task)) => Some(Self::Likely(Likely::Joined(task))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waker_is_read_as_what_it_was_written_for() {
        let task = TaskId::new(9).unwrap();
        let all = [
            WakeBy::Task(task),
            WakeBy::Driver,
            WakeBy::BetweenPolls(None),
            WakeBy::BetweenPolls(Some(task)),
            WakeBy::Blocking(None),
            WakeBy::Blocking(Some(task)),
            WakeBy::Outside,
            WakeBy::Unobserved,
            WakeBy::Cancelled(task),
            WakeBy::Joined(task),
            WakeBy::Deferred,
            WakeBy::NamedWait(Some(task)),
            WakeBy::Likely(Likely::Driver),
            WakeBy::Likely(Likely::Outside),
            WakeBy::Likely(Likely::Unobserved),
            WakeBy::Likely(Likely::Joined(task)),
        ];
        for by in all {
            assert_eq!(WakeBy::from_code(by.code(), by.task()), Some(by));
        }
        for named in [
            WakeBy::TASK,
            WakeBy::CANCELLED,
            WakeBy::JOINED,
            WakeBy::LIKELY_JOINED,
        ] {
            assert_eq!(WakeBy::from_code(named, None), None);
        }
        assert_eq!(WakeBy::from_code(14, Some(task)), None);
    }

    #[test]
    fn what_is_inferred_is_said_to_be() {
        let task = TaskId::new(9).unwrap();
        for (by, value) in [
            (WakeBy::Driver, Value::observed(WakeBy::Driver)),
            (
                WakeBy::Likely(Likely::Driver),
                Value::inferred(WakeBy::Driver),
            ),
            (
                WakeBy::Likely(Likely::Outside),
                Value::inferred(WakeBy::Outside),
            ),
            (
                WakeBy::Likely(Likely::Joined(task)),
                Value::inferred(WakeBy::Joined(task)),
            ),
        ] {
            assert_eq!(by.value(), value);
            assert_eq!(by.task(), value.value.task());
        }
    }
}
