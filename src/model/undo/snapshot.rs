//! Copies of a model, to look at or to take back while the first one goes on.

use crate::model::Model;
use crate::model::worker::Worker;

impl Model {
    /// A copy of the present state that does not remember, to look at or to take back.
    #[must_use]
    pub fn snapshot(&self) -> Self {
        self.snapshot_into(Self::new(self.stall_after))
    }

    /// A copy as by [`snapshot`](Self::snapshot), in the memory of `spare`, whose state is lost:
    /// faster where copies are made again and again.
    #[must_use]
    pub fn snapshot_into(&self, spare: Self) -> Self {
        let mut copy = Self {
            stall_after: self.stall_after,
            at: self.at,
            run: self.run.clone(),
            running: self.running,
            shutdown: self.shutdown,
            workers: self.workers.clone(),
            table: self.table.snapshot_into(spare.table),
            lists: self.lists.clone(),
            timers: self.timers.clone(),
            pool: self.pool,
            kinds: self.kinds.clone(),
            sites: self.sites.clone(),
            texts: self.texts.clone(),
            recent_texts: self.recent_texts.clone(),
            counters: self.counters,
            poll_histogram: self.poll_histogram,
            ended: self.ended.clone(),
            stalls: self.stalls.clone(),
            panics: self.panics.clone(),
            stuck: self.stuck.clone(),
            deadlocks: self.deadlocks.clone(),
            happenings: self.happenings.clone(),
            early: self.early,
            rewoken: self.rewoken.clone(),
            moved: self.moved.clone(),
            locks: self.locks.clone(),
            shortcut: self.shortcut,
            driver: self.driver,
            begin: None,
        };
        copy.stop();
        copy
    }

    /// Ends remembering. The table of a snapshot does not remember to begin with.
    fn stop(&mut self) {
        let Self {
            stall_after: _,
            at: _,
            run: _,
            running: _,
            shutdown: _,
            workers,
            table: _,
            lists,
            timers,
            pool: _,
            kinds,
            sites,
            texts,
            recent_texts,
            counters: _,
            poll_histogram: _,
            ended,
            stalls,
            panics,
            stuck,
            deadlocks,
            happenings,
            early: _,
            rewoken,
            moved,
            locks,
            shortcut: _,
            driver: _,
            begin: _,
        } = self;
        workers.iter_mut().for_each(Worker::stop);
        lists.stop();
        timers.stop();
        kinds.stop();
        sites.stop();
        texts.stop();
        recent_texts.stop();
        ended.stop();
        stalls.stop();
        panics.stop();
        stuck.stop();
        deadlocks.stop();
        happenings.stop();
        rewoken.stop();
        moved.stop();
        locks.stop();
    }
}
