//! What held of a lesson, for people and for programs.

mod run;
#[cfg(test)]
mod tests;
mod text;
mod told;

pub(super) use run::RunCheck;
pub(super) use text::sum;

use crate::claim::{State, Verdict};
use crate::lesson::{Course, Here, Lesson, Text};
use run::{RunState, busy};
use serde::Serialize;
use told::{answers, compared, orders, plain};

/// A claim and what was said of it.
#[derive(Clone, Debug, Serialize)]
struct Judged {
    text: String,
    claim: String,
    state: &'static str,
    figures: String,
    address: Option<String>,
}

impl Judged {
    fn of(text: &Text, claim: String, verdict: &Verdict) -> Self {
        Self {
            text: plain(text),
            claim,
            state: verdict.state.name(),
            figures: verdict.figures.clone(),
            address: verdict.moment.map(|moment| moment.address().to_string()),
        }
    }

    fn holds(&self) -> bool {
        self.state == State::Holds.name()
    }

    /// The claim, what is said of it, and with which figures.
    fn line(&self) -> String {
        let Self {
            claim,
            state,
            figures,
            ..
        } = self;
        format!("{claim}: {state}: {figures}")
    }
}

/// One row of the comparison.
#[derive(Clone, Debug, Serialize)]
struct Row {
    label: String,
    measure: String,
    values: [Option<String>; 2],
    held: &'static str,
}

impl Row {
    /// What was measured in the two runs.
    fn line(&self) -> String {
        let values = self.values.each_ref();
        let [first, second] = values.map(|value| value.as_deref().unwrap_or("none"));
        format!("{}: {first} and {second}", self.measure)
    }
}

/// How a playing came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum RoundState {
    /// All of it held that can be here.
    Held,
    /// Something did not.
    Broken,
    /// Something did not, while others had the processors.
    NotNow,
}

/// In which order lines came, and how often.
#[derive(Clone, Debug, Serialize)]
struct Ordered {
    lines: Vec<String>,
    times: u64,
}

/// How many questions of the pool can be asked.
#[derive(Clone, Copy, Debug, Serialize)]
struct Questions {
    askable: usize,
    all: usize,
}

/// One playing of a lesson.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Round {
    state: RoundState,
    /// What did not hold, one line each.
    wrong: Vec<String>,
    runs: Vec<RunCheck>,
    /// The answers of the prediction, and which of them is right.
    answers: Vec<Judged>,
    right: Option<usize>,
    orders: Vec<Ordered>,
    compared: Vec<Row>,
    questions: Questions,
}

impl Round {
    pub(super) fn new(course: &Course, runs: Vec<RunCheck>, askable: usize) -> Self {
        let lesson = course.lesson();
        let first = course.seen().first().and_then(Option::as_ref);
        let first = first.or(course.missed());
        let round = Self {
            state: RoundState::Held,
            wrong: Vec::new(),
            runs,
            answers: answers(lesson, first, course),
            right: course.right(),
            orders: orders(lesson, first),
            compared: compared(lesson, course.seen()),
            questions: Questions {
                askable,
                all: lesson.pool.len(),
            },
        };
        round.judged()
    }

    /// Where others had the processors in one of its runs, what did not hold is not its fault.
    fn judged(mut self) -> Self {
        self.wrong = self.find_wrong();
        let busy = self.runs.iter().any(|run| busy(run.others).is_some());
        self.state = match (self.wrong.is_empty(), busy) {
            (true, _) => RoundState::Held,
            (false, true) => RoundState::NotNow,
            (false, false) => RoundState::Broken,
        };
        self
    }

    /// Whether a run came out so.
    fn has(&self, state: RunState) -> bool {
        self.runs.iter().any(|run| run.state == state)
    }

    /// What did not hold, one line each.
    fn find_wrong(&self) -> Vec<String> {
        if self.has(RunState::Missed) || self.has(RunState::NotNow) {
            return self.missed_goals();
        }
        let mut wrong = Vec::new();
        if !self.has_one_right_answer() {
            let not_right = |answer: &Judged| format!("not one right answer: {}", answer.line());
            wrong.extend(self.answers.iter().map(not_right));
        }
        for row in self.compared.iter().filter(|row| row.held == "no") {
            wrong.push(format!("compared: {}", row.line()));
        }
        let Questions { askable: can, all } = self.questions;
        if can < all && !self.has(RunState::NotHere) {
            wrong.push(format!("questions: {can} of {all} can be asked"));
        }
        wrong
    }

    fn missed_goals(&self) -> Vec<String> {
        let runs = (1..).zip(&self.runs).filter(|(_, run)| !run.is_passed());
        let goals = runs.flat_map(|(number, run)| {
            let missed = run.goals.iter().filter(|goal| !goal.holds());
            let missed = missed.map(Judged::line);
            let lines = run.why.iter().cloned().chain(missed);
            lines.map(move |line| format!("run {number}: {line}"))
        });
        goals.collect()
    }

    /// Whether one is right and no other, as far as that can be asked for: the first run is to be
    /// here, and which order of lines is the most frequent one is the scheduler's choice.
    fn has_one_right_answer(&self) -> bool {
        let first = self.runs.first();
        let is_here = first.is_some_and(|run| run.state == RunState::Reached);
        let right = self.answers.iter().filter(|answer| answer.holds());
        !is_here || !self.orders.is_empty() || right.count() == 1
    }

    /// Whether nothing of it is wrong, as far as this machine lets it be seen now.
    fn passes(&self) -> bool {
        self.state != RoundState::Broken
    }
}

/// All playings of a lesson.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Check {
    lesson: String,
    title: String,
    rounds: Vec<Round>,
}

impl Check {
    pub(super) fn new(lesson: &Lesson) -> Self {
        Self {
            lesson: lesson.name.clone(),
            title: plain(&lesson.title),
            rounds: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, round: Round) {
        self.rounds.push(round);
    }

    /// Whether nothing of it is wrong, as far as this machine lets it be seen now.
    pub(super) fn passes(&self) -> bool {
        self.rounds.iter().all(Round::passes)
    }

    /// How many rounds came out so.
    fn rounds_that(&self, state: RoundState) -> usize {
        let rounds = self.rounds.iter();
        rounds.filter(|round| round.state == state).count()
    }
}

/// For programs.
pub(super) fn json(checks: &[Check], here: Here) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct All<'a> {
        tokio: String,
        unstable: bool,
        cores: usize,
        lessons: &'a [Check],
    }
    let all = All {
        tokio: crate::probe::tokio_version().to_string(),
        unstable: here.unstable,
        cores: here.cores,
        lessons: checks,
    };
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}
