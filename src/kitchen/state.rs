//! What the state of a card is called, here and in Tokio's words.
//!
//! Used by the inspector and the task list; the words for chefs are the scene's.

use crate::events::{Certainty, EndKind, Nanos, Now, Site, SiteId, WaitOn, WorkerId};
use crate::model::{HandleState, Model, Place, Task, Wait};

/// How a word should look. A theme turns it into a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// Less important.
    Dim,
    /// In a chef's hand.
    Cooking,
    /// In hand for too long.
    Stalled,
    /// Ready, waits for a chef.
    Ready,
    /// Waits for something.
    Pending,
    /// In the bakery, or handed over to a thread without a chef.
    Blocking,
    /// Over: completed.
    Served,
    /// Over: cancelled.
    Binned,
    /// Over: panicked.
    Burnt,
    /// Over: completed, and nobody took the result.
    Unclaimed,
}

/// The state of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Where it is.
    pub place: Place,
    /// The kitchen's word, without numbers: what a search looks for.
    pub word: &'static str,
    /// Tokio's word.
    pub tokio: &'static str,
    /// The chef whose hand, clip, rail or shelf it is.
    pub worker: Option<WorkerId>,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it looks.
    pub tone: Tone,
    /// Since when it is so.
    pub since: Nanos,
}

impl State {
    /// Whether the card has ended.
    pub fn is_over(&self) -> bool {
        matches!(self.place, Place::Ended(_))
    }

    /// The word with the chef it belongs to: `clip of chef 2`.
    pub fn text(&self) -> String {
        match (self.worker, self.place) {
            (Some(worker), Place::Polling(_)) => {
                format!("{}, chef {worker}", self.word)
            }
            (Some(worker), _) => format!("{} of chef {worker}", self.word),
            (None, _) => self.word.to_owned(),
        }
    }
}

/// The state of a task at the moment of `now`.
pub fn of(task: &Task, model: &Model, now: &Now) -> State {
    let place = model.place(task, now);
    let since = match place {
        Place::Polling(worker) => in_hand_since(now, worker, task.since),
        _ => task.since,
    };
    let long = now.at.since(since) >= model.stall_after();
    let (word, tokio, worker, certainty, tone) = words(place, task.handle, long);
    State {
        place,
        word,
        tokio,
        worker,
        certainty,
        tone,
        since,
    }
}

fn in_hand_since(now: &Now, worker: WorkerId, otherwise: Nanos) -> Nanos {
    let hand = now.workers.get(worker.index()).copied().flatten();
    hand.map_or(otherwise, |hand| hand.since)
}

type Words = (
    &'static str,
    &'static str,
    Option<WorkerId>,
    Certainty,
    Tone,
);

fn words(place: Place, handle: HandleState, long: bool) -> Words {
    use Certainty::{Inferred, Observed};
    match place {
        Place::Injection => ("pass", "injection queue", None, Inferred, Tone::Ready),
        Place::Local(w) => ("rail", "local queue", Some(w), Inferred, Tone::Ready),
        Place::Lifo(w) => ("clip", "LIFO slot", Some(w), Inferred, Tone::Ready),
        Place::Deferred(w) => ("shelf", "deferred list", Some(w), Inferred, Tone::Ready),
        Place::Polling(w) if long => ("stalled", "one long poll", Some(w), Observed, Tone::Stalled),
        Place::Polling(w) => ("cooking", "being polled", Some(w), Observed, Tone::Cooking),
        Place::Pending => ("stove", "pending", None, Observed, Tone::Pending),
        Place::InPlace => (
            "handed over",
            "block_in_place",
            None,
            Observed,
            Tone::Blocking,
        ),
        Place::BlockingQueue => (
            "bakery queue",
            "spawn_blocking, not begun",
            None,
            Observed,
            Tone::Ready,
        ),
        Place::BlockingRunning => (
            "baking",
            "spawn_blocking, running",
            None,
            Observed,
            Tone::Blocking,
        ),
        Place::Ended(EndKind::Completed) if handle == HandleState::Dropped => (
            "unclaimed",
            "completed, handle dropped",
            None,
            Observed,
            Tone::Unclaimed,
        ),
        Place::Ended(EndKind::Completed) => ("served", "completed", None, Observed, Tone::Served),
        Place::Ended(EndKind::Panicked) => ("burnt", "panicked", None, Observed, Tone::Burnt),
        Place::Ended(EndKind::Cancelled) => ("binned", "cancelled", None, Observed, Tone::Binned),
    }
}

