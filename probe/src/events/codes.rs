//! The small enumerations that events are made of: a row for each of their kinds, with its
//! name and, for whoever keeps or sends it as bits, its number.
//!
//! A number belongs to its meaning for good: what was written with it is read with it. New
//! ones go to the end.

use super::TaskId;

/// Makes enumerations, with numbers from 0 on, in the order they are listed in, and names.
macro_rules! codes {
    ($(
        $(#[$doc:meta])+
        $of:ident { $($(#[$about:meta])+ $kind:ident $name:literal,)+ }
    )+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $of { $($(#[$about])+ $kind,)+ }

        impl $of {
            /// All of them, in the order of their numbers.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$kind),+];

            /// Its number.
            #[inline]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The one with this number.
            #[inline]
            pub const fn from_code(code: u8) -> Option<Self> {
                // In this form the compiler sees that it is a comparison and no more.
                match code {
                    $(code if code == Self::$kind as u8 => Some(Self::$kind),)+
                    _ => None,
                }
            }

            /// Its name, in code, reports and recordings.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),+ }
            }
        }
    )+};
}

codes! {
    /// How a poll ended.
    PollOutcome {
        /// The task waits.
        Pending "pending",
        /// The task is done.
        Ready "ready",
        /// The task panicked.
        Panicked "panicked",
        /// The task is over; whether it returned, panicked or was aborted is not known.
        Over "over",
    }

    /// What kind of life a task leads.
    Role {
        /// A task: it waits in queues, and workers poll it.
        Task "task",
        /// The future of `block_on`: the thread that called it polls it, which is a worker's only
        /// in the current-thread scheduler. It is in no queue.
        BlockOn "block_on",
        /// A task of a `LocalSet`: it is polled inside the poll of the future that drives the set,
        /// by no worker of its own. It is in no queue of the scheduler.
        Local "local",
    }

    /// How an observed await ended.
    WaitEnd {
        /// It was ready.
        Ready "ready",
        /// It was dropped while pending.
        Dropped "dropped",
    }

    /// What can be done with a handle.
    HandleAct {
        /// It was awaited to the end, and the result taken.
        Joined "joined",
        /// It was dropped before the result was taken: the task is detached.
        Dropped "dropped",
        /// The task was asked to stop. It stops at its next await, or not at all.
        AbortAsked "abort-asked",
    }

    /// How a job of the blocking pool ended.
    BlockingOutcome {
        /// It returned.
        Completed "completed",
        /// It panicked.
        Panicked "panicked",
        /// It was dropped before it began.
        Cancelled "cancelled",
    }

    /// How a task ended.
    EndKind {
        /// Its future returned `Ready`.
        Completed "completed",
        /// Its poll panicked.
        Panicked "panicked",
        /// Its future was dropped while pending.
        Cancelled "cancelled",
        /// In a poll of its own; whether it returned, panicked or was aborted is not known.
        Unknown "unknown",
    }

    /// Which scheduler.
    Flavor {
        /// `multi_thread`.
        MultiThread "multi-thread",
        /// `current_thread`.
        CurrentThread "current-thread",
    }

    /// Which tasks of a runtime are seen.
    Coverage {
        /// Those that are spawned through the probe. Of any other there is no event: how many
        /// tasks are alive tells Tokio's own count.
        Spawned "spawned",
        /// All: Tokio's hooks (`tokio_unstable`) show those that are spawned past the probe.
        Hooks "hooks",
        /// All, as the application has [promised](crate::Probe::all_observed).
        Promised "promised",
    }

    /// What an observed await waits for.
    WaitOn {
        /// A timer.
        Timer "timer",
        /// Input or output through the I/O driver: a socket, a pipe, a process.
        Io "io",
        /// A channel (to receive, or for room to send).
        Channel "channel",
        /// A lock: `Mutex`, `RwLock`.
        Lock "lock",
        /// A semaphore permit.
        Permit "permit",
        /// A `Notify`, `watch` or `broadcast` signal.
        Signal "signal",
        /// The end of another task.
        Join "join",
        /// The end of a blocking-pool job.
        Blocking "blocking",
        /// `yield_now`: nothing, only its turn.
        Yield "yield",
        /// Not a wait: a spawn call.
        Spawn "spawn",
        /// Not a wait: synchronous work that holds the worker.
        Work "work",
        /// Something else.
        Other "other",
        /// A file (`tokio::fs`): the blocking pool does it, not the I/O driver.
        File "file",
        /// The end of any task of a `JoinSet`.
        JoinSet "join-set",
    }
}

/// The least.
impl Default for Coverage {
    fn default() -> Self {
        Self::Spawned
    }
}

impl Coverage {
    /// Whether every task is seen.
    pub const fn is_whole(self) -> bool {
        !matches!(self, Self::Spawned)
    }
}

/// Who called a waker.
///
/// Each but [`BetweenPolls`](Self::BetweenPolls) and [`NamedWait`](Self::NamedWait) is a fact, never what is left when others are
/// ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeBy {
    /// A task, in its own poll, or as its future or its result was dropped after it. The same
    /// task: a self-wake.
    Task(TaskId),
    /// The timer or I/O driver, polled by the worker on whose thread it was: the wake came while
    /// that worker was parked, from its own loop, or it is the wake of a named wait for a timer
    /// that was due or for I/O.
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
        }
    }

    /// The task or job it names.
    #[inline]
    pub const fn task(self) -> Option<TaskId> {
        match self {
            Self::Task(task) | Self::Cancelled(task) | Self::Joined(task) => Some(task),
            Self::BetweenPolls(task) | Self::NamedWait(task) | Self::Blocking(task) => task,
            Self::Driver | Self::Outside | Self::Unobserved | Self::Deferred => None,
        }
    }

    /// The task or job that is known to have called it, or whose end did.
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
            _ => None,
        }
    }
}

