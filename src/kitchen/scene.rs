//! What is on screen, as plain values: built from the application, drawn by `ui`.
//!
//! [`scene`] is a pure function of the application's state, which holds the moment
//! shown; it asks no clock. Its cost grows with what can be seen, never with how many
//! tasks there are. It must not know rows, columns or styles.

mod card;
mod chef;
mod counter;
mod depth;
#[cfg(test)]
pub(crate) mod fixtures;
mod header;
mod story;
mod stove;
mod strip;
#[cfg(test)]
mod tests;
mod travel;

pub use card::{CardFacts, CodeView, Fact};
pub use chef::{Chef, ChefState, Clip, Hand, Source};
pub use counter::{Bakery, Baking, Counter, Dish, Outcome};
pub use header::{Gauge, Header, Phase};
pub use story::{Printed, StoryLine};
pub use stove::{Pot, Stove, WaitGroup};
pub use strip::{Load, Strip, WINDOW};
pub use travel::{Spot, Traveller};

use crate::app::{App, Instant, Pace, Pick, Screen, Selection};
use crate::events::{Nanos, Now, TaskId, Value};
use crate::kitchen::gauges::MetricsView;
use crate::kitchen::inspector::InspectorView;
use crate::kitchen::moments::MomentsView;
use crate::kitchen::task_list::TasksView;
use crate::kitchen::text::Text;
use crate::kitchen::timeline::TimelineView;
use crate::kitchen::{gauges, inspector, moments, notices, task_list, timeline};
use crate::model::{Model, Task};
use crate::order::RecipeInfo;

/// Everything one frame shows.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Which screen, with the content of those that are not the main one.
    pub body: Body,
    /// The top line.
    pub header: Header,
    /// The injection queue.
    pub pass: Queue,
    /// The workers, by index.
    pub chefs: Vec<Chef>,
    /// Pending tasks.
    pub stove: Stove,
    /// The blocking pool.
    pub bakery: Bakery,
    /// Ended tasks.
    pub counter: Counter,
    /// Source of the card in focus.
    pub code: Option<CodeView>,
    /// The card in focus in short.
    pub card: Option<CardFacts>,
    /// What goes on and what happened, most important first.
    pub story: Vec<StoryLine>,
    /// Lines that cards printed, newest last.
    pub ticker: Vec<Printed>,
    /// A few measured totals.
    pub gauges: Vec<Gauge>,
    /// Cards on their way between two places.
    pub travellers: Vec<Traveller>,
    /// What can be ordered.
    pub menu: Vec<&'static RecipeInfo>,
    /// What is selected by hand.
    pub selected: Option<Pick>,
    /// A line for the user, and whether it tells an error.
    pub notice: Option<(Text, bool)>,
    /// A runtime is running.
    pub open: bool,
    /// At least one card was ever handed in.
    pub anything_ordered: bool,
    /// A text is being typed.
    pub typing: bool,
    /// The address of a moment that is being typed.
    pub going: Option<String>,
    /// Grows four times a second and lets faces move a little; stands still with reduced motion.
    pub beat: u64,
    /// The picture changes by itself: the next frame should come soon.
    pub animating: bool,
}

/// The screen's own content.
#[derive(Clone, Debug)]
pub enum Body {
    /// The kitchen itself.
    Main,
    /// The life of one card.
    Inspector(InspectorView),
    /// Tokio's metrics.
    Metrics(MetricsView),
    /// The list of cards.
    Tasks(TasksView),
    /// The history.
    Timeline(Box<TimelineView>),
    /// What is worth a jump.
    Moments(MomentsView),
    /// Keys and words.
    Help {
        /// First row shown.
        scroll: usize,
    },
}

impl Body {
    /// The screen it belongs to.
    pub fn screen(&self) -> Screen {
        match self {
            Self::Main => Screen::Main,
            Self::Inspector(_) => Screen::Inspector,
            Self::Metrics(_) => Screen::Metrics,
            Self::Tasks(_) => Screen::Tasks,
            Self::Timeline(_) => Screen::Timeline,
            Self::Moments(_) => Screen::Moments,
            Self::Help { .. } => Screen::Help,
        }
    }
}

/// A card as it lies somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub task: TaskId,
    /// The name of its kind.
    pub name: String,
    /// It came here just now; marked when nothing may move.
    pub fresh: bool,
    /// It is being carried and is drawn on its way instead.
    pub carried: bool,
}

/// A row of ready cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// The first ones, front first (~).
    pub cards: Vec<Card>,
    /// How many there are.
    pub len: Value<usize>,
}

/// Most cards of one place that any terminal shows.
const MOST: usize = 64;

