//! The questions at the end of a lesson: about the moment on screen, in words.

use super::words::Words;
use super::{Block, Mark};
use crate::app::App;
use crate::events::WorkerId;
use crate::kitchen::analogy::places;
use crate::kitchen::tone::Tone;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::card;
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
        let because = quiz.current().map(|at| &words.course.lesson().pool[at].because);
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
    let task = || match asked.task {
        Some(task) => card(&words.app.shown().model, task),
        None => words.either("the card", "the task").to_owned(),
    };
    let worker = |worker: Option<WorkerId>| match worker {
        Some(worker) => words.either(format!("Chef {worker}"), format!("worker {worker}")),
        None => words.either("the chef", "the worker").to_owned(),
    };
    let of_now = match asked.topic {
        Topic::Place => format!("Where is {}", task()),
        Topic::Holder => match words.in_tokios() {
            true => format!("Which worker polls {}", task()),
            false => format!("Which chef has {} in hand", task()),
        },
        Topic::Worker => format!("What does {} do", worker(asked.worker)),
        Topic::Parked => words
            .either("How many chefs are parked", "How many workers are parked")
            .to_owned(),
        Topic::Ready => words
            .either(
                "How many cards are ready and wait for a chef",
                "How many tasks are ready and wait for a worker",
            )
            .to_owned(),
        Topic::Alive => words
            .either(
                "How many cards are not over yet",
                "How many tasks have not ended",
            )
            .to_owned(),
        Topic::Waker => match words.in_tokios() {
            true => format!("Who woke {} last", task()),
            false => format!("Who rang for {} last", task()),
        },
    };
    format!("Look at the moment on screen. {of_now}?")
}

/// A choice in words.
fn told(words: &Words<'_>, asked: &Asked, choice: Choice) -> String {
    match choice {
        Choice::Place(place) => place_of(words, asked, place),
        Choice::Worker(Some(worker)) => {
            words.either(format!("Chef {worker}"), format!("worker {worker}"))
        }
        Choice::Worker(None) => words.either("no chef", "no worker").to_owned(),
        Choice::Doing(WorkerDoes::Polls(task)) => {
            let task = card(&words.app.shown().model, task);
            words.either(format!("has {task} in hand"), format!("polls {task}"))
        }
        Choice::Doing(WorkerDoes::Parked) => "is parked".to_owned(),
        Choice::Doing(WorkerDoes::Awake) => words
            .either("is awake, between two cards", "is awake, between two polls")
            .to_owned(),
        Choice::Count(number) => number.to_string(),
        Choice::Waker(by) => {
            let model = &words.app.shown().model;
            let name = |task| card(model, task);
            let Some(task) = asked.task else {
                return String::new();
            };
            let wake = Wake {
                task,
                by,
                on: None,
                name: &name,
            };
            wake.by_whom()
        }
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
    match (place.worker(), place) {
        (Some(worker), Place::Polling(_)) => {
            words.either(format!("{word}, Chef {worker}"), format!("{word}, worker {worker}"))
        }
        (Some(worker), _) => {
            words.either(format!("{word} of Chef {worker}"), format!("{word} of worker {worker}"))
        }
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
