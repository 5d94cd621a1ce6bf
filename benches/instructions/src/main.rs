//! Compares the counts of `benches/counts` with `limits.toml`, or sets the limits anew.
//!
//! Called by `.ci/instructions`, which gives the benchmarks' JSON on standard input.

mod counts;
mod limits;

use counts::Counted;
use limits::Limits;
use std::collections::BTreeMap;
use std::io::Read;
use std::process::{Command, ExitCode};

/// What a limit is above the count it was set from.
const ROOM: f64 = 1.02;

/// A count so far below its limit is worth a lower limit.
const SLACK: f64 = 0.90;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, String> {
    let mut json = String::new();
    std::io::stdin()
        .read_to_string(&mut json)
        .map_err(|error| error.to_string())?;
    let counted = counts::read(&json)?;
    let compiler = compiler()?;
    match std::env::args().nth(1).as_deref() {
        None => check(&counted, &compiler),
        Some("--set") => set(&counted, compiler),
        Some(other) => Err(format!("unknown argument {other}; known is --set")),
    }
}

fn check(counted: &BTreeMap<String, Counted>, compiler: &str) -> Result<bool, String> {
    let limits = Limits::load()?;
    let mut faults = Vec::new();
    println!("instructions per operation   plain  observed      count     limit");
    for (name, count) in counted {
        let Some(&limit) = limits.rows.get(name) else {
            faults.push(format!("{name} has no limit"));
            continue;
        };
        let value = count.per_operation();
        println!("{name:24} {count} {limit:9.1}{}", remark(value, limit));
        if value > limit {
            faults.push(format!("{name}: {value:.1}, limit {limit:.1}"));
        }
    }
    for name in limits.rows.keys() {
        if !counted.contains_key(name) {
            faults.push(format!("{name} has a limit and was not counted"));
        }
    }
    if faults.is_empty() {
        return Ok(true);
    }
    if compiler != limits.compiler {
        faults.push(format!(
            "the limits are of {}, this is {compiler}",
            limits.compiler
        ));
    }
    for fault in faults {
        eprintln!("error: {fault}");
    }
    eprintln!("If that is meant: .ci/instructions --set, and say why in the commit.");
    Ok(false)
}

fn remark(value: f64, limit: f64) -> &'static str {
    if value > limit {
        "  over"
    } else if value < limit * SLACK {
        "  could be lower"
    } else {
        ""
    }
}

fn set(counted: &BTreeMap<String, Counted>, compiler: String) -> Result<bool, String> {
    let with_room = |value: f64| (value * ROOM * 10.0).ceil() / 10.0;
    let rows = counted
        .iter()
        .map(|(name, count)| (name.clone(), with_room(count.per_operation())))
        .collect();
    Limits { compiler, rows }.save()?;
    check(counted, &Limits::load()?.compiler)
}

/// The compiler's own name and version.
fn compiler() -> Result<String, String> {
    let output = Command::new("rustc")
        .arg("--version")
        .output()
        .map_err(|error| format!("rustc --version: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
