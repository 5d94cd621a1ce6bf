//! What a waiting task and a waiting thread take, for the recipe that tells it: measured in a
//! process that does nothing else, with Tokio alone, without a probe.

use super::clocks::Memory;
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, Builder};
use tokio::sync::Notify;
use tokio::task::yield_now;

/// Starts so many of each, tells what one takes, and ends the process: they are not waited for.
///
/// # Errors
/// When a runtime cannot be had, or stdout cannot be written.
pub fn weigh(tasks: u32, threads: u32) -> anyhow::Result<()> {
    thread::spawn(end_with_the_parent);
    let mut out = io::stdout().lock();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (gate, before) = (Arc::new(Notify::new()), Memory::now());
    let waiting = runtime.block_on(spawn_all(&gate, tasks));
    let each = Each::of(before, waiting);
    writeln!(out, "started {waiting} of {tasks} tasks")?;
    writeln!(out, "resident per task: {}", shown(each.resident))?;

    let before = Memory::now();
    let (started, refused) = start_all(threads);
    let each = Each::of(before, started);
    writeln!(out, "started {started} of {threads} threads")?;
    if let Some(error) = refused {
        writeln!(out, "the system gives no more: {error}")?;
    }
    writeln!(out, "resident per thread: {}", shown(each.resident))?;
    writeln!(out, "reserved per thread: {}", shown(each.reserved))?;
    out.flush()?;
    std::process::exit(0)
}

/// Whoever started this process holds the other end of its input: when that is gone, so is the
/// one who wants to know.
fn end_with_the_parent() {
    let read = io::stdin().read(&mut [0]);
    if matches!(read, Ok(0) | Err(_)) {
        std::process::exit(0);
    }
}

/// Tasks that wait, each polled once.
async fn spawn_all(gate: &Arc<Notify>, tasks: u32) -> u32 {
    static WAITING: AtomicU32 = AtomicU32::new(0);
    for _ in 0..tasks {
        let gate = Arc::clone(gate);
        // The handle is dropped: the task runs on.
        tokio::spawn(async move {
            WAITING.fetch_add(1, Ordering::Relaxed);
            gate.notified().await;
        });
    }
    while WAITING.load(Ordering::Relaxed) < tasks {
        yield_now().await;
    }
    tasks
}

/// Threads that wait; how many could be had, and why no more.
fn start_all(threads: u32) -> (u32, Option<io::Error>) {
    let (here, arrived) = mpsc::channel();
    for started in 0..threads {
        let here = here.clone();
        let wait = move || {
            // Nobody hears it any more where the process ends.
            let _ = here.send(());
            loop {
                thread::park();
            }
        };
        if let Err(error) = Builder::new().spawn(wait) {
            return (started, Some(error));
        }
        // What it takes to begin is taken by then.
        let _ = arrived.recv();
    }
    (threads, None)
}

/// What one takes more than there was before; `None` where the system does not tell.
struct Each {
    resident: Option<f64>,
    reserved: Option<f64>,
}

impl Each {
    fn of(before: Option<Memory>, count: u32) -> Self {
        let both = before.zip(Memory::now()).filter(|_| count > 0);
        let more = |of: fn(&Memory) -> u64| {
            let (before, after) = both.as_ref()?;
            Some(of(after).saturating_sub(of(before)) as f64 / f64::from(count))
        };
        Self {
            resident: more(|memory| memory.resident),
            reserved: more(|memory| memory.reserved),
        }
    }
}

/// `312 B`, `9.1 KiB`, `2.0 MiB`.
fn shown(bytes: Option<f64>) -> String {
    match bytes {
        None => "unknown".to_owned(),
        Some(bytes) if bytes < 1024.0 => format!("{bytes:.0} B"),
        Some(bytes) if bytes < 1024.0 * 1024.0 => format!("{:.1} KiB", bytes / 1024.0),
        Some(bytes) => format!("{:.1} MiB", bytes / 1024.0 / 1024.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short_and_what_is_not_known_is_said() {
        let told = [
            Some(0.0),
            Some(311.6),
            Some(9_318.4),
            Some(2_101_248.0),
            None,
        ]
        .map(shown);
        assert_eq!(told, ["0 B", "312 B", "9.1 KiB", "2.0 MiB", "unknown"]);
    }

    #[test]
    fn nothing_is_divided_among_none() {
        let memory = || {
            Some(Memory {
                resident: 1,
                reserved: 1,
            })
        };
        assert_eq!(Each::of(memory(), 0).resident, None);
        assert_eq!(Each::of(None, 5).reserved, None);
        assert_eq!(
            Each::of(memory(), 1).resident.is_some(),
            Memory::now().is_some()
        );
    }
}
