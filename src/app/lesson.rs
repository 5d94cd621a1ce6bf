//! The lesson that is being played, beside everything else.

mod list;
mod questions;

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
    #[must_use]
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
    pub(crate) fn start_course(&mut self, lesson: Option<Arc<Lesson>>) {
        let Lessons { list, progress, .. } = &self.lessons;
        let done = |lesson: &Arc<Lesson>| {
            let outcome = progress.lessons.get(&lesson.name);
            outcome.is_some_and(|outcome| outcome.reached)
        };
        let next = || list.iter().find(|lesson| !done(lesson)).or(list.first());
        let lesson = lesson.or_else(|| next().cloned());
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
