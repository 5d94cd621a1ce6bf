//! How sure each shown value is, where it comes from, and where the picture ends.
//!
//! The help screen shows these tables; a test keeps the README's copy equal to them.

use crate::events::Certainty::{self, Inferred, Observed};

/// A mark and what it means.
#[derive(Debug)]
pub struct Mark {
    /// The mark, as shown.
    pub mark: &'static str,
    /// One line.
    pub meaning: &'static str,
}

/// The marks.
pub const MARKS: &[Mark] = &[
    Mark {
        mark: "=",
        meaning: "measured on the running runtime, by the probe or by Tokio's own metrics",
    },
    Mark {
        mark: "~",
        meaning: "inferred: follows from what was measured and from Tokio's scheduling rules",
    },
    Mark {
        mark: "^",
        meaning: "at the left of a sentence: it weighs more, and stays above newer ones",
    },
    Mark {
        mark: ">",
        meaning: "before a card: it just came there",
    },
    Mark {
        mark: "(#)",
        meaning: "at a parked chef: the card put down last, and how long its poll took",
    },
    Mark {
        mark: "..",
        meaning: "the text goes on, and has no more room here",
    },
];

/// A shown thing and its source.
#[derive(Debug)]
pub struct Signal {
    /// What is shown.
    pub shown: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub source: &'static str,
}

const fn measured(shown: &'static str, source: &'static str) -> Signal {
    Signal {
        shown,
        certainty: Observed,
        source,
    }
}

const fn inferred(shown: &'static str, source: &'static str) -> Signal {
    Signal {
        shown,
        certainty: Inferred,
        source,
    }
}

/// The signals.
pub const SIGNALS: &[Signal] = &[
    measured(
        "spawn, parent, line",
        "the probe's own spawn functions; with tokio_unstable also Tokio's hooks, for tasks that a library spawns",
    ),
    measured(
        "poll, its chef and length",
        "a wrapper around each future, read before and after each poll",
    ),
    measured(
        "stall",
        "the present moment minus the start of the poll; never from metrics, which lag",
    ),
    measured(
        "what holds a chef, and its line",
        "what the system tells of the thread, and its stack while it sleeps; ~ where a return address had to be looked for",
    ),
    measured(
        "what a card waits for",
        "timers, locks, channels and sockets of the probe, or a leaf around an await: kind of wait and source line",
    ),
    measured(
        "wake, and by which task",
        "an observed waker in place of each, with the worker and the task it was called in",
    ),
    inferred(
        "who else called it",
        "between two polls it follows from what the card waits for by name, else it is not known",
    ),
    measured(
        "completed, panicked, cancelled",
        "the wrapper's last poll and its drop",
    ),
    measured(
        "ticket",
        "a wrapper around each JoinHandle: held, awaited or dropped",
    ),
    measured(
        "number of a card (#07)",
        "given at the spawn, to bakery jobs too; a thread that spawns fast takes many ahead, so some may be skipped",
    ),
    measured(
        "bakery jobs",
        "a wrapper around each spawn_blocking closure: submitted, started, ended",
    ),
    measured(
        "parked",
        "Tokio's on_thread_park and on_thread_unpark hooks",
    ),
    measured("length of the pass", "Tokio's global_queue_depth"),
    inferred(
        "cards on the pass",
        "a model of Tokio's rules: no API lists what is in a queue",
    ),
    inferred(
        "cards on a rail",
        "the same model; its length is measured (=) with tokio_unstable",
    ),
    inferred(
        "card on the clip",
        "the same model: no API shows the LIFO slot",
    ),
    inferred(
        "moved between chefs",
        "queued on one worker, polled on another; cards that came in a batch from the pass are not seen",
    ),
    measured(
        "raids (steals)",
        "Tokio's worker_steal_operations; tokio_unstable only, else inferred (~). A raid takes many cards",
    ),
];

/// What the program cannot see or has not tried; where the analogy itself ends is said in
/// the analogy's own table.
pub const LIMITS: &[&str] = &[
    "Events of different threads are ordered by their clocks, to about a microsecond.",
    "An await of what the probe has no name for shows as waiting for something unnamed.",
    "Without tokio_unstable, tasks that a library spawns past the probe are counted, not seen.",
    "Scheduler details change between releases: the model follows the pinned Tokio version.",
    "Measured on Linux. macOS and Windows are not tested.",
];
