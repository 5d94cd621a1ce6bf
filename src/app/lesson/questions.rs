//! The questions at the end of a lesson, each at its moment.

use crate::app::App;
use crate::claim::Moment;
use crate::lesson::{Course, Step};
use std::sync::Arc;

impl App {
    /// Stands at the moment of the next question that can be asked.
    pub(super) fn ask_question(&mut self) {
        while let Some((moment, question, seed)) = self.next_question() {
            self.stand_in(&moment);
            self.settle();
            let shown = self.shown();
            let lesson = self.lessons.course.as_ref().map(Course::lesson);
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
                if !self.remembers(&moment) {
                    return false;
                }
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
}
