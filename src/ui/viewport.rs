//! How much of what there is a terminal of some size shows, screen by screen.
//!
//! The layouts themselves are in [`layout`](super::layout) and in the screens; here is only
//! what has to be known before a scene is made.

use super::screen::{tasks, timeline};
use crate::app::{App, Screen, Viewport};
use ratatui::layout::Size;

/// The header and the keys.
const AROUND: u16 = 2;
/// The least columns of a queued card: `[#01]`.
const CARD: u16 = 5;
/// The most pots in a row of the stove.
const POTS: u16 = 3;

/// What a terminal of this size has room for on the screen that is shown.
pub fn viewport(app: &App, size: Size) -> Viewport {
    let rows = size.height.saturating_sub(AROUND);
    Viewport {
        queue: size.width / CARD,
        pending: size.height.saturating_mul(POTS),
        printed: size.height,
        entries: match app.screen {
            Screen::Tasks => rows.saturating_sub(tasks::OTHER_ROWS),
            _ => rows,
        },
        columns: timeline::time_columns(size.width),
        lanes: timeline::lanes(rows, app.lanes()),
        strips: size.height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Options;
    use crate::events::Nanos;

    #[test]
    fn a_page_says_how_many_entries_it_has_room_for() {
        let options = Options {
            workers: 2,
            reduced_motion: true,
            stall_after: Nanos::from_millis(100),
            history: 1 << 20,
        };
        let mut app = App::new(Vec::new(), options);
        let size = Size::new(80, 24);
        let mut entries = |screen, size| {
            app.screen = screen;
            viewport(&app, size).entries
        };
        assert_eq!(entries(Screen::Inspector, size), 22);
        assert_eq!(entries(Screen::Tasks, size), 17, "the rest is no card");
        assert_eq!(entries(Screen::Tasks, Size::new(1, 1)), 0);
        let room = viewport(&app, size);
        assert_eq!((room.queue, room.pending, room.columns), (16, 72, 67));
        assert_eq!(viewport(&app, Size::ZERO).columns, 1, "never none");
    }
}
