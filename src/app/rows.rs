//! Rows: what the last picture showed, and how keys move among the rows of a page.
//!
//! Whatever a key acts on is what the user saw when it was pressed: the last picture, not
//! what has become of it since.

use super::edge::Edge;
use super::{App, Refused, Said, Screen, Seen, Selection, way};
use crate::events::TaskId;
use crate::findings::Finding;

/// What the last picture showed.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenRows {
    /// What was selected on which screen, and the task in focus then.
    focus: Option<(Screen, Selection, Option<TaskId>)>,
    /// The tasks listed, top to bottom.
    listed: Vec<TaskId>,
    /// The finding chosen in the list of them.
    pub(super) finding: Option<Finding>,
    /// The row chosen in a life.
    pub(super) step: Option<super::life::Row>,
    /// The lines of a text that the search found, from the top.
    hits: Vec<usize>,
    /// More rows follow below.
    more: bool,
}

impl App {
    /// The end of the list that is to be chosen, whatever row that is.
    pub fn edge(&self) -> Option<Edge> {
        self.edge
    }

    /// The line of a text that the search went to last.
    pub fn hit(&self) -> Option<usize> {
        self.hit
    }

    /// The task that keys act on: the one the last picture showed as in focus. A list shows
    /// no other than those in its rows.
    pub(super) fn acts_on(&self) -> Option<TaskId> {
        let seen = self.seen.focus.filter(|(screen, selected, _)| {
            // Selected anew since: what was asked for is known without a picture.
            (*screen, *selected) == (self.screen, self.selected)
        });
        let task = match seen {
            Some((_, _, task)) => task.filter(|id| self.shown().model.task(*id).is_some()),
            None => self.focus(),
        };
        let rows = self.seen.focus.is_some_and(|(of, ..)| of == Screen::Tasks);
        let listed = |id: &TaskId| self.seen.listed.contains(id);
        task.filter(|id| self.screen != Screen::Tasks || !rows || listed(id))
    }

    /// Makes sure that what is shown stays so while a page is about it; `false` if there is
    /// nothing.
    pub(super) fn hold_what_is_shown(&mut self) -> bool {
        if self.selected_worker().is_some() {
            return true;
        }
        let Some(task) = self.acts_on() else {
            return false;
        };
        self.hold(task);
        true
    }

    fn hold(&mut self, task: TaskId) {
        if self.selected == Selection::Auto {
            self.lent = Some(task);
        }
        self.selected = Selection::Task(task);
    }

    /// Back on the main screen: what nobody chose is free again.
    pub(super) fn let_go(&mut self) {
        let lent = self.lent.take();
        if let Some(task) = lent.filter(|task| self.selected == Selection::Task(*task)) {
            self.selected = Selection::Auto;
            self.stay_with(task);
        }
    }

    /// What the last picture showed.
    pub(super) fn take_in(&mut self, seen: Seen) {
        if let Some(scroll) = seen.scroll {
            self.scroll = scroll;
        }
        self.seen.listed = seen.listed;
        self.seen.hits = seen.hits;
        self.seen.more = seen.more;
        self.take_in_story(seen.story);
        self.edge = None;
        if let Some(row) = seen.row
            && self.screen == Screen::Tasks
            && self.selected != Selection::Task(row)
        {
            self.hold(row);
        }
        self.seen.focus = Some((self.screen, self.selected, self.focus()));
        self.seen.step = (self.screen == Screen::Inspector)
            .then(|| self.chosen_row())
            .flatten();
        self.seen.finding = (self.screen == Screen::Findings)
            .then(|| self.first_choice())
            .flatten();
    }

    /// The row so many rows away.
    pub(super) fn move_row(&mut self, by: isize) {
        match self.screen {
            Screen::Main => self.step_selection(by),
            Screen::Tasks => self.step_in_list(by),
            // The list follows the row that is chosen.
            Screen::Findings => self.step_finding(by),
            Screen::Claims => self.step_claim(by),
            Screen::Inspector => self.step_in_life(by),
            Screen::Story => self.move_in_story(by),
            Screen::Scenarios => self.step_scenario(by),
            Screen::ByHand => self.step_by_hand(by),
            Screen::Lessons => self.step_lesson(by),
            Screen::Output => self.step_output(by),
            Screen::Timeline if self.selected_worker().is_some() => self.move_worker(by),
            Screen::Timeline | Screen::Metrics | Screen::Help => {
                self.hit = None;
                self.scroll = self.scroll.saturating_add_signed(by);
            }
        }
    }

