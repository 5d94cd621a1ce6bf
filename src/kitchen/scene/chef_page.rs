//! One worker as a page: what its thread does now, what lies before it, its totals, its last
//! seconds, and its newest polls one by one.

use super::chef::chef;
use super::{About, CardFacts, Chef, ChefState, Eye, Fact, Strip, strip};
use crate::app::Register;
use crate::app::{App, Viewport};
use crate::camera;
use crate::events::{Certainty, Nanos, PollOutcome, TaskId, WorkerId};
use crate::kitchen::amount::{count, moment, span};
use crate::kitchen::analogy::Labels;
use crate::kitchen::sentences::{chefs as say, steps};
use crate::kitchen::state::Tone;
use crate::kitchen::stuck;
use crate::kitchen::words::card;
use crate::model::{SpanKind, Worker};

/// So many cards of a rail are named, the rest is counted.
const NAMED: usize = 8;

/// A chef.
#[derive(Clone, Debug, PartialEq)]
pub struct ChefPage {
    /// Their number.
    pub index: WorkerId,
    /// What they are at.
    pub state: ChefState,
    /// For how long.
    pub time: Nanos,
    /// Facts, most important first.
    pub facts: Vec<Fact>,
    /// Their last seconds.
    pub strip: Strip,
    /// The card in hand.
    pub in_hand: Option<TaskId>,
    /// The newest polls around the chosen one, newest first.
    pub turns: Vec<Turn>,
    /// How many newer ones are above these.
    pub first: usize,
    /// Which one is chosen, counted from the newest.
    pub chosen: usize,
    /// How many are known.
    pub total: usize,
}

/// One poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When it began.
    pub at: Nanos,
    /// How it ended, in a word.
    pub verb: &'static str,
    /// How the word looks.
    pub tone: Tone,
    /// How long it took.
    pub lasted: Nanos,
    /// The card, with its kind.
    pub card: String,
    /// What a click selects.
    pub task: TaskId,
}

/// Looks at one worker.
pub(super) fn page(app: &App, viewport: &Viewport, index: WorkerId) -> ChefPage {
    let eye = Eye::new(app, viewport);
    let Some(worker) = eye.model().workers().get(index.index()) else {
        return nobody(&eye, index);
    };
    let chef = chef(&eye, worker);
    let chosen = app.chosen_step();
    let reach = usize::from(viewport.entries);
    let first = chosen.saturating_sub(reach);
    let (turns, total) = turns(&eye, index, first, 2 * reach);
    ChefPage {
        index,
        state: chef.state,
        time: time(&chef),
        facts: page_facts(&eye, worker, &chef),
        strip: strip::of_worker(worker, eye.now(), eye.model().stall_after()),
        in_hand: chef.hand.as_ref().map(|hand| hand.card.task),
        turns,
        first,
        chosen,
        total,
    }
}

fn nobody(eye: &Eye<'_>, index: WorkerId) -> ChefPage {
    ChefPage {
        index,
        state: ChefState::Home,
        time: Nanos::ZERO,
        facts: Vec::new(),
        strip: Strip::none(eye.at()),
        in_hand: None,
        turns: Vec::new(),
        first: 0,
        chosen: 0,
        total: 0,
    }
}

/// The chef that is selected, in short: for where a card has its facts. `None`: nobody is.
pub(super) fn facts(eye: &Eye<'_>) -> Option<CardFacts> {
    let index = eye.app.selected_worker()?;
    let worker = eye.model().workers().get(index.index())?;
    let chef = chef(eye, worker);
    let longest = longest(eye, worker, &chef, None);
    Some(CardFacts {
        about: About::Chef,
        title: index.to_string(),
        facts: all_facts(eye, worker, &chef, longest),
        strip: strip::of_worker(worker, eye.now(), eye.model().stall_after()),
    })
}

/// How long they have been at what they are at.
fn time(chef: &Chef) -> Nanos {
    let hand = chef.hand.as_ref().filter(|hand| hand.going_on);
    hand.map_or(chef.time, |hand| hand.time)
}

fn fact(label: &'static str, value: String) -> Fact {
    Fact {
        label,
        value,
        certainty: Certainty::Observed,
    }
}

