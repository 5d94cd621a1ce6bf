//! The program reads a new trace as dial9's own decoder does. `TOKIO_KITCHEN_PROGRAM` says where
//! the program is.

use dial9_trace::{Counts, count, make};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What the program tells of a trace.
fn told(program: &str, trace: &Path) -> Counts {
    let output = Command::new(program)
        .arg("export")
        .arg(trace)
        .args(["--to", "json"])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    let mut counts = Counts::default();
    for line in output.stdout.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        let event: Value = serde_json::from_slice(line).expect("JSON");
        match event["event"].as_str().expect("a name") {
            "polled" => counts.polls += 1,
            "parked" => counts.parks += 1,
            "unparked" => counts.unparks += 1,
            "woken" => counts.wakes += 1,
            "seen" => counts.spawns += u64::from(event["born"] == true),
            _ => {}
        }
    }
    counts
}

#[test]
fn counts_are_those_of_its_own_decoder() {
    let program = std::env::var("TOKIO_KITCHEN_PROGRAM").expect("where the program is");
    let folder = tempfile::tempdir().expect("a folder");
    make(folder.path(), 500).expect("a trace");
    let expected = count(folder.path()).expect("its own decoder reads it");
    assert!(expected.polls > 1_000 && expected.wakes > 1_000);
    // Without Tokio's hooks it sees no spawns, and the polls of its own tasks only.
    assert_eq!(expected.spawns > 0, cfg!(tokio_unstable));
    assert_eq!(told(&program, folder.path()), expected);
}
