//! The runs of a lesson.

use super::{MOST_WORDS, Reader, TEXT, tables, unknown};
use crate::claim::KindInfo;
use crate::document::{Field, Fields, Mistake, Table, clean};
use crate::lesson::text::{Button, Piece};
use crate::lesson::{Goal, Here, Run, Text};
use crate::scenario::{PART, Scenario, expect};
use std::sync::Arc;

const RUN: [&str; 6] = ["name", "ask", "background", "needs", "goal", "lines"];
/// Most lines whose order is counted.
const MOST_LINES: usize = 6;
/// Most processors a lesson may need.
const MOST_CORES: u32 = 1024;

pub(super) fn run<'a>(reader: &Reader<'a>, table: Table<'a>) -> Result<Run, Mistake> {
    let known: Vec<&str> = RUN.iter().chain(&PART).copied().collect();
    let fields = Fields::new(reader.source, "a run", table, &known)?;
    let needs = needs(reader, &fields)?;
    let scenario = Scenario::part(&fields, needs.unstable)?;
    let kinds = scenario.kinds();
    let ask = fields.need("ask", TEXT)?;
    let told = reader.text(&ask)?;
    buttons(&told, &ask, &scenario)?;
    let goals = tables(&fields, "goal")?.into_iter();
    let goals: Vec<Goal> = goals
        .map(|table| goal(reader, table, &kinds))
        .collect::<Result<_, _>>()?;
    if goals.is_empty() {
        let found = "a run without a goal";
        let expected = "at least one [[run.goal]]: what must have happened";
        return Err(reader.source.mistake(fields.begins(), found, expected));
    }
    let words = told.words() + goals.iter().map(|goal| goal.text.words()).sum::<usize>();
    if words > MOST_WORDS {
        let found = format!("{words} words in what is asked and its goals");
        let expected = format!("at most {MOST_WORDS} between two actions");
        return Err(reader.source.mistake(ask.span_of_value(), found, expected));
    }
    Ok(Run {
        name: reader.short(&fields.need("name", TEXT)?)?,
        ask: told,
        background: background(&fields, &scenario)?,
        needs,
        lines: lines(&fields)?,
        scenario,
        goals,
        watched: Arc::from([]),
    })
}

fn goal<'a>(reader: &Reader<'a>, table: Table<'a>, kinds: &[KindInfo]) -> Result<Goal, Mistake> {
    let fields = Fields::new(reader.source, "a goal", table, &["text", "claim"])?;
    let claim = fields.need("claim", "\"some stall over 1s\"")?;
    Ok(Goal {
        text: reader.text(&fields.need("text", TEXT)?)?,
        claim: expect::of(&claim, kinds)?.0,
    })
}

/// Each recipe that is to be ordered by a key is one of the run's orders.
fn buttons(text: &Text, field: &Field<'_>, scenario: &Scenario) -> Result<(), Mistake> {
    let known: Vec<&str> = scenario
        .orders
        .iter()
        .map(|planned| planned.order.recipe)
        .collect();
    for piece in text.pieces() {
        if let Piece::Key(Button::Order(recipe)) = piece
            && !known.contains(&recipe.as_str())
        {
            return Err(unknown(field, recipe, &known));
        }
    }
    Ok(())
}

fn background(fields: &Fields<'_>, scenario: &Scenario) -> Result<Vec<usize>, Mistake> {
    let Some(field) = fields.get("background") else {
        return Ok(Vec::new());
    };
    let last = u32::try_from(scenario.orders.len()).unwrap_or(u32::MAX);
    let numbers = field.list("[1]")?;
    let numbers = numbers.iter();
    numbers
        .map(|number| Ok(number.number("the number of an order,", 1, last)? as usize - 1))
        .collect()
}

fn needs(reader: &Reader<'_>, fields: &Fields<'_>) -> Result<Here, Mistake> {
    let like = "{ unstable = true, cores = 2 }";
    let Some(field) = fields.get("needs") else {
        return Ok(Here::default());
    };
    let known = ["unstable", "cores"];
    let needs = Fields::new(reader.source, "what is needed", field.table(like)?, &known)?;
    let cores = needs.get("cores");
    let cores = cores.map(|field| field.number("processors", 1, MOST_CORES));
    Ok(Here {
        unstable: needs
            .get("unstable")
            .map_or(Ok(false), |field| field.truth())?,
        cores: cores.transpose()?.unwrap_or(0) as usize,
    })
}

fn lines(fields: &Fields<'_>) -> Result<Vec<String>, Mistake> {
    let Some(field) = fields.get("lines") else {
        return Ok(Vec::new());
    };
    let texts = field.list("[\"Main\", \"Start\"]")?;
    if !(2..=MOST_LINES).contains(&texts.len()) {
        return Err(field.wrong(format!("2 to {MOST_LINES} parts of printed lines")));
    }
    let texts = texts.iter();
    texts.map(|text| text.text().map(clean)).collect()
}
