//! What the program knows and what it does about a message: [`App`], [`Message`], [`update`].
//!
//! Pure: no terminal, no runtime, no clock. Time enters with [`Message::Frame`]. The event
//! loop is its only owner; screens are drawn from it and may only read.

mod action;
mod by_hand;
mod claims;
mod edge;
mod handle;
mod lesson;
mod life;
mod message;
mod output;
mod parts;
mod register;
mod rows;
mod said;
mod scale;
mod scenarios;
mod select;
mod standing;
mod story;
#[cfg(test)]
mod tests;
mod timeline;
mod tour;
mod traces;
mod typing;
mod view;
mod viewport;
mod watched;
mod way;

pub use crate::camera::Speed;
pub use crate::findings::{Finding, FindingKind, FindingKinds};
pub use crate::stage::{Gap, Gaps, Instant};
pub use action::{Action, Pick};
pub use by_hand::{ByHand, Clock, HandMove, Real};
pub use claims::Claimed;
pub use edge::Edge;
pub use lesson::LessonRun;
pub use life::Inspected;
pub use message::{Message, update};
pub use output::Output;
pub use parts::Part;
pub use register::Register;
pub use said::{Copied, Kept, NoGrip, Notice, Refused, Said};
pub use scenarios::{Play, Scenarios};
pub use standing::Standing;
pub use story::StoryPage;
pub use timeline::Timeline;
pub use tour::Tour;
pub use typing::{ClaimLine, ClaimMistake, Typing, WordLine};
pub use view::Pace;
pub use viewport::{Seen, Viewport};
pub use watched::{End, Link, Watched, allowed};

use crate::camera::{Camera, Duty, Log, Traces};
use crate::events::{Delivery, Event, Flavor, Nanos, Now, Sample, TaskId, WorkerId};
use crate::model::Undo;
use crate::order::{Book, Command, RecipeInfo, RuntimeInterval, TaskInterval};
use crate::stage::{Both, Listener, Stage};
use std::collections::VecDeque;

/// Intervals kept of the runtime monitor.
const RUNTIME_INTERVALS: usize = 600;
/// Intervals kept per recipe.
const TASK_INTERVALS: usize = 120;

