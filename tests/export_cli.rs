//! What `export` takes, and what it refuses, as a program.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TRACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dial9");

fn export(words: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    program.arg("export").args(words).output().expect("it runs")
}

/// The exit code, and what was said.
fn said(output: &Output) -> (Option<i32>, String) {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), text)
}

#[test]
fn a_span_of_one_runtime_goes_to_stdout() {
    let output = export(&[
        TRACE,
        "--to",
        "json",
        "--runtime",
        "2",
        "--from",
        "10ms",
        "--until",
        "20ms",
    ]);
    assert_eq!(said(&output), (Some(0), String::new()));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|line: &Value| line["event"] != "bye")
        .collect();
    assert!(lines.len() > 10);
    for line in lines {
        assert_eq!(line["runtime"], 2);
        let at = line["at_ns"].as_u64().expect("a time");
        let start = line["start_ns"].as_u64().unwrap_or(at);
        assert!(at >= 10_000_000 && start <= 20_000_000, "{line}");
    }
}

#[test]
fn a_file_is_overwritten_with_force_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("a.json");
    let out = out.to_str().expect("a plain name");
    fs::write(out, "old").expect("room");
    let words = [TRACE, "--to", "chrome", "--out", out];
    let (code, text) = said(&export(&words));
    assert!(code == Some(2) && text.contains("--force"), "{text}");
    assert_eq!(fs::read(out).expect("it is there"), b"old");
    let forced = export(&[&words[..], &["--force"]].concat());
    assert_eq!(said(&forced), (Some(0), String::new()));
    let trace: Value = serde_json::from_slice(&fs::read(out).expect("it is there")).expect("JSON");
    assert!(trace["traceEvents"].as_array().expect("a list").len() > 1_000);
}

#[test]
fn wrong_input_is_told_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let odd = folder.path().join("a\u{1b}[2Jb");
    fs::write(&odd, "{\"a\": 1}").expect("room");
    let nothing = folder.path().join("nothing");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let cases = [
        (vec![path(&odd)], "found JSON"),
        (vec![path(&nothing)], "No such file"),
        (vec![path(folder.path())], "a folder without a trace"),
        (
            vec![TRACE.into(), "--runtime".into(), "9".into()],
            "found 1, 2",
        ),
        (
            vec![TRACE.into(), "--from=2s".into(), "--until=1s".into()],
            "expected a later one",
        ),
        (vec![TRACE.into(), "--from=soon".into()], "expected a time"),
        (
            vec![TRACE.into(), "--from=9h".into()],
            "found no such moment, the recording ends at",
        ),
        (vec![TRACE.into(), "--size=0x0".into()], "columns x rows"),
    ];
    for (words, expected) in cases {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let output = export(&[&words[..], &["--to", "json"]].concat());
        let (code, text) = said(&output);
        assert!(
            code == Some(2) && text.contains(expected),
            "{words:?}: {text}"
        );
        assert!(!text.contains('\u{1b}'), "{text:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed = fs::read(Path::new(TRACE).join("trace.0.bin.gz")).expect("it is kept");
    let torn = folder.path().join("trace.0.bin.gz");
    fs::write(&torn, &packed[..packed.len() / 2]).expect("room");
    let output = export(&[torn.to_str().expect("a plain name"), "--to", "json"]);
    let (code, text) = said(&output);
    assert_eq!(code, Some(0));
    assert!(text.contains("not read: trace.0.bin.gz at byte"), "{text}");
    assert!(output.stdout.len() > 10_000);
}
