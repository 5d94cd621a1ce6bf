//! The user's terminal: taken over by [`Guard`], given back on every way out.
//!
//! Only the event loop and `main` use it; it is the only user of raw mode. It must not
//! know the application. What it looks after: the screen is given back on a panic of
//! the UI thread and on signals, not on a panic of an observed task (which is no
//! accident here); nothing waits for an answer that the terminal may not give; a frame is
//! one write, on a thread of its own, and nobody waits long for a terminal that takes
//! nothing.

mod canvas;
pub mod clipboard;
pub mod ground;
mod outlet;
mod panics;
mod question;
mod signals;

pub use canvas::Canvas;
pub use panics::{Panic, install_panic_hook, take_panic};
pub(crate) use signals::exit_code;
pub use signals::{Signal, listen, stop_group, stop_self};

use crossterm::{QueueableCommand, cursor, style, terminal};
use outlet::Outlet;
use question::{ANSWERS_WITHIN, QUESTION};
use std::io;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether the terminal is ours. A static, because the panic hook and the watchdog of
/// the signal thread must find it without being handed anything.
static OURS: AtomicBool = AtomicBool::new(false);

/// Where all bytes for the terminal go. A static for the same reason.
static OUTLET: LazyLock<Outlet> = LazyLock::new(Outlet::default);

/// How long giving the terminal back waits for what is being written, and then for its
/// own bytes. Whatever the terminal does, leaving takes less than two seconds: with an answer
/// that is to come, a frame that goes on or must be thrown away, and these bytes.
const PATIENCE: Duration = Duration::from_millis(150);
/// The same for these bytes, where the frame has gone out.
const ROOM: Duration = Duration::from_millis(250);
/// Without these bytes the terminal stays as a screen has left it.
const GIVEN_BACK: Duration = Duration::from_millis(500);
const DISCARDED: Duration = Duration::from_millis(5);
const DISCARDING: Duration = Duration::from_secs(1);
const LAST_WORDS: Duration = Duration::from_millis(50);

/// Presses, releases, drags and the wheel, in SGR coordinates. Not crossterm's own command:
/// that also asks for every movement of the mouse, and each one would wake the loop.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Ends an escape sequence that was cut short.
const CANCEL: u8 = 0x18;

/// Holds the terminal in raw mode on the alternate screen; gives it back when dropped.
#[derive(Debug)]
pub struct Guard {
    /// The terminal is asked for its background whenever it is taken over.
    asks: bool,
}

impl Guard {
    /// Takes the terminal over; if it `asks` for the background, an answer comes as keys
    /// that [`ground::Answers`] understands, or none comes.
    ///
    /// # Errors
    /// When there is no terminal, or it cannot be written to. It is given back then.
    pub fn enter(asks: bool) -> io::Result<Self> {
        // The guard comes first: what follows may fail half-way.
        let guard = Self { asks };
        // crossterm would turn NO_COLOR into resets that wipe bold and reverse too; what
        // NO_COLOR asks for is done by the theme, which then has no colours.
        style::force_color_output(true);
        OUTLET.start(outlet::stdout)?;
        take_over(asks)?;
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
        take_over(self.asks)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn take_over(asks: bool) -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    terminal::enable_raw_mode()?;
    let mut bytes = Vec::new();
    bytes.queue(terminal::EnterAlternateScreen)?;
    // Pasted text then comes as one event, to be ignored, and not as so many keys.
    bytes.queue(crossterm::event::EnableBracketedPaste)?;
    bytes.extend_from_slice(MOUSE_ON);
    bytes.queue(cursor::Hide)?;
    bytes.queue(terminal::Clear(terminal::ClearType::All))?;
    if asks {
        bytes.extend_from_slice(ground::QUESTION);
        QUESTION.ask();
    }
    OUTLET.send(bytes);
    // If it takes nothing now, that is no failure: pictures wait until it does.
    OUTLET.wait_idle(LAST_WORDS);
    OUTLET.is_idle().map(|_| ())
}

/// The terminal answered the question about its background.
pub fn answered() {
    QUESTION.answer();
}

/// Gives the terminal back if it is ours. Goes on past failures: each step that still
/// works makes the terminal more usable.
pub fn restore() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    QUESTION.wait(ANSWERS_WITHIN);
    // First what cannot block.
    let _ = terminal::disable_raw_mode();
    // No frame that has not begun; the one that has goes out whole, if it can.
    OUTLET.cut();
    if OUTLET.wait_idle(PATIENCE) {
        OUTLET.send(last_words());
        if OUTLET.wait_idle(ROOM) {
            return;
        }
    }
    // It takes nothing: not the frame, or that has left no room. Without what it has not read
    // there is room for the last words, which end whatever was cut short.
    discard_frame();
    let mut bytes = vec![CANCEL];
    bytes.append(&mut last_words());
    OUTLET.send(bytes);
    OUTLET.wait_idle(GIVEN_BACK);
}

/// What gives the terminal back.
fn last_words() -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = bytes.queue(terminal::EndSynchronizedUpdate);
    bytes.extend_from_slice(MOUSE_OFF);
    let _ = bytes.queue(crossterm::event::DisableBracketedPaste);
    let _ = bytes.queue(style::ResetColor);
    let _ = bytes.queue(style::SetAttribute(style::Attribute::Reset));
    let _ = bytes.queue(terminal::LeaveAlternateScreen);
    let _ = bytes.queue(cursor::Show);
    bytes
}

/// Throws the frame away that the terminal does not take, which may be many times what it
/// has room for: piece by piece, as the thread that writes gets its turns.
fn discard_frame() {
    let until = Instant::now() + DISCARDING;
    loop {
        outlet::discard_unread();
        if OUTLET.wait_idle(DISCARDED) || Instant::now() >= until {
            break;
        }
    }
    outlet::discard_unread();
}

/// Whether the terminal went away. Asked from time to time, because reading from a
/// hung-up terminal may neither fail nor end. Costs one system call and sends nothing.
pub fn is_gone() -> bool {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Err(error) => error == rustix::io::Errno::IO,
        Ok(_) => false,
    }
}
