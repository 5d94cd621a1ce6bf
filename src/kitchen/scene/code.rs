//! The source of the card in focus, with the line it is at.

use super::{Eye, counter::Outcome};
use crate::events::{Certainty, CodeLine, EndKind, Nanos, NoLine, Now, Site, SiteId, WorkerId};
use crate::kitchen::amount::span;
use crate::kitchen::analogy::waits;
use crate::kitchen::code;
use crate::kitchen::inspector;
use crate::kitchen::sentences::code as say;
use crate::kitchen::words::{card, telling_wait};
use crate::model::{Model, Place, StuckPoll, Task};
use crate::order::RecipeInfo;

/// Source of the card in focus.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeView {
    /// The card, and who has it.
    pub title: String,
    /// The file's name.
    pub file: String,
    /// The function it is in.
    pub lines: Vec<code::CodeLine>,
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
    let (recipe, line, _) = source(eye, &task, eye.model().site(site).map(place_of))?;
    Some(CodeView {
        title: card(eye.model(), task.id),
        file: file_of(recipe),
        lines: code::excerpt(recipe, line),
        stuck: None,
        note: say::of_step(eye.app.register),
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
    let here = line_now(eye.model(), eye.now(), &task);
    let place = match here {
        Some(LineNow::Seen(poll)) => seen_in_menu(eye, poll),
        Some(here) => here.place(),
        None => last_line(eye, &task)
            .and_then(|site| eye.model().site(site))
            .map(place_of),
    };
    let held = hand
        .map(|hand| eye.at().since(hand.since))
        .filter(|held| *held >= eye.model().stall_after());
    let Some((recipe, line, mark)) = source(eye, &task, place) else {
        return Some(elsewhere(eye, &task, here, held, hand.is_some()));
    };
    let lines = code::excerpt(recipe, line);
    let note = match held {
        Some(held) => held_note(eye, here, held, line.is_some() && mark == Mark::Here),
        None => note(eye, &task, hand.is_some(), line),
    };
    Some(CodeView {
        title: card(eye.model(), task.id),
        file: file_of(recipe),
        note: note + mark.about(),
        lines,
        stuck: held,
    })
}

/// A file with the folder it is in.
fn two_last(file: &str) -> &str {
    let mut cuts = file.rmatch_indices(['/', '\\']);
    cuts.nth(1).map_or(file, |(cut, _)| &file[cut + 1..])
}

/// Of a card whose source is not here: the lines that are known, by their places.
fn elsewhere(
    eye: &Eye<'_>,
    task: &Task,
    here: Option<LineNow<'_>>,
    held: Option<Nanos>,
    in_hand: bool,
) -> CodeView {
    let model = eye.model();
    let spawned = || model.site(task.spawn_site).map(place_of);
    // Of one that is over: where it held a worker.
    let over = Outcome::of(task).and_then(|_| model.found_last(task.id));
    let (file, lines) = match here.or(over.map(LineNow::Seen)) {
        Some(LineNow::Seen(poll)) if !poll.found.lines.is_empty() => {
            let lines = poll.found.lines.iter().zip(0..);
            let line = |(line, row): (&CodeLine, usize)| {
                let name = [&*line.function, &*line.file];
                code::CodeLine::plain(line.line, name[usize::from(name[0].is_empty())], row == 0)
            };
            let file = poll.found.lines.first().map_or("", |line| &*line.file);
            (file, lines.map(line).collect())
        }
        _ => match here.and_then(LineNow::place) {
            Some((file, line)) => (
                file,
                vec![code::CodeLine::plain(line, two_last(file), true)],
            ),
            None => match spawned() {
                Some((file, line)) => (
                    file,
                    vec![code::CodeLine::plain(line, two_last(file), false)],
                ),
                None => ("", Vec::new()),
            },
        },
    };
    let marked = lines.iter().any(|line| line.here);
    let told = match held {
        Some(held) => held_note(eye, here, held, marked),
        None => note(eye, task, in_hand, marked.then_some(0)),
    };
    let spawned = match (over, marked) {
        (Some(_), true) => say::held_before(eye.app.register),
        (_, false) if !lines.is_empty() => " (the line: where it was spawned)".to_owned(),
        _ => String::new(),
    };
    CodeView {
        title: card(model, task.id),
        file: file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(),
        lines,
        stuck: held,
        note: told + &spawned,
    }
}

/// Where a card is, as far as it is known.
#[derive(Clone, Copy)]
pub(crate) enum LineNow<'a> {
    /// It has told so itself.
    Told(&'a Site),
    /// It holds a chef, and its thread was looked at.
    Seen(&'a StuckPoll),
    /// It holds a chef for too long, and nobody has looked yet.
    Unknown,
}

impl<'a> LineNow<'a> {
    /// File and line.
    pub(crate) fn place(self) -> Option<(&'a str, u32)> {
        match self {
            Self::Told(site) => Some(place_of(site)),
            Self::Seen(poll) => poll.found.line().map(|line| (&*line.file, line.line)),
            Self::Unknown => None,
        }
    }
}

fn place_of(site: &Site) -> (&str, u32) {
    (&site.file, site.line)
}

/// Where a card is, as far as it is known; none once it has ended.
pub(crate) fn line_now<'a>(model: &'a Model, now: &Now, task: &Task) -> Option<LineNow<'a>> {
    if Outcome::of(task).is_some() {
        return None;
    }
    let told = |site| model.site(site).map(LineNow::Told);
    let mut hands = now.workers.iter().zip(0..).filter_map(|(hand, worker)| {
        let hand = hand.as_ref().filter(|hand| hand.task == task.id)?;
        Some((hand, WorkerId::new(worker)))
    });
    if let Some((hand, worker)) = hands.next() {
        if let Some(site) = hand.site {
            return told(site);
        }
        let found = model.found(worker, task.id, (hand.since, now.at));
        // What it told before says nothing of a poll that lasts.
        let lasts = now.at.since(hand.since) >= model.stall_after();
        if found.is_some() || lasts {
            return Some(found.map_or(LineNow::Unknown, LineNow::Seen));
        }
    }
    let waits = || {
        let wait = telling_wait(model, task)?;
        matches!(task.place, Place::Pending | Place::Lane).then_some(wait.site)
    };
    waits().or(task.site).and_then(told)
}

