//! A connection to a program.

use super::trouble::Trouble;
use crate::events::{Event, Nanos, WorkerId};
use crate::probe::wire::{
    Ask, Block, Bye, Encoder, Fault, HEAD_BYTES, Head, Hello, Kind, Stack, Tick,
};
use crate::threads;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// Who says nothing for so long will not.
const PATIENCE: Duration = Duration::from_secs(2);

/// A question is sent at once or not at all: a program that reads none must not hold the screen up.
const AT_ONCE: Duration = Duration::from_millis(1);

/// Where nothing came for so long, something is asked for.
const QUIET: Duration = Duration::from_secs(1);

/// Who has not answered for so long is told of as silent.
const SILENT: Duration = Duration::from_secs(3);

/// Nobody's name is longer, in bytes of its block.
const LONGEST_HELLO: usize = 1 << 16;

/// Blocks that may wait to be taken. A program is not read faster than that.
const WAITING: usize = 32;

/// Something came.
#[derive(Debug)]
pub enum News {
    /// Of this runtime.
    Heard(u16, Heard),
    /// Nothing came since then, though something was asked for.
    Quiet(Instant),
    /// Nothing will come any more. What is wrong with what came last, if something is.
    End(Option<Fault>),
}

/// What a program tells.
#[derive(Debug)]
pub enum Heard {
    /// What is so, and was before.
    State(Vec<Event>),
    /// What happened.
    Events(Vec<Event>),
    /// All up to a moment was told.
    Tick(Tick),
    /// So many events are missing.
    Missing(u64),
    /// A stack that was asked for.
    Stack(Box<Stack>),
    /// The last word.
    Bye(Bye),
}

/// See the module's text. Dropped, it ends.
#[derive(Debug)]
pub struct Connection {
    hello: Hello,
    stream: UnixStream,
    news: Receiver<News>,
}

impl Connection {
    /// Connects, and waits until the program has said who it is. `wake` is called, from a thread
    /// of its own, when something came.
    ///
    /// # Errors
    /// When nobody is there, or whoever is there says nothing that is understood.
    pub fn open(path: &Path, wake: impl Fn() + Send + Sync + 'static) -> Result<Self, Trouble> {
        let io = |error| Trouble::Io(path.to_owned(), error);
        let (send, greeted) = mpsc::channel();
        let to = path.to_owned();
        // Where too many wait to be let in, connecting waits without end.
        threads::start("the thread that connects", "connect", move || {
            // Nobody waits for it any more if this fails.
            let _ = send.send(greet(&to));
        })
        .map_err(io)?;
        let greeted = greeted.recv_timeout(PATIENCE);
        let (stream, hello) = greeted.map_err(|_| Trouble::Silent(path.to_owned()))??;
        stream.set_read_timeout(Some(QUIET)).map_err(io)?;
        stream.set_write_timeout(Some(AT_ONCE)).map_err(io)?;
        let reading = stream.try_clone().map_err(io)?;
        let (send, news) = sync_channel(WAITING);
        let wake = Arc::new(wake);
        threads::start(
            "the thread that listens to the program",
            "remote",
            move || {
                let mut listener = Listener {
                    stream: reading,
                    heard: Instant::now(),
                    news: send.clone(),
                    wake: Arc::clone(&wake),
                };
                let end = read(&mut listener).err().flatten();
                let _ = send.send(News::End(end));
                wake();
            },
        )
        .map_err(io)?;
        Ok(Self {
            hello,
            stream,
            news,
        })
    }

    /// Who it says it is.
    pub fn hello(&self) -> &Hello {
        &self.hello
    }

    /// What came, if something did.
    pub fn next(&self) -> Option<News> {
        self.news.try_recv().ok()
    }

    /// What comes, waiting for it at most so long. `None` also when nothing will come any more.
    pub fn wait(&self, at_most: Duration) -> Option<News> {
        self.news.recv_timeout(at_most).ok()
    }

    /// Asks for a tick of every runtime.
    pub fn ask_tick(&self) {
        self.ask(0, Ask::Tick);
    }

    /// Asks what the thread of a worker is doing.
    pub fn ask_stack(&self, runtime: u16, worker: WorkerId) {
        self.ask(runtime, Ask::Stack(worker));
    }

