//! Events out of a probe's reader, some dozens at once.

use super::Until;
use crate::events::Event;
use crate::probe::Reader;

/// Events handed over at once: as many as the reader itself does.
pub(super) const BATCH: usize = 64;

/// Takes events out of a reader.
pub(super) fn read(reader: &mut Reader, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
    match until {
        Until::Enough(enough) => reader.drain_some(enough, hear),
        // Only a reader that is asked for enough leaves out what is too old.
        Until::Settled => in_batches(hear, |one| reader.drain(one)),
        Until::TheEnd => in_batches(hear, |one| reader.drain_all(one)),
    }
}

fn in_batches(
    hear: &mut dyn FnMut(&mut [Event]),
    drain: impl FnOnce(&mut dyn FnMut(Event)) -> usize,
) -> usize {
    let mut batch = Vec::with_capacity(BATCH);
    let count = drain(&mut |event| {
        batch.push(event);
        if batch.len() == BATCH {
            hear(&mut batch);
            batch.clear();
        }
    });
    if !batch.is_empty() {
        hear(&mut batch);
    }
    count
}
