//! Where a frame is written: memory, until the frame is whole.

use super::{OURS, OUTLET};
use crossterm::{QueueableCommand, terminal};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::Ordering;

/// Collects what the drawing backend writes and sends it as one synchronized update.
///
/// Clones share the same memory: one is given to the backend, one presents. The
/// backend's own flushes do nothing (it flushes after a clear and after hiding the
/// cursor, which would tear a frame in three), and nothing is written when a canvas is
/// dropped: after a panic half a frame must not land on the user's own screen.
#[derive(Clone, Debug)]
pub struct Canvas(Rc<RefCell<Vec<u8>>>);

/// A frame at full churn is 2 to 10 KiB on common sizes.
const CAPACITY: usize = 64 * 1024;

impl Canvas {
    /// An empty one.
    #[allow(clippy::new_without_default, reason = "allocates; to be written out")]
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(Vec::with_capacity(CAPACITY))))
    }

    /// Hands the frame to the thread that writes, if the terminal is ours.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn present(&self) -> io::Result<()> {
        let frame = self.take_frame()?;
        if OURS.load(Ordering::SeqCst)
            && let Some(frame) = frame
        {
            OUTLET.send(frame);
        }
        self.is_ready().map(|_| ())
    }

    /// Whether the terminal took the last frame: until then no other is drawn.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn is_ready(&self) -> io::Result<bool> {
        OUTLET.is_idle()
    }

    /// What was drawn, as one synchronized update; `None` if nothing was.
    fn take_frame(&self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = self.0.borrow_mut();
        if bytes.is_empty() {
            return Ok(None);
        }
        let mut frame = Vec::with_capacity(bytes.len() + 32);
        frame.queue(terminal::BeginSynchronizedUpdate)?;
        frame.extend_from_slice(&bytes);
        frame.queue(terminal::EndSynchronizedUpdate)?;
        bytes.clear();
        // A flood of frames must not pin the memory of the largest one.
        bytes.shrink_to(CAPACITY);
        Ok(Some(frame))
    }
}

impl Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::CrosstermBackend;
    use ratatui::{TerminalOptions, Viewport, layout::Rect};

    fn contains(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_frame_goes_out_whole_inside_a_synchronized_update() {
        let canvas = Canvas::new();
        let viewport = Viewport::Fixed(Rect::new(0, 0, 20, 3));
        let options = TerminalOptions { viewport };
        let mut terminal =
            Terminal::with_options(CrosstermBackend::new(canvas.clone()), options).unwrap();
        terminal
            .draw(|frame| frame.render_widget("hello", frame.area()))
            .unwrap();
        let frame = canvas.take_frame().unwrap().expect("something was drawn");
        assert!(contains(&frame, b"hello"));
        assert!(frame.starts_with(b"\x1b[?2026h") && frame.ends_with(b"\x1b[?2026l"));

        let next = canvas.take_frame().unwrap();
        assert!(next.is_none(), "nothing new, nothing written");
    }

    #[test]
    fn no_frame_asks_the_terminal_a_question() {
        let canvas = Canvas::new();
        let viewport = Viewport::Fixed(Rect::new(0, 0, 20, 3));
        let options = TerminalOptions { viewport };
        let mut terminal =
            Terminal::with_options(CrosstermBackend::new(canvas.clone()), options).unwrap();
        terminal
            .draw(|frame| frame.render_widget("hello", frame.area()))
            .unwrap();
        terminal.resize(Rect::new(0, 0, 20, 3)).unwrap();
        terminal
            .draw(|frame| frame.render_widget("hello", frame.area()))
            .unwrap();
        let frame = canvas.take_frame().unwrap().expect("something was drawn");
        assert!(!contains(&frame, b"\x1b[6n"), "no cursor query");
        assert!(!contains(&frame, b"\x1b[c"), "no device query");
    }
}
