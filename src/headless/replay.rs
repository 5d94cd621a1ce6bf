//! A recording, told once more: block by block, whatever its length.

use crate::events::{Event, Sample};
use crate::probe::wire::{Block, Ending, Kind, Tick};
use crate::recording::{Place, Recording, Trouble};
use std::collections::{BTreeMap, BTreeSet};

/// Who hears what a runtime did.
pub(super) trait Hearer {
    /// The look that comes next, told before the events up to it.
    fn coming(&mut self, sample: &Sample);
    /// Events, in order of time.
    fn hear(&mut self, events: &mut [Event]);
    /// All up to this moment was told.
    fn frame(&mut self, tick: Tick);
}

/// The blocks of each runtime, by its number.
pub(super) type Runtimes<'a> = BTreeMap<u16, Vec<&'a Place>>;

/// The blocks of each runtime, and what there is to say of the file as a whole.
pub(super) fn sorted(recording: &Recording) -> (Runtimes<'_>, End) {
    let mut runtimes = Runtimes::new();
    for place in recording.places() {
        runtimes.entry(place.head.runtime).or_default().push(place);
    }
    let whole = runtimes.remove(&0).unwrap_or_default();
    (runtimes, End::of(recording, &whole))
}

/// How the file ends, and what cannot be read of it.
pub(super) struct End {
    troubles: BTreeSet<String>,
    doubts: Vec<String>,
    /// What there is to say besides.
    pub(super) notes: Vec<String>,
    /// The recording says how it ended.
    pub(super) is_told: bool,
}

/// Troubles told one by one.
const MOST_TOLD: usize = 10;

impl End {
    fn of(recording: &Recording, whole: &[&Place]) -> Self {
        let mut end = Self {
            troubles: BTreeSet::new(),
            doubts: Vec::new(),
            notes: Vec::new(),
            is_told: false,
        };
        recording
            .troubles()
            .iter()
            .for_each(|trouble| end.trouble(trouble));
        let mut bye = None;
        let mut lost = None;
        for place in whole {
            match recording.block(place) {
                Ok(Block::Bye(told)) => bye = Some(told),
                Ok(Block::Mark(mark)) => lost = Some(mark.lost.saturating_add(lost.unwrap_or(0))),
                Ok(_) => {}
                Err(trouble) => end.trouble(&trouble),
            }
        }
        end.doubts.extend(lost.map(missing));
        end.is_told = bye.is_some();
        match bye.map(|bye| (bye.ending, bye.text)) {
            None | Some((Ending::Ended, _)) => {}
            Some((Ending::Panicked, text)) => {
                end.notes
                    .push(format!("the program panicked at the end: {text}"));
            }
            Some((Ending::Continued, _)) => {
                end.notes
                    .push("the recording goes on in another file".into());
            }
            Some((Ending::TooSlow, _)) => {
                let why = "the recording was ended because it could not be written fast enough";
                end.doubts.push(why.into());
            }
        }
        end
    }

    /// Looks at these blocks, whose content is told later.
    pub(super) fn look(&mut self, recording: &Recording, places: &[&Place]) {
        let blocks = places.iter().map(|place| recording.block(place));
        blocks
            .filter_map(Result::err)
            .for_each(|trouble| self.trouble(&trouble));
    }

    fn trouble(&mut self, trouble: &Trouble) {
        if self.troubles.len() <= MOST_TOLD {
            self.troubles.insert(trouble.to_string());
        }
    }

    /// Why what was told may not be all.
    pub(super) fn doubts(&self) -> Vec<String> {
        let told = self.troubles.iter().take(MOST_TOLD);
        let told = told.map(|trouble| format!("the file is damaged {trouble}"));
        let more = (self.troubles.len() > MOST_TOLD).then(|| "there is more damage".to_owned());
        told.chain(more)
            .chain(self.doubts.iter().cloned())
            .collect()
    }
}

fn missing(count: u64) -> String {
    match count {
        0 => "events are missing, and nobody knows how many".into(),
        1 => "1 event is missing".into(),
        count => format!("{count} events are missing"),
    }
}

/// Tells all of a runtime; says what is missing.
pub(super) fn tell(
    recording: &Recording,
    places: &[&Place],
    end: &mut End,
    to: &mut impl Hearer,
) -> Option<String> {
    let (mut lost, mut gaps) = (0_u64, 0);
    let mut ticks = Ticks::default();
    for (index, place) in places.iter().enumerate() {
        ticks.look_ahead(index, recording, places, to);
        match recording.block(place) {
            Ok(Block::Events(read) | Block::State(read)) => hear(read.events, to),
            Ok(Block::Tick(tick)) => to.frame(tick),
            Ok(Block::Mark(mark)) => {
                gaps += 1;
                lost = lost.saturating_add(mark.lost);
            }
            Ok(Block::Hello(_) | Block::Bye(_) | Block::Other(_)) => {}
            Err(trouble) => end.trouble(&trouble),
        }
    }
    (gaps > 0).then(|| missing(lost))
}

/// Events told at once: what is remembered of them is small.
const BATCH: usize = 64;

fn hear(mut events: Vec<Event>, to: &mut impl Hearer) {
    events.chunks_mut(BATCH).for_each(|batch| to.hear(batch));
}

/// The ticks of a runtime, one ahead of its events.
#[derive(Default)]
struct Ticks {
    /// Where the next one is looked for.
    next: usize,
}

impl Ticks {
    /// Tells the next look before the block at `index` is told.
    fn look_ahead(
        &mut self,
        index: usize,
        recording: &Recording,
        places: &[&Place],
        to: &mut impl Hearer,
    ) {
        while self.next <= index {
            let rest = &places[self.next..];
            let mut kinds = rest.iter().map(|place| place.head.kind);
            let Some(found) = kinds.position(|kind| kind == Kind::Tick as u8) else {
                self.next = usize::MAX;
                return;
            };
            // What is damaged is told when its turn comes.
            if let Ok(Block::Tick(tick)) = recording.block(rest[found])
                && let Some(sample) = &tick.sample
            {
                to.coming(sample);
            }
            self.next += found + 1;
        }
    }
}
