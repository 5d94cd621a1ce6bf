//! What a picture has room for: [`Viewport`], and what came out of it: [`Seen`].

use super::{App, Screen, StoryPage};
use crate::events::TaskId;

/// What a picture has room for, counted in what it shows.
///
/// Whoever draws knows rows and columns, and says this before a picture is made
/// ([`Message::Look`](super::Message::Look)); nobody below needs to know how a page is laid
/// out. Room for more than there is does no harm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// Tasks of one queue.
    pub queue: u16,
    /// Pending tasks.
    pub pending: u16,
    /// Lines that tasks printed.
    pub printed: u16,
    /// Entries of a page that lists something: tasks, the steps of a life, findings.
    pub entries: u16,
    /// Columns of time.
    pub columns: u16,
    /// Workers over time.
    pub lanes: u16,
    /// Workers with their past beside them; where there are more, none has it.
    pub strips: u16,
}

/// What a page came out as.
///
/// A page puts its list in order, searches it and ends it in words the application does not
/// know. So it is told what is on the page, for the keys that move about in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The first entry shown, where the page knows it: one that ends sooner than was
    /// scrolled shows its end.
    pub scroll: Option<usize>,
    /// The tasks listed, top to bottom.
    pub listed: Vec<TaskId>,
    /// Which of them is marked as the one chosen.
    pub row: Option<TaskId>,
    /// More rows follow below.
    pub more: bool,
    /// The lines of a text in which the search found something, from the top.
    pub hits: Vec<usize>,
    /// The list of all that was told.
    pub story: StoryPage,
}

impl App {
    /// A picture is about to be made. What the history tells is kept from picture to
    /// picture: each looks at what is new.
    pub(super) fn look(&mut self, viewport: &Viewport) {
        self.settle();
        match self.screen {
            Screen::Timeline => self.look_at_time(viewport.columns),
            Screen::Inspector => self.look_at_life(),
            _ => {}
        }
    }

    /// The workers that the timeline has a lane for: those of the moment shown and the
    /// newest ones.
    pub fn lanes(&self) -> usize {
        let count = |instant: &super::Instant| instant.model.workers().len();
        count(self.shown()).max(count(self.newest()))
    }
}
