//! `--plain`: what happens, line by line, while it happens.

use super::printer::Printer;
use crate::config::Words;
use crate::events::{Event, Nanos, Now, What};
use crate::kitchen::Register;
use crate::kitchen::narrator::{self, Line, OpenRaids};
use crate::model::{Freeze, HappeningKind, Model, Ongoing};
use crate::stage::Instant;

/// What was told so far.
pub(super) struct Story {
    /// In which words it is told.
    words: Register,
    /// Number of the newest fact told.
    told: Option<u64>,
    /// What went on at the last look.
    ongoing: Vec<Ongoing>,
    /// When the last shutdown began of which it was told how it goes on.
    shutdown: Option<Nanos>,
    /// Lines of this reading. A poll is told when it ends, and some of its lines are of
    /// its beginning: they are put in order of time before they are printed.
    lines: Vec<(Nanos, String)>,
    /// The newest moment told.
    newest: Nanos,
    /// Raids whose tasks are not all polled yet.
    raids: OpenRaids,
}

impl Story {
    /// Nothing told yet.
    pub(super) fn new(words: Words) -> Self {
        Self {
            words: match words {
                Words::Kitchen => Register::Analogy,
                Words::Tokio => Register::Tokio,
            },
            told: None,
            ongoing: Vec::new(),
            shutdown: None,
            lines: Vec::new(),
            newest: Nanos::ZERO,
            raids: OpenRaids::default(),
        }
    }

    /// Tells what this event, just folded in, has brought.
    pub(super) fn tell(&mut self, event: &Event, model: &Model) {
        if let What::Said { task, text } = event.what {
            let line = narrator::printed_plain(task, model.text(text), self.words);
            self.lines.push((event.at, line));
        }
        let told = self.told;
        let fresh = model
            .happenings()
            .rev()
            .take_while(|fact| told.is_none_or(|told| fact.number > told));
        let mut fresh: Vec<_> = fresh.collect();
        fresh.reverse();
        for fact in fresh {
            self.told = Some(fact.number);
            let known = match fact.kind {
                // Said above, from the event itself.
                HappeningKind::Said(_) => true,
                // Told when it is known what the raid took.
                HappeningKind::Moved { .. } => {
                    self.raids.add(fact);
                    true
                }
                // Heard of when the poll ended: of a long one its stall has told already.
                HappeningKind::FirstPoll { .. } => event.at.since(fact.at) >= model.stall_after(),
                _ => false,
            };
            if known {
                continue;
            }
            if let Some(line) = narrator::happening(fact, model, self.words) {
                self.lines.push(written(line));
            }
        }
        let raids = self.raids.over(event.at, model, self.words);
        self.lines.extend(raids.into_iter().map(written));
    }

    /// Tells what is left to tell.
    pub(super) fn finish(&mut self, to: &mut Printer) {
        let raids = self.raids.rest(self.words);
        self.lines.extend(raids.into_iter().map(written));
        self.print(to);
    }

    /// Prints what was told since the last time.
    pub(super) fn print(&mut self, to: &mut Printer) {
        self.lines.sort_by_key(|(at, _)| *at);
        for (at, line) in std::mem::take(&mut self.lines) {
            self.line(to, at, &line, None);
        }
    }

    /// Tells, once, of whatever began to go on since the last look.
    pub(super) fn tell_ongoing(&mut self, newest: &Instant, to: &mut Printer) {
        let (model, now) = (&newest.model, &newest.now);
        let ongoing = newest.ongoing();
        for fact in &ongoing {
            if !self.ongoing.iter().any(|before| is_same(before, fact)) {
                let Line { text, why, .. } = narrator::ongoing(fact, model, now, self.words);
                self.line(to, now.at, &text, why.as_deref());
            }
        }
        self.ongoing = ongoing;
        self.tell_shutdown(model, now, to);
    }

    /// Tells, once, what a shutdown waits for that is not over soon.
    fn tell_shutdown(&mut self, model: &Model, now: &Now, to: &mut Printer) {
        let began = model.shutdown().map(|shutdown| shutdown.since);
        let lasts = began.is_some_and(|began| now.at.since(began) >= model.stall_after());
        if !lasts || !model.running() || self.shutdown == began {
            return;
        }
        self.shutdown = began;
        if let Some(Line { text, why, .. }) = narrator::closing(model, now, false, self.words) {
            self.line(to, now.at, &text, why.as_deref());
        }
    }

    /// One line. What was known only when newer things had been told has a mark: the
    /// beginning of a long poll, say.
    pub(super) fn line(&mut self, to: &mut Printer, at: Nanos, text: &str, why: Option<&str>) {
        let late = if at < self.newest { '^' } else { ' ' };
        self.newest = self.newest.max(at);
        let why = why.map(|why| format!(" {why}")).unwrap_or_default();
        to.print(&format!("{:>9.3}s {late}{text}{why}\n", at.as_secs_f64()));
    }
}

fn written(Line { at, text, why, .. }: Line) -> (Nanos, String) {
    let why = why.map(|why| format!(" {why}")).unwrap_or_default();
    (at, text + &why)
}

/// Whether two looks saw the same thing going on, perhaps grown.
fn is_same(before: &Ongoing, after: &Ongoing) -> bool {
    match (before, after) {
        (
            Ongoing::Stalled {
                task: a, since: b, ..
            },
            Ongoing::Stalled {
                task: c, since: d, ..
            },
        ) => (a, b) == (c, d),
        (Ongoing::DriverFrozen(a), Ongoing::DriverFrozen(b)) => {
            let whose = |freeze: &Freeze| (freeze.worker, freeze.task, freeze.waiting > 0);
            whose(a) == whose(b)
        }
        (Ongoing::LifoTrapped { task: a, .. }, Ongoing::LifoTrapped { task: b, .. }) => a == b,
        (Ongoing::OutOfSight { worker: a, .. }, Ongoing::OutOfSight { worker: b, .. }) => a == b,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
