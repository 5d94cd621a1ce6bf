//! Says which line holds a worker, while it does: a small application whose tasks block in
//! five ways, and a thread that looks at polls that last long.
//!
//! ```text
//! cargo run --release --example stalls
//! cargo run --release --example stalls --features stall-stacks
//! ```
//!
//! With the feature the task that computes has its line, too: its thread is interrupted for that.

use std::io::Read;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio_kitchen::events::{Nanos, Stuck};
use tokio_kitchen::probe::{self, Hands, Held, Probe};
use tokio_kitchen::stack::Stacks;

/// A poll that lasts so long is looked at.
const LONG: Nanos = Nanos::from_millis(20);
/// How long each of the tasks blocks.
const BLOCKED: Duration = Duration::from_millis(300);

static TABLE: Mutex<u64> = Mutex::new(0);

async fn sleepy() {
    std::thread::sleep(BLOCKED); // line: sleep
}

async fn locked() {
    let holder = std::thread::spawn(|| {
        let _held = TABLE.lock();
        std::thread::sleep(BLOCKED);
    });
    while TABLE.try_lock().is_ok() && !holder.is_finished() {
        std::hint::spin_loop();
    }
    let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner); // line: lock
    *table += 1;
}

async fn reads() {
    let path = fifo();
    let writer = write_late(path.clone());
    if let Ok(mut file) = std::fs::File::open(&path) {
        let mut text = String::new();
        let _ = file.read_to_string(&mut text); // line: fifo
    }
    let _ = writer.join();
}

fn fifo() -> PathBuf {
    std::env::temp_dir().join(format!("stalls-{}", std::process::id()))
}

/// Opens the pipe at once, and writes to it late.
fn write_late(path: PathBuf) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        if let Ok(file) = std::fs::File::options().write(true).open(path) {
            std::thread::sleep(BLOCKED);
            drop(file);
        }
    })
}

async fn computes() {
    let until = Instant::now() + BLOCKED;
    let mut number = 1_u64;
    while Instant::now() < until {
        for step in 0..10_000 {
            number = std::hint::black_box(number.wrapping_mul(31) ^ step);
        }
    }
}

async fn load_user() {
    tokio::task::yield_now().await;
    query().await;
}

async fn query() {
    tokio::task::yield_now().await;
    read_row().await;
}

async fn read_row() {
    tokio::task::yield_now().await;
    std::thread::sleep(BLOCKED); // line: deep
}

/// Prints each stall once, as soon as its line is known.
fn watch(hands: &Hands) {
    let mut stacks = Stacks::default().interrupting();
    let mut told: Vec<Held> = Vec::new();
    loop {
        std::thread::sleep(Duration::from_millis(5));
        let held = hands.held_for(LONG);
        told.retain(|known| held.contains(known));
        for held in held {
            if told.contains(&held) {
                continue;
            }
            told.push(held);
            if let Some(stuck) = stacks.look(hands, &held) {
                tell(&held, &stuck, hands.moment().since(held.since));
            }
        }
    }
}

fn tell(held: &Held, stuck: &Stuck, after: Nanos) {
    let after = after.as_secs_f64() * 1e3;
    let doing = &stuck.doing;
    println!(
        "worker {} is held for {after:.0} ms by task {}: it {doing}",
        held.worker, held.task
    );
    for line in &stuck.lines {
        let mark = line.certainty.mark();
        println!("  {mark} {} at {}", line.function, line.place());
    }
    match stuck.why {
        Some(why) => println!("    {}", why.words()),
        None => println!("    {}", stuck.text.words()),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (probe, reader) = Probe::new();
    let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
    Command::new("mkfifo").arg(fifo()).status()?;
    let hands = reader.hands();
    std::thread::spawn(move || watch(&hands));
    let rounds = std::env::args().nth(1).map_or(Ok(1), |text| text.parse())?;
    runtime.block_on(async {
        for _ in 0..rounds {
            println!("-- sleep");
            probe::spawn(sleepy()).await?;
            println!("-- lock");
            probe::spawn(locked()).await?;
            println!("-- fifo");
            probe::spawn(reads()).await?;
            println!("-- computes");
            probe::spawn(computes()).await?;
            println!("-- deep");
            probe::spawn(load_user()).await?;
        }
        Ok::<(), tokio::task::JoinError>(())
    })?;
    drop(reader);
    std::fs::remove_file(fifo())?;
    Ok(())
}
