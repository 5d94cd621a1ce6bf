//! The sums of all events of a runtime.

use super::THRESHOLD;
use crate::events::{
    BlockingOutcome, Event, KindId, Nanos, PollOutcome, Role, RunInfo, Site, SiteId, TaskId, What,
    WorkerId,
};
use std::collections::HashMap;

/// What a line of the report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// Of the scheduler's tasks, or a lane.
    Task(Role),
    /// A job of the blocking pool. It has one poll: its run.
    Job,
}

impl Class {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Task(role) => role.name(),
            Self::Job => "blocking",
        }
    }
}

/// All tasks of one kind that were spawned at one place.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) class: Class,
    pub(super) kind: KindId,
    pub(super) site: SiteId,
    pub(super) begun: u64,
    pub(super) polls: u64,
    pub(super) busy: Nanos,
    pub(super) longest: Nanos,
    pub(super) completed: u64,
    pub(super) panicked: u64,
    pub(super) cancelled: u64,
    /// Over; how is not known.
    pub(super) ended: u64,
}

/// The longest poll there was. Jobs of the blocking pool may be long, and are none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Longest {
    pub(super) lasted: Nanos,
    pub(super) task: TaskId,
    pub(super) group: Option<usize>,
    pub(super) worker: Option<WorkerId>,
}

/// A worker, and how long nothing was seen of it while it was not parked.
#[derive(Clone, Debug, Default)]
pub(super) struct Sight {
    parked: bool,
    seen: Nanos,
    /// How long its thread had waited for a processor at the newest look, and at the one before.
    waited: [Nanos; 2],
    /// As it was `seen`: at that moment or before.
    waited_then: Nanos,
    /// Stretches in which nothing was seen of it, since the newest look: each with
    /// `waited_then`.
    gaps: Vec<(Nanos, Nanos)>,
    /// How often it was out of sight past the threshold, and how long at most.
    pub(super) times: u64,
    pub(super) longest: Nanos,
}

/// See the module's text.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) run: Option<RunInfo>,
    names: HashMap<KindId, String>,
    sites: HashMap<SiteId, Site>,
    pub(super) groups: Vec<Group>,
    numbers: HashMap<(Class, KindId, SiteId), usize>,
    /// The group of each task and job that is not over, and when it began to run if it is a job.
    alive: HashMap<TaskId, (usize, Nanos)>,
    tasks_alive: usize,
    /// Jobs of the pool that were seen only as they ended.
    pub(super) jobs_not_seen: u64,
    pub(super) longest: Option<Longest>,
    pub(super) workers: Vec<Sight>,
    pub(super) at: Nanos,
}

impl Tally {
    pub(super) fn take(&mut self, event: &Event) {
        let at = event.at;
        self.at = self.at.max(at);
        match &event.what {
            What::Kind { id, name } => drop(self.names.insert(*id, name.clone())),
            What::Site { id, site } => drop(self.sites.insert(*id, site.clone())),
            What::RunStarted(run) => self.begin(at, run),
            &What::Spawned {
                task,
                kind,
                site,
                role,
                ..
            } => self.enter(task, Class::Task(role), kind, site, at),
            &What::Seen {
                task, kind, site, ..
            } => self.enter(task, Class::Task(Role::Task), kind, site, at),
            What::JobNotSeen { .. } => self.jobs_not_seen += 1,
            &What::BlockingSubmitted {
                job, kind, site, ..
            } => self.enter(job, Class::Job, kind, site, at),
            &What::BlockingStarted { job } => {
                if let Some((_, began)) = self.alive.get_mut(&job) {
                    *began = at;
                }
            }
            &What::BlockingEnded { job, outcome } => self.job_ended(at, job, outcome),
            &What::Polled {
                task,
                worker,
                start,
                outcome,
                ..
            } => {
                self.polled(task, worker, at.since(start));
                self.saw(worker, start, at, false);
                match outcome {
                    PollOutcome::Pending => {}
                    PollOutcome::Ready => self.end(task, |group| &mut group.completed),
                    PollOutcome::Panicked => self.end(task, |group| &mut group.panicked),
                    PollOutcome::Over => self.end(task, |group| &mut group.ended),
                }
            }
            &What::Dropped { task } => self.end(task, |group| &mut group.cancelled),
            &What::Parked { worker } => self.saw(Some(worker), at, at, true),
            &What::Unparked { worker } => self.saw(Some(worker), at, at, false),
            // Polls that were only counted: the worker was seen.
            &What::Coalesced { worker, .. } => self.saw(worker, Nanos::ZERO, at, false),
            _ => {}
        }
    }

    fn begin(&mut self, at: Nanos, run: &RunInfo) {
        let worker = Sight {
            // None has polled anything: it may not have begun at all.
            parked: true,
            seen: at,
            ..Sight::default()
        };
        self.workers = vec![worker; run.workers.into()];
        self.run = Some(run.clone());
    }

