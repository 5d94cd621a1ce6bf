//! The terminal is asked for its background, and its answer comes among the keys.

use super::pty::Session;
use super::{close, quit};

/// Waits until something is written in this colour of xterm's table.
fn wait_colour(session: &Session, number: u8) {
    session.wait_for("a colour", |screen| {
        let cells = (0..24).flat_map(|row| (0..80).map(move |col| (row, col)));
        let mut cells = cells.filter_map(|(row, col)| screen.cell(row, col));
        let wanted = vt100::Color::Idx(number);
        cells.any(|cell| cell.fgcolor() == wanted).then_some(())
    });
}

#[test]
fn an_answer_chooses_the_colours_and_orders_nothing_whole_or_cut() {
    let mut session = Session::open_with(&["--workers", "2"], &[("COLORFGBG", "15;0")], 24, 80);
    session.wait_text("kitchen");
    let question = b"\x1b]11;?\x07";
    let raw = session.raw();
    assert!(raw.windows(question.len()).any(|bytes| bytes == question));
    wait_colour(&session, 252);
    // Late, in two pieces, ended in the other way.
    session.type_keys("\x1b]11;rgb:fdfd/f6f6");
    session.type_keys("/e3e3\x1b\\");
    wait_colour(&session, 235);
    // Its end is lost; its digits are keys of recipes.
    session.type_keys("\x1b]11;rgb:1111/2b2b");
    session.type_keys("?");
    session.wait_text("esc back");
    close(&mut session);
    session.type_keys("1");
    session.wait_text("simmer");
    let screen = session.contents();
    assert!(!screen.contains("#02"), "{screen}");
    quit(session);
}

#[test]
fn a_chosen_theme_is_not_asked_for() {
    let session = Session::open(&["--theme", "light"]);
    session.wait_text("kitchen");
    wait_colour(&session, 235);
    assert!(!session.raw().windows(4).any(|bytes| bytes == b"\x1b]11"));
    quit(session);
}
