//! What tasks and jobs are spawned as, named by a number small enough for a packed event.

use crate::events::{KindId, Role, SiteId};
use std::collections::HashMap;

/// How many origins have a number. They are few: a line of source spawns futures of one
/// type.
const MOST: usize = 1 << 11;
/// Places where the number of an origin seen lately is looked up first.
const RECENT: usize = 64;

/// What a spawn tells of a task but for the tasks and the worker.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) kind: KindId,
    pub(super) site: SiteId,
    pub(super) bytes: u32,
    pub(super) detached: bool,
    pub(super) role: Role,
}

/// All origins seen, each once.
pub(super) struct Origins {
    all: Vec<Origin>,
    numbers: HashMap<Origin, u16>,
    recent: [u16; RECENT],
}

impl Default for Origins {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: HashMap::new(),
            recent: [0; RECENT],
        }
    }
}

impl Origins {
    /// The number of an origin, below 2,048; `None` if all are taken.
    pub(super) fn number(&mut self, origin: Origin) -> Option<u32> {
        let place = (origin.site.index() ^ origin.kind.index()) % RECENT;
        let number = self.recent[place];
        if self.all.get(usize::from(number)) == Some(&origin) {
            return Some(u32::from(number));
        }
        let number = self.look_up(origin)?;
        self.recent[place] = number;
        Some(u32::from(number))
    }

    #[cold]
    fn look_up(&mut self, origin: Origin) -> Option<u16> {
        if let Some(number) = self.numbers.get(&origin) {
            return Some(*number);
        }
        if self.all.len() == MOST {
            return None;
        }
        let number = self.all.len() as u16;
        self.all.push(origin);
        self.numbers.insert(origin, number);
        Some(number)
    }

    /// The origin of that number.
    pub(super) fn get(&self, number: u32) -> Origin {
        self.all[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(site: u32, bytes: u32) -> Origin {
        Origin {
            kind: KindId::new(1),
            site: SiteId::new(site),
            bytes,
            detached: false,
            role: Role::Task,
        }
    }

    #[test]
    fn each_origin_has_one_number_as_long_as_there_are_any() {
        let mut origins = Origins::default();
        for site in 0..MOST as u32 {
            assert_eq!(origins.number(of(site, 7)), Some(site));
        }
        assert_eq!(origins.number(of(0, 8)), None);
        for site in (0..MOST as u32).rev() {
            assert_eq!(origins.number(of(site, 7)), Some(site));
            assert!(origins.get(site) == of(site, 7));
        }
    }
}
