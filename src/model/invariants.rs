//! What must hold after any event, checked from scratch: for tests, which fold
//! random histories and ask after each of them.

use super::Model;
use super::list::List;
use super::record::Waits;
use super::task::{Place, Task};
use std::collections::HashMap;

/// What all tasks say, counted in one walk: tests ask after every event.
#[derive(Default)]
struct Census {
    places: HashMap<Place, usize>,
    in_slots: usize,
    ended: usize,
    early: usize,
    rewoken: usize,
    extra: usize,
    tasks_alive: u64,
    jobs_alive: u64,
}

impl Model {
    /// Walks everything and says what does not fit. Slow: for tests only.
    #[doc(hidden)]
    pub fn check_invariants(&self) -> Result<(), String> {
        let census = self.census();
        self.check_lists(census.places.clone())?;
        self.check_slots(&census)?;
        self.check_ended(&census)?;
        self.check_timers()?;
        self.check_flags(&census)?;
        self.check_sums(&census)
    }

    fn census(&self) -> Census {
        let mut census = Census::default();
        // Without optimisation much faster than a `for`, of which this is most of the time.
        self.tasks_from(None).for_each(|task| {
            // The deferred lists of all workers are one list here.
            let place = match task.place {
                Place::Deferred(_) => Place::Deferred(crate::events::WorkerId::new(0)),
                place => place,
            };
            *census.places.entry(place).or_default() += 1;
            let flags = self.table.get(task.id).map_or([false; 3], |record| {
                let extra = matches!(record.waits(), Waits::Extra(_));
                [record.is_early(), record.is_rewoken(), extra]
            });
            census.in_slots += usize::from(matches!(task.place, Place::Lifo(_)));
            census.ended += usize::from(task.is_ended());
            census.early += usize::from(flags[0]);
            census.rewoken += usize::from(flags[1]);
            census.extra += usize::from(flags[2]);
            census.jobs_alive += u64::from(!task.is_ended() && task.is_blocking_job);
            let is_task = !task.is_blocking_job && task.place != Place::Lane;
            census.tasks_alive += u64::from(!task.is_ended() && is_task);
        });
        census
    }

    fn check_lists(&self, mut counts: HashMap<Place, usize>) -> Result<(), String> {
        let mut check = |name: &str, list: &List, place: Place| {
            let fits = |task: &Task| match place {
                Place::Deferred(_) => matches!(task.place, Place::Deferred(_)),
                place => task.place == place,
            };
            let mut walked = 0;
            for task in self.table.walk(list) {
                walked += 1;
                ensure(fits(&task), || {
                    format!("{} is in list {name}, not there", task.id)
                })?;
                let stamp = self.table.get(task.id).map(|record| record.stamp);
                ensure(
                    stamp.is_some_and(|stamp| list.holds(task.id, stamp)),
                    || format!("{name}: {} does not know where it is", task.id),
                )?;
            }
            ensure(list.is_sound(), || format!("{name}: its blocks do not fit"))?;
            let placed = counts.remove(&place).unwrap_or(0);
            ensure(walked == list.len() && walked == placed, || {
                format!(
                    "{name}: length {}, walked {walked}, placed {placed}",
                    list.len()
                )
            })
        };
        let lists = &self.lists;
        check("injection", &lists.injection, Place::Injection)?;
        check("pending", &lists.pending, Place::Pending)?;
        check("in place", &lists.in_place, Place::InPlace)?;
        check("lanes", &lists.lanes, Place::Lane)?;
        check(
            "blocking queue",
            &lists.blocking_queue,
            Place::BlockingQueue,
        )?;
        check(
            "blocking running",
            &lists.blocking_running,
            Place::BlockingRunning,
        )?;
        let any = crate::events::WorkerId::new(0);
        check("deferred", &lists.deferred, Place::Deferred(any))?;
        for worker in &self.workers {
            let list = &lists.local[worker.index.index()];
            check("local", list, Place::Local(worker.index))?;
            ensure(worker.local_len == list.len(), || {
                String::from("local_len is stale")
            })?;
        }
        let mut rest = counts
            .keys()
            .filter(|place| !matches!(place, Place::Ended(_) | Place::Lifo(_)));
        rest.next().map_or(Ok(()), |place| {
            Err(format!("tasks in {place:?}, which has no list"))
        })
    }

    fn check_slots(&self, census: &Census) -> Result<(), String> {
        for worker in &self.workers {
            let Some(id) = worker.lifo else { continue };
            let place = self.task(id).map(|task| task.place);
            ensure(place == Some(Place::Lifo(worker.index)), || {
                format!(
                    "{id} is in the LIFO slot of {}, its place is {place:?}",
                    worker.index
                )
            })?;
        }
        let slots = self
            .workers
            .iter()
            .filter(|worker| worker.lifo.is_some())
            .count();
        let placed = census.in_slots;
        ensure(slots == placed, || {
            format!("{slots} LIFO slots taken, {placed} tasks in one")
        })
    }

    fn check_ended(&self, census: &Census) -> Result<(), String> {
        let known = census.ended;
        let listed = self.ended().filter(super::Task::is_ended).count();
        ensure(
            known == listed && listed == self.ended.items().len(),
            || {
                format!(
                    "{known} ended tasks known, {listed} of {} listed",
                    self.ended.items().len()
                )
            },
        )
    }

    fn check_timers(&self) -> Result<(), String> {
        let due = self
            .pending()
            .map(|task| task.waits().filter(|wait| wait.until.is_some()).count())
            .sum::<usize>();
        ensure(due == self.timers.len(), || {
            format!(
                "{due} timers of pending tasks, {} in the index",
                self.timers.len()
            )
        })
    }

    /// What records only hint at is where the hint says.
    fn check_flags(&self, census: &Census) -> Result<(), String> {
        let counts = [
            ("early", census.early, self.early),
            ("rewoken", census.rewoken, self.rewoken.len()),
            ("extra", census.extra, self.table.extras_len()),
        ];
        counts.into_iter().try_for_each(|(name, flagged, kept)| {
            ensure(flagged == kept, || {
                format!("{flagged} records say {name}, {kept} are kept")
            })
        })
    }

    /// Only once every spawn is told: before, a task may have ended that was not spawned yet.
    fn check_sums(&self, census: &Census) -> Result<(), String> {
        if self.early > 0 {
            return Ok(());
        }
        let (tasks, jobs) = (census.tasks_alive, census.jobs_alive);
        let c = &self.counters;
        ensure(c.spawned == tasks + c.ended(), || {
            format!("{tasks} tasks alive do not fit {c:?}")
        })?;
        let b = &c.blocking;
        ensure(
            b.submitted == jobs + b.completed + b.panicked + b.cancelled,
            || format!("{jobs} jobs alive do not fit {b:?}"),
        )
    }
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
