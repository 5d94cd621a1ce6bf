//! The 16-byte record that leaves the poll path, and what its bits mean.
//!
//! ```text
//! word 0:  ticks (48 bits) | tag (4) | flags (12)
//! word 1:  a (32 bits)     | b (32)
//! ```
//! 48 bits of ticks last 26 hours at 3 GHz, then they begin again; a reader knows
//! in which [`Window`] of time the records are that it reads. A record that needs more
//! room is followed by an `Extra` record that belongs to it.

use super::clock::Ticks;

pub(super) const TICK_BITS: u32 = 48;
const TICK_MASK: u64 = (1 << TICK_BITS) - 1;

/// For tests of what happens when the 48 bits begin again: starts the clock of the process
/// so many nanoseconds before.
///
/// # Panics
/// If the clock was used before.
#[cfg(feature = "internals")]
pub fn start_clock_before_wrap(nanos: u64) {
    let is_new = super::clock::start_before(Ticks(TICK_MASK + 1), nanos);
    assert!(is_new, "the clock runs already");
}

/// A span of time in which no two moments have the same 48 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    from: u64,
}

impl Window {
    /// How far records may be before the moment a window is made from: 6.5 hours at 3 GHz.
    /// The rest, three times as much, is after it.
    const BEFORE: u64 = 1 << (TICK_BITS - 2);

    /// From the beginning of the clock: a time stays the 48 bits it is.
    pub(super) const FIRST: Self = Self { from: 0 };

    pub(super) const fn around(moment: Ticks) -> Self {
        Self {
            from: moment.0.saturating_sub(Self::BEFORE),
        }
    }

    /// The moment in the window that has the low 48 of these bits.
    #[inline]
    const fn moment(self, bits: u64) -> Ticks {
        Ticks(self.from + (bits.wrapping_sub(self.from) & TICK_MASK))
    }
}

/// One record, as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) tag: Tag,
    pub(super) flags: u16,
    /// See [`Self::end`] and [`Self::start`].
    pub(super) at: Ticks,
    pub(super) a: u32,
    pub(super) b: u32,
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $number:literal),+ $(,)?) => {
        /// What a record is about; `a` is a task unless said otherwise.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Tag { $($(#[$doc])* $name = $number),+ }

        impl Tag {
            /// Of the low four bits. Every number has a tag.
            const fn from_bits(bits: u64) -> Self {
                match bits & 0xF { $($number => Self::$name,)+ _ => Self::Nothing }
            }
        }
    };
}

tags! {
    /// No writer makes one.
    Nothing = 0,
    /// A poll: `at` its start, `b` its length in ticks (see `LONG`).
    Poll = 1,
    /// A spawn, with an `Extra`: `b` the parent; the low flags are its role.
    Spawned = 2,
    /// More of the record before: bits free for its use, in the place of the time too.
    Extra = 3,
    /// A wake: `b` the task or job that called it, flags tell who that is.
    Woken = 4,
    /// An await became pending: `b` the site; an `Extra` follows if `MORE` is set.
    Waiting = 5,
    /// A pending await is over: `b` the site.
    WaitOver = 6,
    /// A marked line: `b` the site.
    At = 7,
    /// Dropped before ready.
    Dropped = 8,
    /// A handle act: `b` the task that did it.
    Handle = 9,
    /// A worker parks or unparks (`UNPARK`).
    Park = 10,
    /// A blocking job was submitted, with an `Extra`: `b` the parent.
    JobSubmitted = 11,
    /// A blocking job began or ended. `a` is 0 if it was not seen before its end: `b` the site
    /// of its spawn.
    Job = 12,
    /// From here on the records of this thread are those of worker `a`, `u32::MAX` for none.
    Worker = 13,
    /// The place of the next of the thread's notes: events too rare for records of their own.
    Note = 14,
    /// A line was printed: `b` the text.
    Said = 15,
}

/// Flag bits; the low two are a small enumeration whose meaning depends on the tag.
pub(super) mod flag {
    pub(crate) const LOW: u16 = 0b11;
    /// The low three bits: who woke.
    pub(crate) const WHO: u16 = 0b111;
    /// This thread held a worker's core.
    pub(crate) const CORE: u16 = 1 << 3;
    /// The task woke itself during the poll.
    pub(crate) const SELF_WOKEN: u16 = 1 << 4;
    /// The coop budget was spent.
    pub(crate) const BUDGET: u16 = 1 << 5;
    /// `at` is the end, and the length is kept with 26 bits: these in the low part of `b`,
    /// how far they are moved up in the high part.
    pub(crate) const LONG: u16 = 1 << 6;
    /// The handle was given up at the spawn.
    pub(crate) const DETACHED: u16 = 1 << 7;
    /// An `Extra` follows.
    pub(crate) const MORE: u16 = 1 << 8;
    pub(crate) const UNPARK: u16 = 1 << 9;
    /// Of a spawn: Tokio's hooks alone tell of the task, from a poll of it on.
    pub(crate) const LATE: u16 = 1 << 9;
    /// The waker of a wake was stored by a named await.
    pub(crate) const NAMED: u16 = 1 << 10;
    /// Of a spawn: Tokio's hooks alone tell of the task.
    pub(crate) const HOOKED: u16 = 1 << 11;
}

