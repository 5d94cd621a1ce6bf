//! What is checked of all recipes of a file together.

use crate::document::{Mistake, Source};
use crate::limits::MAX_QUANTITY;
use crate::order::{Step, SyncStep, SyncVerb, Verb};
use std::ops::Range;

/// A step that spawns.
pub(super) struct Spawn {
    /// The recipe it is in.
    pub(super) from: usize,
    /// The recipe of its cards.
    pub(super) to: usize,
    /// How many cards at most, all repeats counted.
    pub(super) cards: u64,
    /// Where it is.
    pub(super) bytes: Range<usize>,
}

/// The most cards that can be because of one card of each recipe, itself included.
///
/// Recipes that spawn each other in a circle have no such number: a mistake, as are too many.
pub(super) fn cards(
    source: Source<'_>,
    names: &[&str],
    spawns: &[Spawn],
) -> Result<Vec<u32>, Mistake> {
    let mut count = Count {
        source,
        names,
        spawns,
        path: Vec::new(),
        known: vec![None; names.len()],
    };
    (0..names.len()).map(|recipe| count.of(recipe)).collect()
}

struct Count<'a> {
    source: Source<'a>,
    names: &'a [&'a str],
    spawns: &'a [Spawn],
    /// The recipes being counted, each spawned by the one before.
    path: Vec<usize>,
    known: Vec<Option<u32>>,
}

impl Count<'_> {
    fn of(&mut self, recipe: usize) -> Result<u32, Mistake> {
        if let Some(cards) = self.known[recipe] {
            return Ok(cards);
        }
        self.path.push(recipe);
        let mut cards = 1_u32;
        for spawn in self.spawns.iter().filter(|spawn| spawn.from == recipe) {
            if let Some(begin) = self.path.iter().position(|known| *known == spawn.to) {
                return Err(self.circle(begin, spawn));
            }
            let more = spawn.cards.saturating_mul(self.of(spawn.to)?.into());
            let all = u64::from(cards).saturating_add(more);
            cards = u32::try_from(all).unwrap_or(u32::MAX);
            if cards > MAX_QUANTITY {
                let found = format!("more than {MAX_QUANTITY} cards because of one");
                let expected = format!("at most {MAX_QUANTITY}, children of children counted");
                return Err(self.source.mistake(spawn.bytes.clone(), found, expected));
            }
        }
        self.path.pop();
        self.known[recipe] = Some(cards);
        Ok(cards)
    }

    fn circle(&self, begin: usize, spawn: &Spawn) -> Mistake {
        let circle = self.path[begin..].iter().chain([&spawn.to]);
        let names: Vec<_> = circle.map(|recipe| self.names[*recipe]).collect();
        let found = format!("recipes that spawn each other: {}", names.join(" -> "));
        let expected = "a recipe whose children do not spawn it again";
        self.source.mistake(spawn.bytes.clone(), found, expected)
    }
}

/// The recipes of a card of this one and of all that are spawned because of it: its own first.
pub(super) fn kinds(recipe: usize, spawns: &[Spawn]) -> Vec<usize> {
    let mut kinds = vec![recipe];
    let mut next = 0;
    while let Some(&from) = kinds.get(next) {
        for spawn in spawns.iter().filter(|spawn| spawn.from == from) {
            if !kinds.contains(&spawn.to) {
                kinds.push(spawn.to);
            }
        }
        next += 1;
    }
    kinds
}

/// Whether a card of these steps blocks a thread.
pub(super) fn blocks(steps: &[Step]) -> bool {
    steps.iter().any(|step| match &step.verb {
        Verb::Sync(verb) => blocks_sync(verb),
        Verb::SpawnBlocking(steps) => any_blocks(steps),
        Verb::BlockInPlace(steps) => any_blocks(steps),
        Verb::Select(branches) => branches.iter().any(|steps| blocks(steps)),
        Verb::Timeout(_, steps) | Verb::Repeat(_, steps) => blocks(steps),
        _ => false,
    })
}

fn any_blocks(steps: &[SyncStep]) -> bool {
    steps.iter().any(|step| blocks_sync(&step.verb))
}

fn blocks_sync(verb: &SyncVerb) -> bool {
    match verb {
        SyncVerb::Block(_) => true,
        SyncVerb::Repeat(_, steps) => any_blocks(steps),
        SyncVerb::Work(_) | SyncVerb::Print(_) | SyncVerb::Panic(_) => false,
    }
}
