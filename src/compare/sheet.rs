//! The comparison as rows of words, for text and for the screen.

use super::claims::{self, ComparedClaim, Verdicts};
use super::figures::{self, Compared, Figure};
use super::play::{Play, Worst};
use super::spread::{Difference, FEWEST, Spread};
use super::{Comparison, NAMES};
use serde::Serialize;

/// See the module's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// What A and B are.
    pub(crate) sides: [String; 2],
    /// Tokio, and how many rounds there were.
    pub(crate) head: String,
    pub(crate) rows: Vec<Row>,
    /// When a difference counts.
    pub(crate) rule: String,
    /// What else is to be known.
    pub(crate) notes: Vec<String>,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All of the run.
    #[default]
    Run,
    /// One worker.
    Worker,
    /// A claim.
    Claim,
}

/// One figure, or one claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its name; a claim in full.
    pub(crate) label: String,
    pub(crate) kind: Kind,
    pub(crate) cells: [String; 2],
    pub(crate) difference: String,
    /// Whether the difference is more than chance.
    pub(crate) counts: bool,
    /// What the figure is.
    pub(crate) about: String,
    /// The worst moment of each side, where there is one.
    pub(crate) moments: [Option<String>; 2],
}

/// The worst moment of a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    /// From 1.
    round: usize,
    /// It is of a recording: there are no rounds.
    #[serde(skip)]
    recorded: bool,
    measured: bool,
    figures: String,
    /// What its thread did, and at which line, where that is known.
    doing: Option<String>,
    line: Option<String>,
    address: Option<String>,
}

impl Told {
    fn text(&self) -> String {
        let Self { round, figures, .. } = self;
        let mark = if self.measured { "=" } else { "~" };
        let round = claims::round_shown(*round, self.recorded);
        let mut text = format!("{round}{mark} {figures}");
        if let Some(doing) = &self.doing {
            text += &format!(": it {doing}");
        }
        if let Some(line) = &self.line {
            text += &format!(" at {line}");
        }
        if let Some(address) = &self.address {
            text += &format!(" [{address}]");
        }
        text
    }
}

/// The worst moment that stands for this figure, in the round that has the highest one.
pub(super) fn told(row: &Compared, side: usize, comparison: &Comparison<'_>) -> Option<Told> {
    let plays = &comparison.plays[side];
    let recorded = comparison.recordings.is_some();
    let worst = row.figure.worst?;
    let highest = |play: &Play| {
        let longest = play.waits.ready.map_or(0.0, |times| times.max);
        let first = play.waits.first_poll.map_or(0.0, |times| times.max);
        match worst {
            Worst::Stall => play.longest_stall().map_or(0.0, |stall| stall.for_ms),
            Worst::ReadyWait => longest,
            Worst::FirstPoll => first,
            Worst::PoolWait => play.pool.longest_wait_ms,
        }
    };
    let (round, play) = plays
        .iter()
        .enumerate()
        .max_by(|(_, one), (_, other)| highest(one).total_cmp(&highest(other)))?;
    let moment = play.worst(worst)?;
    let stall = play.longest_stall().filter(|_| worst == Worst::Stall);
    let line = stall.and_then(|stall| {
        let mark = if stall.line_measured { "=" } else { "~" };
        stall.line.as_ref().map(|line| format!("{mark}{line}"))
    });
    Some(Told {
        round: round + 1,
        recorded,
        measured: moment.measured,
        figures: moment.figures.clone(),
        doing: stall.and_then(|stall| stall.doing.clone()),
        line,
        address: moment.address.clone(),
    })
}

/// When a difference counts.
pub(super) fn rule(comparison: &Comparison<'_>) -> String {
    let rounds = comparison.rounds();
    if comparison.recordings.is_some() {
        return "One recording each tells no spread: how far these figures differ by chance is not \
                known, and no difference is proven. B - A is what lies between these two."
            .into();
    }
    if rounds < FEWEST {
        return format!(
            "No difference is told: that takes {FEWEST} rounds of each (--rounds). What differs \
             in fewer may do so by chance."
        );
    }
    "A difference counts where the nearest rounds of A and B are further apart than the noise \
     (after \u{b1}): what lies between the lowest and the highest round of one side, the wider \
     of both, and 10 ms of the time to end, 1 ms of other times, 2 % of busy shares, 1 poll at least."
        .into()
}

pub(super) fn of(comparison: &Comparison<'_>) -> Sheet {
    let figures = figures::compared(comparison);
    let claims = claims::compared(comparison);
    let rounds = comparison.rounds();
    // Nothing is said before both have played.
    let figures = figures.iter().filter(|_| rounds > 0);
    let figures = figures.map(|row| figure(row, comparison));
    Sheet {
        sides: comparison.sides.each_ref().map(|side| side.name.clone()),
        head: head(comparison),
        rows: figures.chain(claims.iter().map(claim)).collect(),
        rule: rule(comparison),
        notes: notes(comparison),
    }
}

