//! The sentences of the list of happenings: what happened, and why it matters.

use super::REMEDY;
use super::fact::{LATE, chef};
use crate::camera::{End, Moment, Sort};
use crate::events::{Certainty, EndKind, Nanos, TaskId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::words::{at_line, card};
use crate::model::{Model, Place};

/// A happening, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub text: String,
    /// Why it matters, or what it means.
    pub why: String,
}

/// The sort in a word of at most six letters.
pub const fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Frozen => "frozen",
        Sort::Stall => "stall",
        Sort::Trapped => "clip",
        Sort::Panic => "panic",
        Sort::LongWait => "wait",
        Sort::Abort => "abort",
        Sort::Budget => "budget",
        Sort::Move => "raid",
    }
}

/// How sure it is that such a thing happened. What lay in a queue or a clip is inferred,
/// and so is that nobody held the driver.
pub const fn certainty(sort: Sort) -> Certainty {
    match sort {
        Sort::Frozen | Sort::Trapped | Sort::Move => Certainty::Inferred,
        Sort::Stall | Sort::Panic | Sort::LongWait | Sort::Abort | Sort::Budget => {
            Certainty::Observed
        }
    }
}

/// Tells a happening; `model` is the one of the newest moment.
pub fn moment(moment: &Moment, model: &Model) -> Told {
    let subject = moment
        .task
        .map_or_else(|| "a card".into(), |task| card(model, task));
    match moment.sort {
        Sort::Frozen => frozen(moment),
        Sort::Stall => stall(moment, &subject, model),
        Sort::Trapped => trapped(moment, &subject),
        Sort::Panic => panic(moment, &subject, model),
        Sort::LongWait => long_wait(moment, &subject),
        Sort::Abort => abort(moment, &subject, model),
        Sort::Budget => budget(moment, &subject),
        Sort::Move => raid(moment, &subject),
    }
}

fn told(text: String, why: impl Into<String>) -> Told {
    Told {
        text,
        why: why.into(),
    }
}

/// `1.40s`, `1.40s so far`, or `at least 1.40s` where the end was not seen.
fn lasted(moment: &Moment) -> String {
    let lasted = span(moment.lasted());
    match moment.end {
        End::Told => lasted,
        End::GoesOn => format!("{lasted} so far"),
        End::Unseen => format!("at least {lasted}"),
    }
}

/// `12`, or `at least 12` where there may be more.
pub(super) fn many(number: usize, more: bool) -> String {
    let least = if more { "at least " } else { "" };
    format!("{least}{}", count(number as u64))
}

/// Of cards that were all ready for long.
pub(super) fn waited_together(cards: &str, waited: Nanos, longest: &str) -> String {
    let cards = cards.replacen("at least", "At least", 1);
    format!(
        "{cards} cards were ready for up to {} before a chef took them; the longest was {longest}.",
        span(waited)
    )
}

fn frozen(moment: &Moment) -> Told {
    let bells = match moment.count {
        1 => "1 bell".into(),
        n => format!("{} bells", count(n as u64)),
    };
    let text = if moment.goes_on() {
        format!(
            "Nobody minds the bells (timers frozen): {bells} overdue, for {}.",
            lasted(moment)
        )
    } else {
        format!(
            "Nobody minded the bells (timers frozen): up to {bells} overdue, for {}.",
            lasted(moment)
        )
    };
    told(
        text,
        "A bell rings only when a chef polls the driver, between two cards or while he parks \
         on it. One who is held by a card does neither.",
    )
}

fn stall(moment: &Moment, subject: &str, model: &Model) -> Told {
    let chef = chef(moment.worker);
    let line = at_line(model, moment.site);
    let text = if moment.goes_on() {
        format!(
            "{chef} is stalled: one poll of {subject}{line} holds him, for {}.",
            lasted(moment)
        )
    } else {
        format!(
            "One poll of {subject}{line} held {chef} for {} (a stall).",
            lasted(moment)
        )
    };
    told(
        text,
        format!(
            "Until it comes to an .await that waits, nobody can take a card from a chef. {REMEDY}"
        ),
    )
}

fn trapped(moment: &Moment, subject: &str) -> Told {
    let whose = match moment.worker {
        Some(worker) => format!("Chef {worker}"),
        None => "a chef".into(),
    };
    let text = if moment.goes_on() {
        format!(
            "{subject} is ready in the clip (LIFO slot) of {whose}, who is held by a card, for {}.",
            lasted(moment)
        )
    } else {
        format!(
            "{subject} was ready in the clip (LIFO slot) of {whose}, who was held by a card, for {}.",
            lasted(moment)
        )
    };
    told(
        text,
        "A clip cannot be raided (no steal), even by chefs with nothing to do: its card waits \
         for its own chef.",
    )
}

