//! What a task waits for. One pending await is told by the task's own fields; more
//! of them, as under `join!` or `select!`, sit in a box that most tasks never get.

use super::Task;
use crate::protocol::{Nanos, SiteId, TaskId};

/// A pending observed await.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Where, and for what.
    pub site: SiteId,
    /// For a timer, when it is due.
    pub until: Option<Nanos>,
    /// The task or job whose handle is awaited.
    pub on: Option<TaskId>,
}

/// What only some tasks have. Once made it stays until the task ends, so that a
/// `select!` in a loop does not allocate at every turn.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct More {
    /// All pending awaits, oldest first.
    pub(in crate::model) waits: Vec<Wait>,
    /// The marked line reached in the present poll.
    pub(in crate::model) line: Option<SiteId>,
    /// Awaits dropped while pending since the last poll ended: lost `select!`
    /// branches if that poll goes on, or parts of the whole future's drop.
    pub(in crate::model) dropped: Vec<SiteId>,
    /// Whether the task was asked to stop.
    pub(in crate::model) abort_asked: bool,
}

impl Task {
    /// All pending observed awaits, oldest first: several under `join!` or `select!`.
    pub fn waits(&self) -> impl Iterator<Item = Wait> + '_ {
        let (one, many) = match &self.more {
            Some(more) => (None, more.waits.as_slice()),
            None if self.is_ended() => (None, &[][..]),
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

    pub(in crate::model) fn begin_wait(&mut self, wait: Wait) {
        if self.site.is_some() || self.more.is_some() {
            self.more_mut().waits.push(wait);
        }
        self.show(Some(wait));
    }

    /// Takes one pending await at `site` off; `None` if there is none.
    pub(in crate::model) fn end_wait(&mut self, site: SiteId) -> Option<Wait> {
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

    pub(in crate::model) fn reach(&mut self, line: SiteId) {
        self.more_mut().line = Some(line);
        self.site = Some(line);
    }

    /// The marked line reached last, if any.
    pub(in crate::model) fn line(&self) -> Option<SiteId> {
        self.more.as_ref().and_then(|more| more.line)
    }

    /// After a poll that goes on: the marked line no longer holds.
    pub(in crate::model) fn leave_line(&mut self) {
        let Some(more) = &mut self.more else { return };
        if more.line.take().is_some() {
            self.show_innermost();
        }
    }

    /// Forgets the awaits of a task that is over, and gives its extra memory back.
    pub(in crate::model) fn clear_waits(&mut self) {
        if let Some(more) = &mut self.more
            && !more.abort_asked
        {
            self.more = None;
        } else if let Some(more) = &mut self.more {
            **more = More {
                abort_asked: true,
                ..More::default()
            };
        }
        self.until = None;
        self.awaits = None;
    }

    /// The extra part; what is told by the plain fields moves into it when it is made.
    pub(in crate::model) fn more_mut(&mut self) -> &mut More {
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
    use crate::protocol::TaskId;

    fn wait(site: u32, until: Option<u64>) -> Wait {
        Wait {
            site: SiteId::new(site),
            until: until.map(Nanos),
            on: None,
        }
    }

    fn task() -> Task {
        Task::unknown(TaskId::new(1).unwrap(), Nanos::ZERO)
    }

    #[test]
    fn the_record_stays_compact() {
        assert!(
            size_of::<Option<Task>>() <= 152,
            "{}",
            size_of::<Option<Task>>()
        );
    }

    #[test]
    fn one_wait_needs_no_box() {
        let mut task = task();
        task.begin_wait(wait(3, Some(7)));
        assert!(task.more.is_none());
        assert_eq!(task.waits().collect::<Vec<_>>(), [wait(3, Some(7))]);
        assert_eq!(task.end_wait(SiteId::new(4)), None);
        assert_eq!(task.end_wait(SiteId::new(3)), Some(wait(3, Some(7))));
        assert_eq!((task.site, task.until), (None, None));
    }

    #[test]
    fn several_waits_show_the_newest() {
        let mut task = task();
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
        let mut task = task();
        task.begin_wait(wait(1, None));
        task.reach(SiteId::new(8));
        assert_eq!(task.site, Some(SiteId::new(8)));
        assert_eq!(task.waits().count(), 1);
        task.leave_line();
        assert_eq!(task.site, Some(SiteId::new(1)));
    }
}