/// What the low flag bits of a `Handle` record say.
pub(super) mod act {
    use crate::events::HandleAct;

    pub(crate) const JOINED: u16 = HandleAct::Joined.code() as u16;
    pub(crate) const DROPPED: u16 = HandleAct::Dropped.code() as u16;
    pub(crate) const ABORT_ASKED: u16 = HandleAct::AbortAsked.code() as u16;
}

/// What the low flag bits of a `Job` record say.
pub(super) mod state {
    use crate::events::BlockingOutcome;

    pub(crate) const STARTED: u16 = 0;
    pub(crate) const COMPLETED: u16 = ended(BlockingOutcome::Completed);
    pub(crate) const PANICKED: u16 = ended(BlockingOutcome::Panicked);
    pub(crate) const CANCELLED: u16 = ended(BlockingOutcome::Cancelled);

    const fn ended(outcome: BlockingOutcome) -> u16 {
        1 + outcome.code() as u16
    }

    /// How it ended; `None` if it began.
    pub(crate) const fn outcome(flags: u16) -> Option<BlockingOutcome> {
        match (flags as u8).checked_sub(1) {
            Some(code) => BlockingOutcome::from_code(code),
            None => None,
        }
    }
}

/// Who called a waker: what the low flag bits of a `Woken` record say.
pub(super) mod who {
    use crate::events::WakeBy;

    pub(crate) const TASK: u16 = WakeBy::TASK as u16;
    pub(crate) const DRIVER: u16 = WakeBy::DRIVER as u16;
    pub(crate) const BETWEEN_POLLS: u16 = WakeBy::BETWEEN_POLLS as u16;
    pub(crate) const BLOCKING: u16 = WakeBy::BLOCKING as u16;
    pub(crate) const OUTSIDE: u16 = WakeBy::OUTSIDE as u16;
    pub(crate) const UNOBSERVED: u16 = WakeBy::UNOBSERVED as u16;
    pub(crate) const CANCELLED: u16 = WakeBy::CANCELLED as u16;
}

/// Bits of a long poll's length that are kept.
const LENGTH_BITS: u32 = 26;

/// No worker: the thread holds no core.
pub(super) const NO_WORKER: u32 = u32::MAX;

/// A record as its writer makes it and as a chunk keeps it: two words, which travel in
/// registers. A larger value would go through memory, written in small pieces and read in
/// large ones, and the processor is slow at that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(pub(super) u64, pub(super) u64);

impl Packed {
    #[inline]
    pub(super) const fn new(tag: Tag, at: Ticks, a: u32, b: u32) -> Self {
        Self(
            (at.0 & TICK_MASK) | (tag as u64) << TICK_BITS,
            a as u64 | (b as u64) << 32,
        )
    }

    #[inline]
    pub(super) const fn with(self, flags: u16) -> Self {
        Self(self.0 | (flags as u64) << (TICK_BITS + 4), self.1)
    }

    #[inline]
    pub(super) const fn with_if(self, condition: bool, flags: u16) -> Self {
        if condition { self.with(flags) } else { self }
    }

    /// A poll from `start` to `end`. Over 4.3 billion ticks (1.4 s at 3 GHz) the length is
    /// rounded down, by less than a part in thirty million.
    #[inline]
    pub(super) fn poll(task: u32, start: Ticks, end: Ticks) -> Self {
        let length = end.0.saturating_sub(start.0);
        match u32::try_from(length) {
            Ok(length) => Self::new(Tag::Poll, start, task, length),
            Err(_) => Self::long_poll(task, length, end),
        }
    }

    /// The end is kept, not the start: records are ordered by it, and a start may be more
    /// than 48 bits of ticks before.
    #[cold]
    #[inline(never)]
    fn long_poll(task: u32, length: u64, end: Ticks) -> Self {
        let moved = u64::BITS - LENGTH_BITS - length.leading_zeros();
        let kept = (length >> moved) as u32;
        Self::new(Tag::Poll, end, task, moved << LENGTH_BITS | kept).with(flag::LONG)
    }

