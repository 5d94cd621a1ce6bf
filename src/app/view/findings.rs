//! From finding to finding.

use super::App;
use crate::app::{Refused, Said, Selection};
use crate::findings::Finding;

impl App {
    /// To the next finding, or the one before.
    pub(in crate::app) fn jump(&mut self, forth: bool) {
        let at = self.place().at;
        let found = if forth {
            self.camera.findings.next(at, self.stop_at)
        } else {
            self.camera.findings.previous(at, self.stop_at)
        };
        match found.copied() {
            Some(finding) if self.is_kept(&finding) || self.has_parts() => {
                self.go_to_finding(finding);
            }
            _ => self.say(Said::NoFinding { forth }),
        }
    }

    /// The finding of the list that is chosen: the weightiest if none was.
    pub fn chosen_finding(&self, list: &[Finding]) -> Option<usize> {
        let chosen = self.finding.as_ref();
        let index = chosen.and_then(|chosen| list.iter().position(|finding| finding.is(chosen)));
        index.or((!list.is_empty()).then_some(0))
    }

    /// The finding that the list marks as chosen while nobody chose one: others may come
    /// before it by the time a key is pressed.
    pub(in crate::app) fn first_choice(&self) -> Option<Finding> {
        let list = self.camera.findings.by_weight();
        self.chosen_finding(&list).map(|index| list[index])
    }

    pub(in crate::app) fn step_finding(&mut self, step: isize) {
        self.choose_what_is_shown();
        let list = self.camera.findings.by_weight();
        let Some(chosen) = self.chosen_finding(&list) else {
            return;
        };
        let index = chosen.saturating_add_signed(step).min(list.len() - 1);
        self.finding = Some(list[index]);
    }

    /// Chooses a finding of the list; `true` if it was chosen already.
    pub(in crate::app) fn pick_finding(&mut self, finding: Finding) -> bool {
        let again = self.finding.is_some_and(|chosen| chosen.is(&finding));
        self.finding = Some(finding);
        again
    }

    /// To the finding chosen in the list; `false` if that cannot be.
    pub(in crate::app) fn enter_finding(&mut self) -> bool {
        self.choose_what_is_shown();
        let list = self.camera.findings.by_weight();
        let Some(index) = self.chosen_finding(&list) else {
            self.refuse(Refused::NoFinding);
            return false;
        };
        self.go_to_finding(list[index])
    }

    fn choose_what_is_shown(&mut self) {
        let list = self.camera.findings.by_weight();
        let listed = |finding: &Finding| list.iter().any(|listed| listed.is(finding));
        if !self.finding.as_ref().is_some_and(listed) {
            self.finding = self.seen.finding.filter(listed);
        }
    }

    fn is_kept(&self, finding: &Finding) -> bool {
        let oldest = self.camera.oldest();
        oldest.is_none_or(|oldest| finding.at >= oldest)
    }

    fn go_to_finding(&mut self, finding: Finding) -> bool {
        if self.is_elsewhere(finding.at) {
            self.select_finding(finding);
            return true;
        }
        if !self.is_kept(&finding) {
            self.refuse(Refused::Forgotten);
            return false;
        }
        self.show_finding(finding);
        self.say(Said::Here(finding));
        true
    }

    /// Stands still at a finding of a chosen kind.
    pub(super) fn stop_at_finding(&mut self, finding: Finding) {
        self.show_finding(finding);
        self.say(Said::Stopped(finding));
    }

    fn show_finding(&mut self, finding: Finding) {
        self.freeze();
        self.pause();
        self.stand_at(finding.at);
        self.select_finding(finding);
    }

    fn select_finding(&mut self, finding: Finding) {
        if let Some(task) = finding.task {
            self.selected = Selection::Task(task);
        }
        self.finding = Some(finding);
    }
}
