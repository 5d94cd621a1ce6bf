//! `tokio-kitchen bench` on the built binary: rows come out, wrong names are refused.
//! What the numbers are is no matter here.

#[path = "support/child.rs"]
mod child;

use std::process::{Command, Output};

fn bench(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    child::output(command.arg("bench").args(words))
}

fn rows(words: &[&str]) -> Vec<serde_json::Value> {
    let output = bench(words);
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("a list of rows")
}

fn quick(only: &str) -> Vec<serde_json::Value> {
    let words = [
        "--quick", "--rounds", "1", "--report", "json", "--only", only,
    ];
    rows(&words)
}

#[test]
fn a_ratio_comes_with_its_goal_and_the_rows_that_belong_to_it() {
    let rows = quick("work-cores");
    let names: Vec<_> = rows
        .iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    let below = ["wall", "plain", "events", "lost"].map(|part| format!("work-cores/{part}"));
    assert_eq!(names[0], "work-cores");
    assert_eq!(names[1..], below);
    let row = &rows[0];
    let value = row["value"].as_f64().unwrap();
    assert!(value > 0.0, "{row}");
    assert_eq!(row["unit"], "x");
    assert_eq!(row["goal"]["at_most"], 1.02);
    assert_eq!(row["holds"], value <= 1.02);
    assert_eq!(row["rounds"], 1);
    assert_eq!(row["spread"], serde_json::json!([value, value]));
    assert_eq!(rows[4]["value"], 0.0, "nothing is lost at this rate");
}

#[test]
#[cfg(target_os = "linux")]
fn the_first_picture_is_timed_on_a_terminal_of_its_own() {
    let rows = quick("first-frame");
    assert_eq!(rows[0]["name"], "first-frame");
    assert!(rows[0]["value"].as_f64().unwrap() > 0.0, "{rows:?}");
}

#[test]
fn the_table_names_the_machine_and_the_row() {
    let output = bench(&["--quick", "--rounds", "1", "--only", "ping-pong-cores"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.lines().next().unwrap().contains("Tokio 1."), "{text}");
    assert!(text.contains("\nping-pong-cores "), "{text}");
    assert!(text.contains("<= 1.10"), "{text}");
}

#[test]
fn an_unknown_row_is_refused_with_all_names() {
    let output = bench(&["--only", "nothing-such"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).expect("text");
    assert!(
        error.contains("expected one of off-ten-yields, "),
        "{error}"
    );
}
