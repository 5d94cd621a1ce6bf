//! Spawns per second, from totals noted frame by frame.

use crate::events::Nanos;
use std::collections::VecDeque;

/// The rate looks back so far.
const OVER: Nanos = Nanos::from_millis(1_000);
/// Between two totals that are kept.
const APART: Nanos = Nanos::from_millis(50);

/// Moments and the totals reached then, oldest first, over about a second.
#[derive(Debug, Default)]
pub(super) struct SpawnRate(VecDeque<(Nanos, u64)>);

impl SpawnRate {
    /// Notes the total of a moment; gives the spawns per second over the second before it.
    pub(super) fn note(&mut self, at: Nanos, total: u64) -> f64 {
        let last = self.0.back();
        if last.is_none_or(|(last, _)| at.since(*last) >= APART) {
            self.0.push_back((at, total));
        }
        let is_old = |second: &(Nanos, u64)| at.since(second.0) >= OVER;
        while self.0.len() > 2 && self.0.get(1).is_some_and(is_old) {
            self.0.pop_front();
        }
        match self.0.front() {
            Some((from, before)) if at > *from => {
                total.saturating_sub(*before) as f64 / at.since(*from).as_secs_f64()
            }
            _ => 0.0,
        }
    }
}
