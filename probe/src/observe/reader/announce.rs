//! Announces what the numbers in records stand for, before the first event that uses them.

use super::sink::Sink;
use crate::events::{Event, KindId, Nanos, SiteId, TextId, What};
use crate::observe::intern;

/// How many names, places and texts were announced.
#[derive(Default)]
pub(super) struct Announced {
    kinds: usize,
    sites: usize,
    texts: usize,
}

impl Announced {
    /// Announces the new ones. Returns how many.
    pub(super) fn announce(&mut self, at: Nanos, to: &mut impl Sink) -> usize {
        let mut news = Vec::new();
        {
            let tables = intern::tables();
            news.extend(
                new(&tables.kinds.values, &mut self.kinds).map(|(number, name)| {
                    let id = KindId::new(u16::try_from(number).unwrap_or(u16::MAX));
                    let name = name.to_owned();
                    What::Kind { id, name }
                }),
            );
            news.extend(
                new(&tables.sites.values, &mut self.sites).map(|(number, site)| {
                    let id = SiteId::new(number);
                    What::Site { id, site }
                }),
            );
            news.extend(
                new(&tables.texts.values, &mut self.texts).map(|(number, text)| {
                    let id = TextId::new(number);
                    What::Text { id, text }
                }),
            );
        }
        // The tables are not locked any more: who listens may itself use the probe.
        let count = news.len();
        news.into_iter()
            .for_each(|what| to.take(|| Event { at, what }));
        count
    }
}

/// The values not announced yet, with their numbers.
fn new<'a, T: Clone>(values: &'a [T], known: &mut usize) -> impl Iterator<Item = (u32, T)> + 'a {
    let from = std::mem::replace(known, values.len());
    let numbered = values.iter().enumerate().skip(from);
    numbered.map(|(number, value)| (u32::try_from(number).unwrap_or(u32::MAX), value.clone()))
}
