//! Reading the log: by number, by moment, by task, and what was in progress.

use super::Log;
use super::blocks::{Blocks, block_end, block_of};
use super::brief::Brief;
use super::packed::{Held, Packed, tag};
use super::times::Bases;
use crate::events::{Event, InHand, Nanos, TaskId, What};
use std::ops::Range;

/// Events in a row, of one block and with one base.
#[derive(Clone, Copy)]
struct Run<'a> {
    number: u64,
    base: u64,
    packed: &'a [Packed],
}

impl<'a> Run<'a> {
    /// Its events with number and time.
    fn events(self) -> impl DoubleEndedIterator<Item = (u64, Nanos, Packed)> + 'a {
        let with_time = move |(index, packed): (usize, &Packed)| {
            let at = Nanos(self.base.wrapping_add(u64::from(packed.time())));
            (self.number + index as u64, at, *packed)
        };
        self.packed.iter().enumerate().map(with_time)
    }
}

/// The runs of a range of events that are kept.
struct Runs<'a> {
    events: &'a Blocks<Packed>,
    bases: &'a Bases,
    left: Range<u64>,
}

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    fn next(&mut self) -> Option<Run<'a>> {
        if self.left.is_empty() {
            return None;
        }
        let number = self.left.start;
        let (base, other_base) = self.bases.of(number);
        let end = self.left.end.min(block_end(number)).min(other_base);
        self.left.start = end;
        let packed = self.events.slice(number, end);
        Some(Run {
            number,
            base,
            packed,
        })
    }
}

impl DoubleEndedIterator for Runs<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.left.is_empty() {
            return None;
        }
        let last = self.left.end - 1;
        let begun = block_of(last) * super::BLOCK as u64;
        let (base, based) = self.bases.since(last);
        let number = self.left.start.max(begun).max(based);
        let packed = self.events.slice(number, self.left.end);
        self.left.end = number;
        Some(Run {
            number,
            base,
            packed,
        })
    }
}

