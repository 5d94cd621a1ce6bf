//! How long the queues are: measured where a measurement tells of the moment shown.

use super::Eye;
use crate::events::{Sample, Value};
use crate::model::{Place, Worker};

impl<'a> Eye<'a> {
    /// Tokio's own numbers. None if they are of a runtime that is gone, and at a past moment
    /// none if something has happened since they were read.
    pub(super) fn sample(&self) -> Option<&'a Sample> {
        let (app, model) = (self.app, self.model());
        let read = app.shown().mark.sample.at;
        let mut hands = app.shown().now.workers.iter().flatten();
        let is_of_now =
            app.is_live() || (model.at() <= read && hands.all(|hand| hand.since <= read));
        (model.running() && is_of_now).then_some(&app.shown().mark.sample)
    }

    /// Tokio's own counts, of a runtime that is gone the last ones.
    pub(super) fn counted(&self) -> Option<&'a Sample> {
        match self.model().running() {
            true => self.sample(),
            false => Some(&self.app.shown().mark.sample),
        }
    }

    /// How many lie on the pass.
    pub(super) fn pass_len(&self) -> Value<usize> {
        match self.sample() {
            // It needs no unstable build.
            Some(sample) => Value::observed(sample.injection),
            None if !self.model().running() => Value::observed(0),
            None => Value::inferred(self.lying(Place::Injection, self.model().injection_len())),
        }
    }

    /// How many lie on a chef's rail.
    pub(super) fn rail_len(&self, worker: &Worker) -> Value<usize> {
        let measured = self.sample().and_then(|sample| {
            let sample = sample.workers.get(worker.index.index())?;
            sample.local
        });
        match measured {
            Some(measured) => Value::observed(measured),
            None => Value::inferred(self.lying(Place::Local(worker.index), worker.local_len)),
        }
    }

    /// The model hears of a poll when it ends: till then a card in hand is queued as well.
    fn lying(&self, place: Place, len: usize) -> usize {
        if len == 0 {
            return 0;
        }
        let hands = self.now().workers.iter().flatten();
        let taken = hands.filter(|hand| {
            let task = self.model().task(hand.task);
            task.is_some_and(|task| task.place == place)
        });
        len.saturating_sub(taken.count())
    }
}
