//! From happening to happening.

use super::App;
use crate::app::{Refused, Said, Selection};
use crate::camera::Moment;

impl App {
    /// To the next happening, or the one before.
    pub(in crate::app) fn jump(&mut self, forth: bool) {
        let at = self.place().at;
        let found = if forth {
            self.camera.moments.next(at, self.stop_at)
        } else {
            self.camera.moments.previous(at, self.stop_at)
        };
        match found.copied() {
            Some(moment) if self.is_kept(&moment) => {
                self.go_to_moment(moment);
            }
            _ => self.say(Said::NoHappening { forth }),
        }
    }

    /// The happening of the list that is chosen: the weightiest if none was.
    pub fn chosen_moment(&self, list: &[Moment]) -> Option<usize> {
        let chosen = self.moment.as_ref();
        let index = chosen.and_then(|chosen| list.iter().position(|moment| moment.is(chosen)));
        index.or((!list.is_empty()).then_some(0))
    }

    pub(in crate::app) fn step_moment(&mut self, step: isize) {
        let list = self.camera.moments.by_weight();
        let Some(chosen) = self.chosen_moment(&list) else {
            return;
        };
        let index = chosen.saturating_add_signed(step).min(list.len() - 1);
        self.moment = Some(list[index]);
    }

    /// Chooses a happening of the list; `true` if it was chosen already.
    pub(in crate::app) fn pick_moment(&mut self, moment: Moment) -> bool {
        let again = self.moment.is_some_and(|chosen| chosen.is(&moment));
        self.moment = Some(moment);
        again
    }

    /// To the happening chosen in the list; `false` if that cannot be.
    pub(in crate::app) fn enter_moment(&mut self) -> bool {
        let list = self.camera.moments.by_weight();
        let Some(index) = self.chosen_moment(&list) else {
            self.refuse(Refused::NoHappening);
            return false;
        };
        self.go_to_moment(list[index])
    }

    fn is_kept(&self, moment: &Moment) -> bool {
        let oldest = self.camera.oldest();
        oldest.is_none_or(|oldest| moment.at >= oldest)
    }

    fn go_to_moment(&mut self, moment: Moment) -> bool {
        if !self.is_kept(&moment) {
            self.refuse(Refused::Forgotten);
            return false;
        }
        self.show_moment(moment);
        self.say(Said::Here(moment));
        true
    }

    /// Stands still at a happening of a chosen sort.
    pub(super) fn stop_at_moment(&mut self, moment: Moment) {
        self.show_moment(moment);
        self.say(Said::Stopped(moment));
    }

    fn show_moment(&mut self, moment: Moment) {
        self.freeze();
        self.pause();
        self.stand_at(moment.at);
        if let Some(task) = moment.task {
            self.selected = Selection::Task(task);
        }
        self.moment = Some(moment);
    }
}
