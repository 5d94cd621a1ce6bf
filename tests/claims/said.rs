//! Random claims: what they say, and the text that says it.

use tokio_kitchen::claim::{
    CALLERS, COMPARISONS, Caller, Claim, Compare, STATISTICS, Statistic, Subject, Unit,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    AtMost(u64),
    AtLeast(u64),
    Exactly(u64),
    Every,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Caller(Caller),
    Kind(&'static str),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) kind: Option<&'static str>,
    pub(crate) worker: Option<u16>,
    pub(crate) text: Option<&'static str>,
    pub(crate) by: Option<By>,
    pub(crate) parked: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Said {
    Count(Quantity, Subject, Filter, Option<(Compare, u64)>),
    Measure(Statistic, Subject, Filter, Compare, u64),
    Order(&'static str, &'static str),
    Overlap(bool, [(Subject, Option<&'static str>); 2]),
}

fn pick<T: Copy>(from: &[T], choice: u8) -> T {
    from[usize::from(choice) % from.len()]
}

fn kind(choice: u8) -> Option<&'static str> {
    pick(&[None, Some("a"), Some("b"), Some("c")], choice)
}

const TEXTS: [&str; 4] = ["alpha", "beta", "a b", "gamma"];

impl Filter {
    fn new(subject: Subject, bytes: &[u8; 10]) -> Self {
        let takes = subject.row().takes;
        let by = match bytes[4] % 10 {
            0..=2 => None,
            3..=5 => kind(1 + bytes[5] % 3).map(By::Kind),
            _ => Some(By::Caller(pick(CALLERS, bytes[5]).1)),
        };
        Self {
            kind: kind(bytes[2]).filter(|_| takes.kind),
            worker: Some(u16::from(bytes[3]) / 4 % 3)
                .filter(|_| takes.worker && bytes[3].is_multiple_of(4)),
            text: Some(pick(&TEXTS, bytes[4])).filter(|_| takes.text && bytes[5].is_multiple_of(2)),
            by: by.filter(|_| takes.source),
            parked: takes.parked && bytes[5].is_multiple_of(3),
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if let Some(kind) = self.kind {
            text += &format!(" of {kind}");
        }
        if let Some(worker) = self.worker {
            text += &format!(" on worker {worker}");
        }
        if let Some(line) = self.text {
            text += &format!(" {line:?}");
        }
        match self.by {
            Some(By::Caller(caller)) => text += &format!(" by {caller}"),
            Some(By::Kind(kind)) => text += &format!(" by {kind}"),
            None => {}
        }
        if self.parked {
            text += " while a worker is parked";
        }
        text
    }
}

/// From a microsecond to a hundred milliseconds; bytes: up to some hundred.
fn value(unit: Unit, bytes: &[u8; 10]) -> u64 {
    match unit {
        Unit::Bytes => u64::from(bytes[7]) + 1,
        _ => (u64::from(bytes[7]) + 2) << (bytes[8] % 18 + 2),
    }
}

impl Said {
    pub(crate) fn new(bytes: &[u8; 10]) -> Self {
        let subject = pick(&Subject::ALL, bytes[1]);
        let row = subject.row();
        let filter = Filter::new(subject, bytes);
        let (compare, limit) = (pick(COMPARISONS, bytes[6]).1, value(row.unit, bytes));
        let limited = Some((compare, limit)).filter(|_| row.unit != Unit::None);
        let number = u64::from(bytes[9] / 8);
        match bytes[0] % 16 {
            0 => Self::Order(pick(&TEXTS, bytes[1]), pick(&TEXTS, bytes[2])),
            1 => {
                let sides = [Subject::Poll, Subject::Task, Subject::Job];
                let one = (pick(&sides, bytes[1]), kind(bytes[2]));
                let other = (pick(&sides, bytes[3]), kind(bytes[4]));
                Self::Overlap(bytes[5].is_multiple_of(2), [one, other])
            }
            2..9 if row.unit != Unit::None => {
                let statistic = match row.takes.statistics {
                    true => pick(STATISTICS, bytes[9]).1,
                    false => Statistic::Max,
                };
                Self::Measure(statistic, subject, filter, compare, limit)
            }
            9 | 10 if row.takes.counts && row.unit != Unit::None => {
                Self::Count(Quantity::Every, subject, filter, limited)
            }
            _ if row.takes.counts => {
                let quantity = match bytes[9] % 5 {
                    0 => Quantity::AtMost(0),
                    1 => Quantity::AtMost(number),
                    2 => Quantity::AtLeast(1),
                    3 => Quantity::AtLeast(number),
                    _ => Quantity::Exactly(number),
                };
                let quantity = match filter.by {
                    Some(_) if bytes[9].is_multiple_of(3) => Quantity::Every,
                    _ => quantity,
                };
                Self::Count(
                    quantity,
                    subject,
                    filter,
                    limited.filter(|_| !bytes[8].is_multiple_of(4)),
                )
            }
            _ => Self::Measure(Statistic::Max, subject, filter, compare, limit),
        }
    }

    fn text(&self) -> String {
        let shown = |unit, value| match unit {
            Unit::Bytes => format!("{value}B"),
            _ => format!("{value}ns"),
        };
        match self {
            Self::Count(quantity, subject, filter, limit) => {
                let row = subject.row();
                let quantity = match quantity {
                    Quantity::AtMost(0) => "no".into(),
                    Quantity::AtLeast(1) => "some".into(),
                    Quantity::AtMost(most) => format!("at most {most}"),
                    Quantity::AtLeast(least) => format!("at least {least}"),
                    Quantity::Exactly(exactly) => format!("exactly {exactly}"),
                    Quantity::Every => "every".into(),
                };
                let limit =
                    limit.map(|(compare, limit)| format!(" {compare} {}", shown(row.unit, limit)));
                let limit = limit.unwrap_or_default();
                format!("{quantity} {}{}{limit}", row.names[1], filter.text())
            }
            Self::Measure(statistic, subject, filter, compare, limit) => {
                let row = subject.row();
                let (name, limit) = (row.names[0], shown(row.unit, *limit));
                format!("{name}{} {statistic} {compare} {limit}", filter.text())
            }
            Self::Order(first, then) => format!("{first:?} printed before {then:?}"),
            Self::Overlap(never, sides) => {
                let [one, other] = sides.map(|(subject, kind)| {
                    let kind = kind.map(|kind| format!(" of {kind}")).unwrap_or_default();
                    format!("{}{kind}", subject.row().names[1])
                });
                let never = if *never { " never" } else { "" };
                format!("{one}{never} overlap {other}")
            }
        }
    }

    pub(crate) fn claim(&self) -> Claim {
        let text = self.text();
        let claim = text.parse();
        claim.unwrap_or_else(|error| panic!("{text}: {error}"))
    }
}
