//! What people are told of findings: one row per kind, and its sentences below.
//!
//! What is the same in every language is in [`crate::findings`]. The list of them is made
//! in [`list`].

pub mod list;

use crate::app::Register;
use crate::events::{EndKind, Nanos, Role, TaskId};
use crate::findings::{End, Finding, FindingKind};
use crate::kitchen::amount::span;
use crate::kitchen::chain;
use crate::kitchen::sentences::{cards, chains, chefs, findings as say, names};
use crate::kitchen::stuck;
use crate::kitchen::tone::Tone;
use crate::kitchen::words::{
    self, Teller, capital, many, panic_text, raid_takes, sentence, waited_together,
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
    /// What is at its moment.
    here: Here,
    /// The same once it was carried out, if that is something else.
    done: Option<Here>,
    /// The sentences; with the card it is about, and the newest model.
    tell: fn(&Finding, &str, Teller<'_>) -> Told,
}

/// Tells of its card, of the chef it holds, each with the words before it, and how long it
/// lasted.
type Here = fn(Register, &str, &str, &str) -> String;

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
        FindingKind::Deadlock => &Row {
            key: '0',
            sign: 'O',
            tone: Tone::Stalled,
            word: "locked",
            words: "deadlock",
            takes_time: |_| false,
            counts_cards: true,
            here: say::here_deadlock,
            done: None,
            tell: deadlock,
        },
        FindingKind::LeftLocked => &Row {
            key: 'u',
            sign: 'U',
            tone: Tone::Stalled,
            word: "left",
            words: "a lock left by what is over",
            takes_time: |_| true,
            counts_cards: false,
            here: say::here_left_locked,
            done: None,
            tell: left_locked,
        },
        FindingKind::Frozen => &Row {
            key: '1',
            sign: 'B',
            tone: Tone::Stalled,
            word: "frozen",
            words: "driver frozen (timers, sockets)",
            takes_time: |_| true,
            counts_cards: false,
            here: say::here_frozen,
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
            here: say::here_stall,
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
            here: say::here_trapped,
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
            here: say::here_panic,
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
            here: say::here_long_wait,
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
            here: say::here_jobs_wait,
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
            here: say::here_abort,
            done: Some(say::here_abort_done),
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
            here: say::here_budget,
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
            here: say::here_raid,
            done: None,
            tell: raid,
        },
    }
}

/// What a kind is called, in a few words.
pub fn words(kind: FindingKind, register: Register) -> &'static str {
    say::kind(register, row(kind).words)
}

/// Tells a finding; `model` is the one of the newest moment.
pub fn tell(finding: &Finding, model: &Model, words: Register) -> Told {
    let by = Teller::new(model, words);
    let subject = finding
        .task
        .map_or_else(|| names::a_card(words), |task| by.card(task));
    let Told { text, why } = (row(finding.kind).tell)(finding, &subject, by);
    Told {
        text: sentence(words, text),
        why: sentence(words, why),
    }
}

/// What is at its moment, in few words: `here a stall begins: one poll of #07 ..`.
pub fn here(finding: &Finding, words: Register) -> String {
    let row = row(finding.kind);
    let of = finding.task.map(|task| words::number(words, task));
    let of = of.map(|card| say::of(words, &card)).unwrap_or_default();
    let chef = finding.worker.map(|worker| worker.to_string());
    let chef = chef.map(|number| say::holds_chef(words, &number));
    let lasted = format!("{:.3} s", finding.lasted().as_secs_f64());
    let lasted = match finding.goes_on() {
        true => say::so_far(words, &lasted),
        false => lasted,
    };
    let here = row.done.filter(|_| finding.carried_out);
    here.unwrap_or(row.here)(words, &of, &chef.unwrap_or_default(), &lasted)
}

/// How it looks: what goes on, goes on now.
pub fn tone(finding: &Finding) -> Tone {
    match finding.goes_on() {
        true => Tone::Stalled,
        false => row(finding.kind).tone,
    }
}

const fn told(text: String, why: String) -> Told {
    Told { text, why }
}

/// `1.40s`, `1.40s so far`, or `at least 1.40s` where the end was not seen.
fn lasted(finding: &Finding, words: Register) -> String {
    let lasted = span(finding.lasted());
    match finding.end {
        End::Told => lasted,
        End::GoesOn => say::so_far(words, &lasted),
        End::Unseen => say::at_least(words, &lasted),
    }
}

fn frozen(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let (chef, line) = (by.chef(finding.worker), by.at_line(finding.site));
    let who = match (finding.task, finding.worker) {
        (Some(_), _) if finding.goes_on() => say::holds(words, subject, &line, &chef),
        (Some(_), _) => say::held(words, subject, &line, &chef),
        (None, Some(_)) => say::was_unseen(words, &chef),
        (None, None) => say::not_seen_who(words),
    };
    let lasted = lasted(finding, words);
    let text = match finding.goes_on() {
        true => say::frozen(words, &lasted, &who),
        false => say::was_frozen(words, &lasted, &who),
    };
    let cards = words::cards(words, finding.count, finding.at_least);
    told(text, say::frozen_why(words, &capital(&cards)))
}

fn deadlock(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let links = chain::known(by, finding.at, finding.task);
    let (text, why) = chain::deadlock(by, links, subject);
    told(text, why)
}

fn left_locked(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let (line, lasted) = (by.at_line(finding.site), lasted(finding, words));
    let text = match finding.goes_on() {
        true => chains::left_locked(words, subject, &line, &lasted),
        false => chains::was_left_locked(words, subject, &line, &lasted),
    };
    told(text, chains::left_locked_why(words))
}

