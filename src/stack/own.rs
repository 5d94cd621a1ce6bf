//! Which calls of a stack are of the application's own source, and what they are called.

use super::source::Source;
use crate::events::{Certainty, CodeLine, SourceText, shown};
use crate::probe::POLLS_IN;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A call on a stack, named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The function's full name.
    pub(super) name: String,
    /// The file and line of the call in it, as the table of lines has them.
    pub(super) place: Option<(PathBuf, u32)>,
    pub(super) certainty: Certainty,
}

/// The folder of this package, as it was built.
const PACKAGE: &str = env!("CARGO_MANIFEST_DIR");
/// What this package's own runtime runs, below it. An installed program has its source among
/// the libraries, or not at all.
const TASKS: &str = "src/recipes";

/// The longest name that is kept.
const LONGEST: usize = 160;

/// No more lines are told of one stack.
const MOST: usize = 64;

/// Folders around a file in which the root of its package is looked for.
const MOST_FOLDERS: usize = 64;

/// The application's own calls, innermost first, up to the future of the task, and the text of
/// the innermost line, if its file is as it was when the program was built.
pub(super) fn lines(calls: &[Call], built: Option<SystemTime>) -> (Vec<CodeLine>, SourceText) {
    let in_task = calls.iter().take_while(|call| !is_of_the_runtime(call));
    let mut text = SourceText::Missing;
    let mut lines: Vec<CodeLine> = Vec::new();
    // Most calls are in the file of the one before.
    let mut last: Option<(&PathBuf, Source)> = None;
    for call in in_task.filter(|call| is_own(call)) {
        let Some((file, number)) = &call.place else {
            continue;
        };
        let known = last.take().filter(|(path, _)| *path == file);
        let known = known.unwrap_or_else(|| (file, Source::of(file, built)));
        let (_, source) = last.insert(known);
        if lines.is_empty() {
            text = source.line(*number);
        }
        let line = call.to_line(source, file, *number);
        // A function and the closures written in it are one.
        let is_known = lines.last().is_some_and(|last| {
            !last.function.is_empty()
                && (&last.function, &last.file) == (&line.function, &line.file)
        });
        if !is_known {
            lines.push(line);
        }
        if lines.len() == MOST {
            break;
        }
    }
    (lines, text)
}

/// From here outwards: the runtime polls the task.
fn is_of_the_runtime(call: &Call) -> bool {
    call.place.as_ref().is_some_and(|(file, _)| {
        file.ends_with(POLLS_IN) || file.to_string_lossy().contains("/src/runtime/task/")
    })
}

/// Not of a library, and not of the compiler's.
fn is_own(call: &Call) -> bool {
    call.place.as_ref().is_some_and(|(file, line)| {
        let is_foreign = is_of_the_probe(file) || is_of_a_library(file);
        *line > 0 && (is_task_of(Path::new(PACKAGE), file) || !is_foreign)
    })
}

fn is_task_of(package: &Path, file: &Path) -> bool {
    let inside = file.strip_prefix(package);
    inside.is_ok_and(|inside| inside.starts_with(TASKS))
}

/// The probe may be a folder of the application's own workspace.
fn is_of_the_probe(file: &Path) -> bool {
    let source = Path::new(POLLS_IN).ancestors().nth(2);
    source.is_some_and(|source| file.ancestors().any(|folder| folder.ends_with(source)))
}

/// Sources that Cargo has fetched, and those of the standard library and of C's.
fn is_of_a_library(file: &Path) -> bool {
    const FOLDERS: [&str; 4] = [
        "/registry/src/",
        "/git/checkouts/",
        "/rustlib/src/rust/",
        "/library/std/src/",
    ];
    let text = file.to_string_lossy();
    let is_rust = file.extension().is_some_and(|extension| extension == "rs");
    text.starts_with("/rustc/")
        || FOLDERS.iter().any(|folder| text.contains(folder))
        // Distributions build C libraries with relative paths; the compiler gives absolute ones.
        || !(is_rust || file.is_absolute())
}

impl Call {
    /// The table of lines alone names closures and async functions by their kind only.
    fn to_line(&self, source: &Source, file: &Path, line: u32) -> CodeLine {
        let says_nothing = self.name.is_empty() || self.name.starts_with('{');
        let function = match says_nothing {
            true => source.function_around(line).unwrap_or_default().to_owned(),
            false => short(&self.name),
        };
        CodeLine {
            function: shown(&function, LONGEST),
            file: shown(&below_root(Path::new(PACKAGE), file), LONGEST),
            line,
            certainty: self.certainty,
        }
    }
}

/// A function's name as it is written: without closures and generic arguments.
pub(super) fn short(name: &str) -> String {
    let mut plain = String::new();
    let (mut depth, mut before) = (0_usize, ' ');
    for c in name.chars() {
        match c {
            '<' => depth += 1,
            '>' if before != '-' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
        before = c;
    }
    let parts = plain
        .split("::")
        .filter(|part| !part.is_empty() && !part.starts_with('{'));
    let parts: Vec<_> = parts.collect();
    if name.starts_with('<') {
        // `<a::B as c::D>::e`: whose method it is says more than its name.
        let of = name.trim_start_matches('<');
        let of = of.split([' ', '<', '>']).next().unwrap_or(of);
        return format!("{of}::{}", parts.join("::"));
    }
    parts.join("::")
}

/// The path below the folder of the `Cargo.lock`, as the compiler's own locations are.
fn below_root(package: &Path, file: &Path) -> String {
    let root = file
        .ancestors()
        .skip(1)
        .take(MOST_FOLDERS)
        .find(|folder| folder.join("Cargo.lock").is_file());
    // Where the source is not here any more, this package's own is still known by its path.
    let root = root.unwrap_or(package);
    let below = file.strip_prefix(root).unwrap_or(file);
    below.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
