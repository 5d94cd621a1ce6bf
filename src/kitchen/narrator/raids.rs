//! Raids that are being told: one line for all cards of a raid, once they are polled.

use super::{Line, Raid, raid};
use crate::app::Register;
use crate::events::{Nanos, TaskId, WorkerId};
use crate::model::{Happening, HappeningKind, Model};
use std::collections::VecDeque;

/// After so long a raid is told as far as it is known: what it took may wait for a stall.
const LONG: Nanos = Nanos::from_millis(250);

/// Raids told that may still be heard of.
const REMEMBERED: usize = 64;

/// Raids whose cards are not all polled yet, oldest first.
#[derive(Debug, Default)]
pub struct OpenRaids {
    open: Vec<OpenRaid>,
    /// Told already. Later cards of theirs are no raids of their own.
    told: VecDeque<u64>,
}

#[derive(Debug)]
struct OpenRaid {
    number: u64,
    worker: Option<WorkerId>,
    from: WorkerId,
    lay: u32,
    since: Nanos,
    last: Nanos,
    tasks: Vec<TaskId>,
}

impl OpenRaids {
    /// Takes in that a card of a raid is polled.
    pub fn add(&mut self, fact: &Happening) {
        let HappeningKind::Moved { from, raid, lay } = fact.kind else {
            return;
        };
        if self.told.contains(&raid) {
            return;
        }
        let known = self.open.iter_mut().find(|open| open.number == raid);
        if let Some(open) = known {
            open.last = open.last.max(fact.at);
            open.tasks.extend(fact.task);
            return;
        }
        self.open.push(OpenRaid {
            number: raid,
            worker: fact.worker,
            from,
            lay,
            since: fact.at,
            last: fact.at,
            tasks: fact.task.into_iter().collect(),
        });
    }

    /// The raids of which there is no more to tell at this moment.
    pub fn over(&mut self, at: Nanos, model: &Model, words: Register) -> Vec<Line> {
        if self.open.is_empty() {
            return Vec::new();
        }
        let over =
            |open: &mut OpenRaid| at.since(open.since) >= LONG || model.raid_lies(open.number) == 0;
        let over: Vec<_> = self.open.extract_if(.., over).collect();
        self.tell(over, words)
    }

    /// The rest of them, at the end.
    pub fn rest(&mut self, words: Register) -> Vec<Line> {
        let rest = std::mem::take(&mut self.open);
        self.tell(rest, words)
    }

    fn tell(&mut self, raids: Vec<OpenRaid>, words: Register) -> Vec<Line> {
        self.told.extend(raids.iter().map(|raid| raid.number));
        let too_many = self.told.len().saturating_sub(REMEMBERED);
        self.told.drain(..too_many);
        raids.iter().map(|raid| line(raid, words)).collect()
    }
}

/// A few cards are named, the rest is counted.
const NAMED: usize = 4;

fn line(told: &OpenRaid, words: Register) -> Line {
    let mut cards = told.tasks.clone();
    cards.sort_unstable();
    let told = Raid {
        at: told.last,
        chef: told.worker,
        from: told.from,
        lay: told.lay,
        cards: &cards[..cards.len().min(NAMED)],
        total: told.tasks.len(),
        raids: 1,
    };
    raid(&told, words)
}
