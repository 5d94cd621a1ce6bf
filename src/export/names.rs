//! What the numbers in the events of a runtime stand for, and what follows from events before.

use crate::events::{Event, KindId, Nanos, Role, Site, SiteId, TaskId, TextId, What};
use crate::model::Model;
use std::collections::{HashMap, VecDeque};

/// Tasks and jobs that have ended and are still known: of some more is told after their end.
const ENDED_KEPT: usize = 1 << 16;

/// What is known of a task or a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) kind: KindId,
    pub(super) site: SiteId,
    pub(super) role: Role,
}

/// No poll of an export is judged.
const NO_STALLS: Nanos = Nanos(u64::MAX);

/// The names of one runtime.
pub(super) struct Names {
    /// Who called a waker, and when a poll began, is told as on the screen.
    model: Model,
    kinds: HashMap<KindId, String>,
    sites: HashMap<SiteId, Site>,
    texts: HashMap<TextId, String>,
    tasks: HashMap<TaskId, Known>,
    ended: VecDeque<TaskId>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            model: Model::new(NO_STALLS),
            kinds: HashMap::new(),
            sites: HashMap::new(),
            texts: HashMap::new(),
            tasks: HashMap::new(),
            ended: VecDeque::new(),
        }
    }
}

impl Names {
    /// Changes what an event says to what follows from those before it.
    pub(super) fn put_right(&mut self, event: &mut Event) {
        let at = event.at;
        match &mut event.what {
            What::Polled { task, start, .. } => *start = self.model.true_start(*task, *start, at),
            What::Woken { task, by, on } => *by = self.model.true_waker(at, *task, *by, *on),
            _ => {}
        }
        self.model.apply(event);
    }

    /// Takes in what an event announces.
    pub(super) fn learn(&mut self, event: &Event) {
        let task = Role::Task;
        let (id, kind, site, role) = match &event.what {
            What::Kind { id, name } => {
                self.kinds.insert(*id, name.clone());
                return;
            }
            What::Site { id, site } => {
                self.sites.insert(*id, site.clone());
                return;
            }
            What::Text { id, text } => {
                self.texts.insert(*id, text.clone());
                return;
            }
            What::Spawned {
                task,
                kind,
                site,
                role,
                ..
            } => (task, kind, site, *role),
            What::Seen {
                task: id,
                kind,
                site,
                ..
            } => (id, kind, site, task),
            What::BlockingSubmitted {
                job, kind, site, ..
            } => (job, kind, site, task),
            _ => return,
        };
        let (kind, site) = (*kind, *site);
        self.tasks.insert(*id, Known { kind, site, role });
    }

    /// Of a task that ends with this event little more will be told.
    pub(super) fn forget(&mut self, event: &Event) {
        if let Some(task) = event.what.ends() {
            self.ended.push_back(task);
            if self.ended.len() > ENDED_KEPT
                && let Some(oldest) = self.ended.pop_front()
            {
                self.tasks.remove(&oldest);
            }
        }
    }

    pub(super) fn task(&self, task: TaskId) -> Option<Known> {
        self.tasks.get(&task).copied()
    }

    /// The name of the kind of a task.
    pub(super) fn kind_of(&self, task: TaskId) -> Option<&str> {
        self.kind(self.tasks.get(&task)?.kind)
    }

    pub(super) fn kind(&self, kind: KindId) -> Option<&str> {
        self.kinds.get(&kind).map(String::as_str)
    }

    pub(super) fn text(&self, text: TextId) -> Option<&str> {
        self.texts.get(&text).map(String::as_str)
    }

    pub(super) fn site(&self, site: SiteId) -> Option<&Site> {
        self.sites.get(&site)
    }

    /// `src/app.rs:12`; none of a place without a line.
    pub(super) fn place(&self, site: SiteId) -> Option<String> {
        let site = self.site(site).filter(|site| site.line > 0)?;
        Some(format!("{}:{}", site.file, site.line))
    }
}
