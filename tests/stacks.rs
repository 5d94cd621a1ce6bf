//! A poll that lasts long is told with the line that holds it, and with no other.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::fs::File;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio_kitchen::events::{Doing, Nanos, NoLine, SourceText, Stuck};
use tokio_kitchen::probe::{self, Probe, Reader};
use tokio_kitchen::stack::Stacks;

/// So long a poll is looked at before the test fails. A look finds nothing where the thread
/// runs at that moment, or waits for a processor.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a task sleeps at once, in which it is looked at.
const NAP: Duration = Duration::from_millis(20);

struct World {
    runtime: tokio::runtime::Runtime,
    reader: Reader,
    stacks: Stacks,
}

/// The line a task will block at, and that it need not any more.
#[derive(Default)]
struct Block {
    line: AtomicU32,
    enough: AtomicBool,
}

impl Block {
    /// Notes the line, and gives the value back: so that both stand in the line that blocks.
    fn at<T>(&self, line: u32, value: T) -> T {
        self.line.store(line, Ordering::SeqCst);
        value
    }

    fn goes_on(&self) -> bool {
        !self.enough.load(Ordering::SeqCst)
    }
}

impl World {
    fn new() -> Self {
        let (probe, reader) = Probe::new();
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = probe.build(builder.worker_threads(1)).expect("a runtime");
        Self {
            runtime,
            reader,
            stacks: Stacks::default(),
        }
    }

    /// Has a task block, until something is found about it that is not only that it runs.
    fn found<F>(&mut self, block: &Arc<Block>, task: F) -> Stuck
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let entered = self.runtime.enter();
        let handle = probe::spawn(task);
        drop(entered);
        let found = self.found_of(block);
        drop(handle);
        found
    }

    /// The same of the task that blocks, whoever spawned it.
    fn found_of(&mut self, block: &Arc<Block>) -> Stuck {
        let hands = self.reader.hands();
        let began = Instant::now();
        let mut looks = std::iter::repeat(()).take_while(|()| began.elapsed() < PATIENCE);
        let found = looks.find_map(|()| {
            let held = hands.held_for(Nanos::ZERO);
            let held = held
                .first()
                .filter(|_| block.line.load(Ordering::SeqCst) != 0);
            let Some(held) = held else {
                std::thread::yield_now();
                return None;
            };
            let stuck = self.stacks.look(&hands, held)?;
            stuck.line().is_some().then_some(stuck)
        });
        block.enough.store(true, Ordering::SeqCst);
        found.expect("a line was found in time")
    }

    fn assert_line(block: &Block, stuck: &Stuck, function: &str) {
        let line = stuck.line().expect("a line");
        assert_eq!(line.line, block.line.load(Ordering::SeqCst), "{stuck:?}");
        assert_eq!(line.file, "tests/stacks.rs");
        assert!(line.function.ends_with(function), "{stuck:?}");
        assert_eq!(stuck.why, None);
    }
}

async fn sleeps(block: Arc<Block>) {
    while block.goes_on() {
        std::thread::sleep(block.at(line!(), NAP));
    }
}

#[test]
fn a_task_that_sleeps_is_told_with_its_line_and_the_text_of_it() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let stuck = world.found(&block, sleeps(Arc::clone(&block)));
    World::assert_line(&block, &stuck, "sleeps");
    assert_eq!(stuck.doing.to_string(), "sleeps (clock_nanosleep)");
    let SourceText::Line(text) = &stuck.text else {
        panic!("the source is here: {stuck:?}");
    };
    assert!(text.contains("std::thread::sleep"), "{text}");
}

/// What libraries that serve do: handlers they know nothing of, in tasks of their own.
#[cfg(tokio_unstable)]
mod library {
    use std::pin::Pin;

    type Answer = Pin<Box<dyn Future<Output = ()> + Send>>;

    pub(crate) fn serve(
        on: &tokio::runtime::Handle,
        handler: impl Fn() -> Answer + Send + 'static,
    ) {
        drop(on.spawn(async move { handler().await }));
    }
}

#[cfg(tokio_unstable)]
#[test]
fn a_task_that_a_library_spawned_is_told_with_the_line_of_its_handler() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let of_handler = Arc::clone(&block);
    let handler = move || Box::pin(sleeps(Arc::clone(&of_handler))) as _;
    library::serve(world.runtime.handle(), handler);
    let stuck = world.found_of(&block);
    World::assert_line(&block, &stuck, "sleeps");
    assert_eq!(stuck.doing.to_string(), "sleeps (clock_nanosleep)");
}

async fn locks(block: Arc<Block>, table: Arc<Mutex<u32>>) {
    let table = block.at(line!(), &table).lock();
    *table.unwrap_or_else(PoisonError::into_inner) += 1;
}

#[test]
fn a_task_that_waits_for_a_lock_is_told_with_its_line() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let table = Arc::new(Mutex::new(0));
    let held = table.lock().expect("not poisoned");
    let stuck = world.found(&block, locks(Arc::clone(&block), Arc::clone(&table)));
    World::assert_line(&block, &stuck, "locks");
    assert_eq!(stuck.doing.to_string(), "waits for a lock (futex)");
    drop(held);
}

