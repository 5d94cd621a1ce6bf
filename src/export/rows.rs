//! Events as slices on rows: what viewers of traces draw.

use super::arrows::{Arrow, Arrows};
use super::names::Names;
use super::row::{Draw, Of, Places, Row, Slice};
use super::walk::{Sink, Span};
use crate::events::{Event, InHand, Nanos, Role, TaskId, WakeBy, What, WorkerId};
use crate::probe::wire::{Bye, Tick};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

/// A job that has begun, and the place its row has.
struct Begun {
    at: Nanos,
    place: usize,
}

/// What goes on in a runtime.
#[derive(Default)]
struct Runtime {
    arrows: Arrows,
    parked: BTreeMap<WorkerId, Nanos>,
    jobs: HashMap<TaskId, Begun>,
    lanes: HashMap<TaskId, usize>,
    job_places: Places,
    lane_places: Places,
    local: Places,
    loose: Places,
    /// What was in hand at the last tick, and is not told yet.
    hands: BTreeMap<WorkerId, InHand>,
}

/// Makes slices of events.
pub(super) struct Rows<D> {
    draw: D,
    span: Span,
    runtimes: HashMap<u16, Runtime>,
    known: HashSet<Row>,
    /// The newest slice of each row: who it woke as it ended is told behind it.
    held: BTreeMap<Row, Slice>,
    arrows: u64,
}

impl<D: Draw> Rows<D> {
    pub(super) fn new(draw: D, span: Span) -> Self {
        Self {
            draw,
            span,
            runtimes: HashMap::new(),
            known: HashSet::new(),
            held: BTreeMap::new(),
            arrows: 0,
        }
    }

    fn draw(&mut self, slice: Slice) -> io::Result<()> {
        if !self.span.meets(slice.start, slice.end) {
            return Ok(());
        }
        if self.known.insert(slice.row) {
            self.draw.row(slice.row)?;
        }
        match self.held.insert(slice.row, slice) {
            Some(before) => self.draw.slice(before),
            None => Ok(()),
        }
    }

    fn woken(&mut self, runtime: u16, at: Nanos, task: TaskId, by: WakeBy) {
        let by = by.value().value;
        let (Some(caller), Some(own)) = (by.caller(), self.runtimes.get_mut(&runtime)) else {
            return;
        };
        self.arrows += 1;
        let number = self.arrows;
        let arrow = Arrow { number, at };
        if matches!(by, WakeBy::Task(_)) || own.jobs.contains_key(&caller) {
            return own.arrows.woken(caller, task, arrow);
        }
        let mut held = self.held.values_mut();
        let is_it = |slice: &&mut Slice| {
            slice.row.runtime == runtime && slice.task == Some(caller) && slice.start <= at
        };
        if let Some(slice) = held.find(is_it)
            && own.arrows.is_for(task, arrow)
        {
            // Its end is told to who waits for it a moment later.
            let at = at.min(slice.end);
            slice.from.push(Arrow { number, at });
        }
    }

    fn polled(&mut self, runtime: u16, event: &Event, names: &Names) -> io::Result<()> {
        let What::Polled {
            task,
            worker,
            start,
            outcome,
            self_woken,
            ..
        } = event.what
        else {
            return Ok(());
        };
        let (start, end) = (start.min(event.at), event.at);
        let Some(own) = self.runtimes.get_mut(&runtime) else {
            return Ok(());
        };
        let known = names.task(task);
        let of = match (known.map_or(Role::Task, |known| known.role), worker) {
            (Role::BlockOn, _) => {
                let places = &mut own.lane_places;
                let place = own.lanes.entry(task);
                Of::Lane(*place.or_insert_with(|| places.take(start, Nanos(u64::MAX))))
            }
            (Role::Local, _) => Of::Local(own.local.take(start, end)),
            (Role::Task, Some(worker)) => {
                own.hands.remove(&worker);
                Of::Worker(worker)
            }
            (Role::Task, None) => Of::Loose(own.loose.take(start, end)),
        };
        let (from, to) = own.arrows.polled(task, (start, end));
        if self_woken {
            self.arrows += 1;
            let number = self.arrows;
            own.arrows.woken(task, task, Arrow { number, at: end });
        }
        if event.what.ends().is_some() {
            own.ended(task, end);
        }
        let place = known.and_then(|known| names.place(known.site));
        self.draw(Slice {
            row: Row { runtime, of },
            start,
            end,
            name: names.kind_of(task).unwrap_or("task").to_owned(),
            task: Some(task),
            place,
            outcome: Some(outcome.name()),
            from,
            to,
        })
    }

    /// A poll whose end is not told.
    fn in_hand(
        &mut self,
        runtime: u16,
        worker: WorkerId,
        hand: InHand,
        at: Nanos,
        names: Option<&Names>,
    ) -> io::Result<()> {
        let own = self.runtimes.get_mut(&runtime);
        let span = (hand.since, at.max(hand.since));
        let (from, to) =
            own.map_or_else(Default::default, |own| own.arrows.polled(hand.task, span));
        let of = Of::Worker(worker);
        let known = names.and_then(|names| names.task(hand.task));
        self.draw(Slice {
            row: Row { runtime, of },
            start: span.0,
            end: span.1,
            name: names
                .and_then(|names| names.kind_of(hand.task))
                .unwrap_or("task")
                .to_owned(),
            task: Some(hand.task),
            place: known.and_then(|known| names?.place(known.site)),
            outcome: Some("in progress"),
            from,
            to,
        })
    }

