//! What a task waits for: observed awaits and marked lines.

use super::Model;
use super::announced::{Announced, number};
use super::extra::Extra;
use super::queues::Met;
use super::record::{Seen, Waits};
use super::task::{Place, Wait};
use crate::events::{Nanos, Site, SiteId, TaskId, WaitEnd, WaitOn};

impl Model {
    #[inline]
    pub(super) fn waiting(&mut self, at: Nanos, id: TaskId, wait: Wait) {
        let plain = wait.until.is_none() && wait.on.is_none();
        if !plain || !self.plain_wait(id, None, Some(wait.site)) {
            self.waits_otherwise(at, id, wait);
        }
    }

    #[inline(never)]
    fn waits_otherwise(&mut self, at: Nanos, id: TaskId, mut wait: Wait) {
        if wait.until.is_some() && !self.table.sees_wakes_of(id) {
            // It may have been woken: that it is late would prove nothing.
            wait.until = None;
        }
        self.change_waits(at, id, |extra, sites| {
            extra.begin_wait(at, wait, |site| is_signal(sites, site));
        });
        if wait.on.is_some() && !self.locks.is_idle() {
            self.look_for_deadlock(at, id);
        }
    }

    #[inline(never)]
    pub(super) fn wait_over(&mut self, at: Nanos, id: TaskId, site: SiteId, end: WaitEnd) {
        self.lock_wait_over(id, site);
        let ready = end == WaitEnd::Ready;
        if !ready || !self.plain_wait(id, Some(site), None) {
            self.wait_over_otherwise(at, id, site, ready);
        }
    }

    #[inline(never)]
    fn wait_over_otherwise(&mut self, at: Nanos, id: TaskId, site: SiteId, ready: bool) {
        self.change_waits(at, id, |extra, sites| {
            if extra.end_wait(at, site, ready).is_some() && !ready {
                let dropped = &mut extra.more_mut().dropped;
                // The last one tells where the task was: a signal only if it is all there was.
                match is_signal(sites, site) {
                    true => dropped.insert(0, site),
                    false => dropped.push(site),
                }
            }
        });
    }

    pub(super) fn reached(&mut self, at: Nanos, id: TaskId, line: SiteId) {
        self.change_waits(at, id, |extra, _| extra.reach(line, at));
    }

    /// Changes the wait of a task that has no other and no extra, from one to the other;
    /// else changes nothing and gives `false`.
    #[inline]
    fn plain_wait(&mut self, id: TaskId, from: Option<SiteId>, to: Option<SiteId>) -> bool {
        self.shortcut
            && self.table.get_at_hand(id).is_some_and(|record| {
                record.seen() == Seen::Alive
                    && record.waits() == Waits::Plain(from)
                    && record.set_waits(Waits::Plain(to))
            })
    }

    /// Changes the awaits of a task that has not ended, and keeps the timer index in step.
    pub(super) fn change_waits(
        &mut self,
        at: Nanos,
        id: TaskId,
        change: impl FnOnce(&mut Extra, &Announced<Site>),
    ) {
        if self.meet(id, at) != Met::Alive {
            return;
        }
        let Some(record) = self.table.get(id) else {
            return;
        };
        // Usually the task is being polled, found in a queue here, and has no timers in the index.
        let indexed = record.place() == Place::Pending;
        let (timers, sites) = (&mut self.timers, &self.sites);
        self.table.edit(id, |extra| {
            if indexed {
                extra
                    .waits()
                    .filter_map(|wait| wait.until)
                    .for_each(|due| timers.remove(due));
            }
            change(extra, sites);
            if indexed {
                extra
                    .waits()
                    .filter_map(|wait| wait.until)
                    .for_each(|due| timers.add(due));
            }
        });
    }

    pub(super) fn wait_on(&self, site: SiteId) -> Option<WaitOn> {
        self.site(site).map(|site| site.wait)
    }
}

fn is_signal(sites: &Announced<Site>, site: SiteId) -> bool {
    let site = sites.get(number(site.index()));
    site.is_some_and(|site| site.wait == WaitOn::Signal)
}
