//! A moment up to which all is told.

use super::listed::{Fields, From, Listed, To};
use crate::events::{Delivery, InHand, Nanos, Now, Sample, SiteId, WorkerSample};

/// A moment up to which all is told, with what was read from memory then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tick {
    /// The moment, and the polls in progress.
    pub now: Now,
    /// Tokio's own metrics; `None` where no runtime runs.
    pub sample: Option<Sample>,
    /// The accounts of the event pipeline.
    pub delivery: Delivery,
    /// The system's numbers of the workers' threads, 0 where they are not known.
    pub threads: Vec<u32>,
}

impl Tick {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut to = Listed::default();
        let Now { at, workers } = &self.now;
        to.number(at.0);
        to.index(workers.len());
        for hand in workers {
            to.task_if(hand.map(|hand| hand.task));
            if let Some(InHand { since, site, .. }) = hand {
                to.number(at.0.wrapping_sub(since.0));
                to.number(site.map_or(0, |site| site.index() as u64 + 1));
            }
        }
        put_delivery(&self.delivery, &mut to);
        to.index(self.threads.len());
        for thread in &self.threads {
            to.number((*thread).into());
        }
        to.flag(self.sample.is_some());
        if let Some(sample) = &self.sample {
            put_sample(sample, &mut to);
        }
        to.0
    }

    pub(super) fn read(from: &mut Fields<'_>) -> Option<Self> {
        let at = Nanos(from.number());
        let workers = list(from, |from| {
            let task = from.task_if()?;
            let since = Nanos(at.0.saturating_sub(from.number()));
            let site = from.number().checked_sub(1);
            let site = site.and_then(|site| u32::try_from(site).ok());
            Some(InHand {
                task,
                since,
                site: site.map(SiteId::new),
            })
        })?;
        let delivery = take_delivery(from);
        let threads = list(from, |from| from.small().unwrap_or(0))?;
        let sample = match from.flag() {
            true => Some(take_sample(from)?),
            false => None,
        };
        Some(Self {
            now: Now { at, workers },
            sample,
            delivery,
            threads,
        })
    }
}

/// More workers than a runtime can have.
const MOST: usize = 1 << 16;

/// As many as it says, unless that is more than bytes are left, or than there can be.
fn list<T>(from: &mut Fields<'_>, mut one: impl FnMut(&mut Fields<'_>) -> T) -> Option<Vec<T>> {
    let count = usize::try_from(from.number()).ok()?;
    (count <= from.left().min(MOST)).then(|| (0..count).map(|_| one(from)).collect())
}

fn put_delivery(delivery: &Delivery, to: &mut Listed) {
    let Delivery {
        emitted,
        delivered,
        coalesced,
        dropped,
        without_id,
        without_wakes,
    } = *delivery;
    let all = [
        emitted,
        delivered,
        coalesced,
        dropped,
        without_id,
        without_wakes,
    ];
    all.into_iter().for_each(|count| to.number(count));
}

fn take_delivery(from: &mut Fields<'_>) -> Delivery {
    let [
        emitted,
        delivered,
        coalesced,
        dropped,
        without_id,
        without_wakes,
    ] = [(); 6].map(|()| from.number());
    Delivery {
        emitted,
        delivered,
        coalesced,
        dropped,
        without_id,
        without_wakes,
    }
}

/// A count that may be missing: 0 for that.
fn put_count(count: Option<u64>, to: &mut Listed) {
    to.number(count.map_or(0, |count| count.wrapping_add(1)));
}

fn take_count(from: &mut Fields<'_>) -> Option<u64> {
    from.number().checked_sub(1)
}

fn put_sample(sample: &Sample, to: &mut Listed) {
    let wide = |count: usize| count as u64;
    to.number(sample.at.0);
    to.index(sample.alive);
    to.index(sample.injection);
    to.index(sample.workers.len());
    for worker in &sample.workers {
        put_count(worker.local.map(wide), to);
        put_count(worker.steals, to);
        put_count(worker.raids, to);
        to.number(worker.parks);
        to.number(worker.busy.0);
        put_count(worker.waited.map(|waited| waited.0), to);
    }
    put_count(sample.blocking_threads.map(wide), to);
    put_count(sample.blocking_idle.map(wide), to);
    put_count(sample.blocking_queue.map(wide), to);
}

fn take_sample(from: &mut Fields<'_>) -> Option<Sample> {
    let narrow = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let at = Nanos(from.number());
    let (alive, injection) = (narrow(from.number()), narrow(from.number()));
    let workers = list(from, |from| WorkerSample {
        local: take_count(from).map(narrow),
        steals: take_count(from),
        raids: take_count(from),
        parks: from.number(),
        busy: Nanos(from.number()),
        waited: take_count(from).map(Nanos),
    })?;
    Some(Sample {
        at,
        alive,
        injection,
        workers,
        blocking_threads: take_count(from).map(narrow),
        blocking_idle: take_count(from).map(narrow),
        blocking_queue: take_count(from).map(narrow),
    })
}