    /// More about a spawn: the kind's number and the size in place of the time.
    pub(super) fn birth(kind: u16, site: u32, bytes: u32) -> Self {
        let both = u64::from(kind) | u64::from(bytes) << 16;
        Self::new(Tag::Extra, Ticks(both), site, 0)
    }

    /// The kind, the site and the size that [`Self::birth`] was given.
    pub(super) const fn as_birth(self) -> (u16, u32, u32) {
        let both = self.0 & TICK_MASK;
        (both as u16, self.1 as u32, (both >> 16) as u32)
    }

    /// More about a wait: when it is due, 0 if that is not known, and for which task.
    #[inline]
    pub(super) fn wait(until: Ticks, on: u32) -> Self {
        // A timer may be due in years: all bits of its time are kept.
        Self::new(Tag::Extra, until, on, (until.0 >> TICK_BITS) as u32)
    }

    /// The time and the task that [`Self::wait`] was given.
    pub(super) const fn as_wait(self) -> (Ticks, u32) {
        let high = (self.1 >> 32) << TICK_BITS;
        (Ticks(high | self.0 & TICK_MASK), self.1 as u32)
    }

    #[inline]
    pub(super) const fn tag(self) -> Tag {
        Tag::from_bits(self.0 >> TICK_BITS)
    }

    /// What it says, if it was written in that window.
    #[inline]
    pub(super) const fn unpack(self, window: Window) -> Record {
        Record {
            tag: self.tag(),
            flags: (self.0 >> (TICK_BITS + 4)) as u16,
            at: window.moment(self.0),
            a: self.1 as u32,
            b: (self.1 >> 32) as u32,
        }
    }
}

impl Record {
    /// When it was over: what records are ordered by.
    #[inline]
    pub(super) const fn end(self) -> Ticks {
        match self.tag {
            Tag::Poll if self.flags & flag::LONG == 0 => Ticks(self.at.0 + self.b as u64),
            _ => self.at,
        }
    }

    /// When a poll began.
    #[inline]
    pub(super) fn start(self) -> Ticks {
        if self.flags & flag::LONG == 0 {
            self.at
        } else {
            Ticks(self.at.0.saturating_sub(self.length()))
        }
    }

    /// How many ticks a poll took.
    #[inline]
    pub(super) const fn length(self) -> u64 {
        if self.flags & flag::LONG == 0 {
            return self.b as u64;
        }
        let kept = self.b & ((1 << LENGTH_BITS) - 1);
        (kept as u64) << (self.b >> LENGTH_BITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(bits in 0_u64..16, flags in 0_u16..1 << 12, at in 0_u64..1 << 48, a: u32, b: u32) {
            let tag = Tag::from_bits(bits);
            prop_assert_eq!(tag as u64, bits);
            let record = Record { tag, flags, at: Ticks(at), a, b };
            let packed = Packed::new(tag, record.at, a, b).with(flags);
            prop_assert_eq!(packed.unpack(Window::FIRST), record);
        }

        #[test]
        fn a_time_is_known_again_in_its_window(moment: u64, offset in 0_u64..1 << 48) {
            // Centuries after the clock began there is no window left.
            let moment = moment >> 8;
            let window = Window::around(Ticks(moment));
            let at = moment.saturating_sub(Window::BEFORE) + offset;
            let packed = Packed::new(Tag::At, Ticks(at), 1, 2);
            prop_assert_eq!(packed.unpack(window).at, Ticks(at));
        }

        #[test]
        fn a_poll_ends_when_it_ended(start in 0_u64..1 << 52, exponent in 0_u32..56, bits: u64) {
            let length = bits & ((1 << exponent) - 1);
            let (start, end) = (Ticks(start), Ticks(start + length));
            let poll = Packed::poll(7, start, end).unpack(Window::around(end));
            prop_assert_eq!(poll.end(), end);
            prop_assert_eq!(poll.end().0 - poll.start().0, poll.length());
            // Never earlier than it was, and a short one as it was.
            let error = poll.start().0 - start.0;
            prop_assert!(error <= length >> 25, "{error} of {length}");
            prop_assert!(error == 0 || length > u64::from(u32::MAX));
        }

        #[test]
        fn what_an_extra_carries_comes_back(until: u64, on: u32, kind: u16, site: u32, bytes: u32) {
            prop_assert_eq!(Packed::wait(Ticks(until), on).as_wait(), (Ticks(until), on));
            prop_assert_eq!(Packed::birth(kind, site, bytes).as_birth(), (kind, site, bytes));
        }
    }
}
