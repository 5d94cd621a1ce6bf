//! Whether two stretches of time have a moment in common.

use super::{End, Known, place};
use crate::claim::amount::shown;
use crate::claim::sight::Sight;
use crate::claim::subject::Unit;
use crate::claim::verdict::{Moment, State, Verdict};
use crate::claim::{Name, Stretch};
use crate::events::Certainty;
use crate::model::{Model, SKEW};

/// See the module's text.
#[derive(Clone, Debug)]
pub(in crate::claim) struct Overlap {
    never: bool,
    sides: [Side; 2],
    /// The first moment that they have in common, and whose it is.
    found: Option<(Moment, Moment)>,
}

/// One of the two.
#[derive(Clone, Debug)]
struct Side {
    stretch: Stretch,
    kind: Option<Known>,
    /// The newest that began or ended, and the newest before of another task: no older one
    /// reaches further.
    newest: [Option<Moment>; 2],
}

impl Overlap {
    pub(super) fn new(never: bool, sides: &[(Stretch, Option<Name>); 2]) -> Self {
        Self {
            never,
            sides: sides.clone().map(|(stretch, kind)| Side {
                stretch,
                kind: kind.map(|name| Known::new(&name.name)),
                newest: [None; 2],
            }),
            found: None,
        }
    }

    /// Stretches come in order of their ends: one that overlaps an earlier one overlaps the
    /// last of another task, which ended latest. Shorter than the disagreement of two clocks
    /// nothing is known to overlap.
    pub(super) fn record(&mut self, sight: &Sight, model: &Model) {
        let Moment { at, until, .. } = sight.moment;
        if self.found.is_some() || until <= at + SKEW {
            return;
        }
        let fits = [0, 1].map(|side: usize| self.sides[side].is(sight, model));
        for (side, fits) in fits.into_iter().enumerate() {
            if fits && let Some(other) = self.sides[1 - side].overlapped(&sight.moment) {
                self.found = Some((sight.moment, other));
                return;
            }
        }
        for (side, fits) in self.sides.iter_mut().zip(fits) {
            if fits {
                side.keep(sight.moment);
            }
        }
    }

    /// What goes on has no end yet, and reaches up to now.
    pub(super) fn look(&mut self, sights: &[Sight], model: &Model) {
        if self.found.is_some() {
            return;
        }
        let kept = self.sides.each_ref().map(|side| side.newest);
        for sight in sights {
            self.record(sight, model);
        }
        for (side, kept) in self.sides.iter_mut().zip(kept) {
            side.newest = kept;
        }
    }

    pub(super) fn verdict(&self, end: &End, model: &Model) -> Verdict {
        let (state, mut figures, moment) = match &self.found {
            Some((one, other)) => {
                let moment = Moment {
                    at: one.at.max(other.at),
                    until: one.until.min(other.until),
                    ..*one
                };
                let figures = format!("{} and {}", place(one, model), place(other, model));
                (Some(State::of(!self.never)), figures, Some(moment))
            }
            None => {
                let skew = shown(SKEW.0, Unit::Time);
                (None, format!("no two go on together for over {skew}"), None)
            }
        };
        let state = match state {
            Some(state) => state,
            None if end.over => end.of_all(State::of(self.never), &mut figures),
            None => State::Open,
        };
        Verdict {
            state,
            certainty: Certainty::Observed,
            figures,
            value: None,
            moment,
        }
    }
}

impl Side {
    fn is(&mut self, sight: &Sight, model: &Model) -> bool {
        let of_kind = |known: &mut Known| known.is(sight.moment.kind, model);
        sight.subject == self.stretch.subject() && self.kind.as_mut().is_none_or(of_kind)
    }

    fn keep(&mut self, moment: Moment) {
        let kept = self.newest[0].and_then(|kept| kept.task);
        if kept != moment.task {
            self.newest[1] = self.newest[0];
        }
        self.newest[0] = Some(moment);
    }

    fn overlapped(&self, moment: &Moment) -> Option<Moment> {
        let others = self.newest.iter().flatten();
        let mut others = others.filter(|kept| kept.task != moment.task);
        others.find(|kept| kept.until > moment.at + SKEW).copied()
    }
}
