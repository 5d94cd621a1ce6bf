//! What a record has no room for, and most tasks do not have: a timer or a handle
//! awaited, several pending awaits as under `join!` or `select!`, marked lines, sums and
//! delays out of the ordinary.

mod store;

pub(super) use store::{Extras, ExtrasBefore};

use super::task::Wait;
use super::together::{Group, Together};
use crate::events::{Nanos, SiteId, TaskId};

/// The rest of a task.
#[derive(Clone, Debug, Default)]
pub(super) struct Extra {
    /// The innermost pending await, or the marked line reached. Kept after the end.
    pub(super) site: Option<SiteId>,
    /// When that await began; 0 if not known.
    since: Nanos,
    /// A signal awaited beside all else, as under `select!`: its site's number and 1 more. It
    /// has a place of its own, as many tasks wait for a shutdown beside what they are after.
    signal: u32,
    /// For a timer wait, when it is due.
    pub(super) until: Option<Nanos>,
    /// The task or job whose handle it awaits.
    pub(super) awaits: Option<TaskId>,
    /// What the record's sums ran over, in units of 2⁴⁰ ns.
    pub(super) busy_over: u32,
    pub(super) scheduled_over: u32,
    /// When the first poll began, if the record could not hold it.
    pub(super) first_poll: Option<Nanos>,
    /// Once made it stays until the task ends, so that a `select!` in a loop does not
    /// allocate at every turn.
    pub(super) more: Option<Box<More>>,
}

/// What only some of these have.
#[derive(Clone, Debug, Default)]
pub(super) struct More {
    /// All pending awaits, oldest first.
    pub(super) waits: Vec<Wait>,
    /// When each of them began; 0 if not known.
    began: Vec<Nanos>,
    /// Those of the present group that are over.
    group: Group,
    /// What the last group came to whose awaits ran at the same time. Kept after the end.
    together: Option<Box<Together>>,
    /// The marked line reached in the present poll.
    pub(super) line: Option<SiteId>,
    /// When it was.
    reached: Nanos,
    /// Of the marked lines before it in the poll, the one that was shown longest, and how long.
    longest: Option<(SiteId, Nanos)>,
    /// Awaits dropped while pending since the last poll ended: lost `select!`
    /// branches if that poll goes on, or parts of the whole future's drop.
    pub(super) dropped: Vec<SiteId>,
    /// Whether the task was asked to stop.
    pub(super) abort_asked: bool,
    /// Since when it could be polled, of a task inside `block_in_place`.
    pub(super) ready: Nanos,
}

impl More {
    fn held_most(&self, end: Nanos) -> Option<(SiteId, Nanos)> {
        let last = self.line.map(|line| (line, end.since(self.reached)));
        // Of two that are as long the one that came later.
        self.longest
            .into_iter()
            .chain(last)
            .max_by_key(|(_, held)| *held)
    }
}

impl Extra {
    /// What a plain record with this site stands for.
    pub(super) fn plain(site: Option<SiteId>) -> Self {
        Self {
            site,
            ..Self::default()
        }
    }

    /// Whether there is no more to it than its site.
    pub(super) const fn is_plain(&self) -> bool {
        self.until.is_none()
            && self.awaits.is_none()
            && self.busy_over == 0
            && self.scheduled_over == 0
            && self.first_poll.is_none()
            && self.more.is_none()
            && (self.signal == 0 || self.site.is_none())
    }

    /// The innermost pending await, or the marked line reached: a signal only if it is all
    /// there is. Kept after the end.
    pub(super) fn site(&self) -> Option<SiteId> {
        self.site.or(self.signal())
    }

    /// It was dropped there, if nothing else tells where it was.
    pub(super) fn was_at(&mut self, site: Option<SiteId>) {
        self.site = self.site.or(site);
    }

    /// Whether there may be several awaits, or none though there is a line.
    pub(super) const fn is_listed(&self) -> bool {
        self.more.is_some() || self.signal != 0
    }

    fn signal(&self) -> Option<SiteId> {
        self.signal.checked_sub(1).map(SiteId::new)
    }

    /// Awaits that ran at the same time, if there were any.
    pub(super) fn together(&self) -> Option<&Together> {
        self.more.as_ref()?.together.as_deref()
    }

