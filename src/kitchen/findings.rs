//! What people are told of findings: one row per kind, and its sentences below.
//!
//! What is the same in every language is in [`crate::findings`]. The list of them is made
//! in [`list`].

pub mod list;

use crate::events::{EndKind, Nanos, TaskId};
use crate::findings::{End, Finding, FindingKind};
use crate::kitchen::amount::span;
use crate::kitchen::tone::Tone;
use crate::kitchen::words::{
    self, LATE, REMEDY, at_line, card, chef, many, raid_takes, waited_together,
};
use crate::model::{Model, Place};

/// What people are told of one kind.
#[derive(Debug)]
pub struct Row {
    /// The key that makes the view stop at them, on their list.
    pub key: char,
    /// Its character over the timeline.
    pub sign: char,
    /// How it looks.
    pub tone: Tone,
    /// A word of at most six letters.
    pub word: &'static str,
    /// A few words.
    pub words: &'static str,
    /// Whether it took time; else it is over at once.
    takes_time: fn(&Finding) -> bool,
    /// Whether its number is one of cards.
    counts_cards: bool,
    /// What is at its moment. `{of}` stands for its card and `{chef}` for the chef it holds,
    /// each with the words before it, and `{lasted}` for how long it lasted.
    here: &'static str,
    /// The same once it was carried out, if that is something else.
    done: Option<&'static str>,
    /// The sentences; with the card it is about, and the newest model.
    tell: fn(&Finding, &str, &Model) -> Told,
}

/// A finding, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub text: String,
    /// Why it matters, or what it means.
    pub why: String,
}

/// What people are told of a kind. A kind without a row does not compile.
pub const fn row(kind: FindingKind) -> &'static Row {
    match kind {
        FindingKind::Frozen => &Row {
            key: '1',
            sign: 'B',
            tone: Tone::Stalled,
            word: "frozen",
            words: "driver frozen (timers, sockets)",
            takes_time: |_| true,
            counts_cards: false,
            here: "here nobody minds the bells any more, for {lasted}",
            done: None,
            tell: frozen,
        },
        FindingKind::Stall => &Row {
            key: '2',
            sign: 'X',
            tone: Tone::Stalled,
            word: "stall",
            words: "stall",
            takes_time: |_| true,
            counts_cards: false,
            here: "here a stall begins: one poll{of}{chef}, {lasted}",
            done: None,
            tell: stall,
        },
        FindingKind::Trapped => &Row {
            key: '3',
            sign: 'L',
            tone: Tone::Ready,
            word: "clip",
            words: "stuck in the clip (LIFO slot)",
            takes_time: |_| true,
            counts_cards: false,
            here: "here the wait{of} on a clip begins, {lasted}",
            done: None,
            tell: trapped,
        },
        FindingKind::Panic => &Row {
            key: '4',
            sign: '!',
            tone: Tone::Burnt,
            word: "panic",
            words: "panic",
            takes_time: |_| false,
            counts_cards: false,
            here: "here the panic{of} was over",
            done: None,
            tell: panic,
        },
        FindingKind::LongWait => &Row {
            key: '5',
            sign: 'r',
            tone: Tone::Ready,
            word: "wait",
            words: "ready for long",
            takes_time: |_| true,
            counts_cards: true,
            here: "here the wait{of} for a chef begins, {lasted}",
            done: None,
            tell: long_wait,
        },
        FindingKind::JobsWait => &Row {
            key: '6',
            sign: 'b',
            tone: Tone::Ready,
            word: "bakery",
            words: "wait for a baker (blocking pool)",
            takes_time: |_| true,
            counts_cards: true,
            here: "here the wait{of} for a baker begins, {lasted}",
            done: None,
            tell: jobs_wait,
        },
        FindingKind::Abort => &Row {
            key: '7',
            sign: 'x',
            tone: Tone::Binned,
            word: "abort",
            words: "abort",
            takes_time: |finding| finding.carried_out,
            counts_cards: false,
            here: "here the abort{of} was asked for",
            done: Some("here the abort{of} took effect"),
            tell: abort,
        },
        FindingKind::Budget => &Row {
            key: '8',
            sign: '$',
            tone: Tone::Dim,
            word: "budget",
            words: "budget spent",
            takes_time: |_| false,
            counts_cards: false,
            here: "here the budget{of} was spent",
            done: None,
            tell: budget,
        },
        FindingKind::Move => &Row {
            key: '9',
            sign: '>',
            tone: Tone::Dim,
            word: "raid",
            words: "raid on another chef's rail (~)",
            takes_time: |_| false,
            counts_cards: true,
            here: "here the move{of} to another chef showed (a raid)",
            done: None,
            tell: raid,
        },
    }
}

