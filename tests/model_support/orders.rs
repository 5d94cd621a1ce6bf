//! The logs of several threads as one history.

use tokio_kitchen::events::Event;

/// All events in order of time.
pub(crate) fn merged(logs: &[Vec<Event>]) -> Vec<Event> {
    let mut all: Vec<Event> = logs.iter().flatten().cloned().collect();
    all.sort_by_key(|event| event.at);
    all
}

/// Another order in which each thread's own is kept.
pub(crate) fn shuffled(logs: &[Vec<Event>], mut seed: u64) -> Vec<Event> {
    let mut left: Vec<_> = logs.iter().map(|log| log.iter()).collect();
    let mut all = Vec::new();
    while left.iter().any(|log| log.len() > 0) {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let next = (seed >> 33) as usize % left.len();
        // Runs of one thread, as batches arrive.
        all.extend(left[next].by_ref().take(1 + (seed >> 60) as usize).cloned());
    }
    all
}
