//! Scenarios on the built binary: what the report says is what the scenario orders.

#[path = "support/child.rs"]
mod child;

use child::Guarded;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::{ChildStdout, Command, Output};

fn kitchen(words: &[&str]) -> Output {
    child::output(Command::new(env!("CARGO_BIN_EXE_tokio-kitchen")).args(words))
}

fn report(words: &[&str]) -> Value {
    let words = [&["run"], words, &["--report", "json"]].concat();
    let output = kitchen(&words);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    serde_json::from_str(&text).expect("one JSON object")
}

/// Plays a scenario given as text.
fn play(text: &str, words: &[&str]) -> Value {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("test.toml");
    std::fs::write(&path, text).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8");
    report(&[&[path], words].concat())
}

/// Spawned, completed, panicked, cancelled, alive.
fn tasks(report: &Value) -> [u64; 5] {
    ["spawned", "completed", "panicked", "cancelled", "alive"]
        .map(|name| report[name].as_u64().expect("a count"))
}

fn assert_holds(report: &Value) {
    assert_eq!(report["check"]["holds"], true, "{report:#}");
    assert_eq!(report["events"]["dropped"], 0, "{report:#}");
}

/// Every stall: recipe and length.
fn stalls(report: &Value) -> Vec<(String, f64)> {
    let workers = report["workers"].as_array().expect("a list");
    workers
        .iter()
        .flat_map(|worker| worker["stalls"].as_array().expect("a list"))
        .map(|stall| {
            let recipe = stall["recipe"].as_str().expect("a name").to_owned();
            (recipe, stall["for_ms"].as_f64().expect("a number"))
        })
        .collect()
}

