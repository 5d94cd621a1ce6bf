//! What is claimed of the run: the list of claims with their live verdicts.
//!
//! Claims of a scenario and of flags are checked as events arrive, from the beginning of the
//! play. One that is typed later is first checked over the history ([`look_back`]); then it
//! follows the newest moment like the others, without a gap. Verdicts are of the newest
//! moment, whatever moment is shown.

mod line;
mod look_back;

use super::{App, Refused, Said, Standing};
use crate::claim::{Claim, Claims, State, Verdict};
use crate::events::{Delivery, Nanos};
use crate::limits::MAX_CLAIMS;
use crate::model::Model;
use look_back::LookBack;

/// One claim of the list.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// What is claimed.
    pub claim: Claim,
    /// What is said of it at the newest moment; `None` while the history is looked through.
    pub verdict: Option<Verdict>,
    /// The view stops when it is decided.
    pub stops: bool,
    /// The history did not reach back to the beginning: it is about what happened from here on.
    pub since: Option<Nanos>,
    /// It is about a run that is over.
    pub over: bool,
    /// The view stopped at its verdict, or has no reason to.
    told: bool,
    /// The scenario makes it, anew with each play.
    of_scenario: bool,
}

impl Claimed {
    fn new(claim: Claim, of_scenario: bool) -> Self {
        Self {
            claim,
            verdict: None,
            stops: false,
            since: None,
            over: false,
            told: false,
            of_scenario,
        }
    }

    /// The state, once all of the history was looked through.
    pub fn state(&self) -> Option<State> {
        self.verdict.as_ref().map(|verdict| verdict.state)
    }

    /// Whether its verdict is final.
    pub fn is_decided(&self) -> bool {
        self.state().is_some_and(|state| state != State::Open)
    }

    /// The view stopped at its verdict.
    pub(super) fn settle(&mut self) {
        self.told = true;
    }

    /// A verdict to stop at.
    pub(super) fn asks_to_stop(&self) -> bool {
        self.stops && !self.told && self.is_decided()
    }
}

/// The claims, and the play they are about.
#[derive(Default)]
pub(super) struct ClaimList {
    /// First those the stage checks, in its order; then those that wait until the history was
    /// looked through for them.
    rows: Vec<Claimed>,
    chosen: usize,
    play: Option<Played>,
    /// The kinds of task of the scenario.
    kinds: Vec<String>,
    looking: Option<Box<LookBack>>,
}

/// A scenario that is played.
#[derive(Clone, Copy, Debug)]
struct Played {
    /// The number of its first event.
    from: u64,
    /// What had been delivered before.
    before: Delivery,
    over: Option<Over>,
}

/// The end of a play.
#[derive(Clone, Copy, Debug)]
struct Over {
    /// So many events had happened.
    position: u64,
    at: Nanos,
    /// So many tasks and jobs had begun.
    begun: u64,
}

/// Tasks and jobs that began so far.
fn begun(model: &Model) -> u64 {
    let counters = model.counters();
    counters.spawned + counters.blocking.submitted
}

impl ClaimList {
    pub(super) fn rows_mut(&mut self) -> &mut [Claimed] {
        &mut self.rows
    }

    /// What is decided by now is no reason to stop.
    pub(super) fn watch_from_now(&mut self) {
        for row in &mut self.rows {
            row.told = row.is_decided();
        }
    }

    fn choose(&mut self, index: usize) {
        self.chosen = index.min(self.rows.len().saturating_sub(1));
    }
}

impl App {
    /// What is claimed, in the order of the list.
    pub fn claims(&self) -> &[Claimed] {
        &self.claims.rows
    }

    /// The row that is chosen, if there is one.
    pub fn chosen_claim(&self) -> Option<usize> {
        let last = self.claims.rows.len().checked_sub(1)?;
        Some(self.claims.chosen.min(last))
    }

    /// How all claims stand.
    pub fn standing(&self) -> Standing {
        let rows = &self.claims.rows;
        let count = |state| {
            let in_it = |row: &&Claimed| row.state() == Some(state);
            rows.iter().filter(in_it).count()
        };
        Standing {
            all: rows.len(),
            broken: count(State::Broken),
            hold: count(State::Holds),
        }
    }

    /// Whether the play that the claims are about is over.
    pub fn play_is_over(&self) -> bool {
        self.claims.play.is_some_and(|play| play.over.is_some())
    }

    /// Claims something of the run from its beginning on: before anything happened.
    pub fn expect(&mut self, claims: impl IntoIterator<Item = Claim>) {
        let rows = claims.into_iter().map(|claim| Claimed::new(claim, false));
        self.claims.rows.extend(rows);
        self.claim_all_anew();
    }

