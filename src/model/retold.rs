//! What is so, told once more: the events that lead a new model here.

use super::{HandleState, Model, Place, Sight, Task};
use crate::events::{Event, HandleAct, KindId, SiteId, TextId, What, WorkerId};

impl Model {
    /// Names, the runtime, and who is alive, with what they wait for: as events, in order of
    /// time. What was before, such as how often a task was polled, is not in them.
    pub fn retold(&self) -> Vec<Event> {
        let at = self.at();
        let now = |what| Event { at, what };
        let mut told: Vec<Event> = self.names().map(now).collect();
        let Some(run) = self.run().filter(|_| self.running()) else {
            return told;
        };
        told.push(now(What::RunStarted(run.clone())));
        for task in self.tasks_from(None).filter(|task| !task.is_ended()) {
            told.extend(births(&task));
        }
        let parked = self.workers().iter().zip(0..);
        let parked = parked.filter(|(worker, _)| worker.parked);
        told.extend(parked.map(|(_, index)| {
            let worker = WorkerId::new(index);
            now(What::Parked { worker })
        }));
        // The runtime is older than they are, and names are used in all of these.
        let earliest = told.iter().map(|event| event.at).min().unwrap_or(at);
        for event in &mut told {
            if event.what.is_announcement() || matches!(event.what, What::RunStarted(_)) {
                event.at = earliest;
            }
        }
        told.sort_by_key(|event| event.at);
        told
    }

    fn names(&self) -> impl Iterator<Item = What> {
        let kinds = self.kinds().map(|(id, name, _)| What::Kind {
            id: KindId::new(id.index() as u16),
            name: name.to_owned(),
        });
        let texts = self.texts.all().map(|(id, text)| What::Text {
            id: TextId::new(id),
            text: text.clone(),
        });
        let sites = self.sites.all().map(|(id, site)| What::Site {
            id: SiteId::new(id),
            site: site.clone(),
        });
        kinds.chain(texts).chain(sites)
    }
}

/// Its birth, and what holds since.
fn births(task: &Task) -> Vec<Event> {
    let mut told = Vec::new();
    let mut tell = |at, what| told.push(Event { at, what });
    tell(task.spawned_at, birth(task));
    let (id, began) = (task.id, task.first_poll.unwrap_or(task.spawned_at));
    if task.is_blocking_job {
        if task.place == Place::BlockingRunning {
            tell(began, What::BlockingStarted { job: id });
        }
        return told;
    }
    let asked = task.abort_asked().then_some(HandleAct::AbortAsked);
    let act = match task.handle {
        HandleState::Dropped => Some(HandleAct::Dropped),
        HandleState::Joined => Some(HandleAct::Joined),
        _ => None,
    };
    for act in asked.into_iter().chain(act) {
        let (task, by) = (id, None);
        tell(began, What::Handle { task, by, act });
    }
    for wait in task.waits().filter(|_| task.place == Place::Pending) {
        let waiting = What::Waiting {
            task: id,
            site: wait.site,
            until: wait.until,
            on: wait.on,
        };
        tell(task.since, waiting);
    }
    told
}

/// That it was spawned, or submitted.
fn birth(task: &Task) -> What {
    let (id, kind, site, parent) = (task.id, task.kind, task.spawn_site, task.parent);
    if task.is_blocking_job {
        return What::BlockingSubmitted {
            job: id,
            parent,
            kind,
            site,
        };
    }
    match task.sight {
        Sight::Whole => What::Spawned {
            task: id,
            parent,
            kind,
            site,
            on: None,
            bytes: task.bytes,
            detached: task.handle == HandleState::Detached,
            role: task.role,
        },
        Sight::Hooks | Sight::HooksLate => What::Seen {
            task: id,
            parent,
            kind,
            site,
            on: None,
            born: task.sight == Sight::Hooks,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Nanos, PollOutcome, Role, TaskId};
    use crate::testkit::{id, run, worker};

    fn spawned(task: u32) -> What {
        What::Spawned {
            task: id(task),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 8,
            detached: task == 2,
            role: Role::Task,
        }
    }

    fn polled(task: u32, outcome: PollOutcome) -> What {
        What::Polled {
            task: id(task),
            worker: Some(worker(0)),
            start: Nanos(0),
            outcome,
            self_woken: false,
            budget_spent: false,
        }
    }

    fn handle(task: u32, act: HandleAct) -> What {
        let (task, by) = (id(task), None);
        What::Handle { task, by, act }
    }

    #[test]
    fn a_model_told_once_more_has_the_same_tasks_alive() {
        let name = What::Kind {
            id: KindId::new(0),
            name: "work".into(),
        };
        let waiting = What::Waiting {
            task: id(2),
            site: SiteId::new(0),
            until: Some(Nanos(900)),
            on: None,
        };
        let told = [
            name,
            What::RunStarted(run(2)),
            spawned(1),
            spawned(2),
            spawned(3),
            polled(1, PollOutcome::Ready),
            waiting,
            polled(2, PollOutcome::Pending),
            What::Parked { worker: worker(1) },
            handle(3, HandleAct::AbortAsked),
            handle(3, HandleAct::Dropped),
        ];
        let mut model = Model::new(Nanos(50));
        for (what, at) in told.into_iter().zip((10..).step_by(10)) {
            let at = Nanos(at);
            model.apply(&Event { at, what });
        }
        let mut again = Model::new(Nanos(50));
        model.retold().iter().for_each(|event| again.apply(event));
        let alive = |model: &Model| {
            let alive = model.tasks_from(None).filter(|task| !task.is_ended());
            let told = |task: &Task| {
                let asked = task.abort_asked();
                (task.id, task.spawned_at, task.handle, asked, task.until)
            };
            alive.map(|task| told(&task)).collect::<Vec<_>>()
        };
        assert_eq!(alive(&again), alive(&model));
        let ids: Vec<TaskId> = alive(&again).iter().map(|task| task.0).collect();
        assert_eq!(ids, [id(2), id(3)]);
        assert_eq!(again.kind(KindId::new(0)), "work");
        assert_eq!(again.run(), model.run());
        let parked = |model: &Model| model.workers().iter().map(|w| w.parked).collect::<Vec<_>>();
        assert_eq!(parked(&again), [false, true]);
    }
}
