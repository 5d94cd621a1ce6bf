//! Short spellings shared by everything the kitchen says: card names, lines, waits.

use crate::app::Register;
use crate::events::{EndKind, Nanos, SiteId, TaskId, WaitOn, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::waits;
use crate::kitchen::sentences::{bakery, chefs, names};
use crate::kitchen::state::site_name;
use crate::model::{Model, Place, Task, Wait};

/// Whoever tells: in one register, of one model.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub(crate) model: &'a Model,
    pub(crate) words: Register,
}

impl<'a> Teller<'a> {
    pub(crate) const fn new(model: &'a Model, words: Register) -> Self {
        Self { model, words }
    }

    /// `#07 block`; the number alone if the card was forgotten.
    pub(crate) fn card(self, task: TaskId) -> String {
        match self.model.task(task) {
            Some(known) => names::card_of_kind(
                self.words,
                task.get(),
                &task.to_string(),
                self.model.kind(known.kind),
            ),
            None => number(self.words, task),
        }
    }

    /// `Chef 2`, or `A chef` if nobody knows which.
    pub(crate) fn chef(self, worker: Option<WorkerId>) -> String {
        chef(self.words, worker)
    }

    /// ` at line 12`, or nothing.
    pub(crate) fn at_line(self, site: Option<SiteId>) -> String {
        at_line(self.model, site)
    }

    /// What is waited for there: `its bell (timer)`.
    pub(crate) fn wait(self, site: Option<SiteId>) -> &'static str {
        let site = site.and_then(|id| self.model.site(id));
        site.map_or("its waker", |site| waits::row(site.wait).told(self.words))
    }

    /// `#07 block at line 12 holds Chef 2`; the task is not known if it is not observed.
    pub(crate) fn held_by(
        self,
        worker: WorkerId,
        task: Option<TaskId>,
        site: Option<SiteId>,
    ) -> String {
        let chef = self.chef(Some(worker));
        match task {
            Some(task) => chefs::holds(self.words, &self.card(task), &self.at_line(site), &chef),
            None => chefs::unseen(self.words, &chef),
        }
    }

    /// A reason that is Tokio's rule of the LIFO slot, which other workers leave alone in most
    /// versions: inferred where it is not known which rule this one has.
    pub(crate) fn of_clip(self, why: String) -> String {
        match self.model.rules().and_then(|rules| rules.lifo_stolen) {
            Some(_) => why,
            None => format!("~ {why}"),
        }
    }
}

/// `#07`.
pub(crate) fn number(words: Register, task: TaskId) -> String {
    names::card(words, task.get(), &task.to_string())
}

/// `Chef 2`, or `A chef` if nobody knows which.
pub(crate) fn chef(words: Register, worker: Option<WorkerId>) -> String {
    worker.map_or_else(
        || names::a_chef(words),
        |worker| names::chef(words, &worker.to_string()),
    )
}

/// A text as the beginning of a sentence. In the kitchen names have a capital, or a sign.
pub(crate) fn sentence(words: Register, text: String) -> String {
    if words == Register::Analogy {
        return text;
    }
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Of jobs that wait, or waited, for a thread of the blocking pool.
pub(crate) fn jobs_wait(
    words: Register,
    jobs: usize,
    goes_on: bool,
    waited: &str,
    longest: &str,
) -> String {
    let number = count(jobs as u64);
    match (jobs, goes_on) {
        (0 | 1, true) => bakery::job_waits(words, longest, waited),
        (0 | 1, false) => bakery::job_waited(words, longest, waited),
        (_, true) => bakery::jobs_wait(words, &number, waited, longest),
        (_, false) => bakery::jobs_waited(words, &number, waited, longest),
    }
}

/// Why no baker takes, or took, a job, if it is known.
pub(crate) fn no_baker(words: Register, full: Option<u32>, goes_on: bool) -> String {
    match (full, goes_on) {
        (Some(threads), true) => bakery::all_bakers_have_why(words, threads),
        (Some(threads), false) => bakery::all_bakers_had_why(words, threads),
        (None, _) => bakery::unknown_why(words),
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

/// What a raid is, and that it took half of the rail if it did, as far as the model tells.
pub(crate) fn raid_takes(words: Register, taken: usize, lay: u32) -> String {
    // One of those that seemed to lie there may have been in its chef's hand.
    let half = |lay: usize| lay > 1 && taken == lay.div_ceil(2);
    let lay = lay as usize;
    match [lay, lay.saturating_sub(1)]
        .into_iter()
        .find(|lay| half(*lay))
    {
        Some(lay) => chefs::raid_half_why(words, taken, lay),
        None => chefs::raid_why(words),
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

/// `#07 block`, on a panel; the number alone if the card was forgotten.
pub(crate) fn card(model: &Model, task: TaskId) -> String {
    Teller::new(model, Register::Analogy).card(task)
}

/// `12 cards`, or `at least 12 cards` where there may be more.
pub(crate) fn cards(words: Register, number: usize, more: bool) -> String {
    match (number, more) {
        (1, false) => names::one_card(words),
        _ => names::cards(words, &many(number, more)),
    }
}

/// `12`, or `at least 12` where there may be more.
pub(crate) fn many(number: usize, more: bool) -> String {
    let least = if more { "at least " } else { "" };
    format!("{least}{}", count(number as u64))
}

/// A number of cards as the beginning of a sentence.
pub(crate) fn capital(cards: &str) -> String {
    cards.replacen("at least", "At least", 1)
}

/// Of cards that were all ready for long.
pub(crate) fn waited_together(
    words: Register,
    (cards, more): (usize, bool),
    waited: Nanos,
    longest: &str,
) -> String {
    let cards = names::cards(words, &many(cards, more));
    chefs::late_together(words, &capital(&cards), &span(waited), longest)
}

/// ` at line 12`, or nothing.
pub(crate) fn at_line(model: &Model, site: Option<SiteId>) -> String {
    match site.and_then(|id| model.site(id)) {
        Some(site) => format!(" at line {}", site.line),
        None => String::new(),
    }
}
