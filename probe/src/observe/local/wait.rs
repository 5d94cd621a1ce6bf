//! Waits that begin: one visit to the thread's own storage each.

use super::{LOCAL, Local};
use crate::observe::clock::{self, Ticks};
use crate::observe::record::{Packed, Tag, flag};

/// What a task waits for.
#[derive(Clone, Copy)]
pub(in crate::observe) struct Waited {
    pub(in crate::observe) site: u32,
    /// When it is due (a timer), 0 if unknown.
    pub(in crate::observe) until: Ticks,
    /// The task or job waited for, 0 if none.
    pub(in crate::observe) on: u32,
}

impl Local {
    #[inline]
    fn wait_begins(&self, Waited { site, until, on }: Waited) -> u32 {
        let task = self.current.get();
        if task == 0 {
            return 0;
        }
        let record = Packed::new(Tag::Waiting, clock::now(), task, site);
        let told = if until.0 == 0 && on == 0 {
            self.write_about(task, move |writer| writer.push_or_count(record))
        } else {
            let extra = Packed::wait(until, on);
            let record = record.with(flag::MORE);
            self.write_about(task, move |writer| writer.pair_or_count(record, extra))
        };
        if told == Some(true) { task } else { 0 }
    }
}

/// Writes that the task polled here began to wait, unless the reader is too far behind for
/// it. Gives the task; 0 if nothing was written.
pub(in crate::observe) fn wait_begins(waited: Waited) -> u32 {
    LOCAL
        .try_with(|local| local.wait_begins(waited))
        .unwrap_or(0)
}
