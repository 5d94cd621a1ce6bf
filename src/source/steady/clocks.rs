//! What the system says of time.

use crate::events::Nanos;
use signal_hook::consts::SIGCONT;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

/// What the system says at one moment. Only differences of two readings mean anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::source) struct Reading {
    /// The clock of Tokio's timers. It stands still while the machine sleeps.
    pub(in crate::source) timers: Nanos,
    /// The same, but it counts that sleep.
    pub(in crate::source) with_sleep: Nanos,
    /// How long this thread ran.
    pub(in crate::source) ran: Nanos,
    /// How long all threads of the process ran, together.
    pub(in crate::source) all_ran: Nanos,
    /// How long this thread was ready to run and did not; `None` if the kernel does not say.
    pub(in crate::source) delay: Option<Nanos>,
    /// The process was told to continue.
    pub(in crate::source) continued: bool,
    /// Processors there are.
    pub(in crate::source) processors: u64,
}

/// Where readings come from.
pub(in crate::source) trait Clocks {
    /// The reading of this moment.
    fn read(&self) -> Reading;

    /// That the process was told to continue is told.
    fn forget_continued(&self) {}
}

/// The system, as the thread sees it that made this.
#[derive(Debug)]
pub(in crate::source) struct Os {
    continued: Arc<AtomicBool>,
    /// Run time, delay and turns of this thread; `None` where the system has no such file.
    schedule: Option<File>,
    processors: u64,
}

impl Os {
    /// Listens, and keeps a file open.
    pub(in crate::source) fn new() -> Self {
        let continued = Arc::new(AtomicBool::new(false));
        // Not heard of, a stop is inferred from its length.
        let _ = signal_hook::flag::register(SIGCONT, Arc::clone(&continued));
        Self {
            continued,
            schedule: File::open("/proc/thread-self/schedstat").ok(),
            processors: available_parallelism().map_or(1, |n| n.get() as u64),
        }
    }

    fn delay(&self) -> Option<Nanos> {
        let mut text = [0_u8; 96];
        let read = self.schedule.as_ref()?.read_at(&mut text, 0).ok()?;
        let text = std::str::from_utf8(&text[..read]).ok()?;
        text.split_ascii_whitespace()
            .nth(1)?
            .parse()
            .ok()
            .map(Nanos)
    }
}

impl Clocks for Os {
    fn read(&self) -> Reading {
        use rustix::time::ClockId;
        let timers = clock(ClockId::Monotonic);
        #[cfg(target_os = "linux")]
        let with_sleep = clock(ClockId::Boottime);
        #[cfg(not(target_os = "linux"))]
        let with_sleep = timers;
        Reading {
            timers,
            with_sleep,
            ran: clock(ClockId::ThreadCPUTime),
            all_ran: clock(ClockId::ProcessCPUTime),
            delay: self.delay(),
            continued: self.continued.load(Ordering::Relaxed),
            processors: self.processors,
        }
    }

    fn forget_continued(&self) {
        self.continued.store(false, Ordering::Relaxed);
    }
}

fn clock(id: rustix::time::ClockId) -> Nanos {
    let time = rustix::time::clock_gettime(id);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Nanos(seconds * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or(0))
}
