//! The comparison for programs.

use super::Comparison;
use super::amount::Unit;
use super::claims::{self, ComparedClaim};
use super::figures::{self, Compared};
use super::play::Play;
use super::sheet::{self, Told};
use super::spread::{Difference, Spread};
use serde::Serialize;

#[derive(Serialize)]
struct Whole<'a> {
    a: &'a str,
    b: &'a str,
    tokio: &'a str,
    tokio_unstable: bool,
    /// Of each side.
    rounds: usize,
    /// When a difference counts.
    rule: String,
    /// Of two recordings: what there is to say of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    recordings: Option<&'a [String]>,
    figures: Vec<FigureJson<'a>>,
    claims: Vec<ComparedClaim>,
}

#[derive(Serialize)]
struct FigureJson<'a> {
    name: &'a str,
    unit: Unit,
    measured: bool,
    a: Option<&'a Spread>,
    b: Option<&'a Spread>,
    difference: Option<Difference>,
    /// The worst moment of each side.
    moments: Moments,
}

#[derive(Serialize)]
struct Moments {
    a: Option<Told>,
    b: Option<Told>,
}

pub(super) fn text(comparison: &Comparison<'_>) -> serde_json::Result<String> {
    let figures = figures::compared(comparison);
    let figure = |row: &'_ Compared| Moments {
        a: sheet::told(row, 0, comparison),
        b: sheet::told(row, 1, comparison),
    };
    let first: Option<&Play> = comparison.plays[0].first();
    let whole = Whole {
        a: &comparison.sides[0].name,
        b: &comparison.sides[1].name,
        tokio: first.map_or("", |play| &play.tokio),
        tokio_unstable: first.is_some_and(|play| play.tokio_unstable),
        rounds: comparison.rounds(),
        rule: sheet::rule(comparison),
        recordings: comparison.recordings,
        figures: figures
            .iter()
            .map(|row| FigureJson {
                name: &row.figure.name,
                unit: row.figure.unit,
                measured: true,
                a: row.sides[0].as_ref(),
                b: row.sides[1].as_ref(),
                difference: row.difference,
                moments: figure(row),
            })
            .collect(),
        claims: claims::compared(comparison),
    };
    serde_json::to_string_pretty(&whole).map(|text| text + "\n")
}
