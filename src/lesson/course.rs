//! One lesson being played: which step it is at, what was guessed, what was seen.
//!
//! Steps go on by [`Course::go_on`] where there is only something to read; a run goes on by what
//! happens in it, and by nothing else.

mod guess;
mod hands;
mod quiz;
mod steps;

pub use guess::Guessed;
pub use hands::is_keyless;
pub use quiz::Quiz;

use super::dice::shuffle;
use super::{Here, Lacks, Lesson, Outcome, Run, Seen, Watch};
use crate::claim::Verdict;
use crate::events::{Delivery, Event, Nanos, Now, TaskId};
use crate::model::Model;
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
    /// The first order of this run was given by hand, and nobody was told of it.
    first_order: bool,
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
            first_order: false,
            by_itself: false,
            missed: None,
        }
    }

    /// Its orders come from its script, and none by hand.
    #[must_use]
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
        self.spawned(event, model);
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

    /// As if it had come so far, with this guess, and with nothing seen.
    #[cfg(test)]
    pub(crate) fn stand_at(&mut self, step: Step, guess: Option<usize>) {
        self.step = step;
        self.guess = guess;
    }

    /// The seed of what is drawn.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}
