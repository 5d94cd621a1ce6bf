//! A claim that is typed while the run goes on is checked over the history first: a model is
//! taken back to the beginning, and the events are folded again, some at each frame.

use super::{Over, begun};
use crate::app::App;
use crate::camera::{Log, Place, earliest, hands, seek};
use crate::claim::{Claim, Claims};
use crate::events::{Delivery, Nanos};
use crate::model::{Model, Undo};

/// Events folded again at a frame: some milliseconds' worth, so that no picture is late.
const AT_ONCE: u64 = 100_000;

/// How far the history was looked through.
pub(super) struct LookBack {
    claims: Claims,
    model: Model,
    /// The number of the first event looked at, and of the next one.
    from: u64,
    at: u64,
    /// The moment it began, if what is claimed began before.
    since: Option<Nanos>,
}

impl App {
    /// Whether the history is being looked through for a claim.
    pub fn looks_back(&self) -> bool {
        self.claims.rows.len() > self.stage.claims().len()
    }

    /// How much of the history was looked through for the first claim that waits, in percent.
    pub fn looked_back(&self) -> u8 {
        let Some(look) = &self.claims.looking else {
            return 0;
        };
        let all = self.camera.log.end().saturating_sub(look.from).max(1);
        let done = look.at.saturating_sub(look.from).min(all);
        u8::try_from(done * 100 / all).unwrap_or(100)
    }

    /// Looks a bit further for the claims that wait. Who was looked for to the end follows the
    /// newest moment from now on: all events so far are in the history.
    pub(super) fn look_back(&mut self) {
        let mut left = AT_ONCE;
        while left > 0 && self.looks_back() {
            let row = self.stage.claims().len();
            let log = &self.camera.log;
            let looking = self.claims.looking.take();
            // What is forgotten by now and was not looked at: once more, from the beginning.
            let looking = looking.filter(|look| look.at >= log.first());
            let mut look = match looking {
                Some(look) => look,
                None => Box::new(self.begin_look(&self.claims.rows[row].claim)),
            };
            let over = self.ends_at();
            let end = over.map_or(log.end(), |over| over.position.min(log.end()));
            left -= look.go_on(log, end, left);
            if look.at < end {
                self.claims.looking = Some(look);
                return;
            }
            if let Some(Over { position, at, .. }) = over {
                let place = Place { position, at };
                let newest = self.newest();
                let now = hands(log, place, &look.model, &newest.now);
                look.claims.delivered(&newest.mark.delivery);
                look.claims.conclude(&look.model, &now);
            }
            self.claims.rows[row].since = look.since;
            self.stage.claims_mut().extend(look.claims);
            // What goes on, as at the newest moment.
            self.stage.watch();
        }
    }

    fn begin_look(&self, claim: &Claim) -> LookBack {
        let log = &self.camera.log;
        let newest = &self.newest().model;
        let wanted = self.claims.play.map_or(0, |play| play.from);
        let mut model = newest.snapshot();
        let from = wanted.max(earliest(log));
        let from = seek(&mut model, log.end(), from, newest, log);
        let mut claims = Claims::new([claim.clone()], self.options.stall_after);
        let before = self
            .claims
            .play
            .map_or_else(Delivery::default, |play| play.before);
        claims.begin(&model, &before);
        LookBack {
            claims,
            model,
            from,
            at: from,
            since: (from > wanted).then(|| log.at(from)).flatten(),
        }
    }

    /// Where the run that is claimed about ended, if nothing began since.
    fn ends_at(&self) -> Option<Over> {
        let over = self.claims.play.and_then(|play| play.over);
        over.filter(|over| over.begun == begun(&self.newest().model))
    }
}

impl LookBack {
    /// Folds at most `most` events with numbers below `end`; gives how many.
    fn go_on(&mut self, log: &Log<Undo>, end: u64, most: u64) -> u64 {
        let begun = self.at;
        let end = end.min(begun.saturating_add(most));
        for (_, event) in log.range(begun, end) {
            self.claims.before(&event, &self.model);
            self.model.apply(&event);
            self.claims.after(&event, &self.model);
        }
        self.at = end.max(begun);
        self.at - begun
    }
}
