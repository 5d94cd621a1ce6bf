//! What is written of a spawn.

use super::record::{Packed, Tag, flag};
use super::{intern, local};
use crate::events::{KindId, Role, SiteId, WaitOn};
use std::panic::Location;

/// Whether the spawner keeps the handle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ticket {
    Kept,
    GivenUp,
}

/// See the module's text.
#[derive(Clone, Copy)]
pub(super) struct Birth {
    pub(super) kind: KindId,
    pub(super) site: SiteId,
    pub(super) bytes: usize,
    pub(super) ticket: Ticket,
    pub(super) role: Role,
}

impl Birth {
    pub(super) fn of<F>(kind: KindId, at: &'static Location<'static>) -> Self {
        Self {
            kind,
            site: intern::site(at, WaitOn::Spawn),
            bytes: size_of::<F>(),
            ticket: Ticket::Kept,
            role: Role::Task,
        }
    }

    /// Writes the spawn of a task and gives its id; `None` where nothing is observed.
    pub(super) fn announce(self, tag: Tag) -> Option<u32> {
        let detached = match self.ticket {
            Ticket::Kept => 0,
            Ticket::GivenUp => flag::DETACHED,
        };
        let role = u16::from(self.role.code());
        local::born(tag, detached | role, self.extra())
    }

    fn extra(self) -> Packed {
        // Kinds are numbers of 16 bits; the others are cut off where there is no room.
        Packed::birth(
            self.kind.index() as u16,
            u32::try_from(self.site.index()).unwrap_or(u32::MAX),
            u32::try_from(self.bytes).unwrap_or(u32::MAX),
        )
    }
}