async fn reads(block: Arc<Block>, mut pipe: File) {
    let mut text = [0];
    let _ = pipe.read(block.at(line!(), &mut text));
}

#[test]
fn a_task_that_reads_is_told_with_the_file_and_its_line() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo").success());
    // Opened for both, it opens at once.
    let both = File::options().read(true).write(true).open(&path);
    let mut both = both.expect("a pipe");
    let pipe = File::open(&path).expect("a pipe");
    let stuck = world.found(&block, reads(Arc::clone(&block), pipe));
    World::assert_line(&block, &stuck, "reads");
    let doing = stuck.doing.to_string();
    let name = format!("= {} (read)", path.display());
    assert!(
        doing.starts_with("reads fd ") && doing.ends_with(&name),
        "{doing}"
    );
    both.write_all(b"!").expect("written");
}

async fn load_user(block: Arc<Block>) {
    tokio::task::yield_now().await;
    query(block).await;
}

async fn query(block: Arc<Block>) {
    tokio::task::yield_now().await;
    read_row(block).await;
}

async fn read_row(block: Arc<Block>) {
    tokio::task::yield_now().await;
    while block.goes_on() {
        std::thread::sleep(block.at(line!(), NAP));
    }
}

#[test]
fn the_functions_around_the_line_are_told_up_to_the_tasks_own() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let stuck = world.found(&block, load_user(Arc::clone(&block)));
    World::assert_line(&block, &stuck, "read_row");
    let names = stuck.lines.iter().map(|line| line.function.as_str());
    let names: Vec<_> = names.map(|name| name.rsplit("::").next()).collect();
    assert_eq!(names, [Some("read_row"), Some("query"), Some("load_user")]);
}

async fn computes(block: Arc<Block>) {
    let mut number = 1_u64;
    block.at(line!(), ());
    while block.goes_on() {
        number = std::hint::black_box(number.wrapping_mul(31));
    }
}

#[test]
fn a_task_that_computes_is_told_without_a_line() {
    let (world, block) = (World::new(), Arc::new(Block::default()));
    let task = computes(Arc::clone(&block));
    let entered = world.runtime.enter();
    let handle = probe::spawn(task);
    drop(entered);
    let (hands, mut stacks) = (world.reader.hands(), Stacks::default());
    let began = Instant::now();
    let mut looks = std::iter::repeat(()).take_while(|()| began.elapsed() < PATIENCE);
    let found = looks.find_map(|()| {
        let held = hands.held_for(Nanos::ZERO);
        let held = held
            .first()
            .filter(|_| block.line.load(Ordering::SeqCst) != 0);
        let stuck = held.and_then(|held| stacks.look(&hands, held));
        if stuck.is_none() {
            std::thread::yield_now();
        }
        stuck
    });
    block.enough.store(true, Ordering::SeqCst);
    drop(handle);
    let stuck = found.expect("it was looked at");
    assert!(
        matches!(
            stuck.doing,
            Doing::Computes { .. } | Doing::WaitsForProcessor { .. } | Doing::Runs
        ),
        "{stuck:?}"
    );
    assert_eq!((stuck.line(), stuck.why), (None, Some(NoLine::Runs)));
}

async fn parks(block: Arc<Block>) {
    while block.goes_on() {
        std::thread::park_timeout(block.at(line!(), NAP));
    }
}

#[test]
fn a_task_that_parks_its_thread_is_told_so() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let stuck = world.found(&block, parks(Arc::clone(&block)));
    World::assert_line(&block, &stuck, "parks");
    assert_eq!(stuck.doing.to_string(), "is parked (futex)");
}

async fn joins(block: Arc<Block>, other: std::thread::JoinHandle<()>) {
    let _ = block.at(line!(), other).join();
}

#[test]
fn a_task_that_joins_a_thread_is_told_so() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    let seen = Arc::clone(&block);
    let other = std::thread::spawn(move || {
        while seen.goes_on() {
            std::thread::yield_now();
        }
    });
    let stuck = world.found(&block, joins(Arc::clone(&block), other));
    World::assert_line(&block, &stuck, "joins");
    assert_eq!(stuck.doing.to_string(), "waits for a thread to end (futex)");
}

#[cfg(feature = "stall-stacks")]
#[test]
fn a_thread_that_computes_is_interrupted_where_that_is_asked_for() {
    let (mut world, block) = (World::new(), Arc::new(Block::default()));
    world.stacks = Stacks::default().interrupting();
    let stuck = world.found(&block, computes(Arc::clone(&block)));
    let line = stuck.line().expect("a line");
    // Or in what that calls.
    let mut functions = stuck.lines.iter().map(|line| &line.function);
    assert!(
        functions.any(|name| name.ends_with("computes")),
        "{stuck:?}"
    );
    assert_eq!((line.certainty.mark(), stuck.why), ("=", None), "{stuck:?}");
}
