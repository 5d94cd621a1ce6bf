//! Every writer's accounts, for the sums of what was emitted.

use super::{Hub, lock};
use crate::observe::clock;
use crate::observe::stream::Stream;
use std::collections::BTreeMap;
use std::sync::Arc;

/// See the module's text.
#[derive(Default)]
pub(super) struct Streams {
    next: u32,
    open: BTreeMap<u32, Arc<Stream>>,
    retired_emitted: u64,
    retired_coalesced: u64,
}

impl Hub {
    pub(in crate::observe) fn new_stream(&self) -> Arc<Stream> {
        let mut streams = lock(&self.streams);
        let stream = Arc::new(Stream::new(streams.next, self.run(), clock::now()));
        streams.next += 1;
        streams.open.insert(stream.number, Arc::clone(&stream));
        stream
    }

    /// Threads whose records are not all read.
    #[cfg(test)]
    pub(in crate::observe) fn open_streams(&self) -> usize {
        lock(&self.streams).open.len()
    }

    /// The thread of a stream is gone and all it wrote was read: only its sums stay.
    pub(in crate::observe) fn retire(&self, stream: &Stream) {
        let mut streams = lock(&self.streams);
        if streams.open.remove(&stream.number).is_some() {
            streams.retired_emitted += stream.emitted();
            streams.retired_coalesced += stream.coalesced();
        }
    }

    /// Records emitted by all threads so far.
    pub(in crate::observe) fn emitted(&self) -> u64 {
        let streams = lock(&self.streams);
        let open: u64 = streams.open.values().map(|stream| stream.emitted()).sum();
        streams.retired_emitted + open
    }

    /// Polls and wakes counted instead of kept, by all threads so far.
    pub(in crate::observe) fn coalesced(&self) -> u64 {
        let streams = lock(&self.streams);
        let open: u64 = streams.open.values().map(|stream| stream.coalesced()).sum();
        streams.retired_coalesced + open
    }
}
