//! The source of the card in focus, with the line it is at.

use super::{Eye, counter::Outcome};
use crate::events::{EndKind, Nanos, Now, SiteId};
use crate::kitchen::amount::span;
use crate::kitchen::analogy::waits;
use crate::kitchen::code::{self, CodeLine};
use crate::kitchen::inspector;
use crate::kitchen::words::{card, telling_wait};
use crate::model::{Model, Place, Task};
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
            matches!(task.place, Place::Pending | Place::Lane).then_some(wait.site)
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
        (_, Place::Pending | Place::Lane) => {
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
        Place::Ended(EndKind::Panicked | EndKind::Unknown) => Some(eye.model().panic(task)?.site),
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
        (Place::Ended(EndKind::Unknown), true) => "gone: it panicked here, in its last poll".into(),
        (Place::Ended(EndKind::Cancelled), true) => {
            "binned here: dropped at this .await, half-made".into()
        }
        _ => format!("{}: it is over", outcome.word()),
    }
}
