//! Weighs what waits: a task of Tokio, and a thread of the system.

async fn scales(kit: Kit, tasks: u32, threads: u32) {
    let weigh = move || weigh(&kit, tasks, threads);
    match spawn_blocking(weigh).await {
        Ok(Ok(status)) if status.success() => {}
        Ok(Ok(status)) => println!("not weighed: {status}"),
        Ok(Err(error)) => println!("not weighed: {error}"),
        Err(error) => println!("not weighed: {error}"),
    }
}

/// In a process of its own, where nothing else has memory:
/// it spawns them, and looks in /proc/self what that took.
fn weigh(kit: &Kit, tasks: u32, threads: u32) -> Weighed {
    let mut scales = Command::new(kit.program()?);
    scales.args(["weigh", "--tasks", &tasks.to_string()]);
    scales.args(["--threads", &threads.to_string()]);
    // Its input ends with this process: then it ends, too.
    scales.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut scales = scales.stderr(Stdio::null()).spawn()?;
    let held = scales.stdin.take();
    let out = scales.stdout.take();
    for line in out.into_iter().flat_map(lines) {
        println!("{}", line?);
    }
    let status = scales.wait();
    drop(held);
    status
}

fn lines(out: Out) -> Lines<BufReader<Out>> {
    BufReader::new(out).lines()
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::io::{self, BufRead, BufReader, Lines};
use std::process::{ChildStdout, Command, ExitStatus, Stdio};
use tokio::task::spawn_blocking;

type Out = ChildStdout;
type Weighed = io::Result<ExitStatus>;

const TASKS: ParamInfo = args::count("tasks", 100_000, (1, 1_000_000), "how many tasks");
const THREADS: ParamInfo = args::count("threads", 1_000, (1, 10_000), "how many threads");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "scales",
        origin: Origin::Lesson,
        blocks: false,
        summary: "measures in a process of its own what waiting tasks and threads take",
        file: file!(),
        source: include_str!("scales.rs"),
        params: &[TASKS, THREADS],
        kinds: &["scales"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(scales(kit, TASKS.number(params), THREADS.number(params))),
};
