//! One lesson being played: which step it is at, what was guessed, what was seen.
//!
//! Steps go on by [`Course::go_on`] where there is only something to read; a run goes on by what
//! happens in it, and by nothing else.

mod quiz;

pub use quiz::Quiz;

use super::dice::shuffle;
use super::line_orders::beginnings;
use super::{Here, Lacks, Lesson, LineOrder, Outcome, Proof, Run, Seen, Watch};
use crate::claim::{Moment, State, Verdict};
use crate::events::{Delivery, Event, Nanos, Now, TaskId, What};
use crate::model::Model;
use crate::order::{Order, RecipeInfo};
use std::sync::Arc;

/// Where the lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The situation is told.
    Situation,
    /// A guess is awaited.
    Predict,
    /// This run is to be done, or goes on.
    Run(usize),
    /// The moment that decides the guess is shown.
    Decided,
    /// It is told why.
    Why,
    /// This piece of code is shown.
    Code(usize),
    /// This run is over, and its goals were reached.
    Ran(usize),
    /// The runs stand side by side.
    Compare,
    /// The question of this number is asked, or answered.
    Quiz(usize),
    /// It is over.
    Done,
}

/// How the guess came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guessed {
    /// It was right.
    Right,
    /// It was wrong.
    Wrong,
    /// The run does not tell.
    Unknown,
}

/// One lesson being played.
#[derive(Debug)]
pub struct Course {
    lesson: Arc<Lesson>,
    here: Here,
    seed: u64,
    step: Step,
    /// Which answer stands at which place.
    offered: [usize; 3],
    /// Index of the answer.
    guess: Option<usize>,
    /// A run that is to begin.
    wanted: Option<usize>,
    watch: Option<Watch>,
    /// The orders that were given by hand in this run: indexes.
    given: Vec<usize>,
    /// The recipe that was ordered by hand last, until its task is spawned.
    ordered: Option<&'static str>,
    /// That task.
    own: Option<TaskId>,
    /// Every order comes without the learner.
    by_itself: bool,
    /// The last run was over, and not all of its goals were reached.
    missed: Option<Seen>,
    seen: Vec<Option<Seen>>,
    quiz: Quiz,
}

impl Course {
    /// At its beginning; the order of answers, and the questions, are drawn by the seed.
    pub fn new(lesson: Arc<Lesson>, here: Here, seed: u64) -> Self {
        let mut offered = [0, 1, 2];
        shuffle(&mut offered, seed);
        Self {
            quiz: Quiz::new(&lesson, seed),
            seen: lesson.runs.iter().map(|_| None).collect(),
            lesson,
            here,
            seed,
            step: Step::Situation,
            offered,
            guess: None,
            wanted: None,
            watch: None,
            given: Vec::new(),
            ordered: None,
            own: None,
            by_itself: false,
            missed: None,
        }
    }

    /// Its orders come from its script, and none by hand.
    pub fn by_itself(mut self) -> Self {
        self.by_itself = true;
        self
    }

    /// Whether they do.
    pub fn is_by_itself(&self) -> bool {
        self.by_itself
    }

    /// The lesson.
    pub fn lesson(&self) -> &Arc<Lesson> {
        &self.lesson
    }

    /// What there is here.
    pub fn here(&self) -> Here {
        self.here
    }

    /// Where it is.
    pub fn step(&self) -> Step {
        self.step
    }

    /// The answers in the order they are offered: indexes.
    pub fn offered(&self) -> [usize; 3] {
        self.offered
    }

    /// The answer that was chosen: an index.
    pub fn guess(&self) -> Option<usize> {
        self.guess
    }

    /// What was seen of each run.
    pub fn seen(&self) -> &[Option<Seen>] {
        &self.seen
    }

    /// What was seen of a run that was over without its goals.
    pub fn missed(&self) -> Option<&Seen> {
        self.missed.as_ref()
    }

    /// The questions at the end.
    pub fn quiz(&self) -> &Quiz {
        &self.quiz
    }

    /// The questions at the end.
    pub fn quiz_mut(&mut self) -> &mut Quiz {
        &mut self.quiz
    }

    /// The run that is to be done or goes on.
    pub fn run(&self) -> Option<(usize, &Run)> {
        let Step::Run(index) = self.step else {
            return None;
        };
        Some((index, self.lesson.runs.get(index)?))
    }

    /// Whether a run is watched.
    pub fn is_running(&self) -> bool {
        self.watch.is_some()
    }

    /// What is missing here for a run.
    pub fn lacks(&self, run: usize) -> Option<Lacks> {
        self.lesson.runs.get(run)?.needs.lacks(self.here)
    }

