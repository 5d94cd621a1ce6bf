//! The questions at the end of a lesson: about the moment on screen, in words.

use super::words::Words;
use super::{Block, Mark};
use crate::app::App;
use crate::kitchen::amount::count;
use crate::kitchen::analogy::places;
use crate::kitchen::tone::Tone;
use crate::kitchen::words::Teller;
use crate::lesson::{Asked, Choice, Topic, WorkerDoes};
use crate::model::{HandleState, Place};

/// The question, its answers, and once it is answered what is to be learned from it.
pub(super) fn blocks(words: &Words<'_>) -> Vec<Block> {
    let quiz = words.course.quiz();
    let Some(asked) = quiz.asked() else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::Words(question(words, asked).into(), Tone::Plain),
        Block::Gap,
    ];
    for (place, choice) in asked.choices.iter().enumerate() {
        blocks.push(Block::Answer {
            place,
            text: told(words, asked, *choice).into(),
            mark: mark(quiz.picked(), place, asked.right),
        });
    }
    if let Some(picked) = quiz.picked() {
        blocks.push(Block::Gap);
        let (said, tone) = verdict(picked == asked.right);
        blocks.push(Block::Words(said.into(), tone));
        let because = quiz
            .current()
            .map(|at| &words.course.lesson().pool[at].because);
        blocks.extend(because.map(|text| Block::Words(words.text(text), Tone::Plain)));
    }
    blocks
}

/// What is said of an answer.
pub(super) fn verdict(right: bool) -> (&'static str, Tone) {
    match right {
        true => ("Right.", Tone::Served),
        false => ("Not so.", Tone::Burnt),
    }
}

/// What became of the answer at this place.
pub(super) fn mark(picked: Option<usize>, place: usize, right: usize) -> Mark {
    match picked {
        None => Mark::Open,
        Some(picked) if picked == place && place == right => Mark::Right,
        Some(picked) if picked == place => Mark::Wrong,
        Some(_) if place == right => Mark::Missed,
        Some(_) => Mark::Passed,
    }
}

fn question(words: &Words<'_>, asked: &Asked) -> String {
    let teller = Teller::new(&words.app.shown().model, words.register());
    let task = match asked.task {
        Some(task) => teller.card(task),
        None => words.either("the card", "the task").to_owned(),
    };
    let worker = match asked.worker {
        Some(_) => teller.chef(asked.worker),
        None => words.either("the chef", "the worker").to_owned(),
    };
    let tokios = words.in_tokios();
    match asked.topic {
        Topic::Place => format!("Where is {task} now?"),
        Topic::Holder if tokios => format!("Which worker polls {task} now?"),
        Topic::Holder => format!("Which chef has {task} in hand now?"),
        Topic::Worker => format!("What does {worker} do now?"),
        Topic::Parked if tokios => "How many workers are parked now?".to_owned(),
        Topic::Parked => "How many chefs are parked now?".to_owned(),
        Topic::Ready if tokios => "How many tasks are ready now, and wait for a worker?".to_owned(),
        Topic::Ready => "How many cards are ready now, and wait for a chef?".to_owned(),
        Topic::Alive if tokios => "How many tasks have not ended yet?".to_owned(),
        Topic::Alive => "How many cards are not over yet?".to_owned(),
        Topic::Polls if tokios => format!("How many polls of {task} are over?"),
        Topic::Polls => format!("How often was {task} put down again (polls that are over)?"),
        Topic::Wakes if tokios => format!("How often was {task} woken so far?"),
        Topic::Wakes => format!("How often did a bell ring for {task} so far (wakes)?"),
    }
}

/// A choice in words.
fn told(words: &Words<'_>, asked: &Asked, choice: Choice) -> String {
    let teller = Teller::new(&words.app.shown().model, words.register());
    match choice {
        Choice::Place(place) => place_of(words, asked, place),
        Choice::Worker(Some(worker)) => teller.chef(Some(worker)),
        Choice::Worker(None) => words.either("no chef", "no worker").to_owned(),
        Choice::Doing(WorkerDoes::Polls(task)) => {
            let task = teller.card(task);
            words.either(format!("has {task} in hand"), format!("polls {task}"))
        }
        Choice::Doing(WorkerDoes::Parked) => "is parked".to_owned(),
        Choice::Doing(WorkerDoes::Awake) => words
            .either("is awake, between two cards", "is awake, between two polls")
            .to_owned(),
        Choice::Count(number) => count(number),
    }
}

/// Where a card is, with the chef it belongs to.
fn place_of(words: &Words<'_>, asked: &Asked, place: Place) -> String {
    let shown = words.app.shown();
    let task = asked.task.and_then(|task| shown.model.task(task));
    let handle = task.map_or(HandleState::Held, |task| task.handle);
    let long = matches!(place, Place::Polling(_)) && is_stalled(words.app, asked);
    let row = places::row(place, handle, long);
    let word = words.either(row.word, row.tokio);
    let teller = Teller::new(&shown.model, words.register());
    match (place.worker(), place) {
        (Some(worker), Place::Polling(_)) => format!("{word}, {}", teller.chef(Some(worker))),
        (Some(worker), _) => format!("{word} of {}", teller.chef(Some(worker))),
        (None, _) => word.to_owned(),
    }
}

/// Whether the poll in progress of the task is a stall.
fn is_stalled(app: &App, asked: &Asked) -> bool {
    let now = &app.shown().now;
    let hand = now
        .workers
        .iter()
        .flatten()
        .find(|hand| Some(hand.task) == asked.task);
    hand.is_some_and(|hand| now.at.since(hand.since) >= app.options.stall_after)
}
