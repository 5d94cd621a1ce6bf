//! A selected card's whole life: where it came from, every poll and wake, what it
//! waits for, where its time went, its ticket, how it ended.
//!
//! Built from the model and the log, drawn by `ui::screen::inspector`.

mod facts;
mod line;
mod steps;

pub(crate) use line::of_chosen_step;

use crate::app::{Action, App};
use crate::events::{Certainty, Nanos, TaskId};
use crate::kitchen::analogy::labels;
use crate::kitchen::orders::SIMMER;
use crate::kitchen::state::{self, State, Tone};
use crate::kitchen::text::Text;
use crate::model::{Place, Task};

/// What the inspector shows.
#[derive(Clone, Debug, PartialEq)]
pub enum InspectorView {
    /// No card, and why.
    Nothing(Text),
    /// A card.
    Card(Box<Card>),
}

/// A card's life.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its number.
    pub id: TaskId,
    /// Its kind.
    pub kind: String,
    /// Where it is, or how it ended.
    pub state: State,
    /// How long it has been there, or how long it lived if it is over.
    pub state_for: Nanos,
    /// Origin, ticket, waits, relatives: most important first.
    pub facts: Vec<Fact>,
    /// Where its time went.
    pub shares: Shares,
    /// The part of its life around the chosen step, newest first.
    pub steps: Vec<Step>,
    /// How many newer steps are above these.
    pub first: usize,
    /// Which one is chosen, counted from the newest.
    pub chosen: usize,
    /// How many steps are known.
    pub total: usize,
    /// What is no longer known, if anything.
    pub forgotten: Option<String>,
}

/// One line about the card.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is about.
    pub label: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// The line.
    pub value: String,
    /// The card a click on the line selects.
    pub pick: Option<TaskId>,
}

/// Where the time of a life went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Being polled (for a blocking job: running).
    pub busy: Nanos,
    /// Ready, but not polled (for a blocking job: queued).
    pub scheduled: Nanos,
    /// Pending.
    pub idle: Nanos,
}

impl Shares {
    /// The whole life.
    pub fn total(&self) -> Nanos {
        self.busy + self.scheduled + self.idle
    }
}

/// One step of the life.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When it was.
    pub at: Nanos,
    /// How sure it is.
    pub certainty: Certainty,
    /// What happened, in a word.
    pub verb: &'static str,
    /// The rest.
    pub text: String,
    /// How the word looks.
    pub tone: Tone,
    /// Another card the step is about.
    pub pick: Option<TaskId>,
}

/// `most`: how many steps there is room for. Those far from the chosen one are counted, not
/// written.
pub fn view(app: &App, most: u16) -> InspectorView {
    let Some(id) = app.focus() else {
        let card = labels(app.register).card;
        let press = || {
            Text::from(format!("No {card} yet: press "))
                .key(Action::HandIn(SIMMER))
                .words(" to hand one in, then come back.")
        };
        return InspectorView::Nothing(match app.can_order() {
            true => press(),
            false => format!("No {card} is seen at this moment.").into(),
        });
    };
    let Some(task) = app.shown().model.task(id) else {
        let why = format!(
            "{id} ended so long ago that it was forgotten: only the newest that ended are kept."
        );
        return InspectorView::Nothing(why.into());
    };
    InspectorView::Card(Box::new(card(app, &task, most)))
}

fn card(app: &App, task: &Task, most: u16) -> Card {
    let shown = app.shown();
    let state = state::of(task, &shown.model, &shown.now);
    let now = shown.now.at.max(shown.model.at());
    let ended = matches!(task.place, Place::Ended(_));
    let state_for = if ended {
        task.since.since(task.spawned_at)
    } else {
        now.since(state.since)
    };
    let chosen = app.chosen_step();
    let page = steps::page(app, task, chosen, usize::from(most));
    Card {
        id: task.id,
        kind: shown.model.kind(task.kind).to_owned(),
        facts: facts::of(app, task, now),
        shares: shares(task, &state, now),
        state,
        state_for,
        steps: page.steps,
        first: page.first,
        chosen,
        total: page.total,
        forgotten: page.forgotten,
    }
}

/// The totals of the fold end at the last change of place; the stretch since then is
/// added to the share the card is in now.
pub(crate) fn shares(task: &Task, state: &State, now: Nanos) -> Shares {
    let ended = matches!(task.place, Place::Ended(_));
    let end = if ended { task.since } else { now };
    let life = end.since(task.spawned_at);
    let (mut busy, mut scheduled) = (task.busy, task.scheduled);
    if !ended {
        let stretch = now.since(state.since);
        match state.place {
            Place::Injection
            | Place::Local(_)
            | Place::Lifo(_)
            | Place::Deferred(_)
            | Place::BlockingQueue => scheduled += stretch,
            Place::Polling(_) => {
                busy += stretch;
                // The fold hears of a poll when it ends: until then the card is in a queue.
                if task.place.is_queued() {
                    scheduled += state.since.since(task.since);
                }
            }
            Place::BlockingRunning | Place::InPlace => busy += stretch,
            Place::Pending | Place::Lane | Place::Ended(_) => {}
        }
    }
    let busy = busy.min(life);
    let scheduled = scheduled.min(life.since(busy));
    Shares {
        busy,
        scheduled,
        idle: life.since(busy + scheduled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, InHand, KindId, Now, Role, SiteId, What};
    use crate::model::Model;

    #[test]
    fn time_goes_where_the_card_was_however_its_word_looks() {
        let ms = Nanos::from_millis;
        let id = TaskId::new(1).expect("not 0");
        let mut model = Model::new(ms(100));
        let spawned = What::Spawned {
            task: id,
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 0,
            detached: false,
            role: Role::Task,
        };
        model.apply(&Event {
            at: ms(10),
            what: spawned,
        });
        let task = model.task(id).expect("it was spawned");
        let hand = InHand {
            task: id,
            since: ms(30),
            site: None,
        };
        let shares_at = |at, workers| {
            let now = Now { at, workers };
            let mut state = state::of(&task, &model, &now);
            state.tone = Tone::Plain;
            let shares = shares(&task, &state, at);
            (shares.busy, shares.scheduled, shares.idle)
        };
        assert_eq!(shares_at(ms(25), vec![]), (ms(0), ms(15), ms(0)));
        let in_hand = shares_at(ms(35), vec![Some(hand)]);
        assert_eq!(in_hand, (ms(5), ms(20), ms(0)));
    }
}
