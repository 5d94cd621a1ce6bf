//! What every recipe gets: the tempo, the closing signal and the things tasks of one
//! run share. The engine makes one [`Kit`] per runtime; a clone is one pointer.

use super::tokio;
use crate::limits::{FASTEST, SLOWEST};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore, watch};

/// Connections to the delivery server open at a time: both ends live in this process,
/// and the usual limit is 1024 open files.
const LINES: usize = 200;

/// How many children of `trays` may be at work at a time.
const TRAYS: usize = 2;

/// How fast everything goes: 2.0 takes half the time. Shared, and changeable while
/// tasks run; a timer already set keeps the time it was set to.
#[derive(Clone, Debug)]
pub struct Tempo(Arc<AtomicU64>);

impl Tempo {
    /// A tempo, brought into the range from [`SLOWEST`] to [`FASTEST`].
    pub fn new(tempo: f64) -> Self {
        let shared = Self(Arc::new(AtomicU64::new(0)));
        shared.set(tempo);
        shared
    }

    /// Changes it for everybody who holds a clone.
    pub fn set(&self, tempo: f64) {
        let tempo = if tempo.is_finite() {
            tempo.clamp(SLOWEST, FASTEST)
        } else {
            1.0
        };
        self.0.store(tempo.to_bits(), Ordering::Relaxed);
    }

    /// The tempo now.
    pub fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// What a recipe gets: tempo, the closing signal, things shared by all tasks of a run.
#[derive(Clone, Debug)]
pub struct Kit(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tempo: Tempo,
    closing: watch::Receiver<bool>,
    server: SocketAddr,
    knife: Mutex<()>,
    program: Option<PathBuf>,
    trays: Arc<Semaphore>,
    lines: Semaphore,
}

impl Kit {
    /// A kit for one runtime. `closing` turns true when tasks are asked to finish;
    /// `server` is where [`super::DeliveryServer`] listens; `program` is this program's file, where
    /// it is another one than the process runs.
    pub fn new(
        tempo: Tempo,
        closing: ::tokio::sync::watch::Receiver<bool>,
        server: SocketAddr,
        program: Option<PathBuf>,
    ) -> Self {
        Self(Arc::new(Shared {
            tempo,
            closing: closing.into(),
            server,
            program,
            knife: Mutex::new(()),
            trays: Arc::new(Semaphore::new(TRAYS)),
            lines: Semaphore::new(LINES),
        }))
    }

    /// A duration as the tempo stretches it now.
    pub fn pace(&self, duration: Duration) -> Duration {
        duration.div_f64(self.0.tempo.get())
    }

    /// So many milliseconds, as the tempo stretches them now.
    pub fn ms(&self, ms: u64) -> Duration {
        self.pace(Duration::from_millis(ms))
    }

    /// Whether tasks were asked to finish.
    pub fn is_closing(&self) -> bool {
        *self.0.closing.borrow()
    }

    /// A receiver of its own of the watch channel over which tasks are asked to finish. It has not
    /// seen the value if the channel was sent to before: so a task that begins late hears of it,
    /// too. An error means that the engine is gone: that is closing, too.
    pub fn last_orders(&self) -> watch::Receiver<bool> {
        self.0.closing.clone()
    }

    /// The one lock all tasks of `knife` share.
    pub fn knife(&self) -> &Mutex<()> {
        &self.0.knife
    }

    /// The permits all tasks of `trays` share.
    pub fn trays(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.trays)
    }

    /// This program's file.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn program(&self) -> io::Result<PathBuf> {
        match &self.0.program {
            Some(program) => Ok(program.clone()),
            None => std::env::current_exe(),
        }
    }

    /// The permits to have a connection open.
    pub fn lines(&self) -> &Semaphore {
        &self.0.lines
    }

    /// Where the delivery server listens.
    pub fn server(&self) -> SocketAddr {
        self.0.server
    }
}
