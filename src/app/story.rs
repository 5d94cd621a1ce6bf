//! The list of all that was told: which row is chosen, and the way to its moment.
//!
//! The list is put into words and searched by whoever draws it, who says what came out as
//! [`StoryPage`].

use super::{App, Refused, Selection};
use crate::camera::FactKey;
use crate::events::Nanos;

/// What the list is looked through for, and where.
#[derive(Clone, Debug, Default)]
pub(super) struct StoryList {
    /// The fact chosen; `None`: the newest, whatever comes.
    chosen: Option<FactKey>,
    pub(super) search: String,
    page: StoryPage,
}

/// The rows around the one that is chosen, as they came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryPage {
    /// Their facts, newest first.
    pub rows: Vec<FactKey>,
    /// Which of them is chosen.
    pub chosen: usize,
    /// The first of them is the newest there is.
    pub newest: bool,
    /// The search stopped at this fact: older ones were not looked at yet.
    pub looked_to: Option<FactKey>,
}

impl App {
    /// The fact chosen in the list; `None`: the newest is followed.
    pub fn chosen_fact(&self) -> Option<FactKey> {
        self.story.chosen
    }

    /// What the list of all that was told is searched for.
    pub fn story_search(&self) -> &str {
        &self.story.search
    }

    /// Down to older rows, or up.
    pub(super) fn move_in_story(&mut self, by: isize) {
        let page = &mut self.story.page;
        let Some(last) = page.rows.len().checked_sub(1) else {
            self.story.chosen = page.looked_to.filter(|_| by > 0);
            return;
        };
        let to = page.chosen.saturating_add_signed(by);
        // Another key may come before the next picture.
        page.chosen = to.min(last);
        self.story.chosen = match (to, page.looked_to) {
            (0, _) if page.newest => None,
            // What comes next was not looked at yet.
            (to, Some(fact)) if to > last => Some(fact),
            (to, _) => Some(page.rows[to.min(last)]),
        };
    }

    /// To the newest row, which is followed then, or to the oldest.
    pub(super) fn story_edge(&mut self, last: bool) {
        self.story.chosen = last.then_some(FactKey::FIRST);
    }

    /// What the list came out as.
    pub(super) fn take_in_story(&mut self, page: StoryPage) {
        self.story.page = page;
    }

    /// Chooses this row; `true` if it was chosen already.
    pub(super) fn pick_fact(&mut self, fact: FactKey) -> bool {
        let page = &self.story.page;
        let again = page.rows.get(page.chosen) == Some(&fact) && self.story.chosen.is_some();
        self.story.chosen = Some(fact);
        again
    }

    /// Shows the moment of the row that is chosen; `false` if that cannot be.
    pub(super) fn enter_fact(&mut self) -> bool {
        let page = &self.story.page;
        let key = self
            .story
            .chosen
            .filter(|key| page.rows.contains(key))
            .or_else(|| page.rows.get(page.chosen).copied());
        let fact = key.and_then(|key| self.camera.facts.get(key));
        let Some((key, task)) = fact.map(|fact| (FactKey::of(fact), fact.task)) else {
            self.refuse(Refused::NothingTold);
            return false;
        };
        if self.is_before_history(key.at) {
            self.refuse(Refused::Forgotten);
            return false;
        }
        self.story.chosen = Some(key);
        self.drag_to(key.at);
        if let Some(task) = task {
            self.selected = Selection::Task(task);
        }
        true
    }

    fn is_before_history(&self, at: Nanos) -> bool {
        self.camera.oldest().is_none_or(|oldest| at < oldest)
    }

    /// From the newest row on again, with another search.
    pub(super) fn search_story_anew(&mut self) {
        self.story.chosen = None;
        self.story.page = StoryPage::default();
    }

    /// The whole list again.
    pub(super) fn clear_story_search(&mut self) {
        self.story.search.clear();
        // The row that is chosen stays so: what stands around it is to be read.
        self.story.page.looked_to = None;
    }
}
