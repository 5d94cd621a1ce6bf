//! The lessons that come with the program.

use super::Lesson;
use crate::document::{self, Mistake, one_of, quoted};

/// Name and text, in the order of the course.
const BUILT_IN: [(&str, &str); 22] = [
    (
        "brigade",
        include_str!("../../assets/lessons/01-brigade.toml"),
    ),
    (
        "one-dish",
        include_str!("../../assets/lessons/02-one-dish.toml"),
    ),
    (
        "hand-in",
        include_str!("../../assets/lessons/03-hand-in.toml"),
    ),
    (
        "simmer",
        include_str!("../../assets/lessons/04-simmer.toml"),
    ),
    (
        "weightless",
        include_str!("../../assets/lessons/05-weightless.toml"),
    ),
    (
        "ticket",
        include_str!("../../assets/lessons/06-ticket.toml"),
    ),
    (
        "torn-ticket",
        include_str!("../../assets/lessons/07-torn-ticket.toml"),
    ),
    ("carry", include_str!("../../assets/lessons/08-carry.toml")),
    (
        "three-pans",
        include_str!("../../assets/lessons/09-three-pans.toml"),
    ),
    ("stall", include_str!("../../assets/lessons/10-stall.toml")),
    (
        "bakery",
        include_str!("../../assets/lessons/11-bakery.toml"),
    ),
    (
        "last-orders",
        include_str!("../../assets/lessons/12-last-orders.toml"),
    ),
    ("clip", include_str!("../../assets/lessons/13-clip.toml")),
    ("bells", include_str!("../../assets/lessons/14-bells.toml")),
    ("stop", include_str!("../../assets/lessons/15-stop.toml")),
    (
        "select",
        include_str!("../../assets/lessons/16-select.toml"),
    ),
    ("knife", include_str!("../../assets/lessons/17-knife.toml")),
    ("trays", include_str!("../../assets/lessons/18-trays.toml")),
    ("bites", include_str!("../../assets/lessons/19-bites.toml")),
    (
        "calling",
        include_str!("../../assets/lessons/20-calling.toml"),
    ),
    (
        "small-kitchen",
        include_str!("../../assets/lessons/21-small-kitchen.toml"),
    ),
    (
        "hand-over",
        include_str!("../../assets/lessons/22-hand-over.toml"),
    ),
];

/// Pieces of code that lessons show: name and text.
const CODE: [(&str, &str); 9] = [
    (
        "borrowed.rs",
        include_str!("../../assets/lessons/code/borrowed.rs"),
    ),
    (
        "borrowed.stderr",
        include_str!("../../assets/lessons/code/borrowed.stderr"),
    ),
    (
        "borrowed_fixed.rs",
        include_str!("../../assets/lessons/code/borrowed_fixed.rs"),
    ),
    (
        "not_send.rs",
        include_str!("../../assets/lessons/code/not_send.rs"),
    ),
    (
        "not_send.stderr",
        include_str!("../../assets/lessons/code/not_send.stderr"),
    ),
    (
        "not_send_fixed.rs",
        include_str!("../../assets/lessons/code/not_send_fixed.rs"),
    ),
    (
        "polite.rs",
        include_str!("../../assets/lessons/code/polite.rs"),
    ),
    (
        "bakery.rs",
        include_str!("../../assets/lessons/code/bakery.rs"),
    ),
    (
        "shutdown.rs",
        include_str!("../../assets/lessons/code/shutdown.rs"),
    ),
];

/// Names of the lessons, in their order.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// A lesson of the course by its name or number, or one from a TOML file by path.
///
/// # Errors
/// When there is no such lesson, the file cannot be read, or it has a mistake.
pub fn load(name: &str) -> Result<Lesson, Mistake> {
    let by_number = name
        .parse()
        .ok()
        .and_then(|number: usize| BUILT_IN.get(number.checked_sub(1)?));
    let by_name = BUILT_IN.iter().find(|(known, _)| *known == name);
    if let Some((name, text)) = by_name.or(by_number) {
        return Lesson::parse(name, text);
    }
    let looks_like_a_path = name.contains(['/', '\\', '.']);
    if !looks_like_a_path && !std::path::Path::new(name).exists() {
        let many = BUILT_IN.len();
        let expected = format!(
            "{}, a number from 1 to {many}, or a TOML file",
            one_of(name, names())
        );
        return Err(Mistake::new("lesson", quoted(name), expected));
    }
    let expected = format!("a TOML file, or a number from 1 to {}", BUILT_IN.len());
    Lesson::parse(name, &document::read(name, &expected)?)
}

/// All lessons of the course.
///
/// # Errors
/// When one has a mistake.
pub fn read_all() -> Result<Vec<Lesson>, Mistake> {
    let all = BUILT_IN.iter();
    all.map(|(name, text)| Lesson::parse(name, text)).collect()
}

/// The texts of all lessons.
#[cfg(test)]
pub(super) fn texts() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(_, text)| *text)
}

/// A piece of code by its name.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let found = CODE.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}

/// Names of the pieces of code.
pub(super) fn code_names() -> impl Iterator<Item = &'static str> {
    CODE.iter().map(|(name, _)| *name)
}
