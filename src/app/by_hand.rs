//! The load that is played twice: the user's turn, a simulation, and then the scheduler's, for
//! real. Time enters with frames; while the simulation goes on nothing of it runs anywhere.

use super::{App, Refused, Screen, way};
use crate::events::{Flavor, Nanos};
use crate::lesson::by_hand::{Load, Measures, NotGiven, Simulation, Unlike, measured, the_load};

/// What a key asks for on this screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandMove {
    /// Gives the chosen ready task to this worker.
    Give(u8),
    /// Chooses this task of the load, if it is ready.
    Choose(usize),
    /// The simulation stands still, or goes on.
    Pause,
    /// Begins the simulation, or goes on; after it, plays the load on the real runtime.
    GoOn,
    /// Begins the simulation again.
    Again,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub struct ByHand {
    simulation: Simulation,
    /// Whether the simulation's clock runs.
    clock: Clock,
    /// The task that was chosen; the first ready one if it is not ready.
    chosen: Option<usize>,
    not_given: Option<(u8, NotGiven)>,
    real: Real,
}

/// Whether the simulation's clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nobody began yet.
    Unwound,
    /// It runs: until the moment of the last frame it did.
    Runs(Option<Nanos>),
    /// It stands still.
    Paused,
}

/// How far the real run is.
#[derive(Clone, Debug, PartialEq)]
pub enum Real {
    /// None was asked for.
    No,
    /// It is asked for, and nobody has heard of that yet.
    Asked,
    /// The runtime is made ready for it.
    Coming,
    /// It goes on.
    Runs {
        /// The number of its first event.
        from: u64,
        /// The tempo was changed.
        other_tempo: bool,
    },
    /// It is over: what it came to.
    Over(Result<Measures, Unlike>),
}

impl Default for ByHand {
    fn default() -> Self {
        Self {
            simulation: Simulation::new(the_load()),
            clock: Clock::Unwound,
            chosen: None,
            not_given: None,
            real: Real::No,
        }
    }
}

impl ByHand {
    /// The simulation.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// Whether its clock runs.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// What the last key could not do: the worker, and why.
    pub fn not_given(&self) -> Option<(u8, NotGiven)> {
        self.not_given
    }

    /// How far the real run is.
    pub fn real(&self) -> &Real {
        &self.real
    }

    /// The place of the chosen task in the row of ready ones; `None`: none is ready.
    pub fn chosen(&self) -> Option<usize> {
        let ready = self.simulation.ready();
        let last = ready.len().checked_sub(1)?;
        let chosen = |task: &usize| Some(*task) == self.chosen;
        Some(ready.iter().position(chosen).unwrap_or(0).min(last))
    }

    /// Whether its clock runs and something is left to do.
    fn goes_on(&self) -> bool {
        matches!(self.clock, Clock::Runs(_)) && !self.simulation.is_over()
    }

    fn give(&mut self, worker: u8) {
        if !self.goes_on() {
            return;
        }
        let ready = self.chosen().map(|place| self.simulation.ready()[place]);
        let given = match ready {
            Some(task) => self.simulation.give(task, worker.into()),
            None => Err(NotGiven::NotReady),
        };
        match given {
            Ok(()) => self.chosen = None,
            Err(why) => self.not_given = Some((worker, why)),
        }
    }

    fn go_on(&mut self) {
        match (self.simulation.is_over(), &self.real) {
            (false, _) if matches!(self.clock, Clock::Unwound | Clock::Paused) => {
                self.clock = Clock::Runs(None);
            }
            (true, Real::No | Real::Over(_)) => self.real = Real::Asked,
            _ => {}
        }
    }

    /// With each frame; the clock stands still while another screen is shown.
    fn frame(&mut self, now: Nanos, shown: bool) {
        if let Clock::Runs(last) = &mut self.clock {
            let before = std::mem::replace(last, shown.then_some(now));
            if let Some(before) = before.filter(|_| shown) {
                self.simulation.advance(now.since(before));
            }
        }
    }

    /// What is not over is lost; what is over stays to be looked at.
    fn leave(&mut self) {
        if !self.simulation.is_over() {
            *self = Self::default();
        }
    }

