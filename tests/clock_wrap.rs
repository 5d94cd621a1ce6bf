//! Scenarios while the 48 bits in which records keep their time begin again, as they do
//! after 26 hours at 3 GHz: nothing may come of it.
//!
//! The clock is one for the whole process, so each scenario is played in a process of its
//! own: this test's binary, asked for one of the ignored tests below.

#[path = "support/child.rs"]
mod child;

use clap::Parser;
use serde_json::Value;
use std::process::Command;
use tokio_kitchen::cli::{Cli, Job, Surroundings};
use tokio_kitchen::{headless, probe};

/// Plays a scenario in this process, which begins so long before the wrap, and prints the
/// report.
fn play(scenario: &str, millis_before: u64) {
    probe::start_clock_before_wrap(millis_before * 1_000_000);
    let words = ["tokio-kitchen", "run", scenario, "--tempo", "2"];
    // If it never ended, the report would say so, and not the time limit of some machine.
    let more = ["--for", "2min", "--report", "json"];
    let cli = Cli::try_parse_from(words.into_iter().chain(more)).expect("it can be played");
    match cli.job(&Surroundings::look()).expect("it can be played") {
        Job::Run(config, scenario) => {
            headless::run(&config, &scenario).expect("it is played");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "started by the tests that read its report"]
fn play_stall() {
    play("stall", 700);
}

#[test]
#[ignore = "started by the tests that read its report"]
fn play_rush() {
    play("rush", 50);
}

/// The report of one of the tests above.
fn report_of(test: &str) -> Value {
    let itself = std::env::current_exe().expect("this binary is somewhere");
    let words = [test, "--exact", "--ignored", "--nocapture"];
    let output = child::output(Command::new(itself).args(words));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    let (begin, end) = (text.find("{\n"), text.rfind('}'));
    let json = &text[begin.expect("a report")..=end.expect("its end")];
    serde_json::from_str(json).expect("one JSON object")
}

fn assert_all_ended_and_adds_up(report: &Value) {
    assert_eq!(report["check"]["holds"], true, "{report:#}");
    assert_eq!(report["events"]["dropped"], 0, "{report:#}");
    assert_eq!(report["tasks"]["alive"], 0, "{report:#}");
    assert_eq!(
        report["tasks"]["spawned"], report["tasks"]["completed"],
        "{report:#}"
    );
}

#[test]
fn a_stall_across_the_wrap_is_as_long_as_it_was() {
    let report = report_of("play_stall");
    assert_all_ended_and_adds_up(&report);
    let workers = report["workers"].as_array().expect("a list");
    let blocked: Vec<(f64, f64)> = workers
        .iter()
        .flat_map(|worker| {
            let busy = worker["busy_ms"].as_f64().expect("a number");
            let stalls = worker["stalls"].as_array().expect("a list");
            let long = stalls.iter().filter(|stall| stall["recipe"] == "block");
            long.map(move |stall| (stall["for_ms"].as_f64().expect("a number"), busy))
        })
        .collect();
    let [(length, busy)] = blocked[..] else {
        panic!("one stall: {report:#}");
    };
    // At twice the tempo the block lasts 1.5 s, and the worker was busy with it.
    assert!(length >= 1_500.0 && busy >= length, "{report:#}");
    // A time taken for another would be off by hours.
    let elapsed = report["elapsed_ms"].as_f64().expect("a number");
    assert!(length <= elapsed, "{report:#}");
}

#[test]
fn a_rush_across_the_wrap_loses_none() {
    let report = report_of("play_rush");
    assert_all_ended_and_adds_up(&report);
    assert_eq!(report["tasks"]["spawned"], 100_000, "{report:#}");
}
