//! What is selected, what is in focus, and how both move.
//!
//! Everything here costs as much as is visible, not as much as exists.

use super::{App, Pick, Refused, Screen, Selection};
use crate::events::{InHand, Nanos, Now, TaskId, WorkerId};
use crate::model::Place;

/// How many tasks the selection can walk over.
const VISIBLE: usize = 200;
/// How long the automatic focus stays with a task, so that the eye can follow.
const DWELL: Nanos = Nanos::from_millis(1_500);

/// The task the program shows when nobody chose one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AutoFocus {
    pub(super) task: TaskId,
    pub(super) since: Nanos,
}

/// The longest poll in progress that is past the threshold; the present one if it is.
pub(super) fn stalled(now: &Now, threshold: Nanos, present: Option<TaskId>) -> Option<TaskId> {
    let stalls = || polls(now).filter(|hand| now.at.since(hand.since) >= threshold);
    stalls()
        .find(|hand| Some(hand.task) == present)
        .or_else(|| stalls().min_by_key(|hand| hand.since))
        .map(|hand| hand.task)
}

fn polls(now: &Now) -> impl Iterator<Item = &InHand> {
    now.workers.iter().flatten()
}

/// The neighbour of `present` in `list`, round its ends; the first or last if it is not there.
pub(super) fn neighbour<T: Copy + PartialEq>(
    list: &[T],
    present: Option<T>,
    step: isize,
) -> Option<T> {
    let last = list.len().checked_sub(1)?;
    let index = match list.iter().position(|t| Some(*t) == present) {
        Some(at) => (at as isize + step).rem_euclid(list.len() as isize) as usize,
        None if step < 0 => last,
        None => 0,
    };
    list.get(index).copied()
}

fn worker(index: usize) -> Selection {
    let index = u16::try_from(index).unwrap_or(u16::MAX);
    Selection::Worker(WorkerId::new(index))
}

impl App {
    /// The task the code panel and the inspector show.
    pub fn focus(&self) -> Option<TaskId> {
        let auto = || {
            self.auto
                .map(|auto| auto.task)
                .filter(|id| self.shown().model.task(*id).is_some())
        };
        match self.selected {
            Selection::Auto => auto(),
            Selection::Task(id) => self
                .shown()
                .model
                .task(id)
                .map(|task| task.id)
                // Before it was spawned nothing stands in for it.
                .or_else(|| auto().filter(|_| self.newest().model.task(id).is_none())),
            Selection::Worker(index) => self.in_hand(index).or_else(|| self.just_polled(index)),
        }
    }

    /// The worker that is selected, if there is one of that number at the moment shown.
    pub fn selected_worker(&self) -> Option<WorkerId> {
        let Selection::Worker(worker) = self.selected else {
            return None;
        };
        (worker.index() < self.shown().model.workers().len()).then_some(worker)
    }

    /// The task a worker polled last, while that is not long ago: between two of many polls
    /// the eye sees the worker at work.
    fn just_polled(&self, worker: WorkerId) -> Option<TaskId> {
        let shown = self.shown();
        let known = shown.model.workers().get(worker.index())?;
        let (task, ended) = known.last?;
        (shown.model.running() && shown.now.at.since(ended) < DWELL).then_some(task)
    }

    fn in_hand(&self, worker: WorkerId) -> Option<TaskId> {
        let hand = self.shown().now.workers.get(worker.index());
        hand.copied().flatten().map(|hand| hand.task)
    }

    /// Chooses the automatic focus of this frame: a stalled task, else one in hand,
    /// else the newest pending one, else the one that ended last.
    pub(super) fn refocus(&mut self) {
        let at = self.shown().now.at;
        let present = self.auto.map(|auto| auto.task);
        let present = present.filter(|_| self.is_live());
        if let Some(task) = stalled(&self.shown().now, self.options.stall_after, present) {
            self.set_auto(task);
            return;
        }
        let known = |id: &TaskId| self.shown().model.task(*id).is_some();
        if let Some(pinned) = self.view.pinned() {
            // The same at every visit, however long it lasts.
            let focus = pinned.filter(known).or_else(|| self.noteworthy());
            self.auto = focus.map(|task| AutoFocus { task, since: at });
            return;
        }
        let fresh = self.auto.is_some_and(|auto| at.since(auto.since) < DWELL);
        if fresh && present.is_some_and(|id| known(&id)) {
            return;
        }
        match self.noteworthy() {
            Some(task) => self.set_auto(task),
            None => self.auto = None,
        }
    }

    fn noteworthy(&self) -> Option<TaskId> {
        polls(&self.shown().now)
            .map(|hand| hand.task)
            .find(|id| self.shown().model.task(*id).is_some())
            .or_else(|| self.newest_pending())
            .or_else(|| self.shown().model.ended().next().map(|task| task.id))
    }

    /// The eye is on this task: it stays in focus for a while.
    pub(super) fn stay_with(&mut self, task: TaskId) {
        let since = self.shown().now.at;
        self.auto = Some(AutoFocus { task, since });
    }