    /// A scenario begins: its claims are made, and all others anew, about this play.
    pub(super) fn play_claims(&mut self, claims: Vec<Claim>, kinds: Vec<String>) {
        self.claims.kinds = kinds;
        let before = std::mem::take(&mut self.claims.rows);
        let rows = claims.into_iter().map(|claim| {
            let same = before.iter().find(|row| row.claim == claim);
            Claimed {
                stops: same.is_some_and(|row| row.stops),
                ..Claimed::new(claim, true)
            }
        });
        let mut rows: Vec<Claimed> = rows.collect();
        for old in before.iter().filter(|row| !row.of_scenario) {
            if rows.iter().all(|row| row.claim != old.claim) {
                rows.push(Claimed {
                    stops: old.stops,
                    ..Claimed::new(old.claim.clone(), false)
                });
            }
        }
        rows.truncate(MAX_CLAIMS);
        self.claims.rows = rows;
        self.claims.play = Some(Played {
            from: self.camera.log.end(),
            before: self.stage.newest().mark.delivery,
            over: None,
        });
        self.claim_all_anew();
    }

    fn claim_all_anew(&mut self) {
        let all = self.claims.rows.iter().map(|row| row.claim.clone());
        let mut claims = Claims::new(all, self.options.stall_after);
        claims.begin(&self.newest().model, &self.newest().mark.delivery);
        *self.stage.claims_mut() = claims;
        self.claims.looking = None;
        self.claims.choose(0);
        self.tell_verdicts();
    }

    /// The play is over: what is claimed of it is decided, as far as it can be.
    pub(super) fn scenario_over(&mut self) {
        let newest = self.stage.newest();
        let over = Over {
            position: self.camera.log.end(),
            at: newest.now.at,
            begun: begun(&newest.model),
        };
        let Some(play) = self.claims.play.as_mut() else {
            return;
        };
        if play.over.is_some() {
            return;
        }
        play.over = Some(over);
        if self.claims.rows.is_empty() {
            return;
        }
        self.stage.conclude();
        self.tell_verdicts();
        self.say(Said::PlayOver(self.standing()));
    }

    /// With each frame: looks a bit further back for what was typed, and at what is said of
    /// each claim now.
    pub(super) fn check_claims(&mut self) {
        if self.claims.rows.is_empty() {
            return;
        }
        self.look_back();
        if self.is_closed_for_good() {
            self.stage.conclude();
        }
        self.tell_verdicts();
    }

    /// Whether a run is over that no play is in progress of: its runtime is closed.
    fn is_closed_for_good(&self) -> bool {
        let model = &self.newest().model;
        let goes_on = |play: Played| play.over.is_none();
        // Closed for another number of workers it opens again.
        let wanted = self.wanted_workers;
        model.run().is_some_and(|run| run.workers == wanted)
            && !model.running()
            && !self.claims.play.is_some_and(goes_on)
    }

    fn tell_verdicts(&mut self) {
        let rows = self.claims.rows.iter_mut();
        let over = self.stage.claims().over();
        for ((row, (_, verdict)), over) in rows.zip(self.stage.verdicts()).zip(over) {
            row.verdict = Some(verdict);
            row.over = over;
        }
    }

    /// Claims this as well: about the play in progress, else about all that is remembered.
    pub(super) fn claim(&mut self, claim: Claim) {
        let rows = &mut self.claims.rows;
        if let Some(same) = rows.iter().position(|row| row.claim == claim) {
            let over = rows[same].over;
            self.claims.choose(same);
            if !over {
                return;
            }
            // Something else may have happened since.
            self.drop_claim();
        }
        if self.claims.rows.len() >= MAX_CLAIMS {
            self.refuse(Refused::TooManyClaims);
            return;
        }
        self.claims.rows.push(Claimed::new(claim, false));
        let last = self.claims.rows.len() - 1;
        self.claims.choose(last);
        // What is short is looked through at once.
        self.check_claims();
        let row = &mut self.claims.rows[last];
        row.told = row.is_decided();
    }

    /// Takes the chosen claim away.
    pub(super) fn drop_claim(&mut self) {
        let Some(chosen) = self.chosen_claim() else {
            self.refuse(Refused::NoClaim);
            return;
        };
        let checked = self.stage.claims().len();
        if chosen < checked {
            self.stage.claims_mut().remove(chosen);
        } else if chosen == checked {
            self.claims.looking = None;
        }
        self.claims.rows.remove(chosen);
        self.claims.choose(chosen);
    }

    /// The view stops when this claim is decided, or no longer does; of `None` the chosen one.
    pub(super) fn toggle_claim_stop(&mut self, index: Option<usize>) {
        let index = index.or(self.chosen_claim());
        let row = index.and_then(|index| self.claims.rows.get_mut(index));
        let Some(row) = row else {
            self.refuse(Refused::NoClaim);
            return;
        };
        row.stops = !row.stops;
        row.told = row.is_decided();
        self.watch_from_now();
    }

    /// Chooses a row; `true` if it was chosen already.
    pub(super) fn pick_claim(&mut self, index: usize) -> bool {
        let again = self.chosen_claim() == Some(index);
        self.claims.choose(index);
        again
    }

    pub(super) fn step_claim(&mut self, step: isize) {
        let chosen = self.chosen_claim().unwrap_or(0);
        self.claims.choose(chosen.saturating_add_signed(step));
    }
}
