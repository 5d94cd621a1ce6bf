//! `run --record`, `check` and `compare` of recordings, on the built binary.

#[path = "support/child.rs"]
mod child;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

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

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A folder with a recording of a scenario.
struct Recorded {
    _folder: TempDir,
    file: PathBuf,
}

impl Recorded {
    fn of(scenario: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let file = folder.path().join("run.rec");
        let words = ["run", scenario, "--report", "none", "--record", text(&file)];
        let output = kitchen(&[&words, more].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        Self {
            _folder: folder,
            file,
        }
    }

    fn check(&self, words: &[&str]) -> Output {
        kitchen(&[&["check", text(&self.file)], words].concat())
    }

    fn json(&self, words: &[&str]) -> Value {
        let output = self.check(&[words, &["--format", "json"]].concat());
        serde_json::from_str(&stdout(&output)).expect("one JSON object")
    }

    /// Another one, of these bytes.
    fn changed(&self, change: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
        let mut bytes = fs::read(&self.file).expect("the recording");
        change(&mut bytes);
        let file = self.file.with_extension("changed");
        fs::write(&file, bytes).expect("room");
        file
    }
}

/// A scenario that is over in a moment.
fn short(folder: &Path) -> PathBuf {
    let path = folder.join("short.toml");
    let script = "workers = 2\n[[order]]\nrecipe = \"simmer\"\ncount = 3\n\
                  params = { for = \"20ms\" }\n";
    fs::write(&path, script).expect("the file can be written");
    path
}

fn short_recorded() -> Recorded {
    let folder = tempfile::tempdir().expect("a temporary directory");
    Recorded::of(text(&short(folder.path())), &[])
}

#[test]
fn a_blocking_call_breaks_the_gate_at_its_line() {
    let recorded = Recorded::of("stall", &[]);
    let output = recorded.check(&[]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(said.contains("\nbroken: no stall over 100ms: "), "{said}");
    assert!(said.contains("no rule was given"), "{said}");

    let told = recorded.json(&["--max-stall", "200ms"]);
    assert_eq!(
        (&told["verdict"], &told["exit_code"]),
        (&"broken".into(), &1.into())
    );
    let found = &told["checks"][0]["findings"][0];
    assert_eq!(found["kind"], "block");
    let file = found["file"].as_str().expect("a file");
    assert_eq!(file, "src/recipes/block.rs");
    let line = found["line"].as_u64().expect("a line");
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    let source = source.expect("the source");
    let source = source.lines().nth(line as usize - 1).expect("that line");
    // On a busy machine the tables of lines may be read too late.
    if found["how"] == "blocked" {
        assert!(source.contains("sleep"), "{line}: {source}");
    }

    let github = stdout(&recorded.check(&["--format", "github"]));
    let place = format!("::error file={file},line={line},title=no stall over 100ms::block ");
    assert!(github.starts_with(&place), "{github}");
    let junit = stdout(&recorded.check(&["--format", "junit", "--expect", "no panic"]));
    assert!(junit.contains("<testcase name=\"no panic\""), "{junit}");
    assert!(junit.contains("tests=\"1\" failures=\"0\""), "{junit}");

    // Its line is not to count.
    let output = recorded.check(&["--ignore", "src/recipes/block.rs:*"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    // It is shorter than that, whatever the machine.
    let output = recorded.check(&["--max-stall", "1h"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn what_blocks_in_the_pool_keeps_the_gate() {
    let recorded = Recorded::of("bakery", &["--tempo", "4"]);
    let output = recorded.check(&["--expect", "no stall over 100ms", "--expect", "some job"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let output = recorded.check(&[]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(said.starts_with("kept: no stall over 100ms: "), "{said}");
}

#[test]
fn claims_are_checked_and_those_that_are_not_decided_are_no_success() {
    let recorded = short_recorded();
    let code = |claim: &str| recorded.check(&["--expect", claim]).status.code();
    assert_eq!(code("exactly 3 tasks of simmer"), Some(0));
    assert_eq!(code("exactly 4 tasks of simmer"), Some(1));
    assert_eq!(code("job max under 1s"), Some(2), "there is no job");
    assert_eq!(code("no stall of simer"), Some(2), "there is no such kind");
    let both = [
        "--expect",
        "exactly 4 tasks",
        "--expect",
        "job max under 1s",
    ];
    assert_eq!(recorded.check(&both).status.code(), Some(1));
    let wrong = recorded.check(&["--expect", "no stal"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("expected"), "{wrong:?}");
}

#[test]
fn what_is_damaged_or_ends_early_cannot_be_judged() {
    let recorded = short_recorded();
    let length = fs::metadata(&recorded.file).expect("the file").len() as usize;
    let cannot_tell = |file: &Path, why: &str| {
        let output = kitchen(&["check", text(file)]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(stdout(&output).contains(why), "{output:?}");
    };
    let torn = recorded.changed(|bytes| bytes.truncate(length - 3));
    cannot_tell(&torn, "ends inside of a block");
    let damaged = recorded.changed(|bytes| bytes[length / 2] ^= 0x55);
    cannot_tell(&damaged, "the file is damaged");
    let output = recorded.check(&["--after", "1h"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(stdout(&output).contains("nothing to judge"), "{output:?}");
}

#[test]
fn what_is_no_recording_is_wrong_input() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let script = short(folder.path());
    for (words, why) in [
        (
            vec!["check", text(&script)],
            "expected a recording, found a text",
        ),
        (vec!["check", "no/such.rec"], "No such file"),
    ] {
        let output = kitchen(&words);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(stderr(&output).contains(why), "{output:?}");
        assert_eq!(stdout(&output), "");
    }
    let recorded = short_recorded();
    let output = recorded.check(&["--runtime", "7"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(
        stderr(&output).contains("found 7; expected one of"),
        "{output:?}"
    );
}

#[test]
fn a_file_that_is_there_is_not_overwritten_and_a_full_disk_is_told() {
    let recorded = short_recorded();
    let before = fs::read(&recorded.file).expect("the recording");
    let folder = tempfile::tempdir().expect("a temporary directory");
    let script = short(folder.path());
    let run = ["run", text(&script), "--report", "none", "--record"];
    let output = kitchen(&[&run, &[text(&recorded.file)][..]].concat());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(fs::read(&recorded.file).expect("the recording"), before);
    let output = kitchen(&[&run, &[text(&recorded.file), "--force"][..]].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(recorded.check(&[]).status.code(), Some(0));
    let output = kitchen(&[&run, &["/dev/full", "--force"][..]].concat());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        stderr(&output).contains("cannot write /dev/full"),
        "{output:?}"
    );
}

#[test]
fn two_recordings_are_put_side_by_side() {
    let (a, b) = (short_recorded(), Recorded::of("stall", &["--tempo", "4"]));
    let words = ["compare", text(&a.file), text(&b.file)];
    let output = kitchen(&words);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(
        said.contains("One recording each tells no spread"),
        "{said}"
    );
    let output = kitchen(&[&words, &["--report", "json"][..]].concat());
    let both: Value = serde_json::from_str(&stdout(&output)).expect("one JSON object");
    let figures = both["figures"].as_array().expect("a list");
    let tasks = figures
        .iter()
        .find(|figure| figure["name"] == "tasks")
        .expect("tasks");
    assert_eq!(tasks["a"]["median"], 3.0);
    assert_eq!(tasks["difference"]["counts"], Value::Null);
    let output = kitchen(&[&words, &["--expect", "no stall over 100ms"][..]].concat());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        stderr(&output).contains("B: broken: no stall over 100ms"),
        "{output:?}"
    );
    for (words, why) in [
        (
            &["compare", text(&a.file), "stall"][..],
            "a recording as A and a scenario as B",
        ),
        (
            &["compare", "stall", text(&a.file)],
            "a scenario as A and a recording as B",
        ),
        (&["compare", text(&a.file)], "found one recording"),
        (
            &[words[0], words[1], words[2], "--rounds", "4"],
            "--rounds: found two recordings",
        ),
    ] {
        let output = kitchen(words);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(stderr(&output).contains(why), "{output:?}");
    }
}
