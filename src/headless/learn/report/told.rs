//! What a course saw of a lesson, in words.

use super::{Judged, Ordered, Row};
use crate::claim::State;
use crate::lesson::{Course, Held, Lesson, Piece, Proof, Seen, Text};

pub(super) fn answers(lesson: &Lesson, first: Option<&Seen>, course: &Course) -> Vec<Judged> {
    let Some(first) = first else {
        return Vec::new();
    };
    let answers = lesson.predict.answers.iter().enumerate();
    let told = answers.filter_map(|(index, answer)| match &answer.proof {
        Proof::Claim(claim) => Some(Judged::of(
            &answer.text,
            claim.to_string(),
            first.verdict(claim)?,
        )),
        Proof::Order(order) => Some(Judged {
            text: plain(&answer.text),
            claim: format!("order {order:?}"),
            state: match course.is_right(index) {
                Some(true) => State::Holds.name(),
                Some(false) => State::Broken.name(),
                None => State::Open.name(),
            },
            figures: String::new(),
            address: course
                .moment_of(index)
                .map(|moment| moment.address().to_string()),
        }),
    });
    told.collect()
}

pub(super) fn orders(lesson: &Lesson, first: Option<&Seen>) -> Vec<Ordered> {
    let lines = &lesson.runs[0].lines;
    let orders = first.map(Seen::orders).unwrap_or_default().iter();
    let told = orders.map(|order| {
        let lines = order.order.iter().map(|index| lines[*index].clone());
        Ordered {
            lines: lines.collect(),
            times: order.rounds,
        }
    });
    told.collect()
}

pub(super) fn compared(lesson: &Lesson, seen: &[Option<Seen>]) -> Vec<Row> {
    let rows = lesson.compare.iter().map(|row| {
        let (first, second) = row.values(seen);
        let shown = |value: Option<u64>| value.map(|value| row.of.0.shown(value));
        let measured = [row.of.0.measured(), row.of.1.measured()];
        Row {
            label: plain(&row.label),
            measure: match measured {
                [first, second] if first == second => first.to_owned(),
                [first, second] => format!("{first} | {second}"),
            },
            values: [shown(first), shown(second)],
            held: match row.held(seen) {
                Held::Yes => "yes",
                Held::No => "no",
                Held::Unknown => "unknown",
            },
        }
    });
    rows.collect()
}

/// A text in the words of the field.
pub(super) fn plain(text: &Text) -> String {
    let pieces = text.tokio.iter().map(|piece| match piece {
        Piece::Words(words) => words.as_str(),
        Piece::Key(_) => "(key)",
        Piece::Figure { .. } => "(figure)",
    });
    pieces.collect()
}
