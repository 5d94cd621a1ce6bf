//! The card in focus: its source and its facts in short.

use super::{Eye, Strip, counter::Outcome, stove, strip};
use crate::events::{Certainty, EndKind, Nanos, Now, SiteId, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::{places, waits};
use crate::kitchen::code::{self, CodeLine};
use crate::kitchen::words::{card, panic_text, telling_wait, ticket_gave};
use crate::kitchen::{inspector, state};
use crate::model::{HandleState, Model, Place, Task};
use crate::order::RecipeInfo;

/// Source of the card in focus.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeView {
    /// The card, and who has it.
    pub title: String,
    /// The file's name.
    pub file: String,
    /// The function it is in.
    pub lines: Vec<CodeLine>,
    /// It holds a chef for too long, at the marked line.
    pub stuck: Option<Nanos>,
    /// What the mark means now.
    pub note: String,
}

/// The card in focus in short.
#[derive(Clone, Debug, PartialEq)]
pub struct CardFacts {
    /// Whether it is a card at all.
    pub about: About,
    /// Number and kind.
    pub title: String,
    /// Facts, most important first.
    pub facts: Vec<Fact>,
    /// Its last seconds.
    pub strip: Strip,
}

/// What short facts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A card.
    Card,
    /// A chef who is selected and has none in hand.
    Chef,
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// Its value.
    pub value: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Looks at the source of the card in focus, with the step of its life that is chosen marked.
pub(super) fn code_of_step(eye: &Eye<'_>) -> Option<CodeView> {
    let Some(site) = inspector::of_chosen_step(eye.app) else {
        return code(eye);
    };
    let task = eye.model().task(eye.focus?)?;
    let (recipe, line, _) = source(eye, &task, Some(site))?;
    Some(CodeView {
        title: card(eye.model(), task.id),
        file: file_of(recipe),
        lines: code::excerpt(recipe, line),
        stuck: None,
        note: "marked: the line it was at with the chosen step".into(),
    })
}

fn file_of(recipe: &RecipeInfo) -> String {
    let name = recipe.file.rsplit(['/', '\\']).next();
    name.unwrap_or(recipe.file).to_owned()
}

/// Looks at the source of the card in focus.
pub(super) fn code(eye: &Eye<'_>) -> Option<CodeView> {
    let task = eye.model().task(eye.focus?)?;
    let hand = eye
        .now()
        .workers
        .iter()
        .flatten()
        .find(|hand| hand.task == task.id);
    let site = line_now(eye.model(), eye.now(), &task).or_else(|| last_line(eye, &task));
    let (recipe, line, mark) = source(eye, &task, site)?;
    let held = hand
        .map(|hand| eye.at().since(hand.since))
        .filter(|held| *held >= eye.model().stall_after());
    let lines = code::excerpt(recipe, line);
    Some(CodeView {
        title: card(eye.model(), task.id),
        file: file_of(recipe),
        note: note(eye, &task, hand.is_some(), held, line) + mark.about(),
        lines,
        stuck: held,
    })
}

/// The place in the source a task is at, as far as it has told; none once it has ended.
pub(crate) fn line_now(model: &Model, now: &Now, task: &Task) -> Option<SiteId> {
    let mut hands = now.workers.iter().flatten();
    let hand = hands.find(|hand| hand.task == task.id);
    hand.and_then(|hand| hand.site)
        .or_else(|| {
            let wait = telling_wait(model, task)?;
            (task.place == Place::Pending).then_some(wait.site)
        })
        .or(task.site)
        .filter(|_| Outcome::of(task).is_none())
}

/// What the mark beside a line means.
#[derive(Clone, Copy)]
enum Mark {
    Here,
    Spawn,
}

impl Mark {
    fn about(self) -> &'static str {
        match self {
            Self::Here => "",
            Self::Spawn => " (marked: where it was spawned)",
        }
    }
}