fn page_facts(eye: &Eye<'_>, worker: &Worker, chef: &Chef) -> Vec<Fact> {
    let duty = eye.app.duty(worker.index);
    let of_longest = duty
        .turns()
        .iter()
        .find(|turn| turn.to.since(turn.from) == worker.longest_poll);
    let longest = longest(eye, worker, chef, of_longest);
    let mut facts = all_facts(eye, worker, chef, longest);
    facts.insert(1, fact("thread", thread(eye.app.register, chef.state)));
    facts
}

fn all_facts(eye: &Eye<'_>, worker: &Worker, chef: &Chef, longest: String) -> Vec<Fact> {
    let mut facts = vec![fact("now", now(eye.words(), chef))];
    facts.extend(held(eye.app.register, chef));
    if let Some((task, ended)) = worker.last.filter(|_| chef.hand.is_none()) {
        let ago = span(eye.at().since(ended));
        let last = format!(
            "{}, {} {ago} ago",
            card(eye.model(), task),
            eye.words().put_down
        );
        facts.push(fact("last", last));
    }
    facts.push(fact(
        "polls",
        format!(
            "{}, {} of them stalls, busy {}",
            count(chef.polls),
            count(chef.slow + u64::from(chef.state == ChefState::Stalled)),
            span(busy(worker, chef))
        ),
    ));
    facts.push(fact("longest", longest));
    facts.push(raids(eye, worker));
    facts.push(fact("parks", count(worker.parks)));
    facts.push(Fact {
        certainty: Certainty::Inferred,
        ..fact(eye.words().clip, clip(eye, chef))
    });
    facts.push(Fact {
        certainty: chef.rail.len.certainty,
        ..fact(eye.words().rail_fact, rail(chef))
    });
    facts
}

/// What the thread does in the poll that lasts long, at which line, and who called it.
fn held(words: Register, chef: &Chef) -> Vec<Fact> {
    let Some(found) = &chef.stuck else {
        return Vec::new();
    };
    let mut facts = vec![fact("doing", stuck::doing(found))];
    match found.line() {
        Some(line) if stuck::is_marked(found) => {
            facts.push(fact("line", say::marked(words, &line.place())));
        }
        Some(line) => {
            let certainty = line.certainty;
            let text = format!("{}   {}", line.place(), found.text.words());
            facts.push(Fact {
                certainty,
                ..fact("line", text)
            });
            facts.push(Fact {
                certainty: stuck::certainty(found),
                ..fact("in", stuck::names(found))
            });
        }
        None => facts.push(fact("line", stuck::where_it_is(words, found))),
    }
    facts
}

/// How often they went to the rail of another, and how many cards they took.
fn raids(eye: &Eye<'_>, worker: &Worker) -> Fact {
    let raids = eye.model().raids_of(worker, eye.counted());
    let (operations, cards) = (raids.operations, raids.tasks);
    let text = match operations.value {
        0 => "0".to_owned(),
        number => format!(
            "{}, with {}{} {}",
            count(number),
            cards.certainty.mark(),
            count(cards.value),
            eye.words().cards
        ),
    };
    Fact {
        certainty: operations.certainty,
        ..fact(eye.words().raids, text)
    }
}

fn now(words: &Labels, chef: &Chef) -> String {
    let word = chef.state.word(words);
    match &chef.hand {
        Some(hand) if hand.going_on => {
            let card = format!("{} {}", hand.card.task, hand.card.name);
            format!("{word} {card}, one poll for {} so far", span(hand.time))
        }
        Some(hand) => {
            let card = format!("{} {}", hand.card.task, hand.card.name);
            say::put_down_now(words.register, &card, &span(hand.time))
        }
        None if chef.state == ChefState::Home => word.to_owned(),
        None => format!("{word} for {}", span(chef.time)),
    }
}

/// What a thread in this state is doing.
fn thread(words: Register, state: ChefState) -> String {
    let told = match state {
        ChefState::Cooking => return say::polls_it(words),
        ChefState::Stalled => "is inside one call of poll: until it returns, it does nothing else",
        ChefState::Parked => "found no work and sleeps until something unparks it",
        ChefState::Looking => "is awake between two polls, and looks for work",
        ChefState::OutOfSight => "is awake; what it does is not seen",
        ChefState::Home => "is gone: its runtime was shut down",
    };
    told.to_owned()
}

