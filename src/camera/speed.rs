//! How fast the view's clock goes, in steps that double or so.

use std::fmt;

/// The steps of a decade, from 1/100,000 to 100.
const STEPS: [f64; 22] = [
    1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1.0,
    2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
];
/// The step of real time.
const REAL: u8 = 15;

/// A speed of the view: how much of the run passes in a second of watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed(u8);

impl Default for Speed {
    fn default() -> Self {
        Self(REAL)
    }
}

impl Speed {
    /// Seconds of the run in a second of watching.
    pub fn factor(self) -> f64 {
        STEPS[usize::from(self.0)]
    }

    /// The next faster one; the fastest stays.
    #[must_use]
    pub fn faster(self) -> Self {
        Self((self.0 + 1).min(STEPS.len() as u8 - 1))
    }

    /// The next slower one; the slowest stays.
    #[must_use]
    pub fn slower(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl fmt::Display for Speed {
    /// `x10`, `x1`, `1/200`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let factor = self.factor();
        if factor >= 1.0 {
            return write!(f, "x{factor}");
        }
        let digits = ((1.0 / factor).round() as u64).to_string();
        f.write_str("1/")?;
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_go_from_a_hundred_thousandth_to_a_hundredfold() {
        let mut speed = Speed::default();
        assert_eq!(speed.to_string(), "x1");
        let mut up = Vec::new();
        while speed.faster() != speed {
            speed = speed.faster();
            up.push(speed.to_string());
        }
        assert_eq!(up, ["x2", "x5", "x10", "x20", "x50", "x100"]);
        let mut down = vec![speed.to_string()];
        while speed.slower() != speed {
            speed = speed.slower();
            down.push(speed.to_string());
        }
        assert_eq!(down.len(), STEPS.len());
        assert_eq!(down.last().map(String::as_str), Some("1/100,000"));
        assert!(down.contains(&"1/2".to_owned()) && down.contains(&"1/5,000".to_owned()));
    }

    #[test]
    fn every_step_is_about_a_doubling() {
        for pair in STEPS.windows(2) {
            let ratio = pair[1] / pair[0];
            assert!((1.9..2.6).contains(&ratio), "{pair:?}");
        }
    }
}
