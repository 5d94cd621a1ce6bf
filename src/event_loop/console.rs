//! Where input comes from and where pictures go: the user's terminal, or a script in tests.

use crate::terminal::clipboard::{self, Copy};
use crate::terminal::ground::{Answers, Ground, Heard};
use crate::terminal::{self, Canvas, Guard, Signal};
use crate::threads;
use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseButton, MouseEventKind};
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What can come in.
#[derive(Debug)]
pub(crate) enum Input {
    /// A key.
    Key(KeyEvent),
    /// A click of the left button, at a column and row.
    Click(u16, u16),
    /// The mouse was moved to a column with the left button down.
    Drag(u16),
    /// The left button was let go.
    Release,
    /// The wheel, down is positive.
    Wheel(i32),
    /// The terminal told its background.
    Ground(Ground),
    /// A signal.
    Signal(Signal),
    /// The terminal cannot be read any more.
    Failed(io::Error),
}

/// The loop's side of a terminal, and its clock. What is done here already suits one in memory:
/// it takes every picture, and nobody sits at it.
pub(crate) trait Console {
    /// The next input, waiting for it at most so long.
    fn wait(&mut self, at_most: Duration) -> Option<Input>;
    /// Time on the loop's clock. Runs on through a suspend.
    fn clock(&self) -> Duration;
    /// Sends the picture that was drawn, without waiting until the terminal took it.
    fn present(&mut self) -> io::Result<()>;
    /// Whether the terminal took the last picture.
    fn is_ready(&self) -> io::Result<bool> {
        Ok(true)
    }
    /// Hands a line to the terminal's clipboard.
    fn copy(&mut self, _line: &str) -> Copy {
        Copy::NotTaken
    }
    /// Gives the terminal back and stops the process; returns when it goes on.
    fn stop(&mut self) {}
    /// Asks for what `^Z` means: a [`Signal::Suspend`] follows.
    fn ask_to_stop(&mut self) {}
    /// Takes the terminal over again.
    fn reenter(&mut self) -> io::Result<()> {
        Ok(())
    }
    /// Whether the terminal went away.
    fn is_gone(&self) -> bool {
        false
    }
}

/// The real terminal.
#[derive(Debug)]
pub(super) struct Tty<'a> {
    guard: &'a Guard,
    canvas: Canvas,
    /// `None` only says that there are signals or events to look at.
    inputs: Receiver<Option<Input>>,
    /// The other end of `inputs`.
    wake: SyncSender<Option<Input>>,
    signals: Arc<Signals>,
    started: Instant,
}

/// More input than this at once is a stuck key or a paste; the reading thread then waits.
const QUEUE: usize = 256;

impl<'a> Tty<'a> {
    /// Starts the threads that read keys and signals.
    pub(super) fn open(guard: &'a Guard, canvas: Canvas) -> io::Result<Self> {
        let (send, inputs) = sync_channel(QUEUE);
        let signals = Arc::<Signals>::default();
        let (heard, wake) = (Arc::clone(&signals), send.clone());
        terminal::listen(move |signal| {
            heard.put(signal);
            // A full queue needs no waking, and the thread of the signals must never wait.
            let _ = wake.try_send(None);
        })?;
        let wake = send.clone();
        threads::start("the thread that reads keys", "input", move || read(&send))?;
        Ok(Self {
            guard,
            canvas,
            inputs,
            wake,
            signals,
            started: Instant::now(),
        })
    }

    /// Ends a wait for input, from any thread and without waiting.
    pub(super) fn waker(&self) -> impl Fn() + Send + Sync + 'static {
        let wake = self.wake.clone();
        move || {
            let _ = wake.try_send(None);
        }
    }
}

/// Signals not yet taken: apart from the keys, so that neither a full queue nor a busy
/// loop holds one up.
#[derive(Debug, Default)]
struct Signals(Mutex<VecDeque<Signal>>);

impl Signals {
    fn put(&self, signal: Signal) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.back() != Some(&signal) {
            waiting.push_back(signal);
        }
    }

    fn take(&self) -> Option<Input> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.pop_front().map(Input::Signal)
    }
}

/// Reads the terminal until it fails or nobody listens.
fn read(send: &SyncSender<Option<Input>>) {
    let mut answers = Answers::default();
    loop {
        let event = match crossterm::event::read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            event => event,
        };
        let failed = event.is_err();
        for input in told(event, &mut answers) {
            if send.send(Some(input)).is_err() {
                return;
            }
        }
        if failed {
            return;
        }
    }
}

/// What an event comes to. Answers of the terminal come as keys; keys that could be one are
/// held back until it is clear.
fn told(event: io::Result<Event>, answers: &mut Answers) -> Vec<Input> {
    match event {
        Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => match answers.hear(key) {
            Heard::More => Vec::new(),
            Heard::Ground(ground) => {
                terminal::answered();
                vec![Input::Ground(ground)]
            }
            Heard::Keys(keys) => keys.into_iter().map(Input::Key).collect(),
        },
        Ok(event) => input(event).into_iter().collect(),
        Err(error) => vec![Input::Failed(error)],
    }
}

/// What of an event matters here; key releases do not.
fn input(event: Event) -> Option<Input> {
    match event {
        // See `told`.
        Event::Key(_) => None,
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.column, mouse.row)),
            MouseEventKind::Drag(MouseButton::Left) => Some(Input::Drag(mouse.column)),
            MouseEventKind::Up(MouseButton::Left) => Some(Input::Release),
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
        let signal = self.signals.take();
        if signal.is_some() {
            return signal;
        }
        match self.inputs.recv_timeout(at_most) {
            Ok(Some(input)) => Some(input),
            Ok(None) => self.signals.take(),
            Err(RecvTimeoutError::Timeout) => None,
            // We hold a sender ourselves; but if it were so, nothing could ever end the loop.
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

    fn is_ready(&self) -> io::Result<bool> {
        self.canvas.is_ready()
    }

    fn copy(&mut self, line: &str) -> Copy {
        clipboard::copy(line)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyModifiers, MouseEvent};

    #[test]
    fn a_storm_of_one_signal_waits_as_one_and_order_is_kept() {
        let signals = Signals::default();
        for _ in 0..1_000 {
            signals.put(Signal::Resized);
        }
        signals.put(Signal::Suspend);
        signals.put(Signal::Continue);
        let waiting: Vec<_> = std::iter::from_fn(|| signals.take())
            .map(|input| match input {
                Input::Signal(signal) => signal,
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [Signal::Resized, Signal::Suspend, Signal::Continue];
        assert_eq!(waiting, expected);
    }

    #[test]
    fn a_drag_of_the_left_button_is_input_and_that_of_another_is_none() {
        let mouse = |kind| {
            input(Event::Mouse(MouseEvent {
                kind,
                column: 7,
                row: 3,
                modifiers: KeyModifiers::NONE,
            }))
        };
        let left = mouse(MouseEventKind::Drag(MouseButton::Left));
        assert!(matches!(left, Some(Input::Drag(7))));
        let up = mouse(MouseEventKind::Up(MouseButton::Left));
        assert!(matches!(up, Some(Input::Release)));
        assert!(mouse(MouseEventKind::Drag(MouseButton::Right)).is_none());
        assert!(mouse(MouseEventKind::Moved).is_none());
    }

    #[test]
    fn pasted_text_is_no_input() {
        assert!(input(Event::Paste("1b1b".to_owned())).is_none());
    }
}
