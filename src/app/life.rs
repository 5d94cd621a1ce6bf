//! What the page of a life is about, and the row chosen in it: the steps of a task, or the
//! polls of a worker, newest first.

use super::{App, Refused, Screen, Selection, way};
use crate::camera::{Duty, Place};
use crate::events::{InHand, Nanos, TaskId, WorkerId};
use std::borrow::Cow;

/// What the page of a life is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// A task.
    Task(TaskId),
    /// A worker.
    Worker(WorkerId),
}

/// A row: where it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The number of its event; a poll in progress has none yet.
    number: Option<u64>,
    /// The moment.
    place: Place,
    /// The task in the hand of the worker then.
    task: Option<TaskId>,
}

impl App {
    /// What the page of a life is about; `None`: there is nothing.
    pub fn inspected(&self) -> Option<Inspected> {
        let worker = self.selected_worker().map(Inspected::Worker);
        worker.or_else(|| self.focus().map(Inspected::Task))
    }

    /// A picture of the life of the worker that is selected is about to be drawn.
    pub(super) fn look_at_duty(&mut self) {
        let below = self.position();
        if let Some(worker) = self.selected_worker() {
            self.duty.read(&self.camera.log, worker, below);
        }
    }

    /// The newest polls of a worker up to the moment shown: as they were looked through for
    /// the picture, or else looked through now.
    pub fn duty(&self, worker: WorkerId) -> Cow<'_, Duty> {
        let (log, below) = (&self.camera.log, self.position());
        if self.duty.is_all(worker, below) {
            return Cow::Borrowed(&self.duty);
        }
        let mut duty = self.duty.clone();
        duty.read(log, worker, below);
        Cow::Owned(duty)
    }

    /// The poll in progress of what the page is about: its first row, and no event yet.
    fn going_on(&self, inspected: Inspected) -> Option<InHand> {
        let mut hands = self.shown().now.workers.iter().enumerate();
        hands.find_map(|(index, hand)| {
            let hand = (*hand)?;
            let is_it = match inspected {
                Inspected::Task(task) => hand.task == task,
                Inspected::Worker(worker) => worker.index() == index,
            };
            is_it.then_some(hand)
        })
    }

    /// How many rows there are.
    fn rows(&self, inspected: Inspected) -> usize {
        let events = match inspected {
            Inspected::Task(task) => self.traces(task).total().events,
            Inspected::Worker(worker) => self.duty(worker).turns().len(),
        };
        events + usize::from(self.going_on(inspected).is_some())
    }

    /// The row chosen, counted from the newest.
    pub fn chosen_step(&self) -> usize {
        let Some(inspected) = self.inspected() else {
            return 0;
        };
        let Some((_, number)) = self.step.filter(|(of, _)| *of == inspected) else {
            return 0;
        };
        let newer = match inspected {
            Inspected::Task(task) => self.traces(task).newer_than(&self.camera.log, number),
            Inspected::Worker(worker) => {
                let duty = self.duty(worker);
                let newer = duty.turns().iter().take_while(|turn| turn.number > number);
                newer.count()
            }
        };
        let index = newer + usize::from(self.going_on(inspected).is_some());
        index.min(self.rows(inspected).saturating_sub(1))
    }

    /// Where a row leads to.
    fn row(&self, inspected: Inspected, index: usize) -> Option<Row> {
        let going_on = self.going_on(inspected);
        let ahead = usize::from(going_on.is_some());
        if let Some(hand) = going_on.filter(|_| index == 0) {
            return Some(Row {
                number: None,
                place: self.place_of(hand.since),
                task: Some(hand.task),
            });
        }
        let log = &self.camera.log;
        match inspected {
            Inspected::Task(task) => {
                let (_, events) = self.traces(task).newest(log, index - ahead, 1);
                let (number, event) = events.first()?;
                let at = log.reached(number + 1).unwrap_or(event.at);
                let position = number + 1;
                Some(Row {
                    number: Some(*number),
                    place: Place { position, at },
                    task: Some(task),
                })
            }
            Inspected::Worker(worker) => {
                let turn = *self.duty(worker).turns().get(index - ahead)?;
                Some(Row {
                    number: Some(turn.number),
                    place: self.place_of(turn.from),
                    task: Some(turn.task),
                })
            }
        }
    }

    fn place_of(&self, at: Nanos) -> Place {
        let position = self.camera.log.position(at);
        Place { position, at }
    }

    pub(super) fn chosen_row(&self) -> Option<Row> {
        self.row(self.inspected()?, self.chosen_step())
    }

    /// Chooses the row so many rows away. The newest one is chosen as such: what comes later
    /// takes its place.
    pub(super) fn step_in_life(&mut self, by: isize) {
        let Some(inspected) = self.inspected() else {
            return;
        };
        let last = self.rows(inspected).saturating_sub(1);
        let index = self.chosen_step().saturating_add_signed(by).min(last);
        let row = self.row(inspected, index).filter(|_| index > 0);
        let number = row.and_then(|row| row.number);
        self.step = number.map(|number| (inspected, number));
        self.seen.step = None;
    }

    /// To the moment of the row chosen, and to where the view shows it.
    pub(super) fn enter_step(&mut self) {
        let shown = self.seen.step.take();
        let Some(row) = shown.or_else(|| self.chosen_row()) else {
            self.refuse(Refused::NoRow);
            return;
        };
        if self
            .camera
            .oldest()
            .is_some_and(|oldest| row.place.at < oldest)
        {
            self.refuse(Refused::Forgotten);
            return;
        }
        if let Some(task) = row.task {
            self.selected = Selection::Task(task);
            self.lent = None;
        }
        self.go_to_place(row.place, row.number.is_some());
        while matches!(
            self.screen,
            Screen::Inspector | Screen::Tasks | Screen::Metrics
        ) {
            way::leave(self);
        }
    }
}
