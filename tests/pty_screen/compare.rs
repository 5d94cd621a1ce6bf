//! `compare --screen`.

use crate::pty::Session;
use rustix::process::Signal;

/// Over in a moment.
const SHORT: &str = "workers = 2\n[[order]]\nrecipe = \"simmer\"\nparams = { for = \"20ms\" }\n";

#[test]
fn the_screen_shows_what_is_played_and_then_both_and_gives_the_terminal_back() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("short.toml");
    std::fs::write(&path, SHORT).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8");
    let mut session = Session::open(&["compare", path, "--rounds", "2", "--screen"]);
    session.wait_for("all is played", |screen| {
        let text = screen.contents();
        let done = text.contains("all rounds are played") && text.contains("time to end");
        done.then_some(())
    });
    session.type_keys("jjjj");
    session.wait_for("a chosen row and what it is", |screen| {
        let text = screen.contents();
        (text.contains(">ready wait max") && text.contains("The longest time")).then_some(())
    });
    session.type_keys("q");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
}

#[test]
fn a_signal_ends_the_round_that_is_played_and_gives_the_terminal_back() {
    let session = Session::open(&["compare", "trapped", "--screen"]);
    session.wait_text("A, round 1 of 5");
    session.signal(Signal::TERM);
    session.wait_exit();
    session.assert_restored();
}