    /// The memory behind it, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        self.more.as_ref().map_or(0, |more| {
            size_of::<More>()
                + more.waits.capacity() * size_of::<Wait>()
                + more.began.capacity() * size_of::<Nanos>()
                + more.group.heap_bytes()
                + more.dropped.capacity() * size_of::<SiteId>()
                + more.together.as_ref().map_or(0, |all| all.bytes())
        })
    }

    /// All pending awaits of a task that has not ended: a signal, then the others, oldest first.
    pub(super) fn waits(&self) -> impl Iterator<Item = Wait> + '_ {
        let signal = self.signal().map(|site| Wait {
            site,
            until: None,
            on: None,
        });
        signal.into_iter().chain(self.others())
    }

    /// All but the signal that has a place of its own.
    fn others(&self) -> impl Iterator<Item = Wait> + '_ {
        let (one, many) = match &self.more {
            Some(more) => (None, more.waits.as_slice()),
            None => (
                self.site.map(|site| Wait {
                    site,
                    until: self.until,
                    on: self.awaits,
                }),
                &[][..],
            ),
        };
        one.into_iter().chain(many.iter().copied())
    }

    pub(super) fn begin_wait(&mut self, at: Nanos, wait: Wait, signals: impl Fn(SiteId) -> bool) {
        let alone = self.more.is_none() && self.signal == 0;
        if alone && self.site.is_some_and(&signals) && self.put_signal(self.site) {
            self.site = None;
        }
        if self.signal == 0 && signals(wait.site) && self.put_signal(Some(wait.site)) {
            return;
        }
        if self.site.is_some() || self.more.is_some() {
            let more = self.more_mut();
            more.waits.push(wait);
            more.began.push(at);
        }
        self.since = at;
        self.show(Some(wait));
    }

    /// `false` if its number is too large.
    fn put_signal(&mut self, site: Option<SiteId>) -> bool {
        let number = site.and_then(|site| u32::try_from(site.index() + 1).ok());
        self.signal = number.unwrap_or(0);
        self.signal != 0
    }

    /// Takes one pending await at `site` off, which was dropped if it was not ready; `None` if
    /// there is none.
    pub(super) fn end_wait(&mut self, at: Nanos, site: SiteId, ready: bool) -> Option<Wait> {
        if self.signal() == Some(site) {
            self.signal = 0;
            return Some(Wait {
                site,
                until: None,
                on: None,
            });
        }
        let Some(more) = &mut self.more else {
            let wait = self.others().find(|wait| wait.site == site)?;
            self.show(None);
            return Some(wait);
        };
        // Of several awaits at one line the one due first is the one that is over;
        // without timers they cannot be told apart and any will do.
        let (index, _) = more
            .waits
            .iter()
            .enumerate()
            .filter(|(_, wait)| wait.site == site)
            .min_by_key(|(_, wait)| wait.until)?;
        let wait = more.waits.remove(index);
        let began = more.began.remove(index);
        match ready {
            true => more.group.ends(began, at),
            false => more.group.breaks(),
        }
        if more.waits.is_empty()
            && let Some(together) = more.group.finish()
        {
            more.together = Some(Box::new(together));
        }
        self.show_innermost();
        Some(wait)
    }

    pub(super) fn reach(&mut self, line: SiteId, at: Nanos) {
        let more = self.more_mut();
        more.longest = more.held_most(at);
        (more.line, more.reached) = (Some(line), at);
        self.site = Some(line);
    }

    /// The marked line reached last, if any.
    pub(super) fn line(&self) -> Option<SiteId> {
        self.more.as_ref().and_then(|more| more.line)
    }

    /// The marked line of this poll that was shown longest until `end`, if any.
    pub(super) fn held_most(&self, end: Nanos) -> Option<SiteId> {
        let (line, _) = self.more.as_ref()?.held_most(end)?;
        Some(line)
    }

    /// After a poll that goes on: the marked line no longer holds.
    pub(super) fn leave_line(&mut self) {
        let Some(more) = &mut self.more else { return };
        more.longest = None;
        if more.line.take().is_some() {
            self.show_innermost();
        }
    }

    /// The awaits dropped since the last poll ended.
    pub(super) fn take_dropped(&mut self) -> Vec<SiteId> {
        let more = self.more.as_mut();
        more.map(|more| std::mem::take(&mut more.dropped))
            .unwrap_or_default()
    }

    /// Forgets the awaits of a task that is over, and gives their memory back.
    pub(super) fn clear_waits(&mut self) {
        if let Some(more) = &mut self.more {
            let together = more.together.take();
            if more.abort_asked || together.is_some() {
                **more = More {
                    abort_asked: more.abort_asked,
                    together,
                    ..More::default()
                };
            } else {
                self.more = None;
            }
        }
        self.site = self.site();
        self.signal = 0;
        self.since = Nanos::ZERO;
        self.until = None;
        self.awaits = None;
    }

    /// The part only some have; what is told by the plain fields moves into it when it is
    /// made. Only for a task that has not ended.
    pub(super) fn more_mut(&mut self) -> &mut More {
        if self.more.is_none() {
            let waits: Vec<_> = self.others().collect();
            let began = waits.iter().map(|_| self.since).collect();
            self.more = Some(Box::new(More {
                waits,
                began,
                ..More::default()
            }));
        }
        self.more.get_or_insert_default()
    }

    fn show_innermost(&mut self) {
        let Some(more) = &self.more else { return };
        let (last, line) = (more.waits.last().copied(), more.line);
        self.show(last);
        if last.is_none() {
            self.site = line;
        }
    }

    fn show(&mut self, wait: Option<Wait>) {
        self.site = wait.map(|wait| wait.site);
        self.until = wait.and_then(|wait| wait.until);
        self.awaits = wait.and_then(|wait| wait.on);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Nanos = Nanos(100);

    fn wait(site: u32, until: Option<u64>) -> Wait {
        Wait {
            site: SiteId::new(site),
            until: until.map(Nanos),
            on: None,
        }
    }

    #[test]
    fn the_rest_stays_compact() {
        assert!(size_of::<Extra>() <= 72, "{}", size_of::<Extra>());
    }

    #[test]
    fn one_wait_needs_no_box() {
        let mut task = Extra::default();
        task.begin_wait(AT, wait(3, Some(7)), |_| false);
        assert!(task.more.is_none());
        assert_eq!(task.waits().collect::<Vec<_>>(), [wait(3, Some(7))]);
        assert_eq!(task.end_wait(AT, SiteId::new(4), true), None);
        assert_eq!(
            task.end_wait(AT, SiteId::new(3), true),
            Some(wait(3, Some(7)))
        );
        assert_eq!((task.site, task.until), (None, None));
        assert!(task.is_plain());
    }

    #[test]
    fn several_waits_show_the_newest() {
        let mut task = Extra::default();
        task.begin_wait(AT, wait(1, None), |_| false);
        task.begin_wait(AT, wait(2, Some(9)), |_| false);
        task.begin_wait(AT, wait(2, Some(5)), |_| false);
        assert_eq!(task.until, Some(Nanos(5)));
        assert_eq!(
            task.end_wait(AT, SiteId::new(2), true),
            Some(wait(2, Some(5)))
        );
        assert_eq!(task.until, Some(Nanos(9)));
        assert_eq!(
            task.end_wait(AT, SiteId::new(2), true),
            Some(wait(2, Some(9)))
        );
        assert_eq!(task.site, Some(SiteId::new(1)));
        assert_eq!(task.waits().count(), 1);
    }

    #[test]
    fn a_signal_beside_all_else_needs_no_box_and_hides_nothing() {
        let signals = |site: SiteId| site.index() == 9;
        for order in [[3, 9], [9, 3]] {
            let mut task = Extra::default();
            for site in order {
                let until = (site == 3).then_some(7);
                task.begin_wait(AT, wait(site, until), signals);
            }
            assert!(task.more.is_none());
            assert_eq!(
                (task.site(), task.until),
                (Some(SiteId::new(3)), Some(Nanos(7)))
            );
            assert_eq!(
                task.waits().collect::<Vec<_>>(),
                [wait(9, None), wait(3, Some(7))]
            );
            assert!(task.end_wait(AT, SiteId::new(3), true).is_some());
            assert_eq!((task.site(), task.is_plain()), (Some(SiteId::new(9)), true));
            assert!(task.end_wait(AT, SiteId::new(9), true).is_some());
            assert_eq!(task.waits().count(), 0);
        }
    }

    #[test]
    fn awaits_that_ran_together_are_kept_with_their_lengths() {
        let signals = |site: SiteId| site.index() == 9;
        let mut task = Extra::default();
        for site in [9, 1, 2, 3] {
            task.begin_wait(AT, wait(site, None), signals);
        }
        for (site, at) in [(1, 500), (2, 700), (3, 1_000)] {
            assert_eq!(task.together(), None);
            task.end_wait(Nanos(at), SiteId::new(site), true);
        }
        task.end_wait(Nanos(1_000), SiteId::new(9), false);
        task.clear_waits();
        let together = task.together().expect("kept after the end");
        assert_eq!(together.waits, [400, 600, 900].map(Nanos));
        assert_eq!((together.took, together.sum()), (Nanos(900), Nanos(1_900)));
    }

    #[test]
    fn a_marked_line_hides_a_wait_only_during_its_poll() {
        let mut task = Extra::default();
        task.begin_wait(AT, wait(1, None), |_| false);
        task.reach(SiteId::new(8), Nanos(1));
        assert_eq!(task.site, Some(SiteId::new(8)));
        assert_eq!(task.waits().count(), 1);
        task.leave_line();
        assert_eq!(task.site, Some(SiteId::new(1)));
    }

    #[test]
    fn what_is_over_keeps_its_site_and_that_it_was_asked_to_stop() {
        let mut task = Extra::plain(Some(SiteId::new(4)));
        task.begin_wait(AT, wait(5, Some(9)), |_| false);
        task.clear_waits();
        assert_eq!((task.site, task.is_plain()), (Some(SiteId::new(5)), true));
        task.more_mut().abort_asked = true;
        task.clear_waits();
        assert!(
            task.more
                .is_some_and(|more| more.abort_asked && more.waits.is_empty())
        );
    }
}
