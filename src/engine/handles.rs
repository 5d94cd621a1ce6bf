//! The handles of the tasks the engine spawned, by task.

use crate::events::TaskId;
use crate::probe::JoinHandle;
use std::collections::HashMap;

/// See the module's text.
#[derive(Default)]
pub(super) struct Handles {
    kept: HashMap<TaskId, JoinHandle<()>>,
    /// Tasks that spawn others, with the most that can be alive because of each.
    families: HashMap<TaskId, u32>,
    /// Sum of `families`.
    reserved: u64,
    /// Told to have ended, but Tokio had not finished ending them yet.
    ending: Vec<TaskId>,
}

impl Handles {
    pub(super) fn keep(&mut self, handle: JoinHandle<()>, most_alive: u32) {
        let Some(task) = handle.number() else { return };
        self.kept.insert(task, handle);
        if most_alive > 1 {
            self.families.insert(task, most_alive);
            self.reserved += u64::from(most_alive);
        }
    }

    /// The most tasks that can be alive because of tasks that spawn others.
    pub(super) fn reserved(&self) -> u64 {
        self.reserved
    }

    /// Asks the task to stop. False if the handle is not here.
    pub(super) fn abort(&self, task: TaskId) -> bool {
        self.kept.get(&task).map(JoinHandle::abort).is_some()
    }

    /// Drops the handle. False if it is not here.
    pub(super) fn give_up(&mut self, task: TaskId) -> bool {
        self.kept.remove(&task).is_some()
    }

    /// Takes the results of tasks that have ended.
    pub(super) fn collect(&mut self, ended: Vec<TaskId>) {
        self.ending.extend(ended);
        for task in std::mem::take(&mut self.ending) {
            if let Some(family) = self.families.remove(&task) {
                self.reserved -= u64::from(family);
            }
            let Some(handle) = self.kept.remove(&task) else {
                continue;
            };
            // The end was told from inside the task's last poll: Tokio may need a moment more.
            if let Err(handle) = handle.try_take() {
                self.kept.insert(task, handle);
                self.ending.push(task);
            }
        }
    }

    /// Whether some ended tasks' results could not be taken yet.
    pub(super) fn has_ending(&self) -> bool {
        !self.ending.is_empty()
    }
}
