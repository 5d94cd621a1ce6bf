//! The 16-byte record that leaves the poll path, and what its bits mean.
//!
//! ```text
//! word 0:  ticks (48 bits) | tag (4) | flags (12)
//! word 1:  a (32 bits)     | b (32)
//! ```
//! 48 bits of ticks last 26 hours at 3 GHz. A record that needs more room is
//! followed by an `Extra` record that belongs to it.

use super::clock::Ticks;

const TICK_BITS: u32 = 48;
const TICK_MASK: u64 = (1 << TICK_BITS) - 1;

/// One record, as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) tag: Tag,
    pub(super) flags: u16,
    pub(super) at: Ticks,
    pub(super) a: u32,
    pub(super) b: u32,
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $number:literal),+ $(,)?) => {
        /// What a record tells; `a` is a task unless said otherwise.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Tag { $($(#[$doc])* $name = $number),+ }

        impl Tag {
            const fn from_bits(bits: u8) -> Option<Self> {
                match bits { $($number => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

tags! {
    /// A poll: `at` its start, `b` its length in ticks (see `LONG`).
    Poll = 1,
    /// A spawn, with an `Extra`: `b` the parent.
    Spawned = 2,
    /// More of the record before: bits free for its use, in `at` too.
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
    /// A blocking job began or ended.
    Job = 12,
    /// From here on the records of this thread are those of worker `a`, `u32::MAX` for none.
    Worker = 13,
    /// `block_in_place` begins or ends (`END`).
    InPlace = 14,
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
    /// The length counts units of 1,024 ticks.
    pub(crate) const LONG: u16 = 1 << 6;
    /// The handle was given up at the spawn.
    pub(crate) const DETACHED: u16 = 1 << 7;
    /// An `Extra` follows.
    pub(crate) const MORE: u16 = 1 << 8;
    pub(crate) const UNPARK: u16 = 1 << 9;
    pub(crate) const END: u16 = 1 << 10;
}

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

    /// A poll from `start` to `end`. Over 4.3 billion ticks the length is kept in units of 1,024.
    #[inline]
    pub(super) fn poll(task: u32, start: Ticks, end: Ticks) -> Self {
        let length = end.0.saturating_sub(start.0);
        let (length, long) = match u32::try_from(length) {
            Ok(length) => (length, 0),
            Err(_) => Self::long(length),
        };
        Self::new(Tag::Poll, start, task, length).with(long)
    }

    #[cold]
    #[inline(never)]
    fn long(length: u64) -> (u32, u16) {
        let units = u32::try_from(length >> 10).unwrap_or(u32::MAX);
        (units, flag::LONG)
    }
}

impl Record {
    /// When it was over: what records are ordered by.
    #[inline]
    pub(super) fn end(self) -> Ticks {
        match self.tag {
            Tag::Poll if self.flags & flag::LONG != 0 => {
                Ticks(self.at.0 + (u64::from(self.b) << 10))
            }
            Tag::Poll => Ticks(self.at.0 + u64::from(self.b)),
            _ => self.at,
        }
    }

    /// `None` for bits no writer makes.
    #[inline]
    pub(super) const fn unpack(Packed(first, second): Packed) -> Option<Self> {
        let Some(tag) = Tag::from_bits((first >> TICK_BITS) as u8 & 0xF) else {
            return None;
        };
        Some(Self {
            tag,
            flags: (first >> (TICK_BITS + 4)) as u16,
            at: Ticks(first & TICK_MASK),
            a: second as u32,
            b: (second >> 32) as u32,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(tag in 1_u8..=15, flags in 0_u16..1 << 12, at in 0_u64..1 << 48, a: u32, b: u32) {
            let tag = Tag::from_bits(tag).expect("all 15 tags exist");
            let record = Record { tag, flags, at: Ticks(at), a, b };
            let packed = Packed::new(tag, record.at, a, b).with(flags);
            prop_assert_eq!(Record::unpack(packed), Some(record));
        }

        #[test]
        fn a_poll_ends_when_it_ended(start in 0_u64..1 << 46, length in 0_u64..1 << 41) {
            let end = Ticks(start + length);
            let kept = Record::unpack(Packed::poll(7, Ticks(start), end)).expect("a poll").end();
            let error = end.0 - kept.0;
            prop_assert!(error < 1024 && (error == 0 || length > u64::from(u32::MAX)));
        }
    }
}
