//! The page of the load that is played twice: the simulation, in which the user is the head
//! chef, and what both came to side by side. It states no figure but those of the two runs.

use crate::app::{Action, App, ByHand, Clock, HandMove, Real, Register};
use crate::events::Nanos;
use crate::kitchen::amount::span;
use crate::kitchen::sentences::{by_hand as say, names};
use crate::kitchen::text::Text;
use crate::lesson::by_hand::{Measures, NotGiven, Simulation, State, Unlike};
use std::cmp::Ordering;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ByHandPage {
    /// The game's name.
    pub title: String,
    /// What it is: the word that marks a simulation, as long as it is one.
    pub mark: &'static str,
    /// The simulation's clock, and the cards served.
    pub status: String,
    /// What to do now, or what came of it.
    pub about: Text,
    /// The last key could not do what it stands for.
    pub refused: bool,
    /// The table, and nothing else: the simulation is over.
    pub table: Option<Table>,
    /// Of the lists below.
    pub heads: Heads,
    /// The chefs.
    pub chefs: Vec<HandChef>,
    /// The ready cards, longest first.
    pub ready: Vec<ReadyCard>,
    /// What simmers, soonest first: name, and time left.
    pub simmers: Vec<(&'static str, String)>,
}

/// Words over the lists, and in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Heads {
    /// The chefs.
    pub chefs: String,
    /// A chef without a card.
    pub free: String,
    /// What simmers.
    pub simmers: String,
    /// The ready cards, with their number.
    pub ready: String,
}

/// A chef of the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct HandChef {
    /// Their digit.
    pub digit: u8,
    /// Their name.
    pub name: String,
    /// The card in hand: its name, what is left of the work, and what is done of it in percent.
    pub card: Option<(&'static str, String, u8)>,
    /// Their time without a card.
    pub idle: String,
}

/// A ready card of the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadyCard {
    /// Its number in the load.
    pub task: usize,
    /// Its name.
    pub name: &'static str,
    /// Which piece of work comes next: `2 of 6`.
    pub piece: String,
    /// How long it has been ready.
    pub waits: String,
    /// A digit gives this one.
    pub chosen: bool,
}

/// Both runs, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Label, by hand, Tokio.
    pub rows: Vec<(String, String, String)>,
    /// What the figures are.
    pub notes: [String; 3],
}

/// Makes the page.
pub(super) fn page(app: &App) -> ByHandPage {
    let (by_hand, words) = (app.by_hand(), app.register);
    let simulation = by_hand.simulation();
    let hand = simulation.measures();
    let (lasted, all) = (tenths(simulation.lasted()), simulation.load().tasks.len());
    ByHandPage {
        title: say::title(words),
        mark: mark(by_hand),
        status: say::status(words, &lasted, simulation.done(), all),
        about: about(by_hand, hand.as_ref(), words),
        refused: hand.is_none() && by_hand.not_given().is_some(),
        table: hand.map(|hand| table(&hand, by_hand.real(), words)),
        heads: Heads {
            chefs: say::chefs(words),
            free: say::free(words),
            simmers: say::simmers(words),
            ready: say::ready(words, simulation.ready().len()),
        },
        chefs: chefs(simulation, words),
        ready: ready(by_hand),
        simmers: simmers(simulation),
    }
}

fn mark(by_hand: &ByHand) -> &'static str {
    match by_hand.clock() {
        _ if by_hand.simulation().is_over() => match by_hand.real() {
            Real::Over(Ok(_)) => "by hand: SIMULATION; Tokio: real",
            _ => "SIMULATION, over",
        },
        Clock::Runs(_) => "SIMULATION",
        Clock::Paused => "SIMULATION, paused",
        Clock::Unwound => "SIMULATION, not begun",
    }
}

const GO_ON: Action = Action::ByHand(HandMove::GoOn);
const AGAIN: Action = Action::ByHand(HandMove::Again);

fn about(by_hand: &ByHand, hand: Option<&Measures>, words: Register) -> Text {
    let Some(hand) = hand else {
        return what_to_do(by_hand, words);
    };
    match by_hand.real() {
        Real::No => Text::from(say::all_served(words))
            .key(GO_ON)
            .words(say::hands_over(words)),
        Real::Asked | Real::Coming | Real::Runs { .. } => Text::from(say::runs_for_real(words))
            .key(Action::Back)
            .words(say::leads_to_it(words)),
        Real::Over(came_to) => {
            let told = match came_to {
                Ok(real) => difference(hand, real, words),
                Err(why) => unlike(*why, words),
            };
            Text::from(format!("{told} "))
                .key(GO_ON)
                .words(say::again_for_real(words))
                .key(AGAIN)
                .words(say::again_by_hand(words))
        }
    }
}

/// While the simulation is not over.
fn what_to_do(by_hand: &ByHand, words: Register) -> Text {
    match (by_hand.not_given(), by_hand.clock()) {
        (Some((chef, NotGiven::NoWorker)), _) => say::no_chef(words, chef).into(),
        (Some((chef, NotGiven::Busy)), _) => say::busy(words, chef).into(),
        (Some((chef, NotGiven::NotReady)), _) => say::none_ready(words, chef).into(),
        (None, Clock::Unwound) => {
            let load = by_hand.simulation().load();
            Text::from(say::begin(words, load.workers, load.tasks.len()))
                .key(GO_ON)
                .words(say::begins(words))
        }
        (None, Clock::Runs(_)) => say::give(words).into(),
        (None, Clock::Paused) => Text::from("").key(GO_ON).words(say::goes_on(words)),
    }
}

