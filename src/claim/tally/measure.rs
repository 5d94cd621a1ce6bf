//! How long, or how large, they were.

use super::{End, Match, place};
use crate::claim::amount::shown;
use crate::claim::sight::Sight;
use crate::claim::subject::Subject;
use crate::claim::verdict::{Moment, State, Verdict};
use crate::claim::vocabulary::{Compare, Statistic};
use crate::events::{Certainty, Nanos};
use crate::model::{Model, Spans};

/// See the module's text.
#[derive(Clone, Debug)]
pub(in crate::claim) struct Measure {
    statistic: Statistic,
    compare: Compare,
    limit: u64,
    subject: Subject,
    which: Match,
    floor: u64,
    spans: Spans,
    total: u128,
    largest: Option<(u64, Moment)>,
    smallest: Option<(u64, Moment)>,
    /// The largest of what goes on: it is at least so large.
    going: Option<(u64, Moment)>,
    /// All of what goes on that was looked at: at the end all there is.
    unfinished: Vec<u64>,
    gaps: Gaps,
}

/// Most gaps that are kept: there are as many as each is longer than the one before.
const MOST_GAPS: usize = 1 << 12;

/// Stretches in which nothing of the kind was polled, oldest first, each longer than the one
/// before. A poll that is told later, because it lasts, may have been in the newest of them:
/// then these are shorter, or none. One that is shorter than an older one is of no matter: it is
/// taken back before that is.
#[derive(Clone, Debug, Default)]
struct Gaps {
    stack: Vec<(u64, Moment)>,
    /// The newest end of a poll.
    covered: Option<Nanos>,
    /// The last printed line.
    line: Option<Moment>,
}

impl Measure {
    pub(super) fn new(
        (statistic, compare, limit): (Statistic, Compare, u64),
        subject: Subject,
        which: Match,
        stall_after: Nanos,
    ) -> Self {
        Self {
            statistic,
            compare,
            limit,
            subject,
            which,
            floor: match subject {
                Subject::Stall => stall_after.0,
                _ => 0,
            },
            spans: Spans::default(),
            total: 0,
            largest: None,
            smallest: None,
            going: None,
            unfinished: Vec::new(),
            gaps: Gaps::default(),
        }
    }

    pub(super) fn record(&mut self, sight: &Sight, model: &Model) {
        if sight.subject != self.subject {
            return;
        }
        // It may be what went on.
        self.going = None;
        self.unfinished.clear();
        let Some(amount) = self.which.amount(sight, model) else {
            return;
        };
        match self.subject {
            Subject::PollGap => self.gaps.polled(&sight.moment),
            Subject::LineGap => {
                if let Some(before) = self.gaps.line.replace(sight.moment) {
                    let gap = Moment {
                        at: before.at,
                        ..sight.moment
                    };
                    self.count(sight.moment.at.since(before.at).0, gap);
                }
            }
            _ => self.count(amount, sight.moment),
        }
    }

    fn count(&mut self, amount: u64, moment: Moment) {
        if amount < self.floor {
            return;
        }
        self.spans.record(Nanos(amount));
        self.total += u128::from(amount);
        if self.largest.is_none_or(|(most, _)| amount > most) {
            self.largest = Some((amount, moment));
        }
        if self.smallest.is_none_or(|(least, _)| amount < least) {
            self.smallest = Some((amount, moment));
        }
    }

    pub(super) fn look(&mut self, sights: &[Sight], model: &Model) {
        self.going = None;
        self.unfinished.clear();
        for sight in sights.iter().filter(|sight| sight.subject == self.subject) {
            let amount = self.which.amount(sight, model);
            let Some(amount) = amount.filter(|amount| *amount >= self.floor) else {
                continue;
            };
            self.unfinished.push(amount);
            if self.going.is_none_or(|(most, _)| amount > most) {
                self.going = Some((amount, sight.moment));
            }
        }
    }

    /// The largest, with what goes on.
    fn largest(&self) -> Option<(u64, Moment)> {
        let over = match self.subject {
            Subject::PollGap => self.gaps.stack.last().copied(),
            _ => self.largest,
        };
        match (over, self.going) {
            (Some(over), Some(going)) if going.0 > over.0 => Some(going),
            (over, going) => over.or(going),
        }
    }

    /// The value of the statistic, these lengths counted too, and the moment that stands for it.
    fn value(&self, going: &[u64]) -> Option<(u64, Moment)> {
        let largest = self.largest()?;
        let value = match self.statistic {
            Statistic::Max => return Some(largest),
            Statistic::Min => return self.smallest,
            _ => self.of_all(going)?,
        };
        let extreme = match self.compare.is_ceiling() {
            true if going.is_empty() => self.largest,
            true => Some(largest),
            false => self.smallest,
        };
        Some((value, extreme.unwrap_or(largest).1))
    }

