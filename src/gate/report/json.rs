//! For programs: one JSON object. Its fields are described in the README.

use super::Report;
use crate::events::NoLine;
use crate::gate::{Finding, How, Place, Verdict};
use serde::Serialize;

#[derive(Serialize)]
struct Whole<'a> {
    recording: &'a str,
    verdict: Verdict,
    exit_code: u8,
    runtimes: Vec<Runtime>,
    checks: Vec<Rule<'a>>,
    refused: Option<&'a str>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Runtime {
    runtime: u16,
    polls_judged: u64,
    longest_ms: f64,
    cpu_wait_known: bool,
}

#[derive(Serialize)]
struct Rule<'a> {
    rule: &'a str,
    runtime: u16,
    verdict: Verdict,
    figures: &'a str,
    findings: Vec<Found<'a>>,
    doubts: &'a [String],
}

#[derive(Serialize)]
struct Found<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    /// What is known of that line.
    how: Option<How>,
    spawned_at: Option<String>,
    task: Option<u32>,
    kind: Option<&'a str>,
    worker: Option<usize>,
    at_ms: f64,
    length_ms: f64,
    cpu_wait_ms: Option<f64>,
    doing: Option<&'a str>,
    /// Why the line of the call that lasted is not known, where its thread was looked at.
    no_line: Option<&'static str>,
    goes_on: bool,
    count: u64,
}

/// The report as JSON.
///
/// # Errors
/// None that is known of.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let runtimes = report.runtimes.iter().map(|judged| Runtime {
        runtime: judged.runtime,
        polls_judged: judged.polls,
        longest_ms: judged.longest.as_millis_f64(),
        cpu_wait_known: judged.waits_known,
    });
    let checks = report.runtimes.iter().flat_map(|judged| {
        judged.checks.iter().map(|check| Rule {
            rule: &check.name,
            runtime: judged.runtime,
            verdict: check.verdict,
            figures: &check.figures,
            findings: check.findings.iter().map(found).collect(),
            doubts: &check.doubts,
        })
    });
    let whole = Whole {
        recording: &report.file,
        verdict: report.verdict(),
        exit_code: report.verdict().code(),
        runtimes: runtimes.collect(),
        checks: checks.collect(),
        refused: report.refused,
        notes: &report.notes,
    };
    serde_json::to_string_pretty(&whole).map(|text| text + "\n")
}

fn found(found: &Finding) -> Found<'_> {
    let place = found.place.as_ref();
    Found {
        file: place.map(|place| place.file.as_str()),
        line: place.map(|place| place.line),
        how: place.map(|place| place.how),
        spawned_at: found.spawned.as_ref().map(Place::shown),
        task: found.task.map(crate::events::TaskId::get),
        kind: found.kind.as_deref(),
        worker: found.worker.map(crate::events::WorkerId::index),
        at_ms: found.at.as_millis_f64(),
        length_ms: found.length.as_millis_f64(),
        cpu_wait_ms: found.wait.map(|wait| wait.most().as_millis_f64()),
        doing: found.doing.as_deref(),
        no_line: found.no_line.map(NoLine::words),
        goes_on: found.goes_on,
        count: found.count,
    }
}
