//! What can reach the application, and what it does about it: [`update`].

use super::{Action, App, ClaimLine, Copied, Kept, Refused, Said, Screen, Seen, Typing, Viewport};
use super::{handle, scale, select, way};
use crate::claim::Claim;
use crate::events::{Delivery, Flavor, Nanos, Now, Sample};
use crate::findings::FindingKind;
use crate::limits::MAX_WORKERS;
use crate::order::{Command, Order, Params, RecipeInfo, Report, RuntimeInterval, TaskInterval};
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
    /// A line was to be copied; `None`: there was none.
    Copied(Option<(String, Copied)>),
    /// The scenario is over: all was ordered and nothing of it goes on, or its time is up.
    ScenarioOver,
    /// A scenario begins now.
    ScenarioBegins {
        /// Its title.
        title: String,
        /// What there is to see.
        about: String,
        /// What is claimed of it.
        expects: Vec<Claim>,
        /// The kinds of its tasks.
        kinds: Vec<String>,
        /// The view stops at its first event.
        held: bool,
    },
    /// The run of a lesson begins now.
    LessonRunBegins,
    /// The run of a lesson is over: nothing of it goes on.
    LessonRunOver,
    /// The history was written into a file, or why it was not.
    Kept(Result<Kept, String>),
    /// So much time has passed for who looks on, while the newest moment stands still.
    Passed(Nanos),
    /// What was done of lessons cannot be read, or not be kept: why.
    Shelf(String),
    /// The engine has something to say.
    Reported(Report),
    /// A task panicked with this message.
    Panicked(String),
    /// A thread of the program's own panicked.
    ThreadPanicked {
        /// Its name.
        thread: String,
        /// The message.
        text: String,
    },
    /// A picture is about to be made that has room for so much.
    Look(Viewport),
    /// What the page of that picture came out as.
    Seen(Seen),
}

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
        Message::Reported(report) => {
            app.stage.reported(&report);
            app.say(Said::Engine(report));
        }
        Message::Copied(Some((line, copy))) => app.say(Said::Copied { line, copy }),
        Message::Copied(None) => app.refuse(Refused::NothingToCopy),
        Message::ScenarioBegins {
            title,
            about,
            expects,
            kinds,
            held,
        } => {
            app.play_claims(expects, kinds);
            app.scenario_begins(title, about, held);
        }
        Message::ScenarioOver => {
            app.scenario_over();
            app.load_is_over();
        }
        Message::Kept(kept) => app.say(Said::Kept(kept)),
        Message::Passed(time) => app.time_passes(time),
        Message::Shelf(why) => app.say(Said::Shelf(why)),
        Message::LessonRunBegins => app.lesson_run_begins(),
        Message::LessonRunOver => app.lesson_run_over(),
        Message::Panicked(text) => app.say(Said::Panicked(text)),
        Message::ThreadPanicked { thread, text } => {
            app.say(Said::ThreadPanicked { thread, text });
        }
        Message::Look(viewport) => app.look(&viewport),
        Message::Seen(seen) => app.take_in(seen),
    }
    Vec::new()
}

fn act(app: &mut App, action: Action) -> Vec<Command> {
    if !app.allows(action) {
        return Vec::new();
    }
    if leaves_the_moment(action) {
        // What was said of it does not hold for another.
        app.notice = None;
    }
    app.notice.take_if(|notice| notice.said.answers_one_key());
    let commands = perform(app, action);
    if was_done(app, action, &commands) {
        app.tour.note(action);
    }
    commands
}

/// Whether what the action asks for was done: a question or a refusal is no first step.
fn was_done(app: &App, action: Action, commands: &[Command]) -> bool {
    match action {
        Action::HandIn(_) => !commands.is_empty(),
        Action::Jump { .. } => !app.is_live(),
        // A list that is looked at is not played.
        Action::Toggle(Screen::Scenarios) => false,
        _ => true,
    }
}

