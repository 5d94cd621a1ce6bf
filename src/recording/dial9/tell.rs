//! Tells what a trace holds as events of each runtime, and only that.

use super::gather::{Gathered, code};
use super::names::{NO_TASK, Names};
use super::place::Announcer;
use super::runtimes::{Runtimes, Worker, beginnings};
use super::sorted::Record;
use super::write::Writer;
use crate::events::{Event, InHand, Nanos, PollOutcome, Sample, TaskId, WakeBy, What, WorkerId};
use std::collections::HashMap;
use std::fs::File;
use std::io;

/// Polls whose end may be missing, that are remembered.
const MOST_ADRIFT: usize = 1 << 12;

/// A poll in progress.
#[derive(Clone, Copy, Debug)]
struct Open {
    task: u32,
    start: Nanos,
    /// The task has ended in it.
    is_over: bool,
}

/// A worker, as far as it is followed.
#[derive(Clone, Copy, Debug, Default)]
struct Hand {
    open: Option<Open>,
    is_parked: bool,
}

/// Tells the events of a trace in order of time.
pub(super) struct Teller<'a> {
    names: &'a Names,
    runtimes: &'a Runtimes,
    announcer: Announcer<'a>,
    writer: Writer,
    /// The first event of each process by its own clock, and by the common one.
    clocks: Vec<(u64, Nanos)>,
    /// By runtime, then by worker.
    hands: Vec<Vec<Hand>>,
    /// The numbers of tasks, once they are told of.
    numbers: Vec<Option<TaskId>>,
    told: u32,
    /// Polls whose worker began another one before their end was told.
    adrift: HashMap<u32, Nanos>,
    /// Events that could not be told: an end without a beginning, a beginning without an end, a
    /// wake of a task that is never shown.
    pub(super) missing: u64,
}

impl<'a> Teller<'a> {
    pub(super) fn new(gathered: &'a Gathered, runtimes: &'a Runtimes, writer: Writer) -> Self {
        let (beginnings, _) = beginnings(&gathered.processes);
        let firsts = gathered.processes.iter().map(|one| one.first.unwrap_or(0));
        let hands = runtimes
            .all
            .iter()
            .map(|one| vec![Hand::default(); usize::from(one.workers)]);
        Self {
            names: &gathered.names,
            runtimes,
            announcer: Announcer::new(&gathered.names.places, runtimes.all.len()),
            writer,
            clocks: firsts.zip(beginnings).collect(),
            hands: hands.collect(),
            numbers: vec![None; gathered.names.all.len()],
            told: 0,
            adrift: HashMap::new(),
            missing: 0,
        }
    }

    /// Tells that there are these runtimes.
    pub(super) fn begin(&mut self, wakes_seen: &[bool]) -> io::Result<()> {
        for (number, one) in self.runtimes.all.iter().enumerate() {
            let (_, at) = self.clock(one.process);
            let seen = wakes_seen.get(number).copied().unwrap_or(false);
            self.tell(number, at, What::RunStarted(one.info(seen)))?;
        }
        Ok(())
    }

    /// Tells one event.
    pub(super) fn record(&mut self, record: &Record) -> io::Result<()> {
        let (first, began) = self.clock(record.process);
        let at = Nanos(record.at.saturating_sub(first)) + began;
        let worker = self.runtimes.worker(record.process, record.worker);
        let of = match (record.kind, worker) {
            (code::METRICS, _) => return self.sample(record, at),
            (code::WAKE | code::TERMINATE | code::SPAWN, _) | (_, None) => {
                self.runtime_of(record.task)
            }
            (_, Some(worker)) => Some(worker.runtime),
        };
        let Some(of) = of else {
            // Of jobs of the blocking pool the end is told, and no more.
            self.missing += u64::from(record.kind != code::TERMINATE);
            return Ok(());
        };
        self.tick_before(of, at)?;
        match (record.kind, worker) {
            (code::POLL_START, Some(worker)) => self.poll_started(worker, record.task, at),
            (code::POLL_END, Some(worker)) => self.poll_ended(worker, at),
            (code::PARK, Some(worker)) => self.parked(worker, record.other, true, at),
            (code::UNPARK, Some(worker)) => self.parked(worker, record.other, false, at),
            (code::SPAWN, worker) => self.spawned(of, worker, record.task, at),
            (code::TERMINATE, _) => self.terminated(of, record.task, at),
            (code::WAKE, worker) => self.woken(of, worker, record, at),
            _ => Ok(()),
        }
    }

