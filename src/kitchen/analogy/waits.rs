//! What a card waits for: one row per kind of wait, with all that people are told of it.

use crate::app::Register;
use crate::events::WaitOn;
use crate::kitchen::analogy::Labels;

/// What people are told of a kind of wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// In Tokio's words alone.
    pub tokio: &'static str,
    /// In a sentence: it waits for ..
    pub long: &'static str,
    /// The same in Tokio's words.
    pub plain: &'static str,
    /// The same in so few letters that it fits beside a card.
    pub short: &'static str,
    /// What the card wants on its part of the stove, in a word or two.
    pub wants: &'static str,
    /// The same in Tokio's words.
    pub needs: &'static str,
    /// Whether the number of the card it waits for belongs behind that.
    pub of_whom: bool,
    /// Its part of the stove.
    pub group: WaitGroup,
}

impl Row {
    /// What it waits for, in a sentence.
    pub const fn told(&self, register: Register) -> &'static str {
        match register {
            Register::Analogy => self.long,
            Register::Tokio => self.plain,
        }
    }

    /// The same in so few letters that it fits beside a card.
    pub const fn short_in(&self, register: Register) -> &'static str {
        match register {
            Register::Analogy => self.short,
            Register::Tokio => self.tokio,
        }
    }

    /// What the card wants, in a word or two.
    pub const fn wants_in(&self, register: Register) -> &'static str {
        match register {
            Register::Analogy => self.wants,
            Register::Tokio => self.needs,
        }
    }
}

/// The parts of the stove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitGroup {
    /// Timers.
    Bells,
    /// Locks, channels, permits, other cards.
    Others,
    /// Sockets, pipes.
    Doors,
}

impl WaitGroup {
    /// The heading of the part.
    pub const fn title(self, words: &Labels) -> &'static str {
        match self {
            Self::Bells => words.bells_part,
            Self::Others => "locks, channels, joins",
            Self::Doors => words.doors_part,
        }
    }
}

/// What people are told of a kind of wait. A kind without a row does not compile.
pub const fn row(on: WaitOn) -> &'static Row {
    match on {
        WaitOn::Timer => &Row {
            tokio: "timer",
            long: "its bell (timer)",
            plain: "a timer",
            short: "bell (timer)",
            wants: "bell",
            needs: "timer",
            of_whom: false,
            group: WaitGroup::Bells,
        },
        WaitOn::Io => &Row {
            tokio: "I/O",
            long: "the door (I/O)",
            plain: "I/O readiness",
            short: "door (I/O)",
            wants: "I/O",
            needs: "I/O",
            of_whom: false,
            group: WaitGroup::Doors,
        },
        WaitOn::Channel => &Row {
            tokio: "channel",
            long: "the hatch (channel)",
            plain: "a channel",
            short: "hatch (channel)",
            wants: "channel",
            needs: "channel",
            of_whom: false,
            group: WaitGroup::Others,
        },
        WaitOn::Lock => &Row {
            tokio: "lock",
            long: "a lock (Mutex, RwLock)",
            plain: "a lock (Mutex, RwLock)",
            short: "lock",
            wants: "wants lock",
            needs: "wants lock",
            of_whom: false,
            group: WaitGroup::Others,
        },
        WaitOn::Permit => &Row {
            tokio: "permit",
            long: "a tray (Semaphore)",
            plain: "a permit (Semaphore)",
            short: "tray (Semaphore)",
            wants: "wants tray",
            needs: "wants permit",
            of_whom: false,
            group: WaitGroup::Others,
        },
        WaitOn::Signal => &Row {
            tokio: "signal",
            long: "a signal",
            plain: "a signal",
            short: "signal",
            wants: "signal",
            needs: "signal",
            of_whom: false,
            group: WaitGroup::Others,
        },
        WaitOn::Join => &Row {
            tokio: "join",
            long: "the end of another card (join)",
            plain: "the end of another task (join)",
            short: "card (join)",
            wants: "joins",
            needs: "joins",
            of_whom: true,
            group: WaitGroup::Others,
        },
        WaitOn::JoinSet => &Row {
            tokio: "JoinSet",
            long: "any of its cards (JoinSet)",
            plain: "any of its tasks (JoinSet)",
            short: "any card (JoinSet)",
            wants: "joins",
            needs: "joins",
            of_whom: true,
            group: WaitGroup::Others,
        },
        WaitOn::Blocking => &Row {
            tokio: "spawn_blocking",
            long: "the bakery (spawn_blocking)",
            plain: "a blocking job (spawn_blocking)",
            short: "bakery job",
            wants: "bakery",
            needs: "blocking",
            of_whom: true,
            group: WaitGroup::Others,
        },
        WaitOn::Yield => &Row {
            tokio: "its turn (yield_now)",
            long: "its turn (yield_now)",
            plain: "its turn (yield_now)",
            short: "turn (yield_now)",
            wants: "its turn",
            needs: "its turn",
            of_whom: false,
            group: WaitGroup::Others,
        },
        WaitOn::Spawn => &Row {
            tokio: "spawn",
            long: "its waker",
            plain: "its waker",
            short: "its waker",
            wants: "waits",
            needs: "waits",
            of_whom: true,
            group: WaitGroup::Others,
        },
        WaitOn::Work => &Row {
            tokio: "work",
            long: "its waker",
            plain: "its waker",
            short: "its waker",
            wants: "waits",
            needs: "waits",
            of_whom: true,
            group: WaitGroup::Others,
        },
        WaitOn::Region => &Row {
            tokio: "region",
            long: "its waker",
            plain: "its waker",
            short: "its waker",
            wants: "waits",
            needs: "waits",
            of_whom: true,
            group: WaitGroup::Others,
        },
        WaitOn::File => &Row {
            tokio: "file",
            long: "a file (tokio::fs)",
            plain: "a file (tokio::fs)",
            short: "file (tokio::fs)",
            wants: "file",
            needs: "file",
            of_whom: false,
            group: WaitGroup::Others,
        },
        WaitOn::Other => &Row {
            tokio: "something unnamed",
            long: "its waker",
            plain: "its waker",
            short: "its waker",
            wants: "waits",
            needs: "waits",
            of_whom: true,
            group: WaitGroup::Others,
        },
    }
}
