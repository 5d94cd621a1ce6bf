//! How many there were.

use super::{Came, End, Match, place};
use crate::claim::amount::shown;
use crate::claim::sight::Sight;
use crate::claim::verdict::{Moment, State, Verdict};
use crate::claim::vocabulary::{Compare, Subject, Unit};
use crate::claim::Quantity;
use crate::events::{Certainty, Nanos};
use crate::model::Model;

/// See the module's text.
#[derive(Clone, Debug)]
pub(in crate::claim) struct Count {
    quantity: Quantity,
    subject: Subject,
    which: Match,
    limit: Option<(Compare, u64)>,
    /// Below this a poll is no stall.
    floor: u64,
    over: Seen,
    going: Seen,
}

/// What was seen, or goes on.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// All it is about, whatever the limit.
    all: u64,
    /// Those that are counted; of `every`, those that are as it says.
    hits: u64,
    /// Of these, those that are inferred.
    unsure: u64,
    /// Wakes that came from nobody knows where.
    unknown: u64,
    /// The longest hit; of what has no length the newest one that made the count what it is.
    hit: Option<(u64, Moment)>,
    /// The same of those that are no hits.
    miss: Option<(u64, Moment)>,
}

impl Count {
    pub(super) fn new(
        quantity: Quantity,
        subject: Subject,
        which: Match,
        limit: Option<(Compare, u64)>,
        stall_after: Nanos,
    ) -> Self {
        let own = matches!(limit, Some((Compare::Over | Compare::AtLeast, _)));
        let floor = match subject {
            Subject::Stall if !own => stall_after.0,
            _ => 0,
        };
        Self {
            quantity,
            subject,
            which,
            limit,
            floor,
            over: Seen::default(),
            going: Seen::default(),
        }
    }

    pub(super) fn record(&mut self, sight: &Sight, model: &Model) {
        let mut seen = std::mem::take(&mut self.over);
        self.take(&mut seen, sight, model);
        self.over = seen;
    }

    pub(super) fn look(&mut self, sights: &[Sight], model: &Model) {
        let mut seen = Seen::default();
        for sight in sights {
            self.take(&mut seen, sight, model);
        }
        self.going = seen;
    }

    fn take(&mut self, seen: &mut Seen, sight: &Sight, model: &Model) {
        if sight.subject != self.subject {
            return;
        }
        let Some(amount) = self.which.amount(sight, model) else {
            return;
        };
        let mut hit = match self.limit {
            // What goes on may still become longer.
            Some((compare, _)) if sight.goes_on && compare.is_ceiling() => {
                if self.quantity != Quantity::Every {
                    return;
                }
                self.holds(amount)
            }
            _ => self.holds(amount),
        };
        if self.quantity == Quantity::Every && amount < self.floor {
            return;
        }
        if hit && self.which.asks_who() {
            match self.which.came(sight, model) {
                Came::Yes(Certainty::Observed) => {}
                Came::Yes(Certainty::Inferred) => seen.unsure += 1,
                Came::No(certainty) => {
                    hit = false;
                    seen.unsure += u64::from(certainty == Certainty::Inferred);
                }
                Came::Unknown => {
                    seen.all += 1;
                    seen.unknown += 1;
                    return;
                }
            }
        }
        if sight.goes_on && self.quantity == Quantity::Every && hit {
            return;
        }
        seen.all += 1;
        seen.hits += u64::from(hit);
        let best = if hit { &mut seen.hit } else { &mut seen.miss };
        let is_new = match best {
            None => true,
            Some((most, _)) if self.subject.row().unit != Unit::None => amount > *most,
            // Of what has no length: the one that made the count what it is.
            Some(_) => match self.quantity {
                Quantity::AtMost(most) | Quantity::Exactly(most) => {
                    hit && seen.hits == most.saturating_add(1)
                }
                Quantity::AtLeast(least) => hit && seen.hits == least,
                Quantity::Every => false,
            },
        };
        if is_new {
            *best = Some((amount, sight.moment));
        }
    }

