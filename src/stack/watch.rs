//! Looks at polls that last long, in a thread of its own.

use super::Stacks;
use crate::events::{Doing, Nanos, Stuck};
use crate::probe::{Hands, Held};
use crate::threads;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// So many polls may wait to be looked at; more are looked at later.
const WAITING: usize = 64;

/// Has polls that last long looked at. What is found is told as an event,
/// [`What::Stuck`](crate::events::What::Stuck), among those of the runtime.
///
/// A poll is looked at once it has lasted for the time given, and again each time it has lasted
/// twice as long as at the look before: it may do something else by then. Built with the feature
/// `stall-stacks`, a thread that computes is interrupted at the first look, for its line.
pub struct Watch {
    hands: Hands,
    after: Nanos,
    /// Polls asked about, and how long they will last when they are asked about again.
    asked: Vec<(Held, Nanos)>,
    /// `None`: no thread was to be had.
    asks: Option<SyncSender<Ask>>,
}

/// A poll to look at. At the first look its thread may be interrupted: at most once a stall.
struct Ask {
    held: Held,
    is_first: bool,
}

impl Watch {
    /// Looks at polls of these workers that last for so long.
    pub fn new(hands: Hands, after: Nanos) -> Self {
        let (asks, asked) = sync_channel(WAITING);
        let looker = hands.clone();
        let thread = threads::start("the thread that reads stacks", "stacks", move || {
            look(&looker, &asked);
        });
        Self {
            hands,
            after,
            asked: Vec::new(),
            asks: thread.is_ok().then_some(asks),
        }
    }

    /// To be called many times a second while polls go on. It only reads memory.
    pub fn look(&mut self) {
        let Some(asks) = &self.asks else { return };
        let held = self.hands.held_for(self.after);
        self.asked.retain(|(asked, _)| held.contains(asked));
        let now = self.hands.moment();
        for held in held {
            let lasted = now.since(held.since);
            let asked = self.asked.iter_mut().find(|(asked, _)| *asked == held);
            let again = Nanos(lasted.0.saturating_mul(2));
            match asked {
                Some((_, next)) if lasted < *next => {}
                Some((_, next)) => {
                    let is_first = false;
                    if asks.try_send(Ask { held, is_first }).is_ok() {
                        *next = again;
                    }
                }
                None => {
                    let is_first = true;
                    if asks.try_send(Ask { held, is_first }).is_ok() {
                        self.asked.push((held, again));
                    }
                }
            }
        }
    }
}

fn look(hands: &Hands, asked: &Receiver<Ask>) {
    let mut stacks = Stacks::default();
    let mut told: Vec<(Held, Stuck)> = Vec::new();
    for Ask { held, is_first } in asked {
        told.retain(|(held, _)| hands.goes_on(held));
        stacks.interrupts = is_first;
        if !hands.goes_on(&held) {
            continue;
        }
        let Some(stuck) = stacks.look(hands, &held) else {
            continue;
        };
        let known = told.iter().position(|(other, _)| *other == held);
        if known.is_some_and(|known| is_same(&told[known].1, &stuck)) {
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