/// The recipe to show, the marked line, and what the mark means.
fn source(
    eye: &Eye<'_>,
    task: &Task,
    site: Option<SiteId>,
) -> Option<(&'static RecipeInfo, Option<u32>, Mark)> {
    let menu = &eye.app.menu;
    let place = |id: SiteId, mark| {
        let site = eye.model().site(id)?;
        Some((
            code::recipe_of_file(menu, &site.file)?,
            Some(site.line),
            mark,
        ))
    };
    let by_name = || {
        let name = eye.model().kind(task.kind);
        menu.iter()
            .copied()
            .find(|recipe| recipe.name == name)
            .map(|recipe| (recipe, None, Mark::Here))
    };
    // A child has no recipe of its own: then the line that spawned it is shown.
    site.and_then(|id| place(id, Mark::Here))
        .or_else(by_name)
        .or_else(|| place(task.spawn_site, Mark::Spawn))
}

fn note(
    eye: &Eye<'_>,
    task: &Task,
    in_hand: bool,
    held: Option<Nanos>,
    line: Option<u32>,
) -> String {
    if let Some(held) = held {
        return format!(
            "here for {}, no .await that waits: nobody can take it away",
            span(held)
        );
    }
    if let Some(outcome) = Outcome::of(task) {
        return over(eye, task, outcome, line);
    }
    match (in_hand, task.place) {
        (true, _) => "in hand: being polled now".into(),
        (_, Place::Pending) => {
            let on = telling_wait(eye.model(), task)
                .and_then(|wait| eye.model().site(wait.site))
                .map(|site| waits::row(site.wait).long);
            match (on, line) {
                (Some(on), Some(_)) => format!("put aside here: waits for {on}"),
                _ => "put aside: it is not polled until it is woken".into(),
            }
        }
        (_, Place::InPlace) => "block_in_place: blocks without a chef".into(),
        (_, Place::BlockingRunning) => "in the bakery: it may block".into(),
        (_, Place::BlockingQueue) => "waits for a baker".into(),
        _ if task.first_poll.is_none() => "not polled yet: none of it has run".into(),
        _ => "ready: goes on here when a chef takes it".into(),
    }
}

/// The line at which a card came to a bad end: that of the panic, or the await it was dropped at.
fn last_line(eye: &Eye<'_>, task: &Task) -> Option<SiteId> {
    match task.place {
        Place::Ended(EndKind::Panicked) => Some(eye.model().panic(task)?.site),
        Place::Ended(EndKind::Cancelled) => task.site,
        _ => None,
    }
}

/// What the mark means where a card ended.
fn over(eye: &Eye<'_>, task: &Task, outcome: Outcome, line: Option<u32>) -> String {
    // The line may be in another file than the one that is shown.
    let here = last_line(eye, task)
        .and_then(|site| eye.model().site(site))
        .is_some_and(|site| Some(site.line) == line);
    match (task.place, here) {
        (Place::Ended(EndKind::Panicked), true) => {
            let panic = eye.model().panic(task);
            let text = panic.map_or("", |panic| eye.model().text(panic.text));
            format!("burnt here: it panicked: {text}")
        }
        (Place::Ended(EndKind::Cancelled), true) => {
            "binned here: dropped at this .await, half-made".into()
        }
        _ => format!("{}: it is over", outcome.word()),
    }
}