    fn unparked(&mut self, runtime: u16, at: Nanos, worker: WorkerId) -> io::Result<()> {
        let own = self.runtimes.get_mut(&runtime);
        let Some(start) = own.and_then(|own| own.parked.remove(&worker)) else {
            return Ok(());
        };
        let of = Of::Worker(worker);
        self.draw(Slice {
            row: Row { runtime, of },
            start: start.min(at),
            end: at,
            name: "parked".to_owned(),
            task: None,
            place: None,
            outcome: None,
            from: Vec::new(),
            to: None,
        })
    }

    fn job_ended(
        &mut self,
        runtime: u16,
        (job, at): (TaskId, Nanos),
        outcome: &'static str,
        names: &Names,
    ) -> io::Result<()> {
        let own = self.runtimes.get_mut(&runtime);
        let Some((own, begun)) = own.and_then(|own| {
            let begun = own.jobs.remove(&job)?;
            Some((own, begun))
        }) else {
            return Ok(());
        };
        own.job_places.free[begun.place] = at;
        let start = begun.at.min(at);
        let (from, _) = own.arrows.polled(job, (start, at));
        own.arrows.ended(job);
        let of = Of::Job(begun.place);
        self.draw(Slice {
            row: Row { runtime, of },
            start,
            end: at,
            name: names.kind_of(job).unwrap_or("job").to_owned(),
            task: Some(job),
            place: names.task(job).and_then(|known| names.place(known.site)),
            outcome: Some(outcome),
            from,
            to: None,
        })
    }
}

impl Runtime {
    fn ended(&mut self, task: TaskId, at: Nanos) {
        self.arrows.ended(task);
        if let Some(place) = self.lanes.remove(&task) {
            self.lane_places.free[place] = at;
        }
    }
}

impl<D: Draw> Sink for Rows<D> {
    fn runtime(&mut self, number: u16, name: &str) -> io::Result<()> {
        self.runtimes.insert(number, Runtime::default());
        self.draw.runtime(number, name)
    }

    fn event(&mut self, runtime: u16, event: &Event, names: &Names) -> io::Result<()> {
        let at = event.at;
        match event.what {
            What::Polled { .. } => return self.polled(runtime, event, names),
            What::Woken { task, by, .. } => self.woken(runtime, at, task, by),
            What::Unparked { worker } => return self.unparked(runtime, at, worker),
            What::BlockingEnded { job, outcome } => {
                return self.job_ended(runtime, (job, at), outcome.name(), names);
            }
            _ => {}
        }
        let Some(own) = self.runtimes.get_mut(&runtime) else {
            return Ok(());
        };
        match event.what {
            What::Parked { worker } => {
                own.parked.insert(worker, at);
            }
            What::BlockingStarted { job } => {
                let place = own.job_places.take(at, Nanos(u64::MAX));
                own.jobs.insert(job, Begun { at, place });
            }
            What::Dropped { task } => own.ended(task, at),
            _ => {}
        }
        Ok(())
    }

    fn tick(&mut self, runtime: u16, tick: &Tick) -> io::Result<()> {
        let at = tick.now.at;
        if let Some(own) = self.runtimes.get_mut(&runtime) {
            let hands = tick.now.workers.iter().enumerate();
            let hands = hands.filter_map(|(place, hand)| Some((worker(place)?, (*hand)?)));
            own.hands = hands.collect();
        }
        let sample = tick.sample.as_ref().filter(|_| self.span.meets(at, at));
        let Some(sample) = sample else {
            return Ok(());
        };
        let (alive, queued) = (sample.alive as u64, sample.injection as u64);
        self.draw.count(runtime, "tasks alive", at, alive)?;
        self.draw.count(runtime, "injection queue", at, queued)
    }

    fn missing(&mut self, _: u16, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn bye(&mut self, _: &Bye) -> io::Result<()> {
        Ok(())
    }

    /// Who is parked then stays so, and what is in hand has no end.
    fn end(&mut self, at: Nanos, names: &HashMap<u16, Names>) -> io::Result<()> {
        let mut numbers: Vec<_> = self.runtimes.keys().copied().collect();
        numbers.sort_unstable();
        for number in numbers {
            let own = self.runtimes.get_mut(&number);
            let (parked, hands) = own.map_or_else(Default::default, |own| {
                let parked: Vec<_> = own.parked.keys().copied().collect();
                (parked, std::mem::take(&mut own.hands))
            });
            for worker in parked {
                self.unparked(number, at, worker)?;
            }
            for (worker, hand) in hands {
                self.in_hand(number, worker, hand, at, names.get(&number))?;
            }
        }
        for slice in std::mem::take(&mut self.held).into_values() {
            self.draw.slice(slice)?;
        }
        self.draw.end()
    }
}

fn worker(place: usize) -> Option<WorkerId> {
    u16::try_from(place).ok().map(WorkerId::new)
}
