//! What held of a lesson, for people and for programs.

use crate::claim::{State, Verdict};
use crate::lesson::{Course, Held, Here, Lacks, Lesson, Piece, Proof, Run, Seen, Text};
use serde::Serialize;

/// Where others had more of the processors than this share, a goal that was not reached says so.
const BUSY: f64 = 0.2;

/// How a run came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Came {
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
    state: Came,
    /// Why it is not here, or not now, or was cut.
    why: Option<String>,
    /// The share of the processors that others had meanwhile, from 0 to 1.
    others: Option<f64>,
    goals: Vec<Told>,
}

/// A claim and what was said of it.
#[derive(Clone, Debug, Serialize)]
struct Told {
    text: String,
    claim: String,
    state: &'static str,
    figures: String,
    address: Option<String>,
}

impl Told {
    fn of(text: &Text, claim: String, verdict: &Verdict) -> Self {
        Self {
            text: plain(text),
            claim,
            state: verdict.state.name(),
            figures: verdict.figures.clone(),
            address: verdict.moment.map(|moment| moment.address().to_string()),
        }
    }
}

impl RunCheck {
    pub(super) fn not_here(lacks: Lacks) -> Self {
        Self {
            name: String::new(),
            state: Came::NotHere,
            why: Some(match lacks {
                Lacks::Unstable => "this build is without tokio_unstable".into(),
                Lacks::Cores { needed, there } => {
                    format!("it takes {needed} processors, and here are {there}")
                }
            }),
            others: None,
            goals: Vec::new(),
        }
    }

    /// `cut`: it was not over, however its goals stood then.
    pub(super) fn of(run: &Run, seen: &Seen, others: Option<f64>, cut: bool) -> Self {
        let goals = run.goals.iter().zip(seen.goals());
        let (state, why) = match (seen.reached() && !cut, busy(others)) {
            (true, _) => (Came::Reached, None),
            (false, Some(why)) => (Came::NotNow, Some(why)),
            (false, None) if cut => (Came::Missed, Some("it was not over, and cut".into())),
            (false, None) => (Came::Missed, None),
        };
        Self {
            name: plain(&run.name),
            state,
            why,
            others,
            goals: goals
                .map(|(goal, verdict)| Told::of(&goal.text, goal.claim.to_string(), verdict))
                .collect(),
        }
    }

    /// Whether the lesson goes on after it.
    pub(super) fn is_passed(&self) -> bool {
        matches!(self.state, Came::Reached | Came::NotHere)
    }
}

/// That others had much of the processors, if they had.
fn busy(others: Option<f64>) -> Option<String> {
    let share = others.filter(|share| *share >= BUSY)?;
    Some(format!("others had {:.0} % of the processors", share * 100.0))
}

/// One row of the comparison.
#[derive(Clone, Debug, Serialize)]
struct Row {
    label: String,
    measure: String,
    values: [Option<String>; 2],
    held: &'static str,
}

/// How one playing of a lesson came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Stands {
    /// All of it that can be here held.
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
    state: Stands,
    /// What did not hold, one line each.
    wrong: Vec<String>,
    runs: Vec<RunCheck>,
    /// The answers of the prediction, and which of them is right.
    answers: Vec<Told>,
    right: Option<usize>,
    /// In which orders lines came, and how often.
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
            state: Stands::Held,
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

    fn judged(mut self) -> Self {
        self.wrong = self.find_wrong();
        let busy = self.runs.iter().find_map(|run| busy(run.others));
        self.state = match (self.wrong.is_empty(), busy) {
            (true, _) => Stands::Held,
            (false, None) => Stands::Broken,
            (false, Some(_)) => Stands::NotNow,
        };
        self
    }

    /// Whether a run is not to be judged: it is not here, or not now.
    fn excused(&self) -> bool {
        let excused = |run: &RunCheck| matches!(run.state, Came::NotNow | Came::NotHere);
        self.runs.iter().any(excused)
    }

    fn not_now(&self) -> bool {
        self.state == Stands::NotNow
    }

    /// What did not hold, one line each.
    fn find_wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (index, run) in self.runs.iter().enumerate() {
            if let Came::Missed | Came::NotNow = run.state {
                if let Some(why) = &run.why {
                    wrong.push(format!("run {}: {why}", index + 1));
                }
                for goal in run.goals.iter().filter(|goal| goal.state != "holds") {
                    let Told {
                        claim,
                        state,
                        figures,
                        ..
                    } = goal;
                    wrong.push(format!("run {}: {claim}: {state}: {figures}", index + 1));
                }
            }
        }
        if !wrong.is_empty() {
            return wrong;
        }
        let first_is_here = self
            .runs
            .first()
            .is_some_and(|run| run.state == Came::Reached);
        // Which order of lines is the most frequent one is the scheduler's choice.
        let by_claims = self.orders.is_empty();
        let holds = |answer: &&Told| answer.state == State::Holds.name();
        let right = self.answers.iter().filter(holds).count();
        if first_is_here && by_claims && right != 1 {
            for Told {
                claim,
                state,
                figures,
                ..
            } in &self.answers
            {
                wrong.push(format!("not one right answer: {claim}: {state}: {figures}"));
            }
        }
        for row in self.compared.iter().filter(|row| row.held == "no") {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
            let [first, second] = [value(&row.values[0]), value(&row.values[1])];
            wrong.push(format!("compared: {}: {first} and {second}", row.measure));
        }
        let Questions { askable: can, all } = self.questions;
        if can < all && !self.excused() {
            wrong.push(format!("questions: {can} of {all} can be asked"));
        }
        wrong
    }

    fn holds(&self) -> bool {
        self.state != Stands::Broken
    }
}

