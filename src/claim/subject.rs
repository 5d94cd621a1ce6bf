//! What claims can be about: the table from which claims are read, explained and completed.

/// In what something is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Not at all: it is only counted.
    None,
    /// In time.
    Time,
    /// In bytes.
    Bytes,
}

/// What a claim about a subject may say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    /// `of KIND`.
    pub kind: bool,
    /// `on worker N`.
    pub worker: bool,
    /// `"TEXT"`.
    pub text: bool,
    /// `by SOURCE`.
    pub source: bool,
    /// `while a worker is parked`.
    pub parked: bool,
    /// `no`, `some`, `at most N` ...
    pub counts: bool,
    /// Any statistic besides the longest.
    pub statistics: bool,
}

impl Takes {
    const KIND: Self = Self {
        kind: true,
        worker: false,
        text: false,
        source: false,
        parked: false,
        counts: true,
        statistics: true,
    };

    const fn on_worker(mut self) -> Self {
        self.worker = true;
        self
    }

    const fn with_text(mut self) -> Self {
        self.text = true;
        self
    }

    const fn by_source(mut self) -> Self {
        self.source = true;
        self
    }

    const fn while_parked(mut self) -> Self {
        self.parked = true;
        self
    }

    const fn of_nobody(mut self) -> Self {
        self.kind = false;
        self
    }

    const fn not_counted(mut self) -> Self {
        self.counts = false;
        self
    }

    const fn longest_only(mut self) -> Self {
        self.counts = false;
        self.statistics = false;
        self
    }
}

