//! When a difference counts.
//!
//! The rounds of one side differ by chance: by as much as lies between its lowest and its
//! highest. A difference between two sides counts where the nearest rounds of both are further
//! apart than that: than the wider of the two, and than the least that is told apart in that
//! figure. Two sides that are the same come out as different by this rule in fewer than 2 of
//! 1,000 figures with four rounds each, and in fewer than 3 of 10,000 with five, whether a figure
//! has many rounds near its middle or some far off. With fewer rounds than four it would be more
//! than 1 in 100: then no difference is told at all.

use serde::Serialize;

/// Rounds of each side from which on a difference may count.
pub(super) const FEWEST: usize = 4;

/// A figure of one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Spread {
    /// The middle one of the rounds; the lower one of two.
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
    /// In order; none where a round has no such figure.
    pub(super) rounds: Vec<Option<f64>>,
}

impl Spread {
    /// None if no round has it.
    pub(super) fn of(rounds: Vec<Option<f64>>) -> Option<Self> {
        let mut sorted: Vec<f64> = rounds.iter().copied().flatten().collect();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        Some(Self {
            median: sorted[(sorted.len() - 1) / 2],
            min,
            max,
            rounds,
        })
    }

    fn width(&self) -> f64 {
        self.max - self.min
    }

    fn known(&self) -> usize {
        self.rounds.iter().flatten().count()
    }
}

/// How a figure of B differs from that of A.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Difference {
    /// Median of B less median of A.
    pub(super) by: f64,
    /// How far it differs by chance.
    pub(super) noise: f64,
    /// Whether it is more than chance; none where there are too few rounds to say.
    pub(super) counts: Option<bool>,
}

impl Difference {
    /// `least`: less than this is not told apart.
    pub(super) fn of(a: &Spread, b: &Spread, least: f64) -> Self {
        let noise = a.width().max(b.width()).max(least);
        let apart = (a.min - b.max).max(b.min - a.max);
        let enough = a.known().min(b.known()) >= FEWEST;
        Self {
            by: b.median - a.median,
            noise,
            counts: enough.then_some(apart > noise),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(rounds: &[f64]) -> Spread {
        Spread::of(rounds.iter().copied().map(Some).collect()).unwrap()
    }

    fn counts(a: &[f64], b: &[f64], least: f64) -> Option<bool> {
        Difference::of(&spread(a), &spread(b), least).counts
    }

    #[test]
    fn a_spread_is_of_the_rounds_that_have_the_figure() {
        assert_eq!(Spread::of(vec![None, None]), None);
        let some = Spread::of(vec![Some(3.0), None, Some(1.0), Some(2.0), Some(9.0)]).unwrap();
        assert_eq!((some.min, some.median, some.max), (1.0, 2.0, 9.0));
        assert_eq!(some.known(), 4);
    }

    #[test]
    fn a_difference_counts_beyond_the_noise_of_both_sides() {
        let a = [10.0, 12.0, 11.0, 10.5];
        // The nearest rounds are 3 apart, those of A lie 2 apart.
        assert_eq!(counts(&a, &[15.0, 15.5, 15.0, 15.2], 0.0), Some(true));
        // They are 1 apart.
        assert_eq!(counts(&a, &[13.0, 13.1, 13.0, 13.2], 0.0), Some(false));
        // They overlap, however far the medians are apart.
        assert_eq!(counts(&a, &[11.9, 99.0, 99.0, 99.0], 0.0), Some(false));
        // The other side is the one that is wide.
        assert_eq!(counts(&[0.0; 4], &[3.0, 9.0, 9.0, 9.0], 0.0), Some(false));
        let told = Difference::of(&spread(&[3_000.0; 4]), &spread(&[2.0; 4]), 1.0);
        assert_eq!((told.by, told.noise), (-2_998.0, 1.0));
        assert_eq!(told.counts, Some(true));
    }

    #[test]
    fn what_is_not_told_apart_is_no_difference() {
        assert_eq!(counts(&[0.010; 4], &[0.900; 4], 1.0), Some(false));
        assert_eq!(counts(&[1.0; 4], &[2.0; 4], 1.0), Some(false));
        assert_eq!(counts(&[1.0; 4], &[2.1; 4], 1.0), Some(true));
    }

    #[test]
    fn few_rounds_say_nothing() {
        assert_eq!(counts(&[1.0; 3], &[900.0; 3], 1.0), None);
        assert_eq!(counts(&[1.0; 5], &[900.0; 3], 1.0), None);
    }
}