/// The innermost line that was seen in a recipe of the menu.
fn seen_in_menu<'a>(eye: &Eye<'_>, poll: &'a StuckPoll) -> Option<(&'a str, u32)> {
    let in_menu =
        |line: &&CodeLine| code::recipe_at(eye.app.recipes(), &line.file, line.line).is_some();
    let line = poll.found.lines.iter().find(in_menu)?;
    Some((&line.file, line.line))
}

/// Of a card that holds its chef for too long: whether it is known where, and since when.
fn held_note(eye: &Eye<'_>, here: Option<LineNow<'_>>, held: Nanos, is_marked: bool) -> String {
    let (held, words) = (span(held), eye.app.register);
    match here {
        Some(LineNow::Seen(poll)) if is_marked => {
            let marked = seen_in_menu(eye, poll).or_else(|| LineNow::Seen(poll).place());
            let mut lines = poll.found.lines.iter();
            let line = lines.find(|line| marked == Some((&*line.file, line.line)));
            let certainty = line.map_or(Certainty::Inferred, |line| line.certainty);
            let ago = span(eye.at().since(poll.at));
            say::seen_here(words, certainty.mark(), &ago, &held)
        }
        Some(LineNow::Seen(poll)) => {
            let why = poll.found.why.map_or("no line of this file", NoLine::words);
            say::no_line(words, &held, why)
        }
        Some(LineNow::Told(_)) => say::told_here(words, &held),
        Some(LineNow::Unknown) | None => say::line_unknown(words, &held),
    }
}

/// What the mark beside a line means.
#[derive(Clone, Copy, PartialEq, Eq)]
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
    place: Option<(&str, u32)>,
) -> Option<(&'static RecipeInfo, Option<u32>, Mark)> {
    let recipes = || eye.app.recipes();
    let at = |(file, line): (&str, u32), mark| {
        let recipe = code::recipe_at(recipes(), file, line)?;
        Some((recipe, Some(line), mark))
    };
    let by_name = || {
        let name = eye.model().kind(task.kind);
        recipes()
            .find(|recipe| recipe.name == name)
            .map(|recipe| (recipe, None, Mark::Here))
    };
    // A child has no recipe of its own: then the line that spawned it is shown.
    let spawned = || eye.model().site(task.spawn_site).map(place_of);
    place
        .and_then(|place| at(place, Mark::Here))
        .or_else(by_name)
        .or_else(|| at(spawned()?, Mark::Spawn))
}

fn note(eye: &Eye<'_>, task: &Task, in_hand: bool, line: Option<u32>) -> String {
    if let Some(outcome) = Outcome::of(task) {
        return over(eye, task, outcome, line);
    }
    let words = eye.app.register;
    match (in_hand, task.place) {
        (true, _) => say::in_hand(words),
        (_, Place::Pending | Place::Lane) => {
            let on = telling_wait(eye.model(), task)
                .and_then(|wait| eye.model().site(wait.site))
                .map(|site| waits::row(site.wait).told(words));
            match (on, line) {
                (Some(on), Some(_)) => say::waits_here(words, on),
                _ => say::pending(words),
            }
        }
        (_, Place::InPlace) => say::in_place(words),
        (_, Place::BlockingRunning) => say::in_bakery(words),
        (_, Place::BlockingQueue) => say::waits_for_baker(words),
        _ if task.first_poll.is_none() => say::not_polled(words),
        _ => say::ready(words),
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
    let words = eye.app.register;
    // The line may be in another file than the one that is shown.
    let here = last_line(eye, task)
        .and_then(|site| eye.model().site(site))
        .is_some_and(|site| Some(site.line) == line);
    match (task.place, here) {
        (Place::Ended(EndKind::Panicked), true) => {
            let panic = eye.model().panic(task);
            let text = panic.map_or("", |panic| eye.model().text(panic.text));
            say::panicked_here(words, text)
        }
        (Place::Ended(EndKind::Unknown), true) => say::gone_here(words),
        (Place::Ended(EndKind::Cancelled), true) => say::dropped_here(words),
        _ => say::over(words, outcome.word(eye.words())),
    }
}
