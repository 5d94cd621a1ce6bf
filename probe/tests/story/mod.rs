//! What was told of a run, by task.

use kitchen_probe::events::*;
use kitchen_probe::{Probe, Reader};
use std::future::Future;
use tokio::runtime::Builder;

/// What was done with a handle, and by which task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Did(pub(crate) HandleAct, pub(crate) Option<TaskId>);

/// See the module's text.
pub(crate) struct Story {
    pub(crate) events: Vec<Event>,
}

#[allow(dead_code, reason = "not every test asks for everything")]
impl Story {
    /// Of a runtime that runs a future to its end.
    pub(crate) fn of(builder: &mut Builder, future: impl Future<Output = ()>) -> Self {
        let (probe, mut reader) = Probe::new();
        let runtime = probe.build(builder.enable_all()).expect("a runtime");
        runtime.block_on(future);
        drop(runtime);
        Self::read(&mut reader)
    }

    /// All that there is to read.
    pub(crate) fn read(reader: &mut Reader) -> Self {
        let mut events = Vec::new();
        reader.drain_all(|event| events.push(event));
        let delivery = reader.delivery();
        assert_eq!(delivery.emitted, delivery.delivered, "{delivery:?}");
        Self { events }
    }

    fn all_of<T>(&self, what: impl Fn(&What) -> Option<T>) -> Vec<T> {
        self.events
            .iter()
            .filter_map(|event| what(&event.what))
            .collect()
    }

    /// Tasks and jobs with this name.
    pub(crate) fn all(&self, name: &str) -> Vec<TaskId> {
        let kind = self.all_of(|what| match what {
            What::Kind { id, name: known } if known == name => Some(*id),
            _ => None,
        });
        self.all_of(|what| what.born().filter(|born| kind.contains(&born.kind)))
            .into_iter()
            .map(|born| born.task)
            .collect()
    }

    /// The only one with this name.
    pub(crate) fn one(&self, name: &str) -> TaskId {
        let all = self.all(name);
        assert_eq!(all.len(), 1, "tasks with the name {name}");
        all[0]
    }

    /// A place's file, without folders, and line.
    pub(crate) fn place(&self, wanted: SiteId) -> (&str, u32) {
        let site = self.events.iter().find_map(|event| match &event.what {
            What::Site { id, site } if *id == wanted => Some(site),
            _ => None,
        });
        let site = site.expect("a place is announced before it is used");
        let file = site.file.rsplit(['/', '\\']).next().expect("a part");
        (file, site.line)
    }

    /// The named waits of a task: file, line, for whom, and how it ended.
    pub(crate) fn waits(&self, of: TaskId) -> Vec<(&str, u32, Option<TaskId>, Option<WaitEnd>)> {
        let mut waits: Vec<(SiteId, Option<TaskId>, Option<WaitEnd>)> = Vec::new();
        for event in &self.events {
            match event.what {
                What::Waiting { task, site, on, .. } if task == of => waits.push((site, on, None)),
                What::WaitOver { task, site, end } if task == of => {
                    let wait = waits
                        .iter_mut()
                        .find(|wait| wait.0 == site && wait.2.is_none());
                    wait.expect("it began").2 = Some(end);
                }
                _ => {}
            }
        }
        let waits = waits.into_iter();
        waits
            .map(|(site, on, end)| {
                let (file, line) = self.place(site);
                (file, line, on, end)
            })
            .collect()
    }

    pub(crate) fn handle_acts(&self, of: TaskId) -> Vec<Did> {
        self.all_of(|what| match *what {
            What::Handle { task, by, act } if task == of => Some(Did(act, by)),
            _ => None,
        })
    }

    /// Worker and outcome of its polls.
    pub(crate) fn polls(&self, of: TaskId) -> Vec<(Option<WorkerId>, PollOutcome)> {
        self.all_of(|what| match *what {
            What::Polled {
                task,
                worker,
                outcome,
                ..
            } if task == of => Some((worker, outcome)),
            _ => None,
        })
    }

    pub(crate) fn wakes(&self, of: TaskId) -> Vec<WakeBy> {
        self.all_of(|what| match *what {
            What::Woken { task, by, .. } if task == of => Some(by),
            _ => None,
        })
    }

    /// Its role, and the worker to whose queue it was spawned.
    pub(crate) fn role(&self, of: TaskId) -> (Role, Option<WorkerId>) {
        let role = self.all_of(|what| match *what {
            What::Spawned { task, role, on, .. } if task == of => Some((role, on)),
            _ => None,
        });
        role[0]
    }

    pub(crate) fn spawner(&self, of: TaskId) -> Option<TaskId> {
        let born = self.all_of(|what| what.born().filter(|born| born.task == of));
        born[0].parent
    }

    pub(crate) fn was_dropped(&self, of: TaskId) -> bool {
        !self
            .all_of(|what| (*what == What::Dropped { task: of }).then_some(()))
            .is_empty()
    }
}
