//! One viewer: a thread that writes to it, and one that reads what it asks for.

use super::outbox::Outbox;
use crate::wire::{Ask, Block, HEAD_BYTES, Head, Kind};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// A viewer that takes nothing for so long is cut off.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a process that ends waits until a viewer has taken the last of it.
const AT_THE_END: Duration = Duration::from_millis(200);

/// No question is longer than this.
const LONGEST_ASK: usize = 4096;

/// Questions that may wait; who asks more asks again.
const ASKS: usize = 64;

/// A viewer, as whoever tells it has it. Nothing here waits for it, but [`settle`](Self::settle).
#[derive(Debug)]
pub(crate) struct Viewer {
    outbox: Arc<Outbox>,
    asks: Receiver<(u16, Ask)>,
}

/// Counts a viewer as long as it lives.
pub(super) struct Place(Arc<AtomicUsize>);

impl Place {
    /// A place, if fewer than so many are taken.
    pub(super) fn take(taken: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let next = |count| (count < most).then_some(count + 1);
        let took = taken.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next);
        took.ok().map(|_| Self(Arc::clone(taken)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Viewer {
    /// Starts the threads of one that has connected. `wake` is called when it asks for something,
    /// or is gone.
    pub(super) fn start(
        stream: UnixStream,
        place: Place,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> io::Result<Self> {
        stream.set_write_timeout(Some(PATIENCE))?;
        let reading = stream.try_clone()?;
        let outbox = Arc::<Outbox>::default();
        let (to_read, to_write) = (Arc::clone(&outbox), Arc::clone(&outbox));
        let (send, asks) = sync_channel(ASKS);
        let named = |name: &str| thread::Builder::new().name(name.into());
        named("tokio-kitchen-w").spawn(move || {
            // A viewer that is gone, or takes nothing: the thread that reads sees the end, too.
            let _ = write(&stream, &to_write);
            let _ = stream.shutdown(Shutdown::Both);
            to_write.close();
            drop(place);
        })?;
        let asked = named("tokio-kitchen-r").spawn(move || {
            read(reading, &send, &*wake);
            to_read.close();
            wake();
        });
        if let Err(error) = asked {
            // The thread that writes ends the connection.
            outbox.close();
            return Err(error);
        }
        Ok(Self { outbox, asks })
    }

    /// Whether it is to be told all that is so: it is new, or has missed so many events.
    pub(crate) fn begins(&self) -> Option<u64> {
        self.outbox.begin()
    }

    /// Tells it what is so.
    pub(crate) fn state(&self, blocks: Vec<u8>) {
        self.outbox.put_all(blocks);
    }

    /// Tells it what happens, in blocks with so many events. Where too much waits for it, it
    /// misses them.
    pub(crate) fn tell(&self, blocks: Vec<u8>, events: u64) {
        self.outbox.put(blocks, events);
    }

    /// What it asks for, and of which runtime.
    pub(crate) fn asked(&self) -> Option<(u16, Ask)> {
        self.asks.try_recv().ok()
    }

    /// The process may end now: waits a moment for what is not written yet.
    pub(crate) fn settle(&self) {
        self.outbox.settle(AT_THE_END);
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.outbox.is_closed()
    }

    /// Whether it has missed something.
    #[cfg(test)]
    pub(super) fn misses(&self) -> bool {
        self.outbox.misses()
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.outbox.close();
    }
}

fn write(mut stream: &UnixStream, outbox: &Outbox) -> io::Result<()> {
    while let Some(blocks) = outbox.next() {
        stream.write_all(&blocks)?;
    }
    Ok(())
}

/// Reads what is asked for until the viewer is gone, or speaks something else.
fn read(mut stream: UnixStream, asks: &SyncSender<(u16, Ask)>, wake: &(dyn Fn() + Send + Sync)) {
    let mut head = [0; HEAD_BYTES];
    while stream.read_exact(&mut head).is_ok() {
        let Ok((head, _)) = Head::read(&head) else {
            return;
        };
        if head.length() > LONGEST_ASK {
            return;
        }
        let mut payload = vec![0; head.length()];
        if stream.read_exact(&mut payload).is_err() {
            return;
        }
        let Ok(Block::Other(bytes)) = Block::read(&head, &payload) else {
            return;
        };
        let ask = Ask::read(&bytes).filter(|_| head.kind == Kind::Ask as u8);
        if let Some(ask) = ask
            && asks.try_send((head.runtime, ask)).is_ok()
        {
            wake();
        }
    }
}