/// ` at line 12` where the task has marked it; else ` at =src/app.rs:12`, where its thread was
/// looked at meanwhile.
fn line_of(finding: &Finding, model: &Model) -> String {
    let marked = words::at_line(model, finding.site);
    let found = || {
        let span = (finding.at, finding.until);
        model.found(finding.worker?, finding.task?, span)
    };
    match marked.is_empty() {
        true => found().map_or(marked, |poll| stuck::place(&poll.found)),
        false => marked,
    }
}

fn stall(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let (chef, line) = (by.chef(finding.worker), line_of(finding, by.model));
    let lasted = lasted(finding, words);
    let text = match finding.goes_on() {
        true => say::stalls(words, &chef, subject, &line, &lasted),
        false => say::stalled(words, subject, &line, &chef, &lasted),
    };
    told(text, say::stall_why(words, &chefs::remedy(words)))
}

fn trapped(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let whose = match finding.worker {
        Some(_) => by.chef(finding.worker),
        None => say::one_chef(words),
    };
    let lasted = lasted(finding, words);
    let text = match finding.goes_on() {
        true => say::is_trapped(words, subject, &whose, &lasted),
        false => say::was_trapped(words, subject, &whose, &lasted),
    };
    told(text, by.of_clip(say::trapped_why(words)))
}

fn panic(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let card = finding.task.and_then(|task| by.model.task(task));
    let said = panic_text(by.model, finding.task);
    let is_root = card.as_ref().is_some_and(|card| card.role == Role::BlockOn);
    if card.as_ref().is_some_and(|card| card.is_blocking_job) {
        let text = say::job_burnt(words, subject, &said);
        return told(text, say::job_burnt_why(words));
    }
    if card.is_some_and(|card| card.place == Place::Ended(EndKind::Unknown)) {
        let text = say::panicked_in_last_poll(words, subject, &said);
        return told(text, cards::gone_panicked_why(words));
    }
    let hand = match finding.worker {
        Some(_) => say::in_hand(words, &by.chef(finding.worker)),
        None => String::new(),
    };
    let text = say::burnt(words, subject, &hand, &said);
    let why = match is_root {
        true => cards::burnt_in_block_on_why(words),
        false => say::burnt_why(words),
    };
    told(text, why)
}

fn long_wait(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let (words, waited) = (by.words, finding.lasted());
    let text = match finding.count {
        0 | 1 => chefs::late(words, subject, &span(waited), &by.chef(finding.worker)),
        cards => waited_together(words, (cards, finding.at_least), waited, subject),
    };
    told(text, chefs::late_why(words))
}

fn jobs_wait(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let (words, goes_on) = (by.words, finding.goes_on());
    let waited = lasted(finding, words);
    let text = words::jobs_wait(words, finding.count, goes_on, &waited, subject);
    told(text, words::no_baker(words, finding.pool, goes_on))
}

fn abort(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    if finding.carried_out {
        let later = match finding.lasted() {
            Nanos::ZERO => String::new(),
            later => say::later(words, &span(later)),
        };
        let text = say::abort_done(words, subject, &later, &by.at_line(finding.site));
        return told(text, say::abort_done_why(words));
    }
    let why = match finding.task {
        Some(task) => why_not_carried_out(task, finding.at, by),
        None => cards::abort_why(words),
    };
    told(say::abort(words, subject), why)
}

/// Why a card that was asked to stop was not binned, as far as is known.
fn why_not_carried_out(task: TaskId, asked: Nanos, by: Teller<'_>) -> String {
    let words = by.words;
    let Some(task) = by.model.task(task) else {
        return say::abort_forgotten_why(words);
    };
    match task.place {
        Place::Ended(_) if task.since < asked => say::abort_too_late_why(words),
        Place::Ended(EndKind::Cancelled) if task.is_blocking_job => {
            say::abort_of_queued_job_why(words)
        }
        Place::Ended(_) if task.is_blocking_job => say::abort_of_begun_job_why(words),
        Place::Ended(EndKind::Completed) => say::abort_outrun_why(words),
        Place::Ended(EndKind::Cancelled) => say::abort_binned_why(words),
        Place::Ended(EndKind::Unknown) => say::abort_unknown_why(words),
        Place::Ended(EndKind::Panicked) => say::abort_panicked_why(words),
        Place::BlockingQueue => say::abort_job_waits_why(words),
        Place::BlockingRunning => say::abort_job_runs_why(words),
        _ => cards::abort_why(words),
    }
}

fn budget(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let text = match finding.count {
        0 | 1 => say::budget(words, subject),
        times => {
            let times = many(times, finding.at_least);
            say::budget_often(words, subject, &times, &span(finding.lasted()))
        }
    };
    told(text, say::budget_why(words))
}

fn raid(finding: &Finding, subject: &str, by: Teller<'_>) -> Told {
    let words = by.words;
    let chef = by.chef(finding.worker);
    let from = match finding.from {
        Some(_) => say::whose_rail(words, &by.chef(finding.from)),
        None => say::another_rail(words),
    };
    let text = match finding.count {
        0 | 1 => say::raid(words, &chef, subject, &from),
        cards => say::raid_of_many(words, &chef, &many(cards, finding.at_least), &from, subject),
    };
    let taken = if finding.at_least { 0 } else { finding.count };
    told(text, raid_takes(words, taken, finding.lay))
}

#[cfg(test)]
mod tests;
