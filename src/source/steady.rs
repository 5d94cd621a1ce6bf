//! Time that did not pass: stretches in which the whole process stood still are taken out.
//!
//! A process that is stopped, frozen or paused goes on later, and clocks have run on: a poll
//! that was in progress looks as if it had held its worker all that time, and whatever waited
//! as if it had waited longer. Here such a stretch is found, and cut out of the time of
//! everything that comes from the source: events, polls in progress, samples. Whoever is
//! behind it sees a clock that stood still meanwhile, and one event that says so
//! ([`What::Suspended`]). So no length told of anything can contain it.
//!
//! Found how: the loop is late, later than it meant to wait. That alone proves nothing, since
//! others may have had the processor. So the time its thread was ready to run and did not, and
//! the time it ran, as the kernel counts them, are taken off; what is left must be free of
//! events of any thread and of processor time of the process. Only then the process stood
//! still, for at least so long. It is measured if the process was told to continue, or if the
//! machine slept, which shows as a difference of two clocks; else it is inferred.

mod clocks;
mod cuts;
#[cfg(test)]
mod tests;

use super::batches::BATCH;
use crate::events::{Event, Nanos, Now, What};
pub(super) use clocks::{Clocks, Os, Reading};
use cuts::{Cut, Cuts};
use std::cell::RefCell;
use std::time::Duration;

/// A loop that is late by less than this was not stopped, or not so that it matters.
const LATE: Nanos = Nanos::from_millis(20);
/// What nobody told of must be longer, to be told from a hiccup of the machine.
const UNTOLD: Nanos = Nanos::from_millis(80);
/// And longer still where the kernel does not say how long the thread was ready and did not
/// run: with a few busy processes beside it that is some tenths of a second.
const UNPROVEN: Nanos = Nanos::from_millis(1_000);
/// The clocks of the kernel are read so far apart while all is well: they cost a microsecond.
const APART: Nanos = Nanos::from_millis(50);

/// Takes the stretches out in which the process stood still.
#[derive(Debug)]
pub(super) struct Steady<C> {
    clocks: C,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The newest moment the loop looked at, or told an event of, by the process's clock.
    seen: Nanos,
    /// How long the loop meant to wait since.
    wanted: Nanos,
    /// The loop says before it waits. Of one that does not, nothing can be found.
    announces: bool,
    /// What the clocks said a little before, and when.
    base: Option<(Nanos, Reading)>,
    /// A stretch in which the loop stood still; whether others did is for the events to say.
    found: Option<Found>,
    cuts: Cuts,
    /// When events were taken last.
    taken: Nanos,
}

/// The loop stood still somewhere between two moments.
#[derive(Clone, Copy, Debug)]
struct Found {
    from: Nanos,
    to: Nanos,
    /// For so long at least.
    still: Nanos,
    /// Of this, the time in which timers stood still as well.
    slept: Nanos,
    measured: bool,
}

impl Found {
    /// The stretch to cut: it ended when the loop went on, or before.
    fn cut(&self, end: Nanos, lasted: Nanos) -> Cut {
        Cut {
            from: end.since(lasted),
            to: end,
        }
    }
}

impl<C: Clocks> Steady<C> {
    pub(super) fn new(clocks: C) -> Self {
        Self {
            clocks,
            state: RefCell::default(),
        }
    }

    /// The loop is about to wait, or to do what may take that long, and will not be late
    /// before.
    pub(super) fn waits(&self, at_most: Duration) {
        let mut state = self.state.borrow_mut();
        state.announces = true;
        state.wanted += Nanos::from_duration(at_most);
    }

    /// The loop runs, at this moment.
    pub(super) fn look(&self, at: Nanos) {
        let mut state = self.state.borrow_mut();
        if !state.announces {
            return;
        }
        let late = at.since(state.seen).since(state.wanted);
        let near = |(before, _): &(Nanos, Reading)| at.since(*before) < APART;
        if late < LATE && state.base.as_ref().is_some_and(near) {
            (state.seen, state.wanted) = (at.max(state.seen), Nanos::ZERO);
            return;
        }
        let now = self.clocks.read();
        if late < LATE && now.continued {
            // It had not stopped, or hardly.
            self.clocks.forget_continued();
        }
        if let Some((before, base)) = state.base.replace((at, now))
            && late >= LATE
        {
            let found = found((state.seen, before, at), late, &base, &now);
            let found = found.filter(|found| found.measured || found.still >= least(&now));
            // Its cause is told: the next one is another's.
            let told = found.is_some_and(|found| found.measured);
            if told {
                self.clocks.forget_continued();
            }
            if let Some(found) = found {
                // Two without events taken in between: the first is cut as it was found.
                if let Some(first) = state.found.replace(found) {
                    let cut = first.cut(first.to, first.still);
                    state.cuts.push(cut);
                }
            }
        }
        (state.seen, state.wanted) = (at.max(state.seen), Nanos::ZERO);
    }

    /// A moment of the process's clock, on the one without the stretches.
    pub(super) fn time(&self, at: Nanos) -> Nanos {
        let state = self.state.borrow();
        let time = state.cuts.time(at);
        match state.found {
            // Until the events have said exactly when it was.
            Some(found) => found.cut(found.to, found.still).off(at, time),
            None => time,
        }
    }

