//! The claims of both sides.

use super::play::{Claim, Play};
use super::spread::FEWEST;
use super::{Comparison, NAMES};
use serde::Serialize;

/// A claim of one side, over its rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Verdicts {
    pub(super) holds: usize,
    pub(super) broken: usize,
    pub(super) open: usize,
    /// Of the round below.
    pub(super) measured: bool,
    pub(super) figures: String,
    pub(super) address: Option<String>,
    /// The first round, from 1, in which it is broken; else in which it is open; else the first.
    pub(super) round: usize,
    /// It is of a recording: there are no rounds.
    #[serde(skip)]
    pub(super) recorded: bool,
}

/// A claim of either side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ComparedClaim {
    pub(super) claim: String,
    pub(super) a: Option<Verdicts>,
    pub(super) b: Option<Verdicts>,
    /// Each side has one verdict in all rounds, and not the same; none where that is not known:
    /// one side does not claim it, its rounds do not agree, or they are too few.
    pub(super) differs: Option<bool>,
}

const WORST_FIRST: [&str; 3] = ["broken", "open", "holds"];

impl Verdicts {
    /// None if the side does not claim it.
    fn of(claim: &str, plays: &[Play], recorded: bool) -> Option<Self> {
        let find = |play: &Play| -> Option<Claim> {
            let mut all = play.claims().iter();
            all.find(|known| known.claim == claim).cloned()
        };
        let rounds: Vec<Claim> = plays.iter().map(find).collect::<Option<_>>()?;
        let said = |verdict: &str| rounds.iter().filter(|one| one.verdict == verdict).count();
        let worst = |verdict: &&str| rounds.iter().position(|one| one.verdict == *verdict);
        let round = WORST_FIRST.iter().find_map(worst)?;
        let shown = &rounds[round];
        Some(Self {
            holds: said("holds"),
            broken: said("broken"),
            open: said("open"),
            measured: shown.measured,
            figures: shown.figures.clone(),
            address: shown.address.clone(),
            round: round + 1,
            recorded,
        })
    }

    const fn rounds(&self) -> usize {
        self.holds + self.broken + self.open
    }

    /// The verdict, if all rounds have the same.
    fn agreed(&self) -> Option<&'static str> {
        let rounds = self.rounds();
        let all = [self.broken, self.open, self.holds];
        let index = all.iter().position(|many| *many == rounds)?;
        Some(WORST_FIRST[index])
    }

    /// `= broken 5 of 5`: the worst verdict, and in how many rounds.
    pub(super) fn cell(&self) -> String {
        let mark = if self.measured { "=" } else { "~" };
        let all = [self.broken, self.open, self.holds];
        let index = all.iter().position(|many| *many > 0).unwrap_or(2);
        let (verdict, many) = (WORST_FIRST[index], all[index]);
        match self.recorded {
            true => format!("{mark} {verdict}"),
            false => format!("{mark} {verdict} {many} of {}", self.rounds()),
        }
    }

    /// The figures with the round they are of, and the moment.
    pub(super) fn line(&self) -> String {
        let Self { figures, round, .. } = self;
        let round = round_shown(*round, self.recorded);
        let mark = if self.measured { "=" } else { "~" };
        let address = self.address.as_ref().map(|address| format!(" [{address}]"));
        let address = address.unwrap_or_default();
        format!("{round}{mark} {figures}{address}")
    }
}

/// Which round, where there are any.
pub(super) fn round_shown(round: usize, recorded: bool) -> String {
    match recorded {
        true => String::new(),
        false => format!("round {round}: "),
    }
}

impl ComparedClaim {
    /// `same`, `differs` ...
    pub(super) fn difference(&self) -> &'static str {
        match (&self.a, &self.b, self.differs) {
            (Some(_), None, _) => "only of A",
            (None, _, _) => "only of B",
            (_, _, Some(true)) => "differs",
            (_, _, Some(false)) => "none",
            (Some(a), Some(b), None) if a.rounds().min(b.rounds()) < FEWEST => "few rounds",
            (_, _, None) => "varies",
        }
    }
}

/// All claims: those of A in their order, then those that only B makes.
pub(super) fn compared(comparison: &Comparison<'_>) -> Vec<ComparedClaim> {
    let rounds = comparison.rounds();
    let recorded = comparison.recordings.is_some();
    let mut texts: Vec<&str> = Vec::new();
    for play in comparison.plays.iter().filter_map(|plays| plays.first()) {
        for claim in play.claims() {
            if !texts.contains(&claim.claim.as_str()) {
                texts.push(&claim.claim);
            }
        }
    }
    let [a, b] = comparison.plays;
    let each = texts.into_iter().map(|claim| {
        let a = Verdicts::of(claim, &a[..rounds], recorded);
        let b = Verdicts::of(claim, &b[..rounds], recorded);
        let agreed = |side: &Option<Verdicts>| side.as_ref().and_then(Verdicts::agreed);
        let differs = match (agreed(&a), agreed(&b)) {
            // What a recording says, it says for good.
            (Some(a), Some(b)) if rounds >= FEWEST || recorded => Some(a != b),
            _ => None,
        };
        let claim = claim.to_owned();
        ComparedClaim {
            claim,
            a,
            b,
            differs,
        }
    });
    // Without a round nothing is said of any.
    each.filter(|claim| claim.a.is_some() || claim.b.is_some())
        .collect()
}

/// One line for each claim of a side that is broken in some round.
pub(super) fn broken(comparison: &Comparison<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for claim in compared(comparison) {
        for (name, side) in NAMES.iter().zip([&claim.a, &claim.b]) {
            let Some(side) = side.as_ref().filter(|side| side.broken > 0) else {
                continue;
            };
            let (text, broken, rounds) = (&claim.claim, side.broken, side.rounds());
            let told = side.line();
            lines.push(match comparison.recordings {
                Some(_) => format!("{name}: broken: {text}: {told}"),
                None => format!("{name}: broken in {broken} of {rounds}: {text}: {told}"),
            });
        }
    }
    lines
}
