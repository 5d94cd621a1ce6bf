//! The whole story, to be read back: every sentence that is kept, newest first, narrowed by a
//! search.
//!
//! Drawn by `ui::screen::story`. Only rows near the chosen one are put into words; a search
//! looks at a bounded number of sentences per frame and says when it stopped.

use crate::app::{App, StoryPage, Typing};
use crate::camera::FactKey;
use crate::events::Nanos;
use crate::kitchen::narrator::{self, Line};
use crate::kitchen::words::Teller;
use crate::model::{Happening, HappeningKind};

/// So many facts a frame are put into words for a search, each way: a few milliseconds.
const LOOK: usize = 4_000;

/// What the list shows.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryView {
    /// The rows near the chosen one, newest first.
    pub rows: Vec<Row>,
    /// Which of them is chosen.
    pub chosen: usize,
    /// The newest row is chosen, whatever comes.
    pub followed: bool,
    /// The first row is the newest there is.
    pub newest: bool,
    /// The search stopped after so many sentences, at this fact.
    pub stopped: Option<(usize, FactKey)>,
    /// What goes on at the moment shown.
    pub ongoing: Vec<Line>,
    /// The text of the search.
    pub search: String,
    /// Whether keys go into the search.
    pub typing: bool,
    /// Facts told since the run began, those without a sentence too; and how many are kept.
    pub told: (u64, u64),
}

/// One sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its fact.
    pub fact: FactKey,
    /// What is told.
    pub line: Line,
    /// A card printed it.
    pub printed: bool,
    /// The moment shown is at it, or after it and before the next one.
    pub here: bool,
    /// It came after the moment shown.
    pub later: bool,
}

impl StoryView {
    /// What the application is to know of it.
    pub fn page(&self) -> StoryPage {
        StoryPage {
            rows: self.rows.iter().map(|row| row.fact).collect(),
            chosen: self.chosen,
            newest: self.newest,
            looked_to: self.stopped.map(|(_, fact)| fact),
        }
    }
}

/// `most`: how many rows there is room for.
pub fn view(app: &App, most: u16) -> StoryView {
    let reach = usize::from(most).max(1);
    let query = Query::new(app);
    let facts = &app.camera.facts;
    let chosen = app.chosen_fact();
    let older = query.collect(facts.back_from(chosen.unwrap_or(FactKey::LAST)), 2 * reach);
    let mut newer = chosen.map_or_else(Found::default, |chosen| {
        query.collect(facts.after(chosen), reach + 1)
    });
    // The one above all that are shown.
    let beyond = (newer.rows.len() > reach).then(|| newer.rows.pop());
    let beyond = beyond.flatten().map(|row| row.line.at);
    let above = newer.rows.len();
    let newest = beyond.is_none() && newer.stopped.is_none();
    let mut rows: Vec<Row> = newer.rows.into_iter().rev().chain(older.rows).collect();
    mark_moment(&mut rows, beyond, app);
    let shown = app.shown();
    let ongoing = shown.ongoing().into_iter();
    StoryView {
        chosen: above.min(rows.len().saturating_sub(1)),
        rows,
        followed: chosen.is_none(),
        newest,
        stopped: older.stopped,
        ongoing: ongoing
            .map(|fact| narrator::ongoing(&fact, &shown.model, &shown.now, app.register))
            .collect(),
        search: app.story_search().to_owned(),
        typing: app.typing == Typing::Search,
        told: facts.told(),
    }
}

struct Query<'a> {
    by: Teller<'a>,
    /// Each has to be in the sentence or its reason.
    words: Vec<String>,
}

#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    stopped: Option<(usize, FactKey)>,
}

impl<'a> Query<'a> {
    fn new(app: &'a App) -> Self {
        Self {
            by: Teller::new(&app.newest().model, app.register),
            words: app
                .story_search()
                .split_whitespace()
                .map(str::to_lowercase)
                .collect(),
        }
    }

    fn collect<'f>(&self, facts: impl Iterator<Item = &'f Happening>, most: usize) -> Found {
        let mut found = Found::default();
        for (looked, fact) in facts.enumerate() {
            if found.rows.len() == most {
                break;
            }
            if looked == LOOK {
                found.stopped = Some((LOOK, FactKey::of(fact)));
                break;
            }
            let line = tell(fact, self.by).filter(|line| self.fits(line));
            found.rows.extend(line.map(|line| Row {
                fact: FactKey::of(fact),
                line,
                printed: matches!(fact.kind, HappeningKind::Said(_)),
                here: false,
                later: false,
            }));
        }
        found
    }

    fn fits(&self, line: &Line) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let mut text = line.text.to_lowercase();
        if let Some(why) = &line.why {
            text.push(' ');
            text.push_str(&why.to_lowercase());
        }
        self.words.iter().all(|word| text.contains(word))
    }
}

/// A fact in words; what cards print is part of the story here.
fn tell(fact: &Happening, by: Teller<'_>) -> Option<Line> {
    let HappeningKind::Said(text) = fact.kind else {
        return narrator::happening(fact, by.model, by.words);
    };
    let text = by.model.text(text);
    Some(narrator::printed(by, fact.at, fact.task, text))
}

/// Which rows came after the moment shown, and which was the last before; `beyond` is when the
/// one above them was.
fn mark_moment(rows: &mut [Row], beyond: Option<Nanos>, app: &App) {
    if app.is_live() {
        return;
    }
    let at: Nanos = app.place().at;
    let mut passed = beyond.is_some_and(|beyond| beyond <= at);
    for row in rows {
        row.later = row.line.at > at;
        row.here = !row.later && !passed;
        passed |= row.here;
    }
}

#[cfg(test)]
mod tests;
