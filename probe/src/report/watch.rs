//! The thread that reads what a runtime does, and writes the report when it is gone.

use super::Report;
use super::coverage::Coverage;
use super::tally::Tally;
use crate::complain::complain;
use crate::events::{Nanos, WorkerId};
use crate::observe::{Probe, Reader, is_forked};
use crate::thread;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::{Handle, RuntimeMetrics};

/// How often it reads. Also the time between two looks at how many tasks are alive.
const EVERY: Duration = Duration::from_millis(20);

/// Reads as long as it lives. Dropped when the runtime is gone, it writes the report.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Its end tells the thread to stop.
    lives: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Starts to read. `None`, with a line that says so, where the thread cannot be had.
    pub(crate) fn start(
        reader: Reader,
        probe: Probe,
        runtime: &Handle,
        file: Option<PathBuf>,
    ) -> Option<Self> {
        let (lives, stopped) = mpsc::channel();
        let metrics = runtime.metrics();
        let file = file.map(numbered);
        let work = move || {
            let report = Watched::new(reader, metrics).until(&stopped);
            write(&report, file.as_deref());
            // Until here: a task that is still spawned has a number.
            drop(probe);
        };
        let thread = std::thread::Builder::new()
            .name("tokio-kitchen".into())
            .spawn(work);
        match thread {
            Ok(thread) => Some(Self {
                lives: Some(lives),
                thread: Some(thread),
            }),
            Err(error) => {
                complain(format_args!("no report: {error}"));
                None
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let (lives, thread) = (self.lives.take(), self.thread.take());
        if is_forked() {
            // The thread did not come along: the system knows nothing of it to wait for or to
            // let go of, and it may have held the channel's lock.
            std::mem::forget((lives, thread));
            return;
        }
        drop(lives);
        if let Some(thread) = thread {
            // It says itself what it cannot do.
            let _ = thread.join();
        }
    }
}

/// A runtime as it is read.
struct Watched {
    reader: Reader,
    metrics: RuntimeMetrics,
    tally: Tally,
    coverage: Coverage,
}

impl Watched {
    fn new(reader: Reader, metrics: RuntimeMetrics) -> Self {
        Self {
            reader,
            metrics,
            tally: Tally::default(),
            coverage: Coverage::default(),
        }
    }

    fn until(mut self, stopped: &Receiver<()>) -> Report {
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(EVERY) {
            self.look();
        }
        let tally = &mut self.tally;
        self.reader.drain_all(|event| tally.take(&event));
        tally.look(|worker| waited(&self.reader, worker));
        let [seen, ..] = tally.sum(super::tally::Class::Task(crate::events::Role::Task));
        self.coverage.ends(seen, &self.metrics);
        let delivery = self.reader.delivery();
        Report {
            run: self.tally.run.clone(),
            lasted: self.tally.at,
            tally: self.tally,
            coverage: self.coverage,
            shed: delivery.emitted.saturating_sub(delivery.delivered),
        }
    }

    fn look(&mut self) {
        let before = self.metrics.num_alive_tasks();
        let tally = &mut self.tally;
        self.reader.drain(|event| tally.take(&event));
        tally.look(|worker| waited(&self.reader, worker));
        let after = self.metrics.num_alive_tasks();
        self.coverage.look((before, after), tally.tasks_alive());
    }
}

/// How long the thread of a worker has waited for a processor so far.
fn waited(reader: &Reader, worker: WorkerId) -> Option<Nanos> {
    let times = thread::times(reader.thread(worker)?)?;
    Some(Nanos::from_duration(times.waited))
}

/// Each further runtime of the process has a file of its own: `x.json`, `x.2.json` ...
fn numbered(file: PathBuf) -> PathBuf {
    static RUNTIMES: AtomicU32 = AtomicU32::new(0);
    let number = 1 + RUNTIMES.fetch_add(1, Ordering::Relaxed);
    if number == 1 {
        file
    } else {
        with_number(&file, number)
    }
}

pub(super) fn with_number(file: &Path, number: u32) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(OsString::from(format!(".{number}")));
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

fn write(report: &Report, file: Option<&Path>) {
    let Some(file) = file else {
        // Where standard error is closed nobody reads.
        let _ = std::io::stderr().write_all(report.text().as_bytes());
        return;
    };
    if let Err(error) = std::fs::write(file, report.json()) {
        complain(format_args!("no report in {}: {error}", file.display()));
    }
}
