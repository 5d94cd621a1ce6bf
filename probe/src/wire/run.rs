//! What is known of a runtime, as fields.

use super::listed::{From, To};
use crate::events::{Coverage, Flavor, Rules, RunInfo, Tokio, TokioVersion};
use std::num::NonZeroU32;

pub(super) fn put(info: &RunInfo, to: &mut impl To) {
    let RunInfo {
        shift,
        workers,
        flavor,
        tokio: Tokio { version, rules },
        unstable,
        coverage,
        max_blocking,
    } = info;
    let Rules {
        lifo_stolen,
        eager_handoff,
        lifo_slot,
        event_interval,
        global_queue_interval,
        tokio_index,
        wakes_seen,
    } = rules;
    to.number((*shift).into());
    to.number((*workers).into());
    to.number(flavor.code().into());
    let (minor, patch) = match version {
        TokioVersion::Exact(minor, patch) => (*minor, u64::from(*patch) + 1),
        TokioVersion::Since(minor) => (*minor, 0),
    };
    to.number(minor.into());
    to.number(patch);
    for rule in [lifo_stolen, eager_handoff, lifo_slot] {
        to.number(rule.map_or(0, |rule| 1 + u64::from(rule)));
    }
    for interval in [event_interval, global_queue_interval] {
        to.number(interval.map_or(0, |interval| interval.get().into()));
    }
    to.flag(*tokio_index);
    to.flag(*wakes_seen);
    to.flag(*unstable);
    to.number(coverage.code().into());
    to.number((*max_blocking).into());
}

pub(super) fn take(from: &mut impl From) -> Option<RunInfo> {
    let (shift, workers, flavor) = (from.small(), from.small(), from.small());
    let (minor, patch) = (from.small::<u16>(), from.small::<u16>());
    let [lifo_stolen, eager_handoff, lifo_slot] = [(); 3].map(|()| match from.number() {
        0 => None,
        rule => Some(rule > 1),
    });
    let [event_interval, global_queue_interval] =
        [(); 2].map(|()| NonZeroU32::new(from.small().unwrap_or(0)));
    let (tokio_index, wakes_seen, unstable) = (from.flag(), from.flag(), from.flag());
    let (coverage, max_blocking) = (from.small(), from.small());
    let version = match patch?.checked_sub(1) {
        Some(patch) => TokioVersion::Exact(minor?, patch),
        None => TokioVersion::Since(minor?),
    };
    let rules = Rules {
        lifo_stolen,
        eager_handoff,
        lifo_slot,
        event_interval,
        global_queue_interval,
        tokio_index,
        wakes_seen,
    };
    Some(RunInfo {
        shift: shift?,
        workers: workers?,
        flavor: Flavor::from_code(flavor?)?,
        tokio: Tokio { version, rules },
        unstable,
        coverage: Coverage::from_code(coverage?)?,
        max_blocking: max_blocking?,
    })
}
