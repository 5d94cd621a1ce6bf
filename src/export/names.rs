//! What the numbers in the events of a runtime stand for.

use crate::events::{Event, KindId, Role, Site, SiteId, TaskId, TextId, What};
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

/// The names of one runtime.
#[derive(Default)]
pub(super) struct Names {
    kinds: HashMap<KindId, String>,
    sites: HashMap<SiteId, Site>,
    texts: HashMap<TextId, String>,
    tasks: HashMap<TaskId, Known>,
    ended: VecDeque<TaskId>,
}

impl Names {
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
