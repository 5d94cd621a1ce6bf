//! What one claim keeps of all that it has seen: a few numbers, whatever the run.

mod count;
mod measure;
mod order;
mod overlap;

use super::sight::Sight;
use super::verdict::{Moment, State, Verdict};
use super::vocabulary::Caller;
use super::{Filter, Form, Source};
use crate::events::{Certainty, KindId, Nanos, WakeBy, WorkerId};
use crate::model::Model;
use count::Count;
use measure::Measure;
use order::Order;
use overlap::Overlap;

/// What is counted and kept.
#[derive(Clone, Debug)]
pub(super) enum Tally {
    Count(Count),
    Measure(Box<Measure>),
    Order(Order),
    Overlap(Overlap),
}

impl Tally {
    pub(super) fn new(form: &Form, stall_after: Nanos) -> Self {
        match form {
            Form::Count {
                quantity,
                subject,
                filter,
                limit,
            } => Self::Count(Count::new(
                *quantity,
                *subject,
                Match::new(filter),
                *limit,
                stall_after,
            )),
            Form::Measure {
                statistic,
                subject,
                filter,
                compare,
                limit,
            } => Self::Measure(Box::new(Measure::new(
                (*statistic, *compare, *limit),
                *subject,
                Match::new(filter),
                stall_after,
            ))),
            Form::Order { first, then } => Self::Order(Order::new(first, then)),
            Form::Overlap { never, sides } => Self::Overlap(Overlap::new(*never, sides)),
        }
    }

    /// Takes in what was seen.
    pub(super) fn record(&mut self, sight: &Sight, model: &Model) {
        match self {
            Self::Count(count) => count.record(sight, model),
            Self::Measure(measure) => measure.record(sight, model),
            Self::Order(order) => order.record(sight, model),
            Self::Overlap(overlap) => overlap.record(sight, model),
        }
    }

    /// What goes on at a moment, in place of what went on at the last one.
    pub(super) fn look(&mut self, sights: &[Sight], model: &Model) {
        match self {
            Self::Count(count) => count.look(sights, model),
            Self::Measure(measure) => measure.look(sights, model),
            Self::Order(_) => {}
            Self::Overlap(overlap) => overlap.look(sights, model),
        }
    }

    pub(super) fn verdict(&self, end: &End, model: &Model) -> Verdict {
        match self {
            Self::Count(count) => count.verdict(end, model),
            Self::Measure(measure) => measure.verdict(end, model),
            Self::Order(order) => order.verdict(end),
            Self::Overlap(overlap) => overlap.verdict(end, model),
        }
    }
}

/// How much of the run is told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct End {
    /// It is over.
    pub(super) over: bool,
    /// So many polls and wakes were counted, and not told one by one.
    pub(super) missed: u64,
    /// Not all of what it is about is seen.
    pub(super) unseen: bool,
}

impl End {
    /// A state that says of all there was, if all was told; else open, and why.
    fn of_all(&self, state: State, figures: &mut String) -> State {
        if self.missed > 0 {
            let missed = self.missed;
            figures.push_str(&format!(
                "; {missed} polls, wakes and the like were only counted, not told one by one"
            ));
        }
        if self.unseen {
            figures.push_str("; not all of it is seen");
        }
        match self.missed > 0 || self.unseen {
            true => State::Open,
            false => state,
        }
    }
}

/// Which sights a claim is about.
#[derive(Clone, Debug)]
pub(super) struct Match {
    kind: Option<Known>,
    worker: Option<u16>,
    text: Option<String>,
    by: Option<By>,
    pub(super) while_parked: bool,
}

#[derive(Clone, Debug)]
enum By {
    Caller(Caller),
    Kind(Known),
}

/// Whether a wake came from where the claim says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Yes(Certainty),
    No(Certainty),
    Unknown,
}

impl Match {
    fn new(filter: &Filter) -> Self {
        let known = |name: &super::Name| Known::new(&name.name);
        Self {
            kind: filter.kind.as_ref().map(known),
            worker: filter.worker,
            text: filter.text.clone(),
            by: filter.by.as_ref().map(|by| match by {
                Source::Caller(caller) => By::Caller(*caller),
                Source::Kind(name) => By::Kind(known(name)),
            }),
            while_parked: filter.while_parked,
        }
    }

