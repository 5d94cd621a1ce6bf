//! Two cards that lock each other out, in a real run: told, with the lines of both, and a claim.

#[path = "support/child.rs"]
mod child;

use std::process::{Command, Output};

fn kitchen(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    child::output(command.args(args))
}

#[test]
fn a_deadlock_is_told_as_it_closes_with_the_lines_of_both() {
    let output = kitchen(&[
        "run",
        "deadlock",
        "--tempo",
        "2",
        "--plain",
        "--report",
        "none",
        "--expect",
        "no deadlock",
    ]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    let told = text.lines().filter(|line| line.contains("Deadlock: #"));
    let told: Vec<&str> = told.collect();
    assert_eq!(told.len(), 1, "{text}");
    let source = include_str!("../src/recipes/lessons/deadlock.rs");
    let line = |code: &str| {
        let found = source.lines().position(|line| line.contains(code));
        found.expect("the recipe has this line") + 1
    };
    let (takes, waits) = (
        line("let one = one.lock()"),
        line("let other = other.lock()"),
    );
    let lines = format!(" since deadlock.rs:{takes}, waits at deadlock.rs:{waits}");
    assert_eq!(told[0].matches(&lines).count(), 2, "{}", told[0]);
}

#[test]
fn locks_taken_in_one_order_close_no_circle() {
    let output = kitchen(&[
        "run",
        "everything",
        "--tempo",
        "10",
        "--report",
        "none",
        "--expect",
        "no deadlock",
    ]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