/// Tells a finding; `model` is the one of the newest moment.
pub fn tell(finding: &Finding, model: &Model) -> Told {
    let subject = finding
        .task
        .map_or_else(|| "a card".into(), |task| card(model, task));
    (row(finding.kind).tell)(finding, &subject, model)
}

/// What is at its moment, in few words: `here a stall begins: one poll of #07 ..`.
pub fn here(finding: &Finding) -> String {
    let row = row(finding.kind);
    let of = finding.task.map(|task| format!(" of {task}"));
    let chef = finding.worker.map(|worker| format!(" holds chef {worker}"));
    let so_far = if finding.goes_on() { " so far" } else { "" };
    let lasted = format!("{:.3} s{so_far}", finding.lasted().as_secs_f64());
    row.done
        .filter(|_| finding.carried_out)
        .unwrap_or(row.here)
        .replace("{of}", &of.unwrap_or_default())
        .replace("{chef}", &chef.unwrap_or_default())
        .replace("{lasted}", &lasted)
}

/// How it looks: what goes on, goes on now.
pub fn tone(finding: &Finding) -> Tone {
    match finding.goes_on() {
        true => Tone::Stalled,
        false => row(finding.kind).tone,
    }
}

fn told(text: String, why: impl Into<String>) -> Told {
    Told {
        text,
        why: why.into(),
    }
}

/// `1.40s`, `1.40s so far`, or `at least 1.40s` where the end was not seen.
fn lasted(finding: &Finding) -> String {
    let lasted = span(finding.lasted());
    match finding.end {
        End::Told => lasted,
        End::GoesOn => format!("{lasted} so far"),
        End::Unseen => format!("at least {lasted}"),
    }
}

fn frozen(finding: &Finding, subject: &str, model: &Model) -> Told {
    let chef = chef(finding.worker);
    let verb = if finding.goes_on() { "holds" } else { "held" };
    let who = match (finding.task, finding.worker) {
        (Some(_), _) => format!("{subject}{} {verb} {chef}", at_line(model, finding.site)),
        (None, Some(_)) => format!("nothing was seen of {chef}"),
        (None, None) => "it was not seen who held them up".into(),
    };
    let minds = if finding.goes_on() { "minds" } else { "minded" };
    told(
        format!("Nobody {minds} the bells for {}: {who}.", lasted(finding)),
        format!(
            "{} waited for a timer or a socket. These come only when a chef polls the driver: as they \
             park, or between two cards.",
            match finding.count {
                1 if !finding.at_least => "1 card".into(),
                n => format!("{} cards", many(n, finding.at_least).replacen('a', "A", 1)),
            }
        ),
    )
}

fn stall(finding: &Finding, subject: &str, model: &Model) -> Told {
    let chef = chef(finding.worker);
    let line = at_line(model, finding.site);
    let text = if finding.goes_on() {
        format!(
            "{chef} is stalled: one poll of {subject}{line} holds this chef, for {}.",
            lasted(finding)
        )
    } else {
        format!(
            "One poll of {subject}{line} held {chef} for {} (a stall).",
            lasted(finding)
        )
    };
    told(
        text,
        format!(
            "{REMEDY} Until it comes to an .await that waits, nobody can take a card from a chef."
        ),
    )
}

fn trapped(finding: &Finding, subject: &str, model: &Model) -> Told {
    let whose = match finding.worker {
        Some(worker) => format!("Chef {worker}"),
        None => "a chef".into(),
    };
    let text = if finding.goes_on() {
        format!(
            "{subject} is ready in the clip (LIFO slot) of {whose}, who is held by a card, for {}.",
            lasted(finding)
        )
    } else {
        format!(
            "{subject} was ready in the clip (LIFO slot) of {whose}, who was held by a card, for {}.",
            lasted(finding)
        )
    };
    told(
        text,
        words::of_clip(
            model,
            "A clip cannot be raided (no steal), even by chefs with nothing to do: its card waits \
             for its own chef.",
        ),
    )
}

