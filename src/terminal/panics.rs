//! What a panic does to the screen: of the UI thread, it gives the terminal back; of any
//! other thread, nothing. Observed tasks panic on purpose, and Tokio catches them.

use super::{OURS, restore};
use crate::plain::is_harmful;
use std::panic::PanicHookInfo;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::thread::ThreadId;

/// A panic of a thread that does not draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    /// The thread's name; empty if it has none.
    pub thread: String,
    /// What it said, fit for a line of text.
    pub text: String,
}

/// The last panic of another thread, to be told in a line of text. A lock, because a hook
/// runs on any thread; held for a swap of a pointer.
static LAST: Mutex<Option<Panic>> = Mutex::new(None);

/// Longest message kept.
const MAX: usize = 120;

/// Installs the hook; the calling thread is the UI thread from then on.
pub fn install_panic_hook() {
    let ui = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let here = std::thread::current().id();
        match reaction(here, ui, OURS.load(Ordering::SeqCst)) {
            Reaction::Keep => {
                let thread = std::thread::current();
                let thread = thread.name().unwrap_or_default().chars().map(plain);
                keep(Panic {
                    thread: thread.take(MAX).collect(),
                    text: message(info),
                });
            }
            Reaction::Report => {
                restore();
                before(info);
            }
        }
    }));
}

/// What the last panic of a thread other than the UI's said, once.
pub fn take_panic() -> Option<Panic> {
    LAST.lock().map_or(None, |mut last| last.take())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reaction {
    /// Give the terminal back, then report as usual.
    Report,
    /// Keep the message; the screen goes on.
    Keep,
}

fn reaction(here: ThreadId, ui: ThreadId, screen_is_ours: bool) -> Reaction {
    if here == ui || !screen_is_ours {
        Reaction::Report
    } else {
        Reaction::Keep
    }
}

fn keep(panic: Panic) {
    if let Ok(mut last) = LAST.lock() {
        *last = Some(panic);
    }
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a text");
    text.chars().map(plain).take(MAX).collect()
}

/// A panic's text is somebody else's.
fn plain(c: char) -> char {
    if is_harmful(c) { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_ui_thread_takes_the_screen_down() {
        let ui = std::thread::current().id();
        let other = std::thread::spawn(|| std::thread::current().id())
            .join()
            .unwrap();
        assert_eq!(reaction(ui, ui, true), Reaction::Report);
        assert_eq!(reaction(other, ui, true), Reaction::Keep);
        assert_eq!(
            reaction(other, ui, false),
            Reaction::Report,
            "no screen: as usual"
        );
    }

    #[test]
    fn a_message_cannot_write_on_the_screen() {
        let text: String = "a\x1b[2Jb\u{202E}c\n".chars().map(plain).collect();
        assert_eq!(text, "a [2Jb c ");
    }

    #[test]
    fn the_message_is_kept_once() {
        let panic = Panic {
            thread: "worker".into(),
            text: "the pan is on fire".into(),
        };
        keep(panic.clone());
        assert_eq!(take_panic(), Some(panic));
        assert_eq!(take_panic(), None);
    }
}
