//! Recipes that somebody writes in a scenario file: `[shared]` and `[[recipe]]`.
//!
//! Everything that can be known to be wrong before a card runs is found here. What comes out is
//! a [`Book`] of plain values; `recipes` carries it out.

mod check;
mod keep;
mod shared;
mod steps;
#[cfg(test)]
mod tests;
mod verbs;

pub use verbs::{Row, VERBS};

use crate::document::{Fields, Mistake, Source, Table, clean};
use crate::limits::MAX_QUANTITY;
use crate::order::{Book, Place, Program};
use crate::recipes;
use keep::Found;
use std::ops::Range;
use steps::Reader;

/// Most recipes in a file.
pub const MAX_RECIPES: usize = 100;

/// Most things to share in a file.
pub const MAX_SHARED: usize = 100;

/// Most steps in a file, those inside of steps counted.
pub const MAX_STEPS: usize = 1_000;

/// Most lists of steps inside each other.
pub const MAX_NESTING: usize = 8;

/// Most times a step is repeated, by all repeats around it together.
pub const MAX_REPEATS: u32 = 1_000_000;

/// Longest name, in characters.
pub const MAX_NAME: usize = 40;

/// Longest text that a step prints or panics with, in characters.
pub const MAX_TEXT: usize = 200;

/// The limits, in lines of text.
pub fn limits() -> [String; 3] {
    [
        format!(
            "A file has at most {MAX_RECIPES} recipes, {MAX_SHARED} shared things and {MAX_STEPS} \
             steps; lists of steps are at most {MAX_NESTING} deep."
        ),
        format!(
            "All repeats around a step repeat it at most {MAX_REPEATS} times, and a card has at most \
             {MAX_QUANTITY} spawned, in all."
        ),
        format!(
            "A name has at most {MAX_NAME} letters, digits, `-` and `_`; a text {MAX_TEXT} characters."
        ),
    ]
}

/// A `[[recipe]]` whose steps have not been read yet.
struct Head<'a> {
    name: &'a str,
    about: String,
    fields: Fields<'a>,
}

/// Reads what a scenario shares, and its recipes.
pub(super) fn book(source: Source<'_>, top: &Fields<'_>) -> Result<Book, Mistake> {
    let shared = match top.get("shared") {
        Some(field) => shared::read(&field)?,
        None => Vec::new(),
    };
    let heads = heads(source, tables(top)?)?;
    let names: Vec<&str> = heads.iter().map(|head| head.name).collect();
    let mut reader = Reader::new(source, &shared, &names);
    let mut read = Vec::new();
    for (number, head) in heads.iter().enumerate() {
        read.push(reader.recipe(number, &head.fields)?);
    }
    let cards = check::cards(source, &names, reader.spawns())?;
    let all = heads.iter().zip(&read).enumerate();
    let found = all.map(|(number, (head, steps))| Found {
        name: head.name,
        about: &head.about,
        lines: lines(source, &head.fields.extent()),
        blocks: check::blocks(steps),
        kinds: check::kinds(number, reader.spawns()),
    });
    let infos = keep::infos(&clean(source.name), source.text, found);
    let all = heads.iter().zip(infos).zip(read).zip(cards);
    let recipes = all.map(|(((head, info), steps), most_alive)| Program {
        info,
        place: place(source, head.fields.extent().start),
        steps,
        most_alive,
    });
    Ok(Book {
        recipes: recipes.collect(),
        shared,
    })
}

fn tables<'a>(top: &Fields<'a>) -> Result<Vec<Table<'a>>, Mistake> {
    let recipes = top.get("recipe").map(|field| field.tables());
    recipes.transpose().map(Option::unwrap_or_default)
}

fn heads<'a>(source: Source<'a>, tables: Vec<Table<'a>>) -> Result<Vec<Head<'a>>, Mistake> {
    let mut heads: Vec<Head<'a>> = Vec::new();
    for table in tables {
        let span = table.1.clone();
        let fields = Fields::new(source, "a recipe", table, &["name", "about", "steps"])?;
        if heads.len() == MAX_RECIPES {
            let found = format!("recipe number {}", MAX_RECIPES + 1);
            return Err(source.mistake(span, found, format!("at most {MAX_RECIPES} recipes")));
        }
        let field = fields.need("name", "\"worker\"")?;
        let name = field.text()?;
        if !is_name(name) {
            return Err(field.wrong(name_rule()));
        }
        if recipes::find(name).is_some() {
            return Err(field.wrong("a name that no built-in recipe has"));
        }
        if heads.iter().any(|head| head.name == name) {
            return Err(field.wrong("a name that no other recipe of this file has"));
        }
        let about = fields.get("about").map(|field| field.text()).transpose()?;
        heads.push(Head {
            name,
            about: clean(about.unwrap_or_default()),
            fields,
        });
    }
    Ok(heads)
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.len() <= MAX_NAME && name.chars().all(fits)
}

fn name_rule() -> String {
    format!("1 to {MAX_NAME} letters (a to z, A to Z), digits, `-` and `_`")
}

fn place(source: Source<'_>, byte: usize) -> Place {
    let (line, column) = source.place(byte);
    let number = |place| u32::try_from(place).unwrap_or(u32::MAX);
    Place {
        line: number(line),
        column: number(column),
    }
}

/// First and last line of a stretch of text, from 1.
fn lines(source: Source<'_>, bytes: &Range<usize>) -> (usize, usize) {
    let last = bytes.end.saturating_sub(1).max(bytes.start);
    (source.place(bytes.start).0, source.place(last).0)
}
