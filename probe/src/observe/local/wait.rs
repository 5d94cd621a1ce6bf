//! Waits that begin and that are over: one visit to the thread's own storage each.

use super::{LOCAL, Local};
use crate::events::{SiteId, WaitOn};
use crate::observe::clock::{self, Ticks};
use crate::observe::intern;
use crate::observe::record::{Packed, Tag, flag};
use crate::observe::registry::write_late;
use std::num::NonZeroU32;
use std::panic::Location;

/// What a task waits for, where more than its line is known.
#[derive(Clone, Copy, Debug)]
pub(in crate::observe) struct Waited {
    pub(in crate::observe) site: u32,
    /// When it is due (a timer), 0 if unknown.
    pub(in crate::observe) until: Ticks,
    /// The task or job waited for, 0 if none.
    pub(in crate::observe) on: u32,
}

/// A wait whose begin was written. Dropped, its end is: that nobody waits any longer.
#[derive(Debug)]
pub(in crate::observe) struct Wait {
    task: NonZeroU32,
    site: u32,
}

/// How a wait ends, as its record has it.
const READY: u16 = 0;
const DROPPED: u16 = 1;

impl Wait {
    /// Writes that the task polled here began to wait, unless the reader is too far behind for
    /// it: then a later poll may try again. None if nothing was written.
    #[inline(never)]
    pub(in crate::observe) fn begin(at: &'static Location<'static>, on: WaitOn) -> Option<Self> {
        LOCAL
            .try_with(|local| local.wait_begins(at, on))
            .unwrap_or(None)
    }

    /// As [`Self::begin`], with what more is known.
    pub(in crate::observe) fn begin_known(waited: Waited) -> Option<Self> {
        LOCAL
            .try_with(|local| local.known_wait_begins(waited))
            .unwrap_or(None)
    }

    /// Writes that what was waited for is ready.
    #[inline]
    pub(in crate::observe) fn ready(self) {
        let Self { task, site } = *std::mem::ManuallyDrop::new(self);
        is_over::<READY>(task.get(), site);
    }

    /// The task that waits.
    pub(in crate::observe) fn task(&self) -> u32 {
        self.task.get()
    }

    /// Where it waits.
    pub(in crate::observe) fn site(&self) -> SiteId {
        SiteId::new(self.site)
    }

    /// Whether it is the wait of this task at this line.
    pub(in crate::observe) fn is_of(&self, task: u32, site: u32) -> bool {
        (self.task.get(), self.site) == (task, site)
    }
}

impl Drop for Wait {
    #[inline]
    fn drop(&mut self) {
        is_over::<DROPPED>(self.task.get(), self.site);
    }
}

/// How it ends is a constant so that each end has straight code of its own.
#[inline(never)]
fn is_over<const HOW: u16>(task: u32, site: u32) {
    let is_over = |local: &Local| {
        let record = over::<HOW>(task, site);
        local.write_about(task, move |writer| writer.keep(record));
    };
    if LOCAL.try_with(is_over).is_err() {
        write_late(task, over::<HOW>(task, site));
    }
}

fn over<const HOW: u16>(task: u32, site: u32) -> Packed {
    Packed::new(Tag::WaitOver, clock::now(), task, site).with(HOW)
}

impl Local {
    #[inline]
    fn wait_begins(&self, at: &'static Location<'static>, on: WaitOn) -> Option<Wait> {
        let task = NonZeroU32::new(self.current.get())?;
        let site = intern::number_of_site(at, on);
        let record = Packed::new(Tag::Waiting, clock::now(), task.get(), site);
        // For a lock one may wait for ever.
        let for_later = move || matches!(on, WaitOn::Lock | WaitOn::Permit);
        let told = self.write_about(task.get(), move |writer| {
            writer.push_for_later(record, for_later)
        });
        (told == Some(true)).then(|| Wait { task, site })
    }

    #[inline]
    fn known_wait_begins(&self, Waited { site, until, on }: Waited) -> Option<Wait> {
        let task = NonZeroU32::new(self.current.get())?;
        let record = Packed::new(Tag::Waiting, clock::now(), task.get(), site);
        let told = if until.0 == 0 && on == 0 {
            self.write_about(task.get(), move |writer| writer.push_or_count(record))
        } else {
            let (record, extra) = (record.with(flag::MORE), Packed::wait(until, on));
            self.write_about(task.get(), move |writer| {
                writer.pair_or_count(record, extra, on != 0)
            })
        };
        (told == Some(true)).then(|| Wait { task, site })
    }
}
