//! The kitchen itself: every place, the card in focus, and the story.

use super::{Bakery, CardFacts, Chef, CodeView, Counter, Eye, Gauge, Printed, Queue, Stove};
use super::{ChefState, StoryLine, Traveller, card, chef, chef_page, code, counter, header, stood};
use super::{story, stove};
use crate::app::{Pick, Selection};
use crate::events::TaskId;

/// What the main screen shows.
#[derive(Clone, Debug)]
pub struct Kitchen {
    /// The injection queue.
    pub pass: Queue,
    /// The workers, by index.
    pub chefs: Vec<Chef>,
    /// Pending tasks.
    pub stove: Stove,
    /// The blocking pool.
    pub bakery: Bakery,
    /// Ended tasks.
    pub counter: Counter,
    /// Source of the card in focus.
    pub code: Option<CodeView>,
    /// The card in focus in short; or the chef who is selected and has none.
    pub card: Option<CardFacts>,
    /// Paused: the event the view stands at.
    pub stood: Option<String>,
    /// What goes on and what happened, most important first.
    pub story: Vec<StoryLine>,
    /// Lines that cards printed, newest first.
    pub ticker: Vec<Printed>,
    /// A few measured totals.
    pub gauges: Vec<Gauge>,
    /// Cards on their way between two places.
    pub travellers: Vec<Traveller>,
    /// What is selected by hand.
    pub selected: Option<Pick>,
    /// The card in focus: that one, or the most noteworthy.
    pub focus: Option<TaskId>,
    /// Grows four times a second and lets faces move a little; stands still with reduced motion.
    pub beat: u64,
}

impl Kitchen {
    /// The first chef in view where only so many fit: whole pages of them, the one with the
    /// chef that is selected, or who has the selected card in hand. With nothing selected it
    /// is the first page, but for a chef whom the card in focus stalls: that one is to be seen.
    pub fn first_chef(&self, room: usize) -> usize {
        let holds = |chef: &Chef, task| {
            let hand = chef.hand.as_ref();
            hand.is_some_and(|hand| Some(hand.card.task) == task)
        };
        let wanted = |chef: &Chef| match self.selected {
            Some(Pick::Worker(worker)) => chef.index == worker,
            Some(Pick::Task(task)) => holds(chef, Some(task)),
            None => chef.state == ChefState::Stalled && holds(chef, self.focus),
        };
        let index = self.chefs.iter().position(wanted).unwrap_or(0);
        index - index % room.max(1)
    }
}

/// Looks at every place.
pub(super) fn kitchen(eye: &Eye<'_>) -> Kitchen {
    let workers = eye.model().workers().iter();
    Kitchen {
        pass: eye.queue(eye.model().injection(), eye.pass_len()),
        chefs: workers.map(|worker| chef::chef(eye, worker)).collect(),
        stove: stove::stove(eye),
        bakery: counter::bakery(eye),
        counter: counter::counter(eye),
        code: code::code(eye),
        card: card::facts(eye).or_else(|| chef_page::facts(eye)),
        stood: stood::stood(eye),
        story: story::story(eye),
        ticker: story::ticker(eye),
        gauges: header::gauges(eye),
        travellers: eye.travellers.clone(),
        selected: match eye.app.selected {
            Selection::Auto => None,
            Selection::Task(task) => Some(Pick::Task(task)),
            Selection::Worker(worker) => Some(Pick::Worker(worker)),
        },
        focus: eye.focus,
        beat: if eye.app.options.reduced_motion {
            0
        } else {
            eye.at().as_millis() / 250
        },
    }
}

/// Whether something is on its way, or in a hand whose poll is over already.
pub(super) fn moves(eye: &Eye<'_>, kitchen: &Kitchen) -> bool {
    let lingering = kitchen.chefs.iter().any(|chef| chef.hand.is_some());
    lingering || !eye.travellers.is_empty() || !eye.fresh.is_empty()
}