fn busy(worker: &Worker, chef: &Chef) -> Nanos {
    let hand = chef.hand.as_ref().filter(|hand| hand.going_on);
    worker.busy + hand.map_or(Nanos::ZERO, |hand| hand.time)
}

/// The longest poll; the card is told if the history of the worker still has it, or one of
/// its newest polls is it.
fn longest(eye: &Eye<'_>, worker: &Worker, chef: &Chef, turn: Option<&camera::Turn>) -> String {
    let going_on = chef.hand.as_ref().filter(|hand| hand.going_on);
    if let Some(hand) = going_on.filter(|hand| hand.time > worker.longest_poll) {
        return format!("{} of {}, goes on", span(hand.time), hand.card.task);
    }
    if worker.polls == 0 {
        return "none is over".into();
    }
    let is_it = |span: &&crate::model::Span| {
        let long = span.to.since(span.from) == worker.longest_poll;
        long && matches!(span.kind, SpanKind::Stall(_))
    };
    let stall = worker.history.iter().rev().find(is_it);
    let stall = stall.and_then(|span| match span.kind {
        SpanKind::Stall(task) => Some((task, span.from)),
        SpanKind::Poll(_) | SpanKind::Parked => None,
    });
    let known = stall.or_else(|| turn.map(|turn| (turn.task, turn.from)));
    let of = known.map_or_else(String::new, |(task, from)| {
        format!(" of {}, from {}", card(eye.model(), task), moment(from))
    });
    format!("{}{of}", span(worker.longest_poll))
}

fn clip(eye: &Eye<'_>, chef: &Chef) -> String {
    let slot = eye.model().rules().and_then(|rules| rules.lifo_slot);
    match &chef.clip {
        None if slot == Some(false) => "none: this runtime has no LIFO slots".into(),
        None => "empty".into(),
        Some(clip) => match clip.trapped {
            Some(since) => format!("{}: stuck there for {}", clip.card.task, span(since)),
            None => clip.card.task.to_string(),
        },
    }
}

fn rail(chef: &Chef) -> String {
    let mut text = count(chef.rail.len.value as u64);
    for (index, card) in chef.rail.cards.iter().take(NAMED).enumerate() {
        text.push_str(if index == 0 { ": " } else { " " });
        text.push_str(&card.task.to_string());
    }
    if chef.rail.len.value > NAMED {
        text.push_str(" ...");
    }
    text
}

/// The poll in progress, then those that are over: so many from the first one wanted on are put
/// into words. And how many there are.
fn turns(eye: &Eye<'_>, worker: WorkerId, first: usize, most: usize) -> (Vec<Turn>, usize) {
    let model = eye.model();
    let hand = eye.now().workers.get(worker.index()).copied().flatten();
    let going_on = hand.map(|hand| {
        let lasted = eye.at().since(hand.since);
        let (verb, tone) = match lasted >= model.stall_after() {
            true => ("stalled", Tone::Stalled),
            false => ("cooking", Tone::Cooking),
        };
        let verb = steps::verb(eye.app.register, verb);
        Turn {
            at: hand.since,
            verb,
            tone,
            lasted,
            card: card(model, hand.task),
            task: hand.task,
        }
    });
    let duty = eye.app.duty(worker);
    let ahead = usize::from(going_on.is_some());
    let over = duty.turns().iter().skip(first.saturating_sub(ahead));
    let over = over.map(|turn| over_in_words(eye, turn));
    let going_on = going_on.into_iter().skip(first);
    let turns = going_on.chain(over).take(most).collect();
    (turns, ahead + duty.turns().len())
}

fn over_in_words(eye: &Eye<'_>, turn: &camera::Turn) -> Turn {
    let model = eye.model();
    let lasted = turn.to.since(turn.from);
    let (verb, tone) = match turn.outcome {
        PollOutcome::Panicked => ("burnt", Tone::Burnt),
        _ if lasted >= model.stall_after() => ("stall", Tone::Stalled),
        PollOutcome::Ready => ("done", Tone::Served),
        PollOutcome::Over => ("gone", Tone::Plain),
        PollOutcome::Pending => ("put aside", Tone::Cooking),
    };
    let verb = steps::verb(eye.app.register, verb);
    Turn {
        at: turn.from,
        verb,
        tone,
        lasted,
        card: card(model, turn.task),
        task: turn.task,
    }
}
