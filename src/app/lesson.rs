//! The lesson that is being played, beside everything else.

use super::{App, Refused, Screen, Selection, way};
use crate::claim::Moment;
use crate::events::Event;
use crate::lesson::{Course, Here, Lesson, Outcome, Progress, Step, is_keyless};
use crate::model::Model;
use crate::order::Command;
use crate::scenario::Scenario;
use crate::stage::Listener;
use std::sync::Arc;

/// Lessons, and what was done of them.
#[derive(Debug, Default)]
pub(super) struct Lessons {
    /// The course, in its order.
    list: Vec<Arc<Lesson>>,
    /// The row that is chosen.
    chosen: usize,
    /// The one that is played.
    course: Option<Course>,
    /// What was done, also in earlier starts of the program.
    progress: Progress,
    /// The user was never told of the course before this start of the program.
    offering: bool,
    /// It is to be kept.
    changed: bool,
    here: Here,
    /// What is drawn by chance comes from this.
    seed: u64,
}

impl Lessons {
    /// Who hears of events, while a run of a lesson goes on.
    pub(super) fn listening(&mut self) -> Option<&mut Course> {
        self.course.as_mut().filter(|course| course.is_running())
    }
}

impl Listener for Course {
    fn before(&mut self, event: &Event, model: &Model) {
        Self::before(self, event, model);
    }

    fn after(&mut self, event: &Event, model: &Model) {
        Self::after(self, event, model);
    }
}

/// A run of a lesson that is to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonRun {
    /// What comes without the learner, and the runtime.
    pub script: Scenario,
}

impl App {
    /// There are these lessons, and so much of them was done.
    pub fn with_lessons(
        mut self,
        list: Vec<Lesson>,
        progress: Progress,
        here: Here,
        seed: u64,
    ) -> Self {
        self.lessons = Lessons {
            list: list.into_iter().map(Arc::new).collect(),
            offering: !progress.offered,
            progress,
            here,
            seed,
            ..Lessons::default()
        };
        self
    }

    /// The lesson that is played.
    pub fn course(&self) -> Option<&Course> {
        self.lessons.course.as_ref()
    }

    /// The same, for tests of what is shown of it.
    #[cfg(test)]
    pub(crate) fn course_mut(&mut self) -> Option<&mut Course> {
        self.lessons.course.as_mut()
    }

    /// All lessons, in their order.
    pub fn lessons(&self) -> &[Arc<Lesson>] {
        &self.lessons.list
    }

    /// The row that is chosen in their list.
    pub fn chosen_lesson(&self) -> usize {
        self.lessons.chosen
    }

    /// What was done of them.
    pub fn progress(&self) -> &Progress {
        &self.lessons.progress
    }

    /// What was done, where it is to be kept; asked for once.
    pub(crate) fn take_progress(&mut self) -> Option<&Progress> {
        std::mem::take(&mut self.lessons.changed).then_some(&self.lessons.progress)
    }

    /// Whether the course is offered in this start of the program: it never was before.
    pub fn offers_course(&self) -> bool {
        self.lessons.offering && !self.lessons.list.is_empty()
    }

    /// The course was offered to the user.
    pub(crate) fn offered_lessons(&mut self) {
        self.lessons.changed |= !self.lessons.progress.offered;
        self.lessons.progress.offered = true;
    }

    /// Begins a lesson. `by_itself`: its orders come from its script.
    pub fn open_lesson(&mut self, lesson: Arc<Lesson>, by_itself: bool) {
        self.lessons.seed = self.lessons.seed.wrapping_add(1);
        let course = Course::new(lesson, self.lessons.here, self.lessons.seed);
        self.lessons.course = Some(match by_itself {
            true => course.by_itself(),
            false => course,
        });
        self.offered_lessons();
        self.go_live();
        self.selected = Selection::Auto;
        way::open(self, Screen::Main);
        self.scroll = 0;
    }

    /// Begins this lesson; `None`: the first one that is not done, or else the first.
    pub(crate) fn start_course(&mut self, lesson: Option<Lesson>) {
        let Lessons { list, progress, .. } = &self.lessons;
        let done = |lesson: &Arc<Lesson>| {
            let outcome = progress.lessons.get(&lesson.name);
            outcome.is_some_and(|outcome| outcome.reached)
        };
        let next = || list.iter().find(|lesson| !done(lesson)).or(list.first());
        let lesson = lesson.map(Arc::new).or_else(|| next().cloned());
        if let Some(lesson) = lesson {
            self.open_lesson(lesson, false);
        }
    }

