//! What a record has no room for, and most tasks do not have: a timer or a handle
//! awaited, several pending awaits as under `join!` or `select!`, marked lines, sums and
//! delays out of the ordinary.

mod store;

pub(super) use store::{Extras, ExtrasBefore};

use super::task::Wait;
use crate::events::{Nanos, SiteId, TaskId};

/// The rest of a task.
#[derive(Clone, Debug, Default)]
pub(super) struct Extra {
    /// The innermost pending await, or the marked line reached. Kept after the end.
    pub(super) site: Option<SiteId>,
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
    /// The marked line reached in the present poll.
    pub(super) line: Option<SiteId>,
    /// Awaits dropped while pending since the last poll ended: lost `select!`
    /// branches if that poll goes on, or parts of the whole future's drop.
    pub(super) dropped: Vec<SiteId>,
    /// Whether the task was asked to stop.
    pub(super) abort_asked: bool,
    /// Since when it could be polled, of a task inside `block_in_place`.
    pub(super) ready: Nanos,
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
    }

    /// The memory behind it, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        self.more.as_ref().map_or(0, |more| {
            size_of::<More>()
                + more.waits.capacity() * size_of::<Wait>()
                + more.dropped.capacity() * size_of::<SiteId>()
        })
    }

    /// All pending awaits, oldest first, of a task that has not ended.
    pub(super) fn waits(&self) -> impl Iterator<Item = Wait> + '_ {
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

    pub(super) fn begin_wait(&mut self, wait: Wait) {
        if self.site.is_some() || self.more.is_some() {
            self.more_mut().waits.push(wait);
        }
        self.show(Some(wait));
    }

    /// Takes one pending await at `site` off; `None` if there is none.
    pub(super) fn end_wait(&mut self, site: SiteId) -> Option<Wait> {
        let Some(more) = &mut self.more else {
            let wait = self.waits().find(|wait| wait.site == site)?;
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
        self.show_innermost();
        Some(wait)
    }

    pub(super) fn reach(&mut self, line: SiteId) {
        self.more_mut().line = Some(line);
        self.site = Some(line);
    }

    /// The marked line reached last, if any.
    pub(super) fn line(&self) -> Option<SiteId> {
        self.more.as_ref().and_then(|more| more.line)
    }

    /// After a poll that goes on: the marked line no longer holds.
    pub(super) fn leave_line(&mut self) {
        let Some(more) = &mut self.more else { return };
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
            if more.abort_asked {
                **more = More {
                    abort_asked: true,
                    ..More::default()
                };
            } else {
                self.more = None;
            }
        }
        self.until = None;
        self.awaits = None;
    }

    /// The part only some have; what is told by the plain fields moves into it when it is
    /// made. Only for a task that has not ended.
    pub(super) fn more_mut(&mut self) -> &mut More {
        if self.more.is_none() {
            let waits = self.waits().collect();
            self.more = Some(Box::new(More {
                waits,
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
        task.begin_wait(wait(3, Some(7)));
        assert!(task.more.is_none());
        assert_eq!(task.waits().collect::<Vec<_>>(), [wait(3, Some(7))]);
        assert_eq!(task.end_wait(SiteId::new(4)), None);
        assert_eq!(task.end_wait(SiteId::new(3)), Some(wait(3, Some(7))));
        assert_eq!((task.site, task.until), (None, None));
        assert!(task.is_plain());
    }

    #[test]
    fn several_waits_show_the_newest() {
        let mut task = Extra::default();
        task.begin_wait(wait(1, None));
        task.begin_wait(wait(2, Some(9)));
        task.begin_wait(wait(2, Some(5)));
        assert_eq!(task.until, Some(Nanos(5)));
        assert_eq!(task.end_wait(SiteId::new(2)), Some(wait(2, Some(5))));
        assert_eq!(task.until, Some(Nanos(9)));
        assert_eq!(task.end_wait(SiteId::new(2)), Some(wait(2, Some(9))));
        assert_eq!(task.site, Some(SiteId::new(1)));
        assert_eq!(task.waits().count(), 1);
    }

    #[test]
    fn a_marked_line_hides_a_wait_only_during_its_poll() {
        let mut task = Extra::default();
        task.begin_wait(wait(1, None));
        task.reach(SiteId::new(8));
        assert_eq!(task.site, Some(SiteId::new(8)));
        assert_eq!(task.waits().count(), 1);
        task.leave_line();
        assert_eq!(task.site, Some(SiteId::new(1)));
    }

    #[test]
    fn what_is_over_keeps_its_site_and_that_it_was_asked_to_stop() {
        let mut task = Extra::plain(Some(SiteId::new(4)));
        task.begin_wait(wait(5, Some(9)));
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
