//! Runs side by side: what was measured in each, and in which orders lines came.

use super::Block;
use super::words::Words;
use crate::claim::Claim;
use crate::kitchen::sentences::lesson as say;
use crate::kitchen::text::Text;
use crate::kitchen::tone::Tone;
use crate::lesson::{Comparison, Held, Relation};

/// One measure in two runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// What it is.
    pub label: Text,
    /// Whether it came out as said, in a word or three, and how that looks; nothing where nothing
    /// was said.
    pub held: Option<(String, Tone)>,
    /// In each run.
    pub values: [Value; 2],
}

/// What was measured in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The run.
    pub run: Text,
    /// With its mark and unit.
    pub shown: String,
    /// Its part of the larger of the two, from 0 to 1.
    pub share: Option<f64>,
}

/// How often each order of some lines came.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// The lines; each is called by a letter.
    pub lines: Vec<String>,
    /// Each order that came, as indexes of the lines, and in how many rounds.
    pub orders: Vec<(Vec<usize>, u64)>,
    /// What they are, and in how many rounds in all.
    pub heading: String,
}

/// All rows of the comparison.
pub(super) fn blocks(words: &Words<'_>) -> Vec<Block> {
    let course = words.course;
    let lesson = course.lesson();
    let mut blocks: Vec<_> = lesson
        .compare
        .iter()
        .map(|row| Block::Measured(measured(words, row)))
        .collect();
    for index in 0..lesson.runs.len() {
        if let Some(lacks) = course.lacks(index) {
            let name = words.text(&lesson.runs[index].name);
            let why = name.words(say::run_lacks(words.register(), &words.lacks(lacks)));
            blocks.push(Block::Words(why, Tone::Ready));
        }
    }
    blocks
}

fn measured(words: &Words<'_>, row: &Comparison) -> Measured {
    let (course, register) = (words.course, words.register());
    let (first, second) = row.values(course.seen());
    let most = first.max(second).filter(|most| *most > 0);
    let value = |run: usize, of: &Claim, value: Option<u64>| {
        let seen = course.seen().get(run).and_then(Option::as_ref);
        let verdict = seen.and_then(|seen| seen.verdict(of));
        let shown = match (value, verdict) {
            (Some(value), Some(verdict)) => {
                format!("{} {}", verdict.certainty.mark(), of.shown(value))
            }
            (None, Some(_)) => say::none(register),
            _ => say::unknown(register),
        };
        let share = value.zip(most);
        Value {
            run: words.text(&course.lesson().runs[run].name),
            shown,
            share: share.map(|(value, most)| value as f64 / most as f64),
        }
    };
    Measured {
        label: words.text(&row.label),
        held: match (row.relation, row.held(course.seen())) {
            (Relation::Any, _) => None,
            (_, Held::Yes) => Some((say::as_said(register), Tone::Served)),
            (_, Held::No) => Some((say::not_as_said(register), Tone::Burnt)),
            (_, Held::Unknown) => Some((say::not_known(register), Tone::Pending)),
        },
        values: [
            value(row.between.0, &row.of.0, first),
            value(row.between.1, &row.of.1, second),
        ],
    }
}

/// In which orders the lines of a run came, if it counts them and was seen.
pub(super) fn ordered(words: &Words<'_>, run: usize) -> Option<Block> {
    let seen = words.course.seen().get(run)?.as_ref()?;
    let orders: Vec<_> = seen
        .orders()
        .iter()
        .map(|order| (order.order.clone(), order.rounds))
        .collect();
    let lines = &words.course.lesson().runs.get(run)?.lines;
    if orders.is_empty() || lines.is_empty() {
        return None;
    }
    let rounds = orders.iter().map(|(_, rounds)| rounds).sum();
    Some(Block::Ordered(Ordered {
        lines: lines.clone(),
        heading: say::orders_of_lines(words.register(), rounds),
        orders,
    }))
}
