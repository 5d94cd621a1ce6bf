//! Names, source places and printed lines, numbered once per process.
//!
//! Records carry the numbers; each reader announces what they stand for before the
//! first event that uses them.

mod cache;
mod names;

use super::process::is_forked;
use crate::events::is_harmful;
use crate::events::{KindId, NameId, Site, SiteId, TextId, WaitOn};
use cache::{Cache, Names};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::panic::Location;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// Append-only tables. Locked at the first use of a name or line on a thread, never per poll.
#[derive(Default)]
pub(super) struct Tables {
    /// Names of regions, never freed.
    regions: Table<&'static str>,
    /// Never freed: threads remember names without a lock.
    pub(super) kinds: Table<&'static str>,
    pub(super) sites: Table<Site>,
    pub(super) texts: Table<String>,
}

/// Values by number, and numbers by value. Bounded: a program may make up names for ever.
pub(super) struct Table<T> {
    pub(super) values: Vec<T>,
    numbers: HashMap<T, u32>,
    /// Bytes of text in it.
    bytes: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashMap::new(),
            bytes: 0,
        }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
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

impl<T: Clone + Eq + Hash + Borrow<str>> Table<T> {
    /// The number of a text; in a full table that of `instead`, the last one there is. `keep`
    /// makes a new one of the table's own.
    fn number_or(
        &mut self,
        text: String,
        most: usize,
        instead: &str,
        keep: impl FnOnce(String) -> T,
    ) -> u32 {
        if let Some(&number) = self.numbers.get(text.as_str()) {
            return number;
        }
        if self.values.len() + 1 >= most || self.bytes >= MAX_BYTES {
            return match self.numbers.get(instead) {
                Some(&number) => number,
                None => self.number(keep(instead.to_owned())),
            };
        }
        self.bytes += text.len();
        self.number(keep(text))
    }
}

pub(super) fn tables() -> MutexGuard<'static, Tables> {
    static TABLES: LazyLock<Mutex<Tables>> = LazyLock::new(Mutex::default);
    // Only appends happen under this lock: a panic in between leaves the tables whole.
    TABLES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tables, to look up what is told; none in a process that was forked from the one that reads
/// them: whoever held the lock may not have come along, and no number is read there.
fn tables_of_reader() -> Option<MutexGuard<'static, Tables>> {
    (!is_forked()).then(tables)
}

/// Kinds told apart: as many as their numbers have room for.
const MAX_KINDS: usize = 1 << u16::BITS;

/// The kind of a name, with the name as it is kept.
fn look_up_kind(name: &str) -> (&'static str, u32) {
    let Some(mut tables) = tables_of_reader() else {
        return ("", 0);
    };
    kept(
        &mut tables.kinds,
        name,
        MAX_KINDS,
        "(too many different kinds)",
    )
}

/// The number of a name, and the name as it is kept.
fn kept(
    table: &mut Table<&'static str>,
    name: &str,
    most: usize,
    instead: &str,
) -> (&'static str, u32) {
    // A name that is known is clean.
    let number = table.numbers.get(name).copied().unwrap_or_else(|| {
        let keep = |name: String| &*name.leak();
        table.number_or(clean(name), most, instead, keep)
    });
    (table.values[number as usize], number)
}

/// Different texts told apart; a task that prints a new line for ever does not fill the
/// memory.
const MAX_TEXTS: usize = 100_000;

/// Bytes of all texts, and of all names of kinds: further ones share the last number.
const MAX_BYTES: usize = 16 << 20;

/// Characters that are kept of a line or a name.
const MAX_LENGTH: usize = 1_024;

pub(super) fn text(line: &str) -> TextId {
    let line = clean(line);
    tables_of_reader().map_or(TextId::new(0), |mut tables| {
        number_of_text(&mut tables, line)
    })
}

fn number_of_text(tables: &mut Tables, clean: String) -> TextId {
    let instead = "(too many different lines)";
    let number = tables
        .texts
        .number_or(clean, MAX_TEXTS, instead, |text| text);
    TextId::new(number)
}

/// Without what must not reach a terminal, and not longer than anybody reads.
fn clean(text: &str) -> String {
    let mut clean = text
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|&c| !is_harmful(c));
    let mut kept: String = clean.by_ref().take(MAX_LENGTH).collect();
    if clean.next().is_some() {
        kept.push('…');
    }
    kept
}

thread_local! {
    static SITES: Cache = const { Cache::new() };
    static KINDS: Cache = const { Cache::new() };
    static NAMES: Names = const { Names::new() };
    static REGIONS: Names = const { Names::new() };
}

/// The number of a source place with what is waited for there.
///
/// Cached by address: a call site has one `Location`, mostly. Equal places at two
/// addresses meet again in the table.
#[inline]
pub(super) fn site(at: &'static Location<'static>, wait: WaitOn) -> SiteId {
    SiteId::new(number_of_site(at, wait))
}

