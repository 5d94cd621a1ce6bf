//! What each step of a lesson shows, and what it waits for.

use super::question::{self, verdict};
use super::words::Words;
use super::{Awaited, Block, Mark, compared, run};
use crate::app::{Action, App, Register};
use crate::kitchen::sentences::lesson as say;
use crate::kitchen::text::Text;
use crate::kitchen::tone::Tone;
use crate::lesson::{Course, Guessed, Step};

/// What a step shows, and what it waits for.
pub(super) struct Parts {
    pub(super) blocks: Vec<Block>,
    pub(super) next: Vec<Awaited>,
}

/// A step in a word or two.
pub(super) fn name(course: &Course, register: Register) -> String {
    let runs = course.lesson().runs.len();
    match course.step() {
        Step::Situation => say::situation(register),
        Step::Predict => say::predict(register),
        Step::Run(index) | Step::Ran(index) => say::run(register, index + 1, runs),
        Step::Decided => say::your_guess(register),
        Step::Why => say::why(register),
        Step::Code(_) => say::code(register),
        Step::Compare => say::side_by_side(register),
        Step::Quiz(index) => say::question(register, index + 1),
        Step::Done => say::done(register),
    }
}

/// What the present step shows.
pub(super) fn parts(app: &App, words: &Words<'_>) -> Parts {
    let (course, register) = (words.course, words.register());
    let lesson = course.lesson();
    let read = |text: &crate::lesson::Text| vec![Block::Words(words.text(text), Tone::Plain)];
    let on = || vec![go_on(say::goes_on(register))];
    let (blocks, next) = match course.step() {
        Step::Situation => {
            let title = Block::Words(words.text(&lesson.title), Tone::Cooking);
            let mut blocks = vec![title, Block::Gap];
            blocks.extend(read(&lesson.situation));
            (blocks, on())
        }
        Step::Predict => (predict(words), answers(register)),
        Step::Run(index) => (
            run::blocks(words, index, &lesson.runs[index]),
            run::next(words, index),
        ),
        Step::Decided => (decided(app, words), vec![go_on(say::tells_why(register))]),
        Step::Why => (read(&lesson.why), on()),
        Step::Code(index) => (read(&lesson.code[index].title), code_next(register)),
        Step::Ran(index) => (ran(words, index), on()),
        Step::Compare => (compared::blocks(words), on()),
        Step::Quiz(_) => {
            let next = match course.quiz().is_answered() {
                true => on(),
                false => answers(register),
            };
            (question::blocks(words), next)
        }
        Step::Done => (done(words), vec![go_on(say::opens_list(register))]),
    };
    Parts { blocks, next }
}

fn go_on(does: String) -> Awaited {
    Awaited {
        action: Some(Action::GoOn),
        does: does.into(),
    }
}

fn answers(register: Register) -> Vec<Awaited> {
    let letter = |place| Text::default().key(Action::Answer(place));
    vec![Awaited {
        action: None,
        does: letter(0)
            .words(", ")
            .key(Action::Answer(1))
            .words(say::or(register))
            .key(Action::Answer(2))
            .words(say::answers(register)),
    }]
}

fn code_next(register: Register) -> Vec<Awaited> {
    let copy = Awaited {
        action: Some(Action::Copy),
        does: say::copies_code(register).into(),
    };
    vec![go_on(say::goes_on(register)), copy]
}

fn predict(words: &Words<'_>) -> Vec<Block> {
    let predict = &words.course.lesson().predict;
    let mut blocks = vec![
        Block::Words(words.text(&predict.question), Tone::Plain),
        Block::Gap,
    ];
    for (place, answer) in words.course.offered().into_iter().enumerate() {
        blocks.push(Block::Answer {
            place,
            text: words.text(&predict.answers[answer].text),
            mark: Mark::Open,
        });
    }
    blocks
}

