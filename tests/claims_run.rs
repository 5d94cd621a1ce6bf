//! Claims on real runs: what holds, what is broken by which moment, and what is refused.

#[path = "support/child.rs"]
mod child;

use child::Guarded;
use serde_json::Value;
use std::process::{Command, Output};
use tokio_kitchen::camera::Address;

fn kitchen(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command.args(words).env_remove("TOKIO_WORKER_THREADS");
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("stderr is text")
}

fn claims(output: &Output) -> Vec<Value> {
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    report["claims"].as_array().expect("claims").clone()
}

/// A claim; a scenario in which it holds; one in which it is broken.
const TABLE: [(&str, &str, &str); 14] = [
    ("no stall over 2s", "bakery", "stall"),
    ("no LIFO slot wait over 2s", "bakery", "trapped"),
    (
        "no ready wait over 2s while a worker is parked",
        "bakery",
        "trapped",
    ),
    ("first poll max under 2s", "bakery", "trapped"),
    ("no driver freeze over 2s", "bakery", "freeze"),
    ("gap between polls of simmer under 2s", "bakery", "freeze"),
    ("timer delay of simmer max under 2s", "bakery", "freeze"),
    ("lifetime of simmer max under 3s", "bakery", "freeze"),
    ("no panic", "bakery", "everything"),
    ("no cancellation", "bakery", "everything"),
    ("some wake by a job", "bakery", "stall"),
    ("jobs overlap tasks", "bakery", "stall"),
    ("exactly 65 tasks", "bakery", "trapped"),
    (
        "\"Database\" printed before \"API Server\"",
        "tutorial",
        "stall",
    ),
];

/// The scenarios, each as fast as leaves long what must be.
const RUNS: [(&str, &str); 6] = [
    ("bakery", "1"),
    ("stall", "1"),
    ("trapped", "1"),
    ("freeze", "2"),
    ("everything", "2"),
    ("tutorial", "5"),
];

#[test]
fn claims_of_each_sort_hold_in_one_scenario_and_are_broken_in_another() {
    let started = RUNS.map(|(scenario, tempo)| {
        let mut command = kitchen(&["run", scenario, "--tempo", tempo, "--report", "json"]);
        for (claim, holds, broken) in TABLE {
            if scenario == holds || scenario == broken {
                command.args(["--expect", claim]);
            }
        }
        (scenario, Guarded::start(&mut command))
    });
    for (scenario, run) in started {
        let output = run.output();
        let told = claims(&output);
        let expected = TABLE
            .iter()
            .filter(|(_, holds, broken)| [*holds, *broken].contains(&scenario));
        let mut broken = 0;
        for ((claim, holds, _), told) in expected.zip(&told) {
            assert_eq!(told["claim"], *claim);
            let verdict = if scenario == *holds {
                "holds"
            } else {
                "broken"
            };
            assert_eq!(told["verdict"], verdict, "{scenario}: {told}");
            broken += usize::from(verdict == "broken");
            if let Some(address) = told["address"].as_str() {
                let address: Address = address.parse().expect("an address");
                assert!(address.when.is_some(), "{told}");
            }
        }
        assert_eq!(
            output.status.code(),
            Some(i32::from(broken > 0)),
            "{output:?}"
        );
        let lines = stderr(&output);
        assert_eq!(lines.lines().count(), broken, "{lines}");
    }
}

#[test]
fn a_broken_claim_is_one_line_with_figures_and_address() {
    let output = child::output(&mut kitchen(&[
        "run",
        "stall",
        "--expect",
        "no stall over 1s",
    ]));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let line = stderr(&output);
    assert_eq!(line.lines().count(), 1, "{line}");
    let begin = "tokio-kitchen: broken: no stall over 1s: = 1 stall over 1.000s; the longest ";
    assert!(line.starts_with(begin), "{line}");
    let (_, address) = line
        .trim_end()
        .split_once("; address ")
        .expect("an address");
    let parsed: Address = address.parse().expect("an address");
    assert_eq!(parsed.to_string(), address);
    // It begins half a second after the first order.
    assert!(
        line.contains(": block #") && line.contains(" on worker "),
        "{line}"
    );
}

fn file(dir: &tempfile::TempDir, text: &str) -> String {
    let path = dir.path().join("mine.toml");
    std::fs::write(&path, text).expect("the file can be written");
    path.to_str().expect("a path in UTF-8").to_owned()
}

const CHOP: &str = "[[order]]\nrecipe = \"chop\"\nparams = { slices = 2, slice = \"1ms\" }\n";

