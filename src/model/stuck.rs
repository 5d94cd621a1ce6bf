//! Polls that were looked at because they last long: what was found.

use super::Model;
use super::happening::HappeningKind;
use crate::events::{Certainty, CodeLine, Nanos, SiteId, SourceText, Stuck, TaskId, WorkerId};
use crate::limits::FOUND_KEPT;
use std::path::Path;
use std::sync::Arc;

/// What was found at a look at a poll that lasts long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StuckPoll {
    /// The task that was polled.
    pub task: TaskId,
    /// The worker that polled it.
    pub worker: WorkerId,
    /// A moment at which the poll went on.
    pub at: Nanos,
    /// The marked line it was at then, if the task has told one.
    pub site: Option<SiteId>,
    /// What was found.
    pub found: Arc<Stuck>,
}

impl Model {
    /// What was found last about the poll of a task that this worker began at this time, among
    /// the newest 512 looks; up to `until`, where the poll was over.
    pub fn found(
        &self,
        worker: WorkerId,
        task: TaskId,
        span: (Nanos, Nanos),
    ) -> Option<&StuckPoll> {
        self.looks(worker, task, span).next()
    }

    /// The same, of the looks at which it was at this marked line.
    pub fn found_at(
        &self,
        worker: WorkerId,
        task: TaskId,
        span: (Nanos, Nanos),
        site: SiteId,
    ) -> Option<&StuckPoll> {
        let mut newest = self.looks(worker, task, span);
        newest.find(|found| found.site == Some(site))
    }

    /// What was found last about any poll of a task, among these looks.
    pub fn found_last(&self, task: TaskId) -> Option<&StuckPoll> {
        let mut newest = self.stuck.items().iter().rev();
        newest.find(|found| found.task == task)
    }

    /// The looks at a poll, the newest first.
    fn looks(
        &self,
        worker: WorkerId,
        task: TaskId,
        (since, until): (Nanos, Nanos),
    ) -> impl Iterator<Item = &StuckPoll> {
        let newest = self.stuck.items().iter().rev();
        newest.filter(move |found| {
            (found.worker, found.task) == (worker, task) && (since..=until).contains(&found.at)
        })
    }

    pub(super) fn stuck_at(&mut self, at: Nanos, task: TaskId, worker: WorkerId, found: Stuck) {
        self.meet(task, at);
        let found = Arc::new(self.by_its_mark(task, found));
        let kind = HappeningKind::Stuck(Arc::clone(&found));
        self.tell(at, Some(task), Some(worker), kind);
        let found = StuckPoll {
            task,
            worker,
            at,
            site: self.line(task),
            found,
        };
        self.stuck.push(found, FOUND_KEPT);
    }

    /// A task that carries a text out is at the line of that text which it has marked; its stack
    /// is in what reads it. In Rust source the stack says more: a mark stays until the next one.
    fn by_its_mark(&self, task: TaskId, found: Stuck) -> Stuck {
        let marked = self.line(task).and_then(|site| self.site(site));
        let is_rust = |file: &str| Path::new(file).extension() == Some("rs".as_ref());
        let Some(site) = marked.filter(|site| !is_rust(&site.file)) else {
            return found;
        };
        let line = CodeLine {
            function: String::new(),
            file: site.file.clone(),
            line: site.line,
            certainty: Certainty::Observed,
        };
        Stuck {
            lines: vec![line],
            why: None,
            text: SourceText::Missing,
            ..found
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Doing, Event, Found, NoLine, Site, SiteId, WaitOn, What};
    use crate::testkit::{id, run, worker};

    /// What is told of a poll whose task has marked line 12 of this file, and whose stack is in
    /// `steps.rs`, or was not read.
    fn told(file: &str, stack: bool) -> Stuck {
        let mut model = Model::new(Nanos::from_millis(100));
        let line = CodeLine {
            function: "step".into(),
            file: "src/steps.rs".into(),
            line: 7,
            certainty: Certainty::Observed,
        };
        let found = Stuck {
            doing: Doing::Elsewhere,
            lines: stack.then_some(line).into_iter().collect(),
            why: (!stack).then_some(NoLine::Runs),
            text: SourceText::Missing,
        };
        let site = Site {
            file: file.into(),
            line: 12,
            column: 3,
            wait: WaitOn::Work,
            name: None,
        };
        let (task, at) = (id(1), SiteId::new(1));
        let all = [
            What::RunStarted(run(1)),
            What::Site { id: at, site },
            What::At { task, site: at },
            What::Stuck {
                task,
                worker: worker(0),
                found: Found::from(&found),
            },
        ];
        for (at, what) in (1..).zip(all) {
            model.apply(&Event {
                at: Nanos(at),
                what,
            });
        }
        let looked = model.found(worker(0), task, (Nanos(0), Nanos(9)));
        Stuck::clone(&looked.expect("it was looked at").found)
    }

    #[test]
    fn what_is_carried_out_is_at_its_own_line_and_rust_where_its_stack_is() {
        for stack in [true, false] {
            let found = told("my.toml", stack);
            let line = found.line().map(CodeLine::place);
            assert_eq!((line.as_deref(), found.why), (Some("my.toml:12"), None));
        }
        let line = |stack| told("src/app.rs", stack).line().map(CodeLine::place);
        assert_eq!(line(true).as_deref(), Some("src/steps.rs:7"));
        assert_eq!(line(false), None);
    }
}
