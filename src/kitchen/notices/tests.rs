use super::*;
use crate::app::{NoGrip, Refused};
use crate::events::{WakeBy, WorkerId};
use crate::findings::{Finding, FindingKind};
use crate::kitchen::text::Piece;
use crate::order::{Failure, Refusal, Report};

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

/// The words, with what a key does in brackets.
fn text(said: &Said) -> String {
    let told = told(said, Register::Analogy);
    let pieces = told.pieces().iter().map(|piece| match piece {
        Piece::Words(words) => words.to_string(),
        Piece::Key(action) => format!("<{action:?}>"),
    });
    pieces.collect()
}

#[test]
fn notices_speak_the_language_of_the_screen() {
    for (said, expected) in [
        (Said::Quantity(1_000_000), "the next order is x1,000,000"),
        (
            Said::Workers(1),
            "last orders, then a new shift with 1 chef",
        ),
        (
            Said::Workers(5),
            "last orders, then a new shift with 5 chefs",
        ),
        (
            Said::OrderedAfter(Nanos::from_millis(1_250)),
            "handed in, but 1.25 s after the moment shown",
        ),
        (
            Said::NoEvent {
                forth: true,
                of: Which::Worker(WorkerId::new(2)),
            },
            "there is no later event yet of chef 2",
        ),
        (
            Said::Cannot(Refused::Abort(id(7), NoGrip::HeldBy(id(3)))),
            "cannot bin #07 from here: #03 handed it in and got its ticket (JoinHandle)",
        ),
        (
            Said::Cannot(Refused::AfterNow {
                at: Nanos(9_000_000_000),
                newest: Nanos(4_000_000_001),
            }),
            "9.000000000s is after now, at 4.000000001s: nothing moved",
        ),
        (
            Said::Engine(Report::Refused {
                count: 2_000,
                why: Refusal::TooMany { limit: 1_000_000 },
            }),
            "2,000 cards refused: more than 1,000,000 would be alive, the limit",
        ),
        (
            Said::Engine(Report::Failed(Failure::Build("no thread".into()))),
            "cannot open the kitchen: no thread",
        ),
    ] {
        assert_eq!(text(&said), expected);
    }
}

#[test]
fn keys_are_named_by_what_they_do() {
    let woken = |by| {
        text(&Said::Woken {
            task: id(2),
            by,
            on: None,
        })
    };
    assert_eq!(
        woken(WakeBy::Task(id(1))),
        "#01 rang for #02, here; <FromWaker> goes back"
    );
    assert_eq!(
        woken(WakeBy::Task(id(2))),
        "#02 rang for itself, here; <FromWaker> goes back"
    );
    assert_eq!(
        woken(WakeBy::Driver),
        "The bell (timer or I/O driver) rang for #02, here; <FromWaker> goes back"
    );
    assert_eq!(
        text(&Said::Cannot(Refused::NoWayBack)),
        "nowhere to go back to: <ToWaker> goes to who rang for a card"
    );
}

#[test]
fn a_happening_is_told_from_where_it_begins() {
    let mut stall = Finding::new(
        FindingKind::Stall,
        Nanos::from_millis(20),
        Nanos::from_millis(130),
    );
    stall.task = Some(id(1));
    stall.worker = Some(WorkerId::new(0));
    assert_eq!(
        text(&Said::Stopped(stall)),
        "stopped: here a stall begins: one poll of #01 holds chef 0, 0.110 s; <Newest> is live"
    );
    let kinds: std::collections::HashSet<_> = FindingKind::ALL
        .into_iter()
        .map(|kind| text(&Said::Here(Finding::new(kind, Nanos(1), Nanos(2)))))
        .collect();
    assert_eq!(
        kinds.len(),
        FindingKind::ALL.len(),
        "each has words of its own"
    );
}
