//! What can reach the application, and what it does about it: [`update`].

use super::{Action, App, Screen, Selection, handle, scale};
use crate::camera::Sort;
use crate::events::{Delivery, Nanos, Now, Sample, TaskId};
use crate::order::{Command, Order, Params, RuntimeInterval, TaskInterval};
use scale::Direction;

/// What can reach the application (events come through [`App::hear`]).
#[derive(Clone, Debug)]
pub enum Message {
    /// The user asks for something.
    Act(Action),
    /// A new frame is due: the moment, with all that is read from memory.
    Frame {
        /// The polls in progress.
        now: Now,
        /// Tokio's own metrics, if a runtime runs.
        sample: Option<Sample>,
        /// The accounts of the event pipeline.
        delivery: Delivery,
    },
    /// An interval of tokio-metrics' runtime monitor.
    Runtime(RuntimeInterval),
    /// Intervals of tokio-metrics' task monitors.
    Tasks(Vec<TaskInterval>),
    /// The program came back from a suspend.
    Resumed {
        /// When it came back.
        at: Nanos,
        /// How long it was away.
        gap: Nanos,
    },
    /// The engine refused or failed.
    Refused {
        /// Why.
        text: String,
        /// How many tasks were refused.
        count: u64,
    },
    /// What the picture drawn last really showed: the first row (a page that ends sooner
    /// than we scrolled shows its end), and the tasks listed, top to bottom.
    Shown {
        /// The first row shown, where the page knows it.
        scroll: Option<usize>,
        /// The tasks listed.
        listed: Vec<TaskId>,
    },
    /// A picture of the timeline is about to be drawn.
    Look {
        /// The columns it has for time.
        columns: u16,
    },
    /// A picture of the life of the task in focus is about to be drawn.
    LookAtLife,
    /// Something worth a line, nobody's fault.
    Note(String),
}

/// A shorter suspend, so soon after another, is the same one heard of again.
const SAME_STOP: Nanos = Nanos::from_millis(100);

/// Takes a message; gives the commands for the engine.
pub fn update(app: &mut App, message: Message) -> Vec<Command> {
    match message {
        Message::Act(action) => return act(app, action),
        Message::Frame {
            now,
            sample,
            delivery,
        } => return app.frame(now, sample, delivery),
        Message::Runtime(interval) => app.keep_runtime_interval(interval),
        Message::Tasks(intervals) => {
            for interval in intervals {
                app.keep_task_interval(interval);
            }
        }
        Message::Resumed { at, gap } => {
            let last = app.gaps.iter().last();
            let again = last.is_some_and(|last| at.since(last.to) < SAME_STOP);
            app.gaps.note(at, gap);
            if !again || gap >= SAME_STOP {
                app.note(format!(
                    "the program was suspended for {:.1} s: that time is no stall",
                    gap.as_secs_f64()
                ));
            }
        }
        Message::Refused { text, count } => {
            app.count_refused(count);
            app.complain(text);
        }
        Message::Shown { scroll, listed } => app.shown(scroll, listed),
        Message::Look { columns } => app.look(columns),
        Message::LookAtLife => app.look_at_life(),
        Message::Note(text) => app.note(text),
    }
    Vec::new()
}

fn act(app: &mut App, action: Action) -> Vec<Command> {
    if leaves_the_moment(action) {
        // What was said of it does not hold for another.
        app.notice = None;
    }
    match action {
        Action::HandIn(recipe) => return vec![hand_in(app, recipe)],
        Action::QuantityUp => set_quantity(app, Direction::Up),
        Action::QuantityDown => set_quantity(app, Direction::Down),
        Action::TempoUp => return set_tempo(app, Direction::Up),
        Action::TempoDown => return set_tempo(app, Direction::Down),
        Action::WorkersUp => return set_workers(app, Direction::Up),
        Action::WorkersDown => return set_workers(app, Direction::Down),
        Action::SelectNext => app.step_selection(1),
        Action::SelectPrevious => app.step_selection(-1),
        Action::SelectNextWorker => app.step_worker(),
        Action::Pick(pick) => app.pick(pick),
        Action::Abort => return handle::abort(app),
        Action::DropHandle => return handle::drop_handle(app),
        Action::Close { graceful } => return close(app, graceful),
        Action::Toggle(screen) => toggle(app, screen),
        Action::Back => back(app),
        Action::Scroll(rows) => scroll(app, rows),
        Action::Search => {
            open(app, Screen::Tasks);
            app.typing = true;
        }
        Action::Type(c) => type_char(app, c),
        Action::Erase => erase(app),
        Action::Submit => {
            app.typing = false;
            if let Some(text) = app.going.take() {
                app.go_to(&text);
            }
        }
        Action::ToggleMotion => {
            app.options.reduced_motion = !app.options.reduced_motion;
            let state = if app.options.reduced_motion {
                "on"
            } else {
                "off"
            };
            app.note(format!("reduced motion is {state}"));
        }
        Action::Quit => app.quit = true,
        Action::Pause => app.toggle_pause(),
        Action::Slower => app.change_speed(false),
        Action::Faster => app.change_speed(true),
        Action::Scrub(steps) => app.scrub(steps.into()),
        Action::DragTo(at) => app.drag_to(at),
        Action::Oldest => app.go_to_oldest(),
        Action::Newest => app.go_live(),
        Action::Step { forth, selected } => app.step(forth, selected),
        Action::Jump { forth } => app.jump(forth),
        Action::StepMoment(step) => app.step_moment(step.into()),
        Action::PickMoment(moment) => {
            if app.pick_moment(moment) {
                enter_moment(app);
            }
        }
        Action::ToMoment => enter_moment(app),
        Action::AskAddress => {
            app.going = Some(String::new());
            app.typing = true;
        }
        Action::TellAddress => app.note(format!("this moment: {}", app.address())),
        Action::Follow => app.toggle_follow(),
        Action::ToWaker => app.go_to_waker(),
        Action::FromWaker => app.come_back(),
        Action::Zoom { closer } => app.zoom(closer),
        Action::StopAt(sort) => stop_at(app, sort),
    }
    Vec::new()
}

