//! The user's terminal: taken over by [`Guard`], given back on every way out.
//!
//! Only the event loop and `main` use it; it is the only user of raw mode. It must not
//! know the application. What it looks after: the screen is given back on a panic of
//! the UI thread and on signals, not on a panic of an observed task (which is no
//! accident here); nothing asks the terminal a question it may not answer; a frame is
//! one write.

mod canvas;
mod panics;
mod signals;

pub use canvas::Canvas;
pub use panics::{install_panic_hook, take_panic};
pub(crate) use signals::exit_code;
pub use signals::{Signal, listen, stop_group, stop_self};

use crossterm::{QueueableCommand, cursor, style, terminal};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours. A static, because the panic hook and the watchdog of
/// the signal thread must find it without being handed anything.
static OURS: AtomicBool = AtomicBool::new(false);

/// Presses, releases and the wheel, in SGR coordinates. Not crossterm's own command: that
/// also asks for every movement of the mouse, and each one would wake the loop.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Holds the terminal in raw mode on the alternate screen; gives it back when dropped.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When there is no terminal, or it cannot be written to. It is given back then.
    pub fn enter() -> io::Result<Self> {
        // The guard comes first: what follows may fail half-way.
        let guard = Self(());
        // crossterm would turn NO_COLOR into resets that wipe bold and reverse too; what
        // NO_COLOR asks for is done by the theme, which then has no colours.
        style::force_color_output(true);
        take_over()?;
        Ok(guard)
    }

    /// Gives the terminal back for a while, for a suspend.
    pub fn leave(&self) {
        restore();
    }

    /// Takes it over again after a suspend. The modes are set anew even if we never gave
    /// them back: whoever stopped us may have changed them.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn reenter(&self) -> io::Result<()> {
        restore();
        take_over()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn take_over() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    terminal::enable_raw_mode()?;
    let mut bytes = Vec::new();
    bytes.queue(terminal::EnterAlternateScreen)?;
    // Pasted text then comes as one event, to be ignored, and not as so many keys.
    bytes.queue(crossterm::event::EnableBracketedPaste)?;
    bytes.extend_from_slice(MOUSE_ON);
    bytes.queue(cursor::Hide)?;
    bytes.queue(terminal::Clear(terminal::ClearType::All))?;
    send(&bytes)
}

/// Gives the terminal back if it is ours. Goes on past failures: each step that still
/// works makes the terminal more usable.
pub fn restore() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    // First what cannot block.
    let _ = terminal::disable_raw_mode();
    let mut bytes = Vec::new();
    let _ = bytes.queue(terminal::EndSynchronizedUpdate);
    bytes.extend_from_slice(MOUSE_OFF);
    let _ = bytes.queue(crossterm::event::DisableBracketedPaste);
    let _ = bytes.queue(style::ResetColor);
    let _ = bytes.queue(style::SetAttribute(style::Attribute::Reset));
    let _ = bytes.queue(terminal::LeaveAlternateScreen);
    let _ = bytes.queue(cursor::Show);
    let _ = send(&bytes);
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether the terminal went away. Asked from time to time, because reading from a
/// hung-up terminal may neither fail nor end. Costs one system call and sends nothing.
pub fn is_gone() -> bool {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Err(error) => error == rustix::io::Errno::IO,
        Ok(_) => false,
    }
}
