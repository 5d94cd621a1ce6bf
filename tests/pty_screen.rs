//! The program with a screen, as a person meets it: in a real pseudo-terminal.

#[path = "support/child.rs"]
mod child;
#[path = "pty_screen/claims.rs"]
mod claims;
#[path = "pty_screen/compare.rs"]
mod compare;
#[path = "pty_screen/ground.rs"]
mod ground;
#[path = "pty_screen/past.rs"]
mod past;
#[path = "support/pty.rs"]
mod pty;
#[path = "pty_screen/slow.rs"]
mod slow;

use pty::Session;
use rustix::process::Signal;

/// The state words of the chefs, from their rows: `Chef 0  STALLED #07 block`.
fn states(screen: &vt100::Screen) -> Vec<String> {
    let known = ["cooking", "stalled", "parked", "looking"];
    let text = screen.contents().to_lowercase();
    text.lines()
        .filter_map(|row| row.split_once("chef "))
        .filter_map(|(_, rest)| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
                .split_whitespace()
                .next()
        })
        .filter(|word| known.contains(word))
        .map(str::to_owned)
        .collect()
}

fn any_stalled(screen: &vt100::Screen) -> Option<()> {
    states(screen)
        .iter()
        .any(|state| state == "stalled")
        .then_some(())
}

fn none_stalled(screen: &vt100::Screen) -> Option<()> {
    let states = states(screen);
    (!states.is_empty() && states.iter().all(|state| state != "stalled")).then_some(())
}

/// How long the stalled chef has been so, in milliseconds: the longest span in that row or
/// the one below.
fn stalled_for(screen: &vt100::Screen) -> Option<f64> {
    let text = screen.contents().to_lowercase();
    let rows: Vec<&str> = text.lines().collect();
    let at = rows.iter().position(|row| {
        row.split_once("chef ").is_some_and(|(_, rest)| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start()
                .starts_with("stalled")
        })
    })?;
    rows[at..]
        .iter()
        .take(2)
        .flat_map(|row| spans(row))
        .reduce(f64::max)
}

/// Spans written in a row, in milliseconds: `1402ms`, `1.40s`.
fn spans(row: &str) -> Vec<f64> {
    row.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
        .filter_map(|word| {
            let unit = word.find(|c: char| c.is_ascii_alphabetic())?;
            let number: f64 = word[..unit].parse().ok()?;
            match &word[unit..] {
                "ms" => Some(number),
                "s" => Some(number * 1_000.0),
                _ => None,
            }
        })
        .collect()
}

/// Closes the screen over the kitchen.
fn close(session: &mut Session) {
    session.type_keys("q");
    session.wait_text("injection queue");
}

fn quit(mut session: Session) {
    session.type_keys("q");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
}

#[test]
fn a_blocking_card_stalls_a_chef_who_recovers() {
    let mut session = Session::open(&["--workers", "2"]);
    session.wait_text("kitchen");
    session.type_keys("1b");
    session.wait_text("simmer");
    session.wait_for("a stalled chef", any_stalled);
    let first = session.wait_for("the time of the stall", stalled_for);
    session.wait_for("a longer time", |screen| {
        stalled_for(screen).filter(|time| *time > first)
    });
    session.wait_for("a chef who recovered", none_stalled);
    quit(session);
}

#[test]
fn help_opens_and_q_closes_it_and_leaves_while_every_chef_is_stalled() {
    let mut session = Session::open(&["--workers", "2", "--tempo", "0.1"]);
    session.wait_text("kitchen");
    session.type_keys("bb");
    session.wait_for("two stalled chefs", |screen| {
        (states(screen)
            .iter()
            .filter(|state| *state == "stalled")
            .count()
            == 2)
            .then_some(())
    });
    session.type_keys("?");
    session.wait_text("esc back");
    close(&mut session);
    // The blocking cards hold their chefs for 30 s: an exit that waited for them would
    // not come before the deadline of this test.
    quit(session);
}

#[test]
fn a_chef_more_means_a_new_shift_of_three() {
    let mut session = Session::open(&["--workers", "2"]);
    session.wait_text("2 chefs");
    session.type_keys("C");
    session.wait_text("3 chefs");
    session.type_keys("1");
    session.wait_text("simmer");
    quit(session);
}

#[test]
fn after_last_orders_an_order_opens_a_new_shift() {
    let mut session = Session::open(&["--workers", "2"]);
    session.wait_text("2 chefs");
    session.type_keys("1");
    session.wait_text("#01");
    session.type_keys("z");
    session.wait_text("any order opens a new shift");
    session.type_keys("1");
    session.wait_text("#02");
    quit(session);
}

#[test]
fn control_c_leaves() {
    let mut session = Session::open(&[]);
    session.wait_text("kitchen");
    session.type_keys("\x03");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
}

#[test]
fn signals_give_the_terminal_back_and_tell_so_in_the_exit_code() {
    let signals = [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
    ];
    for (signal, code) in signals {
        let session = Session::open(&[]);
        session.wait_text("kitchen");
        assert!(session.is_raw());
        session.signal(signal);
        assert_eq!(session.wait_exit(), code, "{signal:?}");
        session.assert_restored();
    }
}