/// Looks at the card in focus.
pub(super) fn facts(eye: &Eye<'_>) -> Option<CardFacts> {
    let task = eye.model().task(eye.focus?)?;
    let hand = eye
        .now()
        .workers
        .iter()
        .flatten()
        .find(|hand| hand.task == task.id);
    let (now, chef, certainty) = place(eye, &task);
    let mut facts = vec![Fact {
        label: "now",
        value: now,
        certainty,
    }];
    if task.place.is_ended() {
        facts.push(Fact {
            label: "ended",
            value: format!("{} ago", span(eye.at().since(task.since))),
            certainty: Certainty::Observed,
        });
    }
    facts.extend(chef.map(|chef| Fact {
        label: "at",
        value: format!("Chef {chef}"),
        certainty,
    }));
    let mut fact = |label, value| {
        facts.push(Fact {
            label,
            value,
            certainty: Certainty::Observed,
        });
    };
    if eye.model().place(&task, eye.now()) == Place::Pending {
        let wait = telling_wait(eye.model(), &task);
        let on = wait
            .and_then(|wait| eye.model().site(wait.site))
            .map(|site| waits::row(site.wait).short);
        let whom = wait
            .and_then(|wait| wait.on)
            .map_or_else(String::new, |task| format!(" {task}"));
        let also = match stove::several(eye, &task).len() {
            0 => String::new(),
            waits => format!("{waits} at once: "),
        };
        fact(
            "waits",
            format!("{also}{}{whom}", on.unwrap_or("its waker")),
        );
    }
    let by = task
        .parent
        .map_or_else(|| "outside".into(), |parent| parent.to_string());
    fact(
        "spawned",
        format!("{:.2}s by {by}", task.spawned_at.as_secs_f64()),
    );
    if !task.is_blocking_job {
        fact(
            "1st poll",
            match task.first_poll {
                Some(first) => format!("after {}", span(first.since(task.spawned_at))),
                // The model hears of a poll when it ends; the hand tells of it before.
                None => match hand {
                    Some(hand) => format!("after {}", span(hand.since.since(task.spawned_at))),
                    None => format!("not yet, {}", span(eye.at().since(task.spawned_at))),
                },
            },
        );
        let polls = eye.model().polls_of(&task, eye.now());
        let state = state::of(&task, eye.model(), eye.now());
        let shares = inspector::shares(&task, &state, eye.at().max(eye.model().at()));
        fact(
            "polls",
            format!("{}, busy {}", count(polls), span(shares.busy)),
        );
        fact(
            "wakes",
            format!(
                "{}, queued {}",
                count(task.wakes.into()),
                span(shares.scheduled)
            ),
        );
    }
    if task.place == Place::Ended(EndKind::Panicked) {
        let text = panic_text(eye.model(), Some(task.id));
        fact("panic", text.trim_start_matches(" at ").to_owned());
    }
    fact("ticket", ticket(&task).to_string());
    if task.bytes > 0 {
        fact("size", format!("{} bytes", count(task.bytes.into())));
    }
    Some(CardFacts {
        about: About::Card,
        title: card(eye.model(), task.id),
        facts,
        strip: strip(eye, &task),
    })
}

fn ticket(task: &Task) -> &'static str {
    match task.handle {
        HandleState::Held => "JoinHandle held",
        HandleState::Detached => "given up (detached)",
        HandleState::Joined => ticket_gave(task.place),
        HandleState::Dropped => "torn (dropped)",
    }
}

/// What the card is at, the chef concerned, and how sure that is.
fn place(eye: &Eye<'_>, task: &Task) -> (String, Option<WorkerId>, Certainty) {
    let place = eye.model().place(task, eye.now());
    let since = match place {
        Place::Polling(worker) => {
            let held = eye.now().workers.get(worker.index()).copied().flatten();
            held.map_or(Nanos::ZERO, |hand| eye.at().since(hand.since))
        }
        _ => eye.at().since(task.since),
    };
    let row = places::row(place, task.handle, since >= eye.model().stall_after());
    let text = match place {
        Place::Ended(_) => row.spot.to_owned(),
        _ => format!("{} {}", row.spot, span(since)),
    };
    (text, place.worker(), row.certainty)
}

fn strip(eye: &Eye<'_>, task: &Task) -> Strip {
    let mut strip = strip::of_task(
        eye.model().workers(),
        task.id,
        eye.now(),
        eye.model().stall_after(),
    );
    if task.place.is_queued() && !eye.is_in_hand(task.id) {
        strip.add(task.since, eye.at(), strip::Part::Waiting);
    }
    strip
}
