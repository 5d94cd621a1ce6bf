//! Short spellings shared by everything the kitchen says: times, counts, card names, waits.

use crate::model::Model;
use crate::protocol::{Nanos, SiteId, TaskId, WaitOn};

/// A span, three digits at most and its unit: `740us`, `12ms`, `1.40s`, `3m12s`.
pub(crate) fn span(time: Nanos) -> String {
    let ms = time.as_millis();
    match time.0 {
        0..1_000_000 => format!("{}us", time.0 / 1_000),
        1_000_000..10_000_000 => format!("{:.1}ms", time.as_millis_f64()),
        10_000_000..1_000_000_000 => format!("{ms}ms"),
        // Rounded down, so that a growing time never shows a moment that is still to come.
        1_000_000_000..60_000_000_000 => format!("{}.{:02}s", ms / 1000, ms % 1000 / 10),
        _ => format!("{}m{:02}s", ms / 60_000, ms / 1000 % 60),
    }
}

/// A count with thousands apart: `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `#07 block`; the number alone if the card was forgotten.
pub(crate) fn card(model: &Model, task: TaskId) -> String {
    match model.task(task) {
        Some(known) => format!("{task} {}", model.kind(known.kind)),
        None => task.to_string(),
    }
}

/// ` at line 12`, or nothing.
pub(crate) fn at_line(model: &Model, site: Option<SiteId>) -> String {
    match site.and_then(|id| model.site(id)) {
        Some(site) => format!(" at line {}", site.line),
        None => String::new(),
    }
}

/// What a card on the stove waits for, with the word Tokio has for it.
pub(crate) fn wait(on: WaitOn) -> &'static str {
    match on {
        WaitOn::Timer => "its bell (timer)",
        WaitOn::Io => "the door (socket)",
        WaitOn::Channel => "the hatch (channel)",
        WaitOn::Lock => "the lock (Mutex)",
        WaitOn::Permit => "a tray (Semaphore)",
        WaitOn::Signal => "a signal",
        WaitOn::Join => "another card (JoinHandle)",
        WaitOn::Blocking => "the bakery (spawn_blocking)",
        WaitOn::Yield => "its turn (yield_now)",
        WaitOn::Spawn | WaitOn::Work | WaitOn::Other => "its waker",
    }
}

/// The same in so few letters that it fits beside a card.
pub(crate) fn short_wait(on: WaitOn) -> &'static str {
    match on {
        WaitOn::Timer => "bell (timer)",
        WaitOn::Io => "door (socket)",
        WaitOn::Channel => "hatch (channel)",
        WaitOn::Lock => "lock (Mutex)",
        WaitOn::Permit => "tray (Semaphore)",
        WaitOn::Signal => "signal",
        WaitOn::Join => "card (JoinHandle)",
        WaitOn::Blocking => "bakery job",
        WaitOn::Yield => "turn (yield_now)",
        WaitOn::Spawn | WaitOn::Work | WaitOn::Other => "its waker",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_short_and_never_ahead_of_time() {
        for (nanos, text) in [
            (0, "0us"),
            (740_999, "740us"),
            (1_440_000, "1.4ms"),
            (12_999_999, "12ms"),
            (999_999_999, "999ms"),
            (1_409_999_999, "1.40s"),
            (192_000_000_000, "3m12s"),
        ] {
            assert_eq!(span(Nanos(nanos)), text);
        }
    }

    #[test]
    fn counts_have_thousands_apart() {
        assert_eq!(
            [count(0), count(999), count(1_000), count(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
