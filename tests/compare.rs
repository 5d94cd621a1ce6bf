//! `compare` on the built binary.

#[path = "support/child.rs"]
mod child;

use serde_json::Value;
use std::process::{Command, Output};

fn kitchen(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    child::output(command.args(words).env_remove("TOKIO_WORKER_THREADS"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("stdout is text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("stderr is text")
}

fn compared(words: &[&str]) -> Value {
    let output = kitchen(&[&["compare"], words, &["--report", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_str(&stdout(&output)).expect("one JSON object")
}

/// A file with a scenario that is over in a moment.
fn short() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("short.toml");
    let text = "workers = 2\n[[order]]\nrecipe = \"simmer\"\ncount = 3\n\
                params = { for = \"20ms\" }\n";
    std::fs::write(&path, text).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8").to_owned();
    (dir, path)
}

fn figure<'v>(compared: &'v Value, name: &str) -> &'v Value {
    let figures = compared["figures"].as_array().expect("a list");
    let figure = figures.iter().find(|figure| figure["name"] == name);
    figure.unwrap_or_else(|| panic!("{name} in {compared:#}"))
}

#[test]
fn a_scenario_and_itself_have_the_same_counts_and_every_round() {
    let (_dir, path) = short();
    let both = compared(&[&path, "--rounds", "4"]);
    assert_eq!(both["rounds"], 4);
    for (name, value) in [("tasks", 3.0), ("longest_stall_ms", 0.0)] {
        let figure = figure(&both, name);
        for side in ["a", "b"] {
            let rounds = figure[side]["rounds"].as_array().expect("a list");
            assert_eq!(rounds.len(), 4);
            assert_eq!(figure[side]["median"], value, "{name}");
        }
        assert_eq!(figure["difference"]["counts"], false, "{name}");
    }
    // Both have a spread, and it is said.
    let end = figure(&both, "time_to_end_ms");
    assert!(end["a"]["min"].as_f64() >= Some(20.0), "{end:#}");
    assert!(end["difference"]["noise"].as_f64() >= Some(10.0), "{end:#}");
}

#[test]
fn two_files_and_what_is_laid_over_them() {
    let (_dir, path) = short();
    let words = [
        "--rounds",
        "1",
        "--workers",
        "3",
        "--b",
        "runtime.workers = 1",
    ];
    let both = compared(&[&[path.as_str()], &words[..]].concat());
    let name = both["b"].as_str().expect("a name");
    assert!(name.ends_with("short.toml, runtime.workers = 1"), "{name}");
    // A has three workers by the flag, B one by its line.
    let third = figure(&both, "busy_share_3");
    assert!(third["a"].is_object() && third["b"].is_null(), "{third:#}");
    let second = figure(&both, "busy_share_2");
    assert!(second["b"].is_null(), "{second:#}");
    // One round says nothing of differences.
    let tasks = figure(&both, "tasks");
    assert!(tasks["difference"]["counts"].is_null(), "{tasks:#}");
}

#[test]
fn a_claim_that_one_side_breaks_is_told_with_its_moment_and_fails() {
    let (_dir, path) = short();
    let words = ["compare", "stall", &path, "--tempo", "10", "--rounds", "1"];
    let claim = ["--expect", "no stall over 150ms"];
    let output = kitchen(&[&words[..], &claim].concat());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let error = stderr(&output);
    assert_eq!(error.lines().count(), 1, "{error}");
    let begins = "tokio-kitchen: A: broken in 1 of 1: no stall over 150ms: round 1: = ";
    assert!(error.starts_with(begins) && error.contains(" ["), "{error}");
    let text = stdout(&output);
    assert!(text.contains("= broken 1 of 1"), "{text}");
    assert!(text.contains("= holds 1 of 1"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
}

#[test]
fn without_the_slot_nobody_waits_in_it_as_long_as_the_stall_lasts() {
    let line = "runtime.disable_lifo_slot = true";
    let words = ["trapped", "--b", line, "--tempo", "10", "--rounds", "4"];
    if !cfg!(tokio_unstable) {
        let output = kitchen(&[&["compare"], &words[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let error = stderr(&output);
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains("without `--cfg tokio_unstable`"), "{error}");
        return;
    }
    let both = compared(&words);
    let stall = |side: &str| figure(&both, "longest_stall_ms")[side]["min"].as_f64();
    let wait = figure(&both, "ready_wait_max_ms");
    // Whoever waits in the slot waits until the stall is over, on any machine.
    assert!(
        stall("a") >= Some(300.0) && stall("b") >= Some(300.0),
        "{both:#}"
    );
    assert!(wait["a"]["min"].as_f64() >= Some(290.0), "{both:#}");
    let address = wait["moments"]["a"]["address"].as_str();
    assert!(
        address.is_some_and(|address| address.contains('#')),
        "{wait:#}"
    );
}

#[test]
fn what_is_wrong_is_one_line_with_place_found_and_expected() {
    for (words, said) in [
        (
            &["trapt"][..],
            "scenario: found \"trapt\"; expected one of first-shift",
        ),
        (
            &["trapped", "nope.toml"],
            "nope.toml: found a file that cannot be read",
        ),
        (
            &["stall", "--b", "runtime.workers=0"],
            "found `workers` = 0; expected a number",
        ),
        (
            &["stall", "--a", "runtime.wrkers=1"],
            "(did you mean \"workers\"?)",
        ),
        (
            &["stall", "--a", "workers=1"],
            "found workers without its table; expected runtime.workers",
        ),
        (
            &["stall", "--a", "tempo=1"],
            "expected `runtime.KEY = VALUE`",
        ),
        (
            &["stall", "--a", "x\u{1b}[2J"],
            "--a \"x\\u{1b}[2J\":1:3: found text that is not",
        ),
        (
            &["stall", "bakery", "--expect", "no stall of block"],
            "B: --expect \"no stall of block\": column 13: found \"block\"",
        ),
        (
            &["stall", "--expect", "no stal"],
            "(did you mean \"stall\"?)",
        ),
        (
            &["stall", "--screen"],
            "--screen: found stdout that is no terminal",
        ),
    ] {
        let output = kitchen(&[&["compare"], words].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        let error = stderr(&output);
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(
            error.starts_with("tokio-kitchen: ") && error.contains(said),
            "{error}"
        );
    }
    for words in [
        &["stall", "--rounds", "0"][..],
        &["stall", "--screen", "--report", "json"],
    ] {
        let output = kitchen(&[&["compare"], words].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
}

#[test]
fn what_comes_through_a_pipe_is_read_once_for_both_sides() {
    let (_dir, path) = short();
    let mut command = Command::new("sh");
    let piped = "cat \"$1\" | \"$0\" compare /dev/stdin --rounds 1";
    command.args(["-c", piped, env!("CARGO_BIN_EXE_tokio-kitchen"), &path]);
    let output = child::output(command.env_remove("TOKIO_WORKER_THREADS"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).starts_with("A  /dev/stdin\nB  /dev/stdin\n"));
}
