//! console-subscriber. Its subscriber is for a whole process, so each round is one; the
//! plain side is the same build with Tokio's `tracing` feature and no subscriber.

use crate::threads;
use anyhow::{Context, ensure};
use std::future::Future;
use std::io;
use std::process::Command;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_kitchen::bench::load::{Load, Spawner};
use tokio_kitchen::bench::subject::{Aside, Plain, Round, Subject, builder, round};
use tokio_kitchen::bench::{Plan, Row, in_turns};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// A tenth of the tasks is enough to see it, and more would take minutes and gigabytes.
const FEWER: usize = 10;

pub(crate) fn rows(name: &str, case: &str, plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let of = |side| move || in_a_process(plan, case, side);
    in_turns(name, plan.rounds, of("plain"), of("console"))
}

fn in_a_process(plan: &Plan, case: &str, side: &str) -> anyhow::Result<Round> {
    let mut command = Command::new(&plan.program);
    command.args(["--only", case, "--round", side]);
    if plan.quick {
        command.arg("--quick");
    }
    let output = command.output().context("cannot start a round")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<u64> = text.split_whitespace().flat_map(str::parse).collect();
    ensure!(output.status.success() && numbers.len() == 2, "{output:?}");
    Ok(Round {
        cpu: Duration::from_nanos(numbers[0]),
        wall: Duration::from_nanos(numbers[1]),
        aside: Aside::default(),
    })
}

/// Prints CPU and wall time of one round, in nanoseconds.
pub(crate) fn one_round(mut load: Load, workers: usize, side: &str) -> anyhow::Result<()> {
    load.tasks = (load.tasks / FEWER).max(1);
    let round = match side {
        "plain" => round::<Plain>(load, workers)?,
        _ => {
            tracing_subscriber::registry()
                .with(console_subscriber::spawn())
                .init();
            round::<Watched>(load, workers)?
        }
    };
    println!("{} {}", round.cpu.as_nanos(), round.wall.as_nanos());
    // The server's thread has no end.
    std::process::exit(0)
}

struct Watched(Runtime);

#[derive(Clone)]
struct PlainSpawner;

impl Spawner for PlainSpawner {
    type Handle = JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        tokio::spawn(future)
    }
}

impl Subject for Watched {
    type Spawner = PlainSpawner;

    fn open(workers: usize) -> io::Result<Self> {
        builder(workers).build().map(Self)
    }

    fn runtime(&self) -> &Runtime {
        &self.0
    }

    fn spawner(&self) -> PlainSpawner {
        PlainSpawner
    }

    fn close(self) -> Aside {
        drop(self.0);
        Aside {
            cpu: threads::watchers(),
            ..Aside::default()
        }
    }
}