impl<U> Log<U> {
    fn runs(&self, from: u64, to: u64) -> Runs<'_> {
        Runs {
            events: &self.events,
            bases: &self.bases,
            left: from.max(self.first())..to.min(self.end()),
        }
    }

    /// The event of that number, if it is kept.
    pub fn get(&self, number: u64) -> Option<Event> {
        self.range(number, number.saturating_add(1))
            .next()
            .map(|(_, event)| event)
    }

    /// The moment of the event of that number, if it is kept.
    pub fn at(&self, number: u64) -> Option<Nanos> {
        let run = self.runs(number, number.saturating_add(1)).next()?;
        run.events().next().map(|(_, at, _)| at)
    }

    /// Moment of the oldest event kept.
    pub fn oldest(&self) -> Option<Nanos> {
        self.at(self.first())
    }

    /// The events kept with numbers from `from` up to `to`, oldest first, with their
    /// numbers.
    pub fn range(&self, from: u64, to: u64) -> impl DoubleEndedIterator<Item = (u64, Event)> + '_ {
        self.runs(from, to).flat_map(move |run| {
            run.events()
                .map(|(number, at, packed)| (number, self.sides.event(at, packed)))
        })
    }

    /// Calls `f` with the number and the brief form of each event kept with a number from
    /// `from` up to `to`, oldest first.
    pub fn scan(&self, from: u64, to: u64, mut f: impl FnMut(u64, &Brief)) {
        for run in self.runs(from, to) {
            for (number, at, packed) in run.events() {
                f(number, &self.sides.brief(at, packed));
            }
        }
    }

    /// How many events belong to a moment: the number of the first event kept that is later
    /// than `at`, [`end`](Self::end) if none is. An event that is told after a later one
    /// counts as late as that.
    pub fn position(&self, at: Nanos) -> u64 {
        let first = self.summaries.first_after(at.0);
        let blocks = self.blocks(self.first(), self.end());
        for block in blocks.start.max(first)..blocks.end {
            if self.summaries.of(block).latest <= at.0 {
                continue;
            }
            let range = self.block_range(block);
            let later = self
                .runs(range.start, range.end)
                .flat_map(Run::events)
                .find(|(_, time, _)| *time > at);
            if let Some((number, ..)) = later {
                return number;
            }
        }
        self.end()
    }

    /// The latest time of the events below a position, which is the moment that belongs to
    /// it. `None` if the event before it is not kept.
    pub fn reached(&self, position: u64) -> Option<Nanos> {
        let last = position.checked_sub(1)?;
        if last < self.first() || last >= self.end() {
            return None;
        }
        let block = block_of(last);
        let before = self.summaries.latest_before(block);
        let begun = block * super::BLOCK as u64;
        let events = self.runs(begun, position).flat_map(Run::events);
        Some(events.fold(Nanos(before), |latest, (_, at, _)| latest.max(at)))
    }

    /// The blocks that hold these events, counted from the beginning.
    pub(super) fn blocks(&self, from: u64, to: u64) -> Range<u64> {
        match from < to {
            true => block_of(from)..block_of(to - 1) + 1,
            false => 0..0,
        }
    }

    fn block_range(&self, block: u64) -> Range<u64> {
        let begun = block * super::BLOCK as u64;
        begun..block_end(begun)
    }

    /// Per worker, the poll in progress at the moment `at`, if the events below `position`
    /// have happened. A poll is told when it ended, so it is found at or after `position`;
    /// one whose end is not kept yet is not found. `site` is `None`.
    ///
    /// A poll that gave its worker away (`block_in_place`) counts up to that. Behind the last
    /// worker that has a poll there is nothing.
    pub fn hands(&self, position: u64, at: Nanos) -> Vec<Option<InHand>> {
        let mut hands = Hands {
            at,
            found: Vec::new(),
        };
        let begun = self
            .closed
            .partition_point(|kept| kept.firsts.event <= position);
        for index in begun.saturating_sub(1)..=self.closed.len() {
            if self.kept(index).earliest_start <= at.0 {
                let numbers = self.numbers(index);
                let numbers = position.max(numbers.start)..numbers.end;
                self.hands_in(numbers, &mut hands);
            }
        }
        hands.found
    }

    fn hands_in(&self, numbers: Range<u64>, hands: &mut Hands) {
        for block in self.blocks(numbers.start, numbers.end) {
            let summary = self.summaries.of(block);
            if summary.earliest_start > hands.at.0 || summary.latest <= hands.at.0 {
                continue;
            }
            let range = self.block_range(block);
            let range = range.start.max(numbers.start)..range.end.min(numbers.end);
            for (_, end, packed) in self.runs(range.start, range.end).flat_map(Run::events) {
                if let Some(held) = self.sides.held(end, packed) {
                    hands.take(&held, packed);
                }
            }
        }
    }

    /// The events that may be wanted, as their packed forms tell.
    fn select<'a>(
        &'a self,
        numbers: Range<u64>,
        may: impl Fn(Packed) -> bool + Copy + 'a,
    ) -> impl DoubleEndedIterator<Item = (u64, Event)> + 'a {
        self.runs(numbers.start, numbers.end).flat_map(move |run| {
            run.events()
                .filter(move |(_, _, packed)| may(*packed))
                .map(|(number, at, packed)| (number, self.sides.event(at, packed)))
        })
    }

    /// The events kept below a number that concern the task itself, oldest first: its
    /// spawn, polls, wakes, awaits, lines, end, and what was done to its handle. Reads the
    /// log as far as the iterator is asked.
    pub fn of_task(
        &self,
        task: TaskId,
        below: u64,
    ) -> impl DoubleEndedIterator<Item = (u64, Event)> + '_ {
        self.of_task_within(task, 0..below)
    }

    /// The events of [`of_task`](Self::of_task), with numbers within a range.
    pub fn of_task_within(
        &self,
        task: TaskId,
        numbers: Range<u64>,
    ) -> impl DoubleEndedIterator<Item = (u64, Event)> + '_ {
        let id = task.get();
        self.select(numbers, move |packed| packed.task() == id)
    }

    /// The events of [`of_task_within`](Self::of_task_within), and those that tell of a task
    /// or job spawned by the task: the steps of its life.
    pub fn of_life_within(
        &self,
        task: TaskId,
        numbers: Range<u64>,
    ) -> impl DoubleEndedIterator<Item = (u64, Event)> + '_ {
        let id = task.get();
        let may = move |packed: Packed| match packed.tag() {
            tag::SPAWNED | tag::JOB_SUBMITTED => packed.word() == id || packed.task() == id,
            tag::WHOLE => true,
            _ => packed.task() == id,
        };
        self.select(numbers, may).filter(move |(_, event)| {
            let born = event.what.born();
            let parent = born.is_some_and(|born| born.parent == Some(task));
            parent || event.what.subject() == Some(task)
        })
    }

    /// The events kept below a number that tell of a task or job spawned by the task,
    /// oldest first.
    pub fn children_of(
        &self,
        task: TaskId,
        below: u64,
    ) -> impl DoubleEndedIterator<Item = (u64, Event)> + '_ {
        let id = task.get();
        let may = move |packed: Packed| match packed.tag() {
            tag::SPAWNED | tag::JOB_SUBMITTED => packed.word() == id,
            other => other == tag::WHOLE,
        };
        self.select(0..below, may).filter(move |(_, event)| {
            let born = event.what.born();
            born.is_some_and(|born| born.parent == Some(task))
        })
    }

    /// The events kept below a number that tell of another task woken by the task or job,
    /// oldest first.
    pub fn woken_by(
        &self,
        waker: TaskId,
        below: u64,
    ) -> impl DoubleEndedIterator<Item = (u64, Event)> + '_ {
        let id = waker.get();
        let may = move |packed: Packed| match packed.tag() {
            tag::WOKEN => packed.word() == id,
            other => other == tag::WHOLE,
        };
        self.select(0..below, may)
            .filter(move |(_, event)| match event.what {
                What::Woken { task, by, .. } => by.caller() == Some(waker) && task != waker,
                _ => false,
            })
    }
}

/// What workers have in hand at a moment, while it is looked for.
struct Hands {
    at: Nanos,
    /// By worker, grown as far as polls tell.
    found: Vec<Option<InHand>>,
}

impl Hands {
    fn take(&mut self, held: &Held, packed: Packed) {
        if held.start > self.at || self.at >= held.until {
            return;
        }
        let index = held.worker.index();
        if self.found.len() <= index {
            self.found.resize(index + 1, None);
        }
        let hand = &mut self.found[index];
        if hand.is_none() {
            *hand = TaskId::new(packed.task()).map(|task| InHand {
                task,
                since: held.start,
                site: None,
            });
        }
    }
}
