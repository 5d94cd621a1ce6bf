//! A moment's address: text that can be copied, and typed again later.
//!
//! `12.402133017s e48211 #07`: the time, how many events had happened, and what is
//! selected (`#07` a task, `w2` a worker). Any part can be left out.

use super::step::Which;
use crate::events::{Nanos, TaskId, WorkerId};
use std::fmt;
use std::str::FromStr;

/// Which moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A moment of the run.
    At(Nanos),
    /// So long before the newest moment.
    Ago(Nanos),
}

/// A moment's address. At least one part is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The time.
    pub when: Option<When>,
    /// How many events had happened.
    pub event: Option<u64>,
    /// What is selected; [`Which::Any`] for nothing.
    pub select: Which,
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl Unreadable {
    /// The part that cannot be read; empty if there was nothing to read.
    pub fn found(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(found) = self;
        if found.is_empty() {
            f.write_str("no address given: ")?;
        } else {
            write!(f, "cannot read {found:?}: ")?;
        }
        f.write_str(
            "expected a time (12.5s, 850ms, -2s), e and an event number, #task or w and a worker",
        )
    }
}

impl std::error::Error for Unreadable {}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        let (sign, span) = match self.when {
            Some(When::At(at)) => ("", Some(at)),
            Some(When::Ago(span)) => ("-", Some(span)),
            None => ("", None),
        };
        if let Some(Nanos(nanos)) = span {
            write!(f, "{sign}{}.{:09}s", nanos / SECOND, nanos % SECOND)?;
            gap = " ";
        }
        if let Some(event) = self.event {
            write!(f, "{gap}e{event}")?;
            gap = " ";
        }
        match self.select {
            Which::Any => Ok(()),
            Which::Task(task) => write!(f, "{gap}{task}"),
            Which::Worker(worker) => write!(f, "{gap}w{worker}"),
        }
    }
}

const SECOND: u64 = 1_000_000_000;

impl FromStr for Address {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut address = Self {
            when: None,
            event: None,
            select: Which::Any,
        };
        let mut parts = 0;
        for part in text.split_whitespace() {
            let read = address.take(part);
            read.ok_or_else(|| Unreadable(part.to_owned()))?;
            parts += 1;
        }
        if parts == 0 {
            return Err(Unreadable(String::new()));
        }
        Ok(address)
    }
}

impl Address {
    /// Takes one part in; `None` if it is none, or the second of its sort.
    fn take(&mut self, part: &str) -> Option<()> {
        let selected = |select: &mut Which, which| (*select == Which::Any).then(|| *select = which);
        if let Some(number) = part.strip_prefix('#') {
            let task = TaskId::new(digits(number)?.parse().ok()?)?;
            return selected(&mut self.select, Which::Task(task));
        }
        if let Some(number) = part.strip_prefix('w') {
            let worker = WorkerId::new(digits(number)?.parse().ok()?);
            return selected(&mut self.select, Which::Worker(worker));
        }
        if let Some(number) = part.strip_prefix('e') {
            let number = digits(number)?.parse().ok()?;
            return self.event.replace(number).is_none().then_some(());
        }
        let part = part.strip_prefix("t=").unwrap_or(part);
        let (ago, span) = match part.strip_prefix('-') {
            Some(span) => (true, span),
            None => (false, part),
        };
        let span = read_span(span)?;
        let when = if ago { When::Ago(span) } else { When::At(span) };
        self.when.replace(when).is_none().then_some(())
    }
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// A span such as `12.5s`, `850ms` or `12.5` (seconds), exact to the nanosecond.
fn read_span(text: &str) -> Option<Nanos> {
    let (number, unit) = [
        ("ms", 1_000_000),
        ("us", 1_000),
        ("ns", 1),
        ("s", SECOND),
        ("", SECOND),
    ]
    .into_iter()
    .find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = digits(whole)?.parse().ok()?;
    let mut nanos = whole.checked_mul(unit)?;
    if number.contains('.') {
        let mut worth = unit;
        for digit in digits(part)?.bytes() {
            worth /= 10;
            nanos = nanos.checked_add(u64::from(digit - b'0') * worth)?;
        }
    }
    Some(Nanos(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Address {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_printed_can_be_read_again() {
        let task = Which::Task(TaskId::new(7).unwrap());
        for select in [Which::Any, task, Which::Worker(WorkerId::new(2))] {
            for when in [
                None,
                Some(When::At(Nanos(12_402_133_017))),
                Some(When::Ago(Nanos(1))),
            ] {
                for event in [None, Some(0), Some(u64::MAX)] {
                    let address = Address {
                        when,
                        event,
                        select,
                    };
                    if address.to_string().is_empty() {
                        continue;
                    }
                    assert_eq!(read(&address.to_string()), address);
                }
            }
        }
        let full = read("12.402133017s e48211 #7");
        assert_eq!(full.to_string(), "12.402133017s e48211 #07");
    }

    #[test]
    fn times_can_be_typed_short() {
        let at = |text| match read(text).when {
            Some(When::At(at)) => at.0,
            other => panic!("{other:?}"),
        };
        assert_eq!(at("12"), 12_000_000_000);
        assert_eq!(at("t=12.5s"), 12_500_000_000);
        assert_eq!(at("850ms"), 850_000_000);
        assert_eq!(at("1.5us"), 1_500);
        assert_eq!(read("-2s").when, Some(When::Ago(Nanos(2_000_000_000))));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for wrong in [
            "12..5",
            "12,5",
            "e",
            "#0",
            "#x",
            "w",
            "w70000",
            "1s 2s",
            "e1 e2",
            "#1 w2",
            "99999999999999999999",
            "5m",
            "-",
            "--1",
            "1.",
            ".5",
            "1.s",
            "+1",
        ] {
            let error = wrong.parse::<Address>().unwrap_err().to_string();
            assert!(error.starts_with("cannot read"), "{wrong}: {error}");
        }
        let error = "1s 12,5s".parse::<Address>().unwrap_err().to_string();
        assert!(
            error.contains("\"12,5s\"") && error.contains("expected"),
            "{error}"
        );
        let nothing = "  ".parse::<Address>().unwrap_err().to_string();
        assert!(nothing.starts_with("no address"), "{nothing}");
    }
}