    /// Leaves the lesson; what runs goes on.
    pub(super) fn leave_lesson(&mut self) {
        self.note_outcome();
        match self.lessons.course.take() {
            Some(_) => self.go_live(),
            None => self.refuse(Refused::NoLesson),
        }
    }

    /// Chooses the next lesson of the list, or the one before.
    pub(super) fn step_lesson(&mut self, step: isize) {
        let chosen = self.lessons.chosen.saturating_add_signed(step);
        // The row below all lessons is the game.
        self.lessons.chosen = chosen.min(self.lessons.list.len());
    }

    /// Chooses this row; a second time begins it.
    pub(super) fn pick_lesson(&mut self, row: usize) {
        if self.lessons.chosen == row {
            self.begin_chosen_lesson();
        } else {
            self.lessons.chosen = row.min(self.lessons.list.len());
        }
    }

    /// Begins the chosen lesson; below them all is the game beside them.
    pub(super) fn begin_chosen_lesson(&mut self) {
        match self.lessons.list.get(self.lessons.chosen) {
            Some(lesson) => self.open_lesson(Arc::clone(lesson), false),
            None => self.open_by_hand(),
        }
    }

    /// The next step of the lesson; in a run the next order that no key gives.
    pub(super) fn go_on_in_lesson(&mut self) -> Vec<Command> {
        let Some(course) = &mut self.lessons.course else {
            self.refuse(Refused::NoLesson);
            return Vec::new();
        };
        if course.is_running() {
            let menu = &self.menu;
            let order = course.order_without_key(|recipe| is_keyless(menu, recipe));
            return order.map(Command::Spawn).into_iter().collect();
        }
        let (before, was) = (course.step(), course.lesson().name.clone());
        if before == Step::Done {
            self.after_lesson(&was);
            return Vec::new();
        }
        course.go_on();
        self.entered(before);
        Vec::new()
    }

    /// A lesson is over: the next one is chosen in the list.
    fn after_lesson(&mut self, was: &str) {
        self.leave_lesson();
        let at = self.lessons.list.iter().position(|one| one.name == was);
        if let Some(at) = at {
            self.lessons.chosen = (at + 1).min(self.lessons.list.len() - 1);
        }
        way::open(self, Screen::Lessons);
    }

    /// Chooses the answer at this place.
    pub(super) fn answer(&mut self, place: usize) {
        let Some(course) = &mut self.lessons.course else {
            return;
        };
        let before = course.step();
        match before {
            Step::Predict => course.guess_at(place),
            Step::Quiz(_) => course.quiz_mut().pick(place),
            _ => {}
        }
        self.entered(before);
    }

    /// The present run of the lesson once more; `false` if there is none.
    pub(super) fn run_again(&mut self) -> bool {
        let course = self.lessons.course.as_mut();
        let again = course.is_some_and(Course::again);
        if again {
            self.go_live();
        }
        again
    }

    /// A step was entered, or it is the same one still.
    fn entered(&mut self, before: Step) {
        let Some(course) = &self.lessons.course else {
            return;
        };
        let step = course.step();
        if step == before {
            return;
        }
        self.scroll = 0;
        match step {
            Step::Decided => {
                if let Some(moment) = course.deciding() {
                    self.stand_in(&moment);
                }
            }
            Step::Quiz(_) => self.ask_question(),
            Step::Run(_) | Step::Why | Step::Compare | Step::Done => self.go_live(),
            _ => {}
        }
        self.note_outcome();
    }

    /// Stands at the moment of the next question that can be asked.
    fn ask_question(&mut self) {
        while let Some((moment, question, seed)) = self.next_question() {
            self.stand_in(&moment);
            self.settle();
            let shown = self.shown();
            let lesson = self.lessons.course.as_ref().map(|course| course.lesson());
            let asked = lesson.and_then(|lesson| {
                lesson.pool[question].ask(&moment, &shown.model, &shown.now, seed)
            });
            let Some(course) = &mut self.lessons.course else {
                return;
            };
            match asked {
                Some(asked) => {
                    course.quiz_mut().ask(asked);
                    return;
                }
                None => course.skip_question(),
            }
        }
    }

    /// How many questions of the pool can be asked at their moments, as far as these are
    /// remembered; the view stands at one of them then.
    pub(crate) fn questions_that_can_be_asked(&mut self) -> usize {
        let lesson = self.course().map(|course| Arc::clone(course.lesson()));
        let pool = lesson.iter().flat_map(|lesson| &lesson.pool);
        let askable = pool.filter(|question| {
            let seen = self
                .course()
                .map(|course| course.seen()[question.run].as_ref());
            let moment = seen
                .flatten()
                .and_then(|seen| seen.verdict(&question.at)?.moment);
            moment.is_some_and(|moment| {
                self.stand_in(&moment);
                self.settle();
                let shown = self.shown();
                let asked = question.ask(&moment, &shown.model, &shown.now, 0);
                asked.is_some()
            })
        });
        askable.count()
    }