/// What is waited for, in Tokio's words.
pub fn wait_name(on: WaitOn) -> &'static str {
    match on {
        WaitOn::Timer => "timer",
        WaitOn::Io => "socket",
        WaitOn::Channel => "channel",
        WaitOn::Lock => "lock",
        WaitOn::Permit => "permit",
        WaitOn::Signal => "signal",
        WaitOn::Join => "JoinHandle",
        WaitOn::Blocking => "spawn_blocking",
        WaitOn::Yield => "its turn (yield_now)",
        WaitOn::Spawn => "spawn",
        WaitOn::Work => "work",
        WaitOn::Other => "something unnamed",
    }
}

/// A place in source code, short: `simmer.rs:12`.
pub fn site_name(site: &Site) -> String {
    let file = site.file.rsplit(['/', '\\']).next().unwrap_or(&site.file);
    format!("{file}:{}", site.line)
}

/// One pending wait in a few words: `timer due in 0.80s, at simmer.rs:12`. The place comes
/// last, because a narrow column cuts it off.
pub fn wait_text(model: &Model, wait: Wait, now: Nanos) -> String {
    let site = model.site(wait.site);
    let mut text = site
        .map_or("a wait", |site| wait_name(site.wait))
        .to_owned();
    if let Some(task) = wait.on {
        text.push_str(&format!(" of {task}"));
    }
    if let Some(due) = wait.until {
        text.push_str(&due_text(due, now));
    }
    match site {
        Some(site) => text.push_str(&format!(", at {}", site_name(site))),
        None => text.push_str(" at an unknown place"),
    }
    text
}

/// A place in a few words: `work at block.rs:9`.
pub fn line_text(model: &Model, site: SiteId) -> String {
    model.site(site).map_or_else(
        || "at an unknown place".to_owned(),
        |site| format!("{} at {}", wait_name(site.wait), site_name(site)),
    )
}

fn due_text(due: Nanos, at: Nanos) -> String {
    if due >= at {
        format!(" due in {:.2}s", due.since(at).as_secs_f64())
    } else {
        format!(" overdue by {:.2}s", at.since(due).as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queue_places_are_inferred_and_the_rest_is_measured() {
        let worker = WorkerId::new(1);
        for place in [
            Place::Injection,
            Place::Local(worker),
            Place::Lifo(worker),
            Place::Deferred(worker),
        ] {
            assert_eq!(
                words(place, HandleState::Held, false).3,
                Certainty::Inferred
            );
        }
        for place in [
            Place::Polling(worker),
            Place::Pending,
            Place::BlockingRunning,
        ] {
            assert_eq!(
                words(place, HandleState::Held, false).3,
                Certainty::Observed
            );
        }
    }

    #[test]
    fn a_long_poll_is_a_stall_and_a_lost_result_is_unclaimed() {
        let polling = Place::Polling(WorkerId::new(0));
        assert_eq!(words(polling, HandleState::Held, true).0, "stalled");
        assert_eq!(words(polling, HandleState::Held, false).0, "cooking");
        let done = Place::Ended(EndKind::Completed);
        assert_eq!(words(done, HandleState::Dropped, false).0, "unclaimed");
        assert_eq!(words(done, HandleState::Joined, false).0, "served");
        assert_eq!(words(done, HandleState::Detached, false).0, "served");
    }

    #[test]
    fn a_timer_says_whether_it_is_late() {
        let at = Nanos::from_millis(1_000);
        assert_eq!(due_text(Nanos::from_millis(1_800), at), " due in 0.80s");
        assert_eq!(due_text(Nanos::from_millis(500), at), " overdue by 0.50s");
    }

    #[test]
    fn a_site_is_shown_without_its_folders() {
        let site = Site {
            file: "src/recipes/simmer.rs".into(),
            line: 12,
            column: 3,
            wait: WaitOn::Timer,
        };
        assert_eq!(site_name(&site), "simmer.rs:12");
    }
}
