//! What `run` writes, whatever is done to it: stopped, cut, not read, nowhere to write.

#[path = "support/child.rs"]
mod child;

use child::Guarded;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

fn kitchen() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"))
}

/// A scenario file with this text.
fn scenario(dir: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = dir.path().join("test.toml");
    std::fs::write(&path, text).expect("the file can be written");
    path
}

/// The report at the end of an output of `--plain --report json`.
fn report(output: &str) -> Value {
    let begin = output.find("\n{\n").expect("a report");
    serde_json::from_str(&output[begin..]).expect("JSON")
}

#[test]
fn a_stopped_process_tells_of_the_stop_and_counts_it_nowhere() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let text = "[[order]]\nrecipe = \"block\"\nparams = { for = \"3s\" }\n\
                [[order]]\nrecipe = \"simmer\"\nparams = { for = \"3s\" }\n";
    let path = scenario(&dir, text);
    let began = Instant::now();
    let mut run = Guarded::start(
        kitchen()
            .args(["run", "--plain", "--report", "json"])
            .arg(path),
    );
    let mut out = BufReader::new(run.child.stdout.take().expect("stdout is piped"));
    let mut told = String::new();
    while !told.contains("is stalled") {
        assert_ne!(out.read_line(&mut told).expect("a line"), 0, "{told}");
    }
    let pid = Pid::from_child(&run.child);
    kill_process(pid, Signal::STOP).expect("it is running");
    waitpid(Some(pid), WaitOptions::UNTRACED).expect("it stops");
    // Time passes: as long as another run takes.
    let other = child::output(kitchen().args(["run", "bakery", "--for", "1s"]));
    assert!(other.status.success(), "{other:?}");
    kill_process(pid, Signal::CONT).expect("it is stopped");
    out.read_to_string(&mut told).expect("stdout is text");
    assert_eq!(run.output().status.code(), Some(0), "{told}");
    let wall = began.elapsed().as_secs_f64() * 1e3;

    assert!(told.contains("The whole program stood still for"), "{told}");
    let report = report(&told);
    assert_eq!(report["suspended"]["times"], 1, "{told}");
    let stopped = report["suspended"]["for_ms"].as_f64().expect("a number");
    assert!(stopped > 500.0, "{stopped} ms, for more than a second");
    let number = |value: &Value| value.as_f64().expect("a number");
    assert!(number(&report["elapsed_ms"]) + stopped <= wall);
    for worker in report["workers"].as_array().expect("workers") {
        assert!(
            number(&worker["longest_poll_ms"]) + stopped <= wall,
            "{told}"
        );
        for stall in worker["stalls"].as_array().expect("stalls") {
            let end = number(&stall["at_ms"]) + number(&stall["for_ms"]);
            assert!(end + stopped <= wall, "{told}");
        }
    }
    let total = number(&report["recipes"]["simmer"]["total"]["max"]);
    assert!(total + stopped <= wall, "{told}");
}

#[test]
fn a_rush_that_is_cut_has_consistent_accounts_and_says_that_it_was_cut() {
    let arguments = ["run", "rush", "--for", "700ms", "--report", "json"];
    let output = child::output(kitchen().args(arguments));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let number = |name: &str| report["events"][name].as_u64().expect("a number");
    assert_eq!(
        number("emitted"),
        number("delivered") + number("coalesced") + number("dropped")
    );
    assert_eq!(report["check"]["cut"], true);
    assert_eq!(report["check"]["holds"], true);
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    for report in ["text", "json"] {
        let full = File::options().write(true).open("/dev/full");
        let full = full.expect("the device that is always full");
        let mut run = kitchen();
        run.args(["run", "tutorial", "--tempo", "10", "--report", report]);
        let child = run.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped());
        let output = child
            .spawn()
            .and_then(std::process::Child::wait_with_output);
        let output = output.expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            error.contains("cannot write the report to stdout"),
            "{error}"
        );
    }
}

#[test]
fn an_interrupt_ends_a_run_whose_output_nobody_reads() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    // Far more lines than a pipe holds.
    let text = "[[order]]\nrecipe = \"simmer\"\ncount = 100\nevery = \"1ms\"\ntimes = 10000\n";
    let path = scenario(&dir, text);
    let mut run = Guarded::start(kitchen().args(["run", "--plain"]).arg(path));
    let out = run.child.stdout.take().expect("stdout is piped");
    // A pipe of Linux holds 64 KiB.
    while rustix::io::ioctl_fionread(&out).expect("a pipe") < 60_000 {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&run.child), Signal::INT).expect("it is running");
    // Held, and not read.
    let output = run.output();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("nobody read stdout"), "{error}");
    drop(out);
}