    fn set_auto(&mut self, task: TaskId) {
        if self.auto.map(|auto| auto.task) != Some(task) {
            self.stay_with(task);
        }
    }

    fn newest_pending(&self) -> Option<TaskId> {
        self.shown()
            .model
            .tasks_from(None)
            .rev()
            .take(VISIBLE)
            .find(|task| task.place == Place::Pending)
            .map(|task| task.id)
    }

    /// The tasks in view, in the order the selection walks: in hand, queued, pending,
    /// blocking pool, ended.
    pub fn visible(&self) -> Vec<TaskId> {
        let mut seen = Vec::with_capacity(VISIBLE);
        let queued = self.shown().model.workers().iter().flat_map(|worker| {
            let lifo = worker.lifo.into_iter();
            lifo.chain(self.shown().model.local(worker.index).map(|task| task.id))
        });
        let all = polls(&self.shown().now)
            .map(|hand| hand.task)
            .chain(queued)
            .chain(self.shown().model.injection().map(|task| task.id))
            .chain(self.shown().model.deferred().map(|task| task.id))
            .chain(self.shown().model.pending().map(|task| task.id))
            .chain(self.shown().model.blocking_running().map(|task| task.id))
            .chain(self.shown().model.blocking_queued().map(|task| task.id))
            .chain(self.shown().model.ended().map(|task| task.id));
        // Looks at no more than the cap, so a task in two places (in hand and still in a
        // modelled queue) makes the list shorter, never the walk longer.
        for id in all.take(VISIBLE) {
            if !seen.contains(&id) {
                seen.push(id);
            }
        }
        seen
    }

    /// The task so many places away in view: one by one round the ends, in leaps up to them.
    pub(super) fn step_selection(&mut self, step: isize) {
        let visible = self.visible();
        let present = self.acts_on();
        let at = visible.iter().position(|id| Some(*id) == present);
        let next = match (at, visible.len().checked_sub(1)) {
            (Some(at), Some(last)) if step.abs() > 1 => {
                let at = at.saturating_add_signed(step).min(last);
                visible.get(at).copied()
            }
            _ => neighbour(&visible, present, step),
        };
        match next {
            Some(id) => self.selected = Selection::Task(id),
            None => self.refuse(Refused::NothingToSelect),
        }
    }

    /// The next worker, or the one before; beyond the ends, nothing in particular.
    pub(super) fn step_worker(&mut self, step: isize) {
        let count = self.shown().model.workers().len();
        let next = match self.selected {
            Selection::Worker(present) => present.index().checked_add_signed(step),
            _ if step < 0 => count.checked_sub(1),
            _ => Some(0),
        };
        let next = next.filter(|next| *next < count);
        self.selected = next.map_or(Selection::Auto, worker);
    }

    /// The worker so many places away, up to the ends.
    pub(super) fn move_worker(&mut self, by: isize) {
        let count = self.shown().model.workers().len();
        if let (Some(present), Some(last)) = (self.selected_worker(), count.checked_sub(1)) {
            let next = present.index().saturating_add_signed(by).min(last);
            self.selected = worker(next);
        }
    }

    pub(super) fn pick(&mut self, pick: Pick) {
        let chosen = match pick {
            Pick::Task(id) => Selection::Task(id),
            Pick::Worker(index) => Selection::Worker(index),
        };
        let again = self.selected == chosen && self.screen != Screen::Inspector;
        self.selected = chosen;
        if again && (self.selected_worker().is_some() || self.focus().is_some()) {
            super::way::open(self, Screen::Inspector);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> TaskId {
        TaskId::new(n).unwrap()
    }

    fn hand(n: u32, since_ms: u64) -> Option<InHand> {
        Some(InHand {
            task: id(n),
            since: Nanos::from_millis(since_ms),
            site: None,
        })
    }

    #[test]
    fn the_longest_stall_gets_the_focus_and_keeps_it() {
        let threshold = Nanos::from_millis(100);
        let now = Now {
            at: Nanos::from_millis(1_000),
            workers: vec![hand(1, 990), hand(2, 500), hand(3, 700), None],
        };
        assert_eq!(stalled(&now, threshold, None), Some(id(2)));
        assert_eq!(
            stalled(&now, threshold, Some(id(3))),
            Some(id(3)),
            "still stalled: stays"
        );
        assert_eq!(
            stalled(&now, threshold, Some(id(1))),
            Some(id(2)),
            "not stalled: moves"
        );
        assert_eq!(stalled(&now, Nanos::from_millis(600), None), None);
    }

    #[test]
    fn selection_walks_round_the_list() {
        let list = [id(4), id(7), id(9)];
        assert_eq!(neighbour(&list, None, 1), Some(id(4)));
        assert_eq!(neighbour(&list, None, -1), Some(id(9)));
        assert_eq!(neighbour(&list, Some(id(9)), 1), Some(id(4)));
        assert_eq!(neighbour(&list, Some(id(4)), -1), Some(id(9)));
        assert_eq!(
            neighbour(&list, Some(id(5)), 1),
            Some(id(4)),
            "gone: starts anew"
        );
        assert_eq!(neighbour::<TaskId>(&[], None, 1), None);
    }
}