fn perform(app: &mut App, action: Action) -> Vec<Command> {
    match action {
        Action::HandIn(recipe) => return hand_in(app, recipe).into_iter().collect(),
        Action::QuantityUp => set_quantity(app, Direction::Up),
        Action::QuantityDown => set_quantity(app, Direction::Down),
        Action::TempoUp => return set_tempo(app, Direction::Up),
        Action::TempoDown => return set_tempo(app, Direction::Down),
        Action::WorkersUp => return set_workers(app, Direction::Up),
        Action::WorkersDown => return set_workers(app, Direction::Down),
        Action::SelectNext => app.move_row(1),
        Action::SelectPrevious => app.move_row(-1),
        Action::SelectNextWorker => app.step_worker(1),
        Action::SelectPreviousWorker => app.step_worker(-1),
        Action::Pick(pick) => app.pick(pick),
        Action::Abort => return handle::abort(app),
        Action::DropHandle => return handle::drop_handle(app),
        Action::Interrupt => return interrupt(app).into_iter().collect(),
        Action::Close { graceful } => return close(app, graceful),
        Action::Toggle(screen) => way::toggle(app, screen),
        Action::Back => way::back(app),
        Action::Leave => way::leave(app),
        Action::Scroll(rows) => app.move_row(rows as isize),
        Action::Edge { last } => app.go_to_edge(last),
        Action::Search => app.search_here(),
        Action::Hit { forth } => app.go_to_hit(forth),
        Action::Type(c) => app.type_char(c),
        Action::Erase => app.erase(),
        Action::EraseAll => app.erase_all(),
        Action::Submit => app.submit(),
        Action::ToggleRegister => {
            app.register = app.register.other();
            app.say(Said::Register(app.register));
        }
        Action::ToggleMotion => {
            app.options.reduced_motion = !app.options.reduced_motion;
            app.say(Said::ReducedMotion(app.options.reduced_motion));
        }
        Action::NextRuntime => app.ask_next_runtime(),
        Action::Quit => app.quit = true,
        Action::Pause => app.toggle_pause(),
        Action::Slower => app.change_speed(false),
        Action::Faster => app.change_speed(true),
        Action::Scrub(steps) => app.scrub(steps.into()),
        Action::DragTo(at) => app.drag_to(at),
        Action::Oldest => app.go_to_oldest(),
        Action::Newest => app.go_to_newest(),
        Action::Step { forth, selected } => app.step(forth, selected),
        Action::Jump { forth } => app.jump(forth),
        Action::PickFinding(finding) => {
            if app.pick_finding(finding) {
                enter_finding(app);
            }
        }
        Action::ToFinding => enter_finding(app),
        Action::AskClaim => app.typing = Typing::Claim(ClaimLine::default()),
        Action::Complete => app.complete(),
        Action::AskWord => app.ask_word(),
        Action::Explain(word) => app.asked = Some(word.to_owned()),
        Action::PickClaim(row) => {
            if app.pick_claim(row) {
                enter_claim(app);
            }
        }
        Action::ToClaim => enter_claim(app),
        Action::StopAtClaim(row) => app.toggle_claim_stop(row),
        Action::DropClaim => app.drop_claim(),
        Action::ToStep => app.enter_step(),
        Action::PickFact(fact) => {
            if app.pick_fact(fact) {
                enter_fact(app);
            }
        }
        Action::ToFact => enter_fact(app),
        Action::AskAddress => app.typing = Typing::Address(String::new()),
        // What is copied is a line of the picture: whoever makes that tells what became of it.
        Action::Copy | Action::TellAddress | Action::Keep => {}
        Action::Follow => app.toggle_follow(),
        Action::ToWaker => app.go_to_waker(),
        Action::FromWaker => app.come_back(),
        Action::Zoom { closer } => app.zoom(closer),
        Action::Fit => app.fit(),
        Action::StopAt(kind) => stop_at(app, kind),
        Action::PickScenario(row) => app.pick_scenario(row),
        Action::PlayScenario { held } => app.play_chosen(held),
        Action::PlayAgain => {
            if !app.run_again() {
                app.play_again();
            }
        }
        Action::PickLesson(row) => app.pick_lesson(row),
        Action::BeginLesson => app.begin_chosen_lesson(),
        Action::GoOn => return app.go_on_in_lesson(),
        Action::Answer(place) => app.answer(place),
        Action::ReadOn(rows) => app.scroll = app.scroll.saturating_add_signed(rows as isize),
        Action::LeaveLesson => app.leave_lesson(),
        Action::ByHand(hand_move) => app.move_by_hand(hand_move),
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
            | Action::ToStep
            | Action::ToFact
            | Action::ToFinding
            | Action::ToClaim
            | Action::AskAddress
    )
}

