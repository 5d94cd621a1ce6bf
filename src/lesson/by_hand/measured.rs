//! What a real run of a load came to, from its events.

use super::{Load, Measures};
use crate::events::{Event, KindId, Nanos, PollOutcome, TaskId, What, WorkerId};

/// Why a real run cannot be put beside a simulation of the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// Some of its events were only counted, or are forgotten.
    NotAllSeen,
    /// Something else ran as well.
    MoreTasks,
    /// The tempo was changed.
    OtherTempo,
    /// Some of its tasks did not do all of their work: aborted, or the runtime was closed.
    Cut,
}

/// A task of the load, as far as it was seen.
#[derive(Clone, Debug)]
struct Seen {
    task: TaskId,
    /// When it was spawned, or first woken after its last poll began.
    woken: Option<Nanos>,
    /// Its timers: when each began to be waited for, and when it is due.
    timers: Vec<(Nanos, Nanos)>,
    polls: usize,
    ended: bool,
}

struct Fold<'a> {
    load: &'a Load,
    tasks: Vec<Option<Seen>>,
    waits: Vec<Nanos>,
    late: Nanos,
    busy: Vec<Nanos>,
    began: Option<Nanos>,
    end: Nanos,
}

/// What a run of a load came to, by its events from before the first task was spawned to after
/// the last one ended. `name` tells the names of kinds.
///
/// A poll of a task is a piece of its work. Until it begins the task is ready: from its spawn, or
/// from when its timer was due, as in a simulation. A timer that is due wakes only when a worker
/// looks at the driver: the time until then is part of it.
///
/// # Errors
/// When it was no run of this load alone, or not all of it was seen.
pub fn measured<'n>(
    load: &Load,
    events: impl IntoIterator<Item = Event>,
    name: impl Fn(KindId) -> &'n str,
) -> Result<Measures, Unlike> {
    let mut fold = Fold {
        load,
        tasks: vec![None; load.tasks.len()],
        waits: Vec::new(),
        late: Nanos::ZERO,
        busy: vec![Nanos::ZERO; load.workers.into()],
        began: None,
        end: Nanos::ZERO,
    };
    for event in events {
        fold.hear(&event, &name)?;
    }
    fold.measures()
}

impl Fold<'_> {
    fn hear<'n>(&mut self, event: &Event, name: impl Fn(KindId) -> &'n str) -> Result<(), Unlike> {
        if let Some(born) = event.what.born() {
            let index = self.load.find(name(born.kind));
            let index = index.filter(|_| born.parent.is_none());
            let place = index.and_then(|index| self.tasks.get_mut(index));
            let place = place.filter(|place| place.is_none());
            *place.ok_or(Unlike::MoreTasks)? = Some(Seen {
                task: born.task,
                woken: Some(event.at),
                timers: Vec::new(),
                polls: 0,
                ended: false,
            });
            self.began = Some(self.began.map_or(event.at, |began| began.min(event.at)));
            return Ok(());
        }
        match event.what {
            What::Polled {
                task,
                worker,
                start,
                outcome,
                ..
            } => self.polled(task, worker, (start, event.at), outcome),
            What::Woken { task, .. } => {
                if let Some(seen) = self.find(task) {
                    seen.woken = seen.woken.or(Some(event.at));
                }
                Ok(())
            }
            What::Waiting {
                task,
                until: Some(until),
                ..
            } => {
                if let Some(seen) = self.find(task) {
                    seen.timers.push((event.at, until));
                }
                Ok(())
            }
            What::Dropped { task } if self.find(task).is_some() => Err(Unlike::Cut),
            What::Closing { .. } | What::RunEnded | What::RunStarted(_)
                if self.began.is_some() && !self.all_ended() =>
            {
                Err(Unlike::Cut)
            }
            What::Coalesced { .. } => Err(Unlike::NotAllSeen),
            _ => Ok(()),
        }
    }

    fn find(&mut self, task: TaskId) -> Option<&mut Seen> {
        self.tasks
            .iter_mut()
            .flatten()
            .find(|seen| seen.task == task)
    }

    fn polled(
        &mut self,
        task: TaskId,
        worker: Option<WorkerId>,
        (start, end): (Nanos, Nanos),
        outcome: PollOutcome,
    ) -> Result<(), Unlike> {
        let Some(seen) = self.find(task) else {
            return Ok(());
        };
        let woken = seen.woken.take().ok_or(Unlike::NotAllSeen)?;
        // Those that are waited for since are told before the poll is.
        let before = seen.timers.iter().rfind(|(began, _)| *began < start);
        let ready = before.map_or(woken, |(_, due)| woken.min(*due));
        seen.timers.retain(|(began, _)| *began >= start);
        seen.polls += 1;
        seen.ended = outcome == PollOutcome::Ready;
        if outcome != PollOutcome::Ready && outcome != PollOutcome::Pending {
            return Err(Unlike::Cut);
        }
        self.waits.push(start.since(ready));
        self.late += woken.since(ready);
        let busy = worker.and_then(|worker| self.busy.get_mut(worker.index()));
        *busy.ok_or(Unlike::NotAllSeen)? += end.since(start);
        self.end = self.end.max(end);
        Ok(())
    }

    fn all_ended(&self) -> bool {
        self.tasks
            .iter()
            .all(|seen| seen.as_ref().is_some_and(|seen| seen.ended))
    }

    fn measures(self) -> Result<Measures, Unlike> {
        if !self.all_ended() {
            return Err(Unlike::Cut);
        }
        let planned = self.load.tasks.iter().map(|task| task.pieces.len());
        let polls = self.tasks.iter().flatten().map(|seen| seen.polls);
        if polls.zip(planned).any(|(polls, planned)| polls < planned) {
            // With last orders a task ends before its work is done.
            return Err(Unlike::Cut);
        }
        let lasted = self.end.since(self.began.unwrap_or(self.end));
        Ok(Measures::new(self.waits, self.late, lasted, &self.busy))
    }
}
