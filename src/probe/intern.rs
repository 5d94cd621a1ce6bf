//! Names, source places and printed lines, numbered once per process.
//!
//! Records carry the numbers; each reader announces what they stand for before the
//! first event that uses them.

mod cache;

use crate::events::{KindId, Site, SiteId, TextId, WaitOn};
use cache::Cache;
use std::collections::HashMap;
use std::panic::Location;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// Append-only tables. Locked at the first use of a name or line on a thread, never per poll.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) kinds: Table<String>,
    pub(super) sites: Table<Site>,
    pub(super) texts: Table<String>,
}

/// Values by number, and numbers by value.
pub(super) struct Table<T> {
    pub(super) values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Table<T> {
    fn number(&mut self, value: T) -> u32 {
        if let Some(&number) = self.numbers.get(&value) {
            return number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

pub(super) fn tables() -> MutexGuard<'static, Tables> {
    static TABLES: LazyLock<Mutex<Tables>> = LazyLock::new(Mutex::default);
    // Only appends happen under this lock: a panic in between leaves the tables whole.
    TABLES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The most kinds told apart; further ones share the last number.
const MAX_KINDS: u32 = u16::MAX as u32;

pub(super) fn kind(name: &str) -> KindId {
    let number = tables().kinds.number(clean(name)).min(MAX_KINDS);
    KindId::new(u16::try_from(number).unwrap_or(u16::MAX))
}

/// Different texts are kept up to this number; later new ones become a common last line,
/// so that a task which prints for ever does not fill the memory.
const MAX_TEXTS: usize = 100_000;

pub(super) fn text(line: &str) -> TextId {
    let mut tables = tables();
    let line = clean(line);
    let line = if tables.texts.values.len() >= MAX_TEXTS {
        "(too many different lines)".to_owned()
    } else {
        line
    };
    TextId::new(tables.texts.number(line))
}

/// Without control characters and bidirectional overrides, which a terminal would obey.
fn clean(text: &str) -> String {
    let harmful =
        |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|&c| !harmful(c))
        .collect()
}

thread_local! {
    static SITES: Cache = const { Cache::new() };
    static KINDS: Cache = const { Cache::new() };
}

/// The number of a source place with what is waited for there.
///
/// Cached by address: a call site has one `Location`, mostly. Equal places at two
/// addresses meet again in the table.
#[inline]
pub(super) fn site(at: &'static Location<'static>, wait: WaitOn) -> SiteId {
    let key = (std::ptr::from_ref(at).addr(), wait as usize);
    SiteId::new(SITES.with(|seen| seen.get_or(key, || look_up_site(at, wait))))
}

#[cold]
fn look_up_site(at: &'static Location<'static>, wait: WaitOn) -> u32 {
    let site = Site {
        file: clean(at.file()),
        line: at.line(),
        column: at.column(),
        wait,
    };
    tables().sites.number(site)
}

/// The kind of a name that lives as long as the program.
#[inline]
pub(super) fn static_kind(name: &'static str) -> KindId {
    cached_kind(name, 0, kind)
}

/// A kind's name out of a future's type: the last function it is written in.
#[inline]
pub(super) fn kind_of_type<T>() -> KindId {
    cached_kind(std::any::type_name::<T>(), 1, |name| {
        kind(short_type_name(name))
    })
}

/// `source` tells a type's name from an equal literal at the same address.
#[inline]
fn cached_kind(
    name: &'static str,
    source: usize,
    look_up: impl FnOnce(&'static str) -> KindId,
) -> KindId {
    let key = (name.as_ptr().addr(), name.len() << 1 | source);
    let number = KINDS.with(|seen| seen.get_or(key, || look_up(name).index() as u32));
    KindId::new(number as u16)
}

/// The same, for a future whose type cannot be named.
pub(super) fn kind_of_future<F>(_future: &F) -> KindId {
    kind_of_type::<F>()
}

fn short_type_name(full: &'static str) -> &'static str {
    let path = full.split('<').next().unwrap_or(full);
    path.rsplit("::")
        .find(|part| !part.starts_with('{') && !part.is_empty())
        .unwrap_or(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_after_its_function() {
        assert_eq!(short_type_name("app::jobs::stir::{{closure}}"), "stir");
        assert_eq!(
            short_type_name("app::jobs::stir::{{closure}}::{{closure}}"),
            "stir"
        );
        assert_eq!(
            short_type_name("app::Wrapper<app::jobs::stir::{{closure}}>"),
            "Wrapper"
        );
    }

    #[test]
    fn control_characters_never_enter() {
        assert_eq!(clean("a\x1b[31mb\tc\u{202E}d"), "a[31mb cd");
    }

    #[test]
    fn one_place_has_one_number_per_wait() {
        let here = Location::caller();
        assert_eq!(site(here, WaitOn::Timer), site(here, WaitOn::Timer));
        assert_ne!(site(here, WaitOn::Timer), site(here, WaitOn::Io));
    }
}