/// Whether another moment is shown after the action, or none stands still.
fn leaves_the_moment(action: Action) -> bool {
    matches!(
        action,
        Action::Pause
            | Action::Scrub(_)
            | Action::DragTo(_)
            | Action::Oldest
            | Action::Newest
            | Action::Step { .. }
            | Action::FromWaker
            | Action::AskAddress
    )
}

/// Goes to the happening chosen, and shows what the list was opened from.
fn enter_moment(app: &mut App) {
    if app.enter_moment() && app.screen == Screen::Moments {
        leave(app);
    }
}

fn stop_at(app: &mut App, sort: Sort) {
    app.stop_at.toggle(sort);
    app.watch_from_now();
}

fn hand_in(app: &mut App, recipe: &'static str) -> Command {
    if !app.is_live() {
        let ahead = app.behind().as_secs_f64();
        app.note(format!(
            "ordered now, which is {ahead:.2} s after the moment shown"
        ));
    }
    Command::Spawn(Order {
        recipe,
        count: app.quantity,
        params: Params::new(),
    })
}

fn set_quantity(app: &mut App, direction: Direction) {
    app.quantity = scale::quantity(app.quantity, direction);
    app.note(format!(
        "the next order is x{}",
        scale::grouped(app.quantity.into())
    ));
}

fn set_tempo(app: &mut App, direction: Direction) -> Vec<Command> {
    let next = scale::tempo(app.tempo, direction);
    if next == app.tempo {
        app.note(format!("the tempo stays x{next}: that is the limit"));
        return Vec::new();
    }
    app.tempo = next;
    app.note(format!("tempo x{next}: durations that begin from now on"));
    vec![Command::SetTempo(next)]
}

fn set_workers(app: &mut App, direction: Direction) -> Vec<Command> {
    if app.is_current_thread() {
        app.complain("a current_thread runtime has one worker, always");
        return Vec::new();
    }
    let Some(next) = scale::workers(app.wanted_workers, direction) else {
        app.complain(format!(
            "between 1 and {} workers",
            crate::limits::MAX_WORKERS
        ));
        return Vec::new();
    };
    app.wanted_workers = next;
    app.note(format!(
        "graceful shutdown, then a new runtime with {next} workers"
    ));
    vec![Command::SetWorkers(next)]
}

fn close(app: &mut App, graceful: bool) -> Vec<Command> {
    if !app.newest().running() {
        app.complain("no runtime is running: any order starts a new one");
        return Vec::new();
    }
    if graceful && app.newest().closing().is_some() {
        app.note("it is closing already");
        return Vec::new();
    }
    vec![Command::Close { graceful }]
}

/// Goes to a screen from wherever we are.
pub(super) fn open(app: &mut App, screen: Screen) {
    if app.screen != screen {
        app.opened_from = match (app.screen, screen) {
            // Help opened over a task's life and the like: one step back is enough.
            (
                from @ (Screen::Main
                | Screen::Tasks
                | Screen::Metrics
                | Screen::Timeline
                | Screen::Moments),
                Screen::Inspector,
            ) => from,
            (from @ Screen::Timeline, Screen::Moments) => from,
            (from, Screen::Help) => from,
            _ => Screen::Main,
        };
        app.screen = screen;
        app.scroll = 0;
    }
    app.typing = false;
}

fn toggle(app: &mut App, screen: Screen) {
    if app.screen == screen {
        leave(app);
    } else if screen == Screen::Inspector && app.focus().is_none() {
        app.complain("no task to inspect yet: order one first");
    } else {
        open(app, screen);
    }
}

fn erase(app: &mut App) {
    if !app.typing {
        return;
    }
    if let Some(text) = &mut app.going {
        text.pop();
    } else {
        app.search.pop();
        app.scroll = 0;
    }
}

fn leave(app: &mut App) {
    app.screen = std::mem::replace(&mut app.opened_from, Screen::Main);
    app.scroll = 0;
    app.typing = false;
}

fn back(app: &mut App) {
    if app.going.take().is_some() {
        app.typing = false;
    } else if app.typing {
        app.typing = false;
        app.search.clear();
        app.scroll = 0;
    } else if app.screen == Screen::Tasks && !app.search.is_empty() {
        app.search.clear();
        app.scroll = 0;
    } else if app.screen == Screen::Main {
        app.selected = Selection::Auto;
        app.notice = None;
    } else {
        leave(app);
    }
}

fn scroll(app: &mut App, rows: i32) {
    if app.screen == Screen::Main {
        app.step_selection(rows.signum() as isize);
        return;
    }
    if app.screen == Screen::Moments {
        // The list follows the row that is chosen.
        app.step_moment(rows as isize);
        return;
    }
    let by = rows.unsigned_abs() as usize;
    app.scroll = if rows < 0 {
        app.scroll.saturating_sub(by)
    } else {
        app.scroll.saturating_add(by)
    };
}

/// Longest search text: more does not fit its line.
const MAX_SEARCH: usize = 40;

fn type_char(app: &mut App, c: char) {
    if !app.typing || !is_plain(c) {
        return;
    }
    let text = app.going.as_mut().unwrap_or(&mut app.search);
    if text.chars().count() < MAX_SEARCH {
        text.push(c);
        app.scroll = 0;
    }
}

/// Neither a control character nor one that reorders the line it stands in.
fn is_plain(c: char) -> bool {
    let reorders =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !reorders
}
