//! A scenario played from inside: the shift before it is closed, a new one is opened with
//! what the scenario asks for, and its orders begin there.

use super::Driver;
use crate::app::{Message, Play};
use crate::event_loop::console::Console;
use crate::event_loop::scenarios;
use crate::lesson::by_hand::Load;
use crate::limits::MAX_WORKERS;
use crate::opening::{self, Opening};
use crate::scenario::{Player, Scenario};
use crate::source::Source;
use ratatui::backend::Backend;

/// A play that begins once the runtime before it is gone.
pub(super) struct Coming {
    opening: Opening,
    begins: Message,
}

impl Coming {
    /// Who is to know of what the user does meanwhile.
    pub(super) fn player(&mut self) -> &mut Player {
        self.opening.player()
    }
}

/// What is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Played {
    /// Nothing, or what is over.
    #[default]
    Nothing,
    /// A scenario.
    Scenario,
    /// A run of a lesson.
    Lesson,
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
        self.open(scenario, begins(scenario, held));
    }

    /// Makes the runtime ready for a run of a lesson.
    pub(super) fn prepare_run(&mut self, script: &Scenario) {
        self.open(script, Message::LessonRunBegins);
    }

    fn open(&mut self, scenario: &Scenario, begins: Message) {
        // What is left of the one before is not given any more.
        self.player = None;
        let setup = &scenario.setup;
        let runtime = self.app.runtime_for(setup.flavor, setup.workers);
        let model = &self.app.newest().model;
        let opening = Opening::of(scenario, runtime, model, self.source);
        self.coming = Some(Coming { opening, begins });
    }

    /// Says so once the scenario is over: all was ordered, and nothing of it goes on; or its
    /// time is up. `settled`: every command was carried out before the events were read, and
    /// all of them were.
    pub(super) fn end_if_over(&mut self, settled: bool) {
        let Some(player) = self.player.as_ref().filter(|_| !self.play_over) else {
            return;
        };
        let model = &self.app.newest().model;
        if self.played == Played::Lesson && self.app.awaits_orders() {
            let open = model.running() && model.shutdown().is_none();
            if open && opening::is_over(player, model, settled, self.source) {
                self.order_again();
            }
            return;
        }
        if opening::is_over(player, model, settled, self.source) {
            self.play_over = true;
            self.tell(match self.played {
                Played::Lesson => Message::LessonRunOver,
                _ => Message::ScenarioOver,
            });
        }
    }

    /// What comes by itself in a run of a lesson comes once more: a learner who reads for long
    /// finds as much of it as one who reads quickly.
    pub(super) fn order_again(&mut self) {
        let now = self.source.now().at;
        if let Some(player) = &mut self.player {
            player.order_again();
            self.source.send_all(player.advance(now));
        }
    }

    /// Begins what was made ready.
    pub(super) fn begin_if_ready(&mut self) {
        let model = &self.app.newest().model;
        let ready = self.coming.take_if(|coming| coming.opening.is_ready(model));
        if let Some(coming) = ready {
            self.player = Some(coming.opening.begin());
            self.play_over = false;
            self.played = match coming.begins {
                Message::LessonRunBegins => Played::Lesson,
                _ => Played::Scenario,
            };
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