    /// The next step, where only a reader decides.
    pub fn go_on(&mut self) {
        let next = match self.step {
            Step::Situation => Step::Predict,
            Step::Predict => return,
            Step::Run(index) if self.lacks(index).is_some() => self.after_run(index),
            Step::Run(_) => return,
            Step::Decided => Step::Why,
            Step::Why => self.code_or(None, false),
            Step::Code(index) => self.code_or(Some(index), self.lesson.code[index].keep),
            Step::Ran(index) => self.next_run(index),
            Step::Compare => self.code_or(None, true),
            Step::Quiz(index) if self.quiz.is_answered() => self.next_question(index),
            Step::Quiz(_) | Step::Done => return,
        };
        self.enter(next);
    }

    /// Passes over a question that cannot be asked.
    pub fn skip_question(&mut self) {
        if let Step::Quiz(index) = self.step {
            let next = match self.quiz.pass() {
                true => Step::Quiz(index),
                false => Step::Done,
            };
            self.step = next;
        }
    }

    fn enter(&mut self, step: Step) {
        self.step = step;
        self.missed = None;
        if let Step::Run(index) = step {
            self.given.clear();
            (self.ordered, self.own) = (None, None);
            self.wanted = self.lacks(index).is_none().then_some(index);
        }
    }

    fn after_run(&self, index: usize) -> Step {
        match index {
            0 => Step::Decided,
            index => Step::Ran(index),
        }
    }

    fn next_run(&self, index: usize) -> Step {
        match index + 1 < self.lesson.runs.len() {
            true => Step::Run(index + 1),
            false if self.lesson.compare.is_empty() => self.code_or(None, true),
            false => Step::Compare,
        }
    }

    /// The next piece of code of that sort, else what comes after them.
    fn code_or(&self, after: Option<usize>, keep: bool) -> Step {
        let next = self
            .lesson
            .code(keep)
            .find(|(index, _)| after.is_none_or(|after| *index > after));
        match next {
            Some((index, _)) => Step::Code(index),
            None if keep => self.next_question_from(0),
            None => self.next_run(0),
        }
    }

    fn next_question(&mut self, index: usize) -> Step {
        match self.quiz.pass() {
            true => Step::Quiz(index + 1),
            false => Step::Done,
        }
    }

    fn next_question_from(&self, index: usize) -> Step {
        match self.quiz.current() {
            Some(_) => Step::Quiz(index),
            None => Step::Done,
        }
    }

    /// Chooses the answer at this place, where a guess is awaited.
    pub fn guess_at(&mut self, place: usize) {
        if self.step == Step::Predict && place < 3 {
            self.guess = Some(self.offered[place]);
            self.enter(Step::Run(0));
        }
    }

    /// The present run is to be done once more; `false` if none is.
    pub fn again(&mut self) -> bool {
        let Step::Run(index) = self.step else {
            return false;
        };
        self.watch = None;
        self.enter(Step::Run(index));
        self.wanted.is_some()
    }

    /// A run that is to begin; asked for once.
    pub fn take_wanted(&mut self) -> Option<usize> {
        self.wanted.take()
    }

    /// The run begins now.
    pub fn begin(&mut self, stall_after: Nanos, model: &Model, before: &Delivery) {
        if let Step::Run(index) = self.step {
            let run = &self.lesson.runs[index];
            self.watch = Some(Watch::new(run, stall_after, model, before));
        }
    }

    /// This event is about to be folded into the model.
    pub fn before(&mut self, event: &Event, model: &Model) {
        if let Some(watch) = &mut self.watch {
            watch.before(event, model);
        }
    }

    /// This event was folded in.
    pub fn after(&mut self, event: &Event, model: &Model) {
        if let Some(watch) = &mut self.watch {
            watch.after(event, model);
        }
        if let (Some(recipe), &What::Spawned { task, kind, parent: None, .. }) =
            (self.ordered, &event.what)
            && model.kind(kind) == recipe
        {
            self.ordered = None;
            self.own = Some(task);
        }
    }

    /// The task that was ordered by hand and is spawned now; asked for once.
    pub fn take_own(&mut self) -> Option<TaskId> {
        self.own.take()
    }

    /// What goes on at a frame.
    pub fn look(&mut self, model: &Model, now: &Now, delivery: &Delivery) {
        if let Some(watch) = &mut self.watch {
            watch.look(model, now, delivery);
        }
    }

    /// How the goals of the present run stand; `None` while none goes on.
    pub fn goals(&self, model: &Model) -> Option<Vec<Verdict>> {
        match (&self.watch, &self.missed) {
            (Some(watch), _) => Some(watch.goals(model)),
            (None, Some(missed)) => Some(missed.goals().to_vec()),
            (None, None) => None,
        }
    }

    /// The order that a key for this recipe stands for in the present run, if it is one of it.
    /// It counts as given.
    pub fn order(&mut self, recipe: &str) -> Option<Order> {
        self.give(|order| order.recipe == recipe)
    }

    /// The next order of the present run that no key gives. It counts as given.
    pub fn order_without_key(&mut self, keyless: impl Fn(&str) -> bool) -> Option<Order> {
        let given = self.given.clone();
        let index = self.hands().find(|index| !given.contains(index))?;
        let recipe = self.run()?.1.scenario.orders[index].order.recipe;
        self.give(|order| order.recipe == recipe && keyless(recipe))
    }

