//! Moving a model to another place of the log.
//!
//! Back: the undos of the segments in between take it to the beginning of the segment
//! that holds the place. Forth: the events are folded again. What leads there with less
//! work is chosen; where it leads does not depend on the way.

use super::log::Log;
use crate::events::Event;
use crate::model::{Model, Undo};

/// What the ways there cost, in nanoseconds, about: to fold an event again, to look
/// through 16 bytes of an undo, to copy what the model has of a task and take it back.
/// Only the choice hangs on it.
const FOLD: u64 = 40;
const UNDO_16_BYTES: u64 = 1;
const TASK: u64 = 100;
/// Events folded at once.
const BATCH: usize = 64;

/// Moves `view`, which has folded the events below `from`, so that it has folded those
/// below `to`; gives the place reached, which is `to` moved into what the log keeps.
/// `live` has folded all events of the log.
pub fn seek(view: &mut Model, from: u64, to: u64, live: &Model, log: &Log<Undo>) -> u64 {
    let oldest = earliest(log);
    let to = to.clamp(oldest, log.end());
    if from == to {
        return to;
    }
    let mut from = from;
    let lost = from < oldest || from > log.end();
    if lost || to > from && (to - from) * FOLD > from_newest(to, live, log) {
        let spare = std::mem::replace(view, Model::new(live.stall_after()));
        *view = live.snapshot_into(spare);
        from = log.end();
    }
    if from > to {
        from = take_back(view, from, to, live, log);
    }
    replay(view, from, to, log);
    to
}

/// What it costs to go there from the newest state.
fn from_newest(to: u64, live: &Model, log: &Log<Undo>) -> u64 {
    let mut cost = live.counters().alive() * TASK;
    for segment in log.segments().rev() {
        let undo = segment.undo.map_or(live.undo_bytes(), Undo::bytes);
        cost += undo as u64 / 16 * UNDO_16_BYTES;
        if segment.first <= to {
            return cost + (to - segment.first) * FOLD;
        }
    }
    cost
}

/// The first place that can be reached: the beginning of the oldest segment from which
/// on every segment has its undo.
pub fn earliest(log: &Log<Undo>) -> u64 {
    let mut oldest = log.end();
    for (age, segment) in log.segments().rev().enumerate() {
        // The newest one is open: the live model has its undo.
        if age > 0 && segment.undo.is_none() {
            break;
        }
        oldest = segment.first;
    }
    oldest
}

/// Takes the view to the beginning of the segment that holds `to`, and gives that place.
fn take_back(view: &mut Model, from: u64, to: u64, live: &Model, log: &Log<Undo>) -> u64 {
    let mut begin = from;
    // The segment that is not sealed yet is the one the live model remembers.
    let newest = log.segments().next_back();
    let is_in = newest.is_some_and(|segment| segment.first < from);
    let open = if is_in { live.undo() } else { None };
    let mut undos = Vec::new();
    for segment in log.segments().rev() {
        if segment.first >= from {
            continue;
        }
        if begin <= to {
            break;
        }
        let Some(undo) = segment.undo.or(open.as_ref()) else {
            break;
        };
        undos.push(undo);
        begin = segment.first;
    }
    view.take_back(undos);
    begin
}

fn replay(view: &mut Model, from: u64, to: u64, log: &Log<Undo>) {
    let mut batch: Vec<Event> = Vec::with_capacity(BATCH);
    let mut fold = |batch: &mut Vec<Event>| {
        view.warm(batch);
        batch.drain(..).for_each(|event| view.apply(&event));
    };
    for (_, event) in log.range(from, to) {
        batch.push(event);
        if batch.len() == BATCH {
            fold(&mut batch);
        }
    }
    fold(&mut batch);
}
