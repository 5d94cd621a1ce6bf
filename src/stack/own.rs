//! Which calls of a stack are of the application's own source, and what they are called.

use crate::events::{Certainty, CodeLine, shown};
use std::path::{Path, PathBuf};

/// A call on a stack, named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The function's full name.
    pub(super) name: String,
    /// The file and line of the call in it, as the table of lines has them.
    pub(super) place: Option<(PathBuf, u32)>,
    pub(super) certainty: Certainty,
}

/// The longest name that is kept.
const LONGEST: usize = 160;

/// The application's own calls, innermost first, up to the future of the task.
pub(super) fn lines(calls: &[Call]) -> Vec<Call> {
    let in_task = calls
        .iter()
        .take_while(|call| !is_poll_of_a_task(&call.name));
    let mut lines: Vec<Call> = in_task.filter(|call| is_own(call)).cloned().collect();
    // A function and the closures written in it are one.
    lines.dedup_by(|next, kept| short(&next.name) == short(&kept.name));
    lines
}

/// From here outwards the calls are the runtime's.
fn is_poll_of_a_task(name: &str) -> bool {
    name.contains("kitchen_probe::observe::watched::") || name.contains("tokio::runtime::task::")
}

/// Not of a library, and not of the compiler's.
fn is_own(call: &Call) -> bool {
    let Some((file, line)) = &call.place else {
        return false;
    };
    let of_tokio = ["tokio::", "kitchen_probe::"];
    *line > 0
        && !of_tokio
            .iter()
            .any(|name| crate_of(&call.name) == name.trim_end_matches(':'))
        && !is_of_a_library(file)
}

/// The crate that a function is of: of `<a::B as c::D>::e` it is `a`.
fn crate_of(name: &str) -> &str {
    let name = name.trim_start_matches(['<', '&', '*', '(', '[']);
    let name = name.strip_prefix("mut ").unwrap_or(name);
    name.split("::").next().unwrap_or(name)
}

/// Sources that Cargo has fetched, and those of the standard library and of C's.
fn is_of_a_library(file: &Path) -> bool {
    let text = file.to_string_lossy();
    let is_rust = file.extension().is_some_and(|extension| extension == "rs");
    let fetched = [
        "/registry/src/",
        "/git/checkouts/",
        "/rustlib/src/rust/",
        "/library/std/src/",
    ];
    text.starts_with("/rustc/")
        || fetched.iter().any(|folder| text.contains(folder))
        // Distributions build C libraries with relative paths; the compiler gives absolute ones.
        || !(is_rust || file.is_absolute())
}

impl Call {
    pub(super) fn to_line(&self) -> CodeLine {
        let (file, line) = match &self.place {
            Some((file, line)) => (below_root(file), *line),
            None => (String::new(), 0),
        };
        CodeLine {
            function: shown(&short(&self.name), LONGEST),
            file: shown(&file, LONGEST),
            line,
            certainty: self.certainty,
        }
    }
}

/// A function's name as it is written: without closures and generic arguments.
pub(super) fn short(name: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '<' => depth += 1,
            '>' if !plain.ends_with('-') => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
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
fn below_root(file: &Path) -> String {
    let root = file
        .ancestors()
        .skip(1)
        .find(|folder| folder.join("Cargo.lock").is_file());
    let below = root.and_then(|root| file.strip_prefix(root).ok());
    below.unwrap_or(file).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