    /// A statistic that every length counts for, with these counted too.
    fn of_all(&self, going: &[u64]) -> Option<u64> {
        let many = u128::from(self.spans.len()) + going.len() as u128;
        let total = || {
            going
                .iter()
                .fold(self.total, |sum, more| sum + u128::from(*more))
        };
        let fits = |value| u64::try_from(value).unwrap_or(u64::MAX);
        Some(match self.statistic {
            _ if many == 0 => return None,
            Statistic::Mean => fits(total() / many),
            Statistic::Total => fits(total()),
            Statistic::Percentile(share) => {
                let share = f64::from(share) / 100.0;
                if going.is_empty() {
                    return Some(self.spans.quantile(share).0);
                }
                let mut all = self.spans.clone();
                going.iter().for_each(|more| all.record(Nanos(*more)));
                all.quantile(share).0
            }
            Statistic::Max | Statistic::Min => return None,
        })
    }

    /// What is told where so much goes on. That only becomes longer, nobody knows how much: short
    /// as it is, it hides nothing that is over, and none is too short yet.
    fn as_far_as_known(&self, told: State, going: &[u64]) -> State {
        let also = match (self.compare.is_ceiling(), told) {
            _ if going.is_empty() => return told,
            (true, State::Holds) => self.of_all(&[]),
            (false, State::Broken) => self.of_all(&vec![u64::MAX; going.len()]),
            _ => return told,
        };
        let agrees = |value| State::of(self.compare.holds(value, self.limit)) == told;
        match also.is_none_or(agrees) {
            true => told,
            false => State::Open,
        }
    }

    pub(super) fn verdict(&self, end: &End, model: &Model) -> Verdict {
        let row = self.subject.row();
        let certainty = match row.inferred {
            true => Certainty::Inferred,
            false => Certainty::Observed,
        };
        let going = match self.statistic {
            // What goes on is not known to be the shortest.
            Statistic::Min => &[],
            _ if !end.over => &[],
            _ => &self.unfinished[..],
        };
        let Some((value, moment)) = self.value(going) else {
            return Verdict {
                state: State::Open,
                certainty,
                figures: format!("no {} was measured", row.names[0]),
                value: None,
                moment: None,
            };
        };
        let mut figures = self.figures(value, &moment, going.len() as u64, model);
        let holds = State::of(self.compare.holds(value, self.limit));
        let state = match end.over {
            _ if self.is_for_good(holds) => holds,
            true => end.of_all(self.as_far_as_known(holds, going), &mut figures),
            false => State::Open,
        };
        Verdict {
            state,
            certainty,
            figures,
            value: Some(value),
            moment: Some(moment),
        }
    }

    /// Whether nothing that comes can change it: the largest and the sum only grow, the smallest
    /// only shrinks. A gap may still turn out to be none, by a poll that goes on.
    fn is_for_good(&self, state: State) -> bool {
        let decided_by_more = match self.statistic {
            Statistic::Max | Statistic::Total => self.subject != Subject::PollGap,
            _ => false,
        };
        let decided_by_less = self.statistic == Statistic::Min;
        match self.compare.is_ceiling() == (state == State::Broken) {
            true => decided_by_more,
            false => decided_by_less,
        }
    }

    /// `p99 12.3ms of 1024 ready waits; the most 40.0ms: chop #12 on worker 1 at 0.503s`.
    fn figures(&self, value: u64, moment: &Moment, going: u64, model: &Model) -> String {
        let row = self.subject.row();
        let (statistic, value) = (self.statistic, shown(value, row.unit));
        let of = match (self.subject, self.spans.len(), going) {
            (Subject::PollGap, ..) => String::new(),
            (_, 0, 0..2) => ", which goes on".into(),
            (_, 0, going) => format!(" of {going} {}, which go on", row.names[1]),
            (Subject::Size, many, _) => format!(" of {many} tasks"),
            (_, many, 0) => format!(" of {many} {}", row.names[usize::from(many != 1)]),
            (_, many, going) => {
                let all = many + going;
                format!(" of {all} {}, {going} of them not over", row.names[1])
            }
        };
        let largest = match going {
            0 => self.largest,
            _ => self.largest(),
        };
        let extreme = match (self.compare.is_ceiling(), largest, self.smallest) {
            _ if matches!(statistic, Statistic::Max | Statistic::Min) => String::new(),
            (true, Some((most, _)), _) => format!("; the most {}", shown(most, row.unit)),
            (false, _, Some((least, _))) => format!("; the least {}", shown(least, row.unit)),
            _ => String::new(),
        };
        format!("{statistic} {value}{of}{extreme}: {}", place(moment, model))
    }
}

impl Gaps {
    fn polled(&mut self, poll: &Moment) {
        // What was taken for a gap was none from the beginning of this poll on.
        while let Some((_, gap)) = self.stack.pop_if(|(_, gap)| gap.until > poll.at) {
            if gap.at < poll.at {
                self.push(Moment {
                    until: poll.at,
                    ..gap
                });
                break;
            }
        }
        if let Some(covered) = self.covered
            && covered < poll.at
        {
            self.push(Moment {
                at: covered,
                until: poll.at,
                ..*poll
            });
        }
        self.covered = self.covered.max(Some(poll.until));
    }

    fn push(&mut self, gap: Moment) {
        let length = gap.until.since(gap.at).0;
        if self
            .stack
            .last()
            .is_none_or(|(longest, _)| length > *longest)
        {
            if self.stack.len() == MOST_GAPS {
                // The shortest, which only a poll that lasts since then makes matter.
                self.stack.remove(0);
            }
            self.stack.push((length, gap));
        }
    }
}
