//! The top line, and a few totals.

use super::Eye;
use crate::app::{App, Pace, Standing, Watched};
use crate::camera::Speed;
use crate::events::{Certainty, Flavor, Nanos, TaskId, Value};
use crate::kitchen::amount::count;

/// What the top line tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Whether the kitchen is open.
    pub phase: Phase,
    /// The moment shown.
    pub at: Nanos,
    /// How the view moves.
    pub pace: Pace,
    /// Paused: how fast it will go on, if that is not the run's own speed.
    pub speed: Option<Speed>,
    /// The card that steps in time keep to.
    pub followed: Option<TaskId>,
    /// How far now is ahead of the moment shown.
    pub behind: Nanos,
    /// The moment shown is no longer in the history: once left, it cannot be shown again.
    pub forgotten: bool,
    /// Number of workers.
    pub chefs: usize,
    /// Busy threads of the blocking pool.
    pub bakers: usize,
    /// Which scheduler.
    pub flavor: Flavor,
    /// Tokio's version.
    pub tokio: String,
    /// Built with `tokio_unstable`.
    pub unstable: bool,
    /// Number of the runtime, from 1.
    pub shift: u32,
    /// How fast time runs in the recipes.
    pub tempo: f64,
    /// How many the next order is.
    pub quantity: u32,
    /// Orders refused.
    pub refused: u64,
    /// Poll and wake events only counted, and events lost.
    pub missed: (u64, u64),
    /// Tasks and jobs that are not observed, for want of a number.
    pub unseen: u64,
    /// Who calls the wakers of all tasks is seen.
    pub wakes_seen: bool,
    /// The numbers of workers are not Tokio's, but the probe's own.
    pub own_numbers: bool,
    /// How many of the tasks are seen; none if there is no telling.
    pub coverage: Option<Covered>,
    /// The program in another process that is watched.
    pub watched: Option<Watched>,
    /// How the claims about the run stand at the newest moment; none if nothing is claimed.
    pub claims: Option<Standing>,
}

/// How many of the runtime's tasks are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// All, as is known.
    All,
    /// So many of those that Tokio counts as alive: two numbers that are not read at once (~).
    Some {
        /// Seen.
        seen: u64,
        /// By Tokio's count.
        of: u64,
    },
}

/// Whether the kitchen is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Running.
    Live,
    /// Graceful shutdown under way.
    LastOrders,
    /// Being shut down at once.
    LightsOut,
    /// No runtime.
    Closed,
}

impl Phase {
    /// The word on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "LIVE",
            Self::LastOrders => "LAST ORDERS",
            Self::LightsOut => "LIGHTS OUT",
            Self::Closed => "CLOSED",
        }
    }
}

/// A number with its name, in Tokio's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// What it is.
    pub label: &'static str,
    /// Its value.
    pub value: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Looks at the run as a whole.
pub(super) fn header(app: &App) -> Header {
    let shown = app.shown();
    let run = shown.model.run();
    let phase = match (shown.model.running(), shown.model.closing()) {
        (false, _) => Phase::Closed,
        (true, None) => Phase::Live,
        (true, Some(true)) => Phase::LastOrders,
        (true, Some(false)) => Phase::LightsOut,
    };
    Header {
        phase,
        at: shown.now.at,
        pace: app.pace(),
        speed: Some(app.speed)
            .filter(|speed| app.pace() == Pace::Paused && *speed != Speed::default()),
        followed: app.focus().filter(|_| app.follow),
        behind: app.behind(),
        forgotten: app.is_forgotten(),
        chefs: run.map_or(app.options.workers.into(), |run| run.workers.into()),
        bakers: shown.model.blocking_running_len(),
        flavor: run.map_or(Flavor::MultiThread, |run| run.flavor),
        tokio: run.map_or_else(String::new, |run| run.tokio.version.to_string()),
        unstable: run.is_some_and(|run| run.unstable),
        shift: run.map_or(0, |run| run.shift),
        tempo: app.tempo,
        quantity: app.quantity,
        refused: shown.mark.refused,
        missed: (shown.mark.delivery.coalesced, shown.mark.delivery.dropped),
        unseen: shown.mark.delivery.without_id,
        wakes_seen: shown.mark.delivery.without_wakes == 0
            && run.is_none_or(|run| run.tokio.rules.wakes_seen),
        own_numbers: run.is_some_and(|run| !run.tokio.rules.tokio_index),
        coverage: covered(app),
        watched: app.watched.clone(),
        claims: Some(app.standing()).filter(|standing| standing.all > 0),
    }
}

fn covered(app: &App) -> Option<Covered> {
    let shown = app.shown();
    let run = shown.model.run().filter(|_| shown.model.running())?;
    if run.coverage.is_whole() {
        return Some(Covered::All);
    }
    let of = shown.mark.sample.alive as u64;
    let seen = shown.model.counters().alive().min(of);
    (of > 0).then_some(Covered::Some { seen, of })
}

/// A few totals, for wide screens.
pub(super) fn gauges(eye: &Eye<'_>) -> Vec<Gauge> {
    let app = eye.app;
    let shown = app.shown();
    let all = shown.model.counters();
    let measured = |label, value: u64| Gauge {
        label,
        value: count(value),
        certainty: Certainty::Observed,
    };
    let mut gauges = Vec::new();
    // A sample of a runtime that is gone says nothing of now.
    let open = shown.model.running();
    let of_now = match eye.sample() {
        Some(_) => Certainty::Observed,
        None => Certainty::Inferred,
    };
    let asked = |label, value: u64| Gauge {
        certainty: of_now,
        ..measured(label, value)
    };
    if open {
        let sampled = eye.sample().map(|sample| sample.alive as u64);
        gauges.push(asked("alive tasks", sampled.unwrap_or(all.alive())));
        let pass = eye.pass_len().value as u64;
        gauges.push(asked("global queue depth", pass));
    }
    gauges.extend([
        measured("spawns a second", shown.mark.spawn_rate.round() as u64),
        measured("polls", shown.model.polls(&shown.now)),
        measured("slow polls", all.slow_polls),
        measured("wakes by driver", all.wakes.by_driver),
        measured("wakes by tasks", all.wakes.by_task),
        measured("wakes by deferred list", all.wakes.by_deferred),
        measured(
            "wakes from outside",
            all.wakes.by_outside + all.wakes.by_blocking,
        ),
    ]);
    let others = all.wakes.by_unobserved + all.wakes.unresolved;
    if others > 0 {
        gauges.push(measured("wakes not observed", others));
    }
    if all.blocking.unseen > 0 {
        gauges.push(measured(
            "pool jobs seen at their end only",
            all.blocking.unseen,
        ));
    }
    if let Some(threads) = shown.mark.sample.blocking_threads.filter(|_| open) {
        gauges.push(asked("blocking threads", threads as u64));
    }
    let raids = shown.model.raids(eye.counted());
    let counted = |label, value: Value<u64>| Gauge {
        certainty: value.certainty,
        ..measured(label, value.value)
    };
    gauges.push(counted("raids (steals)", raids.operations));
    gauges.push(counted("cards taken in raids", raids.tasks));
    gauges.push(measured("events read", shown.mark.delivery.delivered));
    gauges
}
