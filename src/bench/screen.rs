//! The real event loop on a thread of its own, drawing the real main screen of 200 x 60
//! cells through the real terminal encoding. Only the terminal itself is not there: the
//! bytes of a picture are made, and dropped.

mod desk;

use crate::app::App;
use crate::bench::clocks;
use crate::config::{self, Runtime, Tui};
use crate::event_loop::{self, Driver, Input, Themed};
use crate::events::Delivery;
use crate::source::Source;
use crate::terminal::Canvas;
use anyhow::Context;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use desk::{Desk, Notes, Noting, Word};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The terminal of the budget.
const SIZE: (u16, u16) = (200, 60);
/// A poll this long is shown as a stall.
pub(super) const STALL_AFTER: Duration = Duration::from_millis(50);

/// A screen that is on.
pub(super) struct Screen {
    inputs: Sender<Word>,
    live: Arc<Running>,
    thread: JoinHandle<Seen>,
}

/// What can be asked while the screen is on.
#[derive(Debug, Default)]
struct Running {
    /// Events taken in.
    events: AtomicU64,
    /// Pictures drawn.
    frames: AtomicUsize,
    /// Tokio's own count of parks, all workers.
    parks: AtomicU64,
    /// CPU time of the loop's thread, in nanoseconds.
    cpu: AtomicU64,
}

/// What a screen saw until it was closed. Times in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// CPU time of its thread.
    pub(super) cpu: Duration,
    /// The part of it until the loop ended; the rest freed what was left.
    pub(super) taken_in: Duration,
    /// Looking and drawing, per picture.
    pub(super) frames: Vec<f64>,
    /// From a key to the picture that shows its effect.
    pub(super) keys: Vec<f64>,
    /// From an event to the first picture after it was taken in.
    pub(super) events: Vec<f64>,
    /// From the threshold of a stall to the first picture that shows it.
    pub(super) stalls: Vec<f64>,
    /// The accounts of the pipeline at the end.
    pub(super) delivery: Delivery,
    /// Why the loop ended, if not by our word.
    pub(super) failure: Option<String>,
}

impl Screen {
    /// Switches it on. Every n-th event is timed.
    pub(super) fn open(source: impl Source + Send + 'static, every: u64) -> io::Result<Self> {
        let (inputs, incoming) = channel();
        let news = inputs.clone();
        // A screen that is off needs no news.
        source.on_news(move || drop(news.send(Word::News)));
        let live = Arc::new(Running::default());
        let shared = Arc::clone(&live);
        let thread = std::thread::Builder::new()
            .name("screen".into())
            .spawn(move || {
                let notes = Rc::new(RefCell::new(Notes::new(every)));
                let mut noting = Noting::new(source, Rc::clone(&notes), shared);
                let desk = Desk::new(incoming, Rc::clone(&notes));
                let (ended, app) = run(desk, &mut noting);
                let delivery = noting.delivery();
                let taken_in = clocks::thread_cpu();
                drop(noting);
                // What one round leaves behind, the next one uses again.
                drop(app);
                let mut seen = notes.take().into_seen();
                seen.failure = ended.err().map(|error| format!("{error:#}"));
                seen.delivery = delivery;
                seen.taken_in = taken_in;
                seen.cpu = clocks::thread_cpu();
                seen
            })?;
        Ok(Self {
            inputs,
            live,
            thread,
        })
    }

    /// Presses a key: a letter, Enter, `Left` or `Right`.
    pub(super) fn press(&self, key: &str) {
        let code = match (key, key.chars().next()) {
            ("Left", _) => KeyCode::Left,
            ("Right", _) => KeyCode::Right,
            (_, Some('\n') | None) => KeyCode::Enter,
            (_, Some(letter)) => KeyCode::Char(letter),
        };
        let event = KeyEvent::new(code, KeyModifiers::NONE);
        // A screen that is gone says why when it is closed.
        let _ = self
            .inputs
            .send(Word::Pressed(Instant::now(), Input::Key(event)));
    }

    /// Events taken in so far.
    pub(super) fn events(&self) -> u64 {
        self.live.events.load(Ordering::Acquire)
    }

    /// Pictures drawn, as of the last look.
    pub(super) fn frames(&self) -> usize {
        self.live.frames.load(Ordering::Acquire)
    }

    /// Parks of all workers so far, by Tokio's own count at the last look.
    pub(super) fn parks(&self) -> u64 {
        self.live.parks.load(Ordering::Acquire)
    }

    /// CPU time of the loop's thread, as of its last look.
    pub(super) fn cpu(&self) -> Duration {
        Duration::from_nanos(self.live.cpu.load(Ordering::Acquire))
    }

    /// Waits until no event came for a while: what was ordered is on the screen.
    pub(super) fn wait_calm(&self) {
        let mut before = u64::MAX;
        while std::mem::replace(&mut before, self.events()) != before || before == 0 {
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    /// Switches it off.
    pub(super) fn close(self) -> Seen {
        // A screen that ended by itself is joined as well.
        let _ = self.inputs.send(Word::Off);
        self.thread.join().unwrap_or_else(|_| Seen {
            failure: Some("the screen's thread panicked".into()),
            ..Seen::default()
        })
    }
}

/// The application comes back when the loop has ended, if it could begin.
fn run(desk: Desk, source: &mut impl Source) -> (anyhow::Result<()>, Option<App>) {
    let terminal = match terminal(&desk) {
        Ok(terminal) => terminal,
        Err(error) => return (Err(error), None),
    };
    let (ended, app) = Driver::new(
        terminal,
        desk,
        source,
        app(),
        Themed::given(config::Theme::Dark),
        None,
    )
    .run();
    (ended.map(drop), Some(app))
}

fn terminal(desk: &Desk) -> anyhow::Result<Terminal<CrosstermBackend<Canvas>>> {
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let viewport = Viewport::Fixed(area);
    let backend = CrosstermBackend::new(desk.canvas());
    Terminal::with_options(backend, TerminalOptions { viewport })
        .context("cannot set up the picture")
}

pub(super) fn app() -> App {
    event_loop::app(&Tui {
        runtime: Runtime {
            stall_after: STALL_AFTER,
            ..Runtime::default()
        },
        ..Tui::default()
    })
}

/// A picture goes nowhere: the terminal is not ours.
fn canvas() -> Canvas {
    Canvas::new()
}
