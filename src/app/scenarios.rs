//! Scenarios from inside: one is chosen in a list, played by whoever loops, and held at its
//! first event if that was asked for.

use super::{Action, App, Refused, Said, Screen, Selection};
use crate::camera::Place;
use crate::events::Flavor;
use crate::order::ScenarioInfo;

/// The scenarios there are, and which of them matters now.
#[derive(Clone, Debug, Default)]
pub struct Scenarios {
    /// All of them, in the order of the list.
    pub list: Vec<ScenarioInfo>,
    /// The row that is chosen.
    pub chosen: usize,
    /// The one played last.
    pub last: Option<usize>,
    /// What is to be played, until somebody takes it.
    asked: Option<Play>,
    /// The first task born from this event on is to be stood at.
    hold_from: Option<u64>,
}

/// What is to be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    /// Its row in the list.
    pub row: usize,
    /// Name, as in its description.
    pub name: String,
    /// The view stops at its first event.
    pub held: bool,
}

impl App {
    /// Chooses the next scenario of the list, or the one before.
    pub(super) fn step_scenario(&mut self, step: isize) {
        let last = self.scenarios.list.len().saturating_sub(1);
        let chosen = self.scenarios.chosen.saturating_add_signed(step);
        self.scenarios.chosen = chosen.min(last);
    }

    /// Chooses this row; a second time plays it.
    pub(super) fn pick_scenario(&mut self, row: usize) {
        if self.scenarios.chosen == row {
            self.play(row, false);
        } else {
            self.scenarios.chosen = row;
        }
    }

    /// Plays the chosen scenario.
    pub(super) fn play_chosen(&mut self, held: bool) {
        self.play(self.scenarios.chosen, held);
    }

    /// Plays the scenario that was played last.
    pub(super) fn play_again(&mut self) {
        match self.scenarios.last {
            Some(row) => self.play(row, false),
            None => self.refuse(Refused::NothingPlayed),
        }
    }

    /// Asks for it to be read: its file may be another one by now.
    fn play(&mut self, row: usize, held: bool) {
        match self.scenarios.list.get(row) {
            Some(scenario) => {
                self.scenarios.asked = Some(Play {
                    row,
                    name: scenario.name.clone(),
                    held,
                });
            }
            None => self.refuse(Refused::NothingPlayed),
        }
    }

    /// What was asked for was read, and is listed as it is now. Whether it can be played; if
    /// not, it is said why, and nothing else happens.
    pub(crate) fn scenario_read(&mut self, row: usize, scenario: ScenarioInfo) -> bool {
        let (workers, wanted) = (scenario.workers, scenario.flavor);
        let mistake = scenario.mistake.clone();
        if let Some(listed) = self.scenarios.list.get_mut(row) {
            *listed = scenario;
        }
        if let Some(mistake) = mistake {
            self.refuse(Refused::Scenario(mistake));
            return false;
        }
        self.make_way(workers, wanted);
        self.by_hand.no_real_run();
        self.scenarios.last = Some(row);
        true
    }

    /// Comes to where a new run is seen, which wants so many workers and this scheduler.
    pub(super) fn make_way(&mut self, workers: Option<u16>, wanted: Option<Flavor>) {
        let (flavor, workers) = self.runtime_for(wanted, workers);
        self.want(flavor, workers);
        self.go_live();
        // What was looked at is of a run that is over: the eye follows the new one.
        self.selected = Selection::Auto;
        self.lent = None;
        self.follow = false;
        super::way::open(self, Screen::Main);
    }

    /// What the runtime of a scenario is that asks for this.
    pub(crate) fn runtime_for(
        &self,
        flavor: Option<Flavor>,
        workers: Option<u16>,
    ) -> (Flavor, u16) {
        let flavor = flavor.unwrap_or(self.own_flavor);
        let workers = match flavor {
            Flavor::CurrentThread => 1,
            Flavor::MultiThread => workers.unwrap_or(self.many_workers),
        };
        (flavor, workers)
    }

    /// The runtime has so many workers, or soon will.
    pub(super) fn want(&mut self, flavor: Flavor, workers: u16) {
        self.wanted_workers = workers;
        if flavor == Flavor::MultiThread {
            self.many_workers = workers;
        }
    }

    /// What is to be played; asked for once.
    pub(crate) fn take_play(&mut self) -> Option<Play> {
        self.scenarios.asked.take()
    }

    /// A scenario begins: with the next task that is born.
    pub(super) fn scenario_begins(&mut self, title: String, about: String, held: bool) {
        self.scenarios.hold_from = held.then(|| self.camera.log.end());
        if !self.by_hand.begins(self.camera.log.end()) {
            self.tour.note(Action::Toggle(Screen::Scenarios));
        }
        self.say(Said::Begins { title, about });
    }

    /// Stands at the first event of a scenario that is to be held there.
    pub(super) fn hold_at_first_event(&mut self) {
        let Some(from) = self.scenarios.hold_from else {
            return;
        };
        let log = &self.camera.log;
        let first = log
            .range(from, log.end())
            .find_map(|(number, event)| Some((number, event.at, event.what.root()?.1)));
        // What was looked through is not looked through again.
        self.scenarios.hold_from = first.is_none().then(|| log.end());
        if let Some((number, at, task)) = first {
            let position = number + 1;
            // Not what the run before left.
            self.stay_with(task);
            self.stand_still_at(Place { position, at });
        }
    }
}
