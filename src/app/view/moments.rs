//! From happening to happening.

use super::App;
use crate::app::Selection;
use crate::camera::{Moment, Sort};

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
            _ if forth => self.note("no later happening yet"),
            _ => self.note("no earlier happening in the history"),
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
            self.complain("nothing has happened yet that is worth a jump");
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
            self.complain("that is before the history: nothing moved");
            return false;
        }
        self.show_moment(moment);
        self.note(told(&moment));
        true
    }

    /// Stands still at a happening of a chosen sort.
    pub(super) fn stop_at_moment(&mut self, moment: Moment) {
        self.show_moment(moment);
        self.note(format!("stopped: {}; End is live", told(&moment)));
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

/// What begins at the moment.
fn told(moment: &Moment) -> String {
    let of = moment
        .task
        .map_or_else(String::new, |task| format!(" of {task}"));
    let on = moment
        .worker
        .map_or_else(String::new, |worker| format!(" on worker {worker}"));
    let so_far = if moment.goes_on() { " so far" } else { "" };
    let lasted = format!("{:.3} s{so_far}", moment.lasted().as_secs_f64());
    match moment.sort {
        Sort::Frozen => format!("here timers freeze, for {lasted}"),
        Sort::Stall => format!("here a stall begins{on}: one poll{of}, {lasted}"),
        Sort::Trapped => format!("here the wait{of} in a LIFO slot begins, {lasted}"),
        Sort::Panic => format!("here the panic{of} was over{on}"),
        Sort::LongWait => format!("here the wait{of} to be polled begins, {lasted}"),
        Sort::Abort if moment.carried_out => format!("here the abort{of} took effect"),
        Sort::Abort => format!("here the abort{of} was asked for"),
        Sort::Budget => format!("here the budget{of} was spent{on}"),
        Sort::Move => format!("here the move{of} to another worker showed{on}"),
    }
}