/// Builds the scene for a terminal of this size. Cost grows with what is visible, not with what exists.
pub fn scene(app: &App, width: u16, height: u16) -> Scene {
    let shown = app.shown();
    let rows = height.saturating_sub(2);
    let body = match app.screen {
        Screen::Main => Body::Main,
        Screen::Inspector => Body::Inspector(inspector::view(app, rows)),
        Screen::Metrics => Body::Metrics(gauges::view(app, rows)),
        Screen::Tasks => Body::Tasks(task_list::view(app, rows)),
        Screen::Timeline => Body::Timeline(Box::new(timeline::view(app, width, rows))),
        Screen::Moments => Body::Moments(moments::view(app, rows)),
        Screen::Help => Body::Help { scroll: app.scroll },
    };
    let eye = Eye::new(app, width, height);
    let chefs: Vec<_> = shown
        .model
        .workers()
        .iter()
        .map(|worker| chef::chef(&eye, worker))
        .collect();
    let still = app.pace() == Pace::Paused;
    let lingering = chefs.iter().any(|chef| chef.hand.is_some());
    let moving = !eye.travellers.is_empty() || !eye.fresh.is_empty();
    Scene {
        header: header::header(app),
        pass: eye.queue(shown.model.injection(), eye.pass_len()),
        stove: stove::stove(&eye),
        bakery: counter::bakery(&eye),
        counter: counter::counter(&eye),
        code: card::code(&eye),
        card: card::facts(&eye),
        story: story::story(&eye),
        ticker: story::ticker(&eye),
        gauges: header::gauges(&eye),
        menu: app.menu.clone(),
        selected: match app.selected {
            Selection::Auto => None,
            Selection::Task(task) => Some(Pick::Task(task)),
            Selection::Worker(worker) => Some(Pick::Worker(worker)),
        },
        notice: app
            .notice
            .as_ref()
            .map(|notice| (notices::told(&notice.said), notice.said.is_error())),
        open: shown.model.running(),
        anything_ordered: shown.model.counters().spawned
            + shown.model.counters().blocking.submitted
            > 0,
        typing: app.typing.is_on(),
        going: app.typing.address().map(str::to_owned),
        beat: if app.options.reduced_motion {
            0
        } else {
            shown.now.at.as_millis() / 250
        },
        animating: !still && (moving || lingering),
        travellers: eye.travellers,
        body,
        chefs,
    }
}

/// What the builders of the parts look with: the application and what follows from it once.
pub(crate) struct Eye<'a> {
    app: &'a App,
    width: usize,
    height: usize,
    focus: Option<TaskId>,
    travellers: Vec<Traveller>,
    fresh: Vec<TaskId>,
}

impl<'a> Eye<'a> {
    fn new(app: &'a App, width: u16, height: u16) -> Self {
        let moves = travel::moves(app);
        // What stands still cannot be on its way.
        let (travellers, fresh) = if app.options.reduced_motion || app.pace() == Pace::Paused {
            (
                Vec::new(),
                moves.iter().map(|traveller| traveller.task).collect(),
            )
        } else {
            (moves, Vec::new())
        };
        Self {
            app,
            width: width.into(),
            height: height.into(),
            focus: app.focus(),
            travellers,
            fresh,
        }
    }

    fn shown(&self) -> &'a Instant {
        self.app.shown()
    }

    fn model(&self) -> &'a Model {
        &self.shown().model
    }

    fn now(&self) -> &'a Now {
        &self.shown().now
    }

    fn at(&self) -> Nanos {
        self.now().at
    }

    fn card(&self, task: &Task) -> Card {
        Card {
            task: task.id,
            name: self.model().kind(task.kind).to_string(),
            fresh: self.fresh.contains(&task.id),
            carried: self
                .travellers
                .iter()
                .any(|traveller| traveller.task == task.id),
        }
    }

    fn card_of(&self, task: TaskId) -> Card {
        match self.model().task(task) {
            Some(task) => self.card(&task),
            None => Card {
                task,
                name: String::new(),
                fresh: false,
                carried: false,
            },
        }
    }

    fn is_in_hand(&self, task: TaskId) -> bool {
        self.now()
            .workers
            .iter()
            .flatten()
            .any(|hand| hand.task == task)
    }

    /// A queue without the cards that are in hand by now: the model hears of a poll only when it ends.
    fn queue(&self, cards: impl Iterator<Item = Task>, len: Value<usize>) -> Queue {
        let most = (self.width / 5).min(MOST);
        let lying = cards.filter(|task| !self.is_in_hand(task.id));
        let mut cards: Vec<_> = lying.take(most).map(|task| self.card(&task)).collect();
        cards.truncate(
            len.value
                .max(usize::from(self.app.shown().mark.sample.at == Nanos::ZERO) * most),
        );
        Queue { cards, len }
    }
}