    /// The recipe of the next order by hand.
    pub fn next_by_hand(&self) -> Option<&'static str> {
        let (_, run) = self.run()?;
        let index = self.hands().find(|index| !self.given.contains(index))?;
        Some(run.scenario.orders[index].order.recipe)
    }

    fn give(&mut self, fits: impl Fn(&Order) -> bool) -> Option<Order> {
        self.watch.as_ref()?;
        let (_, run) = self.run()?;
        let fitting: Vec<usize> = self
            .hands()
            .filter(|index| fits(&run.scenario.orders[*index].order))
            .collect();
        // The first one not given yet; after that the same once more.
        let left = fitting.iter().find(|index| !self.given.contains(index));
        let index = *left.or(fitting.last())?;
        let order = run.scenario.orders[index].order.clone();
        self.given.push(index);
        self.ordered = Some(order.recipe);
        Some(order)
    }

    /// The orders of the present run that are given by hand.
    fn hands(&self) -> impl Iterator<Item = usize> + use<> {
        let all = self.run().map(|(_, run)| {
            let all = 0..run.scenario.orders.len();
            let hands = all.filter(|index| !run.background.contains(index));
            hands.collect::<Vec<_>>()
        });
        let by_itself = self.by_itself;
        all.unwrap_or_default()
            .into_iter()
            .filter(move |_| !by_itself)
    }

    /// Whether the run cannot be over yet: orders are still to be given by hand.
    pub fn awaits_orders(&self) -> bool {
        self.hands().any(|index| !self.given.contains(&index))
    }

    /// The present run is over: nothing of it goes on at this moment.
    pub fn over(&mut self, model: &Model, now: &Now) {
        let (Step::Run(index), Some(watch)) = (self.step, self.watch.take()) else {
            return;
        };
        let seen = watch.conclude(model, now);
        if seen.reached() {
            self.seen[index] = Some(seen);
            self.enter(self.after_run(index));
        } else {
            self.missed = Some(seen);
        }
    }

    /// Whether an answer is right; `None` where the first run does not tell.
    pub fn is_right(&self, answer: usize) -> Option<bool> {
        let seen = self.seen.first()?.as_ref()?;
        match &self.lesson.predict.answers.get(answer)?.proof {
            Proof::Claim(claim) => match seen.verdict(claim)?.state {
                State::Holds => Some(true),
                State::Broken => Some(false),
                State::Open => None,
            },
            Proof::Order(order) => {
                let first = most_frequent(seen, order.len())?;
                Some(first.order == *order)
            }
        }
    }

    /// How the guess came out.
    pub fn guessed(&self) -> Guessed {
        match self.guess.and_then(|guess| self.is_right(guess)) {
            Some(true) => Guessed::Right,
            Some(false) => Guessed::Wrong,
            None => Guessed::Unknown,
        }
    }

    /// The right answer: an index.
    pub fn right(&self) -> Option<usize> {
        (0..3).find(|answer| self.is_right(*answer) == Some(true))
    }

    /// The moment that decides the guess: it refutes a wrong one, or else proves the right one.
    pub fn deciding(&self) -> Option<Moment> {
        let guess = self.guess.and_then(|guess| self.moment_of(guess));
        guess.or_else(|| self.moment_of(self.right()?))
    }

    /// The moment that decides about an answer.
    pub fn moment_of(&self, answer: usize) -> Option<Moment> {
        let seen = self.seen.first()?.as_ref()?;
        match &self.lesson.predict.answers.get(answer)?.proof {
            Proof::Claim(claim) => seen.verdict(claim)?.moment,
            Proof::Order(order) => {
                let (task, at) = most_frequent(seen, order.len())?.example;
                Some(Moment {
                    at,
                    until: at,
                    task: Some(task),
                    kind: None,
                    worker: None,
                })
            }
        }
    }

    /// How the lesson came out so far.
    pub fn outcome(&self) -> Outcome {
        let runs = 0..self.lesson.runs.len();
        let mut here = runs.filter(|run| self.lacks(*run).is_none()).peekable();
        Outcome {
            reached: here.peek().is_some() && here.all(|run| self.seen[run].is_some()),
            guessed: self.guessed() == Guessed::Right,
            answered: self.quiz.right(),
        }
    }

    /// The seed of what is drawn.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

/// How most orders began, of so many lines; `None` if none came more often than another.
fn most_frequent(seen: &Seen, lines: usize) -> Option<LineOrder> {
    let mut begun = beginnings(seen.orders(), lines).into_iter();
    let (first, second) = (begun.next()?, begun.next());
    let alone = second.is_none_or(|second| second.rounds < first.rounds);
    alone.then_some(first)
}

/// Whether no key orders this recipe.
pub fn is_keyless(menu: &[&'static RecipeInfo], recipe: &str) -> bool {
    let has_key = |info: &&RecipeInfo| info.name == recipe && info.key().is_some();
    !menu.iter().copied().any(|info| has_key(&info))
}
