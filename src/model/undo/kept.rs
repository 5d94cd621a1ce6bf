//! What is kept of a segment of events to take a model back over it.

use crate::events::{KindId, Nanos, RunInfo, Site, TaskId, TextId};
use crate::model::counters::Counters;
use crate::model::driver::Driver;
use crate::model::extra::ExtrasBefore;
use crate::model::happening::HappeningsBefore;
use crate::model::journal::Before;
use crate::model::kinds::KindBefore;
use crate::model::links::Deadlock;
use crate::model::list::{Ends, Left};
use crate::model::locks::LocksBefore;
use crate::model::panics::Panic;
use crate::model::pool::Pool;
use crate::model::raids::Raid;
use crate::model::ring::Past;
use crate::model::shutdown::Shutdown;
use crate::model::stall::Stall;
use crate::model::stuck::StuckPoll;
use crate::model::table::Records;
use crate::model::worker::{Span, Worker};
use std::sync::Arc;

/// What takes a [`Model`](crate::model::Model) back to the beginning of one segment of events.
#[derive(Clone, Debug)]
pub struct Undo {
    pub(super) begin: Begin,
    pub(super) histories: Vec<Past<Span>>,
    pub(super) records: Records,
    /// Blocks that left the lists.
    pub(super) left: Vec<Box<[Left]>>,
    pub(super) extras: ExtrasBefore,
    pub(super) timers: Before<u64, usize>,
    pub(super) kinds: Before<KindId, Arc<KindBefore>>,
    pub(super) sites: Before<u32, Site>,
    pub(super) texts: Before<u32, String>,
    pub(super) rewoken: Before<TaskId, Nanos>,
    pub(super) moved: Before<TaskId, Raid>,
    pub(super) locks: LocksBefore,
    pub(super) recent_texts: Past<(Nanos, Option<TaskId>, TextId)>,
    pub(super) ended: Past<TaskId>,
    pub(super) stalls: Past<Stall>,
    pub(super) panics: Past<Panic>,
    pub(super) stuck: Past<StuckPoll>,
    pub(super) deadlocks: Past<Deadlock>,
    pub(super) happenings: HappeningsBefore,
    pub(super) bytes: usize,
}

/// The small things, copied at the beginning of every segment.
#[derive(Clone, Debug)]
pub(in crate::model) struct Begin {
    pub(super) at: Nanos,
    pub(super) run: Option<RunInfo>,
    pub(super) running: bool,
    pub(super) shutdown: Option<Shutdown>,
    pub(super) counters: Counters,
    pub(super) pool: Pool,
    pub(super) poll_histogram: [u64; 64],
    pub(super) early: usize,
    pub(super) driver: Driver,
    /// Without their histories.
    pub(super) workers: Vec<Worker>,
    pub(super) lists: Vec<Ends>,
    /// The histories of the workers that were there, if they are gone since.
    pub(super) former: Option<Vec<Past<Span>>>,
}

impl Undo {
    /// The memory it takes, in bytes. What has no name of its own in memory, such as what
    /// an allocator adds, is not in it.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn measured(mut self) -> Self {
        self.bytes = size_of::<Self>() + self.heap_bytes();
        self
    }

    fn heap_bytes(&self) -> usize {
        let Self {
            begin,
            histories,
            records,
            left,
            extras,
            timers,
            kinds,
            sites,
            texts,
            rewoken,
            moved,
            locks,
            recent_texts,
            ended,
            stalls,
            panics,
            stuck,
            deadlocks,
            happenings,
            bytes: _,
        } = self;
        let each_history = histories.iter().map(Past::heap_bytes);
        let each_left = left.iter().map(|left| size_of_val(&**left));
        let each_kind = kinds.iter().flat_map(|(_, before)| before);
        let each_site = sites.iter().flat_map(|(_, before)| before);
        let each_text = texts.iter().flat_map(|(_, before)| before);
        let strings = each_site.map(|site| site.file.capacity()).sum::<usize>()
            + each_text.map(String::capacity).sum::<usize>();
        begin.heap_bytes()
            + histories.capacity() * size_of::<Past<Span>>()
            + each_history.sum::<usize>()
            + records.bytes()
            + size_of_val(&**left)
            + each_left.sum::<usize>()
            + extras.heap_bytes()
            + size_of_val(&**timers)
            + size_of_val(&**kinds)
            + each_kind.map(|kind| kind.bytes()).sum::<usize>()
            + size_of_val(&**sites)
            + size_of_val(&**texts)
            + strings
            + size_of_val(&**rewoken)
            + size_of_val(&**moved)
            + locks.heap_bytes()
            + recent_texts.heap_bytes()
            + ended.heap_bytes()
            + stalls.heap_bytes()
            + panics.heap_bytes()
            + stuck.heap_bytes()
            + deadlocks.heap_bytes()
            + happenings.heap_bytes()
    }
}

impl Begin {
    fn heap_bytes(&self) -> usize {
        self.workers.capacity() * size_of::<Worker>() + self.lists.capacity() * size_of::<Ends>()
    }
}
