//! Looks at polls that last long, in a thread of its own.

use super::Stacks;
use crate::events::{Doing, Nanos, Stuck, TaskId};
use crate::probe::{Hands, Held};
use crate::threads;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// So many polls may wait to be looked at; more are looked at later.
const WAITING: usize = 64;

/// Has polls that last long looked at. What is found is told as an event,
/// [`What::Stuck`](crate::events::What::Stuck), among those of the runtime.
///
/// A poll is looked at once it has lasted for the time given, and again each time it has lasted
/// twice as long as at the look before: it may do something else by then. A thread that computes
/// is interrupted for its line only where somebody asks for it, by [`interrupt`](Self::interrupt).
pub struct Watch {
    hands: Hands,
    after: Nanos,
    /// Polls asked about, and how long they will last when they are asked about again.
    asked: Vec<(Held, Nanos)>,
    /// Polls whose thread was interrupted.
    interrupted: Vec<Held>,
    asks: SyncSender<Ask>,
}

/// A poll to look at.
struct Ask {
    held: Held,
    /// Its thread may be interrupted.
    interrupts: bool,
}

impl Watch {
    /// Looks at polls of these workers that last for so long.
    ///
    /// # Errors
    /// When the system gives no thread for it, or no memory for the tables it reads.
    pub fn new(hands: Hands, after: Nanos) -> io::Result<Self> {
        let (asks, asked) = sync_channel(WAITING);
        let looker = hands.clone();
        let (what, bytes) = ("the thread that reads stacks", Stacks::memory());
        threads::start_with_memory(bytes, what, "stacks", move || look(&looker, &asked))?;
        Ok(Self {
            hands,
            after,
            asked: Vec::new(),
            interrupted: Vec::new(),
            asks,
        })
    }

    /// To be called many times a second while polls go on. It only reads memory.
    pub fn look(&mut self) {
        let held = self.hands.held_for(self.after);
        self.asked.retain(|(asked, _)| held.contains(asked));
        self.interrupted.retain(|asked| held.contains(asked));
        let now = self.hands.moment();
        for held in held {
            let lasted = now.since(held.since);
            let asked = self.asked.iter_mut().find(|(asked, _)| *asked == held);
            let again = Nanos(lasted.0.saturating_mul(2));
            match asked {
                Some((_, next)) if lasted < *next => {}
                Some((_, next)) => {
                    let interrupts = false;
                    if self.asks.try_send(Ask { held, interrupts }).is_ok() {
                        *next = again;
                    }
                }
                None => {
                    let interrupts = false;
                    if self.asks.try_send(Ask { held, interrupts }).is_ok() {
                        self.asked.push((held, again));
                    }
                }
            }
        }
    }

    /// Has the thread interrupted that polls this task for long, to read its line: at most once
    /// a poll. What is found is told even if it is nothing new. Without the feature
    /// `stall-stacks` it is a look as any other.
    pub fn interrupt(&mut self, task: TaskId) {
        let held = self.hands.held_for(self.after);
        let Some(held) = held.into_iter().find(|held| held.task == task) else {
            return;
        };
        let interrupts = true;
        if !self.interrupted.contains(&held) && self.asks.try_send(Ask { held, interrupts }).is_ok()
        {
            self.interrupted.push(held);
        }
    }
}

fn look(hands: &Hands, asked: &Receiver<Ask>) {
    let mut stacks = Stacks::default();
    // The first stall is named as soon as any other.
    stacks.prepare();
    let mut told: Vec<(Held, Stuck)> = Vec::new();
    for Ask { held, interrupts } in asked {
        told.retain(|(held, _)| hands.goes_on(held));
        stacks.interrupts = interrupts;
        if !hands.goes_on(&held) {
            continue;
        }
        let Some(stuck) = stacks.look(hands, &held) else {
            continue;
        };
        let known = told.iter().position(|(other, _)| *other == held);
        let is_news = interrupts || known.is_none_or(|known| !is_same(&told[known].1, &stuck));
        if !is_news {
            continue;
        }
        hands.tell(&held, stuck.clone());
        match known {
            Some(known) => told[known].1 = stuck,
            None => told.push((held, stuck)),
        }
    }
}

/// Whether a further look found nothing new: it is still there. Times go on by themselves.
fn is_same(before: &Stuck, now: &Stuck) -> bool {
    let is_same_call = match (&before.doing, &now.doing) {
        (Doing::Call { .. }, _) | (_, Doing::Call { .. }) => before.doing == now.doing,
        (before, now) => std::mem::discriminant(before) == std::mem::discriminant(now),
    };
    // A line that was seen is not taken back because the thread runs now.
    is_same_call && (now.lines.is_empty() || now.lines == before.lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{NoLine, SourceText};
    use std::time::Duration;

    #[test]
    fn a_look_that_finds_the_same_is_no_news() {
        let with = |doing| Stuck {
            doing,
            lines: Vec::new(),
            why: Some(NoLine::Runs),
            text: SourceText::Missing,
        };
        let call = |words: &str| {
            with(Doing::Call {
                words: words.to_owned(),
                call: "read".to_owned(),
            })
        };
        let computes = |ms| {
            let (ran, waited) = (Duration::from_millis(ms), Duration::ZERO);
            with(Doing::Computes { ran, waited })
        };
        assert!(is_same(&computes(1), &computes(2)));
        assert!(is_same(&call("reads fd 1"), &call("reads fd 1")));
        assert!(!is_same(&call("reads fd 1"), &call("reads fd 2")));
        assert!(!is_same(&computes(1), &call("reads fd 1")));
        assert!(!is_same(&call("reads fd 1"), &computes(1)));
    }
}
