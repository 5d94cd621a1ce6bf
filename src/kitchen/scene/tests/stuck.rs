//! The line of a card that holds its chef: told, seen on its thread's stack, or not known.

use super::*;
use crate::events::{Certainty, CodeLine, Doing, NoLine, SourceText, Stuck};

/// A look at card 7, which a poll holds since 12 ms.
fn seen(at: u64, lines: &[(&str, u32)], why: Option<NoLine>) -> (u64, What) {
    let line = |(file, line): &(&str, u32)| CodeLine {
        function: "block".into(),
        file: (*file).into(),
        line: *line,
        certainty: Certainty::Inferred,
    };
    let found = Stuck {
        doing: Doing::Unknown,
        lines: lines.iter().map(line).collect(),
        why,
        text: SourceText::Missing,
    };
    let stuck = What::Stuck {
        task: id(7),
        worker: ONE,
        found: crate::events::Found::from(&found),
    };
    (at, stuck)
}

/// The marked line and the note, at 1,012 ms of card 7, which waited for a timer before.
fn code_of(looks: Vec<(u64, What)>) -> (Option<u32>, String) {
    let mut app = app(true);
    hear(&mut app, 1, spawned(7, None, None));
    let waits = What::Waiting {
        task: id(7),
        site: SiteId::new(1),
        until: None,
        on: None,
    };
    hear(&mut app, 3, waits);
    hear(&mut app, 4, polled(7, 2, PollOutcome::Pending));
    for (at, look) in looks {
        hear(&mut app, at, look);
    }
    at_unmarked(&mut app, 1_012, (7, 12));
    let scene = scene(&app, 80, 24);
    let code = scene.kitchen().code.as_ref().expect("it has a source");
    assert_eq!(code.stuck, Some(Nanos::from_millis(1_000)));
    let marked = code.lines.iter().find(|line| line.here);
    (marked.map(|line| line.number), code.note.clone())
}

#[test]
fn a_line_that_was_seen_is_marked_with_how_long_ago() {
    let own = ("src/helper.rs", 70);
    let recipe = (fixtures::RECIPE.file, 8);
    let (line, note) = code_of(vec![
        seen(112, &[(recipe.0, 9)], None),
        seen(812, &[own, recipe], None),
    ]);
    assert_eq!(line, Some(8), "the innermost that the menu has, seen last");
    assert!(
        note.starts_with("~here 200ms ago, one poll for 1.00s"),
        "{note}"
    );
}

#[test]
fn what_was_told_before_a_long_poll_is_not_its_line() {
    let (line, note) = code_of(Vec::new());
    assert_eq!(line, None);
    assert!(note.contains("at which line is not known"), "{note}");
    // A look at an earlier poll says nothing of this one.
    let earlier = seen(3, &[(fixtures::RECIPE.file, 9)], None);
    assert_eq!(code_of(vec![earlier]), (line, note));
}

#[test]
fn where_no_line_is_known_the_reason_is_told() {
    let (line, note) = code_of(vec![seen(812, &[], Some(NoLine::Runs))]);
    assert_eq!(line, None);
    assert!(note.contains(NoLine::Runs.words()), "{note}");
}

#[test]
fn of_a_card_that_is_over_the_line_where_it_held_its_chef_is_shown() {
    let mut app = app(true);
    hear(&mut app, 1, spawned(7, None, None));
    let (at, look) = seen(500, &[("src/stock.rs", 6)], None);
    hear(&mut app, at, look);
    hear(&mut app, 900, polled(7, 2, PollOutcome::Ready));
    // Of a program that is watched there are no recipes.
    app.menu.clear();
    app.selected = Selection::Task(id(7));
    let scene = scene(&app, 80, 24);
    let code = scene.kitchen().code.as_ref().expect("it has a line");
    let marked = code.lines.iter().find(|line| line.here);
    assert_eq!(marked.map(|line| line.number), Some(6));
    assert!(
        code.note.ends_with("(the line: where it held a chef)"),
        "{}",
        code.note
    );
}