/// As [`site`], as records have it.
#[inline]
pub(super) fn number_of_site(at: &'static Location<'static>, wait: WaitOn) -> u32 {
    let key = (std::ptr::from_ref(at).addr(), wait as usize);
    SITES.with(|seen| seen.get_or(key, || look_up_site(at, wait)))
}

/// The number of a source place that is not known for as long as the program lives.
#[cold]
pub(super) fn passing_site(at: &Location<'_>, wait: WaitOn) -> SiteId {
    SiteId::new(look_up_site(at, wait))
}

/// The number of a line of a text that is not compiled.
pub(super) fn line(file: &str, line: u32, column: u32, wait: WaitOn) -> SiteId {
    let place = Site {
        file: clean(file),
        line,
        column,
        wait,
        name: None,
    };
    SiteId::new(tables_of_reader().map_or(0, |mut tables| tables.sites.number(place)))
}

#[cold]
fn look_up_site(at: &Location<'_>, wait: WaitOn) -> u32 {
    tables_of_reader().map_or(0, |mut tables| tables.sites.number(place(at, wait, None)))
}

fn place(at: &Location<'_>, wait: WaitOn, name: Option<NameId>) -> Site {
    Site {
        file: clean(at.file()),
        line: at.line(),
        column: at.column(),
        wait,
        name,
    }
}

/// Names of regions told apart: a program may make up names for ever.
const MAX_REGIONS: usize = 10_000;

/// The number of a place where a region begins that has this name.
pub(super) fn region(at: &'static Location<'static>, name: &str) -> SiteId {
    let look_up = || {
        let Some(mut tables) = tables_of_reader() else {
            return ("", 0);
        };
        kept(
            &mut tables.regions,
            name,
            MAX_REGIONS,
            "(too many different names)",
        )
    };
    let region = REGIONS.with(|seen| seen.get_or(name, look_up));
    // No kind of wait has so great a number.
    let which = (region as usize + 1) << u8::BITS | WaitOn::Region as usize;
    let key = (std::ptr::from_ref(at).addr(), which);
    let look_up = || {
        let Some(mut tables) = tables_of_reader() else {
            return 0;
        };
        let name = tables.regions.values[region as usize].to_owned();
        let text = number_of_text(&mut tables, name);
        let site = place(at, WaitOn::Region, NameId::new(text));
        tables.sites.number(site)
    };
    SiteId::new(SITES.with(|seen| seen.get_or(key, look_up)))
}

/// The kind of this name. The same name gives the same kind.
#[inline]
pub(super) fn kind(name: &str) -> KindId {
    let number = NAMES.with(|seen| seen.get_or(name, || look_up_kind(name)));
    KindId::new(number as u16)
}

/// The kind of a task of which only the line of its spawn is known.
#[cfg(tokio_unstable)]
pub(super) fn kind_of_place(at: &'static Location<'static>) -> KindId {
    // No name is so long, and no text at the address of a place.
    let key = (std::ptr::from_ref(at).addr(), usize::MAX);
    let look_up = || look_up_kind(&crate::events::kind_at(at.file(), at.line())).1;
    KindId::new(KINDS.with(|seen| seen.get_or(key, look_up)) as u16)
}

/// The kind of futures, or jobs, of a type, after which it is named.
#[inline]
pub(super) fn kind_of_type<T>() -> KindId {
    let name = std::any::type_name::<T>();
    let key = (name.as_ptr().addr(), name.len());
    let look_up = || look_up_kind(&names::of_type(name)).1;
    KindId::new(KINDS.with(|seen| seen.get_or(key, look_up)) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_never_enter() {
        assert_eq!(clean("a\x1b[31mb\tc\u{202E}d"), "a[31mb cd");
        assert_eq!(clean("a\u{200E}\u{61C}\u{2028}\u{200B}\u{E0041}b"), "ab");
    }

    #[test]
    fn a_long_line_is_cut_and_says_so() {
        let line = "é".repeat(MAX_LENGTH);
        assert_eq!(clean(&line), line);
        assert_eq!(clean(&(line.clone() + "b")), line + "…");
    }

    #[test]
    fn a_full_table_gives_what_is_new_its_last_number() {
        let mut table = Table::default();
        let mut number = |text: &str| table.number_or(text.to_owned(), 3, "(more)", |text| text);
        assert_eq!(["a", "b", "c", "d"].map(&mut number), [0, 1, 2, 2]);
        assert_eq!(["a", "b"].map(&mut number), [0, 1]);
        assert_eq!(table.values, ["a", "b", "(more)"]);

        let mut table = Table::default();
        let long = "x".repeat(MAX_BYTES);
        let mut number = |text: &str| table.number_or(text.to_owned(), 99, "(more)", |text| text);
        assert_eq!([&long, "b", "c"].map(&mut number), [0, 1, 1]);
        assert_eq!(number(&long), 0);
    }

    #[test]
    fn one_place_has_one_number_per_wait() {
        let here = Location::caller();
        assert_eq!(site(here, WaitOn::Timer), site(here, WaitOn::Timer));
        assert_ne!(site(here, WaitOn::Timer), site(here, WaitOn::Io));
    }
}