fn head(comparison: &Comparison<'_>) -> String {
    let built = |play: &Play| {
        let unstable = ["without", "with"][usize::from(play.tokio_unstable)];
        format!("tokio {} {unstable} tokio_unstable", play.tokio)
    };
    let [a, b] = comparison
        .plays
        .each_ref()
        .map(|plays| plays.first().map(built));
    let a = a.unwrap_or_default();
    let rounds = comparison.rounds();
    let s = if rounds == 1 { "" } else { "s" };
    match (comparison.recordings, b) {
        (Some(_), Some(b)) if a != b => format!("A: {a}; B: {b}; one recording each"),
        (Some(_), _) => format!("{a}; one recording each"),
        (None, _) if a.is_empty() => a,
        (None, _) => format!("{a}; {rounds} round{s} each; median lowest..highest"),
    }
}

fn notes(comparison: &Comparison<'_>) -> Vec<String> {
    if let Some(notes) = comparison.recordings {
        return notes.to_vec();
    }
    let each = NAMES.iter().zip(comparison.plays);
    each.filter_map(|(name, plays)| {
        let cut = plays.iter().filter(|play| play.check.cut).count();
        let rounds = plays.len();
        (cut > 0)
            .then(|| format!("{name} was ended while work went on in {cut} of {rounds} rounds."))
    })
    .collect()
}

fn figure(row: &Compared, comparison: &Comparison<'_>) -> Row {
    let Compared {
        figure,
        sides,
        difference,
    } = row;
    let cell = |side: &Option<Spread>| {
        let spread = side.as_ref();
        spread.map_or_else(|| figure.none.into(), |spread| cell(figure, spread))
    };
    let moment = |side: usize| told(row, side, comparison).map(|told| told.text());
    Row {
        label: figure.label.to_string(),
        kind: match figure.is_of_a_worker() {
            true => Kind::Worker,
            false => Kind::Run,
        },
        cells: [cell(&sides[0]), cell(&sides[1])],
        difference: match (difference, sides) {
            (Some(difference), _) if comparison.recordings.is_some() => by(figure, difference.by),
            (Some(difference), _) => differs(figure, difference),
            (None, [Some(_), None]) => "only of A".into(),
            (None, [None, Some(_)]) => "only of B".into(),
            (None, _) => String::new(),
        },
        counts: difference.is_some_and(|difference| difference.counts == Some(true)),
        about: figure.about.into(),
        moments: [moment(0), moment(1)],
    }
}

fn cell(figure: &Figure, spread: &Spread) -> String {
    let shown = |value| match (value, figure.worst) {
        (0.0, Some(Worst::Stall)) => figure.none.to_owned(),
        _ => figure.unit.shown(value),
    };
    let Spread {
        median, min, max, ..
    } = spread;
    let (low, high) = (shown(*min), shown(*max));
    if low == high {
        return format!("= {low}");
    }
    format!("= {} {low}..{high}", shown(*median))
}

/// As it is, whatever it means.
fn by(figure: &Figure, by: f64) -> String {
    let shown = figure.unit.shown(by.abs());
    match (shown == figure.unit.shown(0.0), by < 0.0) {
        (true, _) => "none".into(),
        (false, true) => format!("-{shown}"),
        (false, false) => format!("+{shown}"),
    }
}

fn differs(figure: &Figure, difference: &Difference) -> String {
    let Difference { by, noise, counts } = *difference;
    let noise = figure.unit.shown(noise);
    match counts {
        None => "few rounds".into(),
        Some(false) if figure.least == 0.0 && difference.noise == 0.0 => "none".into(),
        Some(false) => format!("none \u{b1}{noise}"),
        Some(true) => {
            let sign = if by < 0.0 { '-' } else { '+' };
            format!("{sign}{} \u{b1}{noise}", figure.unit.shown(by.abs()))
        }
    }
}

fn claim(claim: &ComparedClaim) -> Row {
    let sides = [&claim.a, &claim.b];
    Row {
        label: claim.claim.clone(),
        kind: Kind::Claim,
        cells: sides.map(|side| side.as_ref().map_or_else(|| "-".into(), Verdicts::cell)),
        difference: claim.difference().into(),
        counts: claim.differs == Some(true),
        about: "A claim: the verdict that is worst, and in how many rounds.".into(),
        moments: sides.map(|side| side.as_ref().map(Verdicts::line)),
    }
}