    /// The amount of what it is about; `None` if it is about something else.
    pub(super) fn amount(&mut self, sight: &Sight, model: &Model) -> Option<u64> {
        let worker = sight.moment.worker.map(WorkerId::index);
        let of_worker = |wanted: u16| worker == Some(usize::from(wanted));
        let has_text = |wanted: &String| {
            let text = sight.text.map(|text| model.text(text));
            text.is_some_and(|text| text.contains(wanted))
        };
        let of_kind = |known: &mut Known| known.is(sight.moment.kind, model);
        let fits = self.worker.is_none_or(of_worker)
            && self.text.as_ref().is_none_or(has_text)
            && self.kind.as_mut().is_none_or(of_kind);
        match self.while_parked {
            true => Some(sight.parked).filter(|parked| fits && *parked > 0),
            false => fits.then_some(sight.amount),
        }
    }

    pub(super) const fn asks_who(&self) -> bool {
        self.by.is_some()
    }

    pub(super) fn came(&mut self, sight: &Sight, model: &Model) -> Came {
        let (Some(by), Some(wanted)) = (sight.by, &mut self.by) else {
            return Came::Unknown;
        };
        let told = by.value();
        let yes = |it: bool| match it {
            true => Came::Yes(told.certainty),
            false => Came::No(told.certainty),
        };
        match (wanted, told.value) {
            (_, WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_)) => Came::Unknown,
            // Of which kind it was is not told.
            (By::Kind(_), WakeBy::Blocking(None) | WakeBy::Unobserved) => Came::Unknown,
            (By::Kind(known), caller) => {
                let caller = caller.caller().and_then(|task| model.task(task));
                yes(known.is(caller.map(|task| task.kind), model))
            }
            (By::Caller(wanted), caller) => {
                let itself = sight.moment.task.map(WakeBy::Task) == Some(caller);
                yes(match wanted {
                    Caller::Driver => caller == WakeBy::Driver,
                    Caller::Itself => itself,
                    Caller::Job => matches!(caller, WakeBy::Blocking(_)),
                    Caller::Outside => caller == WakeBy::Outside,
                    Caller::Deferred => caller == WakeBy::Deferred,
                    Caller::Unobserved => caller == WakeBy::Unobserved,
                })
            }
        }
    }
}

/// A kind by its name. Which numbers have it is asked once for each.
#[derive(Clone, Debug)]
pub(super) struct Known {
    name: String,
    /// By number; `None` while it was not asked.
    answers: Vec<Option<bool>>,
}

impl Known {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            answers: Vec::new(),
        }
    }

    pub(super) fn is(&mut self, kind: Option<KindId>, model: &Model) -> bool {
        let Some(kind) = kind else {
            return false;
        };
        let index = kind.index();
        if let Some(Some(answer)) = self.answers.get(index) {
            return *answer;
        }
        let (name, answer) = (model.kind(kind), model.kind(kind) == self.name);
        // A kind that was not announced yet has no name.
        if name != "?" {
            if self.answers.len() <= index {
                self.answers.resize(index + 1, None);
            }
            self.answers[index] = Some(answer);
        }
        answer
    }
}

/// `block #17 on worker 2 at 0.503s`.
pub(super) fn place(moment: &Moment, model: &Model) -> String {
    let mut text = String::new();
    if let Some(kind) = moment.kind {
        text = format!("{} ", crate::plain::escaped(model.kind(kind)));
    }
    if let Some(task) = moment.task {
        text.push_str(&format!("{task} "));
    }
    if let Some(worker) = moment.worker {
        text.push_str(&format!("on worker {worker} "));
    }
    text + &format!("at {}", at(moment.at))
}

/// A moment as an address has it, in milliseconds.
pub(super) fn at(moment: Nanos) -> String {
    let ms = moment.as_millis();
    format!("{}.{:03}s", ms / 1_000, ms % 1_000)
}
