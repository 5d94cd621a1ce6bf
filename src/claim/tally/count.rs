//! How many there were.

use super::{Came, End, Match, place};
use crate::claim::Quantity;
use crate::claim::amount::shown;
use crate::claim::sight::Sight;
use crate::claim::subject::{Subject, Unit};
use crate::claim::verdict::{Moment, State, Verdict};
use crate::claim::vocabulary::Compare;
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
    /// Those that are as it says.
    hits: u64,
    /// Where a guess decided which they are.
    inferred: u64,
    /// Those of which the events do not say whether they are as it says.
    unknown: u64,
    /// The hit that decides most, or comes nearest to it; of what has no length the one that made
    /// the count what it is.
    hit: Option<(u64, Moment)>,
    /// The same of those that are no hits.
    miss: Option<(u64, Moment)>,
}

/// What one of them is.
enum Is {
    Hit,
    Miss,
    Unknown,
}

impl Count {
    pub(super) fn new(
        quantity: Quantity,
        subject: Subject,
        which: Match,
        limit: Option<(Compare, u64)>,
        stall_after: Nanos,
    ) -> Self {
        // With a time given it is a poll of that time.
        let own = matches!(limit, Some((Compare::Over | Compare::AtLeast, _)));
        let floor = match subject {
            Subject::Stall if !own || quantity == Quantity::Every => stall_after.0,
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
        if sight.subject != self.subject {
            return;
        }
        // It may be what went on: that is not counted twice.
        self.going = Seen::default();
        let mut seen = std::mem::take(&mut self.over);
        self.take(&mut seen, sight, model);
        self.over = seen;
    }

    pub(super) fn look(&mut self, sights: &[Sight], model: &Model) {
        let mut seen = Seen::default();
        let subject = self.subject;
        for sight in sights.iter().filter(|sight| sight.subject == subject) {
            self.take(&mut seen, sight, model);
        }
        self.going = seen;
    }

    fn take(&mut self, seen: &mut Seen, sight: &Sight, model: &Model) {
        let Some(amount) = self.which.amount(sight, model) else {
            return;
        };
        let every = self.quantity == Quantity::Every;
        if every && amount < self.floor || sight.goes_on && !self.is_sure(amount) {
            return;
        }
        let is = match self.holds(amount) {
            _ if sight.doubtful => Is::Unknown,
            true if self.which.asks_who() => match self.which.came(sight, model) {
                Came::Unknown => Is::Unknown,
                Came::Yes(certainty) => {
                    seen.inferred += u64::from(certainty == Certainty::Inferred);
                    Is::Hit
                }
                Came::No(certainty) => {
                    seen.inferred += u64::from(certainty == Certainty::Inferred);
                    Is::Miss
                }
            },
            true => Is::Hit,
            false => Is::Miss,
        };
        seen.all += 1;
        match is {
            Is::Unknown => seen.unknown += 1,
            Is::Hit => {
                seen.hits += 1;
                if self.is_shown(seen.hit, amount, seen.hits) {
                    seen.hit = Some((amount, sight.moment));
                }
            }
            Is::Miss => {
                if self.is_shown(seen.miss, amount, 0) {
                    seen.miss = Some((amount, sight.moment));
                }
            }
        }
    }

    /// Whether what goes on, and has come to this, already is what it will be: it may still
    /// become longer.
    fn is_sure(&self, amount: u64) -> bool {
        match self.limit {
            Some((compare, _)) => compare.is_ceiling() != self.holds(amount),
            None => self.holds(amount),
        }
    }

    /// Whether the longest decides, and not the shortest. Hits decide, but where all must be hits
    /// it is the misses: of what is to be longer the short ones.
    fn longest_decides(&self) -> bool {
        let ceiling = self.limit.is_some_and(|(compare, _)| compare.is_ceiling());
        ceiling == (self.quantity == Quantity::Every)
    }

    /// Whether the first amount decides more than the other.
    fn decides(&self, amount: u64, other: u64) -> bool {
        match self.longest_decides() {
            true => amount > other,
            false => amount < other,
        }
    }

    /// Whether this one stands for all, in place of the one that did. `nth`: which hit it is, from
    /// 1.
    fn is_shown(&self, before: Option<(u64, Moment)>, amount: u64, nth: u64) -> bool {
        match (before, self.quantity) {
            (None, _) => true,
            (Some((most, _)), _) if self.subject.row().unit != Unit::None => {
                self.decides(amount, most)
            }
            (_, Quantity::AtMost(most) | Quantity::Exactly(most)) => nth == most.saturating_add(1),
            (_, Quantity::AtLeast(least)) => nth == least,
            (_, Quantity::Every) => false,
        }
    }

    fn holds(&self, amount: u64) -> bool {
        let limit = self.limit;
        let limit = limit.is_none_or(|(compare, limit)| compare.holds(amount, limit));
        limit && amount >= self.floor
    }

    pub(super) fn verdict(&self, end: &End, model: &Model) -> Verdict {
        let seen = self.seen();
        let every = self.quantity == Quantity::Every;
        // What decides is a miss where all must be hits, and else a hit.
        let shown = match every {
            true => seen.miss.or(seen.hit),
            false => seen.hit.or(seen.miss),
        };
        let mut figures = self.figures(&seen, shown, model);
        let state = self.state(&seen, end, &mut figures);
        let inferred = self.subject.row().inferred || seen.inferred > 0;
        Verdict {
            state,
            certainty: match inferred {
                true => Certainty::Inferred,
                false => Certainty::Observed,
            },
            figures,
            value: Some(seen.hits),
            moment: shown.map(|(_, moment)| moment),
        }
    }

    fn state(&self, seen: &Seen, end: &End, figures: &mut String) -> State {
        let Seen {
            all, hits, unknown, ..
        } = *seen;
        // Those of which it is not known may all be hits, or none.
        let for_good = match self.quantity {
            Quantity::AtMost(limit) | Quantity::Exactly(limit) if hits > limit => State::Broken,
            Quantity::AtLeast(limit) if hits >= limit => State::Holds,
            Quantity::Every if all - unknown > hits => State::Broken,
            _ => State::Open,
        };
        if for_good != State::Open || !end.over {
            return for_good;
        }
        if unknown > 0 {
            let what = match self.subject {
                Subject::Wake => "who called it",
                _ => "how it ended",
            };
            figures.push_str(&format!("; of {unknown} more it is not known {what}"));
        }
        let at_end = match self.quantity {
            Quantity::AtMost(limit) if hits + unknown <= limit => State::Holds,
            Quantity::Exactly(limit) if unknown == 0 => State::of(hits == limit),
            Quantity::Exactly(limit) if hits + unknown < limit => State::Broken,
            Quantity::AtLeast(limit) if hits + unknown < limit => State::Broken,
            Quantity::Every if unknown == 0 && all > 0 => State::Holds,
            _ => State::Open,
        };
        end.of_all(at_end, figures)
    }

    /// `3 stalls over 50ms; the longest 3.000s: block #17 on worker 2 at 0.503s`.
    fn figures(&self, seen: &Seen, shown: Option<(u64, Moment)>, model: &Model) -> String {
        let (row, hits) = (self.subject.row(), seen.hits);
        let name = row.names[usize::from(hits != 1)];
        let limit = self.limit.map_or(String::new(), |(compare, limit)| {
            format!(" {compare} {}", self::shown(limit, row.unit))
        });
        let mut text = match (self.quantity, hits) {
            (Quantity::Every, hits) => format!("{hits} of {} {}{limit}", seen.all, row.names[1]),
            (_, 0) => format!("no {}{limit}", row.names[0]),
            (_, hits) => format!("{hits} {name}{limit}"),
        };
        if let Some((amount, moment)) = shown {
            let amount_shown = self::shown(amount, row.unit);
            let most = ["shortest", "longest"][usize::from(self.longest_decides())];
            text += &match row.unit {
                Unit::None => "; ".to_owned(),
                // That it is no stall is no reason not to tell of it.
                _ if amount < self.floor => format!("; the {most} poll {amount_shown}: "),
                _ => format!("; the {most} {amount_shown}: "),
            };
            text += &place(&moment, model);
        }
        text
    }

    /// What was seen, with what goes on.
    fn seen(&self) -> Seen {
        let Self { over, going, .. } = self;
        let shown = |over: Option<(u64, Moment)>, going: Option<(u64, Moment)>| match (over, going)
        {
            (Some(over), Some(going)) if self.decides(going.0, over.0) => Some(going),
            (over, going) => over.or(going),
        };
        Seen {
            all: over.all + going.all,
            hits: over.hits + going.hits,
            inferred: over.inferred + going.inferred,
            unknown: over.unknown + going.unknown,
            hit: shown(over.hit, going.hit),
            miss: shown(over.miss, going.miss),
        }
    }
}