#[test]
fn everything_has_every_outcome_and_adds_up() {
    let report = report(&["everything", "--tempo", "2"]);
    assert_holds(&report);
    let recipes = &report["recipes"];
    // Root tasks: 3 + 2 + 1 simmer, 2 tasting-menu, 2 brigade, 2 knife, one of each other.
    assert_eq!(tasks(&recipes["simmer"]), [6, 4, 0, 2, 0]);
    assert_eq!(tasks(&recipes["chop"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["delivery"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["tutorial"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["api_server"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["database"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["tasting-menu"]), [2, 2, 0, 0, 0]);
    assert_eq!(tasks(&recipes["brigade"]), [2, 2, 0, 0, 0]);
    assert_eq!(tasks(&recipes["helper"]), [8, 8, 0, 0, 0]);
    assert_eq!(tasks(&recipes["knife"]), [2, 2, 0, 0, 0]);
    assert_eq!(tasks(&recipes["hatch"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["cook"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["trays"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["carry"]), [4, 4, 0, 0, 0]);
    assert_eq!(tasks(&recipes["race"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["torn-ticket"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["orphan"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["panic"]), [1, 0, 1, 0, 0]);
    assert_eq!(tasks(&recipes["block"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["bakery"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["hand-over"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&recipes["sibling"]), [3, 3, 0, 0, 0]);
    for recipe in [
        "patience", "stir", "book", "gong", "pots", "pantry", "board",
    ] {
        assert_eq!(tasks(&recipes[recipe]), [1, 1, 0, 0, 0], "{recipe}");
    }
    assert_eq!(tasks(&recipes["reader"]), [3, 3, 0, 0, 0]);
    assert_eq!(tasks(&recipes["guest"]), [3, 3, 0, 0, 0]);
    assert_eq!(tasks(&recipes["waiter"]), [1, 1, 0, 0, 0]);
    assert_eq!(tasks(&report["tasks"]), [56, 53, 1, 2, 0]);
    assert_eq!(report["check"]["num_alive_tasks"], 0);
    // Of the pool: the bakery's job, and the pantry's thread.
    assert_eq!(report["blocking"]["submitted"], 2);
    assert_eq!(report["blocking"]["completed"], 2);
}

#[test]
fn a_rush_of_a_hundred_thousand_loses_none() {
    let report = report(&["rush", "--tempo", "10"]);
    assert_holds(&report);
    assert_eq!(report["scenario"]["title"], "Rush hour");
    assert_eq!(tasks(&report["tasks"]), [100_000, 100_000, 0, 0, 0]);
    assert_eq!(
        tasks(&report["recipes"]["simmer"]),
        [100_000, 100_000, 0, 0, 0]
    );
}

#[test]
fn a_stall_names_the_recipe_and_is_never_shorter_than_asked() {
    let report = report(&["stall", "--tempo", "2"]);
    assert_holds(&report);
    let blocked: Vec<_> = stalls(&report)
        .into_iter()
        .filter(|(recipe, _)| recipe == "block")
        .collect();
    assert_eq!(blocked.len(), 1, "{report:#}");
    assert!(blocked[0].1 >= 1500.0, "{report:#}");
    assert_eq!(tasks(&report["recipes"]["simmer"]), [64, 64, 0, 0, 0]);
}

#[test]
fn blocking_work_in_the_pool_stalls_nobody() {
    let report = report(&["bakery", "--tempo", "4"]);
    assert_holds(&report);
    assert!(
        stalls(&report).iter().all(|(recipe, _)| recipe != "bakery"),
        "{report:#}"
    );
    assert_eq!(report["blocking"]["completed"], 1);
}

#[test]
fn the_tutorial_speaks_in_order() {
    let output = kitchen(&[
        "run", "tutorial", "--tempo", "5", "--plain", "--report", "none",
    ]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    assert!(!text.contains('\u{1b}'), "no escape bytes in a pipe");
    assert!(
        text.starts_with("The tutorial's own program\nMain spawns"),
        "{text}"
    );
    let place = |line: &str| {
        let says = format!("says: {line}");
        text.find(&says)
            .unwrap_or_else(|| panic!("{line:?} is missing in:\n{text}"))
    };
    let lines = [
        "--- Spawning Concurrent Tasks ---",
        "Main task is free to do other work while fetches are running.",
        "Main task has finished its other work.",
        "Finished fetching from Database.",
        "Finished fetching from API Server.",
        "--- Results ---",
        "Result from Task 1: 'Data from API Server'",
        "Result from Task 2: 'Data from Database'",
    ];
    assert!(
        lines.windows(2).all(|pair| place(pair[0]) < place(pair[1])),
        "{text}"
    );
    let starts = [
        "Start fetching from API Server...",
        "Start fetching from Database...",
    ];
    for line in starts {
        assert!(place(line) < place(lines[2]), "{text}");
    }
    let all: Vec<_> = text
        .lines()
        .filter_map(|line| line.split_once("says: "))
        .collect();
    assert_eq!(
        all.len(),
        lines.len() + starts.len(),
        "word for word: {text}"
    );
    // The text this follows has both starts first.
    let differs = place(lines[1]) < place(starts[0]).max(place(starts[1]));
    let swapped = place(starts[1]) < place(starts[0]);
    assert_eq!(
        text.contains("A spawn only queues a card."),
        differs || swapped,
        "the story says why just where the order is another one: {text}"
    );
}

#[test]
fn a_child_on_the_clip_of_a_stalled_chef_is_told_while_it_waits() {
    let output = kitchen(&["run", "trapped", "--plain", "--report", "none"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    let line = |words: &str| {
        let found = text.lines().position(|line| line.contains(words));
        found.unwrap_or_else(|| panic!("{words:?} is missing in:\n{text}"))
    };
    // The newest of the four children, and no other.
    let trapped = text
        .lines()
        .filter(|line| line.contains("sits in the clip"));
    let trapped: Vec<_> = trapped.collect();
    assert_eq!(trapped.len(), 1, "{text}");
    assert!(trapped[0].contains(" child "), "{text}");
    assert!(line("sits in the clip") < line("block is served"), "{text}");
}

/// The scenario of the test above, where workers have no LIFO slot.
#[cfg(tokio_unstable)]
#[test]
fn without_lifo_slots_no_child_is_trapped() {
    let trapped = include_str!("../assets/scenarios/trapped.toml");
    let script = format!("{trapped}\n[runtime]\ndisable_lifo_slot = true\n");
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("slotless.toml");
    std::fs::write(&path, script).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8");
    let output = kitchen(&["run", path, "--plain"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    for words in ["sits in the clip", "takes the clip", "to the clip"] {
        assert!(!text.contains(words), "{words}: {text}");
    }
    let opens = "Otherwise than Tokio by itself: disable_lifo_slot.";
    assert!(text.contains(opens), "{text}");
    assert!(text.contains("runtime   disable_lifo_slot\n"), "{text}");
}

#[test]
fn what_is_set_in_the_builder_is_in_the_report() {
    let script = "[runtime]\nworkers = 2\nmax_blocking_threads = 1\nevent_interval = 7\n\
                  [[order]]\nrecipe = \"bakery\"\ncount = 3\nparams = { for = \"10ms\" }\n";
    let report = play(script, &[]);
    assert_holds(&report);
    let expected = serde_json::json!({
        "flavor": "multi-thread",
        "workers": 2,
        "set": { "max_blocking_threads": 1, "event_interval": 7 },
    });
    assert_eq!(report["runtime"], expected);
    assert_eq!(report["pool"]["max_threads"], 1);
    assert_eq!(report["pool"]["most_running"], 1);
    // A flag goes before what the scenario says.
    let report = play(script, &["--workers", "3"]);
    assert_eq!(report["runtime"]["workers"], 3);
}

#[test]
fn on_one_thread_a_child_goes_to_the_rail() {
    let words = "run tutorial --flavor current-thread --plain --report none --tempo 10";
    let output = kitchen(&words.split(' ').collect::<Vec<_>>());
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    let child = |line: &&str| line.contains("#01 tutorial handed in");
    let told: Vec<_> = text.lines().filter(child).collect();
    assert_eq!(told.len(), 2, "{text}");
    let to_rail = |line: &&str| line.ends_with("it goes to the rail (local queue).");
    assert!(told.iter().all(to_rail), "{text}");
}

#[test]
fn workers_of_all_runtimes_are_reported() {
    let script = r#"
        workers = 3
        [[order]]
        recipe = "block"
        count = 3
        params = { for = "150ms" }
        [[act]]
        at = "50ms"
        do = "workers"
        workers = 1
        [[order]]
        at = "100ms"
        recipe = "chop"
        params = { slices = 3, slice = "1ms" }
    "#;
    let report = play(script, &[]);
    assert_holds(&report);
    let workers = report["workers"].as_array().expect("a list");
    let number = |worker: &Value, name: &str| worker[name].as_u64().expect("a count");
    let indexes: Vec<_> = workers.iter().map(|one| number(one, "index")).collect();
    assert_eq!(indexes, [0, 1, 2], "{report:#}");
    let polls: u64 = workers.iter().map(|one| number(one, "polls")).sum();
    assert_eq!(report["polls"], polls, "{report:#}");
    let blocked = stalls(&report);
    let blocked = blocked.iter().filter(|(recipe, _)| recipe == "block");
    assert_eq!(blocked.count(), 3, "{report:#}");
}

#[test]
fn acts_reach_the_task_they_point_at() {
    let script = r#"
        workers = 2
        [[order]]
        recipe = "simmer"
        params = { for = "20ms" }
        [[order]]
        recipe = "simmer"
        count = 3
        params = { for = "10m" }
        [[act]]
        at = "100ms"
        do = "abort"
        order = 2
        card = 1
        [[act]]
        at = "100ms"
        do = "abort"
        order = 2
        card = 3
        [[act]]
        at = "200ms"
        do = "lights-out"
    "#;
    let report = play(script, &[]);
    assert_holds(&report);
    assert_eq!(tasks(&report["tasks"]), [4, 1, 0, 3, 0]);
}

#[test]
fn for_ends_a_run_that_would_go_on() {
    let script = "[[order]]\nrecipe = \"simmer\"\ncount = 5\nparams = { for = \"10m\" }\n";
    let report = play(script, &["--for", "100ms"]);
    assert_holds(&report);
    assert_eq!(tasks(&report["tasks"]), [5, 0, 0, 0, 5]);
    assert_eq!(report["check"]["num_alive_tasks"], 5);
}

#[test]
fn a_block_in_progress_at_the_end_is_reported_and_not_waited_for() {
    let script = "workers = 1\n[[order]]\nrecipe = \"block\"\nparams = { for = \"10m\" }\n";
    let report = play(script, &["--for", "500ms"]);
    assert_holds(&report);
    let stalls = stalls(&report);
    assert_eq!(stalls.len(), 1, "{report:#}");
    assert_eq!(stalls[0].0, "block");
}

#[test]
fn more_than_the_cap_is_refused_and_counted() {
    let script = "[[order]]\nrecipe = \"simmer\"\ncount = 10\nparams = { for = \"300ms\" }\n";
    let report = play(script, &["--max-cards", "4"]);
    assert_holds(&report);
    assert_eq!(tasks(&report["tasks"]), [4, 4, 0, 0, 0]);
    assert_eq!(report["refused"], 6);
}

#[test]
fn the_current_thread_flavor_plays_too() {
    let report = report(&["tutorial", "--flavor", "current-thread", "--tempo", "4"]);
    assert_holds(&report);
    assert_eq!(report["workers"].as_array().map(Vec::len), Some(1));
    assert_eq!(tasks(&report["tasks"]), [3, 3, 0, 0, 0]);
}

#[test]
fn a_panicking_task_prints_no_noise() {
    let script = "[[order]]\nrecipe = \"panic\"\ncount = 3\nparams = { after = \"10ms\" }\n";
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("test.toml");
    std::fs::write(&path, script).expect("the file can be written");
    let output = kitchen(&["run", path.to_str().expect("a path in UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    assert!(
        text.contains("3 spawned: 0 completed, 3 panicked"),
        "{text}"
    );
    assert!(text.contains("holds"), "{text}");
}

/// A run that goes on for long and tells what happens, and the first line it tells.
fn long_run(dir: &tempfile::TempDir) -> (Guarded, BufReader<ChildStdout>) {
    let path = dir.path().join("long.toml");
    let script = "[[order]]\nrecipe = \"simmer\"\nevery = \"1ms\"\ntimes = 1000000\n";
    std::fs::write(&path, script).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    let mut run = Guarded::start(command.args(["run", "--plain", path]));
    let mut out = BufReader::new(run.child.stdout.take().expect("stdout is piped"));
    let mut line = String::new();
    out.read_line(&mut line).expect("a first line");
    assert!(!line.is_empty());
    (run, out)
}

#[test]
fn a_reader_who_leaves_ends_the_run_quietly() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (run, out) = long_run(&dir);
    drop(out);
    let output = run.output();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn an_interrupt_ends_the_run_with_its_report() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (run, mut out) = long_run(&dir);
    kill_process(Pid::from_child(&run.child), Signal::INT).expect("it is running");
    let mut text = String::new();
    out.read_to_string(&mut text).expect("stdout is text");
    assert_eq!(run.output().status.code(), Some(0));
    assert!(text.contains("check     holds"), "{text}");
}

#[test]
fn an_abort_that_comes_too_late_does_not_cost_the_report() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("late.toml");
    let text = "title = \"late\"\n\
        [[order]]\nrecipe = \"simmer\"\nparams = { for = \"1ms\" }\n\
        [[order]]\nrecipe = \"simmer\"\nparams = { for = \"1s\" }\n\
        [[act]]\nat = \"500ms\"\ndo = \"abort\"\norder = 1\n";
    std::fs::write(&path, text).expect("a file");
    let path = path.to_str().expect("a path in UTF-8");
    let output = kitchen(&["run", path, "--report", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["tasks"]["completed"], 2);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("its handle is not held here"), "{said}");
}

#[test]
#[should_panic(expected = "it never ended: Output { status: ExitStatus(unix_wait_status(9))")]
fn a_child_that_hangs_is_killed_and_fails_its_test() {
    let mut command = Command::new("sleep");
    Guarded::start_for(command.arg("600"), std::time::Duration::ZERO).output();
}