    /// The same for all times of a `Now`.
    pub(super) fn put_right(&self, now: &mut Now) {
        now.at = self.time(now.at);
        for hand in now.workers.iter_mut().flatten() {
            hand.since = self.time(hand.since);
        }
    }

    /// Whether the process stood still since a moment of its clock, as far as it is found.
    pub(super) fn stood_still_since(&self, at: Nanos) -> bool {
        let state = self.state.borrow();
        state.cuts.newest().max(state.found.map(|found| found.to)) > Some(at)
    }

    /// Whether the next events have to be looked at together: they tell when the process
    /// stood still.
    pub(super) fn has_found(&self) -> bool {
        self.state.borrow().found.is_some()
    }

    /// Hands on events of times put right.
    pub(super) fn pass(&self, events: &mut [Event], hear: &mut dyn FnMut(&mut [Event])) {
        let mut state = self.state.borrow_mut();
        if let Some(last) = events.last() {
            state.seen = state.seen.max(last.at);
            state.taken = state.taken.max(last.at);
        }
        if !state.cuts.is_empty() {
            for event in &mut *events {
                state.cuts.put_right(event);
            }
        }
        drop(state);
        hear(events);
    }

    /// Hands on all events since the loop found that it stood still, and between them the one
    /// that says so, if they do not prove the opposite. Gives their number.
    pub(super) fn settle(
        &self,
        mut events: Vec<Event>,
        hear: &mut dyn FnMut(&mut [Event]),
    ) -> usize {
        let mut state = self.state.borrow_mut();
        if let Some(found) = state.found.take()
            && let Some((end, lasted)) = still(&found, &events)
        {
            let place = events.partition_point(|event| event.at < end);
            let (before, after) = events.split_at_mut(place);
            before.iter_mut().for_each(|e| state.cuts.put_right(e));
            let taken = state.cuts.time(state.taken);
            state.cuts.push(found.cut(end, lasted));
            let most = state.cuts.time(found.to).since(taken);
            for event in after {
                state.cuts.put_right(event);
                if let What::Coalesced { busy, .. } = &mut event.what {
                    // Polls that were only added up: no sum is longer than time.
                    *busy = (*busy).min(most);
                }
            }
            let suspended = What::Suspended {
                lasted,
                timers: lasted.since(found.slept),
                measured: found.measured,
            };
            let at = state.cuts.time(end);
            let what = suspended;
            events.insert(place, Event { at, what });
            state.seen = state.seen.max(found.to);
        } else {
            events.iter_mut().for_each(|e| state.cuts.put_right(e));
        }
        state.taken = state.seen;
        drop(state);
        events.chunks_mut(BATCH).for_each(hear);
        events.len()
    }
}

fn least(now: &Reading) -> Nanos {
    match now.delay {
        Some(_) => UNTOLD,
        None => UNPROVEN,
    }
}

/// What the clocks say of a loop that is late: it stood still, and whether that is proven.
fn found(
    (seen, before, at): (Nanos, Nanos, Nanos),
    late: Nanos,
    base: &Reading,
    now: &Reading,
) -> Option<Found> {
    let delay = now.delay.zip(base.delay);
    let delay = delay.map_or(Nanos::ZERO, |(now, base)| now.since(base));
    let ran = now.ran.since(base.ran);
    let still = late.since(delay + ran);
    if still < LATE {
        return None;
    }
    // By the process's clock more time went by than by that of the timers, or by the one that
    // counts the sleep of the machine: it slept.
    let passed = at.since(before);
    let timers = now.timers.since(base.timers);
    let slept = passed.since(timers).min(still);
    let asleep = now.with_sleep.since(base.with_sleep).since(timers);
    let measured = now.continued || asleep >= LATE;
    // Others may have run as long as the loop did, and before it stood still.
    let others = now.all_ran.since(base.all_ran).since(ran);
    let open = Nanos(passed.since(still).0.saturating_mul(now.processors));
    if !measured && others > open + Nanos(still.0 / 8) {
        return None;
    }
    Some(Found {
        from: seen,
        to: at,
        still,
        slept: if slept < LATE { Nanos::ZERO } else { slept },
        measured,
    })
}

/// When it was over that the process stood still, and how long it did: as long as the loop,
/// but nothing happened meanwhile. `None` if something did.
fn still(found: &Found, events: &[Event]) -> Option<(Nanos, Nanos)> {
    let inside = |at: &Nanos| found.from < *at && *at < found.to;
    let start = |event: &Event| match event.what {
        What::Polled { start, .. } => start,
        _ => event.at,
    };
    let moments = events.iter().flat_map(|event| [event.at, start(event)]);
    let mut moments: Vec<_> = moments.filter(inside).collect();
    moments.push(found.to);
    moments.sort_unstable();
    let mut from = found.from;
    let mut holes = Vec::with_capacity(moments.len());
    for at in moments {
        holes.push((at.since(from), at));
        from = at;
    }
    let (hole, end) = holes.into_iter().max()?;
    match hole >= found.still {
        true => Some((end, found.still)),
        // The loop was held up before or after, by whatever: it did stop in between.
        false if found.measured && hole >= LATE => Some((end, hole)),
        false => None,
    }
}
