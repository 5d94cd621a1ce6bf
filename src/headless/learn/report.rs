//! What held of a lesson, for people and for programs.

mod text;

pub(super) use text::sum;

use crate::claim::{State, Verdict};
use crate::lesson::{Course, Held, Here, Lacks, Lesson, Piece, Proof, Run, Seen, Text};
use serde::Serialize;

/// Where others had more of the processors than this share, a goal that was not reached says so.
const BUSY: f64 = 0.2;

/// How a run came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum RunState {
    /// All goals were reached.
    Reached,
    /// They were not.
    Missed,
    /// They were not, while others had the processors.
    NotNow,
    /// It cannot be run here.
    NotHere,
}

/// One run.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RunCheck {
    name: String,
    state: RunState,
    /// Why it is not here, or not now.
    why: Option<String>,
    goals: Vec<Judged>,
}

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

impl RunCheck {
    pub(super) fn not_here(lacks: Lacks) -> Self {
        Self {
            name: String::new(),
            state: RunState::NotHere,
            why: Some(match lacks {
                Lacks::Unstable => "this build is without tokio_unstable".into(),
                Lacks::Cores { needed, there } => {
                    format!("it takes {needed} processors, and here are {there}")
                }
            }),
            goals: Vec::new(),
        }
    }

    pub(super) fn of(run: &Run, seen: &Seen, others: Option<f64>) -> Self {
        let goals = run.goals.iter().zip(seen.goals());
        let busy = others.filter(|share| *share >= BUSY);
        let (state, why) = match (seen.reached(), busy) {
            (true, _) => (RunState::Reached, None),
            (false, Some(share)) => {
                let why = format!("others had {:.0} % of the processors", share * 100.0);
                (RunState::NotNow, Some(why))
            }
            (false, None) => (RunState::Missed, None),
        };
        Self {
            name: plain(&run.name),
            state,
            why,
            goals: goals
                .map(|(goal, verdict)| Judged::of(&goal.text, goal.claim.to_string(), verdict))
                .collect(),
        }
    }

    /// Whether the lesson goes on after it.
    pub(super) fn is_passed(&self) -> bool {
        matches!(self.state, RunState::Reached | RunState::NotHere)
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

/// One playing of a lesson.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Round {
    runs: Vec<RunCheck>,
    /// The answers of the prediction, and which of them is right.
    answers: Vec<Judged>,
    right: Option<usize>,
    /// In which orders lines came, and how often.
    orders: Vec<(Vec<String>, u64)>,
    compared: Vec<Row>,
    /// How many questions of the pool can be asked.
    questions: (usize, usize),
}

impl Round {
    pub(super) fn new(course: &Course, runs: Vec<RunCheck>, askable: usize) -> Self {
        let lesson = course.lesson();
        let first = course.seen().first().and_then(Option::as_ref);
        let first = first.or(course.missed());
        Self {
            runs,
            answers: answers(lesson, first, course),
            right: course.right(),
            orders: orders(lesson, first),
            compared: compared(lesson, course.seen()),
            questions: (askable, lesson.pool.len()),
        }
    }

    /// Whether a run came out so.
    fn has(&self, state: RunState) -> bool {
        self.runs.iter().any(|run| run.state == state)
    }

    /// What did not hold, one line each.
    fn wrong(&self) -> Vec<String> {
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
        let (can, all) = self.questions;
        if can < all && !self.has(RunState::NotHere) {
            wrong.push(format!("questions: {can} of {all} can be asked"));
        }
        wrong
    }

    fn missed_goals(&self) -> Vec<String> {
        let runs = (1..).zip(&self.runs).filter(|(_, run)| !run.is_passed());
        let goals = runs.flat_map(|(number, run)| {
            let missed = run.goals.iter().filter(|goal| !goal.holds());
            missed.map(move |goal| format!("run {number}: {}", goal.line()))
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
        self.has(RunState::NotNow) || self.wrong().is_empty()
    }
}

fn answers(lesson: &Lesson, first: Option<&Seen>, course: &Course) -> Vec<Judged> {
    let Some(first) = first else {
        return Vec::new();
    };
    let answers = lesson.predict.answers.iter().enumerate();
    let told = answers.filter_map(|(index, answer)| match &answer.proof {
        Proof::Claim(claim) => Some(Judged::of(
            &answer.text,
            claim.to_string(),
            first.verdict(claim)?,
        )),
        Proof::Order(order) => Some(Judged {
            text: plain(&answer.text),
            claim: format!("order {order:?}"),
            state: match course.is_right(index) {
                Some(true) => State::Holds.name(),
                Some(false) => State::Broken.name(),
                None => State::Open.name(),
            },
            figures: String::new(),
            address: course
                .moment_of(index)
                .map(|moment| moment.address().to_string()),
        }),
    });
    told.collect()
}

fn orders(lesson: &Lesson, first: Option<&Seen>) -> Vec<(Vec<String>, u64)> {
    let lines = &lesson.runs[0].lines;
    let orders = first.map(Seen::orders).unwrap_or_default().iter();
    let told = orders.map(|order| {
        let lines = order.order.iter().map(|index| lines[*index].clone());
        (lines.collect(), order.rounds)
    });
    told.collect()
}

fn compared(lesson: &Lesson, seen: &[Option<Seen>]) -> Vec<Row> {
    let rows = lesson.compare.iter().map(|row| {
        let (first, second) = row.values(seen);
        let shown = |value: Option<u64>| value.map(|value| row.of.0.shown(value));
        let measured = [row.of.0.measured(), row.of.1.measured()];
        Row {
            label: plain(&row.label),
            measure: match measured {
                [first, second] if first == second => first.to_owned(),
                [first, second] => format!("{first} | {second}"),
            },
            values: [shown(first), shown(second)],
            held: match row.held(seen) {
                Held::Yes => "yes",
                Held::No => "no",
                Held::Unknown => "unknown",
            },
        }
    });
    rows.collect()
}

/// A text in the words of the field.
fn plain(text: &Text) -> String {
    let pieces = text.tokio.iter().map(|piece| match piece {
        Piece::Words(words) => words.as_str(),
        Piece::Key(_) => "(key)",
        Piece::Figure { .. } => "(figure)",
    });
    pieces.collect()
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

    /// In how many rounds a run came out so.
    fn rounds_with(&self, state: RunState) -> usize {
        self.rounds.iter().filter(|round| round.has(state)).count()
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