/// What is known of a subject.
#[derive(Debug)]
pub struct Row {
    /// What it is called, one of it and many.
    pub names: [&'static str; 2],
    /// In what it is measured.
    pub unit: Unit,
    /// What a claim about it may say more.
    pub takes: Takes,
    /// Whether it is inferred from the scheduler's rules, and not measured.
    pub inferred: bool,
    /// Whether each is told, also where the reader is behind: else some may be counted only.
    pub is_kept: bool,
    /// What it is.
    pub about: &'static str,
    /// A claim about it.
    pub example: &'static str,
}

/// Makes the subjects, the list of them, and their rows, from one table.
macro_rules! subjects {
    ($($(#[$doc:meta])+ $subject:ident: $row:expr;)+) => {
        /// What a claim can be about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Subject {
            $($(#[$doc])+ $subject,)+
        }

        impl Subject {
            /// All of them, in the order of the documentation.
            pub const ALL: [Self; [$(Self::$subject),+].len()] = [$(Self::$subject),+];

            /// What is known of it.
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$subject => {
                        const ROW: &Row = &$row;
                        ROW
                    })+
                }
            }
        }
    };
}

impl Subject {
    /// Whether a text begins with what many of a subject are called: it is about how many.
    pub(super) fn names_many(text: &str) -> bool {
        Self::ALL.iter().any(|subject| {
            let [one, many] = subject.row().names;
            let rest = text.strip_prefix(many).filter(|_| one != many);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    }
}

subjects! {
    /// A poll past the threshold.
    Stall: Row {
        names: ["stall", "stalls"],
        unit: Unit::Time,
        takes: Takes::KIND.on_worker(),
        inferred: false,
        is_kept: false,
        about: "a poll of at least --stall-after; with a time given, of that time",
        example: "no stall of simmer over 50ms",
    };
    /// A poll.
    Poll: Row {
        names: ["poll", "polls"],
        unit: Unit::Time,
        takes: Takes::KIND.on_worker(),
        inferred: false,
        is_kept: false,
        about: "one poll, from its beginning to its end",
        example: "poll p99 under 5ms",
    };
    /// From spawn to the first poll.
    FirstPoll: Row {
        names: ["first poll", "first polls"],
        unit: Unit::Time,
        takes: Takes::KIND,
        inferred: false,
        is_kept: false,
        about: "from the spawn of a task to the beginning of its first poll, or to its end \
                without one",
        example: "first poll of chop p50 under 1ms",
    };
    /// From ready to polled.
    ReadyWait: Row {
        names: ["ready wait", "ready waits"],
        unit: Unit::Time,
        takes: Takes::KIND.while_parked(),
        inferred: false,
        is_kept: false,
        about: "from the moment a task is ready to its next poll, or to its end without one",
        example: "no ready wait over 500ms while a worker is parked",
    };
    /// In the LIFO slot.
    LifoWait: Row {
        names: ["LIFO slot wait", "LIFO slot waits"],
        unit: Unit::Time,
        takes: Takes::KIND.on_worker().while_parked(),
        inferred: true,
        is_kept: false,
        about: "the time of a task in a worker's LIFO slot, from where nobody can steal it",
        example: "no LIFO slot wait over 100ms",
    };
    /// From spawn to end.
    Lifetime: Row {
        names: ["lifetime", "lifetimes"],
        unit: Unit::Time,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "from the spawn of a task to its end",
        example: "lifetime of race max under 2s",
    };
    /// Nobody polls the driver.
    Freeze: Row {
        names: ["driver freeze", "driver freezes"],
        unit: Unit::Time,
        takes: Takes::KIND.of_nobody(),
        inferred: true,
        is_kept: false,
        about: "nobody polls the timer and I/O driver, and tasks wait for it; \
                told from --stall-after on",
        example: "no driver freeze",
    };
    /// A timer that was late.
    TimerDelay: Row {
        names: ["timer delay", "timer delays"],
        unit: Unit::Time,
        takes: Takes::KIND,
        inferred: false,
        is_kept: false,
        about: "from the moment a timer is due to the end of its await",
        example: "timer delay of simmer p99 under 20ms",
    };
    /// Queued in the blocking pool.
    PoolWait: Row {
        names: ["pool wait", "pool waits"],
        unit: Unit::Time,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "from the call of spawn_blocking to the beginning of the job, or to its \
                cancellation",
        example: "no pool wait over 500ms",
    };
    /// A job of the blocking pool.
    Job: Row {
        names: ["job", "jobs"],
        unit: Unit::Time,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "a job of the blocking pool, from its beginning to its end",
        example: "job max under 5s",
    };
    /// Between two polls.
    PollGap: Row {
        names: ["gap between polls", "gaps between polls"],
        unit: Unit::Time,
        takes: Takes::KIND.longest_only(),
        inferred: false,
        is_kept: false,
        about: "the time in which no task (of the kind) is polled, from one poll to the next",
        example: "gap between polls of simmer under 1s",
    };
    /// Between two printed lines.
    LineGap: Row {
        names: ["gap between lines", "gaps between lines"],
        unit: Unit::Time,
        takes: Takes::KIND.with_text(),
        inferred: false,
        is_kept: true,
        about: "from one printed line (of the kind, with the text) to the next",
        example: "gap between lines \"tick\" under 300ms",
    };
    /// A time in a printed line.
    PrintedTime: Row {
        names: ["printed time", "printed times"],
        unit: Unit::Time,
        takes: Takes::KIND.with_text(),
        inferred: false,
        is_kept: true,
        about: "the first time in a printed line, such as 1803 ms or 1.8 s",
        example: "printed time \"by 4 threads\" at least 1800ms",
    };
    /// A size in a printed line.
    PrintedSize: Row {
        names: ["printed size", "printed sizes"],
        unit: Unit::Bytes,
        takes: Takes::KIND.with_text().not_counted(),
        inferred: false,
        is_kept: true,
        about: "the first size in a printed line, such as 312 B, 9.1 KiB or 2.0 MiB",
        example: "printed size \"resident per thread\" over 4KiB",
    };
    /// The size of a task's future.
    Size: Row {
        names: ["bytes per task", "bytes per task"],
        unit: Unit::Bytes,
        takes: Takes::KIND.not_counted(),
        inferred: false,
        is_kept: true,
        about: "the size of a task's future",
        example: "bytes per task of simmer under 1KiB",
    };
    /// A task was spawned.
    Task: Row {
        names: ["task", "tasks"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "a task that was spawned",
        example: "exactly 64 tasks of simmer",
    };
    /// A task ended well.
    Completion: Row {
        names: ["completion", "completions"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "a task that returned",
        example: "at least 1 completion of block",
    };
    /// A task panicked.
    Panic: Row {
        names: ["panic", "panics"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "a task or a job that ended by a panic",
        example: "no panic",
    };
    /// A task was dropped.
    Cancellation: Row {
        names: ["cancellation", "cancellations"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "a task or a job that was dropped before it was done",
        example: "no cancellation of knife",
    };
    /// A task was asked to abort.
    Abort: Row {
        names: ["abort", "aborts"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: true,
        about: "a task or a job that was asked to abort before its end, whether it heeds that or \
                not",
        example: "some abort of chop",
    };
    /// A waker was called.
    Wake: Row {
        names: ["wake", "wakes"],
        unit: Unit::None,
        takes: Takes::KIND.by_source(),
        inferred: false,
        is_kept: false,
        about: "a waker of a task was called; inferred where who called it is",
        example: "some wake of simmer by the driver",
    };
    /// A line was printed.
    Line: Row {
        names: ["line", "lines"],
        unit: Unit::None,
        takes: Takes::KIND.with_text(),
        inferred: false,
        is_kept: true,
        about: "a line that a task printed",
        example: "at least 2 lines \"Finished\"",
    };
    /// A task was stolen.
    Steal: Row {
        names: ["steal", "steals"],
        unit: Unit::None,
        takes: Takes::KIND.on_worker(),
        inferred: true,
        is_kept: false,
        about: "a task taken from the queue of another worker, by the worker given; told as it \
                is polled",
        example: "some steal",
    };
    /// A task changed its worker.
    Move: Row {
        names: ["move", "moves"],
        unit: Unit::None,
        takes: Takes::KIND.on_worker(),
        inferred: false,
        is_kept: false,
        about: "a task polled by another worker than at its poll before, by the worker given",
        example: "some move of simmer",
    };
    /// Tasks wait for each other.
    Deadlock: Row {
        names: ["deadlock", "deadlocks"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: false,
        about: "a circle of tasks, each waits for a lock that the next one has, or for its end; \
                told as it closes, of the task that closed it",
        example: "no deadlock",
    };
    /// A coop budget was spent.
    Budget: Row {
        names: ["spent budget", "spent budgets"],
        unit: Unit::None,
        takes: Takes::KIND,
        inferred: false,
        is_kept: false,
        about: "a poll that had to yield because its coop budget was spent",
        example: "no spent budget",
    };
}
