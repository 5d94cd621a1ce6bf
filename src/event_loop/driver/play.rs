//! A scenario played from inside: the shift before it is closed, a new one is opened with
//! what the scenario asks for, and its orders begin there.

use super::Driver;
use crate::app::{Message, Play};
use crate::event_loop::console::Console;
use crate::event_loop::scenarios;
use crate::lesson::by_hand::Load;
use crate::limits::MAX_WORKERS;
use crate::model::Model;
use crate::order::Command;
use crate::scenario::{Player, Scenario};
use crate::source::Source;
use ratatui::backend::Backend;

/// A scenario that begins once the runtime before it is gone.
pub(super) struct Coming {
    player: Player,
    begins: Message,
    /// The shift that has to be over.
    after: u32,
}

impl Coming {
    /// Who is to know of what the user does meanwhile.
    pub(super) fn player(&mut self) -> &mut Player {
        &mut self.player
    }
}

impl<B, C, S> Driver<'_, B, C, S>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    C: Console,
    S: Source,
{
    /// Makes the runtime ready for what was asked for.
    pub(super) fn prepare(&mut self, play: Play) {
        let (mut info, scenario) = scenarios::read(&play.name);
        let stall_after = self.app.options.stall_after;
        let decided = scenario
            .iter()
            .try_for_each(|scenario| scenario.can_decide(stall_after, MAX_WORKERS));
        if let Err(mistake) = decided {
            info.mistake = Some(mistake.to_string());
        }
        let can_be = self.app.scenario_read(play.row, info);
        let Some(scenario) = scenario.filter(|_| can_be) else {
            return;
        };
        self.make_ready(&scenario, play.held);
    }

    /// Makes the runtime ready for the load that the user handed out.
    pub(super) fn prepare_load(&mut self, load: &Load) {
        let scenario = load.scenario();
        let mistake = scenario.as_ref().err().map(ToString::to_string);
        if self.app.load_can_be(load.workers, mistake)
            && let Ok(scenario) = scenario
        {
            self.make_ready(&scenario, false);
        }
    }

    /// Closes what there is, and asks for what the scenario wants.
    fn make_ready(&mut self, scenario: &Scenario, held: bool) {
        self.app.learn(&scenario.book);
        // What is left of the one before is not given any more.
        self.player = None;
        let model = &self.app.newest().model;
        let after = shift(model);
        if model.running() && anything_alive(model) {
            self.source.send(Command::Close { graceful: false });
        }
        let settings = scenario.setup.settings;
        self.source.send(Command::SetRuntime(settings));
        let workers = scenario.setup.workers.unwrap_or(self.app.wanted_workers);
        self.source.send(Command::SetWorkers(workers));
        let tempo = scenario.setup.tempo.unwrap_or(1.0);
        self.source.send(Command::SetTempo(tempo));
        self.coming = Some(Coming {
            player: Player::new(scenario, tempo),
            begins: begins(scenario, held),
            after,
        });
    }

    /// Says so once the scenario is over: all was ordered, and nothing of it goes on; or its
    /// time is up. `settled`: every command was carried out before the events were read, and
    /// all of them were.
    pub(super) fn end_if_over(&mut self, settled: bool) {
        let Some(player) = self.player.as_ref().filter(|_| !self.play_over) else {
            return;
        };
        let model = &self.app.newest().model;
        let closed = model.run().is_some() && !model.running();
        let all_ended = closed || !anything_alive(model);
        let all_over = player.all_ordered() && settled && all_ended;
        if player.over() || all_over && self.source.rest() {
            self.play_over = true;
            self.tell(Message::ScenarioOver);
        }
    }

    /// Begins what was made ready. Not before: tasks of the shift before would be taken for
    /// those of the scenario.
    pub(super) fn begin_if_ready(&mut self) {
        let model = &self.app.newest().model;
        let (shift, running) = (shift(model), model.running());
        let ready = self
            .coming
            .take_if(|coming| !running || shift > coming.after);
        if let Some(coming) = ready {
            self.player = Some(coming.player);
            self.play_over = false;
            self.tell(coming.begins);
        }
    }
}

/// Says that a scenario begins.
pub(in crate::event_loop) fn begins(scenario: &Scenario, held: bool) -> Message {
    let title = match scenario.title.is_empty() {
        true => scenario.name.clone(),
        false => scenario.title.clone(),
    };
    let kinds = scenario.kinds().into_iter();
    Message::ScenarioBegins {
        title,
        about: scenario.about.clone(),
        expects: scenario.expects.clone(),
        kinds: kinds.map(|kind| kind.name).collect(),
        held,
    }
}

fn shift(model: &Model) -> u32 {
    model.run().map_or(0, |run| run.shift)
}

fn anything_alive(model: &Model) -> bool {
    let counters = model.counters();
    counters.alive() > 0 || counters.blocking.alive() > 0
}
