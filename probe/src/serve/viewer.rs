//! One viewer: a thread that writes to it, and one that reads what it asks for.

use super::outbox::Outbox;
use super::sink::Viewer;
use crate::wire::{Ask, Block, HEAD_BYTES, Head, Kind};
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

/// A viewer that takes nothing for so long is cut off.
const PATIENCE: Duration = Duration::from_secs(5);

/// No question is longer than this.
const LONGEST_ASK: usize = 4096;

/// Something that a viewer has asked for, of which runtime.
pub(super) type Asked = (Viewer, u16, Ask);

/// A viewer, as whoever feeds it has it.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) number: Viewer,
    pub(super) outbox: Arc<Outbox>,
}

/// Counts a viewer as long as it lives.
pub(super) struct Place(Arc<AtomicUsize>);

impl Place {
    /// A place, if fewer than so many are taken.
    pub(super) fn take(taken: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let next = |count| (count < most).then_some(count + 1);
        taken
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, next)
            .ok()?;
        Some(Self(Arc::clone(taken)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Attached {
    /// Starts the threads of a viewer that has connected.
    pub(super) fn start(
        number: u64,
        stream: UnixStream,
        place: Place,
        asks: SyncSender<Asked>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> io::Result<Self> {
        stream.set_write_timeout(Some(PATIENCE))?;
        let reading = stream.try_clone()?;
        let outbox = Arc::<Outbox>::default();
        let number = Viewer(number);
        let (to_read, to_write) = (Arc::clone(&outbox), Arc::clone(&outbox));
        let named = |name: &str| thread::Builder::new().name(name.into());
        named("tokio-kitchen-r").spawn(move || {
            read(reading, number, &asks, &*wake);
            to_read.close();
            wake();
        })?;
        let writing = named("tokio-kitchen-w").spawn(move || {
            // A viewer that is gone, or takes nothing: the thread that reads sees the end, too.
            let _ = write(&stream, &to_write);
            let _ = stream.shutdown(std::net::Shutdown::Both);
            to_write.close();
            drop(place);
        });
        if let Err(error) = writing {
            outbox.close();
            return Err(error);
        }
        Ok(Self { number, outbox })
    }
}

fn write(mut stream: &UnixStream, outbox: &Outbox) -> io::Result<()> {
    while let Some(blocks) = outbox.next() {
        stream.write_all(&blocks)?;
    }
    Ok(())
}

/// Reads what is asked for until the viewer is gone, or speaks something else.
fn read(
    mut stream: UnixStream,
    number: Viewer,
    asks: &SyncSender<Asked>,
    wake: &(dyn Fn() + Send + Sync),
) {
    let mut head = [0; HEAD_BYTES];
    while stream.read_exact(&mut head).is_ok() {
        let Ok((head, _)) = Head::read(&head) else {
            return;
        };
        let mut payload = vec![0; head.length().min(LONGEST_ASK)];
        if head.length() > LONGEST_ASK || stream.read_exact(&mut payload).is_err() {
            return;
        }
        let Ok(Block::Other(bytes)) = Block::read(&head, &payload) else {
            return;
        };
        if head.kind != Kind::Ask as u8 {
            continue;
        }
        if let Some(ask) = Ask::read(&bytes) {
            // Where too many wait it asks again.
            let _ = asks.try_send((number, head.runtime, ask));
            wake();
        }
    }
}
