//! The questions at the end of a lesson: about the moment on screen, in words.

use super::words::Words;
use super::{Block, Mark};
use crate::app::{App, Register};
use crate::kitchen::amount::count;
use crate::kitchen::analogy::places;
use crate::kitchen::sentences::{lesson, questions as say};
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
        let (said, tone) = verdict(picked == asked.right, words.register());
        blocks.push(Block::Words(said.into(), tone));
        let because = quiz
            .current()
            .map(|at| &words.course.lesson().pool[at].because);
        blocks.extend(because.map(|text| Block::Words(words.text(text), Tone::Plain)));
    }
    blocks
}

/// What is said of an answer.
pub(super) fn verdict(right: bool, register: Register) -> (String, Tone) {
    match right {
        true => (lesson::right(register), Tone::Served),
        false => (lesson::wrong(register), Tone::Burnt),
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
    let register = words.register();
    let teller = Teller::new(&words.app.shown().model, register);
    let task = match asked.task {
        Some(task) => teller.card(task),
        None => say::the_card(register),
    };
    let worker = match asked.worker {
        Some(_) => teller.chef(asked.worker),
        None => say::the_chef(register),
    };
    match asked.topic {
        Topic::Place => say::place(register, &task),
        Topic::Holder => say::holder(register, &task),
        Topic::Worker => say::worker(register, &worker),
        Topic::Parked => say::parked(register),
        Topic::Ready => say::ready(register),
        Topic::Alive => say::alive(register),
        Topic::Polls => say::polls(register, &task),
        Topic::Wakes => say::wakes(register, &task),
    }
}

/// A choice in words.
fn told(words: &Words<'_>, asked: &Asked, choice: Choice) -> String {
    let register = words.register();
    let teller = Teller::new(&words.app.shown().model, register);
    match choice {
        Choice::Place(place) => place_of(words, asked, place),
        Choice::Worker(Some(worker)) => teller.chef(Some(worker)),
        Choice::Worker(None) => say::no_chef(register),
        Choice::Doing(WorkerDoes::Polls(task)) => say::has_in_hand(register, &teller.card(task)),
        Choice::Doing(WorkerDoes::Parked) => say::is_parked(register),
        Choice::Doing(WorkerDoes::Awake) => say::is_awake(register),
        Choice::Count(number) => count(number),
    }
}

/// Where a card is, with the chef it belongs to.
fn place_of(words: &Words<'_>, asked: &Asked, place: Place) -> String {
    let (shown, register) = (words.app.shown(), words.register());
    let task = asked.task.and_then(|task| shown.model.task(task));
    let handle = task.map_or(HandleState::Held, |task| task.handle);
    let long = matches!(place, Place::Polling(_)) && is_stalled(words.app, asked);
    let row = places::row(place, handle, long);
    let word = match register {
        Register::Analogy => row.word,
        Register::Tokio => row.tokio,
    };
    let chef = |worker| Teller::new(&shown.model, register).chef(Some(worker));
    match (place.worker(), place) {
        (Some(worker), Place::Polling(_)) => say::place_with(register, word, &chef(worker)),
        (Some(worker), _) => say::place_of(register, word, &chef(worker)),
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
