//! Where input comes from and where pictures go: the user's terminal, or a script in tests.

use crate::terminal::{self, Canvas, Guard, Signal};
use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseButton, MouseEventKind};
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// What can come in.
#[derive(Debug)]
pub(super) enum Input {
    /// A key.
    Key(KeyEvent),
    /// A click of the left button, at a column and row.
    Click(u16, u16),
    /// The wheel, down is positive.
    Wheel(i32),
    /// A signal.
    Signal(Signal),
    /// The terminal cannot be read any more.
    Failed(io::Error),
}

/// The loop's side of a terminal, and its clock.
pub(super) trait Console {
    /// The next input, waiting for it at most so long.
    fn wait(&mut self, at_most: Duration) -> Option<Input>;
    /// Time on the loop's clock. Runs on through a suspend.
    fn clock(&self) -> Duration;
    /// Sends the picture that was drawn.
    fn present(&mut self) -> io::Result<()>;
    /// Gives the terminal back and stops the process; returns when it goes on.
    fn stop(&mut self);
    /// Asks for what `^Z` means: a [`Signal::Suspend`] follows.
    fn ask_to_stop(&mut self);
    /// Takes the terminal over again.
    fn reenter(&mut self) -> io::Result<()>;
    /// Whether the terminal went away.
    fn is_gone(&self) -> bool;
}

/// The real terminal.
#[derive(Debug)]
pub(super) struct Tty<'a> {
    guard: &'a Guard,
    canvas: Canvas,
    inputs: Receiver<Input>,
    started: Instant,
}

/// More input than this at once is a stuck key or a paste; the reading thread then waits.
const QUEUE: usize = 256;

impl<'a> Tty<'a> {
    /// Starts the threads that read keys and signals.
    pub(super) fn open(guard: &'a Guard, canvas: Canvas) -> io::Result<Self> {
        let (send, inputs) = sync_channel(QUEUE);
        let signals = send.clone();
        terminal::listen(move |signal| {
            let _ = signals.send(Input::Signal(signal));
        })?;
        std::thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || read(&send))?;
        Ok(Self {
            guard,
            canvas,
            inputs,
            started: Instant::now(),
        })
    }
}

/// Reads the terminal until it fails or nobody listens.
fn read(send: &SyncSender<Input>) {
    loop {
        let input = match crossterm::event::read() {
            Ok(event) => input(event),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
            Err(error) => Some(Input::Failed(error)),
        };
        let failed = matches!(input, Some(Input::Failed(_)));
        if let Some(input) = input
            && send.send(input).is_err()
        {
            return;
        }
        if failed {
            return;
        }
    }
}

/// What of an event matters here; mouse movement and key releases do not.
fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(Input::Key(key)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(1)),
            MouseEventKind::ScrollUp => Some(Input::Wheel(-1)),
            _ => None,
        },
        // A change of size comes as a signal.
        Event::Resize(..) | Event::FocusGained | Event::FocusLost | Event::Paste(_) => None,
    }
}

impl Console for Tty<'_> {
    fn wait(&mut self, at_most: Duration) -> Option<Input> {
        match self.inputs.recv_timeout(at_most) {
            Ok(input) => Some(input),
            Err(RecvTimeoutError::Timeout) => None,
            // The signal thread lives as long as the process and holds a sender, so this
            // is both threads gone: nothing could ever end the loop.
            Err(RecvTimeoutError::Disconnected) => {
                Some(Input::Failed(io::Error::other("nobody reads the terminal")))
            }
        }
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }

    fn present(&mut self) -> io::Result<()> {
        self.canvas.present()
    }

    fn stop(&mut self) {
        self.guard.leave();
        terminal::stop_self();
    }

    fn ask_to_stop(&mut self) {
        terminal::stop_group();
    }

    fn reenter(&mut self) -> io::Result<()> {
        self.guard.reenter()
    }

    fn is_gone(&self) -> bool {
        terminal::is_gone()
    }
}
