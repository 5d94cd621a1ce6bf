//! Looks at polls that last long, in a thread of its own.

use super::Stacks;
use crate::events::Nanos;
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
            look(&looker, &asked)
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
    for Ask { held, is_first } in asked {
        stacks.interrupts = is_first;
        if hands.goes_on(&held)
            && let Some(stuck) = stacks.look(hands, &held)
        {
            hands.tell(&held, stuck);
        }
    }
}
