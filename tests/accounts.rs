//! What is told of one run in several places is the same number: the story, line by line, and
//! the report after it; the parts of the report among each other.

#[path = "support/child.rs"]
mod child;

use serde_json::Value;
use std::process::Command;
use tokio_kitchen::scenario;

/// One run: its story, and its report.
struct Told {
    story: Vec<String>,
    report: Value,
}

fn told(scenario: &str, tempo: &str) -> Told {
    let words = [
        "run", scenario, "--tempo", tempo, "--plain", "--report", "json",
    ];
    let output = child::output(Command::new(env!("CARGO_BIN_EXE_tokio-kitchen")).args(words));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    // The report is an object over many lines; no line of the story begins like it.
    let (story, report) = text.split_once("\n{\n").expect("a story and a report");
    Told {
        story: story.lines().map(str::to_owned).collect(),
        report: serde_json::from_str(&format!("{{\n{report}")).expect("one JSON object"),
    }
}

/// As [`told`], of a scenario given as text, in its own time.
fn told_of(text: &str) -> Told {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("test.toml");
    std::fs::write(&path, text).expect("the file can be written");
    told(path.to_str().expect("a path in UTF-8"), "1")
}

impl Told {
    fn lines(&self, with: &str) -> Vec<&str> {
        let lines = self.story.iter().map(String::as_str);
        lines.filter(|line| line.contains(with)).collect()
    }

    fn number(&self, path: &str) -> u64 {
        let value = self.report.pointer(path).and_then(Value::as_u64);
        value.unwrap_or_else(|| panic!("no number at {path}: {:#}", self.report))
    }

    /// The sum over all recipes.
    fn of_recipes(&self, path: &str) -> u64 {
        let recipes = self.report["recipes"].as_object().expect("an object");
        let numbers = recipes
            .values()
            .filter_map(|recipe| recipe.pointer(path)?.as_u64());
        numbers.sum()
    }

    /// The raids of the story, each with the cards it took.
    fn raids(&self) -> Vec<u64> {
        let raids = self.lines("s rail (~ a steal)");
        raids.iter().map(|line| cards(line)).collect()
    }
}

/// How many cards a line of the story says were taken.
fn cards(line: &str) -> u64 {
    let (_, taken) = line.split_once(" took ").expect("a raid");
    let (taken, _) = taken.split_once(" from Chef").expect("a raid");
    match taken.split_once(" cards, ") {
        Some((number, _)) => number.replace(',', "").parse().expect("a number"),
        None => taken.matches('#').count() as u64,
    }
}

fn adds_up(told: &Told) {
    let report = &told.report;
    assert_eq!(report["check"]["holds"], true, "{report:#}");
    for count in ["spawned", "completed", "panicked", "cancelled", "alive"] {
        let all = told.number(&format!("/tasks/{count}"));
        assert_eq!(
            told.of_recipes(&format!("/{count}")),
            all,
            "{count}: {report:#}"
        );
    }
    for count in ["submitted", "completed", "panicked", "cancelled"] {
        let all = told.number(&format!("/blocking/{count}"));
        let each = told.of_recipes(&format!("/blocking/{count}"));
        assert_eq!(each, all, "jobs {count}: {report:#}");
    }
    assert_eq!(told.of_recipes("/unclaimed"), told.number("/unclaimed"));
    let workers = report["workers"].as_array().expect("a list").iter();
    let by_worker: u64 = workers.filter_map(|worker| worker["polls"].as_u64()).sum();
    // Lanes are polled by threads that are no workers.
    let recipes = report["recipes"].as_object().expect("a table").values();
    let lanes = recipes.filter(|recipe| recipe["lanes"] != 0);
    let in_lanes: u64 = lanes.filter_map(|recipe| recipe["polls"].as_u64()).sum();
    assert_eq!(by_worker + in_lanes, told.number("/polls"), "{report:#}");
    assert_eq!(
        told.of_recipes("/polls"),
        told.number("/polls"),
        "{report:#}"
    );
}

/// What a reader that kept up has told.
fn story_agrees(told: &Told) {
    let raids = told.raids();
    assert_eq!(raids.len() as u64, told.number("/raids/named_operations"));
    assert_eq!(raids.iter().sum::<u64>(), told.number("/raids/named_tasks"));
    let workers = told.report["workers"].as_array().expect("a list");
    let stalls = workers
        .iter()
        .map(|worker| worker["stalls"].as_array().expect("a list").len());
    let over = told.lines("'s stall is over: one poll of").len();
    assert!(over <= stalls.sum::<usize>(), "{:#}", told.report);
    let ends = |task: &str, job: &str| (told.lines(task).len() + told.lines(job).len()) as u64;
    assert_eq!(
        ends(" is burnt: it panicked", " is burnt in the bakery"),
        told.number("/tasks/panicked") + told.number("/blocking/panicked")
    );
    assert_eq!(
        ends(" is binned at line", " is binned ("),
        told.number("/tasks/cancelled")
    );
    assert_eq!(
        ends(" is served: ", " is done, but unclaimed"),
        // Each of these ends well, too.
        told.number("/tasks/completed") + told.of_recipes("/lanes")
    );
    assert_eq!(told.lines("A baker begins").len() as u64, {
        told.number("/blocking/submitted") - told.number("/blocking/cancelled")
    });
}

