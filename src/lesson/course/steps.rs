//! Which step comes after which.

use super::{Course, Step};

impl Course {
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

    pub(super) fn enter(&mut self, step: Step) {
        self.step = step;
        self.missed = None;
        if let Step::Run(index) = step {
            self.given.clear();
            (self.ordered, self.own) = (None, None);
            self.wanted = self.lacks(index).is_none().then_some(index);
        }
    }

    pub(super) fn after_run(&self, index: usize) -> Step {
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
            None if keep => self.first_question(),
            None => self.next_run(0),
        }
    }

    fn next_question(&mut self, index: usize) -> Step {
        match self.quiz.pass() {
            true => Step::Quiz(index + 1),
            false => Step::Done,
        }
    }

    fn first_question(&self) -> Step {
        match self.quiz.current() {
            Some(_) => Step::Quiz(0),
            None => Step::Done,
        }
    }
}