/// Everything a picture can be drawn from.
pub struct App {
    /// The runtime at the newest moment, whatever is shown.
    stage: Stage,
    /// Where the view stands in time.
    view: view::View,
    /// The history.
    pub camera: Camera,
    /// Where it is larger than what is in memory.
    parts: parts::Parts,
    /// Newest last, bounded to 600.
    pub runtime_intervals: VecDeque<RuntimeInterval>,
    /// Newest last, bounded to 120 per recipe.
    pub task_intervals: Vec<(&'static str, VecDeque<TaskInterval>)>,
    /// What can be ordered.
    pub menu: Vec<&'static RecipeInfo>,
    /// Recipes of the scenario files that were played, those of the last one first.
    written: Vec<&'static RecipeInfo>,
    /// Settings.
    pub options: Options,
    /// In which words things are told.
    pub register: Register,
    /// The words that can be explained.
    pub vocabulary: Vec<&'static str>,
    /// The word that is explained.
    pub asked: Option<String>,
    /// The screen shown.
    pub screen: Screen,
    /// What is selected.
    pub selected: Selection,
    /// How many the next order is.
    pub quantity: u32,
    /// How fast recipes go: 2.0 takes half the time.
    pub tempo: f64,
    /// Something to say, for a few seconds.
    pub notice: Option<Notice>,
    /// First visible row of the list or text on the current screen.
    pub scroll: usize,
    /// Search text of the task list; empty: all tasks are listed.
    pub search: String,
    /// Search text of the help; empty: nothing is searched.
    pub help_search: String,
    /// The list of all that was told.
    story: story::StoryList,
    /// The line being typed.
    pub typing: Typing,
    /// Number of workers of the present runtime, or of the one that was asked for.
    pub wanted_workers: u16,
    /// The scheduler of scenarios that ask for none.
    pub own_flavor: Flavor,
    /// How many workers the scheduler had, or is to have, that can have many: for when another
    /// scenario brings it back.
    pub many_workers: u16,
    /// The user wants to leave.
    pub quit: bool,
    /// How fast the view's clock goes while it is not live.
    pub speed: Speed,
    /// Steps go through the life of the task in focus only.
    pub follow: bool,
    /// Kinds of finding the view stops at.
    pub stop_at: FindingKinds,
    /// The finding chosen in the list.
    pub finding: Option<Finding>,
    /// What is claimed of the run.
    claims: claims::ClaimList,
    /// How much time the timeline shows.
    pub window: Nanos,
    /// Whether that is the whole history.
    pub fits: bool,
    /// The columns the timeline shows.
    pub timeline: Timeline,
    /// What can be played.
    pub scenarios: Scenarios,
    /// The load that is played twice.
    by_hand: ByHand,
    /// First steps.
    pub tour: Tour,
    /// The program in another process that is watched; `None`: the runtime is its own.
    pub watched: Option<Watched>,
    /// What it has printed, if it was started here.
    output: Option<Output>,
    /// Another runtime of that program is to be shown.
    next_runtime: bool,
    /// The lessons, and the one that is played.
    lessons: lesson::Lessons,
    /// Where the history tells of the task whose life was drawn last.
    traces: Traces,
    /// What the history tells of the worker whose page was drawn last.
    duty: Duty,
    /// The row chosen in a life, by whose it is and its event; `None`, and in every other life:
    /// the newest row, whatever comes.
    step: Option<(Inspected, u64)>,
    /// The screens the present one was opened from, and where each had been scrolled to.
    way: Vec<(Screen, usize)>,
    /// What the last picture showed.
    seen: rows::SeenRows,
    /// The line of the text that a search went to last.
    hit: Option<usize>,
    /// The end of the list at which a row is to be chosen once its rows are known.
    edge: Option<Edge>,
    /// A task that a page chose because nobody had: it is let go with the page.
    lent: Option<TaskId>,
    auto: Option<select::AutoFocus>,
    /// So many of a recipe that blocks were asked for, and confirmed.
    sure: Option<(&'static str, u32)>,
}

/// Settings. Fixed for the whole run but for `reduced_motion`, which has a key.
#[derive(Clone, Debug)]
pub struct Options {
    /// Workers of the first runtime.
    pub workers: u16,
    /// Nothing travels: things jump and leave a mark.
    pub reduced_motion: bool,
    /// A poll at least this long is a stall.
    pub stall_after: Nanos,
    /// Memory for the history, in bytes.
    pub history: usize,
}

/// Which screen is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The whole runtime at work.
    Main,
    /// The history, worker by worker.
    Timeline,
    /// What is worth a jump.
    Findings,
    /// What is claimed of the run.
    Claims,
    /// All that was told, to be read back.
    Story,
    /// The life of one task.
    Inspector,
    /// tokio-metrics.
    Metrics,
    /// All tasks, as a list.
    Tasks,
    /// What can be played.
    Scenarios,
    /// A load that the user hands out.
    ByHand,
    /// The course.
    Lessons,
    /// What the program has printed that was started here.
    Output,
    /// Keys and words.
    Help,
}

impl Screen {
    /// All of them.
    #[cfg(feature = "internals")]
    pub const ALL: [Self; 13] = [
        Self::Main,
        Self::Timeline,
        Self::Findings,
        Self::Claims,
        Self::Inspector,
        Self::Metrics,
        Self::Tasks,
        Self::Story,
        Self::Scenarios,
        Self::ByHand,
        Self::Lessons,
        Self::Output,
        Self::Help,
    ];
}

/// What is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selection {
    /// Whatever is most noteworthy: a stalled task, else one being polled, else the newest.
    Auto,
    /// This task.
    Task(TaskId),
    /// Whatever this worker has in hand.
    Worker(WorkerId),
}

impl App {
    /// An application that has seen nothing yet.
    pub fn new(menu: Vec<&'static RecipeInfo>, options: Options) -> Self {
        Self {
            stage: Stage::with_history(options.stall_after),
            view: view::View::default(),
            camera: Camera::new(options.history),
            parts: parts::Parts::default(),
            runtime_intervals: VecDeque::new(),
            task_intervals: Vec::new(),
            menu,
            written: Vec::new(),
            wanted_workers: options.workers,
            own_flavor: Flavor::MultiThread,
            many_workers: options.workers,
            options,
            register: Register::default(),
            vocabulary: Vec::new(),
            asked: None,
            screen: Screen::Main,
            selected: Selection::Auto,
            quantity: 1,
            tempo: 1.0,
            notice: None,
            scroll: 0,
            search: String::new(),
            help_search: String::new(),
            story: story::StoryList::default(),
            typing: Typing::default(),
            quit: false,
            speed: Speed::default(),
            follow: false,
            stop_at: FindingKinds::default(),
            finding: None,
            claims: claims::ClaimList::default(),
            window: timeline::SHORTEST_FIT,
            fits: true,
            timeline: Timeline::default(),
            scenarios: Scenarios::default(),
            by_hand: ByHand::default(),
            tour: Tour::default(),
            watched: None,
            output: None,
            next_runtime: false,
            lessons: lesson::Lessons::default(),
            traces: Traces::default(),
            duty: Duty::default(),
            step: None,
            way: Vec::new(),
            seen: rows::SeenRows::default(),
            hit: None,
            edge: None,
            lent: None,
            auto: None,
            sure: None,
        }
    }

