//! All hubs of the process: whose task an id is, and who writes where a thread cannot.

use super::clock::Ticks;
use super::hub::{Handover, Hub};
use super::process::{self, is_forked, is_used};
use super::record::{Packed, Tag};
use super::slots::owner_slot;
use super::tokio_api::RuntimeId;
use super::writer::Writer;
use crate::events::What;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use tokio::sync::mpsc::UnboundedReceiver;

/// Hubs by slot - 1.
static HUBS: RwLock<Vec<Weak<Hub>>> = RwLock::new(Vec::new());

/// Writers, by slot, for threads whose own storage is already gone.
static LATE: Mutex<BTreeMap<u32, Writer>> = Mutex::new(BTreeMap::new());

fn late() -> MutexGuard<'static, BTreeMap<u32, Writer>> {
    // A panic leaves nothing half done here.
    LATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The application's hold on a hub, shared by the reader and all clones of the probe. When
/// they are gone the hub takes no more tasks, and threads let go of it when they next serve
/// another hub or write to one. A runtime keeps the hub it was built with until it ends.
pub(super) struct User(Arc<Hub>);

impl User {
    /// A new hub, and what is written into it.
    pub(super) fn new(
        budget_bytes: usize,
        started: Ticks,
    ) -> (Arc<Self>, UnboundedReceiver<Handover>) {
        let (hub, incoming) = Hub::new(budget_bytes, started);
        let hub = Arc::new(hub);
        let mut hubs = HUBS.write().unwrap_or_else(PoisonError::into_inner);
        let place = hub.slot as usize - 1;
        if hubs.len() <= place {
            hubs.resize(place + 1, Weak::new());
        }
        hubs[place] = Arc::downgrade(&hub);
        process::is_used_here();
        (Arc::new(Self(hub)), incoming)
    }

    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.0
    }
}

impl Drop for User {
    fn drop(&mut self) {
        self.0.close();
        let writer = late().remove(&self.0.slot);
        // Not under the lock: it may be the last to hold something.
        drop(writer);
    }
}

/// The hub of a task, if it still exists.
pub(super) fn owner(task: u32) -> Option<Arc<Hub>> {
    let slot = owner_slot(task);
    let place = usize::try_from(slot).ok()?.checked_sub(1)?;
    let hub = {
        let hubs = HUBS.read().unwrap_or_else(PoisonError::into_inner);
        hubs.get(place)?.upgrade()?
    };
    // Another hub may have got the slot meanwhile, but then the id is nobody's. While this
    // one is held its ids are its own.
    (owner_slot(task) == slot).then_some(hub)
}

/// The hub whose present runtime this is.
#[cold]
pub(super) fn of_runtime(runtime: RuntimeId) -> Option<Arc<Hub>> {
    if !is_used() || is_forked() || !runtime.is_told() {
        return None;
    }
    let hubs = HUBS.read().unwrap_or_else(PoisonError::into_inner);
    let mut alive = hubs.iter().filter_map(Weak::upgrade);
    alive.find(|hub| hub.is_of(runtime) && !hub.is_closed())
}

/// Writes a record about a task from a thread whose storage is gone.
#[cold]
#[inline(never)]
pub(super) fn write_late(task: u32, record: Packed) {
    if let Some(hub) = owner(task) {
        write_late_for(&hub, record);
    }
}

/// Writes a record that is about no task from such a thread.
pub(super) fn write_late_for(hub: &Arc<Hub>, record: Packed) {
    let is_written = late_for(hub, |writer| writer.push(record));
    if is_written && record.tag() == Tag::Job {
        hub.alarm.ring();
    }
}

/// Notes a rare event of a task from such a thread.
#[cold]
#[inline(never)]
pub(super) fn note_late(task: u32, at: Ticks, what: &What) {
    if let Some(hub) = owner(task) {
        late_for(&hub, |writer| writer.note(at, what.clone()));
    }
}

/// Lets `write` have the writer of such threads. Whether there is one.
fn late_for(hub: &Arc<Hub>, write: impl FnOnce(&mut Writer)) -> bool {
    let mut late = late();
    // Looked at under the lock: who closes the hub takes the writer away afterwards.
    if hub.is_closed() {
        return false;
    }
    let new = || Writer::new(Arc::clone(hub));
    write(late.entry(hub.slot).or_insert_with(new));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::{self as probe, Probe, clock};
    use tokio::runtime::Builder;

    #[test]
    fn a_hub_is_gone_with_its_user_its_runtime_and_its_threads() {
        let (probe, reader) = Probe::new();
        let hub = Arc::downgrade(probe.hub());
        let runtime = probe
            .build(Builder::new_multi_thread().worker_threads(1))
            .unwrap();
        let talks = probe.clone();
        reader.on_news(move || talks.say("news"));
        let task = runtime.block_on(async { probe::spawn(async {}).number().unwrap() });
        // As a thread does that is being torn down.
        write_late(
            task.get(),
            Packed::new(Tag::Dropped, clock::now(), task.get(), 0),
        );
        assert!(late().contains_key(&probe.hub().slot));

        let other = probe.clone();
        drop((probe, reader));
        assert!(!hub.upgrade().unwrap().is_closed(), "a clone is left");
        drop(other);
        let left = hub.upgrade().unwrap();
        assert!(left.is_closed(), "the runtime still has it");
        assert!(!late().contains_key(&left.slot));
        write_late(
            task.get(),
            Packed::new(Tag::Dropped, clock::now(), task.get(), 0),
        );
        assert!(!late().contains_key(&left.slot));
        drop((left, runtime));
        assert!(hub.upgrade().is_some(), "this thread served it last");
        let (next, _reader) = Probe::new();
        next.attach_thread();
        assert!(hub.upgrade().is_none());
        assert!(owner(task.get()).is_none());
    }

    #[test]
    fn a_thread_that_is_torn_down_notes_for_the_task_it_is_about() {
        let (probe, mut reader) = Probe::new();
        let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
        let task = runtime.block_on(async { probe::spawn(async {}).number().unwrap() });
        drop(runtime);
        note_late(
            task.get(),
            crate::observe::clock::now(),
            &What::InPlaceEnded { task },
        );
        let mut last = None;
        reader.drain_all(|event| last = Some(event.what));
        assert_eq!(last, Some(What::InPlaceEnded { task }));
    }

    #[test]
    fn a_thread_that_goes_on_serving_one_hub_lets_go_of_those_it_wrote_to_besides() {
        let (probe, _reader) = Probe::new();
        probe.attach_thread();
        let others = (0..10).map(|_| {
            let (other, _reader) = Probe::new();
            other.say("once");
            Arc::downgrade(other.hub())
        });
        let others: Vec<_> = others.collect();
        let left = others.iter().filter(|other| other.upgrade().is_some());
        assert!(left.count() <= 1, "only the last one's writer may be left");
    }

    #[test]
    fn threads_that_come_and_go_without_a_reader_leave_nothing() {
        let (probe, reader) = Probe::new();
        drop(reader);
        for _ in 0..100 {
            let probe = probe.clone();
            std::thread::spawn(move || probe.say("hello"))
                .join()
                .unwrap();
        }
        assert_eq!(probe.hub().open_streams(), 0);
    }
}
