//! The prediction: a question, and three answers that the first run decides.

use super::{MOST_WORDS, Reader, TEXT, tables};
use crate::claim::KindInfo;
use crate::document::{Field, Fields, Mistake, Table};
use crate::lesson::{Answer, Predict, Proof, Run};
use crate::scenario::expect;

/// Reads the prediction; its answers are about the first run.
pub(super) fn predict(
    reader: &Reader<'_>,
    top: &Fields<'_>,
    first: &Run,
) -> Result<Predict, Mistake> {
    let like = "a question with three [[predict.answer]]";
    let table = top.need("predict", like)?.table(like)?;
    let known = ["question", "answer"];
    let fields = Fields::new(reader.source, "a prediction", table, &known)?;
    let field = fields.need("question", TEXT)?;
    let question = reader.text(&field)?;
    let kinds = first.scenario.kinds();
    let mut answers = Vec::new();
    for table in tables(&fields, "answer")? {
        answers.push(answer(reader, table, first, &kinds)?);
    }
    let words = |all: &[Answer]| all.iter().map(|answer| answer.text.words()).sum::<usize>();
    let words = question.words() + words(&answers);
    if words > MOST_WORDS {
        let found = format!("{words} words in a question and its answers");
        let expected = format!("at most {MOST_WORDS} between two actions");
        let span = field.span_of_value();
        return Err(reader.source.mistake(span, found, expected));
    }
    let count = answers.len();
    let answers = answers.try_into().map_err(|_| {
        let found = format!("{count} answers");
        let span = field.span_of_value();
        reader
            .source
            .mistake(span, found, "three [[predict.answer]]")
    })?;
    Ok(Predict { question, answers })
}

fn answer<'a>(
    reader: &Reader<'a>,
    table: Table<'a>,
    first: &Run,
    kinds: &[KindInfo],
) -> Result<Answer, Mistake> {
    let known = ["text", "claim", "order", "because"];
    let fields = Fields::new(reader.source, "an answer", table, &known)?;
    let proof = match fields.get("order") {
        Some(field) => Proof::Order(order(&field, first)?),
        None => {
            let field = fields.need("claim", "\"no stall over 50ms\"")?;
            Proof::Claim(expect::of(&field, kinds)?.0)
        }
    };
    Ok(Answer {
        text: reader.text(&fields.need("text", TEXT)?)?,
        proof,
        because: reader.short(&fields.need("because", TEXT)?)?,
    })
}

/// Lines of the run, each at most once: all of them, or those that come first.
fn order(field: &Field<'_>, first: &Run) -> Result<Vec<usize>, Mistake> {
    let lines = first.lines.len();
    let most = u32::try_from(lines).unwrap_or(u32::MAX);
    let mut order = Vec::new();
    for number in field.list("[1, 2, 3]")? {
        order.push(number.number("the number of a line of the run,", 1, most.max(1))? as usize - 1);
    }
    let mut each = order.clone();
    each.sort_unstable();
    each.dedup();
    match each.len() == order.len() && !order.is_empty() && lines > 1 {
        true => Ok(order),
        false => Err(field.wrong("numbers of `lines` of the first [[run]], each at most once")),
    }
}
