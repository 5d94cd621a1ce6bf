//! What is on screen, as plain values: built from the application, drawn by `ui`.
//!
//! [`scene`] is a pure function of the application's state, which holds the moment
//! shown; it asks no clock. Its cost grows with what can be seen, never with how many
//! tasks there are. It must not know rows, columns or styles.

mod by_hand_page;
mod card;
mod chef;
mod chef_page;
mod code;
mod counter;
mod depth;
#[cfg(test)]
pub(crate) mod fixtures;
mod header;
mod kitchen;
mod output;
mod stood;
mod story;
mod stove;
mod strip;
#[cfg(test)]
mod tests;
mod travel;

pub use by_hand_page::{ByHandPage, HandChef, ReadyCard, Table as HandTable};
pub use card::{About, CardFacts, Fact};
pub use chef::{Chef, ChefState, Clip, Hand, Source};
pub use chef_page::{ChefPage, Turn};
pub use code::CodeView;
pub(crate) use code::line_now;
pub use counter::{Bakery, Baking, Counter, Dish, Outcome};
pub use header::{Covered, Gauge, Header, Phase};
pub use kitchen::Kitchen;
pub use output::OutputView;
pub use story::{Printed, StoryLine};
pub use stove::{Pot, PotWait, Stove, WaitGroup};
pub use strip::{Load, Strip, WINDOW};
pub use travel::{Spot, Traveller};

use crate::app::Register;
use crate::app::{
    Action, App, Instant, Pace, Said, Screen, Seen, Selection, StoryPage, Typing, Viewport,
};
use crate::events::{Nanos, Now, TaskId, Value, WorkerId};
use crate::kitchen::analogy::{Labels, labels};
use crate::kitchen::asked::{self, AskedView};
use crate::kitchen::claims::ClaimsView;
use crate::kitchen::findings::list::FindingsView;
use crate::kitchen::gauges::MetricsView;
use crate::kitchen::inspector::InspectorView;
use crate::kitchen::lesson::LessonView;
use crate::kitchen::lessons::LessonsView;
use crate::kitchen::scenarios::ScenariosView;
use crate::kitchen::story_list::StoryView;
use crate::kitchen::task_list::TasksView;
use crate::kitchen::text::Text;
use crate::kitchen::timeline::TimelineView;
use crate::kitchen::{
    claims, findings, gauges, inspector, lesson, lessons, notices, scenarios, story_list,
    task_list, timeline,
};
use crate::model::{Model, Ongoing, Task};
use crate::order::RecipeInfo;

/// Everything one frame shows.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Which screen, with its content.
    pub body: Body,
    /// The top line.
    pub header: Header,
    /// What can be ordered.
    pub menu: Vec<&'static RecipeInfo>,
    /// A line for the user, and whether it tells an error.
    pub notice: Option<(Text, bool)>,
    /// First steps that are still to be told, and whether each was done.
    pub tour: Vec<(Action, bool)>,
    /// The lesson that is played.
    pub lesson: Option<LessonView>,
    /// The course is to be offered: once.
    pub offers_course: bool,
    /// Orders can be given: the runtime is this program's own.
    pub can_order: bool,
    /// A runtime is running.
    pub open: bool,
    /// At least one card was ever handed in.
    pub anything_ordered: bool,
    /// A card is in focus.
    pub task_selected: bool,
    /// A text is being typed.
    pub typing: bool,
    /// The address of a moment that is being typed.
    pub going: Option<String>,
    /// The picture changes by itself: the next frame should come soon.
    pub animating: bool,
    /// What is left until the first bell of the cards in view rings.
    pub soonest: Option<Nanos>,
    /// In which words it is told.
    pub words: Register,
    /// The word that is asked for.
    pub asked: Option<AskedView>,
}

/// The screen's own content.
#[derive(Clone, Debug)]
pub enum Body {
    /// The kitchen itself.
    Main(Box<Kitchen>),
    /// The life of one card, and its source.
    Inspector(InspectorView, Option<Box<CodeView>>),
    /// One chef.
    Chef(Box<ChefPage>),
    /// Tokio's metrics.
    Metrics(MetricsView),
    /// The list of cards.
    Tasks(TasksView),
    /// The history.
    Timeline(Box<TimelineView>),
    /// What is worth a jump.
    Findings(FindingsView),
    /// What is claimed of the run.
    Claims(ClaimsView),
    /// What can be played.
    Scenarios(ScenariosView),
    /// A load that the user hands out.
    ByHand(Box<ByHandPage>),
    /// The course.
    Lessons(LessonsView),
    /// What the program has printed that was started here.
    Output(OutputView),
    /// All that was told.
    Story(StoryView),
    /// Keys and words.
    Help {
        /// First row shown.
        scroll: usize,
        /// What is searched.
        search: String,
        /// Whether keys go into the search.
        typing: bool,
        /// The line the search went to last.
        hit: Option<usize>,
    },
}

impl Body {
    /// The screen it belongs to.
    pub fn screen(&self) -> Screen {
        match self {
            Self::Main(_) => Screen::Main,
            Self::Inspector(..) | Self::Chef(_) => Screen::Inspector,
            Self::Metrics(_) => Screen::Metrics,
            Self::Tasks(_) => Screen::Tasks,
            Self::Timeline(_) => Screen::Timeline,
            Self::Findings(_) => Screen::Findings,
            Self::Claims(_) => Screen::Claims,
            Self::Scenarios(_) => Screen::Scenarios,
            Self::ByHand(_) => Screen::ByHand,
            Self::Lessons(_) => Screen::Lessons,
            Self::Output(_) => Screen::Output,
            Self::Story(_) => Screen::Story,
            Self::Help { .. } => Screen::Help,
        }
    }