#[test]
fn a_scenario_and_flags_claim_together_and_what_is_open_is_no_failure() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let text = format!("{CHOP}[[expect]]\nclaim = \"exactly 1 task of chop\"\n");
    let path = file(&dir, &text);
    let flags = [
        "--expect",
        "stall max under 20s",
        "--stall-after",
        "10s",
        "--report",
        "text",
    ];
    let output = child::output(kitchen(&["run", &path]).args(flags));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let line = "tokio-kitchen: open: stall max under 20s: = no stall was measured\n";
    assert_eq!(stderr(&output), line);
    let text = String::from_utf8(output.stdout).expect("text");
    let (_, told) = text.split_once("\nclaims ").expect("claims");
    let told: Vec<&str> = told.lines().map(str::trim).take(4).collect();
    assert_eq!(told[0], "holds  exactly 1 task of chop");
    assert!(told[1].starts_with("= 1 task; chop #"), "{told:?}");
    assert_eq!(
        told[2..],
        ["open   stall max under 20s", "= no stall was measured"]
    );
}

#[test]
fn a_wrong_claim_is_refused_before_anything_runs() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let refused = |words: &[&str]| {
        let output = child::output(kitchen(&["run"]).args(words));
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        let error = stderr(&output);
        assert_eq!(error.lines().count(), 1, "{error}");
        error.trim_end().to_owned()
    };
    for (claim, expected) in [
        (
            "no stal over 1s",
            "tokio-kitchen: --expect \"no stal over 1s\": column 4: found \"stal\"; expected a subject \
             such as stall or ready wait (did you mean \"stall\"?)",
        ),
        (
            "no stall of simer",
            "tokio-kitchen: --expect \"no stall of simer\": column 13: found \"simer\"; expected a kind \
             of task of this run: one of simmer, block, child (did you mean \"simmer\"?)",
        ),
        (
            "no job of simmer",
            "tokio-kitchen: --expect \"no job of simmer\": column 11: found \"simmer\", which hands no \
             jobs to the blocking pool; expected a claim about something else: no kind of this run \
             does",
        ),
        (
            "no stall under 1ms",
            "tokio-kitchen: --expect \"no stall under 1ms\": found a time below which no stall is \
             shorter; expected a time above 100ms (--stall-after)",
        ),
    ] {
        assert_eq!(refused(&["stall", "--expect", claim]), expected);
    }
    for (claims, place, found) in [
        (
            "[[expect]]\nclaim = \"no stall of é over x\"\n",
            "5:10",
            "\"é\"",
        ),
        (
            "[[expect]]\nclaim = \"no stall ovr 1s\"\n",
            "5:19",
            "\"ovr\"",
        ),
        (
            "[[expect]]\nclaim = 'no stall of simmer'\n",
            "5:22",
            "\"simmer\"",
        ),
        (
            "[[expect]]\nclaim = \"at least 0 stalls\"\n",
            "5:10",
            "\"at least 0\"",
        ),
        (
            "[[expect]]\nclain = \"no stall\"\n",
            "5:1",
            "unknown field \"clain\"",
        ),
    ] {
        let path = file(&dir, &format!("{CHOP}{claims}"));
        let error = refused(&[&path]);
        let column = match place {
            // The value cannot be read: that is found first, behind the kind.
            "5:10" if found == "\"é\"" => "5:29: found \"x\"".to_owned(),
            place => format!("{place}: found {found}"),
        };
        assert!(error.contains(&format!("{path}:{column}")), "{error}");
    }
    let many = "[[expect]]\nclaim = \"no stall\"\n".repeat(65);
    let error = refused(&[&file(&dir, &format!("{CHOP}{many}"))]);
    assert!(
        error.contains("found one more [[expect]]; expected at most 64"),
        "{error}"
    );
}

#[test]
fn what_reports_of_bugs_say_is_right_holds() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let cases = std::fs::read_dir(dir).expect("the cases are there");
    let started: Vec<_> = cases
        .map(|case| {
            let path = case.expect("a file").path();
            let path = path.to_str().expect("a path in UTF-8").to_owned();
            let run = Guarded::start(&mut kitchen(&["run", &path, "--report", "json"]));
            (path, run)
        })
        .collect();
    assert_eq!(started.len(), 9);
    for (path, run) in started {
        let output = run.output();
        assert_eq!(output.status.code(), Some(0), "{path}: {}", stderr(&output));
        for claim in claims(&output) {
            assert_eq!(claim["verdict"], "holds", "{path}: {claim}");
        }
    }
}
