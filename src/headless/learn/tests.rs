//! The wrong run of each lesson: what it asks for is not reached by it.
//!
//! Of each run of each lesson: what comes without the learner and nothing else, the order of a
//! recipe that the lesson has not, and the orders of another run in place of its own: the fix in
//! place of the mistake, the mistake in place of the fix. All by the events of real runs; who adds
//! a lesson adds nothing here.

use super::play;
use super::report::Round;
use crate::config::{Learn, LearnReport, Runtime};
use crate::lesson::{Lesson, Run, read_all};
use crate::opening::here;
use crate::scenario::Scenario;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// So many lessons are played at a time: most of their time they wait, but each reads the tables
/// of this program, which are some hundred megabytes.
const AT_A_TIME: usize = 8;

/// The mistake may reach what these runs ask for: the scheduler decides which line comes first, or
/// another worker is still awake on a busy machine and takes the driver. Lesson, and index of the
/// run.
const EITHER_WAY: [(&str, usize); 2] = [("hand-in", 1), ("bells", 2)];

/// Recipes that end soon, block nothing and print little.
const OTHERS: [&str; 4] = ["race", "pots", "patience", "gong"];

/// A run as it should not be done.
struct Wrong {
    what: String,
    lesson: Lesson,
}

/// Every way to do a run of this lesson wrong.
fn all_wrong(lesson: &Lesson) -> Vec<Wrong> {
    let mut all = Vec::new();
    for (index, run) in lesson.runs.iter().enumerate() {
        if !is_here(run) {
            continue;
        }
        let mut wrong = |what: &str, script: Scenario| {
            let what = format!("{}: run {}: {what}", lesson.name, index + 1);
            let lesson = only(lesson, run, script);
            all.push(Wrong { what, lesson });
        };
        wrong("nothing", run.script(false));
        wrong("another recipe", another(lesson, run));
        let (other, what) = match index {
            0 => (1, "the fix"),
            _ => (0, "the mistake"),
        };
        let other = lesson.runs.get(other).filter(|other| is_here(other));
        if let Some(other) = other.filter(|_| !EITHER_WAY.contains(&(&lesson.name, index))) {
            wrong(what, other.script(true));
        }
    }
    all
}

fn is_here(run: &Run) -> bool {
    run.needs.lacks(here()).is_none()
}

/// What comes without the learner, and an order that is of no use.
fn another(lesson: &Lesson, run: &Run) -> Scenario {
    let orders = || lesson.runs.iter().flat_map(|run| &run.scenario.orders);
    let unused = |name: &&&str| orders().all(|planned| planned.order.recipe != **name);
    let name = OTHERS.iter().find(unused).expect("an unused recipe");
    let text = format!("[[order]]\nat = \"300ms\"\nrecipe = \"{name}\"\n");
    let other = Scenario::parse("another", &text).expect("a scenario");
    let mut script = run.script(false);
    script.orders.extend(other.orders);
    script
}

/// A lesson of this one run, with this script.
fn only(lesson: &Lesson, run: &Run, script: Scenario) -> Lesson {
    let mut run = run.clone();
    run.scenario = script;
    Lesson {
        runs: vec![run],
        compare: Vec::new(),
        pool: Vec::new(),
        ..lesson.clone()
    }
}

fn play(wrong: &Wrong) -> Option<String> {
    let config = Learn {
        runtime: Runtime {
            workers: Some(4),
            ..Runtime::default()
        },
        repeat: 1,
        report: LearnReport::Text,
    };
    let Wrong { what, lesson } = wrong;
    let never = AtomicBool::new(false);
    match play::round(&Arc::new(lesson.clone()), &config, here(), 0, &never) {
        Ok(Some(round)) if !reached(&round) => None,
        Ok(_) => Some(format!("{what}: reached")),
        Err(error) => Some(format!("{what}: {error}")),
    }
}

/// So often is a wrong run played, alone, before it counts as one that reaches the goal: what time
/// decides may come late once on a busy machine; what a run proves by its events comes each time.
const AGAIN: usize = 4;

/// What failed each time of several.
fn each_time(wrong: Wrong) -> Option<String> {
    (0..AGAIN).try_fold(String::new(), |_, _| play(&wrong))
}

fn reached(round: &Round) -> bool {
    let round = serde_json::to_value(round).expect("a round is plain data");
    round["runs"][0]["state"] == "reached"
}

#[test]
fn no_lesson_is_passed_by_the_wrong_run() {
    let lessons = read_all().expect("the lessons have no mistake");
    let mut all: Vec<Wrong> = lessons.iter().flat_map(all_wrong).collect();
    assert!(all.len() > 2 * lessons.len());
    let all = Mutex::new(all.drain(..));
    let next = || all.lock().expect("not poisoned").next();
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(wrong) = next() {
                    if play(&wrong).is_some() {
                        failed.lock().expect("not poisoned").push(wrong);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("not poisoned");
    let failed: Vec<String> = failed.into_iter().filter_map(each_time).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// It waits for long enough to be in every figure, and is binned.
#[test]
fn a_card_that_is_binned_is_not_served() {
    let lesson = crate::lesson::load("brigade").expect("it is there");
    for run in &lesson.runs {
        let close = "[[order]]\nrecipe = \"simmer\"\nparams = { for = \"60s\" }\n\
                     [[act]]\nat = \"4s\"\ndo = \"lights-out\"\n";
        let close = Scenario::parse("close", close).expect("a scenario");
        let mut script = run.script(false);
        script.orders.extend(close.orders);
        script.acts.extend(close.acts);
        let lesson = only(&lesson, run, script);
        let what = "binned".to_owned();
        assert_eq!(each_time(Wrong { what, lesson }), None);
    }
}
