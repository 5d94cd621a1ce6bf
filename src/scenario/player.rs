//! Plays a script: says which commands are due, by a clock it is given.
//!
//! A script points at tasks it has not yet seen ("the 2nd of the 1st order"). The engine
//! spawns orders in turn, so the nth task of a recipe without a parent is the nth one
//! ordered: the player counts what it ordered, and is told of every such spawn.

use super::{Act, Planned, PlannedAct, Scenario, Target};
use crate::events::{Event, KindId, Nanos, TaskId};
use crate::order::{Book, Command, Order};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

/// A script being played.
#[derive(Debug)]
pub struct Player {
    /// Recipes that nobody was told of yet.
    book: Option<Arc<Book>>,
    orders: Vec<Planned>,
    /// What comes when; at the same moment orders come before acts.
    agenda: BinaryHeap<Reverse<(Nanos, Item)>>,
    acts: Vec<PlannedAct>,
    /// Acts whose time has come but whose task has not been seen.
    late: Vec<usize>,
    /// Which spawn of a recipe (from 0) is the task an act points at.
    wanted: HashMap<(&'static str, u32), Vec<Target>>,
    found: HashMap<Target, TaskId>,
    /// Per recipe: tasks ordered, tasks seen.
    counts: HashMap<&'static str, (u32, u32)>,
    orders_left: u64,
    tempo: f64,
    limit: Option<Nanos>,
    /// The script's own clock, and the moment it was last set.
    script: Nanos,
    last: Option<Nanos>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// An order, for the nth time.
    Order(usize, u32),
    Act(usize),
}

impl Player {
    /// Begins a script at this tempo. Its clock starts with the first
    /// [`Player::advance`].
    pub fn new(scenario: &Scenario, tempo: f64) -> Self {
        let orders = scenario.orders.iter().enumerate();
        let orders = orders.map(|(index, order)| (order.at, Item::Order(index, 0)));
        let acts = scenario.acts.iter().enumerate();
        let acts = acts.map(|(index, act)| (act.at, Item::Act(index)));
        Self {
            agenda: orders.chain(acts).map(Reverse).collect(),
            book: (!scenario.book.recipes.is_empty()).then(|| Arc::clone(&scenario.book)),
            orders: scenario.orders.clone(),
            acts: scenario.acts.clone(),
            late: Vec::new(),
            wanted: HashMap::new(),
            found: HashMap::new(),
            counts: HashMap::new(),
            orders_left: scenario
                .orders
                .iter()
                .map(|order| u64::from(order.times))
                .sum(),
            tempo,
            limit: scenario.setup.limit,
            script: Nanos::ZERO,
            last: None,
        }
    }

    /// Every order comes once more, from now on; what is left of them still comes, too.
    pub fn order_again(&mut self) {
        for (index, order) in self.orders.iter().enumerate() {
            let at = self.script + order.at;
            self.agenda.push(Reverse((at, Item::Order(index, 0))));
            self.orders_left += u64::from(order.times);
        }
    }

    /// The tempo the script's clock runs at.
    pub fn tempo(&self) -> f64 {
        self.tempo
    }

    /// Somebody else changed the tempo.
    pub fn set_tempo(&mut self, tempo: f64) {
        self.tempo = tempo;
    }

    /// Somebody else ordered tasks: they are not the script's.
    pub fn note_order(&mut self, order: &Order) {
        self.counts.entry(order.recipe).or_default().0 += order.count;
    }

    /// Hears of an event: of a task or job that nobody but the engine began. `recipe` names
    /// a kind of task.
    #[inline]
    pub fn hear<'n>(&mut self, event: &Event, recipe: impl FnOnce(KindId) -> &'n str) {
        if let Some((kind, task)) = event.what.root() {
            self.note_spawn(recipe(kind), task);
        }
    }

    /// A task of this recipe was spawned, without a parent.
    pub fn note_spawn(&mut self, recipe: &str, task: TaskId) {
        let Some((&recipe, (_, seen))) = self
            .counts
            .get_key_value(recipe)
            .map(|(name, counts)| (name, *counts))
        else {
            return;
        };
        for target in self.wanted.remove(&(recipe, seen)).unwrap_or_default() {
            self.found.insert(target, task);
        }
        if let Some(counts) = self.counts.get_mut(recipe) {
            counts.1 += 1;
        }
    }

    /// Every order has been given.
    pub fn all_ordered(&self) -> bool {
        self.orders_left == 0
    }

    /// The time the script allows itself is over.
    pub fn over(&self) -> bool {
        self.limit.is_some_and(|limit| self.script >= limit)
    }

    /// Sets the clock to `now` and gives the commands that are due, in order.
    pub fn advance(&mut self, now: Nanos) -> Vec<Command> {
        let passed = now.since(self.last.unwrap_or(now));
        self.last = Some(now);
        self.script += Nanos((passed.0 as f64 * self.tempo) as u64);

        let mut due: Vec<_> = self.book.take().map(Command::Learn).into_iter().collect();
        for act in std::mem::take(&mut self.late) {
            self.perform(act, &mut due);
        }
        while let Some(&Reverse((at, item))) = self.agenda.peek() {
            if at > self.script {
                break;
            }
            self.agenda.pop();
            match item {
                Item::Order(index, nth) => due.push(self.give(index, nth, at)),
                Item::Act(index) => self.perform(index, &mut due),
            }
        }
        due
    }

    fn give(&mut self, index: usize, nth: u32, at: Nanos) -> Command {
        let planned = &self.orders[index];
        let order = planned.order.clone();
        if nth + 1 < planned.times {
            self.agenda
                .push(Reverse((at + planned.every, Item::Order(index, nth + 1))));
        }
        self.orders_left -= 1;
        let ordered = &mut self.counts.entry(order.recipe).or_default().0;
        let first = *ordered;
        *ordered += order.count;
        for act in &self.acts {
            if let Act::Abort(target) | Act::DropHandle(target) = act.act
                && target.order == index
                && target.nth / order.count == nth
            {
                let spawn = first + target.nth % order.count;
                let targets = self.wanted.entry((order.recipe, spawn)).or_default();
                targets.push(target);
            }
        }
        Command::Spawn(order)
    }

    fn perform(&mut self, index: usize, due: &mut Vec<Command>) {
        let found = |target: Target| self.found.get(&target).copied();
        let command = match self.acts[index].act {
            Act::Abort(target) => found(target).map(Command::Abort),
            Act::DropHandle(target) => found(target).map(Command::DropHandle),
            Act::Close { graceful } => Some(Command::Close { graceful }),
            Act::Workers(workers) => Some(Command::SetWorkers(workers)),
            Act::Tempo(tempo) => {
                self.tempo = tempo;
                Some(Command::SetTempo(tempo))
            }
        };
        match command {
            Some(command) => due.push(command),
            None => self.late.push(index),
        }
    }
}
