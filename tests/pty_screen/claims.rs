//! Claims, as a person meets them: one is seen to break, and another is typed.

use super::pty::Session;
use super::quit;

#[test]
fn a_claim_is_seen_to_break_and_one_stands_at_its_moment() {
    let args = [
        "--workers",
        "2",
        "--tempo",
        "2",
        "--expect",
        "no stall over 150ms",
    ];
    let mut session = Session::open_with(&args, &[], 24, 80);
    session.wait_text("kitchen");
    session.type_keys("E");
    session.wait_text("? open");
    // A longer one is typed wrong, and mended.
    session.type_keys("ano stall of bock\r");
    session.wait_text("^");
    session.wait_text("\"block\"");
    session.type_keys("\x7f\x7f\x7flock\r");
    session.wait_text("0 of 2 claims hold, 2 open");
    session.type_keys("\x1b[A");
    session.type_keys("q");
    session.wait_text("pass");
    session.type_keys("b");
    // The first line tells it on every screen.
    session.wait_text("x broken 2 of 2");
    session.type_keys("E");
    session.wait_text("x broken");
    session.wait_text("it is broken = 1 stall");
    session.type_keys("\r");
    session.wait_text("[paused]");
    session.wait_text("here: no stall over 150ms is broken");
    session.type_keys("\x1b[F");
    session.wait_text("[live]");
    quit(session);
}