    /// To the first row, or to the last.
    pub(super) fn go_to_edge(&mut self, last: bool) {
        match self.screen {
            Screen::Tasks => {
                self.edge = Some(Edge::of(last));
                self.scroll = if last { usize::MAX } else { 0 };
            }
            Screen::Story => self.story_edge(last),
            Screen::Findings => self.step_finding(if last { isize::MAX } else { isize::MIN }),
            Screen::Claims => self.step_claim(if last { isize::MAX } else { isize::MIN }),
            Screen::Scenarios => self.step_scenario(if last { isize::MAX } else { isize::MIN }),
            Screen::Output => self.output_edge(last),
            Screen::Lessons => self.step_lesson(if last { isize::MAX } else { isize::MIN }),
            Screen::Inspector => self.step_in_life(if last { isize::MAX } else { isize::MIN }),
            _ => {
                self.hit = None;
                self.scroll = if last { usize::MAX } else { 0 };
            }
        }
    }

    /// The list shows a window of what exists: at its edge the window moves first.
    pub(super) fn step_in_list(&mut self, step: isize) {
        let listed = &self.seen.listed;
        let Some(last) = listed.len().checked_sub(1) else {
            self.refuse(Refused::NothingToSelect);
            return;
        };
        let present = self.focus();
        let Some(at) = listed.iter().position(|id| Some(*id) == present) else {
            self.selected = Selection::Task(listed[0]);
            return;
        };
        let wanted = at.saturating_add_signed(step);
        if at.checked_add_signed(step).is_some() && wanted <= last {
            self.selected = Selection::Task(listed[wanted]);
            return;
        }
        let beyond = if step < 0 {
            step.saturating_add_unsigned(at)
        } else {
            step.saturating_sub_unsigned(last - at)
        };
        self.scroll = self.scroll.saturating_add_signed(beyond);
        self.edge = Some(Edge::of(step > 0));
    }

    /// Start typing a search.
    pub(super) fn search_here(&mut self) {
        if !matches!(self.screen, Screen::Help | Screen::Story) {
            way::open(self, Screen::Tasks);
        }
        self.type_search();
    }

    /// To the next hit of the search, or the one before, round the ends.
    pub(super) fn go_to_hit(&mut self, forth: bool) {
        let search = match self.screen {
            Screen::Help => &self.help_search,
            Screen::Story => self.story_search(),
            _ => &self.search,
        };
        if search.is_empty() {
            self.refuse(Refused::NothingSearched);
            return;
        }
        match self.screen {
            Screen::Help => self.go_to_line(forth),
            Screen::Story => self.move_in_story(if forth { 1 } else { -1 }),
            _ => self.go_to_found(forth),
        }
    }

    /// A list that is searched has hits only: each row is one.
    fn go_to_found(&mut self, forth: bool) {
        let at = self.focus().and_then(|focus| {
            let mut listed = self.seen.listed.iter();
            listed.position(|id| *id == focus)
        });
        let at_end = match (at, forth) {
            (Some(at), true) => at + 1 == self.seen.listed.len() && !self.seen.more,
            (Some(at), false) => at == 0 && self.scroll == 0,
            (None, _) => false,
        };
        if at_end {
            self.go_to_edge(!forth);
        } else {
            self.step_in_list(if forth { 1 } else { -1 });
        }
    }

    /// Where the text was scrolled away from a hit, on from there.
    fn go_to_line(&mut self, forth: bool) {
        let hits = &self.seen.hits;
        let next = match (self.hit, forth) {
            (Some(here), true) => hits.iter().find(|line| **line > here),
            (None, true) => hits.iter().find(|line| **line >= self.scroll),
            (here, false) => {
                let here = here.unwrap_or(self.scroll);
                hits.iter().rfind(|line| **line < here)
            }
        };
        let round = if forth { hits.first() } else { hits.last() };
        match next.or(round).copied() {
            Some(line) => {
                self.hit = Some(line);
                self.scroll = line;
            }
            None => self.say(Said::NotFound),
        }
    }

    /// The search was typed: to its first hit.
    pub(super) fn found(&mut self) {
        if self.screen == Screen::Help && !self.help_search.is_empty() {
            self.hit = None;
            self.go_to_line(true);
        }
    }
}
