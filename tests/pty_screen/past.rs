//! The view in time, as a person uses it: pause, jump, step, slow motion, and back.

use super::pty::Session;
use super::{any_stalled, close, none_stalled, quit, states};

/// The header's moment, in nanoseconds: `t=4.855050908s`.
fn moment(screen: &vt100::Screen) -> Option<u64> {
    let text = screen.contents();
    let (_, rest) = text.split_once("t=")?;
    let (seconds, rest) = rest.split_once('.')?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 9).then_some(())?;
    Some(seconds.parse::<u64>().ok()? * 1_000_000_000 + digits.parse::<u64>().ok()?)
}

fn cooks(screen: &vt100::Screen) -> Option<()> {
    states(screen)
        .iter()
        .any(|state| state == "cooking")
        .then_some(())
}

/// A program of 80 columns and 24 rows in which a stall is just over.
fn after_a_stall() -> Session {
    let mut session = Session::open_with(&["--workers", "2", "--tempo", "2"], &[], 24, 80);
    session.wait_text("kitchen");
    session.type_keys("b");
    session.wait_for("a stalled chef", any_stalled);
    session.wait_for("a chef who recovered", none_stalled);
    session
}

#[test]
fn one_stands_at_the_beginning_of_a_stall_and_steps_on_and_back() {
    let mut session = after_a_stall();
    session.type_keys(" ");
    session.wait_text("[paused]");
    let paused = session.wait_for("the moment", moment);
    session.type_keys("N");
    session.wait_text("here a stall begins");
    let began = session.wait_for("an earlier moment", |screen| {
        moment(screen).filter(|at| *at < paused)
    });
    session.wait_for("the poll in hand", cooks);
    session.type_keys(">");
    let line = session.wait_for("a later moment", |screen| {
        moment(screen).filter(|at| *at > began)
    });
    session.type_keys("<");
    session.wait_for("the same moment again", |screen| {
        moment(screen).filter(|at| *at == began)
    });
    session.type_keys("[[[ ");
    session.wait_text("[play 1/10]");
    session.wait_for("time that passes slowly", |screen| {
        moment(screen).filter(|at| *at > line)
    });
    session.type_keys("\x1b[F");
    session.wait_text("[live]");
    quit(session);
}

/// Elsewhere stacks are not read.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_line_that_holds_a_chef_is_marked_while_it_does() {
    // It lasts for 30 s: long enough to read the tables of a debug build.
    let mut session = Session::open_with(&["--workers", "2", "--tempo", "0.1"], &[], 24, 80);
    session.wait_text("kitchen");
    session.type_keys("b");
    session.wait_for("a stalled chef", any_stalled);
    session.wait_for("the marked line", |screen| {
        let text = screen.contents();
        let marked = text.lines().find(|line| line.contains("X>"))?;
        marked.contains("thread::sleep").then_some(())
    });
    session.wait_text("=here ");
    quit(session);
}

#[test]
fn an_address_that_leads_nowhere_is_said_below_and_moves_nothing() {
    let mut session = after_a_stall();
    session.type_keys(" ");
    session.wait_text("[paused]");
    let before = session.wait_for("the moment", moment);
    session.type_keys("g99s\r");
    session.wait_text("after now");
    session.type_keys("gyesterday\r");
    session.wait_text("cannot read");
    assert_eq!(session.wait_for("the moment", moment), before);
    session.type_keys("g0.5s\r");
    session.wait_for("half a second", |screen| {
        moment(screen).filter(|at| *at == 500_000_000)
    });
    quit(session);
}

#[test]
fn the_timeline_and_the_list_show_the_stall() {
    let mut session = after_a_stall();
    session.type_keys("v");
    session.wait_text("timeline");
    session.wait_text("xxx");
    session.type_keys("++");
    session.type_keys("H");
    session.wait_text("chosen 1 of 1");
    session.wait_text("cure: tokio::time::sleep");
    session.type_keys("\r");
    session.wait_text("[paused]");
    // The runtime goes on while one looks elsewhere.
    session.type_keys("1");
    session.wait_text("after the moment shown");
    session.type_keys("\x1b[F");
    session.wait_text("[live]");
    session.type_keys("l");
    session.wait_text("simmer");
    close(&mut session);
    quit(session);
}
