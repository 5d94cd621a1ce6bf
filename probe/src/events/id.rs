//! Newtypes for everything that is counted or pointed at.

use std::fmt;
use std::num::NonZeroU32;

/// The probe's own number for a task, or for a job of the blocking pool.
///
/// Tokio's task ids are global and not dense, so the probe gives its own. They are close
/// together, grow in spawn order as long as tasks are spawned at human speed, and are unique
/// among the tasks of all probes that are alive. Shown as `#7`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(NonZeroU32);

impl TaskId {
    /// Makes an id from its number; `None` for 0, which stands for "no task".
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(n) => Some(Self(n)),
            None => None,
        }
    }

    /// The number, never 0.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02}", self.0)
    }
}

impl fmt::Debug for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

macro_rules! index_newtype {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name($inner);

        impl $name {
            /// Wraps a 0-based index.
            pub const fn new(index: $inner) -> Self {
                Self(index)
            }

            /// The 0-based index, for looking it up in a table.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

index_newtype! {
    /// A worker's index, as `tokio::runtime::worker_index()` gives it.
    WorkerId(u16)
}
index_newtype! {
    /// A kind of task: what a spawner called it. Announced by `What::Kind`.
    KindId(u16)
}
index_newtype! {
    /// A place in source code, with what is waited for there. Announced by `What::Site`.
    SiteId(u32)
}
index_newtype! {
    /// A line of text a task printed, or a name. Announced by `What::Text`.
    TextId(u32)
}
index_newtype! {
    /// A lock or semaphore that somebody waits or waited for. Numbers are given in the order of
    /// the first waits, from 1 on, once in the process.
    LockId(u32)
}

/// The name of a place, which is a text. Where there is none it takes no room: places are
/// many, and what carries them is copied often.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NameId(NonZeroU32);

impl NameId {
    /// The name that is this text; `None` for the last number of all, which no text has.
    pub const fn new(text: TextId) -> Option<Self> {
        match NonZeroU32::new(text.0.wrapping_add(1)) {
            Some(next) => Some(Self(next)),
            None => None,
        }
    }

    /// The text.
    pub const fn text(self) -> TextId {
        TextId(self.0.get() - 1)
    }
}

const _: () = assert!(size_of::<Option<NameId>>() == 4, "no name takes room");
