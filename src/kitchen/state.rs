//! What the state of a card is called, here and in Tokio's words.
//!
//! Used by the inspector and the task list; the words for chefs are the scene's.

use crate::app::Register;
use crate::events::{Certainty, Nanos, Now, Site, SiteId, WaitOn, WorkerId};
use crate::kitchen::analogy::{places, waits};
use crate::model::{Model, Place, Task, Wait};

pub use crate::kitchen::tone::Tone;

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

    /// The same in either register: `LIFO slot, worker 2`.
    pub fn told(&self, register: Register) -> String {
        match (register, self.worker) {
            (Register::Analogy, _) => self.text(),
            (Register::Tokio, Some(worker)) => format!("{}, worker {worker}", self.tokio),
            (Register::Tokio, None) => self.tokio.to_owned(),
        }
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
    let row = places::row(place, task.handle, long);
    State {
        place,
        word: row.word,
        tokio: row.tokio,
        worker: place.worker(),
        certainty: row.certainty,
        tone: row.tone,
        since,
    }
}

fn in_hand_since(now: &Now, worker: WorkerId, otherwise: Nanos) -> Nanos {
    let hand = now.workers.get(worker.index()).copied().flatten();
    hand.map_or(otherwise, |hand| hand.since)
}

/// A place in source code, short: `simmer.rs:12`.
pub fn site_name(site: &Site) -> String {
    let file = site.file.rsplit(['/', '\\']).next().unwrap_or(&site.file);
    format!("{file}:{}", site.line)
}

/// A place in source code, with the folders that tell where it is: of a package from a registry
/// those in that package.
pub fn site_path(site: &Site) -> String {
    let file: &str = &site.file;
    let packages = file
        .split_once("/registry/src/")
        .map(|(_, packages)| packages);
    let package = packages.and_then(|packages| packages.split_once('/'));
    let file = package.map_or(file, |(_registry, file)| file);
    format!("{file}:{}", site.line)
}

/// One pending wait in a few words: `timer due in 0.80s, at simmer.rs:12`. The place comes
/// last, because a narrow column cuts it off.
pub fn wait_text(model: &Model, wait: Wait, now: Nanos) -> String {
    let site = model.site(wait.site);
    let mut text = site
        .map_or("a wait", |site| waits::row(site.wait).tokio)
        .to_owned();
    if let Some(task) = wait.on {
        // Whose end it is, is known of a handle only, not of a set of tasks.
        if site.is_some_and(|site| site.wait == WaitOn::Join) {
            "JoinHandle".clone_into(&mut text);
        }
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

/// A place in a few words: `work at block.rs:9`, `region GET /users at users.rs:12`.
pub fn line_text(model: &Model, site: SiteId) -> String {
    let Some(site) = model.site(site) else {
        return "at an unknown place".to_owned();
    };
    let what = waits::row(site.wait).tokio;
    match site.name.map(|name| model.text(name.text())) {
        Some(name) => format!("{what} {name} at {}", site_name(site)),
        None => format!("{what} at {}", site_name(site)),
    }
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
            name: None,
        };
        assert_eq!(site_name(&site), "simmer.rs:12");
    }
}
