//! The way from screen to screen, and back.

use super::{App, Refused, Screen, Selection, Typing};

/// Whether a screen lies over the one it is opened from, so that one step back is that.
/// Others lie side by side: back from each is the main screen.
fn lies_over(from: Screen, screen: Screen) -> bool {
    match screen {
        Screen::Help | Screen::Inspector => true,
        Screen::Findings | Screen::Claims => from == Screen::Timeline,
        Screen::Main
        | Screen::Timeline
        | Screen::Metrics
        | Screen::Tasks
        | Screen::Story
        | Screen::Scenarios
        | Screen::ByHand
        | Screen::Lessons
        | Screen::Output => false,
    }
}

/// Goes to a screen from wherever we are.
pub(super) fn open(app: &mut App, screen: Screen) {
    app.typing = Typing::Nothing;
    if app.screen == screen {
        return;
    }
    let here = (app.screen, app.scroll);
    if let Some(at) = app.way.iter().position(|(passed, _)| *passed == screen) {
        // The way never goes in a circle.
        app.way.truncate(at);
    } else if app.way.is_empty() || lies_over(app.screen, screen) {
        app.way.push(here);
    } else {
        app.way.truncate(1);
    }
    enter(app, screen, 0);
}

/// Opens a screen, or goes back to where it was opened from.
pub(super) fn toggle(app: &mut App, screen: Screen) {
    if app.screen == screen {
        leave(app);
        return;
    }
    if screen == Screen::Inspector && !app.hold_what_is_shown() {
        app.refuse(match app.screen {
            Screen::Tasks => Refused::NoRow,
            _ => Refused::NothingToInspect,
        });
        return;
    }
    open(app, screen);
}

/// Back to where the screen was opened from; on the main screen, nothing.
pub(super) fn leave(app: &mut App) {
    app.typing = Typing::Nothing;
    if app.screen == Screen::ByHand {
        app.leave_by_hand();
    }
    let (screen, scroll) = app.way.pop().unwrap_or((Screen::Main, 0));
    enter(app, screen, scroll);
}

fn enter(app: &mut App, screen: Screen, scroll: usize) {
    app.screen = screen;
    app.scroll = scroll;
    app.step = None;
    app.edge = None;
    if screen == Screen::Main {
        app.let_go();
    }
    if screen == Screen::Timeline && app.fits {
        app.window = app.whole_history();
    }
}

/// One step back: stop typing, clear the search, leave the screen, select nothing.
pub(super) fn back(app: &mut App) {
    if app.stop_typing() || app.close_word() {
        return;
    }
    match app.screen {
        Screen::Tasks if !app.search.is_empty() => app.clear_search(),
        Screen::Story if !app.story_search().is_empty() => app.clear_search(),
        Screen::Help if !app.help_search.is_empty() => app.clear_search(),
        Screen::Main => {
            if app.selected == Selection::Auto && app.notice.is_none() && app.is_live() {
                app.tour.put_away();
            }
            app.selected = Selection::Auto;
            app.notice = None;
        }
        _ => leave(app),
    }
}