    fn ask(&self, runtime: u16, ask: Ask) {
        ask_by(&self.stream, runtime, ask);
    }
}

fn ask_by(mut stream: &UnixStream, runtime: u16, ask: Ask) {
    let mut bytes = Vec::new();
    Encoder::default().block(Kind::Ask, runtime, Nanos::ZERO, &ask.bytes(), &mut bytes);
    // Who is gone is told of by the thread that reads.
    let _ = stream.write_all(&bytes);
}

impl Drop for Connection {
    fn drop(&mut self) {
        // It ends the thread that reads.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Connects, and hears who it is.
fn greet(path: &Path) -> Result<(UnixStream, Hello), Trouble> {
    let owned = || -> PathBuf { path.to_owned() };
    let mut stream = UnixStream::connect(path).map_err(|error| Trouble::Io(owned(), error))?;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Trouble::Silent(owned()),
        _ => Trouble::HangsUp(owned()),
    };
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let mut head = [0; HEAD_BYTES];
    stream.read_exact(&mut head).map_err(failed)?;
    let other = |fault| Trouble::Other(owned(), fault);
    let (head, _) = Head::read(&head).map_err(other)?;
    if head.length() > LONGEST_HELLO {
        return Err(other(Fault::TooLong(head.length() as u64)));
    }
    let mut payload = vec![0; head.length()];
    stream.read_exact(&mut payload).map_err(failed)?;
    match Block::read(&head, &payload).map_err(other)? {
        Block::Hello(hello) => Ok((stream, hello)),
        Block::Bye(bye) => Err(Trouble::Refused(owned(), bye.text)),
        _ => Err(other(Fault::Senseless("its first block"))),
    }
}

/// The thread that reads.
struct Listener<W> {
    stream: UnixStream,
    /// When something came last.
    heard: Instant,
    news: SyncSender<News>,
    wake: Arc<W>,
}

impl<W: Fn()> Listener<W> {
    /// Reads so many bytes, however long that takes; asks whether anybody is there while nothing
    /// comes.
    fn fill(&mut self, mut bytes: &mut [u8]) -> Result<(), Option<Fault>> {
        while !bytes.is_empty() {
            match self.stream.read(bytes) {
                Ok(0) => return Err(None),
                Ok(count) => {
                    self.heard = Instant::now();
                    bytes = &mut bytes[count..];
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.quiet()?,
                Err(_) => return Err(None),
            }
        }
        Ok(())
    }

    fn quiet(&self) -> Result<(), Option<Fault>> {
        ask_by(&self.stream, 0, Ask::Tick);
        match self.heard.elapsed() >= SILENT {
            true => self.tell(News::Quiet(self.heard)),
            false => Ok(()),
        }
    }

    fn tell(&self, news: News) -> Result<(), Option<Fault>> {
        self.news.send(news).map_err(|_| None)?;
        (self.wake)();
        Ok(())
    }
}

/// Reads until the end; an error says what cannot be read.
fn read<W: Fn()>(listener: &mut Listener<W>) -> Result<(), Option<Fault>> {
    let mut payload = Vec::new();
    loop {
        let mut head = [0; HEAD_BYTES];
        listener.fill(&mut head)?;
        let (head, _) = Head::read(&head).map_err(Some)?;
        // No more than a block may have.
        payload.resize(head.length(), 0);
        listener.fill(&mut payload)?;
        let heard = match Block::read(&head, &payload).map_err(Some)? {
            Block::State(read) => Heard::State(read.events),
            Block::Events(read) => Heard::Events(read.events),
            Block::Tick(tick) => Heard::Tick(tick),
            Block::Mark(mark) => Heard::Missing(mark.lost),
            Block::Bye(bye) => Heard::Bye(bye),
            Block::Other(bytes) if head.kind == Kind::Stack as u8 => {
                let stack = Stack::read(&bytes).ok_or(Some(Fault::Senseless("a stack")))?;
                Heard::Stack(Box::new(stack))
            }
            Block::Hello(_) | Block::Other(_) => continue,
        };
        listener.tell(News::Heard(head.runtime, heard))?;
    }
}
