//! To the moments of claims, and stopping there.

use super::App;
use crate::app::{Claimed, Refused, Said, Selection};
use crate::claim::State;
use crate::events::Nanos;

impl App {
    /// To the moment of the claim chosen in the list; `false` if that cannot be.
    pub(in crate::app) fn enter_claim(&mut self) -> bool {
        let Some(index) = self.chosen_claim() else {
            self.refuse(Refused::NoClaim);
            return false;
        };
        let verdict = self.claims()[index].verdict.as_ref();
        let Some(moment) = verdict.and_then(|verdict| verdict.moment) else {
            self.refuse(Refused::NoMoment);
            return false;
        };
        let oldest = self.camera.oldest();
        if oldest.is_none_or(|oldest| moment.at < oldest) {
            self.refuse(Refused::Forgotten);
            return false;
        }
        self.show_claim(index);
        let (claim, state) = self.claim_told(index);
        self.say(Said::AtClaim { claim, state });
        true
    }

    /// Live: pauses at a claim that was just decided.
    pub(super) fn stop_at_decided_claim(&mut self) -> bool {
        let rows = self.claims.rows_mut();
        let Some(index) = rows.iter().position(Claimed::asks_to_stop) else {
            return false;
        };
        rows[index].settle();
        self.stop_at_claim(index);
        true
    }

    /// The first claim decided at a moment after `from` and up to `to` at which the view stops.
    pub(super) fn claim_between(&self, from: Nanos, to: Nanos) -> Option<(usize, Nanos)> {
        let rows = self.claims().iter().enumerate();
        let decided = rows.filter(|(_, row)| row.stops && row.is_decided());
        let moments = decided.filter_map(|(index, row)| {
            let moment = row.verdict.as_ref()?.moment?;
            (from < moment.at && moment.at <= to).then_some((index, moment.at))
        });
        moments.min_by_key(|(_, at)| *at)
    }

    /// Stands still at the moment of a claim.
    pub(super) fn stop_at_claim(&mut self, index: usize) {
        self.pick_claim(index);
        self.show_claim(index);
        let (claim, state) = self.claim_told(index);
        self.say(Said::StoppedAtClaim { claim, state });
    }

    fn claim_told(&self, index: usize) -> (String, State) {
        let row = &self.claims()[index];
        (row.claim.to_string(), row.state().unwrap_or(State::Open))
    }

    fn show_claim(&mut self, index: usize) {
        let verdict = self.claims()[index].verdict.as_ref();
        let moment = verdict.and_then(|verdict| verdict.moment);
        self.freeze();
        self.pause();
        // What never happened has no moment: that it did not is known now.
        let Some(moment) = moment else { return };
        self.stand_at(moment.at);
        if let Some(task) = moment.task {
            self.selected = Selection::Task(task);
        } else if let Some(worker) = moment.worker {
            self.selected = Selection::Worker(worker);
        }
    }
}
