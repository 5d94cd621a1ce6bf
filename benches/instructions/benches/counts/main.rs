//! How many instructions the probe, the reader, the model and the log take, counted by
//! callgrind.
//!
//! `.ci/instructions` runs this and compares the counts with `limits.toml`. A benchmark does
//! [`OPERATIONS`] operations; making ready for them is not counted. Where one workload is
//! there as `plain` too, the limit is on the difference: Tokio's own part falls out.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "gungraun's macros make items of their own"
)]

mod folding;
mod logging;
mod reading;
mod tasks;

use folding::{FEW, Fold, MANY, Part};
use gungraun::Callgrind;
use gungraun::prelude::*;
use logging::Keep;
use reading::Read;
use tasks::{Leaves, Observed, Plain, Runs};

/// The same steps for a block of one size wherever the program lies; see `Cargo.toml`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Operations of one benchmark. `src/main.rs` divides by it.
const OPERATIONS: u32 = 10_000;

#[library_benchmark]
#[bench::yields_plain(Runs::plain(tasks::yields::<Plain>))]
#[bench::yields_observed(Runs::observed(tasks::yields::<Observed>))]
#[bench::self_wakes_plain(Runs::plain(tasks::self_wakes::<Plain>))]
#[bench::self_wakes_observed(Runs::observed(tasks::self_wakes::<Observed>))]
#[bench::signals_plain(Runs::plain(tasks::signals::<Plain>))]
#[bench::signals_observed(Runs::observed(tasks::signals::<Observed>))]
#[bench::leaf_yields_plain(Runs::plain(tasks::yields::<Plain>))]
#[bench::leaf_yields_observed(Runs::observed(tasks::yields::<Leaves>))]
#[bench::leaf_signals_plain(Runs::plain(tasks::signals::<Plain>))]
#[bench::leaf_signals_observed(Runs::observed(tasks::signals::<Leaves>))]
#[bench::off_yields_plain(Runs::plain(tasks::yields::<Plain>))]
#[bench::off_yields_observed(Runs::plain(tasks::yields::<Leaves>))]
#[bench::library_yields_plain(Runs::plain(tasks::yields::<Plain>))]
#[bench::library_yields_observed(Runs::hooked(tasks::yields::<Plain>))]
#[bench::hooked_yields_plain(Runs::plain(tasks::yields::<Plain>))]
#[bench::hooked_yields_observed(Runs::hooked(tasks::yields::<Observed>))]
fn poll(runs: Runs) -> Runs {
    runs.run()
}

#[library_benchmark]
#[bench::joined_plain(Runs::plain(tasks::trivial_tasks::<Plain>))]
#[bench::joined_observed(Runs::observed(tasks::trivial_tasks::<Observed>))]
#[bench::off_joined_plain(Runs::plain(tasks::trivial_tasks::<Plain>))]
#[bench::off_joined_observed(Runs::plain(tasks::trivial_tasks::<Observed>))]
#[bench::hooked_joined_plain(Runs::plain(tasks::trivial_tasks::<Plain>))]
#[bench::hooked_joined_observed(Runs::hooked(tasks::trivial_tasks::<Observed>))]
fn spawn(runs: Runs) -> Runs {
    runs.run()
}

#[library_benchmark]
#[bench::polls(Read::of(tasks::self_wakes::<Observed>))]
#[bench::leaf_yields(Read::of(tasks::yields::<Leaves>))]
#[bench::spawns(Read::of(tasks::trivial_tasks::<Observed>))]
#[bench::two_threads(Read::of_two_threads())]
fn read(read: Read) -> Read {
    read.drain()
}

#[library_benchmark]
#[bench::spawns(Fold::of(MANY, &[], Part::Spawns))]
#[bench::wakes(Fold::of(MANY, &[Part::Spawns, Part::Waits, Part::Polls], Part::Wakes))]
#[bench::waits(Fold::of(MANY, &[Part::Spawns, Part::Polls, Part::Wakes], Part::Waits))]
#[bench::wait_ends(Fold::of(MANY, &[Part::Spawns, Part::Waits, Part::Polls, Part::Wakes], Part::WaitEnds))]
#[bench::ends(Fold::of(MANY, &[Part::Spawns, Part::Polls, Part::Wakes], Part::Ends))]
#[bench::self_wakes(Fold::of(FEW, &[Part::Spawns, Part::SelfWakes], Part::SelfWakes))]
#[bench::yields(Fold::of(FEW, &[Part::Spawns, Part::Polls], Part::Yields))]
#[bench::rounds(Fold::of(FEW, &[Part::Spawns, Part::Waits, Part::Polls], Part::Rounds))]
#[bench::wakes_remembered(Fold::of(MANY, &[Part::Spawns, Part::Waits, Part::Polls], Part::Wakes).remembered())]
#[bench::rounds_remembered(Fold::of(FEW, &[Part::Spawns, Part::Waits, Part::Polls], Part::Rounds).remembered())]
fn fold(fold: Fold) -> Fold {
    fold.apply()
}

#[library_benchmark]
#[bench::polls(Keep::of(Part::Polls))]
#[bench::spawns(Keep::of(Part::Spawns))]
#[bench::rounds(Keep::of(Part::Rounds))]
fn keep(keep: Keep) -> Keep {
    keep.push()
}

library_benchmark_group!(name = counts, benchmarks = [poll, spawn, read, fold, keep]);
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"])),
    library_benchmark_groups = counts
);