#[test]
fn a_panicking_card_leaves_the_screen_alone() {
    let mut session = Session::open(&[]);
    session.wait_text("kitchen");
    session.type_keys("p");
    session.wait_for("a burnt card", |screen| {
        let text = screen.contents().to_lowercase();
        text.lines()
            .any(|row| row.contains("burnt") && row.contains('1'))
            .then_some(())
    });
    // Still ours, still drawn, still listening.
    session.wait_for("the alternate screen", |screen| {
        screen.alternate_screen().then_some(())
    });
    assert!(session.is_raw());
    assert!(
        !session.contents().contains("RUST_BACKTRACE"),
        "the report of a panic is on screen"
    );
    session.type_keys("1");
    session.wait_text("simmer");
    quit(session);
}

#[test]
fn any_size_is_survived() {
    let mut session = Session::open(&[]);
    session.wait_text("kitchen");
    session.type_keys("1b");
    for (rows, cols) in [
        (1, 1),
        (2, 200),
        (10, 40),
        (5, 20),
        (48, 160),
        (200, 400),
        (24, 80),
    ] {
        session.resize(rows, cols);
    }
    // A frame for an older size may still be on its way into the emulator, which has the
    // new one already: the last change comes alone.
    session.resize(25, 81);
    session.wait_text("injection queue");
    session.type_keys("?");
    session.wait_text("esc back");
    session.resize(1, 1);
    session.resize(26, 82);
    session.wait_text("esc back");
    close(&mut session);
    quit(session);
}

#[test]
fn a_suspend_gives_the_terminal_back_and_a_continue_draws_everything_again() {
    let mut session = Session::open(&[]);
    session.wait_text("kitchen");
    session.type_keys("\x1a");
    session.assert_restored();
    session.wait_stopped();
    let before = session.raw().len();
    session.signal(Signal::CONT);
    session.wait_for("our screen", |screen| {
        screen.alternate_screen().then_some(())
    });
    session.wait_text("kitchen");
    let after = session.raw().split_off(before);
    let asked = after.windows(4).any(|bytes| bytes == b"\x1b[6n");
    assert!(
        !asked,
        "it asked where the cursor is, which not every terminal answers"
    );
    assert!(session.is_raw());
    quit(session);
}

#[test]
fn a_forced_stop_is_survived_too() {
    let mut session = Session::open(&[]);
    session.wait_text("kitchen");
    session.signal(Signal::STOP);
    session.wait_stopped();
    session.signal(Signal::CONT);
    session.type_keys("?");
    session.wait_text("esc back");
    assert!(session.is_raw());
    close(&mut session);
    quit(session);
}

#[test]
fn no_color_keeps_bold_and_reverse_and_writes_no_colour() {
    let mut session = Session::open_with(&[], &[("NO_COLOR", "1")], 24, 80);
    session.wait_text("kitchen");
    session.type_keys("1");
    session.wait_text("simmer");
    session.wait_for("something bold", |screen| {
        let (rows, cols) = (24, 80);
        let cells = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
        cells
            .filter_map(|(row, col)| screen.cell(row, col))
            .any(vt100::Cell::bold)
            .then_some(())
    });
    session.wait_for("no colour", |screen| {
        let cells = (0..24).flat_map(|row| (0..80).map(move |col| (row, col)));
        let mut cells = cells.filter_map(|(row, col)| screen.cell(row, col));
        cells
            .all(|cell| {
                cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default
            })
            .then_some(())
    });
    quit(session);
}

#[test]
fn a_click_on_a_hint_acts_as_its_key() {
    let mut session = Session::open(&[]);
    session.wait_text("kitchen");
    let (row, column) = session.wait_for("the help hint", |screen| {
        let contents = screen.contents();
        let (row, text) = contents
            .lines()
            .enumerate()
            .filter(|(_, row)| row.contains("help"))
            .last()?;
        Some((
            row,
            text.chars()
                .collect::<String>()
                .find("help")
                .map(|at| text[..at].chars().count())?,
        ))
    });
    session.type_keys(&format!("\x1b[<0;{};{}M", column + 1, row + 1));
    session.wait_text("esc back");
    // From any screen.
    session.type_keys("\x03");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
}

#[test]
fn without_a_terminal_it_says_what_to_use_instead() {
    let program = env!("CARGO_BIN_EXE_tokio-kitchen");
    let output = child::output(&mut std::process::Command::new(program));
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("tokio-kitchen run"), "{said}");
    assert!(!said.contains('\x1b'), "{said}");
}

#[test]
fn pasted_text_orders_nothing() {
    let mut session = Session::open(&["--workers", "2"]);
    session.wait_text("kitchen");
    session.type_keys("\x1b[200~2b4b\x1b[201~");
    // A key that follows the paste is heard: whatever the paste ordered would be there.
    session.type_keys("1");
    session.wait_text("simmer");
    let screen = session.contents();
    assert!(
        !screen.contains("#02") && !screen.contains("block:"),
        "{screen}"
    );
    quit(session);
}

#[test]
fn a_program_that_always_prints_can_be_interrupted_before_there_is_a_screen() {
    let session = Session::open(&["run", "--", "sh", "-c", "while :; do echo always; done"]);
    session.wait_text("always");
    session.signal(Signal::INT);
    assert_eq!(session.wait_exit(), 130);
}
