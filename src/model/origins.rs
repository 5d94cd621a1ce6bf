//! What tasks were spawned as: kind, line of the spawn and size, which thousands of
//! tasks have in common and each names by one number.

use super::numbers::NumberMap;
use super::task::Sight;
use crate::events::{KindId, Role, SiteId};

/// What a spawn tells of a task, parent and time left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) kind: KindId,
    pub(super) site: SiteId,
    pub(super) bytes: u32,
    pub(super) role: Role,
    pub(super) sight: Sight,
}

/// All origins seen, each once. They are few: a line of source spawns futures of one type.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    all: Vec<Origin>,
    numbers: NumberMap<Origin, u32>,
    last: u32,
}

/// Of a task whose spawn is not told yet.
const UNKNOWN: Origin = Origin {
    kind: KindId::new(0),
    site: SiteId::new(0),
    bytes: 0,
    role: Role::Task,
    sight: Sight::Whole,
};

impl Default for Origins {
    /// Number 0 is the unknown origin.
    fn default() -> Self {
        Self {
            all: vec![UNKNOWN],
            numbers: NumberMap::from_iter([(UNKNOWN, 0)]),
            last: 0,
        }
    }
}

impl Origins {
    pub(super) fn get(&self, number: u32) -> Origin {
        self.all.get(number as usize).copied().unwrap_or(UNKNOWN)
    }

    /// Spawns come in runs, so the last one is tried first.
    #[inline]
    pub(super) fn number(&mut self, origin: Origin) -> u32 {
        if self.all.get(self.last as usize) != Some(&origin) {
            self.look_up(origin);
        }
        self.last
    }

    /// A function of its own, so that the one above is small where it is called.
    #[inline(never)]
    fn look_up(&mut self, origin: Origin) {
        self.last = *self.numbers.entry(origin).or_insert_with(|| {
            self.all.push(origin);
            (self.all.len() - 1) as u32
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_origins_have_one_number() {
        let mut origins = Origins::default();
        let of = |site| Origin {
            kind: KindId::new(3),
            site: SiteId::new(site),
            bytes: 64,
            role: Role::Task,
            sight: Sight::Whole,
        };
        let (a, b) = (origins.number(of(1)), origins.number(of(2)));
        assert_ne!(a, b);
        assert_eq!((origins.number(of(1)), origins.number(of(2))), (a, b));
        assert_eq!((origins.get(a), origins.get(b)), (of(1), of(2)));
        assert_eq!((origins.get(0), origins.number(UNKNOWN)), (UNKNOWN, 0));
    }
}
