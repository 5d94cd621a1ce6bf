//! What the history tells of the task whose life is shown, brought up to date before each
//! picture.

use super::App;
use crate::camera::Traces;
use crate::events::TaskId;
use std::borrow::Cow;

impl App {
    /// A picture of the life of the task in focus is about to be drawn.
    pub(super) fn look_at_life(&mut self) {
        self.look_at_duty();
        let below = self.position();
        if let Some(task) = self.focus() {
            self.traces.read(&self.camera.log, task, below);
        }
    }

    /// What the history tells of a task up to the moment shown: as it was looked through
    /// for the picture, or else looked through now.
    pub fn traces(&self, task: TaskId) -> Cow<'_, Traces> {
        let (log, below) = (&self.camera.log, self.position());
        if self.traces.is_all(log, task, below) {
            return Cow::Borrowed(&self.traces);
        }
        let mut traces = self.traces.clone();
        traces.read(log, task, below);
        Cow::Owned(traces)
    }
}
