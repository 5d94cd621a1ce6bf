//! The page of the load that is played twice: the simulation, in which the user is the head
//! chef, and what both came to side by side. It states no figure but those of the two runs.

use crate::app::{Action, App, ByHand, Clock, HandMove, Real};
use crate::events::Nanos;
use crate::kitchen::amount::span;
use crate::kitchen::text::Text;
use crate::lesson::by_hand::{Load, Measures, NotGiven, Simulation, State, Unlike};
use std::cmp::Ordering;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ByHandPage {
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
    /// The chefs.
    pub chefs: Vec<HandChef>,
    /// The ready cards, longest first.
    pub ready: Vec<ReadyCard>,
    /// What simmers, soonest first: name, and time left.
    pub simmers: Vec<(&'static str, String)>,
}

/// A chef of the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct HandChef {
    /// Their digit.
    pub digit: u8,
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
    pub notes: [&'static str; 3],
}

/// Makes the page.
pub(super) fn page(app: &App) -> ByHandPage {
    let by_hand = app.by_hand();
    let simulation = by_hand.simulation();
    let hand = simulation.measures();
    ByHandPage {
        mark: mark(by_hand),
        status: format!(
            "{}  served {} of {}",
            tenths(simulation.lasted()),
            simulation.done(),
            simulation.load().tasks.len()
        ),
        about: about(by_hand, hand.as_ref()),
        refused: hand.is_none() && by_hand.not_given().is_some(),
        table: hand.map(|hand| table(&hand, by_hand.real())),
        chefs: chefs(simulation),
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

fn about(by_hand: &ByHand, hand: Option<&Measures>) -> Text {
    let Some(hand) = hand else {
        if let Some((chef, why)) = by_hand.not_given() {
            return not_given(chef, why).into();
        }
        return match by_hand.clock() {
            Clock::Unwound => begin(by_hand.simulation().load()),
            Clock::Runs(_) => "The digit of a free chef gives them the chosen card.".into(),
            Clock::Paused => Text::from("").key(GO_ON).words(" goes on."),
        };
    };
    match by_hand.real() {
        Real::No => Text::from("All are served. Now the same load for real: ")
            .key(GO_ON)
            .words(" hands it to Tokio's scheduler, and you see it live."),
        Real::Asked | Real::Coming | Real::Runs { .. } => {
            Text::from("The same load is on the real runtime now: ")
                .key(Action::Back)
                .words(" leads to it.")
        }
        Real::Over(came_to) => {
            let told = match came_to {
                Ok(real) => difference(hand, real),
                Err(why) => unlike(*why).into(),
            };
            Text::from(format!("{told} "))
                .key(GO_ON)
                .words(" plays it for real again; ")
                .key(AGAIN)
                .words(" begins by hand again.")
        }
    }
}

fn begin(load: &Load) -> Text {
    Text::from(format!(
        "You are the head chef of {} chefs. {} cards come, each with pieces of work; between them it \
         simmers. Give each ready card to a free chef, by the chef's digit. Afterwards Tokio's \
         scheduler gets the same load, on the real runtime. ",
        load.workers,
        load.tasks.len()
    ))
    .key(GO_ON)
    .words(" begins.")
}

/// A time that runs, calm enough to be read: `4.2s`.
fn tenths(time: Nanos) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}.{}s", tenths / 10, tenths % 10)
}

fn not_given(chef: u8, why: NotGiven) -> String {
    match why {
        NotGiven::NoWorker => format!("There is no Chef {chef}."),
        NotGiven::Busy => format!("Chef {chef} has a card: one at a time."),
        NotGiven::NotReady => format!("No card is ready for Chef {chef}."),
    }
}

fn unlike(why: Unlike) -> &'static str {
    match why {
        Unlike::NotAllSeen => "Not all of the real run is known: too much happened, or long ago.",
        Unlike::MoreTasks => "Other cards ran as well: the real run was not the same load.",
        Unlike::OtherTempo => "The tempo was changed: the real run was not the same load.",
        Unlike::Cut => "Not every card came to its end: the real run was not the same load.",
    }
}

/// What differs, and by how much: nothing but the figures of both, as the table shows them.
fn difference(hand: &Measures, real: &Measures) -> String {
    let shown = |of: &Measures| Nanos(of.lasted.0 / SHOWN * SHOWN);
    let (by_hand, tokio) = (shown(hand), shown(real));
    let both = format!("{} by hand, {} with Tokio", span(by_hand), span(tokio));
    let sooner = match by_hand.cmp(&tokio) {
        Ordering::Equal => None,
        Ordering::Greater => Some(("With Tokio", by_hand.since(tokio))),
        Ordering::Less => Some(("By hand", tokio.since(by_hand))),
    };
    let end = match sooner {
        None => format!("The last card was served as soon with both ({both})"),
        Some((who, by)) => {
            format!(
                "{who} the last card was served {} sooner ({both})",
                span(by)
            )
        }
    };
    format!(
        "{end}; on average a ready card waited {} by hand and {} with Tokio.",
        span(hand.mean()),
        span(real.mean())
    )
}

/// A time of seconds is shown in hundredths, in nanoseconds.
const SHOWN: u64 = 10_000_000;

fn table(hand: &Measures, real: &Real) -> Table {
    let (real, nothing) = match real {
        Real::Over(Ok(real)) => (Some(real), ""),
        Real::Over(Err(_)) => (None, "unknown"),
        Real::No | Real::Asked | Real::Coming | Real::Runs { .. } => (None, "not yet"),
    };
    let row = |label: String, tell: &dyn Fn(&Measures) -> String| {
        let tokio = real.map_or_else(|| nothing.to_owned(), |real| format!("= {}", tell(real)));
        (label, format!("sim {}", tell(hand)), tokio)
    };
    let mut rows = vec![
        row("to the last card's end".into(), &|of| span(of.lasted)),
        row("pieces of work".into(), &|of| of.begun().to_string()),
        row("ready wait, mean".into(), &|of| span(of.mean())),
        row("- of it, bell late".into(), &|of| match of.late() {
            Nanos::ZERO => "none".into(),
            late => span(late),
        }),
        row("ready wait, p95".into(), &|of| span(of.p95())),
        row("ready wait, max".into(), &|of| span(of.max())),
    ];
    let chefs = hand.idle.len();
    rows.extend((0..chefs).map(|chef| {
        row(format!("Chef {chef} idle"), &|of| {
            let percent = of.idle_percent(chef);
            percent.map_or_else(|| "unknown".into(), |percent| format!("{percent} %"))
        })
    }));
    Table {
        rows,
        notes: [
            "ready wait: from handed in, or its timer due, until a chef begins the work",
            "bell late: the timer was due, and no chef had rung its bell yet",
            "idle: without a card in hand, of the time to the last card's end",
        ],
    }
}

fn chefs(simulation: &Simulation) -> Vec<HandChef> {
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