    /// A scenario with recipes of its own is about to be played.
    pub fn learn(&mut self, book: &Book) {
        let new: Vec<_> = book.recipes.iter().map(|recipe| recipe.info).collect();
        self.written
            .retain(|old| !new.iter().any(|new| std::ptr::eq(*new, *old)));
        self.written.splice(0..0, new);
    }

    /// All recipes there were: those of scenario files, and the program's own.
    pub(crate) fn recipes(&self) -> impl Iterator<Item = &'static RecipeInfo> {
        self.written.iter().chain(&self.menu).copied()
    }

    /// The newest moment, whatever is shown: what orders act on.
    pub fn newest(&self) -> &Instant {
        self.stage.newest()
    }

    /// When the process was suspended: to be drawn as gaps.
    pub fn gaps(&self) -> &Gaps {
        self.stage.gaps()
    }

    /// For tests of what is drawn from it.
    #[cfg(test)]
    pub(crate) fn newest_mut(&mut self) -> &mut Instant {
        self.stage.newest_mut()
    }

    /// The events remembered, those after the moment shown too.
    pub fn log(&self) -> &Log<Undo> {
        &self.camera.log
    }

    /// Folds one event of the observed runtime.
    #[cfg(feature = "internals")]
    pub fn hear(&mut self, mut event: Event) {
        self.hear_all(std::slice::from_mut(&mut event));
    }

    /// Folds events, a few dozen at once for speed, into the newest model and the history.
    /// The starts of polls are put right.
    pub fn hear_all(&mut self, events: &mut [Event]) {
        self.hear_with(events, &mut ());
    }

    /// The same, and tells somebody of each.
    pub fn hear_with(&mut self, events: &mut [Event], listener: &mut impl Listener) {
        let runs = self.stage.runs();
        let newest = |stage: &Stage| stage.gaps().iter().next_back();
        let gap = newest(&self.stage);
        let history = Some(&mut self.camera);
        match self.lessons.listening() {
            Some(course) => self
                .stage
                .hear(events, history, &mut Both(course, listener)),
            None => self.stage.hear(events, history, listener),
        }
        if let Some(now) = newest(&self.stage).filter(|now| Some(*now) != gap) {
            self.say(Said::Suspended {
                lasted: now.lasted,
                measured: now.measured,
            });
        }
        if self.stage.runs() != runs
            && let Some(run) = self.newest().model.run()
        {
            let (flavor, workers) = (run.flavor, run.workers);
            self.want(flavor, workers);
        }
    }

    fn frame(&mut self, now: Now, sample: Option<Sample>, delivery: Delivery) -> Vec<Command> {
        let before = self.newest().now.at;
        let history = Some(&mut self.camera);
        self.stage.frame(now, sample, delivery, history);
        self.frame_by_hand();
        self.check_claims();
        self.look_at_lesson();
        self.hold_at_first_event();
        self.go_on_from(before);
        self.fade_notice();
        self.refocus();
        self.stage.collect().into_iter().collect()
    }

    fn fade_notice(&mut self) {
        let at = self.newest().now.at;
        self.notice
            .take_if(|notice| at.since(notice.at) >= notice.said.stays());
    }

    fn keep_runtime_interval(&mut self, interval: RuntimeInterval) {
        if self.runtime_intervals.len() == RUNTIME_INTERVALS {
            self.runtime_intervals.pop_front();
        }
        self.runtime_intervals.push_back(interval);
    }

    fn keep_task_interval(&mut self, interval: TaskInterval) {
        let at = self
            .task_intervals
            .iter()
            .position(|(kind, _)| *kind == interval.kind);
        let index = at.unwrap_or_else(|| {
            self.task_intervals.push((interval.kind, VecDeque::new()));
            self.task_intervals.len() - 1
        });
        let kept = &mut self.task_intervals[index].1;
        if kept.len() == TASK_INTERVALS {
            kept.pop_front();
        }
        kept.push_back(interval);
    }

    fn is_current_thread(&self) -> bool {
        let run = self.newest().model.run();
        run.is_some_and(|run| run.flavor == Flavor::CurrentThread)
    }

    /// Something that whoever makes it has to say.
    pub(crate) fn tell(&mut self, said: Said) {
        self.say(said);
    }

    fn say(&mut self, said: Said) {
        self.notice = Some(Notice {
            at: self.newest().now.at,
            said,
        });
    }

    fn refuse(&mut self, why: Refused) {
        self.say(Said::Cannot(why));
    }
}
