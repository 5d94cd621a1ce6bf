//! `cargo bench`: the rows of `tokio-kitchen bench`, through the same code.
//!
//! `cargo bench -- --only ten-yields --report json` takes the subcommand's own flags.

use clap::Parser;
use std::path::Path;
use tokio_kitchen::cli::{Cli, Job, Surroundings};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    // Cargo says `--bench` to every benchmark.
    let flags = std::env::args().skip(1).filter(|flag| flag != "--bench");
    let words = ["tokio-kitchen", "bench"].map(str::to_owned);
    let cli = Cli::parse_from(words.into_iter().chain(flags));
    match cli.job(&Surroundings::look())? {
        Job::Bench(config) => {
            tokio_kitchen::bench::run(&config, Path::new(env!("CARGO_BIN_EXE_tokio-kitchen")))
        }
        other => unreachable!("`bench` was asked for, not {other:?}"),
    }
}