#[test]
fn every_scenario_is_told_the_same_in_story_and_report() {
    for name in scenario::names() {
        let told = told(name, "10");
        adds_up(&told);
        // In a flood facts are skipped and counted.
        let kept_up = told.number("/events/coalesced") == 0;
        if kept_up && told.number("/tasks/spawned") < 200 {
            story_agrees(&told);
        }
    }
}

#[test]
fn a_job_is_no_poll() {
    let told = told_of("[[order]]\nrecipe = \"bakery\"\nparams = { for = \"400ms\" }\n");
    adds_up(&told);
    let bakery = &told.report["recipes"]["bakery"];
    let ms = |path: &str| {
        bakery
            .pointer(path)
            .and_then(Value::as_f64)
            .expect("a time")
    };
    assert!(ms("/jobs/ran/max") >= 400.0, "{bakery:#}");
    // Two polls: until it awaits the job, and after it.
    assert_eq!(bakery["polls"], 2);
    assert!(ms("/busy/max") < ms("/jobs/ran/max"), "{bakery:#}");
    let begun = told.lines("A baker begins");
    assert!(
        begun[0].contains("#02 bakery, handed in by #01 bakery"),
        "{begun:?}"
    );
}

/// 40 children and a parent that blocks: 39 lie in its worker's queue, the last in the LIFO slot.
#[test]
fn raids_are_counted_as_tokio_counts_them() {
    let told = told_of(
        "workers = 2\n[[order]]\nrecipe = \"block\"\n\
         params = { children = 40, for = \"500ms\" }\n",
    );
    adds_up(&told);
    let raids = told.raids();
    assert_eq!(raids.iter().sum::<u64>(), told.number("/raids/named_tasks"));
    assert_eq!(raids.len() as u64, told.number("/raids/named_operations"));
    if told.report["raids"]["measured"] == true {
        assert!(told.number("/raids/operations") <= told.number("/raids/tasks"));
    } else {
        assert_eq!(told.number("/raids/operations"), raids.len() as u64);
        assert_eq!(told.number("/raids/tasks"), raids.iter().sum::<u64>());
    }
    for line in told.lines("half of it") {
        let (_, half) = line.split_once("here ").expect("how many");
        let (taken, lay) = half.split_once(" of ").expect("of how many");
        let (lay, _) = lay.split_once(' ').expect("of how many");
        let [taken, lay] = [taken, lay].map(|number| number.parse::<u64>().expect("a number"));
        assert_eq!((taken, cards(line)), (lay.div_ceil(2), taken), "{line}");
        assert!(lay > 1, "{line}");
    }
}

/// Jobs that end together wake their tasks through the injection queue, which workers take from
/// in batches: that is no raid. What was stolen from such a batch cannot be named.
#[test]
fn a_batch_from_the_injection_queue_is_no_raid() {
    let told = told_of(
        "workers = 2\n[[order]]\nrecipe = \"bakery\"\ncount = 300\n\
         params = { for = \"200ms\" }\n",
    );
    adds_up(&told);
    assert_eq!(
        told.raids().len() as u64,
        told.number("/raids/named_operations")
    );
    if told.report["raids"]["measured"] == false {
        assert_eq!(told.number("/raids/operations"), told.raids().len() as u64);
    }
}

/// More jobs than the pool has threads for: the rest waits until the first ones are done.
#[test]
fn jobs_behind_a_full_pool_are_told_with_the_reason() {
    let told = told_of(
        "workers = 2\n[[order]]\nrecipe = \"bakery\"\ncount = 600\n\
         params = { for = \"4s\" }\n",
    );
    adds_up(&told);
    let waits = told.lines("for a baker (blocking pool)");
    let reason = "All 512 bakers that the pool may have";
    let over = waits.iter().find(|line| line.contains("waited for"));
    let over = over.expect("it is told when it is over");
    // Where the machine needs most of that time to start the threads, they are not the reason;
    // tests of the model say which it is.
    let slow = "not every thread that the pool may have was seen busy";
    assert!(over.contains(reason) || over.contains(slow), "{over}");
    assert!(told.number("/pool/long_waits") >= 88, "{:#}", told.report);
    assert_eq!(told.number("/pool/most_running"), 512);
    let longest = told.report["pool"]["longest_wait_ms"]
        .as_f64()
        .expect("a time");
    let queued = told.report.pointer("/recipes/bakery/jobs/queued/max");
    assert_eq!(queued.and_then(Value::as_f64), Some(longest));
}

#[test]
fn a_ticket_gives_what_became_of_its_card() {
    let told = told_of(
        "[[order]]\nrecipe = \"panic\"\nparams = { after = \"10ms\" }\n\
         [[order]]\nrecipe = \"bakery\"\nparams = { for = \"600ms\" }\n\
         [[act]]\nat = \"200ms\"\ndo = \"abort\"\norder = 2\n",
    );
    adds_up(&told);
    let burnt = told.lines("is burnt: it panicked at panic.rs:");
    assert!(
        burnt[0].contains("\"the sauce burnt: a panic on purpose\""),
        "{burnt:?}"
    );
    // The job ran on, and the card that waited for it is gone.
    let ran_on = told.number("/blocking/completed");
    assert_eq!(told.number("/unclaimed"), ran_on);
    assert_eq!(told.lines("but it is unclaimed").len() as u64, ran_on);
}