    /// What the page came out as, for the application.
    pub fn seen(&self) -> Seen {
        let scroll = match self {
            Self::Metrics(view) => Some(view.selected),
            Self::Tasks(view) => Some(view.first),
            Self::Timeline(view) => Some(view.first),
            Self::Main(_)
            | Self::Inspector(..)
            | Self::Chef(_)
            | Self::Findings(_)
            | Self::Claims(_)
            | Self::Scenarios(_)
            | Self::ByHand(_)
            | Self::Lessons(_)
            | Self::Output(_)
            | Self::Story(_)
            | Self::Help { .. } => None,
        };
        let story = match self {
            Self::Story(view) => view.page(),
            _ => StoryPage::default(),
        };
        let Self::Tasks(view) = self else {
            return Seen {
                scroll,
                story,
                ..Seen::default()
            };
        };
        let chosen = view.rows.iter().find(|row| row.selected);
        Seen {
            scroll,
            listed: view.rows.iter().map(|row| row.id).collect(),
            row: chosen.map(|row| row.id),
            more: view.more,
            hits: Vec::new(),
            story,
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

/// Builds the scene, with the content of the screen shown and of no other. Cost grows with
/// what there is room for, not with what exists.
pub fn scene(app: &App, viewport: &Viewport) -> Scene {
    let model = &app.shown().model;
    let entries = viewport.entries;
    let mut animating = false;
    let body = match app.screen {
        Screen::Main => {
            let eye = Eye::new(app, viewport);
            let kitchen = kitchen::kitchen(&eye);
            animating = app.pace() != Pace::Paused && kitchen::moves(&eye, &kitchen);
            Body::Main(Box::new(kitchen))
        }
        Screen::Inspector => match app.selected_worker() {
            Some(worker) => Body::Chef(Box::new(chef_page::page(app, viewport, worker))),
            None => {
                let code = code::code_of_step(&Eye::new(app, viewport));
                Body::Inspector(inspector::view(app, entries), code.map(Box::new))
            }
        },
        Screen::Metrics => Body::Metrics(gauges::view(app)),
        Screen::Tasks => Body::Tasks(task_list::view(app, entries)),
        Screen::Timeline => Body::Timeline(Box::new(timeline::view(app, viewport))),
        Screen::Findings => Body::Findings(findings::list::view(app, entries)),
        Screen::Claims => Body::Claims(claims::view(app, entries)),
        Screen::Scenarios => Body::Scenarios(scenarios::view(app)),
        Screen::ByHand => Body::ByHand(Box::new(by_hand_page::page(app))),
        Screen::Lessons => Body::Lessons(lessons::view(app)),
        Screen::Output => Body::Output(output::view(app, entries)),
        Screen::Story => Body::Story(story_list::view(app, entries)),
        Screen::Help => Body::Help {
            scroll: app.scroll,
            search: app.help_search.clone(),
            typing: app.typing == Typing::Search,
            hit: app.hit(),
        },
    };
    let ordered = model.counters().spawned + model.counters().blocking.submitted;
    // Where there is no story it would stand in the place of the keys.
    let begins = |said: &&Said| matches!(said, Said::Begins { .. });
    let main = matches!(body, Body::Main(_));
    let notice = app.notice.as_ref().map(|notice| &notice.said);
    let notice = notice.filter(|said| main || !begins(said));
    Scene {
        header: header::header(app),
        menu: app.menu.clone(),
        notice: notice.map(|said| (notices::told(said, app.register), said.is_error())),
        tour: match app.selected {
            Selection::Auto => app.tour.steps().to_vec(),
            Selection::Task(_) | Selection::Worker(_) => Vec::new(),
        },
        lesson: lesson::view(app),
        offers_course: app.offers_course(),
        can_order: app.can_order(),
        open: model.running(),
        anything_ordered: ordered > 0 || !app.can_order(),
        task_selected: app.focus().is_some_and(|id| model.task(id).is_some()),
        typing: app.typing.is_on(),
        going: app.typing.address().map(str::to_owned),
        animating,
        soonest: stove::soonest(app),
        words: app.register,
        asked: asked::view(app),
        body,
    }
}

/// What the builders of the parts look with: the application and what follows from it once.
pub(crate) struct Eye<'a> {
    app: &'a App,
    viewport: &'a Viewport,
    focus: Option<TaskId>,
    travellers: Vec<Traveller>,
    fresh: Vec<TaskId>,
}

impl<'a> Eye<'a> {
    fn new(app: &'a App, viewport: &'a Viewport) -> Self {
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
            viewport,
            focus: app.focus(),
            travellers,
            fresh,
        }
    }

    fn shown(&self) -> &'a Instant {
        self.app.shown()
    }

    /// Whether there is room for the past of each worker.
    fn shows_strips(&self) -> bool {
        self.model().workers().len() <= usize::from(self.viewport.strips)
    }

    /// The short words in which things are told.
    fn words(&self) -> &'static Labels {
        labels(self.app.register)
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

    /// Whether a chef is awake, and for long in no poll that is seen.
    fn is_out_of_sight(&self, chef: WorkerId) -> bool {
        let shown = self.shown();
        let hidden = shown.model.out_of_sight(&shown.now, &shown.mark.still);
        let is_it =
            |fact: &Ongoing| matches!(fact, Ongoing::OutOfSight { worker, .. } if *worker == chef);
        hidden.iter().any(is_it)
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
        let most = usize::from(self.viewport.queue).min(MOST);
        let lying = cards.filter(|task| !self.is_in_hand(task.id));
        let mut cards: Vec<_> = lying.take(most).map(|task| self.card(&task)).collect();
        cards.truncate(
            len.value
                .max(usize::from(self.app.shown().mark.sample.at == Nanos::ZERO) * most),
        );
        Queue { cards, len }
    }
}