/// A time that runs, calm enough to be read: `4.2s`.
fn tenths(time: Nanos) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}.{}s", tenths / 10, tenths % 10)
}

fn unlike(why: Unlike, words: Register) -> String {
    match why {
        Unlike::NotAllSeen => say::not_all_seen(words),
        Unlike::MoreTasks => say::more_cards(words),
        Unlike::OtherTempo => say::other_tempo(words),
        Unlike::Cut => say::cut(words),
    }
}

/// What differs, and by how much: nothing but the figures of both, as the table shows them.
fn difference(hand: &Measures, real: &Measures, words: Register) -> String {
    let shown = |of: &Measures| Nanos(of.lasted.0 / SHOWN * SHOWN);
    let (hand_end, real_end) = (shown(hand), shown(real));
    let (by_hand, tokio) = (&span(hand_end), &span(real_end));
    let waits = &say::waits(words, &span(hand.mean()), &span(real.mean()));
    match hand_end.cmp(&real_end) {
        Ordering::Equal => say::at_the_end(words, by_hand, tokio, waits),
        Ordering::Greater => {
            let by = span(hand_end.since(real_end));
            say::tokio_sooner(words, &by, by_hand, tokio, waits)
        }
        Ordering::Less => {
            let by = span(real_end.since(hand_end));
            say::hand_sooner(words, &by, by_hand, tokio, waits)
        }
    }
}

/// A time of seconds is shown in hundredths, in nanoseconds.
const SHOWN: u64 = 10_000_000;

fn table(hand: &Measures, real: &Real, words: Register) -> Table {
    let (real, nothing) = match real {
        Real::Over(Ok(real)) => (Some(real), ""),
        Real::Over(Err(_)) => (None, "unknown"),
        Real::No | Real::Asked | Real::Coming | Real::Runs { .. } => (None, "not yet"),
    };
    let row = |label: String, tell: &dyn Fn(&Measures) -> String| {
        let tokio = real.map_or_else(|| nothing.to_owned(), |real| format!("= {}", tell(real)));
        (label, format!("sim {}", tell(hand)), tokio)
    };
    let late = |of: &Measures| match of.late() {
        Nanos::ZERO => "none".into(),
        late => span(late),
    };
    let mut rows = vec![
        row(say::to_the_end(words), &|of| span(of.lasted)),
        row(say::pieces(words), &|of| of.begun().to_string()),
        row("ready wait, mean".into(), &|of| span(of.mean())),
        row(say::late(words), &late),
        row("ready wait, p95".into(), &|of| span(of.p95())),
        row("ready wait, max".into(), &|of| span(of.max())),
    ];
    let chefs = hand.idle.len();
    rows.extend((0..chefs).map(|chef| {
        row(say::idle(words, chef), &|of| {
            let percent = of.idle_percent(chef);
            percent.map_or_else(|| "unknown".into(), |percent| format!("{percent} %"))
        })
    }));
    Table {
        rows,
        notes: [
            say::what_ready_is(words),
            say::what_late_is(words),
            say::what_idle_is(words),
        ],
    }
}

fn chefs(simulation: &Simulation, words: Register) -> Vec<HandChef> {
    let now = simulation.now();
    let card = |task: usize| {
        let State::InWork { since, until, .. } = simulation.task(task)?.0 else {
            return None;
        };
        let whole = until.since(since).0.max(1);
        let done = u128::from(now.since(since).0) * 100 / u128::from(whole);
        let name = simulation.load().tasks[task].name;
        Some((name, tenths(until.since(now)), done.min(100) as u8))
    };
    let workers = simulation.workers().zip(0..);
    workers
        .map(|((hand, busy), digit)| HandChef {
            digit,
            name: names::chef(words, &digit.to_string()),
            card: hand.and_then(card),
            idle: tenths(simulation.lasted().since(busy)),
        })
        .collect()
}

fn ready(by_hand: &ByHand) -> Vec<ReadyCard> {
    let simulation = by_hand.simulation();
    let chosen = by_hand.chosen();
    let card = |(place, task): (usize, &usize)| {
        let planned = simulation.load().tasks.get(*task)?;
        let (State::Ready { since }, piece) = simulation.task(*task)? else {
            return None;
        };
        Some(ReadyCard {
            task: *task,
            name: planned.name,
            piece: format!("{} of {}", piece + 1, planned.pieces.len()),
            waits: tenths(simulation.now().since(since)),
            chosen: chosen == Some(place),
        })
    };
    let ready = simulation.ready().iter().enumerate();
    ready.filter_map(card).collect()
}

/// Those that have not come yet are on no stove.
fn simmers(simulation: &Simulation) -> Vec<(&'static str, String)> {
    let tasks = simulation.load().tasks.iter().enumerate();
    let mut away: Vec<_> = tasks
        .filter_map(|(index, planned)| match simulation.task(index)? {
            (State::Away { until }, 1..) => Some((until, planned.name)),
            _ => None,
        })
        .collect();
    away.sort_unstable();
    let left = |until: Nanos| tenths(until.since(simulation.now()));
    away.into_iter()
        .map(|(until, name)| (name, left(until)))
        .collect()
}