    fn holds(&self, amount: u64) -> bool {
        let limit = self
            .limit
            .is_none_or(|(compare, limit)| compare.holds(amount, limit));
        limit && amount >= self.floor
    }

    pub(super) fn verdict(&self, end: &End, model: &Model) -> Verdict {
        let longer = |one: Option<(u64, Moment)>, other: Option<(u64, Moment)>| match (one, other) {
            (Some(one), Some(other)) if other.0 > one.0 => Some(other),
            (one, other) => one.or(other),
        };
        let (over, going) = (&self.over, &self.going);
        let hit = longer(over.hit, going.hit);
        let miss = longer(over.miss, going.miss);
        let (hits, all) = (over.hits + going.hits, over.all + going.all);
        let unknown = over.unknown + going.unknown;
        let mut figures = self.figures(hits, all, hit.or(miss), model);
        let state = self.state(hits, all, unknown, end, &mut figures);
        // What decides is a hit where there are too many, and else what came nearest.
        let of_hits = match self.quantity {
            Quantity::Every => state != State::Broken,
            _ => hits > 0,
        };
        let moment = if of_hits { hit.or(miss) } else { miss.or(hit) };
        let inferred = self.subject.row().inferred || over.unsure + going.unsure > 0;
        Verdict {
            state,
            certainty: match inferred {
                true => Certainty::Inferred,
                false => Certainty::Observed,
            },
            figures,
            moment: moment.map(|(_, moment)| moment),
        }
    }

    fn state(&self, hits: u64, all: u64, unknown: u64, end: &End, figures: &mut String) -> State {
        let floor = |hits: u64, least: u64| hits >= least;
        // Those of nobody knows where may be hits as well.
        let most = hits + unknown;
        let decided = match self.quantity {
            Quantity::AtMost(limit) if hits > limit => Some(State::Broken),
            Quantity::Exactly(limit) if hits > limit => Some(State::Broken),
            Quantity::AtLeast(limit) if floor(hits, limit) => Some(State::Holds),
            Quantity::Every if all - unknown > hits => Some(State::Broken),
            _ => None,
        };
        if let Some(state) = decided {
            return state;
        }
        if !end.over {
            return State::Open;
        }
        let state = match self.quantity {
            Quantity::AtMost(limit) => (most <= limit).then_some(State::Holds),
            Quantity::Exactly(limit) => {
                (unknown == 0).then_some(State::of(hits == limit))
            }
            Quantity::AtLeast(limit) => (most < limit).then_some(State::Broken),
            Quantity::Every if all == 0 => None,
            Quantity::Every => (unknown == 0).then_some(State::Holds),
        };
        if unknown > 0 {
            figures.push_str(&format!("; of {unknown} it is not known by whom"));
        }
        match state {
            Some(state) => end.unless_missed(state, figures),
            None => State::Open,
        }
    }

    /// `3 stalls over 50ms; the longest 3.000s: block #17 on worker 2 at 0.503s`.
    fn figures(&self, hits: u64, all: u64, longest: Option<(u64, Moment)>, model: &Model) -> String {
        let row = self.subject.row();
        let name = row.names[usize::from(hits != 1)];
        let count = match hits {
            0 => "no".to_owned(),
            hits => hits.to_string(),
        };
        let limit = self.limit.map_or(String::new(), |(compare, limit)| {
            format!(" {compare} {}", shown(limit, row.unit))
        });
        let of = match self.quantity {
            Quantity::Every => format!(" of {all}"),
            _ => String::new(),
        };
        let mut text = format!("{count}{of} {name}{limit}");
        match longest {
            Some((amount, moment)) if row.unit != Unit::None => {
                // That a poll below the threshold is no stall is no reason not to tell of it.
                text.push_str(&format!(
                    "; the longest {}: {}",
                    match amount < self.floor {
                        true => format!("poll {}", shown(amount, row.unit)),
                        false => shown(amount, row.unit),
                    },
                    place(&moment, model)
                ));
            }
            Some((_, moment)) if hits > 0 => text.push_str(&format!("; {}", place(&moment, model))),
            _ => {}
        }
        text
    }
}
