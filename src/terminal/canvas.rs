//! Where a frame is written: memory, until the frame is whole.

use super::OURS;
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
    #[expect(clippy::new_without_default, reason = "allocates; to be written out")]
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(Vec::with_capacity(CAPACITY))))
    }

    /// Sends the frame to the terminal, if it is ours.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn present(&self) -> io::Result<()> {
        if OURS.load(Ordering::SeqCst) {
            self.present_to(&mut io::stdout().lock())
        } else {
            self.0.borrow_mut().clear();
            Ok(())
        }
    }

    fn present_to(&self, out: &mut impl Write) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        if bytes.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(bytes.len() + 32);
        frame.queue(terminal::BeginSynchronizedUpdate)?;
        frame.extend_from_slice(&bytes);
        frame.queue(terminal::EndSynchronizedUpdate)?;
        bytes.clear();
        // A flood of frames must not pin the memory of the largest one.
        bytes.shrink_to(CAPACITY);
        out.write_all(&frame)?;
        out.flush()
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

    /// Counts writes.
    #[derive(Default)]
    struct Sink {
        writes: usize,
        bytes: Vec<u8>,
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.writes += 1;
            self.bytes.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn contains(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_frame_is_one_write_inside_a_synchronized_update() {
        let canvas = Canvas::new();
        let viewport = Viewport::Fixed(Rect::new(0, 0, 20, 3));
        let options = TerminalOptions { viewport };
        let mut terminal =
            Terminal::with_options(CrosstermBackend::new(canvas.clone()), options).unwrap();
        terminal
            .draw(|frame| frame.render_widget("hello", frame.area()))
            .unwrap();
        let mut sink = Sink::default();
        canvas.present_to(&mut sink).unwrap();
        assert_eq!(sink.writes, 1);
        assert!(contains(&sink.bytes, b"hello"));
        assert!(sink.bytes.starts_with(b"\x1b[?2026h") && sink.bytes.ends_with(b"\x1b[?2026l"));

        canvas.present_to(&mut sink).unwrap();
        assert_eq!(sink.writes, 1, "nothing new, nothing written");
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
        let mut sink = Sink::default();
        canvas.present_to(&mut sink).unwrap();
        assert!(!contains(&sink.bytes, b"\x1b[6n"), "no cursor query");
        assert!(!contains(&sink.bytes, b"\x1b[c"), "no device query");
    }
}
