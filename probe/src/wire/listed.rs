//! Where fields are written, and where they are read.

use super::numbers::{Bytes, push, push_text};
use crate::events::{KindId, LockId, SiteId, TaskId, TextId, WorkerId, is_harmful};

/// Characters of a text that are read.
const LONGEST: usize = 4096;

/// Where fields are written.
pub(super) trait To {
    fn number(&mut self, value: u64);
    fn text(&mut self, value: &str);

    fn flag(&mut self, value: bool) {
        self.number(value.into());
    }

    fn task(&mut self, task: TaskId) {
        self.number(task.get().into());
    }

    /// 0 is nobody.
    fn task_if(&mut self, task: Option<TaskId>) {
        self.number(task.map_or(0, |task| task.get().into()));
    }

    /// 0 is none.
    fn worker_if(&mut self, worker: Option<WorkerId>) {
        self.number(worker.map_or(0, |worker| worker.index() as u64 + 1));
    }

    fn index(&mut self, index: usize) {
        self.number(index as u64);
    }
}

/// Where fields are read. What is missing is 0, or no text.
pub(super) trait From {
    fn number(&mut self) -> u64;
    /// As it was written, which may be anything.
    fn text(&mut self) -> String;

    fn flag(&mut self) -> bool {
        self.number() != 0
    }

    fn small<T: TryFrom<u64>>(&mut self) -> Option<T> {
        T::try_from(self.number()).ok()
    }

    fn task_if(&mut self) -> Option<TaskId> {
        TaskId::new(self.small()?)
    }

    fn worker(&mut self) -> Option<WorkerId> {
        self.small().map(WorkerId::new)
    }

    fn worker_if(&mut self) -> Option<WorkerId> {
        let worker = self.number().checked_sub(1)?;
        u16::try_from(worker).ok().map(WorkerId::new)
    }

    fn kind(&mut self) -> Option<KindId> {
        self.small().map(KindId::new)
    }

    fn site(&mut self) -> Option<SiteId> {
        self.small().map(SiteId::new)
    }

    fn lock(&mut self) -> Option<LockId> {
        self.small().map(LockId::new)
    }

    fn line(&mut self) -> Option<TextId> {
        self.small().map(TextId::new)
    }

    /// Nothing of it does any harm on a terminal.
    fn clean(&mut self) -> String {
        let text = self.text();
        if text.len() <= LONGEST && !text.contains(is_harmful) {
            return text;
        }
        let harmless = text.chars().filter(|c| !is_harmful(*c));
        harmless.take(LONGEST).collect()
    }
}

/// Fields, one behind the other.
#[derive(Default)]
pub(super) struct Listed(pub(super) Vec<u8>);

impl To for Listed {
    fn number(&mut self, value: u64) {
        push(&mut self.0, value);
    }

    fn text(&mut self, value: &str) {
        push_text(&mut self.0, value);
    }
}

/// Reads what [`Listed`] has written. What is behind its end is 0, or no text.
pub(super) struct Fields<'a>(Bytes<'a>);

impl<'a> Fields<'a> {
    pub(super) const fn of(bytes: Bytes<'a>) -> Self {
        Self(bytes)
    }

    /// Bytes, after their number.
    pub(super) fn part(&mut self) -> Option<&'a [u8]> {
        self.0.part().map(|Bytes(bytes)| bytes)
    }

    /// Bytes that are left.
    pub(super) fn left(&self) -> usize {
        self.0.0.len()
    }
}

impl From for Fields<'_> {
    fn number(&mut self) -> u64 {
        self.0.number().unwrap_or_default()
    }

    fn text(&mut self) -> String {
        self.0.text().unwrap_or_default()
    }
}