/// Goes to the finding chosen, and shows what the list was opened from.
fn enter_finding(app: &mut App) {
    if app.enter_finding() && app.screen == Screen::Findings {
        way::leave(app);
    }
}

/// Goes to the moment of the claim chosen, and shows what the list was opened from.
fn enter_claim(app: &mut App) {
    if app.enter_claim() && app.screen == Screen::Claims {
        way::leave(app);
    }
}

/// Goes to the fact chosen, and shows what the list was opened from.
fn enter_fact(app: &mut App) {
    if app.enter_fact() && app.screen == Screen::Story {
        way::leave(app);
    }
}

fn stop_at(app: &mut App, kind: FindingKind) {
    app.stop_at.toggle(kind);
    app.watch_from_now();
}

/// More tasks that block than this are not ordered by one key without asking.
const ASKED_ABOVE: u32 = 64;

/// Whether so many are wanted: of what blocks, many at once are asked for once.
fn is_sure(app: &mut App, recipe: &'static str) -> bool {
    let blocks = |info: &&RecipeInfo| info.name == recipe && info.blocks;
    let count = app.quantity;
    if count <= ASKED_ABOVE || !app.menu.iter().copied().any(|info| blocks(&info)) {
        return true;
    }
    let asked = Said::Sure { recipe, count };
    let answered = app
        .notice
        .as_ref()
        .is_some_and(|notice| notice.said == asked);
    if answered || app.sure == Some((recipe, count)) {
        app.sure = Some((recipe, count));
        app.notice = None;
        return true;
    }
    app.say(asked);
    false
}

fn hand_in(app: &mut App, recipe: &'static str) -> Option<Command> {
    if !is_sure(app, recipe) {
        return None;
    }
    if !app.is_live() {
        app.say(Said::OrderedAfter(app.behind()));
    }
    if let Some(order) = app.lesson_order(recipe) {
        return Some(order);
    }
    Some(Command::Spawn(Order {
        recipe,
        count: app.quantity,
        params: Params::new(),
    }))
}

/// Of the stall in focus, or else the longest one.
fn interrupt(app: &mut App) -> Option<Command> {
    let focus = app.acts_on();
    let now = &app.newest().now;
    let Some(task) = select::stalled(now, app.options.stall_after, focus) else {
        app.refuse(Refused::NoStall);
        return None;
    };
    app.say(Said::Interrupting(task));
    Some(Command::Interrupt(task))
}

fn set_quantity(app: &mut App, direction: Direction) {
    app.quantity = scale::quantity(app.quantity, direction);
    app.say(Said::Quantity(app.quantity));
}

fn set_tempo(app: &mut App, direction: Direction) -> Vec<Command> {
    let next = scale::tempo(app.tempo, direction);
    if next == app.tempo {
        app.say(Said::TempoStays(next));
        return Vec::new();
    }
    app.tempo = next;
    app.by_hand.tempo_changed();
    app.say(Said::Tempo(next));
    vec![Command::SetTempo(next)]
}

fn set_workers(app: &mut App, direction: Direction) -> Vec<Command> {
    if app.is_current_thread() {
        app.refuse(Refused::OneWorker);
        return Vec::new();
    }
    let Some(next) = scale::workers(app.wanted_workers, direction) else {
        app.refuse(Refused::Workers { most: MAX_WORKERS });
        return Vec::new();
    };
    app.want(Flavor::MultiThread, next);
    app.say(Said::Workers(next));
    vec![Command::SetWorkers(next)]
}

fn close(app: &mut App, graceful: bool) -> Vec<Command> {
    if !app.newest().model.running() {
        app.refuse(Refused::NoRuntime);
        return Vec::new();
    }
    if graceful && app.newest().model.closing().is_some() {
        app.say(Said::ClosingAlready);
        return Vec::new();
    }
    vec![Command::Close { graceful }]
}
