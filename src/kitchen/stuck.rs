//! What a card that holds its chef was found doing, in words.

use crate::events::{Certainty, CodeLine, Doing, Stuck};

/// So many functions of a chain are named.
const NAMED: usize = 4;

/// `chef 0 is held by #4 rude: it sleeps (clock_nanosleep) at =src/app.rs:12`.
pub(crate) fn held(chef: &str, card: &str, found: &Stuck) -> String {
    format!("{chef} is held by {card}: it {}", doing_at(found))
}

/// `sleeps (clock_nanosleep) at =src/app.rs:12`.
pub(crate) fn doing_at(found: &Stuck) -> String {
    let place = found.line().map_or_else(String::new, |line| {
        format!(" at {}{}", line.certainty.mark(), line.place())
    });
    format!("{}{place}", doing(found))
}

/// The same where room is short: `sleeps at =app.rs:12`.
pub(crate) fn brief(found: &Stuck) -> String {
    let doing = match &found.doing {
        Doing::Call { words, .. } => words.clone(),
        _ => doing(found),
    };
    let place = found.line().map_or_else(String::new, |line| {
        let file = line.file.rsplit(['/', '\\']).next().unwrap_or(&line.file);
        format!(" at {}{file}:{}", line.certainty.mark(), line.line)
    });
    format!("{doing}{place}")
}

/// What the thread does, after "it".
pub(crate) fn doing(found: &Stuck) -> String {
    match &found.doing {
        Doing::Unknown => "does what is not known here".to_owned(),
        doing => doing.to_string(),
    }
}

/// The text of the line and the functions around it, or why there is none.
pub(crate) fn where_it_is(found: &Stuck) -> String {
    match found.why {
        Some(why) => capital(why.words()),
        None => format!("{}   {}", found.text.words(), chain(found)),
    }
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
