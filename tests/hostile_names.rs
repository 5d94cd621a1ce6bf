//! Names, paths, arguments and texts that would command, reorder or hide: none of it reaches an
//! output.

#[path = "support/child.rs"]
mod child;

use std::path::Path;
use std::process::{Command, Output};

/// One of each kind: a control sequence, C1, marks of direction, separators, no width, a
/// variation selector, a tag.
const HOSTILE: &str = "x\u{1b}[2J\u{7}\u{9b}1m\u{200e}\u{200f}\u{61c}\u{202e}\u{2066}\u{2028}\
                       \u{2029}\u{200b}\u{200d}\u{feff}\u{ad}\u{fe0f}\u{e0041}\ny";

/// What must not be in an output, listed here once more: the test shall not lean on the list it
/// tests.
fn harmful(c: char) -> bool {
    HOSTILE.contains(c) && !matches!(c, 'x' | 'y' | '[' | '2' | 'J' | '1' | 'm' | '\n')
}

fn kitchen(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    child::output(command.args(words).env_remove("TOKIO_WORKER_THREADS"))
}

/// That none is in an output of this command, whatever it ends with; gives stderr.
#[track_caller]
fn assert_clean(output: &Output) -> String {
    for text in [&output.stdout, &output.stderr] {
        let text = std::str::from_utf8(text).expect("an output is text");
        assert_eq!(text.chars().find(|c| harmful(*c)), None, "{text:?}");
    }
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn arguments_are_repeated_as_they_look() {
    let option = format!("--{HOSTILE}");
    let value = format!("--workers={HOSTILE}");
    for words in [
        &["bench", "--only", HOSTILE][..],
        &["run", HOSTILE],
        &[HOSTILE],
        &[&option],
        &["run", "stall", &option],
        &["run", "stall", &value],
        &["run", "stall", "--for", HOSTILE],
        &["run", "stall", "--report", HOSTILE],
        &["picture", "stall", "--out", "a.svg", "--size", HOSTILE],
        &["--scenario", HOSTILE],
        &["--history", HOSTILE],
    ] {
        let output = kitchen(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        let error = assert_clean(&output);
        // The line feed too: it could begin a line that looks like ours.
        assert!(!error.lines().any(|line| line.starts_with('y')), "{error}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command
        .args(["run", "tutorial"])
        .env("TOKIO_WORKER_THREADS", HOSTILE);
    command.args(["--flavor", "multi-thread"]);
    assert_clean(&child::output(&mut command));
}

#[test]
fn paths_are_repeated_as_they_look() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let file = dir.path().join(format!("{HOSTILE}.svg"));
    std::fs::write(&file, "").expect("a file");
    let there = file.to_str().expect("a path in UTF-8");
    let nowhere = dir.path().join(HOSTILE).join("a.svg");
    let nowhere = nowhere.to_str().expect("a path in UTF-8");
    for (out, code) in [(there, 2), (nowhere, 1)] {
        let words = ["picture", "tutorial", "--at", "10ms", "--out", out];
        let output = kitchen(&words);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(assert_clean(&output).contains("\\u{1b}"), "{output:?}");
    }
}

/// Runs, and draws, a scenario with this text in a file with a hostile name.
fn play(dir: &Path, text: &str) {
    let path = dir.join(format!("{HOSTILE}.toml"));
    std::fs::write(&path, text).expect("the file can be written");
    let path = path.to_str().expect("a path in UTF-8");
    for report in ["text", "json"] {
        assert_clean(&kitchen(&["run", path, "--plain", "--report", report]));
    }
    let picture = dir.join("a.svg");
    let out = picture.to_str().expect("a path in UTF-8");
    let output = kitchen(&["picture", path, "--at", "50ms", "--force", "--out", out]);
    assert_clean(&output);
    if output.status.success() {
        let picture = std::fs::read_to_string(&picture).expect("a picture");
        assert_eq!(picture.chars().find(|c| harmful(*c)), None);
    }
}

#[test]
fn scenarios_are_played_and_refused_as_they_look() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let escaped = |text: &str| {
        let escape = |c: char| format!("\\U{:08X}", c as u32);
        text.chars().map(escape).collect::<String>()
    };
    let name = escaped(HOSTILE);
    for text in [
        format!("title = \"{name}\"\nabout = \"{name}\"\n[[order]]\nrecipe = \"race\"\n"),
        format!("[[order]]\nrecipe = \"{name}\"\n"),
        format!("\"{name}\" = 1\n[[order]]\nrecipe = \"race\"\n"),
        format!("[[order]]\nrecipe = \"race\"\nparams = {{ \"{name}\" = 1 }}\n"),
        format!("[[order]]\nrecipe = \"race\"\nparams = {{ gas = \"{name}\" }}\n"),
        format!("[[order]]\nrecipe = \"race\"\nat = \"{name}\"\n"),
        HOSTILE.to_owned(),
    ] {
        play(dir.path(), &text);
    }
}