fn panic(moment: &Moment, subject: &str, model: &Model) -> Told {
    let job = moment.task.and_then(|task| model.task(task));
    if job.is_some_and(|job| job.is_blocking_job) {
        return told(
            format!("{subject} was burnt in the bakery: it panicked (spawn_blocking)."),
            "Its pool thread goes on; whoever awaits the ticket (JoinHandle) gets Err(JoinError).",
        );
    }
    let by = match moment.worker {
        Some(worker) => format!(" in the hand of Chef {worker}"),
        None => String::new(),
    };
    told(
        format!("{subject} was burnt{by}: it panicked."),
        "Tokio caught the panic: only this card is lost, the chef goes on. Whoever awaits the \
         ticket (JoinHandle) gets Err(JoinError).",
    )
}

fn long_wait(moment: &Moment, subject: &str) -> Told {
    let waited = moment.lasted();
    let text = if moment.count > 1 {
        let cards = many(moment.count, moment.at_least);
        waited_together(&cards, waited, subject)
    } else {
        let chef = chef(moment.worker);
        format!(
            "{subject} was ready for {} before {chef} took it.",
            span(waited)
        )
    };
    told(text, LATE)
}

fn abort(moment: &Moment, subject: &str, model: &Model) -> Told {
    if moment.carried_out {
        let when = match moment.lasted() {
            Nanos::ZERO => String::new(),
            later => format!(" {} later", span(later)),
        };
        return told(
            format!(
                "{subject} was asked to stop (abort) and was binned{when}{}.",
                at_line(model, moment.site)
            ),
            "An abort takes effect at an .await: there the future is dropped, half-made, with all \
             that it holds.",
        );
    }
    told(
        format!("{subject} was asked to stop (abort)."),
        moment
            .task
            .map_or(NOT_YET, |task| why_not_carried_out(task, moment.at, model)),
    )
}

const NOT_YET: &str =
    "It stops at its next .await, not before; if its last poll ends first, it is served.";

/// Why a card that was asked to stop was not binned, as far as is known.
fn why_not_carried_out(task: TaskId, asked: Nanos, model: &Model) -> &'static str {
    let Some(task) = model.task(task) else {
        return "What became of it is forgotten. An abort takes effect at the next .await, if there is one.";
    };
    match task.place {
        Place::Ended(_) if task.since < asked => "It was over by then: nothing was left to stop.",
        Place::Ended(EndKind::Cancelled) if task.is_blocking_job => {
            "No baker had begun it, so it was binned (spawn_blocking, still queued)."
        }
        Place::Ended(_) if task.is_blocking_job => {
            "A baker had begun it: no abort stops a job (spawn_blocking) that runs."
        }
        Place::Ended(EndKind::Completed) => {
            "It was served all the same: it came to its end before it came to an .await that waits."
        }
        Place::Ended(EndKind::Cancelled) => {
            "It was binned at an .await, where an abort takes effect."
        }
        Place::Ended(EndKind::Panicked) => "It panicked before it came to an .await that waits.",
        Place::BlockingRunning => "A baker has begun it: no abort stops a job that runs.",
        _ => NOT_YET,
    }
}

fn budget(moment: &Moment, subject: &str) -> Told {
    let text = if moment.count > 1 {
        format!(
            "{subject} spent its coop budget {} times within {} and had to yield each time.",
            many(moment.count, moment.at_least),
            span(moment.lasted())
        )
    } else {
        format!("{subject} spent its coop budget and had to yield.")
    };
    told(
        text,
        "After 128 operations that were all ready Tokio makes a card wait one turn (deferred \
         list), so that others get theirs.",
    )
}

fn raid(moment: &Moment, subject: &str) -> Told {
    let chef = chef(moment.worker);
    let from = match moment.from {
        Some(from) => format!("Chef {from}'s"),
        None => "another chef's".into(),
    };
    let text = if moment.count > 1 {
        format!(
            "{chef} took {} cards from {from} rail (a steal), {subject} the first.",
            many(moment.count, moment.at_least)
        )
    } else {
        format!("{chef} took {subject} from {from} rail (a steal).")
    };
    told(
        text,
        "An idle chef raids the rail of another: half of it, and never the clip.",
    )
}

#[cfg(test)]
mod tests;
