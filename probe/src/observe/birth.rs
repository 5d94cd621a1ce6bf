//! What is written of a spawn, and what is put around what is spawned.

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
pub(crate) struct Birth {
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

/// What a task or job is called.
#[derive(Clone, Copy)]
pub(crate) enum Name<'a> {
    /// As the function that its future or its work is written in.
    OfType,
    /// So.
    Given(&'a str),
}

impl Name<'_> {
    fn kind<F>(self) -> KindId {
        match self {
            Self::OfType => intern::kind_of_type::<F>(),
            Self::Given(name) => intern::kind(name),
        }
    }
}

/// Tells the birth of a task or job with work of type `F`, and gives its number. Where nothing
/// is observed, nothing is looked up.
#[inline]
pub(super) fn announce<F>(
    tag: Tag,
    role: Role,
    name: Name<'_>,
    at: &'static Location<'static>,
) -> Option<u32> {
    if !local::observes() {
        return None;
    }
    let birth = Birth {
        role,
        ..Birth::of::<F>(name.kind::<F>(), at)
    };
    birth.announce(tag)
}

/// Spawns by Tokio what is spawned, with what observes it around it if it has a number.
/// Gives what Tokio gives, and the number, 0 if there is none.
///
/// A macro, because Tokio takes the line of its caller, which is to be the user's: a closure
/// would be that line.
macro_rules! observed {
    ($number:expr, $around:path, |$work:ident| $spawn:expr) => {{
        let number: Option<u32> = $number;
        // What Tokio's hooks would tell of the spawn is told.
        #[cfg(tokio_unstable)]
        let _announced = $crate::observe::Announced::task(number);
        match number {
            Some(number) => {
                let $work = $around($work, number);
                ($spawn, number)
            }
            None => ($spawn, 0),
        }
    }};
}

pub(crate) use observed;