fn answers(lesson: &Lesson, first: Option<&Seen>, course: &Course) -> Vec<Told> {
    let Some(first) = first else {
        return Vec::new();
    };
    let answers = lesson.predict.answers.iter().enumerate();
    let told = answers.filter_map(|(index, answer)| match &answer.proof {
        Proof::Claim(claim) => Some(Told::of(
            &answer.text,
            claim.to_string(),
            first.verdict(claim)?,
        )),
        Proof::Order(order) => Some(Told {
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

fn orders(lesson: &Lesson, first: Option<&Seen>) -> Vec<Ordered> {
    let lines = &lesson.runs[0].lines;
    let orders = first.map(Seen::orders).unwrap_or_default().iter();
    let told = orders.map(|order| {
        let lines = order.order.iter().map(|index| lines[*index].clone());
        Ordered {
            lines: lines.collect(),
            times: order.rounds,
        }
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

    pub(super) fn holds(&self) -> bool {
        self.rounds.iter().all(Round::holds)
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let all = self.rounds.len();
        let held = self
            .rounds
            .iter()
            .filter(|round| round.state == Stands::Held)
            .count();
        let not_now = self.rounds.iter().filter(|round| round.not_now()).count();
        let mut text = format!("{}: {}: held {held} of {all}", self.lesson, self.title);
        if not_now > 0 {
            text += &format!("; not on this machine now {not_now}");
        }
        text.push('\n');
        for (number, round) in self.rounds.iter().enumerate() {
            for line in &round.wrong {
                text += &format!("  round {}: {line}\n", number + 1);
            }
        }
        if let Some(last) = self.rounds.last() {
            text += &last.figures();
        }
        text
    }
}

impl Round {
    fn figures(&self) -> String {
        let mut text = String::new();
        for (index, run) in self.runs.iter().enumerate() {
            if let Some(why) = &run.why {
                text += &format!("  run {}: not here or not now: {why}\n", index + 1);
            }
            for goal in &run.goals {
                let Told {
                    claim,
                    state,
                    figures,
                    ..
                } = goal;
                text += &format!("  run {}: {state}: {claim}: {figures}\n", index + 1);
            }
        }
        for (index, answer) in self.answers.iter().enumerate() {
            let mark = if self.right == Some(index) {
                "right"
            } else {
                "wrong"
            };
            let Told { claim, figures, .. } = answer;
            text += &format!("  answer {}: {mark}: {claim}: {figures}\n", index + 1);
        }
        for Ordered { lines, times } in &self.orders {
            text += &format!("  order, {times} times: {}\n", lines.join(" | "));
        }
        for row in &self.compared {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
            let [first, second] = [value(&row.values[0]), value(&row.values[1])];
            let Row { measure, held, .. } = row;
            text += &format!("  compared: {measure}: {first} and {second}: held {held}\n");
        }
        text
    }
}

/// One line about all of them.
pub(super) fn sum(checks: &[Check]) -> String {
    let held = checks.iter().filter(|check| check.holds()).count();
    format!("{held} of {} lessons hold\n", checks.len())
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
