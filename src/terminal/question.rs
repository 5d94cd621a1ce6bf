//! The question that the terminal was asked, until it is answered.
//!
//! Whoever gives the terminal back waits for the answer a moment: once nobody reads it here, it
//! is typed into what comes next.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The question of this process. A static, because the reader of keys and whoever gives the
/// terminal back do not know each other.
pub(super) static QUESTION: Question = Question::new();

/// A terminal that has not answered for so long is not waited for.
pub(super) const ANSWERS_WITHIN: Duration = Duration::from_millis(100);

/// See the module's text.
#[derive(Debug)]
pub(super) struct Question {
    /// When it was asked, if the answer is still to come.
    asked: Mutex<Option<Instant>>,
    answered: Condvar,
}

impl Question {
    const fn new() -> Self {
        Self {
            asked: Mutex::new(None),
            answered: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The terminal is asked now.
    pub(super) fn ask(&self) {
        *self.lock() = Some(Instant::now());
    }

    /// It answered.
    pub(super) fn answer(&self) {
        *self.lock() = None;
        self.answered.notify_all();
    }

    /// Waits for the answer, but no longer than so long from the question on; whether none is
    /// to come. It is waited for once.
    pub(super) fn wait(&self, at_most: Duration) -> bool {
        let mut asked = self.lock();
        while let Some(since) = *asked {
            let left = at_most.saturating_sub(since.elapsed());
            if left.is_zero() {
                *asked = None;
                return false;
            }
            let wait = self.answered.wait_timeout(asked, left);
            asked = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_waited_for_but_only_once() {
        let question = Question::new();
        assert!(question.wait(Duration::from_secs(30)), "nobody asked");
        question.ask();
        std::thread::scope(|scope| {
            scope.spawn(|| question.answer());
            assert!(question.wait(Duration::from_secs(30)));
        });
        question.ask();
        assert!(!question.wait(Duration::ZERO), "it does not answer");
        assert!(question.wait(Duration::from_secs(30)), "waited for once");
    }
}
