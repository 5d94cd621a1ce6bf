//! A terminal that takes nothing for a while: pictures wait, nothing else does.

use super::pty::Session;
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// A program with cards that move, whose terminal takes no byte any more.
fn blocked() -> Session {
    let mut session = Session::open_with(&["--workers", "2"], &[], 60, 200);
    session.wait_text("kitchen");
    session.type_keys("1");
    session.wait_text("simmer");
    session.hold(true);
    // Pages that differ much, so that the terminal is full soon.
    let until = Instant::now() + Duration::from_secs(30);
    while !session.is_blocked("screen") {
        assert!(Instant::now() < until, "the terminal never filled");
        // There and back, so that the main page is open in the end. An escape would not do:
        // together with the next key it means something else.
        for key in ["?", "?"] {
            session.type_keys(key);
            // Time for a picture of each page; with less there is only less to write.
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    session
}

#[test]
fn what_is_ordered_while_the_terminal_takes_nothing_is_done_and_counted() {
    let mut session = blocked();
    for _ in 0..40 {
        session.type_keys("1");
    }
    session.hold(false);
    session.wait_text("served 41 ");
    session.type_keys("q");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
}

#[test]
fn q_leaves_a_terminal_that_takes_nothing_and_gives_it_back() {
    let mut session = blocked();
    session.type_keys("q");
    assert_eq!(session.wait_exit(), 0);
    session.hold(false);
    session.assert_restored();
}

#[test]
fn a_signal_ends_it_while_the_terminal_takes_nothing() {
    let session = blocked();
    session.signal(Signal::TERM);
    assert_eq!(session.wait_exit(), 143);
    session.hold(false);
    session.assert_restored();
}