    /// Something else is played, or the load is not played on the real runtime any more.
    pub(super) fn no_real_run(&mut self) {
        if !matches!(self.real, Real::Over(_)) {
            self.real = Real::No;
        }
    }

    /// The tempo is another one.
    pub(super) fn tempo_changed(&mut self) {
        if let Real::Runs { other_tempo, .. } = &mut self.real {
            *other_tempo = true;
        }
    }

    /// A scenario begins: its first event has this number. Whether it is the load.
    pub(super) fn begins(&mut self, from: u64) -> bool {
        let is_it = self.real == Real::Coming;
        if is_it {
            self.real = Real::Runs {
                from,
                other_tempo: false,
            };
        }
        is_it
    }
}

impl App {
    /// Opens the screen on which the user hands out tasks.
    pub fn open_by_hand(&mut self) {
        way::open(self, Screen::ByHand);
    }

    /// The load that is played twice, and how far both are.
    pub fn by_hand(&self) -> &ByHand {
        &self.by_hand
    }

    /// Whether the picture of the simulation changes by itself.
    pub(crate) fn by_hand_moves(&self) -> bool {
        self.screen == Screen::ByHand && self.by_hand.goes_on()
    }

    pub(super) fn move_by_hand(&mut self, hand_move: HandMove) {
        let by_hand = &mut self.by_hand;
        by_hand.not_given = None;
        match hand_move {
            HandMove::Give(worker) => by_hand.give(worker),
            HandMove::Choose(task) => by_hand.chosen = Some(task),
            HandMove::Pause => match by_hand.clock {
                Clock::Runs(_) => by_hand.clock = Clock::Paused,
                Clock::Paused => by_hand.clock = Clock::Runs(None),
                Clock::Unwound => {}
            },
            HandMove::GoOn => by_hand.go_on(),
            HandMove::Again => {
                *by_hand = ByHand {
                    clock: Clock::Runs(None),
                    ..ByHand::default()
                };
            }
        }
    }

    /// Chooses the ready task so many places away.
    pub(super) fn step_by_hand(&mut self, by: isize) {
        let Some(chosen) = self.by_hand.chosen() else {
            return;
        };
        let ready = self.by_hand.simulation.ready();
        let place = chosen.saturating_add_signed(by).min(ready.len() - 1);
        self.by_hand.chosen = Some(ready[place]);
    }

    pub(super) fn frame_by_hand(&mut self) {
        let shown = self.screen == Screen::ByHand;
        self.by_hand.frame(self.newest().now.at, shown);
    }

    pub(super) fn leave_by_hand(&mut self) {
        self.by_hand.leave();
    }

    /// The load, if it is to be played on the real runtime; asked for once.
    pub(crate) fn take_load(&mut self) -> Option<Load> {
        if self.by_hand.real != Real::Asked {
            return None;
        }
        self.by_hand.real = Real::Coming;
        Some(self.by_hand.simulation.load().clone())
    }

    /// Whether the real runtime can play the load; if not, it is said why, and nothing else
    /// happens. `mistake`: what is wrong with its scenario.
    pub(crate) fn load_can_be(&mut self, workers: u16, mistake: Option<String>) -> bool {
        if let Some(mistake) = mistake {
            self.by_hand.real = Real::No;
            self.refuse(Refused::Scenario(mistake));
            return false;
        }
        self.make_way(Some(workers), Some(Flavor::MultiThread));
        true
    }

    /// The real run of the load is over: what it came to is read from its events, and shown
    /// to whoever watched it.
    pub(super) fn load_is_over(&mut self) {
        let Real::Runs { from, other_tempo } = self.by_hand.real else {
            return;
        };
        let log = &self.camera.log;
        let model = &self.newest().model;
        let load = self.by_hand.simulation.load();
        let came_to = match (other_tempo, log.first() <= from) {
            (true, _) => Err(Unlike::OtherTempo),
            (false, false) => Err(Unlike::NotAllSeen),
            (false, true) => {
                let events = log.range(from, log.end()).map(|(_, event)| event);
                measured(load, events, |kind| model.kind(kind))
            }
        };
        self.by_hand.real = Real::Over(came_to);
        if self.screen == Screen::Main && !self.typing.is_on() {
            self.notice = None;
            self.open_by_hand();
        }
    }
}