/// How the guess came out, and the moment that says so.
fn decided(app: &App, words: &Words<'_>) -> Vec<Block> {
    let (course, register) = (words.course, words.register());
    if let Some(lacks) = course.lacks(0) {
        let why = say::nothing_decided(register, &words.lacks(lacks));
        return vec![Block::Words(why.into(), Tone::Ready)];
    }
    let mut blocks = guessed(words);
    let answers = &course.lesson().predict.answers;
    let told = course
        .guess()
        .filter(|guess| course.moment_of(*guess).is_some());
    // A guess about which the run does not tell has no reason.
    let decided = course
        .guess()
        .filter(|_| course.guessed() != Guessed::Unknown);
    if let Some(answer) = told.or(course.right()).or(decided) {
        let because = words.text(&answers[answer].because);
        blocks.push(Block::Words(because, Tone::Plain));
    }
    blocks.extend(compared::ordered(words, 0));
    let moment = course.deciding();
    if moment.is_some_and(|moment| !app.remembers(&moment)) {
        let gone = say::moment_gone(register).into();
        blocks.push(Block::Words(gone, Tone::Dim));
    }
    blocks
}

/// The answer that was chosen, and what became of it.
fn guessed(words: &Words<'_>) -> Vec<Block> {
    let (course, register) = (words.course, words.register());
    let offered = course.offered();
    let place = |answer| offered.iter().position(|one| *one == answer);
    let guess = course.guess();
    let Some((guess, place)) = guess.and_then(|guess| Some((guess, place(guess)?))) else {
        return Vec::new();
    };
    let (mark, (said, tone)) = match course.guessed() {
        Guessed::Right => (Mark::Right, verdict(true, register)),
        Guessed::Wrong => (Mark::Wrong, verdict(false, register)),
        Guessed::Unknown => (Mark::Open, (say::not_told(register), Tone::Ready)),
    };
    let text = words.text(&course.lesson().predict.answers[guess].text);
    vec![
        Block::Answer { place, text, mark },
        Block::Words(said.into(), tone),
    ]
}

/// The run is over, and reached what it should.
fn ran(words: &Words<'_>, index: usize) -> Vec<Block> {
    let (course, register) = (words.course, words.register());
    if let Some(lacks) = course.lacks(index) {
        return vec![Block::Words(words.lacks(lacks).into(), Tone::Ready)];
    }
    let reached = say::run_reached(register).into();
    let mut blocks = vec![Block::Words(reached, Tone::Served), Block::Gap];
    let goals = &course.lesson().runs[index].goals;
    let seen = course.seen()[index].as_ref();
    let verdicts = seen.map(|seen| seen.goals().to_vec()).unwrap_or_default();
    for (goal, verdict) in goals.iter().zip(&verdicts) {
        blocks.push(Block::Goal(run::Goal {
            text: words.text(&goal.text),
            sign: '+',
            word: say::goal_reached(register),
            tone: Tone::Served,
            figures: Some(format!("{} {}", verdict.certainty.mark(), verdict.figures)),
        }));
    }
    blocks.extend(compared::ordered(words, index));
    blocks
}

/// What was done.
fn done(words: &Words<'_>) -> Vec<Block> {
    let (course, register) = (words.course, words.register());
    let line = |text: String, good: bool| {
        let sign = if good { "+ " } else { "- " };
        let tone = if good { Tone::Served } else { Tone::Ready };
        Block::Words((sign.to_owned() + &text).into(), tone)
    };
    let reached = course.outcome().reached;
    let mut runs = 0..course.lesson().runs.len();
    let goals = match (reached, runs.any(|run| course.lacks(run).is_some())) {
        (true, false) => say::all_goals(register),
        (true, true) => say::goals_here(register),
        (false, _) => say::no_goals_here(register),
    };
    let guess = match course.guessed() {
        Guessed::Right => say::guess_right(register),
        Guessed::Wrong => say::guess_wrong(register),
        Guessed::Unknown => say::guess_open(register),
    };
    let answers = match course.quiz().score() {
        (0, _) => line(say::no_question(register), false),
        (all, right) => line(say::questions(register, right, all), right == all),
    };
    vec![
        Block::Words(words.text(&course.lesson().title), Tone::Cooking),
        Block::Gap,
        line(goals, reached),
        line(guess, course.guessed() == Guessed::Right),
        answers,
    ]
}
