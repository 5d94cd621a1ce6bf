//! Short spellings shared by everything the kitchen says: card names, lines, waits.

use crate::events::{EndKind, Nanos, SiteId, TaskId, WaitOn, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::state::site_name;
use crate::model::{Model, Place, Task, Wait};

/// What to do about a chef that cannot put a card down. It is told first, and fits a row of a
/// small terminal: with little room a reason is cut at its end.
pub(crate) const REMEDY: &str =
    "Cure: tokio::time::sleep(..).await, or the work in spawn_blocking.";

/// What a long wait between wake and poll means.
pub(crate) const LATE: &str = "Ready is not running: it lay in a queue until a chef took it. One long poll can hold up many cards.";

/// Of jobs that wait, or waited, for a thread of the blocking pool.
pub(crate) fn jobs_wait(jobs: usize, goes_on: bool, waited: &str, longest: &str) -> String {
    let (one, many) = match goes_on {
        true => ("waits", "wait"),
        false => ("waited", "waited"),
    };
    match jobs {
        0 | 1 => format!("{longest} {one} for a baker (blocking pool) for {waited}."),
        n => format!(
            "{} jobs {many} for a baker (blocking pool), the longest for {waited}: {longest}.",
            count(n as u64)
        ),
    }
}

/// Why no baker takes, or took, a job, if it is known.
pub(crate) fn no_baker(full: Option<u32>, goes_on: bool) -> String {
    let have = if goes_on {
        "have a job"
    } else {
        "had a job most of that time"
    };
    match full {
        Some(threads) => format!(
            "All {threads} bakers that the pool may have (max_blocking_threads) {have}: a \
             further one waits until one of them is done."
        ),
        None => "Why is not known: not every thread that the pool may have was seen busy. \
                 Threads may have been slow to start, or busy with jobs that are not observed."
            .into(),
    }
}

/// A reason that is Tokio's rule of the LIFO slot, which other workers leave alone in most
/// versions: inferred where it is not known which rule this one has.
pub(crate) fn of_clip(model: &Model, why: &str) -> String {
    match model.rules().and_then(|rules| rules.lifo_stolen) {
        Some(_) => why.into(),
        None => format!("~ {why}"),
    }
}

/// Characters of a panic's text that a sentence has room for.
const PANIC_TEXT: usize = 60;

/// ` at panic.rs:5: "no salt"`, as far as it was told why this card panicked; else nothing.
pub(crate) fn panic_text(model: &Model, task: Option<TaskId>) -> String {
    let task = task.and_then(|task| model.task(task));
    let panic = task.and_then(|task| model.panic(&task).copied());
    let Some(panic) = panic else {
        return String::new();
    };
    let place = model
        .site(panic.site)
        .map_or_else(String::new, |site| format!(" at {}", site_name(site)));
    let text = model.text(panic.text);
    let mut short: String = text.chars().take(PANIC_TEXT).collect();
    if short.len() < text.len() {
        short += "...";
    }
    match short.is_empty() {
        true => place,
        false => format!("{place}: \"{short}\""),
    }
}

/// What the ticket of a card that ended gave to whoever took it.
pub(crate) const fn ticket_gave(place: Place) -> &'static str {
    match place {
        Place::Ended(EndKind::Panicked) => "gave Err(JoinError): panicked",
        Place::Ended(EndKind::Cancelled) => "gave Err(JoinError): cancelled",
        _ => "result taken",
    }
}

/// What a raid is.
pub(crate) const RAID: &str =
    "An idle chef raids another's rail, from its front, and never the clip.";

/// What a raid is, and that it took half of the rail if it did, as far as the model tells.
pub(crate) fn raid_takes(taken: usize, lay: u32) -> String {
    // One of those that seemed to lie there may have been in its chef's hand.
    let half = |lay: usize| lay > 1 && taken == lay.div_ceil(2);
    let lay = lay as usize;
    match [lay, lay.saturating_sub(1)]
        .into_iter()
        .find(|lay| half(*lay))
    {
        Some(lay) => format!(
            "An idle chef raids the rail of another: half of it, here {taken} of {lay} (~), and \
             never the clip."
        ),
        None => RAID.into(),
    }
}

/// What became of all cards and bakery jobs that ended: each is counted once.
pub(crate) struct Tally {
    pub(crate) served: u64,
    pub(crate) binned: u64,
    pub(crate) burnt: u64,
    pub(crate) unclaimed: u64,
    /// How is not known.
    pub(crate) gone: u64,
}

impl Tally {
    pub(crate) fn of(model: &Model) -> Self {
        let all = model.counters();
        Self {
            served: (all.completed + all.blocking.completed).saturating_sub(all.unclaimed),
            binned: all.cancelled + all.blocking.cancelled,
            burnt: all.panicked + all.blocking.panicked,
            unclaimed: all.unclaimed,
            gone: all.ended_unknown,
        }
    }
}

/// The pending await that tells most. Beside what it is after, a patient card listens for
/// last orders; `select!` begins with either, so the newest await may be only that.
pub(crate) fn telling_wait(model: &Model, task: &Task) -> Option<Wait> {
    let signal = |wait: &Wait| {
        model
            .site(wait.site)
            .is_some_and(|site| site.wait == WaitOn::Signal)
    };
    let mut newest = None;
    for wait in task.waits() {
        if !signal(&wait) || newest.is_none() {
            newest = Some(wait);
        }
    }
    newest
}

/// `#07 block`; the number alone if the card was forgotten.
pub(crate) fn card(model: &Model, task: TaskId) -> String {
    match model.task(task) {
        Some(known) => format!("{task} {}", model.kind(known.kind)),
        None => task.to_string(),
    }
}

/// `Chef 2`, or `A chef` if nobody knows which.
pub(crate) fn chef(worker: Option<WorkerId>) -> String {
    worker.map_or_else(|| "A chef".into(), |worker| format!("Chef {worker}"))
}

/// `#07 block at line 12 holds Chef 2`; the task is not known if it is not observed.
pub(crate) fn held_by(
    model: &Model,
    worker: WorkerId,
    task: Option<TaskId>,
    site: Option<SiteId>,
) -> String {
    match task {
        Some(task) => format!(
            "{}{} holds Chef {worker}",
            card(model, task),
            at_line(model, site)
        ),
        None => unseen(worker),
    }
}

/// A chef is awake, and no event tells what they do.
pub(crate) fn unseen(worker: WorkerId) -> String {
    format!("Nothing is seen of Chef {worker}")
}

/// `12`, or `at least 12` where there may be more.
pub(crate) fn many(number: usize, more: bool) -> String {
    let least = if more { "at least " } else { "" };
    format!("{least}{}", count(number as u64))
}

/// Of cards that were all ready for long.
pub(crate) fn waited_together(cards: &str, waited: Nanos, longest: &str) -> String {
    let cards = cards.replacen("at least", "At least", 1);
    format!(
        "{cards} cards were ready for up to {} before a chef took them; the longest was {longest}.",
        span(waited)
    )
}

/// ` at line 12`, or nothing.
pub(crate) fn at_line(model: &Model, site: Option<SiteId>) -> String {
    match site.and_then(|id| model.site(id)) {
        Some(site) => format!(" at line {}", site.line),
        None => String::new(),
    }
}
