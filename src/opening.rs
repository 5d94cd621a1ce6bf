//! A runtime of its own for a script: the one before is closed, another is opened with what the
//! script asks for, and its orders begin there.
//!
//! Used by the loop with a screen and by the one without, so that both play lessons alike, with
//! what there is [here]. It knows neither of them, and no clock: its orders begin with the first
//! look at their time.

use crate::events::Flavor;
use crate::lesson::Here;
use crate::model::Model;
use crate::order::Command;
use crate::scenario::{Player, Scenario};
use crate::source::Source;

/// A script that begins once the runtime before it is gone.
pub(crate) struct Opening {
    player: Player,
    /// The run that has to be over.
    after: u32,
}

impl Opening {
    /// Closes what runs, and orders another runtime, with this scheduler and so many workers.
    pub(crate) fn of(
        scenario: &Scenario,
        (flavor, workers): (Flavor, u16),
        model: &Model,
        source: &mut impl Source,
    ) -> Self {
        if model.running() && anything_alive(model) {
            source.send(Command::Close { graceful: false });
        }
        let setup = &scenario.setup;
        source.send(Command::SetRuntime(setup.settings));
        source.send(Command::SetFlavor(flavor));
        source.send(Command::SetWorkers(workers));
        let tempo = setup.tempo.unwrap_or(1.0);
        source.send(Command::SetTempo(tempo));
        Self {
            player: Player::new(scenario, tempo),
            after: run(model),
        }
    }

    /// Who is to know of what is ordered meanwhile.
    pub(crate) fn player(&mut self) -> &mut Player {
        &mut self.player
    }

    /// Whether it can begin. Not before: tasks of the run before would be taken for its own.
    pub(crate) fn is_ready(&self, model: &Model) -> bool {
        !model.running() || run(model) > self.after
    }

    /// Begins.
    pub(crate) fn begin(self) -> Player {
        self.player
    }
}

/// What this build has, and this process may use.
pub(crate) fn here() -> Here {
    Here {
        unstable: cfg!(tokio_unstable),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
    }
}

fn run(model: &Model) -> u32 {
    model.run().map_or(0, |run| run.shift)
}

/// Whether a task or a job is alive.
pub(crate) fn anything_alive(model: &Model) -> bool {
    let counters = model.counters();
    counters.alive() > 0 || counters.blocking.alive() > 0
}

/// Whether what a player plays is over: all was ordered, and nothing of it goes on; or its time is
/// up. `settled`: every command was carried out before the events were read, and all of them
/// were.
pub(crate) fn is_over(
    player: &Player,
    model: &Model,
    settled: bool,
    source: &mut impl Source,
) -> bool {
    let closed = model.run().is_some() && !model.running();
    let all_ended = closed || !anything_alive(model);
    let all_over = player.all_ordered() && settled && all_ended;
    player.over() || all_over && source.rest()
}
