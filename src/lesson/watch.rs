//! What is watched in a run of a lesson, and what was seen when it is over.

use super::{LineOrder, LineOrders, Run};
use crate::claim::{Claim, Claims, State, Verdict};
use crate::events::{Delivery, Event, Nanos, Now};
use crate::model::Model;
use std::sync::Arc;

/// Hears of the events of one run.
#[derive(Debug)]
pub struct Watch {
    watched: Arc<[Claim]>,
    goals: usize,
    claims: Claims,
    orders: LineOrders,
}

impl Watch {
    /// The run begins now: what the model has was before it, and so was what had been delivered.
    pub fn new(run: &Run, stall_after: Nanos, model: &Model, before: &Delivery) -> Self {
        let mut claims = Claims::new(run.watched.iter().cloned(), stall_after);
        claims.begin(model, before);
        Self {
            watched: Arc::clone(&run.watched),
            goals: run.goals.len(),
            claims,
            orders: LineOrders::new(&run.lines),
        }
    }

    /// This event is about to be folded into the model.
    pub fn before(&mut self, event: &Event, model: &Model) {
        self.claims.before(event, model);
    }

    /// This event was folded in.
    pub fn after(&mut self, event: &Event, model: &Model) {
        self.claims.after(event, model);
        self.orders.after(event, model);
    }

    /// What goes on at a frame.
    pub fn look(&mut self, model: &Model, now: &Now, delivery: &Delivery) {
        self.claims.watch(model, now);
        self.claims.delivered(delivery);
    }

    /// How the goals stand.
    pub fn goals(&self, model: &Model) -> Vec<Verdict> {
        let all = self.claims.verdicts(model);
        all.take(self.goals).map(|(_, verdict)| verdict).collect()
    }

    /// The run is over at this moment.
    pub fn conclude(mut self, model: &Model, now: &Now) -> Seen {
        self.claims.conclude(model, now);
        let verdicts = self.claims.verdicts(model);
        let verdicts = verdicts.map(|(_, verdict)| verdict).collect();
        Seen {
            watched: self.watched,
            goals: self.goals,
            verdicts,
            orders: self.orders.orders(),
        }
    }
}

/// What was seen of a run that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    watched: Arc<[Claim]>,
    goals: usize,
    verdicts: Vec<Verdict>,
    orders: Vec<LineOrder>,
}

impl Seen {
    /// What is said of a claim that was watched.
    pub fn verdict(&self, claim: &Claim) -> Option<&Verdict> {
        let at = self.watched.iter().position(|known| known == claim)?;
        self.verdicts.get(at)
    }

    /// The value that was measured.
    pub fn value(&self, claim: &Claim) -> Option<u64> {
        self.verdict(claim)?.value
    }

    /// The verdicts of the goals.
    pub fn goals(&self) -> &[Verdict] {
        &self.verdicts[..self.goals.min(self.verdicts.len())]
    }

    /// Whether all goals were reached.
    pub fn reached(&self) -> bool {
        self.goals().iter().all(|goal| goal.state == State::Holds)
    }

    /// In which orders the lines came, the most frequent one first.
    pub fn orders(&self) -> &[LineOrder] {
        &self.orders
    }
}
