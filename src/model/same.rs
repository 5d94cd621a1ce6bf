//! Whether two models are the same in all that can be seen, and in what later events
//! depend on: for tests of taking a model back.

use super::Model;
use super::task::Task;
use crate::events::TaskId;
use std::fmt::Debug;

impl Model {
    /// Compares everything and says what differs first. Slow: for tests only.
    #[doc(hidden)]
    pub fn same_picture(&self, other: &Self) -> Result<(), String> {
        // No field may be forgotten: whoever adds one says here who compares it.
        let Self {
            // same_run
            at: _,
            stall_after: _,
            run: _,
            running: _,
            shutdown: _,
            // same_workers; the local queues too, which are lists
            workers: _,
            // same_tasks, same_to_come
            table: _,
            lists: _,
            // same_sums
            counters: _,
            poll_histogram: _,
            kinds: _,
            // same_facts
            happenings: _,
            stalls: _,
            panics: _,
            stuck: _,
            deadlocks: _,
            sites: _,
            texts: _,
            recent_texts: _,
            ended: _,
            // same_to_come
            early: _,
            driver: _,
            rewoken: _,
            moved: _,
            locks: _,
            timers: _,
            pool: _,
            // How events are folded, and whether changes are remembered, is no state.
            shortcut: _,
            begin: _,
        } = self;
        self.same_run(other)?;
        self.same_workers(other)?;
        self.same_tasks(other)?;
        self.same_sums(other)?;
        self.same_facts(other)?;
        self.same_to_come(other)
    }

    fn same_run(&self, other: &Self) -> Result<(), String> {
        same("at", self.at, other.at)?;
        same("stall_after", self.stall_after, other.stall_after)?;
        same("run", self.run(), other.run())?;
        same("running", self.running, other.running)?;
        same("shutdown", self.shutdown, other.shutdown)
    }

    fn same_workers(&self, other: &Self) -> Result<(), String> {
        same("workers", self.workers.len(), other.workers.len())?;
        for (one, two) in self.workers.iter().zip(&other.workers) {
            let small = |worker: &super::Worker| format!("{:?}", worker.without_history());
            same("worker", small(one), small(two))?;
            same("history", &one.history, &two.history)?;
            all_same("local queue", self.local(one.index), other.local(two.index))?;
        }
        Ok(())
    }

    fn same_tasks(&self, other: &Self) -> Result<(), String> {
        all_same("tasks", self.tasks_from(None), other.tasks_from(None))?;
        all_same("injection", self.injection(), other.injection())?;
        all_same("deferred", self.deferred(), other.deferred())?;
        all_same("pending", self.pending(), other.pending())?;
        all_same(
            "running jobs",
            self.blocking_running(),
            other.blocking_running(),
        )?;
        all_same(
            "queued jobs",
            self.blocking_queued(),
            other.blocking_queued(),
        )?;
        all_same("ended", self.ended(), other.ended())?;
        let most = u32::try_from(self.table.capacity().max(other.table.capacity()));
        let ids = (1..=most.unwrap_or(u32::MAX)).filter_map(TaskId::new);
        ids.into_iter().try_for_each(|id| {
            same(
                "what is seen of a task",
                self.table.seen(id),
                other.table.seen(id),
            )
        })
    }

    fn same_sums(&self, other: &Self) -> Result<(), String> {
        same("counters", self.counters, other.counters)?;
        same("poll histogram", self.poll_histogram, other.poll_histogram)?;
        all_same("kinds", self.kinds(), other.kinds())
    }

    fn same_facts(&self, other: &Self) -> Result<(), String> {
        all_same("happenings", self.happenings(), other.happenings())?;
        all_same("stalls", self.stalls(), other.stalls())?;
        all_same("panics", self.panics.items(), other.panics.items())?;
        all_same("stuck", self.stuck.items(), other.stuck.items())?;
        all_same("deadlocks", self.deadlocks(), other.deadlocks())?;
        let texts = |model: &Self| {
            let texts = model.recent_texts();
            let texts = texts.map(|(at, task, id)| (at, task, model.text(id).to_owned()));
            texts.collect::<Vec<_>>()
        };
        all_same("texts", texts(self), texts(other))?;
        let site = |task: &Task, model: &Self| model.site(task.site?).cloned();
        all_same(
            "sites",
            self.tasks_from(None).map(|task| site(&task, self)),
            other.tasks_from(None).map(|task| site(&task, other)),
        )
    }

    /// What no one sees yet.
    fn same_to_come(&self, other: &Self) -> Result<(), String> {
        same("early", self.early, other.early)?;
        same("pool", self.pool, other.pool)?;
        same("driver", self.driver, other.driver)?;
        same("list ends", self.lists.ends(), other.lists.ends())?;
        same("extras", self.table.extras_len(), other.table.extras_len())?;
        let stamps = |model: &Self| {
            let known = model.tasks_from(None).map(|task| task.id);
            let records = known.filter_map(|id| model.table.get(id));
            records
                .map(|record| (record.stamp, record.waits()))
                .collect::<Vec<_>>()
        };
        all_same("stamps and extras", stamps(self), stamps(other))?;
        let ids = || self.tasks_from(None).map(|task| task.id);
        all_same(
            "woken again",
            ids().map(|id| self.rewoken.get(id)),
            ids().map(|id| other.rewoken.get(id)),
        )?;
        all_same(
            "moved along",
            ids().map(|id| self.moved.get(id)),
            ids().map(|id| other.moved.get(id)),
        )?;
        if !self.locks.same(&other.locks) {
            return Err(format!("locks: {:?}, and {:?}", self.locks, other.locks));
        }
        all_same("timers", self.timers.buckets(), other.timers.buckets())
    }
}

fn same<T: PartialEq + Debug>(name: &str, one: T, two: T) -> Result<(), String> {
    if one == two {
        return Ok(());
    }
    Err(format!("{name}: {one:?}, and {two:?}"))
}

fn all_same<T: PartialEq + Debug>(
    name: &str,
    one: impl IntoIterator<Item = T>,
    two: impl IntoIterator<Item = T>,
) -> Result<(), String> {
    let (mut one, mut two) = (one.into_iter(), two.into_iter());
    for number in 0usize.. {
        let (one, two) = (one.next(), two.next());
        if one.is_none() && two.is_none() {
            break;
        }
        if one != two {
            return Err(format!("{name}, at {number}: {one:?}, and {two:?}"));
        }
    }
    Ok(())
}