    fn enter(&mut self, id: TaskId, class: Class, kind: KindId, site: SiteId, at: Nanos) {
        let groups = &mut self.groups;
        let number = *self.numbers.entry((class, kind, site)).or_insert_with(|| {
            groups.push(Group {
                class,
                kind,
                site,
                begun: 0,
                polls: 0,
                busy: Nanos::ZERO,
                longest: Nanos::ZERO,
                completed: 0,
                panicked: 0,
                cancelled: 0,
                ended: 0,
            });
            groups.len() - 1
        });
        self.groups[number].begun += 1;
        self.alive.insert(id, (number, at));
        self.tasks_alive += usize::from(class == Class::Task(Role::Task));
    }

    fn group_of(&mut self, id: TaskId) -> Option<&mut Group> {
        let (number, _) = self.alive.get(&id)?;
        self.groups.get_mut(*number)
    }

    fn polled(&mut self, task: TaskId, worker: Option<WorkerId>, lasted: Nanos) {
        if let Some(group) = self.group_of(task) {
            group.polls += 1;
            group.busy += lasted;
            group.longest = group.longest.max(lasted);
        }
        if self.longest.is_none_or(|longest| lasted > longest.lasted) {
            let group = self.alive.get(&task).map(|(group, _)| *group);
            self.longest = Some(Longest {
                lasted,
                task,
                group,
                worker,
            });
        }
    }

    fn job_ended(&mut self, at: Nanos, job: TaskId, outcome: BlockingOutcome) {
        let began = self.alive.get(&job).map_or(at, |(_, began)| *began);
        let lasted = at.since(began);
        if let Some(group) = self.group_of(job)
            && outcome != BlockingOutcome::Cancelled
        {
            group.polls += 1;
            group.busy += lasted;
            group.longest = group.longest.max(lasted);
        }
        self.end(job, |group| match outcome {
            BlockingOutcome::Completed => &mut group.completed,
            BlockingOutcome::Panicked => &mut group.panicked,
            BlockingOutcome::Cancelled => &mut group.cancelled,
        });
    }

    fn end(&mut self, id: TaskId, how: impl FnOnce(&mut Group) -> &mut u64) {
        if let Some((number, _)) = self.alive.remove(&id) {
            let group = &mut self.groups[number];
            self.tasks_alive -= usize::from(group.class == Class::Task(Role::Task));
            *how(group) += 1;
        }
    }

    /// Something was seen of a worker, from one moment to another, and nothing between the last
    /// time and now.
    fn saw(&mut self, worker: Option<WorkerId>, from: Nanos, to: Nanos, parked: bool) {
        let Some(worker) = worker.and_then(|worker| self.workers.get_mut(worker.index())) else {
            return;
        };
        let unseen = from.since(worker.seen);
        if !worker.parked && unseen >= THRESHOLD {
            worker.gaps.push((unseen, worker.waited_then));
        }
        worker.parked = parked;
        worker.seen = worker.seen.max(to);
        // The newest look may have been after that moment.
        worker.waited_then = worker.waited[1];
    }

    /// A look at how long the threads of workers have waited for a processor, after all events
    /// up to it were taken. Where it is not known that holds which was known before.
    ///
    /// A worker whose thread waited was able to go on: the rest is what it was out of sight for.
    pub(super) fn look(&mut self, waited: impl Fn(WorkerId) -> Option<Nanos>) {
        for (index, worker) in (0..).zip(&mut self.workers) {
            let before = worker.waited[0];
            let waited = waited(WorkerId::new(index)).unwrap_or(before);
            worker.waited = [waited, before];
            for (unseen, then) in std::mem::take(&mut worker.gaps) {
                if unseen.since(waited.since(then)) >= THRESHOLD {
                    worker.times += 1;
                    worker.longest = worker.longest.max(unseen);
                }
            }
        }
    }

    /// Tasks that are not over, lanes and jobs not counted.
    pub(super) fn tasks_alive(&self) -> usize {
        self.tasks_alive
    }

    /// What of a class was begun, completed, panicked, was cancelled, and ended it is not known
    /// how.
    pub(super) fn sum(&self, class: Class) -> [u64; 5] {
        let of_class = self.groups.iter().filter(|group| group.class == class);
        of_class.fold([0; 5], |sum, group| {
            let more = [
                group.begun,
                group.completed,
                group.panicked,
                group.cancelled,
                group.ended,
            ];
            std::array::from_fn(|index| sum[index] + more[index])
        })
    }

    pub(super) fn name(&self, kind: KindId) -> &str {
        self.names.get(&kind).map_or("", String::as_str)
    }

    /// The place as `file:line:column`.
    pub(super) fn place(&self, site: SiteId) -> String {
        let site = self.sites.get(&site);
        site.map_or_else(String::new, |site| {
            format!("{}:{}:{}", site.file, site.line, site.column)
        })
    }
}
