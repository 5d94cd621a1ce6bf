//! What is measured in two runs, side by side, and what is said to come out.

use super::{Seen, Text};
use crate::claim::Claim;

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What it is.
    pub label: Text,
    /// What is measured in the one run, and in the other.
    pub of: (Claim, Claim),
    /// The runs that are compared: indexes.
    pub between: (usize, usize),
    /// What is said to come out.
    pub relation: Relation,
}

/// How the second of two values is to the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relation {
    /// Smaller: the first is at least so many times it, or it is nothing at all.
    Falls(f64),
    /// At least so many times the first.
    Rises(f64),
    /// Neither is more than so many times the other.
    Stays(f64),
    /// They are only shown.
    Any,
}

/// Whether what is said came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It did.
    Yes,
    /// It did not.
    No,
    /// One of the runs was not there.
    Unknown,
}

impl Comparison {
    /// The values in the runs that were seen, in the unit of the claim; `None` where nothing was
    /// measured.
    pub fn values(&self, seen: &[Option<Seen>]) -> (Option<u64>, Option<u64>) {
        let value = |run: usize, of| seen.get(run)?.as_ref()?.value(of);
        let (of, between) = (&self.of, self.between);
        (value(between.0, &of.0), value(between.1, &of.1))
    }

    /// Whether what is said came out.
    pub fn held(&self, seen: &[Option<Seen>]) -> Held {
        let there = |run: usize| seen.get(run).is_some_and(Option::is_some);
        if !there(self.between.0) || !there(self.between.1) {
            return Held::Unknown;
        }
        let (first, second) = self.values(seen);
        let float = |value: u64| value as f64;
        let came = match (self.relation, first.map(float), second.map(float)) {
            (Relation::Any, ..) => true,
            (Relation::Falls(_), Some(first), None) => first > 0.0,
            (Relation::Falls(times), Some(first), Some(second)) => {
                first > second && first >= times * second
            }
            (Relation::Rises(_), None, Some(second)) => second > 0.0,
            (Relation::Rises(times), Some(first), Some(second)) => {
                second > first && second >= times * first
            }
            (Relation::Stays(times), Some(first), Some(second)) => {
                first <= times * second && second <= times * first
            }
            _ => false,
        };
        if came { Held::Yes } else { Held::No }
    }
}