    /// The question that is to be asked, and its moment, as far as it is remembered; those that
    /// have none are passed over.
    fn next_question(&mut self) -> Option<(Moment, usize, u64)> {
        let oldest = self.camera.oldest();
        let course = self.lessons.course.as_mut()?;
        while let Step::Quiz(_) = course.step() {
            let index = course.quiz().current()?;
            let question = &course.lesson().pool[index];
            let seen = course.seen().get(question.run).and_then(Option::as_ref);
            let moment = seen.and_then(|seen| seen.verdict(&question.at)?.moment);
            let known = moment.filter(|moment| oldest.is_some_and(|oldest| oldest <= moment.at));
            if let Some(moment) = known {
                return Some((moment, index, course.seed().wrapping_add(index as u64)));
            }
            course.skip_question();
        }
        None
    }

    /// Whether a moment can still be gone to.
    pub(crate) fn remembers(&self, moment: &Moment) -> bool {
        let oldest = self.camera.oldest();
        oldest.is_some_and(|oldest| oldest <= moment.at)
    }

    /// Stands still within a moment, with its task or worker selected.
    fn stand_in(&mut self, moment: &Moment) {
        if !self.remembers(moment) {
            return;
        }
        self.stand_still_in(moment);
        if let Some(task) = moment.task {
            self.selected = Selection::Task(task);
        } else if let Some(worker) = moment.worker {
            self.selected = Selection::Worker(worker);
        }
    }

    fn note_outcome(&mut self) {
        let Lessons {
            course,
            progress,
            changed,
            ..
        } = &mut self.lessons;
        let Some(course) = course else { return };
        let outcome = course.outcome();
        if outcome != Outcome::default() {
            *changed |= progress.note(&course.lesson().name, outcome);
        }
    }

    /// A run that is to begin; asked for once.
    pub(crate) fn take_lesson_run(&mut self) -> Option<LessonRun> {
        let course = self.lessons.course.as_mut()?;
        let index = course.take_wanted()?;
        let script = course.lesson().runs[index].script(course.is_by_itself());
        self.by_hand.no_real_run();
        self.learn(&script.book);
        self.go_live();
        self.selected = Selection::Auto;
        Some(LessonRun { script })
    }

    /// The run of the lesson begins now.
    pub(super) fn lesson_run_begins(&mut self) {
        let newest = self.stage.newest();
        if let Some(course) = &mut self.lessons.course {
            let after = self.options.stall_after;
            course.begin(after, &newest.model, &newest.mark.delivery);
        }
    }

    /// Nothing of the run goes on at the newest moment.
    pub(super) fn lesson_run_over(&mut self) {
        let newest = self.stage.newest();
        let Some(course) = &mut self.lessons.course else {
            return;
        };
        let before = course.step();
        course.over(&newest.model, &newest.now);
        self.entered(before);
    }

    /// With each frame.
    pub(super) fn look_at_lesson(&mut self) {
        let newest = self.stage.newest();
        if let Some(course) = &mut self.lessons.course {
            course.look(&newest.model, &newest.now, &newest.mark.delivery);
        }
        // What the learner handed in is what they look at.
        let own = self.lessons.course.as_mut().and_then(Course::take_own);
        if let Some(task) = own.filter(|_| self.is_live()) {
            self.selected = Selection::Task(task);
        }
    }

    /// The first order of a run of a lesson was given by hand; asked for once.
    pub(crate) fn take_first_order(&mut self) -> bool {
        let course = self.lessons.course.as_mut();
        course.is_some_and(Course::take_first_order)
    }

    /// The order that a recipe's key stands for in a run of a lesson.
    pub(super) fn lesson_order(&mut self, recipe: &str) -> Option<Command> {
        let course = self.lessons.course.as_mut()?;
        course.order(recipe).map(Command::Spawn)
    }

    /// Whether a lesson waits for an answer: keys are answers then.
    pub fn awaits_answer(&self) -> bool {
        self.course().is_some_and(|course| match course.step() {
            Step::Predict => true,
            Step::Quiz(_) => !course.quiz().is_answered(),
            _ => false,
        })
    }

    /// Whether a run of a lesson is not over, whatever has ended: orders are to be given by hand.
    pub(crate) fn awaits_orders(&self) -> bool {
        self.course().is_some_and(Course::awaits_orders)
    }
}