    /// Tells that this is all.
    pub(super) fn end(mut self, is_whole: bool) -> io::Result<(File, u64)> {
        for of in 0..self.hands.len() {
            self.hands_of(of);
        }
        self.writer.end(is_whole)?;
        let lost = self.missing + self.adrift.len() as u64;
        Ok((self.writer.finish()?, lost))
    }

    fn clock(&self, process: u8) -> (u64, Nanos) {
        let clock = self.clocks.get(usize::from(process));
        clock.copied().unwrap_or_default()
    }

    fn runtime_of(&self, task: u32) -> Option<usize> {
        let task = *self.names.all.get(task as usize)?;
        task.is_shown.then(|| self.runtimes.of_task(task)).flatten()
    }

    fn hand(&mut self, worker: Worker) -> Option<&mut Hand> {
        self.hands
            .get_mut(worker.runtime)?
            .get_mut(worker.id.index())
    }

    fn tell(&mut self, of: usize, at: Nanos, what: What) -> io::Result<()> {
        self.writer.event(of, Event { at, what })
    }

    /// What the workers of a runtime have in hand.
    fn hands_of(&mut self, of: usize) {
        let in_hand = |hand: &Hand| {
            let open = hand.open?;
            Some(InHand {
                task: self.numbers.get(open.task as usize).copied().flatten()?,
                since: open.start,
                site: None,
            })
        };
        let hands = self.hands[of].iter().map(in_hand).collect();
        self.writer.hands(of, hands);
    }

    fn tick_before(&mut self, of: usize, at: Nanos) -> io::Result<()> {
        if !self.writer.is_due(of, at) {
            return Ok(());
        }
        self.hands_of(of);
        self.writer.tick(of, Nanos(at.0.saturating_sub(1)))
    }

    fn sample(&mut self, record: &Record, at: Nanos) -> io::Result<()> {
        if let Some(of) = self.runtimes.sampled(record.worker) {
            self.writer.sample(
                of,
                Sample {
                    at,
                    alive: record.other as usize,
                    injection: record.task as usize,
                    ..Sample::default()
                },
            );
        }
        Ok(())
    }

    /// The number of a task. One of which nothing was told before is older than the trace, or its
    /// spawn is not told.
    fn number(&mut self, of: usize, task: u32, at: Nanos) -> io::Result<Option<TaskId>> {
        match self.numbers.get(task as usize) {
            Some(None) => self.first_seen(of, task, None, None, false, at),
            Some(known) => Ok(*known),
            None => Ok(None),
        }
    }

    fn first_seen(
        &mut self,
        of: usize,
        task: u32,
        parent: Option<TaskId>,
        on: Option<WorkerId>,
        born: bool,
        at: Nanos,
    ) -> io::Result<Option<TaskId>> {
        let known = self.numbers[task as usize];
        let number = known.or_else(|| {
            self.told += 1;
            TaskId::new(self.told)
        });
        let Some(number) = number else {
            return Ok(None);
        };
        self.numbers[task as usize] = Some(number);
        let place = self.names.all[task as usize].place;
        let (kind, site) = self.announcer.announce(of, place, at, &mut self.writer)?;
        let what = What::Seen {
            task: number,
            parent,
            kind,
            site,
            on,
            born,
        };
        self.tell(of, at, what)?;
        Ok(Some(number))
    }

    fn spawned(
        &mut self,
        of: usize,
        worker: Option<Worker>,
        task: u32,
        at: Nanos,
    ) -> io::Result<()> {
        let own = worker.filter(|worker| worker.runtime == of);
        let open = own.and_then(|own| self.hand(own)?.open);
        let parent = match open {
            Some(open) => self.number(of, open.task, at)?,
            None => None,
        };
        let on = own.map(|own| own.id);
        self.first_seen(of, task, parent, on, true, at)?;
        Ok(())
    }

