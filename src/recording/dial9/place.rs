//! Announces places where tasks were spawned, and the kinds named after them.

use super::names::clean;
use super::write::Writer;
use crate::events::{Event, KindId, Nanos, Site, SiteId, WaitOn, What, kind_at};
use std::collections::HashSet;
use std::io;

/// Announces each place once to each runtime that has tasks of it.
pub(super) struct Announcer<'a> {
    places: &'a [String],
    known: Vec<HashSet<u16>>,
}

impl<'a> Announcer<'a> {
    pub(super) fn new(places: &'a [String], runtimes: usize) -> Self {
        Self {
            places,
            known: vec![HashSet::new(); runtimes],
        }
    }

    pub(super) fn announce(
        &mut self,
        of: usize,
        place: u16,
        at: Nanos,
        writer: &mut Writer,
    ) -> io::Result<(KindId, SiteId)> {
        let (kind, site) = (KindId::new(place), SiteId::new(place.into()));
        if self.known[of].insert(place) {
            let text = self.places.get(usize::from(place));
            let (name, found) = read(text.map_or("", String::as_str));
            let what = What::Kind { id: kind, name };
            writer.event(of, Event { at, what })?;
            let what = What::Site {
                id: site,
                site: found,
            };
            writer.event(of, Event { at, what })?;
        }
        Ok((kind, site))
    }
}

/// The kind and the place of what is written `FILE:LINE:COLUMN`.
fn read(text: &str) -> (String, Site) {
    let text = clean(text);
    let mut parts = text.rsplitn(3, ':');
    let (column, line) = (parts.next(), parts.next());
    let numbers = column.and_then(|column| Some((line?.parse().ok()?, column.parse().ok()?)));
    let site = |file: &str, line, column| Site {
        file: file.to_owned(),
        line,
        column,
        wait: WaitOn::Spawn,
        name: None,
    };
    match (parts.next(), numbers) {
        (Some(file), Some((line, column))) => (kind_at(file, line), site(file, line, column)),
        _ if text.is_empty() => ("not told".into(), site("", 0, 0)),
        _ => (text.clone(), site(&text, 0, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_after_its_place() {
        let (kind, site) = read("/a/src/main.rs:42:7");
        assert_eq!((&*kind, &*site.file), ("main.rs:42", "/a/src/main.rs"));
        assert_eq!((site.line, site.column), (42, 7));
        let (kind, site) = read(r"C:\a\main.rs:1:2");
        assert_eq!((&*kind, &*site.file), ("main.rs:1", r"C:\a\main.rs"));
        assert_eq!(read("").0, "not told");
        assert_eq!(read("a:b:c").0, "a:b:c");
        assert_eq!(read("a\u{1b}[2J:1:2").0, "a[2J:1");
    }
}
