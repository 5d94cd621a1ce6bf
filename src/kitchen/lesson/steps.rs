//! What each step of a lesson shows, and what it waits for.

use super::question::{self, verdict};
use super::words::Words;
use super::{Awaited, Block, Mark, compared, run};
use crate::app::{Action, App};
use crate::kitchen::text::Text;
use crate::kitchen::tone::Tone;
use crate::lesson::{Course, Guessed, Step};

/// What a step shows, and what it waits for.
pub(super) struct Parts {
    pub(super) blocks: Vec<Block>,
    pub(super) next: Vec<Awaited>,
}

/// A step in a word or two.
pub(super) fn name(course: &Course) -> String {
    let runs = course.lesson().runs.len();
    match course.step() {
        Step::Situation => "situation".into(),
        Step::Predict => "predict".into(),
        Step::Run(index) => format!("run {} of {runs}", index + 1),
        Step::Decided => "your guess".into(),
        Step::Why => "why".into(),
        Step::Code(_) => "code".into(),
        Step::Ran(index) => format!("run {} of {runs}", index + 1),
        Step::Compare => "side by side".into(),
        Step::Quiz(index) => format!("question {}", index + 1),
        Step::Done => "done".into(),
    }
}

/// What the present step shows.
pub(super) fn parts(app: &App, words: &Words<'_>) -> Parts {
    let course = words.course;
    let lesson = course.lesson();
    let read = |text: &crate::lesson::Text| vec![Block::Words(words.text(text), Tone::Plain)];
    let on = |does: &'static str| vec![go_on(does)];
    let (blocks, next) = match course.step() {
        Step::Situation => {
            let title = Block::Words(words.text(&lesson.title), Tone::Cooking);
            let mut blocks = vec![title, Block::Gap];
            blocks.extend(read(&lesson.situation));
            (blocks, on("goes on"))
        }
        Step::Predict => (predict(words), answers()),
        Step::Run(index) => (
            run::blocks(words, index, &lesson.runs[index]),
            run::next(words, index),
        ),
        Step::Decided => (decided(app, words), on("tells why")),
        Step::Why => (read(&lesson.why), on("goes on")),
        Step::Code(index) => (read(&lesson.code[index].title), code_next()),
        Step::Ran(index) => (ran(words, index), on("goes on")),
        Step::Compare => (compared::blocks(words), on("goes on")),
        Step::Quiz(_) => {
            let next = match course.quiz().is_answered() {
                true => on("goes on"),
                false => answers(),
            };
            (question::blocks(words), next)
        }
        Step::Done => (done(words), on("to the list, at the next lesson")),
    };
    Parts { blocks, next }
}

fn go_on(does: &'static str) -> Awaited {
    Awaited {
        action: Some(Action::GoOn),
        does: does.into(),
    }
}

fn answers() -> Vec<Awaited> {
    let letter = |place| Text::default().key(Action::Answer(place));
    vec![Awaited {
        action: None,
        does: letter(0)
            .words(", ")
            .key(Action::Answer(1))
            .words(" or ")
            .key(Action::Answer(2))
            .words(" answers"),
    }]
}

fn code_next() -> Vec<Awaited> {
    let copy = Awaited {
        action: Some(Action::Copy),
        does: "copies the code".into(),
    };
    vec![go_on("goes on"), copy]
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
    let course = words.course;
    if let Some(lacks) = course.lacks(0) {
        let why = Words::lacks(lacks) + " So nothing is decided.";
        return vec![Block::Words(why.into(), Tone::Ready)];
    }
    let answers = &course.lesson().predict.answers;
    let mut blocks = Vec::new();
    let place = |answer| course.offered().into_iter().position(|one| one == answer);
    let right = course.right();
    if let Some((guess, at)) = course
        .guess()
        .and_then(|guess| Some((guess, place(guess)?)))
    {
        let mark = match course.guessed() {
            Guessed::Right => Mark::Right,
            Guessed::Wrong => Mark::Wrong,
            Guessed::Unknown => Mark::Open,
        };
        blocks.push(Block::Answer {
            place: at,
            text: words.text(&answers[guess].text),
            mark,
        });
        let (said, tone) = match course.guessed() {
            Guessed::Right => verdict(true),
            Guessed::Wrong => verdict(false),
            Guessed::Unknown => ("This run does not tell.", Tone::Ready),
        };
        blocks.push(Block::Words(said.into(), tone));
    }
    let told = course
        .guess()
        .filter(|guess| course.moment_of(*guess).is_some());
    // A guess about which the run does not tell has no reason.
    let decided = course.guess().filter(|_| course.guessed() != Guessed::Unknown);
    if let Some(answer) = told.or(right).or(decided) {
        let because = words.text(&answers[answer].because);
        blocks.push(Block::Words(because, Tone::Plain));
    }
    blocks.extend(compared::ordered(words, 0));
    if course.deciding().is_some() && app.is_live() {
        let gone = "The moment itself is no longer in the history.".into();
        blocks.push(Block::Words(gone, Tone::Dim));
    }
    blocks
}

/// The run is over, and reached what it should.
fn ran(words: &Words<'_>, index: usize) -> Vec<Block> {
    let course = words.course;
    let mut blocks = Vec::new();
    if let Some(lacks) = course.lacks(index) {
        blocks.push(Block::Words(Words::lacks(lacks).into(), Tone::Ready));
        return blocks;
    }
    blocks.push(Block::Words("All of it was reached.".into(), Tone::Served));
    blocks.push(Block::Gap);
    let goals = &course.lesson().runs[index].goals;
    let seen = course.seen()[index].as_ref();
    let verdicts = seen.map(|seen| seen.goals().to_vec()).unwrap_or_default();
    for (goal, verdict) in goals.iter().zip(&verdicts) {
        blocks.push(Block::Goal(run::Goal {
            text: words.text(&goal.text),
            sign: '+',
            word: "reached",
            tone: Tone::Served,
            figures: Some(format!("{} {}", verdict.certainty.mark(), verdict.figures)),
        }));
    }
    blocks.extend(compared::ordered(words, index));
    blocks
}

/// What was done.
fn done(words: &Words<'_>) -> Vec<Block> {
    let course = words.course;
    let outcome = course.outcome();
    let line = |text: String, good: bool| {
        let sign = if good { "+ " } else { "- " };
        let tone = if good { Tone::Served } else { Tone::Ready };
        Block::Words((sign.to_owned() + &text).into(), tone)
    };
    let goals = match outcome.reached {
        true => "all goals of its runs were reached",
        false => "not all of its runs can be done here",
    };
    let guess = match course.guessed() {
        Guessed::Right => "your guess was right",
        Guessed::Wrong => "your guess was wrong, and a moment showed it",
        Guessed::Unknown => "nothing was decided about your guess",
    };
    let (answered, right) = course.quiz().score();
    let mut blocks = vec![
        Block::Words(words.text(&course.lesson().title), Tone::Cooking),
        Block::Gap,
        line(goals.into(), outcome.reached),
        line(guess.into(), course.guessed() == Guessed::Right),
    ];
    blocks.push(match answered {
        0 => line("no question could be asked".into(), false),
        _ => line(
            format!("{right} of {answered} questions answered rightly"),
            right == answered,
        ),
    });
    blocks
}