    fn poll_started(&mut self, worker: Worker, task: u32, at: Nanos) -> io::Result<()> {
        self.number(worker.runtime, task, at)?;
        let Some(hand) = self.hand(worker) else {
            return Ok(());
        };
        let before = hand.open.replace(Open {
            task,
            start: at,
            is_over: false,
        });
        hand.is_parked = false;
        // As one that gave its worker away goes on without it.
        if let Some(before) = before
            && self.adrift.len() < MOST_ADRIFT
        {
            self.missing += u64::from(self.adrift.insert(before.task, before.start).is_some());
        }
        Ok(())
    }

    fn poll_ended(&mut self, worker: Worker, at: Nanos) -> io::Result<()> {
        let Some(open) = self.hand(worker).and_then(|hand| hand.open.take()) else {
            self.missing += 1;
            return Ok(());
        };
        let on = Some(worker.id);
        self.polled(worker.runtime, on, open, at)
    }

    fn polled(
        &mut self,
        of: usize,
        worker: Option<WorkerId>,
        open: Open,
        at: Nanos,
    ) -> io::Result<()> {
        let Some(task) = self.number(of, open.task, at)? else {
            return Ok(());
        };
        let outcome = match open.is_over {
            true => PollOutcome::Over,
            false => PollOutcome::Pending,
        };
        let what = What::Polled {
            task,
            worker,
            start: open.start,
            outcome,
            // Each wake is told by an event of its own, those by the task itself too.
            self_woken: false,
            budget_spent: false,
        };
        self.tell(of, at, what)
    }

    fn parked(&mut self, worker: Worker, thread: u32, parks: bool, at: Nanos) -> io::Result<()> {
        if let Some(hand) = self.hand(worker) {
            hand.is_parked = parks;
        }
        self.writer.thread(worker.runtime, worker.id, thread);
        let what = match parks {
            true => What::Parked { worker: worker.id },
            false => What::Unparked { worker: worker.id },
        };
        self.tell(worker.runtime, at, what)
    }

    fn terminated(&mut self, of: usize, task: u32, at: Nanos) -> io::Result<()> {
        let mut hands = self.hands[of]
            .iter_mut()
            .filter_map(|hand| hand.open.as_mut());
        if let Some(open) = hands.find(|open| open.task == task) {
            open.is_over = true;
            return Ok(());
        }
        if let Some(start) = self.adrift.remove(&task) {
            let is_over = true;
            return self.polled(
                of,
                None,
                Open {
                    task,
                    start,
                    is_over,
                },
                at,
            );
        }
        match self.number(of, task, at)? {
            Some(task) => self.tell(of, at, What::Dropped { task }),
            None => Ok(()),
        }
    }

    fn woken(
        &mut self,
        of: usize,
        worker: Option<Worker>,
        record: &Record,
        at: Nanos,
    ) -> io::Result<()> {
        let Some(task) = self.number(of, record.task, at)? else {
            return Ok(());
        };
        let by = match self.runtime_of(record.other) {
            Some(own) if own == of => self
                .number(of, record.other, at)?
                .map_or(WakeBy::Unobserved, WakeBy::Task),
            Some(_) => WakeBy::Unobserved,
            None => self.woken_by_no_task(worker, record.other),
        };
        let on = worker.filter(|worker| worker.runtime == of);
        let on = on.map(|worker| worker.id);
        self.tell(of, at, What::Woken { task, by, on })
    }

    /// Who called a waker where no task is known to have been. A worker's loop is a job of the
    /// blocking pool to Tokio, so that it has the number of one. While the worker is parked, nothing
    /// of its thread runs but the driver.
    fn woken_by_no_task(&mut self, worker: Option<Worker>, waker: u32) -> WakeBy {
        let Some(worker) = worker else {
            return match waker {
                NO_TASK => WakeBy::Outside,
                _ => WakeBy::Unobserved,
            };
        };
        match self.hand(worker) {
            Some(hand) if hand.is_parked && hand.open.is_none() => WakeBy::Driver,
            _ => WakeBy::BetweenPolls(None),
        }
    }
}
