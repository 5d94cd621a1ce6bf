//! The list of all known cards: newest, oldest or longest waiting first, narrowed by a
//! search.
//!
//! Drawn by `ui::screen::tasks`. Only visible rows are put into words; a search looks at
//! a bounded number of cards per frame and says when it stopped.

mod query;

pub use query::Order;

use crate::app::{App, Edge, Selection, Typing};
use crate::events::{Nanos, TaskId};
use crate::kitchen::state::{self, State};
use crate::model::{Place, Task};
use query::Query;
use std::collections::VecDeque;

/// So many cards are looked at per frame. At the measured pace of a table walk this
/// stays far below a frame.
const SCAN: usize = 50_000;

/// What the task list shows.
#[derive(Clone, Debug, PartialEq)]
pub struct TasksView {
    /// The order of the rows.
    pub order: Order,
    /// The text of the search.
    pub search: String,
    /// Whether keys go into the search.
    pub typing: bool,
    /// The visible rows.
    pub rows: Vec<Row>,
    /// How many rows are above them.
    pub first: usize,
    /// Whether rows follow below.
    pub more: bool,
    /// Cards alive, by the probe's count.
    pub alive: u64,
    /// Cards handed in since the program began.
    pub spawned: u64,
    /// Cards handed in per second, over the last second.
    pub rate: f64,
    /// `Some(n)`: the search stopped after `n` cards.
    pub stopped_after: Option<usize>,
}

/// One card.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number.
    pub id: TaskId,
    /// Its kind.
    pub kind: String,
    /// Where it is.
    pub state: State,
    /// How long it has been there; for an ended card, how long it lived.
    pub time: Nanos,
    /// Polls so far.
    pub polls: u64,
    /// What it waits for, or where it is in the code.
    pub detail: String,
    /// Whether it is the selected card.
    pub selected: bool,
}

/// `most`: how many cards there is room for. Every row of the view is drawn.
pub fn view(app: &App, most: u16) -> TasksView {
    let shown = app.shown();
    let query = Query::parse(&app.search);
    let mut found = match query.order {
        Order::Newest => page(app, &query, most, || shown.model.tasks_from(None).rev()),
        Order::Oldest => page(app, &query, most, || shown.model.tasks_from(None)),
        Order::LongestWaiting => page(app, &query, most, || shown.model.pending()),
    };
    choose(app, &mut found.rows);
    let counters = shown.model.counters();
    TasksView {
        order: query.order,
        search: app.search.clone(),
        typing: app.typing == Typing::Search,
        rows: found.rows,
        first: found.first,
        more: found.more,
        alive: counters.alive(),
        spawned: counters.spawned,
        rate: shown.mark.spawn_rate,
        stopped_after: found.stopped.then_some(SCAN),
    }
}

struct Found {
    rows: Vec<Row>,
    first: usize,
    more: bool,
    stopped: bool,
}

fn page<T: Iterator<Item = Task>>(
    app: &App,
    query: &Query,
    most: u16,
    tasks: impl Fn() -> T,
) -> Found {
    let from = first(app, query, most, tasks());
    find(app, query, most, tasks(), from)
}

/// Walks the cards: skips the rows above, writes the visible ones, and looks one further to
/// know whether more follow. If there are fewer rows than were scrolled past, the last ones
/// stay visible.
fn find(
    app: &App,
    query: &Query,
    most: u16,
    tasks: impl Iterator<Item = Task>,
    from: usize,
) -> Found {
    let most = usize::from(most);
    let mut seen = 0;
    let mut matched = 0;
    let mut visible: VecDeque<Task> = VecDeque::with_capacity(most + 1);
    let mut more = false;
    for task in tasks.take(SCAN) {
        seen += 1;
        if !query.matches(app, &task) {
            continue;
        }
        if visible.len() == most && matched >= from.saturating_add(most) {
            more = true;
            break;
        }
        matched += 1;
        visible.push_back(task);
        if visible.len() > most {
            visible.pop_front();
        }
    }
    Found {
        first: matched - visible.len(),
        rows: visible.into_iter().map(|task| row(app, &task)).collect(),
        more,
        stopped: seen == SCAN && !more,
    }
}

/// The first row of the page: as it was scrolled, but so that the card that is selected is on
/// it. What is in focus by itself moves about, and takes the page nowhere.
fn first(app: &App, query: &Query, most: u16, tasks: impl Iterator<Item = Task>) -> usize {
    let most = usize::from(most).max(1);
    let Selection::Task(id) = app.selected else {
        return app.scroll;
    };
    let selected = app.shown().model.task(id);
    let Some(selected) = selected.filter(|task| app.edge().is_none() && query.matches(app, task))
    else {
        return app.scroll;
    };
    let tasks = tasks.take(SCAN).filter(|task| query.matches(app, task));
    let at = tasks.enumerate().find(|(_, task)| task.id == selected.id);
    at.map_or(app.scroll, |(at, _)| {
        app.scroll.clamp((at + 1).saturating_sub(most), at)
    })
}

/// Marks one row as chosen: the one in focus, or that at the end that was asked for.
fn choose(app: &App, rows: &mut [Row]) {
    let chosen = match app.edge() {
        Some(Edge::First) => 0,
        Some(Edge::Last) => rows.len().saturating_sub(1),
        None => {
            let focus = app.focus();
            rows.iter()
                .position(|row| Some(row.id) == focus)
                .unwrap_or(0)
        }
    };
    if let Some(row) = rows.get_mut(chosen) {
        row.selected = true;
    }
}

fn row(app: &App, task: &Task) -> Row {
    let shown = app.shown();
    let state = state::of(task, &shown.model, &shown.now);
    let now = shown.now.at.max(shown.model.at());
    let time = match task.place {
        Place::Ended(_) => task.since.since(task.spawned_at),
        _ => now.since(state.since),
    };
    Row {
        id: task.id,
        kind: shown.model.kind(task.kind).to_owned(),
        time,
        polls: shown.model.polls_of(task, &shown.now),
        detail: detail(app, task, now),
        selected: false,
        state,
    }
}

fn detail(app: &App, task: &Task, now: Nanos) -> String {
    let shown = app.shown();
    if let Place::Ended(_) = task.place {
        return String::new();
    }
    let count = task.waits().count();
    // Of several awaits (join!, select!) the one with a known end says most, else the newest.
    let timer = task.waits().find(|wait| wait.until.is_some());
    match (timer.or_else(|| task.waits().last()), task.site) {
        (Some(wait), _) if count > 1 => {
            let text = state::wait_text(&shown.model, wait, now);
            format!("{count} waits: {text}")
        }
        (Some(wait), _) => state::wait_text(&shown.model, wait, now),
        (None, Some(line)) => state::line_text(&shown.model, line),
        (None, None) => String::new(),
    }
}
