//! The socket to which viewers connect.

use super::folder;
use super::sink::{Sink, Viewer};
use super::viewer::{Asked, Attached, Place};
use crate::observe::is_forked;
use crate::wire::{Ask, Bye, Encoder, Ending, Mark};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Viewers at a time.
const MOST: usize = 4;

/// Questions that may wait.
const ASKS: usize = 64;

/// After an error of the system, such as too many open files, it is tried again after this.
const AGAIN: Duration = Duration::from_secs(1);

/// A socket, with those who are connected. It is gone when this is dropped; a process that ends
/// otherwise leaves its file, which the next one removes.
pub(crate) struct Socket {
    path: PathBuf,
    closed: Arc<AtomicBool>,
    incoming: Receiver<Attached>,
    asks: Receiver<Asked>,
    attached: Vec<Attached>,
}

#[allow(dead_code, reason = "of the thread that reads all runtimes")]
impl Socket {
    /// Opens the socket of this process. `wake` is called, from threads of its own, when there is
    /// something to look at: a new viewer, one that went, or a question.
    ///
    /// # Errors
    /// When there is no folder for it that is this user's own, or no socket.
    pub(crate) fn open(wake: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        let folder = folder::made()?;
        folder::tidy(&folder);
        let path = folder.join(format!("{}.sock", std::process::id()));
        Self::at(path, Arc::new(wake))
    }

    pub(super) fn at(path: PathBuf, wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        // One of an earlier process of this number.
        let _ = fs::remove_file(&path);
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let closed = Arc::<AtomicBool>::default();
        let (send, incoming) = channel();
        let (asks_to, asks) = sync_channel(ASKS);
        let door = Door {
            listener,
            closed: Arc::clone(&closed),
            send,
            asks: asks_to,
            wake,
        };
        thread::Builder::new()
            .name("tokio-kitchen-a".into())
            .spawn(move || door.keep())?;
        Ok(Self {
            path,
            closed,
            incoming,
            asks,
            attached: Vec::new(),
        })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Lets those in who have connected, and forgets those who are gone.
    pub(crate) fn look(&mut self) {
        self.attached.extend(self.incoming.try_iter());
        self.attached.retain(|viewer| !viewer.outbox.is_closed());
    }

    /// How many are connected, as of the last look.
    #[cfg(test)]
    pub(super) fn viewers(&self) -> usize {
        self.attached.len()
    }

    /// Whether somebody has missed something.
    #[cfg(test)]
    pub(super) fn misses(&self) -> bool {
        self.attached.iter().any(|viewer| viewer.outbox.misses())
    }

    /// Says the last word to all, and ends.
    pub(crate) fn end(mut self, bye: &[u8]) {
        self.look();
        let bye: Arc<[u8]> = bye.into();
        for viewer in &self.attached {
            viewer.outbox.answer(Arc::clone(&bye));
        }
    }
}

impl Sink for Socket {
    fn wants(&self) -> bool {
        !self.attached.is_empty()
    }

    fn needs_state(&self) -> bool {
        self.attached.iter().any(|viewer| viewer.outbox.needs_state())
    }

    fn state(&mut self, blocks: &[u8]) {
        let blocks: Arc<[u8]> = blocks.into();
        for viewer in &self.attached {
            if viewer.outbox.needs_state() {
                viewer.outbox.state(&blocks, missing);
            }
        }
    }

    fn take(&mut self, blocks: &[u8], events: u64) {
        if self.attached.is_empty() {
            return;
        }
        let blocks: Arc<[u8]> = blocks.into();
        for viewer in &self.attached {
            viewer.outbox.put(&blocks, events);
        }
    }

    fn asked(&mut self) -> Vec<(Viewer, u16, Ask)> {
        self.asks.try_iter().collect()
    }

    fn answer(&mut self, to: Viewer, blocks: &[u8]) {
        if let Some(viewer) = self.attached.iter().find(|viewer| viewer.number == to) {
            viewer.outbox.answer(blocks.into());
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if is_forked() {
            // The file and the threads are the other process's.
            std::mem::forget(std::mem::take(&mut self.attached));
            return;
        }
        self.closed.store(true, Ordering::SeqCst);
        for viewer in &self.attached {
            viewer.outbox.close();
        }
        // The thread that waits at the door sees that it is closed.
        let _ = UnixStream::connect(&self.path);
        let _ = fs::remove_file(&self.path);
    }
}

/// What says that so many events are missing.
fn missing(lost: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    Encoder::default().mark(0, &Mark { lost }, &mut bytes);
    bytes
}

/// The thread that lets viewers in.
struct Door {
    listener: UnixListener,
    closed: Arc<AtomicBool>,
    send: Sender<Attached>,
    asks: SyncSender<Asked>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Door {
    fn keep(self) {
        let taken = Arc::<AtomicUsize>::default();
        for number in 1.. {
            let stream = self.listener.accept();
            if self.closed.load(Ordering::SeqCst) {
                return;
            }
            match stream {
                Ok((stream, _)) => self.enter(number, stream, &taken),
                Err(_) => thread::sleep(AGAIN),
            }
        }
    }

    fn enter(&self, number: u64, stream: UnixStream, taken: &Arc<AtomicUsize>) {
        let Some(place) = Place::take(taken, MOST) else {
            return refuse(&stream);
        };
        let (asks, wake) = (self.asks.clone(), Arc::clone(&self.wake));
        // Without its threads it is as if nobody had come: it sees that the connection ends.
        if let Ok(viewer) = Attached::start(number, stream, place, asks, wake) {
            let _ = self.send.send(viewer);
            (self.wake)();
        }
    }
}

fn refuse(mut stream: &UnixStream) {
    let bye = Bye {
        ending: Ending::TooSlow,
        text: format!("{MOST} viewers are attached, and more are not served"),
    };
    let mut bytes = Vec::new();
    Encoder::default().bye(&bye, &mut bytes);
    // A new connection has room for it; if not it is told by nothing but its end.
    let _ = stream.set_nonblocking(true);
    let _ = stream.write_all(&bytes);
}
