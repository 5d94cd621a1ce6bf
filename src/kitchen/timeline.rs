//! The history as rows over time: a row per chef, one for the bakery, one for the card in
//! focus, all under one scale; and the whole history in one row.
//!
//! [`view`] turns the application's columns of time into plain cells. What a cell shows is
//! the sum of all its time; what is worst in it is what shows.

mod about;
mod axis;
mod lanes;
mod marks;
#[cfg(test)]
pub(crate) mod tests;
mod whole;

use crate::app::{App, Pick, Selection, Viewport};
use crate::events::Nanos;
use crate::findings::Finding;
use crate::kitchen::amount;
use crate::kitchen::state::Tone;

/// The timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineView {
    /// How much is remembered, in many words and in few.
    pub history: [String; 2],
    /// How much time a column is.
    pub scale: String,
    /// The chefs in view.
    pub chefs: Vec<Lane>,
    /// Number of the first chef in view.
    pub first: usize,
    /// How many chefs there are.
    pub all: usize,
    /// The blocking pool.
    pub bakery: Lane,
    /// The card in focus.
    pub card: Option<Lane>,
    /// Findings, at most one per column.
    pub marks: Vec<Mark>,
    /// The scale.
    pub ticks: Vec<Tick>,
    /// Column of the moment shown.
    pub cursor: Option<u16>,
    /// Whether it is the newest.
    pub live: bool,
    /// Which time the columns are.
    pub reach: Reach,
    /// The whole history.
    pub whole: Whole,
    /// What is at the moment shown.
    pub about: Vec<(String, Tone)>,
}

/// A row of columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// A few words below the name, where a row is higher than one line.
    pub note: String,
    /// What a click on the name picks.
    pub pick: Option<Pick>,
    /// Whether it is what is selected.
    pub selected: bool,
    /// The columns.
    pub cells: Vec<Cell>,
    /// Polls wide enough to be drawn one by one.
    pub bars: Vec<Bar>,
}

/// A column of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known: before the history, after now, or outside a card's life.
    Blank,
    /// The program was suspended.
    Gap,
    /// Neither in a poll nor parked: looking for work.
    Idle,
    /// Parked.
    Parked,
    /// This share of it was spent in polls, above 0 and at most 1.
    Poll(f32),
    /// A poll past the threshold.
    Stall,
    /// Ready, and not polled.
    Ready,
    /// Woken.
    Woken,
    /// Pending.
    Pending,
    /// A job of the blocking pool.
    Baking,
}

/// A poll that covers some columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its first column.
    pub from: u16,
    /// Its last column.
    pub to: u16,
    /// It began before the first column.
    pub before: bool,
    /// It goes on after its last column.
    pub goes_on: bool,
    /// The number of its card.
    pub number: String,
    /// Number and kind.
    pub name: String,
    /// Whether it is past the threshold.
    pub stalled: bool,
}

/// Something worth a jump.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its column.
    pub column: u16,
    /// Its character.
    pub sign: char,
    /// How it looks.
    pub tone: Tone,
    /// What it is.
    pub finding: Finding,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A label of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The column whose beginning it names.
    pub column: u16,
    /// The time.
    pub text: String,
}

/// The time that a row of columns stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Its beginning, in nanoseconds since the run began; negative before it.
    pub from: i64,
    /// All of it.
    pub span: Nanos,
}

/// The whole history.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// Its columns.
    pub cells: Vec<Cell>,
    /// Which time they are.
    pub reach: Reach,
    /// The first and the last column that the rows above are about.
    pub window: (u16, u16),
    /// Column of the moment shown.
    pub cursor: u16,
}

/// Looks at the history. The columns were brought up to date before, see
/// [`crate::app::Message::Look`].
pub fn view(app: &App, viewport: &Viewport) -> TimelineView {
    let shown = app.shown();
    let (all, lanes) = (app.lanes(), usize::from(viewport.lanes));
    let first = first_chef(app, all, lanes);
    let in_view = first..all.min(first + lanes);
    let picture = app.density(in_view.clone());
    let sight = lanes::Sight::new(app);
    let chefs = in_view
        .map(|index| sight.chef(index, picture.worker(index)))
        .collect();
    let timeline = &app.timeline;
    TimelineView {
        history: about::history(app),
        scale: format!("{}/col", amount::span(timeline.width())),
        chefs,
        first,
        all,
        bakery: sight.bakery(&picture.pool),
        card: picture.task.as_ref().and_then(|lane| sight.card(lane)),
        marks: marks::marks(app),
        ticks: axis::ticks(timeline.edge(0), timeline.width(), timeline.columns()),
        cursor: timeline.column(shown.now.at).map(|column| column as u16),
        live: app.is_live(),
        reach: Reach {
            from: timeline.edge(0),
            span: Nanos(timeline.width().0.saturating_mul(timeline.columns() as u64)),
        },
        whole: whole::whole(app, viewport.columns),
        about: about::about(app, &picture),
    }
}

/// The first chef in view: one that is selected stays in it.
fn first_chef(app: &App, all: usize, room: usize) -> usize {
    let last = all.saturating_sub(room);
    let first = app.scroll.min(last);
    match app.selected {
        Selection::Worker(worker) if room > 0 && worker.index() < all => {
            let index = worker.index();
            first.clamp((index + 1).saturating_sub(room), index)
        }
        _ => first,
    }
}