impl Role {
    /// A lane beside the tasks that the scheduler queues: workers take it from no queue.
    pub const fn is_lane(self) -> bool {
        !matches!(self, Self::Task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    macro_rules! there_and_back {
        ($($of:ident),+) => {$({
            for (number, one) in $of::ALL.into_iter().enumerate() {
                assert_eq!(usize::from(one.code()), number, "{one:?}");
                assert_eq!($of::from_code(one.code()), Some(one));
            }
            assert_eq!($of::from_code($of::ALL.len() as u8), None);
            assert_eq!($of::from_code(u8::MAX), None);
            let names: HashSet<_> = $of::ALL.iter().map(|one| one.name()).collect();
            assert_eq!(names.len(), $of::ALL.len());
        })+};
    }

    #[test]
    fn every_number_is_read_as_what_it_was_written_for() {
        there_and_back!(
            PollOutcome,
            WaitEnd,
            HandleAct,
            BlockingOutcome,
            EndKind,
            Flavor,
            Coverage,
            WaitOn
        );
    }

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
        ];
        for by in all {
            assert_eq!(WakeBy::from_code(by.code(), by.task()), Some(by));
        }
        for named in [WakeBy::TASK, WakeBy::CANCELLED, WakeBy::JOINED] {
            assert_eq!(WakeBy::from_code(named, None), None);
        }
        assert_eq!(WakeBy::from_code(10, Some(task)), None);
    }

    /// What was written once must be read as the same for good.
    #[test]
    fn numbers_never_change() {
        assert_eq!(
            PollOutcome::ALL.map(PollOutcome::name),
            ["pending", "ready", "panicked", "over"]
        );
        assert_eq!(Role::ALL.map(Role::name), ["task", "block_on", "local"]);
        assert_eq!(WaitOn::Timer.code(), 0);
        assert_eq!(WaitOn::Yield.code(), 8);
        assert_eq!(WaitOn::Other.code(), 11);
        assert_eq!(WaitOn::File.code(), 12);
        assert_eq!(HandleAct::AbortAsked.code(), 2);
        assert_eq!(BlockingOutcome::Cancelled.code(), 2);
        assert_eq!(EndKind::Unknown.code(), 3);
        assert_eq!(Flavor::CurrentThread.code(), 1);
    }
}
