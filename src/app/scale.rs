//! The steps of the three things that go up and down: quantity, tempo, workers.
//!
//! Plain functions from a value to the next one; [`super::update`] uses them and
//! nothing here knows the application.

use crate::limits::{FASTEST, MAX_QUANTITY, MAX_WORKERS, SLOWEST};

/// The tempos keys can reach.
const TEMPOS: [f64; 7] = [SLOWEST, 0.2, 0.5, 1.0, 2.0, 5.0, FASTEST];

/// Which way a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
}

/// The next quantity: 1, 10, 100 … 1,000,000.
pub(super) fn quantity(now: u32, direction: Direction) -> u32 {
    match direction {
        Direction::Up => now.saturating_mul(10).clamp(1, MAX_QUANTITY),
        Direction::Down => (now / 10).max(1),
    }
}

/// The next tempo of the scale, also from a value between two steps.
pub(super) fn tempo(now: f64, direction: Direction) -> f64 {
    // A tolerance, so that 0.2 written by hand is the same step as 0.2 in the table.
    const SAME: f64 = 1e-6;
    match direction {
        Direction::Up => TEMPOS
            .into_iter()
            .find(|t| *t > now + SAME)
            .unwrap_or(FASTEST),
        Direction::Down => TEMPOS
            .into_iter()
            .rev()
            .find(|t| *t < now - SAME)
            .unwrap_or(SLOWEST),
    }
}

/// The next number of workers; `None` at the limit.
pub(super) fn workers(now: u16, direction: Direction) -> Option<u16> {
    let next = match direction {
        Direction::Up => now.checked_add(1)?,
        Direction::Down => now.checked_sub(1)?,
    };
    (1..=MAX_WORKERS).contains(&next).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantity_walks_the_powers_of_ten_and_stops_at_both_ends() {
        let mut seen = vec![1];
        while seen.len() < 9 {
            seen.push(quantity(*seen.last().unwrap(), Direction::Up));
        }
        assert_eq!(
            seen,
            [
                1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 1_000_000, 1_000_000
            ]
        );
        assert_eq!(quantity(1_000_000, Direction::Down), 100_000);
        assert_eq!(quantity(1, Direction::Down), 1);
    }

    #[test]
    fn tempo_walks_its_steps_also_from_between_them() {
        let mut seen = vec![0.1];
        while seen.len() < 8 {
            seen.push(tempo(*seen.last().unwrap(), Direction::Up));
        }
        assert_eq!(seen, [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0]);
        assert_eq!(tempo(1.7, Direction::Up), 2.0);
        assert_eq!(tempo(1.7, Direction::Down), 1.0);
        assert_eq!(tempo(0.1, Direction::Down), 0.1);
    }

    #[test]
    fn workers_stay_between_1_and_the_most() {
        assert_eq!(workers(1, Direction::Down), None);
        assert_eq!(workers(MAX_WORKERS, Direction::Up), None);
        assert_eq!(workers(64, Direction::Up), Some(65));
        assert_eq!(workers(4, Direction::Down), Some(3));
    }
}
