//! Traces of dial9, told as a recording of our own.
//!
//! A trace is a row of segments for each process, packed by gzip or not. All of it is read once:
//! its events are put in order of time (its threads write them in batches, up to half a minute
//! late), then told as blocks into a file without a name, which is read as any recording is. That
//! takes bounded memory, 24 MiB of events at a time, besides some 40 bytes for each task; and room
//! for temporary files of about twice the trace's unpacked size.
//!
//! What the trace does not hold is not told: the LIFO slot, steals, jobs of the blocking pool, how
//! a task ended (only that it did), the coop budget, handles and sizes of tasks, the scheduler's
//! flavor and the version of Tokio. Who called a waker is told as far as the trace proves it:
//!
//! | The wake came | Told as |
//! |---|---|
//! | in a task of the same runtime | that task |
//! | in a task of another one | a task that is not observed |
//! | on a worker, in no task that is shown, while it was parked | the driver |
//! | on a worker, in no task that is shown | not known: its own loop, or the end of the task it polls |
//! | on no worker, in a job, or in a task that is not shown | a task that is not observed |
//! | on no worker, in none of these | code outside |
//!
//! The format is described in `SPEC.md` of the package `dial9-trace-format`, the events in
//! `telemetry/format.rs` of `dial9-tokio-telemetry` (0.5.7 of both).

mod bytes;
mod files;
mod frames;
mod gather;
mod names;
mod place;
mod runtimes;
mod sorted;
mod tell;
mod value;
mod write;

pub(super) use files::is_trace;

use super::trouble::Trouble;
use crate::probe::wire::{Fault, Hello};
use gather::{COMPLETE, Gathered};
use names::Process;
use runtimes::{Runtimes, beginnings};
use std::fs::File;
use std::io;
use std::path::Path;
use tell::Teller;
use write::Writer;

/// The version of what has written a segment.
const VERSION: &str = "dial9.dial9-tokio-telemetry.version";

/// A trace, told as a recording.
pub(super) struct Told {
    /// The blocks.
    pub(super) file: File,
    /// The names of the runtimes, in the order of their numbers.
    pub(super) names: Vec<String>,
    /// What of the trace cannot be read.
    pub(super) troubles: Vec<Trouble>,
}

/// Reads a trace.
///
/// # Errors
/// When the system says no: of a folder, or of the files this is written into.
pub(super) fn told(path: &Path) -> io::Result<Told> {
    let segments = files::segments(path)?;
    let mut gathered = Gathered::from(&segments)?;
    let runtimes = Runtimes::of(&gathered);
    let wakes = wakes_seen(&gathered, &runtimes);
    let writer = Writer::new(&hello(path, &gathered.processes), runtimes.all.len())?;
    let mut sorted = std::mem::take(&mut gathered.records).sorted()?;
    let mut teller = Teller::new(&gathered, &runtimes, writer);
    teller.begin(&wakes)?;
    while let Some(record) = sorted.next()? {
        teller.record(&record)?;
    }
    let is_whole = gathered.troubles.is_empty() && gathered.processes.iter().all(is_whole);
    let (file, missing) = teller.end(is_whole)?;
    let names = runtimes.names(&gathered.processes);
    let mut troubles = std::mem::take(&mut gathered.troubles);
    troubles.extend(of_all(&gathered, missing));
    Ok(Told {
        file,
        names,
        troubles,
    })
}

/// What is missing without any place in a file.
fn of_all(gathered: &Gathered, missing: u64) -> Vec<Trouble> {
    let several = gathered.processes.len() > 1;
    let clockless = gathered.processes.iter().any(|one| one.clock.is_none());
    let all = [
        (missing > 0, "an event whose other half is not in the trace"),
        (gathered.left_out > 0, "an event of one worker or task more"),
        (
            several && clockless,
            "the clock of one of several processes",
        ),
    ];
    let here = all.into_iter().filter(|(is_so, _)| *is_so);
    here.map(|(_, what)| Trouble {
        file: None,
        offset: 0,
        fault: Fault::Senseless(what),
    })
    .collect()
}

/// Whether its last segment was ended as it should be.
fn is_whole(process: &Process) -> bool {
    process.about.get(COMPLETE).is_some_and(|is| is == "true")
}

/// Whether wakes of any task of each runtime are told.
fn wakes_seen(gathered: &Gathered, runtimes: &Runtimes) -> Vec<bool> {
    let mut seen = vec![false; runtimes.all.len()];
    for task in gathered.names.all.iter().filter(|task| task.is_woken) {
        if let Some(of) = runtimes.of_task(*task) {
            seen[of] = true;
        }
    }
    seen
}

fn hello(path: &Path, processes: &[Process]) -> Hello {
    let about = |key: &str| processes.iter().find_map(|one| one.about.get(key));
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = about("service").map_or_else(|| name.to_string_lossy(), Into::into);
    let (_, began) = beginnings(processes);
    Hello {
        version: about(VERSION).cloned().unwrap_or_default(),
        name: format!("dial9: {}", names::clean(&name)),
        began: began.unwrap_or(0),
        ..Hello::default()
    }
}