fn panic(finding: &Finding, subject: &str, model: &Model) -> Told {
    let job = finding.task.and_then(|task| model.task(task));
    let said = words::panic_text(model, finding.task);
    if job.as_ref().is_some_and(|job| job.is_blocking_job) {
        return told(
            format!("{subject} was burnt in the bakery: it panicked{said} (spawn_blocking)."),
            "Its pool thread goes on; whoever awaits the ticket (JoinHandle) gets Err(JoinError).",
        );
    }
    if job.is_some_and(|task| task.place == Place::Ended(EndKind::Unknown)) {
        return told(
            format!("{subject} panicked in its last poll{said}."),
            "It was spawned past the probe: whether the panic ended it, or was caught before, is not seen.",
        );
    }
    let by = match finding.worker {
        Some(worker) => format!(" in the hand of Chef {worker}"),
        None => String::new(),
    };
    told(
        format!("{subject} was burnt{by}: it panicked{said}."),
        "Tokio caught the panic: only this card is lost, the chef goes on. Whoever awaits the \
         ticket (JoinHandle) gets Err(JoinError).",
    )
}

fn long_wait(finding: &Finding, subject: &str, _: &Model) -> Told {
    let waited = finding.lasted();
    let text = if finding.count > 1 {
        let cards = many(finding.count, finding.at_least);
        waited_together(&cards, waited, subject)
    } else {
        let chef = chef(finding.worker);
        format!(
            "{subject} was ready for {} before {chef} took it.",
            span(waited)
        )
    };
    told(text, LATE)
}

fn jobs_wait(finding: &Finding, subject: &str, _: &Model) -> Told {
    let waited = lasted(finding);
    let text = words::jobs_wait(finding.count, finding.goes_on(), &waited, subject);
    told(text, words::no_baker(finding.pool, finding.goes_on()))
}

fn abort(finding: &Finding, subject: &str, model: &Model) -> Told {
    if finding.carried_out {
        let when = match finding.lasted() {
            Nanos::ZERO => String::new(),
            later => format!(" {} later", span(later)),
        };
        return told(
            format!(
                "{subject} was asked to stop (abort) and was binned{when}{}.",
                at_line(model, finding.site)
            ),
            "An abort takes effect at an .await that has to wait: the future is dropped, with all that \
             it holds.",
        );
    }
    told(
        format!("{subject} was asked to stop (abort)."),
        finding
            .task
            .map_or(NOT_YET, |task| why_not_carried_out(task, finding.at, model)),
    )
}

const NOT_YET: &str = "It stops at an .await that has to wait, not before; if its last poll ends first, it is served.";

/// Why a card that was asked to stop was not binned, as far as is known.
fn why_not_carried_out(task: TaskId, asked: Nanos, model: &Model) -> &'static str {
    let Some(task) = model.task(task) else {
        return "What became of it is forgotten. An abort takes effect at an .await that has to wait.";
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
            "It was binned: its future was dropped before it was ready."
        }
        Place::Ended(EndKind::Unknown) => "It is over; how it ended is not seen.",
        Place::Ended(EndKind::Panicked) => "It panicked before it came to an .await that waits.",
        Place::BlockingQueue => "No baker has begun it: so it is binned, and never runs.",
        Place::BlockingRunning => "A baker has begun it: no abort stops a job that runs.",
        _ => NOT_YET,
    }
}

fn budget(finding: &Finding, subject: &str, _: &Model) -> Told {
    let text = if finding.count > 1 {
        format!(
            "{subject} spent its coop budget {} times within {} and had to yield each time.",
            many(finding.count, finding.at_least),
            span(finding.lasted())
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

fn raid(finding: &Finding, subject: &str, _: &Model) -> Told {
    let chef = chef(finding.worker);
    let from = match finding.from {
        Some(from) => format!("Chef {from}'s"),
        None => "another chef's".into(),
    };
    let text = if finding.count > 1 {
        format!(
            "{chef} took {} cards from {from} rail in one raid (a steal), {subject} the first.",
            many(finding.count, finding.at_least)
        )
    } else {
        format!("{chef} took {subject} from {from} rail (a steal).")
    };
    let taken = if finding.at_least { 0 } else { finding.count };
    told(text, raid_takes(taken, finding.lay))
}

#[cfg(test)]
mod tests;
