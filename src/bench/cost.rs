//! What the program pays for being watched: plain and watched rounds in turns.

use super::load::{Load, Work};
use super::row::{Goal, Row};
use super::subject::{Hooked, Plain, Probed, Round, Subject, SwitchedOff, round};
use std::path::PathBuf;
use std::time::Duration;

/// How thoroughly to measure.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Rounds that count; one more warms up.
    pub rounds: usize,
    /// Smaller workloads: to see that it works, not to know what it costs.
    pub quick: bool,
    /// The program's executable, for rows that need a process of their own.
    pub program: PathBuf,
}

impl Plan {
    /// A number of tasks, smaller in a hurry.
    pub(super) fn size(&self, full: usize) -> usize {
        if self.quick { full / 20 } else { full }
    }
}

/// Workers of a runtime with one on every core.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

macro_rules! loads {
    ($($name:ident = $title:literal: $subject:ident, $work:ident, $tasks:literal in waves of $live:literal, $workers:expr;)+) => {
        $(pub(super) fn $name(plan: &Plan) -> anyhow::Result<Vec<Row>> {
            let load = Load {
                work: Work::$work,
                tasks: plan.size($tasks),
                live: $live.min(plan.size($tasks)),
            };
            against_plain::<$subject>($title, load, $workers, plan)
        })+
    };
}

loads! {
    off_ten_yields = "off-ten-yields": SwitchedOff, TenLeaves, 300_000 in waves of 1_000, 1;
    off_spawn = "off-spawn": SwitchedOff, Trivial, 1_000_000 in waves of 1_000, 1;
    hooked_ten_yields = "hooked-ten-yields": Hooked, TenYields, 300_000 in waves of 1_000, 1;
    hooked_spawn = "hooked-spawn": Hooked, Trivial, 1_000_000 in waves of 1_000, 1;
    ten_yields_1k = "ten-yields-1k": Probed, TenYields, 300_000 in waves of 1_000, 1;
    ten_yields_1m = "ten-yields-1m": Probed, TenYields, 1_000_000 in waves of 1_000_000, 1;
    ten_yields_cores = "ten-yields-cores": Probed, TenYields, 600_000 in waves of 1_000, cores();
    ten_leaves = "ten-leaves": Probed, TenLeaves, 200_000 in waves of 1_000, 1;
    work = "work": Probed, Busy, 3_000 in waves of 1_000, 1;
    work_cores = "work-cores": Probed, Busy, 6_000 in waves of 1_000, cores();
    timers = "timers": Probed, Timers, 20_000 in waves of 5_000, 1;
    timers_cores = "timers-cores": Probed, Timers, 20_000 in waves of 5_000, cores();
    ping_pong = "ping-pong": Probed, PingPong, 5_000 in waves of 100, 1;
    ping_pong_cores = "ping-pong-cores": Probed, PingPong, 5_000 in waves of 100, cores();
    spawn = "spawn": Probed, Trivial, 1_000_000 in waves of 1_000, 1;
    spawn_cores = "spawn-cores": Probed, Trivial, 1_000_000 in waves of 1_000, cores();
}

/// Runs a workload on plain Tokio and on `S` in turns and compares them.
///
/// # Errors
/// When a runtime or watcher cannot be started.
pub fn against_plain<S: Subject>(
    name: &str,
    load: Load,
    workers: usize,
    plan: &Plan,
) -> anyhow::Result<Vec<Row>> {
    let plain = || Ok(round::<Plain>(load, workers)?);
    let watched = || Ok(round::<S>(load, workers)?);
    in_turns(name, plan.rounds, plain, watched)
}

/// Compares neighbouring rounds, of which the first pair warms up: the ratio of CPU time,
/// and below it those of wall time, the events a second, and those lost. Which side goes
/// first changes, so that a machine that warms up or is shared favours neither.
///
/// # Errors
/// When a round cannot be run.
pub fn in_turns(
    name: &str,
    rounds: usize,
    mut plain: impl FnMut() -> anyhow::Result<Round>,
    mut watched: impl FnMut() -> anyhow::Result<Round>,
) -> anyhow::Result<Vec<Row>> {
    let mut pairs = Vec::with_capacity(rounds);
    for number in 0..=rounds {
        let pair = if number.is_multiple_of(2) {
            let plain = plain()?;
            (plain, watched()?)
        } else {
            let watched = watched()?;
            (plain()?, watched)
        };
        if number > 0 {
            pairs.push(pair);
        }
    }
    Ok(compared(name, &pairs))
}

fn compared(name: &str, pairs: &[(Round, Round)]) -> Vec<Row> {
    let of = |f: fn(&(Round, Round)) -> f64| pairs.iter().map(f).collect::<Vec<_>>();
    let below = |part: &str, unit| Row::new(format!("{name}/{part}"), unit);
    let ratio = |watched: Duration, plain: Duration| watched.as_secs_f64() / plain.as_secs_f64();
    let cpu = pairs
        .iter()
        .map(|(plain, watched)| ratio(watched.cpu, plain.cpu));
    let wall = pairs
        .iter()
        .map(|(plain, watched)| ratio(watched.wall, plain.wall));
    vec![
        Row::new(name, "x").median(&cpu.collect::<Vec<_>>()),
        below("wall", "x").median(&wall.collect::<Vec<_>>()),
        below("plain", "ms").median(&of(|(plain, _)| plain.cpu.as_secs_f64() * 1e3)),
        below("events", "M/s").median(&of(|(_, watched)| watched.events_a_second() / 1e6)),
        below("lost", "events").median(&of(|(_, watched)| watched.aside.lost as f64)),
    ]
}

/// How much the screen's thread takes in: the records of a flood that reached it, over
/// the CPU time it spent on them and on sixty pictures a second.
pub(super) fn intake(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let load = Load {
        work: Work::TenYields,
        tasks: plan.size(1_000_000),
        live: 1_000,
    };
    let rounds: Vec<Round> = (0..plan.rounds)
        .map(|_| round::<Probed>(load, 1))
        .collect::<Result<_, _>>()?;
    let of = |f: fn(&Round) -> f64| rounds.iter().map(f).collect::<Vec<_>>();
    let per_cpu = |round: &Round| {
        let kept = round.aside.events - round.aside.lost;
        kept as f64 / round.aside.taken_in.as_secs_f64() / 1e6
    };
    let mut row = Row::new("intake", "M/s").median(&of(per_cpu));
    row = row.goal(Goal::AtLeast(45.0));
    // What was only counted was not taken in: then the goal is missed at any rate.
    let nothing_lost = rounds.iter().all(|round| round.aside.lost == 0);
    row.holds = row.holds.map(|holds| holds && nothing_lost);
    Ok(vec![
        row,
        Row::new("intake/made", "M/s").median(&of(|round| round.events_a_second() / 1e6)),
        Row::new("intake/lost", "events").median(&of(|round| round.aside.lost as f64)),
    ])
}
