//! Names and texts of written recipes, kept for the life of the process: events and screens
//! speak of a recipe long after its file was read, and the file may be another by then.
//!
//! A text is kept once, however often it is read.

use crate::order::{Origin, RecipeInfo};
use std::sync::{Mutex, PoisonError};

/// What there is to keep of a recipe.
pub(super) struct Found<'a> {
    pub(super) name: &'a str,
    pub(super) about: &'a str,
    /// Its first and last line, from 1.
    pub(super) lines: (usize, usize),
    /// Whether a card of it blocks its thread.
    pub(super) blocks: bool,
    /// The recipes of its cards and of those they spawn: its own first.
    pub(super) kinds: Vec<usize>,
}

/// A file as it was read once.
struct Version {
    path: &'static str,
    text: &'static str,
    infos: Vec<&'static RecipeInfo>,
}

static VERSIONS: Mutex<Vec<Version>> = Mutex::new(Vec::new());

/// The descriptions of a file's recipes. A file that was changed since it was read before is told
/// apart by a number behind its path: its lines are others.
pub(super) fn infos<'a>(
    path: &str,
    text: &str,
    found: impl ExactSizeIterator<Item = Found<'a>>,
) -> Vec<&'static RecipeInfo> {
    if found.len() == 0 {
        return Vec::new();
    }
    // Only whole versions are pushed under this lock.
    let mut versions = VERSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let of_file = || versions.iter().filter(|version| version.path == path);
    if let Some(known) = of_file().find(|version| version.text == text) {
        return known.infos.clone();
    }
    let file = match of_file().count() {
        0 => path.to_owned(),
        before => format!("{path} ({})", before + 1),
    };
    let file: &'static str = file.leak();
    let text: &'static str = text.to_owned().leak();
    let found: Vec<_> = found.collect();
    let name = |found: &Found<'_>| &*found.name.to_owned().leak();
    let names: Vec<&'static str> = found.iter().map(name).collect();
    let infos = found.iter().map(|found| info(file, text, &names, found));
    let infos: Vec<_> = infos.collect();
    versions.push(Version {
        path: path.to_owned().leak(),
        text,
        infos: infos.clone(),
    });
    infos
}

fn info(
    file: &'static str,
    text: &str,
    names: &[&'static str],
    found: &Found<'_>,
) -> &'static RecipeInfo {
    let (first, last) = found.lines;
    let own: Vec<_> = text.lines().take(last).skip(first - 1).collect();
    // Its lines keep their numbers.
    let source = "\n".repeat(first - 1) + &own.join("\n") + "\n";
    let kinds: Vec<_> = found.kinds.iter().map(|kind| names[*kind]).collect();
    Box::leak(Box::new(RecipeInfo {
        name: kinds[0],
        origin: Origin::Written,
        blocks: found.blocks,
        summary: found.about.to_owned().leak(),
        file,
        source: source.leak(),
        params: &[],
        kinds: kinds.leak(),
    }))
}
