//! The small enumerations that events are made of: a row for each of their kinds, with its
//! name and, for whoever keeps or sends it as bits, its number.
//!
//! A number belongs to its meaning for good: what was written with it is read with it. New
//! ones go to the end.

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
        /// Not a wait: a named region, in which a task is being polled.
        Region "region",
    }

    /// What a task wants of a lock or semaphore.
    LockMode {
        /// All of it: a `Mutex`, or to write in an `RwLock`.
        Exclusive "exclusive",
        /// To read in an `RwLock`: with other readers, and after those who came before to write.
        Shared "shared",
        /// Permits of a semaphore: whoever has others may give back enough.
        Permits "permits",
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
            WaitOn,
            LockMode
        );
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
        assert_eq!(LockMode::Permits.code(), 2);
    }
}
