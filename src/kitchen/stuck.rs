//! What a card that holds its chef was found doing, in words.

use crate::app::Register;
use crate::events::{Certainty, CodeLine, Doing, SourceText, Stuck};
use crate::kitchen::sentences::chefs;
use unicode_width::UnicodeWidthStr;

/// So many functions of a chain are named.
const NAMED: usize = 4;

/// `chef 0 is held by #4 rude at =src/app.rs:12: it sleeps (clock_nanosleep)`. The line goes
/// first: where room is short the end is cut off.
pub(crate) fn held(words: Register, chef: &str, card: &str, found: &Stuck) -> String {
    chefs::found(words, chef, card, &place(found), &doing(found))
}

/// `sleeps (clock_nanosleep) at =src/app.rs:12`.
pub(crate) fn doing_at(found: &Stuck) -> String {
    format!("{}{}", doing(found), place(found))
}

/// ` at =src/app.rs:12`; empty if no line is known.
pub(crate) fn place(found: &Stuck) -> String {
    found.line().map_or_else(String::new, |line| {
        format!(" at {}{}", line.certainty.mark(), line.place())
    })
}

/// The most of [`doing_at`] that has room: the line goes before the name of the system call and
/// the folders of the file.
pub(crate) fn doing_in(found: &Stuck, columns: usize) -> String {
    let words = match &found.doing {
        Doing::Call { words, .. } => words.clone(),
        Doing::WaitsForProcessor { .. } => "waits for a CPU".to_owned(),
        _ => doing(found),
    };
    let Some(line) = found.line() else {
        let all = doing(found);
        return if all.width() <= columns { all } else { words };
    };
    let mark = line.certainty.mark();
    let file = line.file.rsplit('/').next().unwrap_or(&line.file);
    let short = format!("at {mark}{file}:{}", line.line);
    let texts = [
        doing_at(found),
        format!("{words} at {mark}{}", line.place()),
        format!("{words} {short}"),
    ];
    let fits = |text: &String| text.width() <= columns;
    texts.into_iter().find(fits).unwrap_or(short)
}

/// What the thread does, after "it".
pub(crate) fn doing(found: &Stuck) -> String {
    match &found.doing {
        Doing::Unknown => "does what is not known here".to_owned(),
        doing => doing.to_string(),
    }
}

/// The text of the line and the functions around it, or why there is none.
pub(crate) fn where_it_is(words: Register, found: &Stuck) -> String {
    match found.why {
        Some(why) => capital(why.words()),
        None if is_marked(found) => chefs::found_by_mark(words),
        None => format!("{}   {}", found.text.words(), chain(found)),
    }
}

/// The line is one that the task has marked: no stack led there.
pub(crate) fn is_marked(found: &Stuck) -> bool {
    matches!(&found.lines[..], [line] if line.function.is_empty() && found.text == SourceText::Missing)
}

/// `in =read_row < query < load_user`: each was called by the one after it.
pub(crate) fn chain(found: &Stuck) -> String {
    format!("in {}{}", certainty(found).mark(), names(found))
}

/// `read_row < query < load_user`.
pub(crate) fn names(found: &Stuck) -> String {
    let named = found.lines.iter().take(NAMED);
    let names: Vec<_> = named.map(name).collect();
    let more = if found.lines.len() > NAMED {
        " < .."
    } else {
        ""
    };
    format!("{}{more}", names.join(" < "))
}

/// How sure the chain is: as sure as its least sure part.
pub(crate) fn certainty(found: &Stuck) -> Certainty {
    let mut lines = found.lines.iter();
    match lines.all(|line| line.certainty == Certainty::Observed) {
        true => Certainty::Observed,
        false => Certainty::Inferred,
    }
}

/// The function, or where it is not known its line.
fn name(line: &CodeLine) -> String {
    match last(&line.function) {
        "" => line.place(),
        name => name.to_owned(),
    }
}

/// The name of a function without its path.
fn last(function: &str) -> &str {
    function.rsplit("::").next().unwrap_or(function)
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::SourceText;

    #[test]
    fn where_room_is_short_the_line_stays() {
        let found = Stuck {
            doing: Doing::Call {
                words: "sleeps".to_owned(),
                call: "clock_nanosleep".to_owned(),
            },
            lines: vec![CodeLine {
                function: "block".to_owned(),
                file: "src/recipes/block.rs".to_owned(),
                line: 17,
                certainty: Certainty::Observed,
            }],
            why: None,
            text: SourceText::Missing,
        };
        let whole = "sleeps (clock_nanosleep) at =src/recipes/block.rs:17";
        assert_eq!(doing_in(&found, whole.len()), whole);
        assert_eq!(
            doing_in(&found, whole.len() - 1),
            "sleeps at =src/recipes/block.rs:17"
        );
        assert_eq!(doing_in(&found, 24), "sleeps at =block.rs:17");
        assert_eq!(doing_in(&found, 16), "at =block.rs:17");
    }
}
