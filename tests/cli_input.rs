//! Bad input on the built binary: one clear error, exit code 2, nothing else happens.

#[path = "support/child.rs"]
mod child;

use std::process::{Command, Output};

fn kitchen(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    child::output(command.args(words).env_remove("TOKIO_WORKER_THREADS"))
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("stderr is text")
}

/// Runs a scenario file with this text; gives its path and the one line of the error.
fn refused(text: &str) -> (String, String) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("my shift.toml");
    std::fs::write(&path, text).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8").to_owned();
    let output = kitchen(&["run", &path]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let error = stderr(&output);
    assert_eq!(error.lines().count(), 1, "{error}");
    (path, error)
}

#[test]
fn an_unknown_recipe_is_named_with_file_line_and_the_nearest() {
    let (path, error) = refused("title = \"x\"\n\n[[order]]\nrecipe = \"simer\"\n");
    assert!(
        error.starts_with(&format!("tokio-kitchen: {path}:4:10: found ")),
        "{error}"
    );
    assert!(
        error.contains("\"simer\"; expected a recipe: one of simmer, chop"),
        "{error}"
    );
    assert!(error.contains("did you mean \"simmer\"?"), "{error}");
}

#[test]
fn an_unknown_field_and_impossible_numbers_are_refused() {
    for (text, place, found) in [
        ("colour = 1\n", "1:1", "unknown field \"colour\""),
        (
            "[[order]]\nrecipe = \"chop\"\ncount = 0\n",
            "3:9",
            "`count` = 0",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\ncount = 1000001\n",
            "3:9",
            "`count` = 1000001",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nat = \"-1s\"\n",
            "3:6",
            "`at` = \"-1s\"",
        ),
        (
            "workers = 1025\n[[order]]\nrecipe = \"chop\"\n",
            "1:11",
            "`workers` = 1025",
        ),
        ("[[order]]\nrecipe = \n", "2:10", "text that is not TOML"),
    ] {
        let (path, error) = refused(text);
        assert!(
            error.contains(&format!("{path}:{place}: found {found}")),
            "{error}"
        );
        assert!(error.contains("; expected "), "{error}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_refused() {
    for name in ["no/such/file.toml", ".", "frist-shift"] {
        let output = kitchen(&["run", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let error = stderr(&output);
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(
            error.contains(name) && error.contains("first-shift"),
            "{error}"
        );
    }
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("latin.toml");
    std::fs::write(&path, b"title = \"\xe9\"\n").expect("the file can be written");
    let output = kitchen(&["run", path.to_str().expect("a path in UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("cannot be read"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn impossible_flags_are_refused_before_anything_runs() {
    for words in [
        &["run", "tutorial", "--workers", "0"][..],
        &["run", "tutorial", "--workers", "1025"],
        &[
            "run",
            "tutorial",
            "--workers",
            "2",
            "--flavor",
            "current-thread",
        ],
        &["run", "tutorial", "--tempo", "11"],
        &["run", "tutorial", "--for", "tomorrow"],
        &["run", "tutorial", "--max-cards", "0"],
        &["run", "tutorial", "--report", "pdf"],
        &["run"],
        &["--workers", "1025"],
        &["dance"],
    ] {
        let output = kitchen(words);
        assert_eq!(output.status.code(), Some(2), "{words:?} {output:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{words:?}"
        );
    }
}

#[test]
fn without_a_terminal_it_says_what_to_use() {
    let output = kitchen(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "nothing is drawn");
    let error = stderr(&output);
    assert!(
        error.contains("tokio-kitchen run first-shift --report text"),
        "{error}"
    );
}

#[test]
fn lists_recipes_scenarios_and_keys() {
    let output = kitchen(&["list"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("stdout is text");
    for word in [
        "RECIPES",
        "simmer",
        "hand-over",
        "SCENARIOS",
        "rush",
        "everything",
        "KEYS",
    ] {
        assert!(text.contains(word), "{word} is missing in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no escape bytes in a pipe");
}

#[test]
fn a_file_of_other_bytes_is_named_with_the_line() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("bytes.toml");
    std::fs::write(&path, b"title = \"x\"\nabout = \"\xff\xfe\"\n").expect("a file");
    let output = kitchen(&["run", path.to_str().expect("a path in UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("stderr is text");
    assert!(
        said.contains("bytes.toml:2:10: found bytes that cannot be read as UTF-8"),
        "{said}"
    );
}
