//! First steps: what a newcomer is told to press, and what of it was done.

use super::Action;

/// The first steps, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tour {
    steps: Vec<(Action, bool)>,
}

impl Tour {
    /// None of these was done.
    pub fn new(steps: &[Action]) -> Self {
        Self {
            steps: steps.iter().map(|step| (*step, false)).collect(),
        }
    }

    /// The steps, and whether each was done; none once all were, or nobody wants to know.
    pub fn steps(&self) -> &[(Action, bool)] {
        &self.steps
    }

    /// Whether there is nothing left to tell.
    #[cfg(feature = "internals")]
    pub fn is_over(&self) -> bool {
        self.steps.is_empty()
    }

    /// Nobody wants to know.
    pub(super) fn put_away(&mut self) {
        self.steps.clear();
    }

    /// Ticks the step off that this action is. Of two alike, the second comes after
    /// everything between them.
    pub(super) fn note(&mut self, action: Action) {
        let first = self.steps.iter().position(|(step, _)| *step == action);
        let next = self
            .steps
            .iter()
            .position(|(step, done)| *step == action && !done);
        let Some(next) = next else { return };
        let between = self.steps[first.unwrap_or(next)..next].iter();
        if between.copied().all(|(_, done)| done) {
            self.steps[next].1 = true;
        }
        if self.steps.iter().all(|(_, done)| *done) {
            self.put_away();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_ticked_off_and_the_same_one_twice_only_in_its_order() {
        let (a, b) = (Action::HandIn("a"), Action::HandIn("b"));
        let mut tour = Tour::new(&[a, b, a, Action::Pause]);
        let done = |tour: &Tour| tour.steps().iter().filter(|(_, done)| *done).count();
        tour.note(Action::Quit);
        assert_eq!(done(&tour), 0);
        tour.note(a);
        tour.note(a);
        assert_eq!(done(&tour), 1, "the second comes after b");
        tour.note(b);
        tour.note(a);
        assert_eq!(done(&tour), 3);
        assert!(!tour.is_over());
        tour.note(Action::Pause);
        assert!(tour.is_over());
    }

    #[test]
    fn steps_may_be_done_in_another_order() {
        let mut tour = Tour::new(&[Action::HandIn("a"), Action::Pause]);
        tour.note(Action::Pause);
        assert_eq!(tour.steps()[1], (Action::Pause, true));
    }
}
