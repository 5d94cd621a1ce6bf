//! What other ways of watching Tokio cost, beside ours: the same workloads, the same
//! rounds in turns with plain Tokio, the same allocator, one process after another.
//!
//! A watcher's own threads do not count, ours (the screen's) included.

#[cfg(feature = "console")]
mod console;
mod dial9;
mod monitor;
mod naive;
mod threads;

use clap::{Parser, ValueEnum};
use tokio_kitchen::bench::load::{Load, Work};
use tokio_kitchen::bench::subject::Probed;
use tokio_kitchen::bench::{Plan, Row, against_plain, text};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures what other ways of watching Tokio cost.
#[derive(Parser)]
struct Flags {
    /// Which; all but console if none is named
    peers: Vec<Peer>,
    /// How many rounds count
    #[arg(long, default_value = "7")]
    rounds: usize,
    /// Smaller workloads: to see that it works
    #[arg(long)]
    quick: bool,
    /// Only workloads whose name begins so
    #[arg(long)]
    only: Option<String>,
    /// One round in a process of its own: what the console's rounds are made of
    #[arg(long, hide = true)]
    round: Option<String>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Peer {
    /// This program: the probe, with its screen on
    Kitchen,
    /// tokio-metrics: every task in one TaskMonitor
    TaskMonitor,
    /// dial9's telemetry into memory, tasks tracked
    Dial9,
    /// One message per event over an unbounded channel
    Naive,
    /// console-subscriber with its server running, nobody connected
    Console,
}

/// A workload by its name.
struct Case {
    name: &'static str,
    load: Load,
    workers: usize,
}

fn cases(quick: bool) -> Vec<Case> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let case = |name, work, tasks: usize, live, workers| {
        let tasks = if quick { tasks / 20 } else { tasks };
        let load = Load { work, tasks, live };
        Case {
            name,
            load,
            workers,
        }
    };
    vec![
        case("ten-yields", Work::TenYields, 300_000, 1_000, 1),
        case("ten-yields-cores", Work::TenYields, 600_000, 1_000, cores),
        case("work", Work::Busy, 3_000, 1_000, 1),
        case("timers", Work::Timers, 20_000, 1_000, 1),
        case("ping-pong", Work::PingPong, 5_000, 100, 1),
        case("spawn", Work::Trivial, 1_000_000, 1_000, 1),
    ]
}

fn main() -> anyhow::Result<()> {
    let flags = Flags::parse();
    let all = [Peer::Kitchen, Peer::TaskMonitor, Peer::Dial9, Peer::Naive];
    let peers = if flags.peers.is_empty() {
        &all[..]
    } else {
        &flags.peers
    };
    let only = flags.only.as_deref().unwrap_or_default();
    let mut rows = Vec::new();
    for case in cases(flags.quick) {
        if !case.name.starts_with(only) {
            continue;
        }
        if let Some(side) = &flags.round {
            return one_round(&case, side);
        }
        for peer in peers {
            let name = format!("{}/{}", case.name, name(*peer));
            eprintln!("measuring {name} ...");
            let measured = measure(*peer, &name, &case, &flags)?;
            // The ratio, and what was lost.
            rows.extend(measured.into_iter().filter(|row| {
                row.name == name || row.name.ends_with("/lost") && row.value > Some(0.0)
            }));
        }
    }
    print!("{}", text(&rows));
    Ok(())
}

fn name(peer: Peer) -> String {
    let value = peer.to_possible_value().expect("no peer is skipped");
    value.get_name().to_owned()
}

fn measure(peer: Peer, name: &str, case: &Case, flags: &Flags) -> anyhow::Result<Vec<Row>> {
    let plan = Plan {
        rounds: flags.rounds,
        quick: flags.quick,
        program: std::env::current_exe()?,
    };
    let (load, workers) = (case.load, case.workers);
    match peer {
        Peer::Kitchen => against_plain::<Probed>(name, load, workers, &plan),
        Peer::TaskMonitor => against_plain::<monitor::Monitored>(name, load, workers, &plan),
        Peer::Dial9 => against_plain::<dial9::Recorded>(name, load, workers, &plan),
        Peer::Naive => against_plain::<naive::Told>(name, load, workers, &plan),
        #[cfg(feature = "console")]
        Peer::Console => console::rows(name, case.name, &plan),
        #[cfg(not(feature = "console"))]
        Peer::Console => anyhow::bail!("build with --features console to measure it"),
    }
}

#[cfg(feature = "console")]
fn one_round(case: &Case, side: &str) -> anyhow::Result<()> {
    console::one_round(case.load, case.workers, side)
}

#[cfg(not(feature = "console"))]
fn one_round(_: &Case, side: &str) -> anyhow::Result<()> {
    anyhow::bail!("no round of {side} without --features console")
}
