//! The figures that are compared: one table.

use super::Comparison;
use super::amount::Unit;
use super::play::{Play, Times, Worst};
use super::spread::{Difference, Spread};
use std::borrow::Cow;

/// A figure of a round.
pub(super) struct Figure {
    /// In JSON.
    pub(super) name: Cow<'static, str>,
    /// For people, in 16 columns.
    pub(super) label: Cow<'static, str>,
    pub(super) unit: Unit,
    /// Less than this is not told apart.
    pub(super) least: f64,
    pub(super) about: &'static str,
    /// Whose worst moment stands for it.
    pub(super) worst: Option<Worst>,
    /// What to say where a side has none.
    pub(super) none: &'static str,
    value: Value,
}

enum Value {
    Of(fn(&Play) -> Option<f64>),
    /// Of the nth busiest worker.
    Busy(usize),
}

/// A figure of both sides.
pub(super) struct Compared {
    pub(super) figure: Figure,
    pub(super) sides: [Option<Spread>; 2],
    /// None where a side has no such figure.
    pub(super) difference: Option<Difference>,
}

/// A run looks for its end every 4 ms, and reads the last events after it.
const END: f64 = 10.0;
/// Where threads wait for processors, shorter times say how busy the machine is.
const WAIT: f64 = 1.0;
/// Two of a hundred.
const SHARE: f64 = 0.02;

macro_rules! figures {
    ($($name:literal $label:literal $unit:ident $least:expr, $worst:expr, $none:literal,
        $about:literal, $value:expr;)+) => {
        [$(Figure {
            name: Cow::Borrowed($name),
            label: Cow::Borrowed($label),
            unit: Unit::$unit,
            least: $least,
            about: $about,
            worst: $worst,
            none: $none,
            value: Value::Of($value),
        }),+]
    };
}

/// The figures of any run.
fn fixed() -> impl Iterator<Item = Figure> {
    use Worst::{FirstPoll, PoolWait, ReadyWait, Stall};
    let all = figures! {
        "time_to_end_ms" "time to end" Time END, None, "no end",
            "From the first order until nothing is alive. A run that was cut has none.",
            |play| (!play.check.cut).then_some(play.elapsed_ms);
        "longest_stall_ms" "longest stall" Time WAIT, Some(Stall), "none",
            "The longest poll that held its worker for --stall-after or longer; 0 if none did.",
            |play| Some(play.longest_stall().map_or(0.0, |stall| stall.for_ms));
        "ready_wait_p50_ms" "ready wait p50" Time WAIT, Some(ReadyWait), "none",
            "From the moment a task is ready to its next poll: half of all waits are no longer.",
            |play| ready(play, |times| times.p50);
        "ready_wait_p99_ms" "ready wait p99" Time WAIT, Some(ReadyWait), "none",
            "From the moment a task is ready to its next poll: 99 of 100 waits are no longer.",
            |play| ready(play, |times| times.p99);
        "ready_wait_max_ms" "ready wait max" Time WAIT, Some(ReadyWait), "none",
            "The longest time from the moment a task is ready to its next poll.",
            |play| ready(play, |times| times.max);
        "first_poll_p50_ms" "first poll p50" Time WAIT, Some(FirstPoll), "none",
            "From the spawn of a task to its first poll: for half of them it is no longer.",
            |play| first(play, |times| times.p50);
        "first_poll_p99_ms" "first poll p99" Time WAIT, Some(FirstPoll), "none",
            "From the spawn of a task to its first poll: for 99 of 100 it is no longer.",
            |play| first(play, |times| times.p99);
        "first_poll_max_ms" "first poll max" Time WAIT, Some(FirstPoll), "none",
            "The longest time from the spawn of a task to its first poll.",
            |play| first(play, |times| times.max);
        "pool_wait_max_ms" "pool wait max" Time WAIT, Some(PoolWait), "no jobs",
            "The longest time from spawn_blocking to the beginning of the job.",
            |play| (play.blocking.submitted > 0).then_some(play.pool.longest_wait_ms);
        // One more may only be one more look.
        "polls" "polls" Count 1.0, None, "none",
            "Polls that began, of all tasks.",
            |play| Some(play.polls as f64);
        "tasks" "tasks" Count 0.0, None, "none",
            "Tasks that were spawned.",
            |play| Some(play.tasks.spawned as f64);
    };
    all.into_iter()
}

fn ready(play: &Play, which: fn(&Times) -> f64) -> Option<f64> {
    play.waits.ready.as_ref().map(which)
}

fn first(play: &Play, which: fn(&Times) -> f64) -> Option<f64> {
    play.waits.first_poll.as_ref().map(which)
}

/// The share of the nth busiest worker, from 0.
fn busy(nth: usize) -> Figure {
    let label = match nth + 1 {
        1 => "busiest worker".into(),
        n if n % 10 == 1 && n % 100 != 11 => format!("{n}st busiest"),
        n if n % 10 == 2 && n % 100 != 12 => format!("{n}nd busiest"),
        n if n % 10 == 3 && n % 100 != 13 => format!("{n}rd busiest"),
        n => format!("{n}th busiest"),
    };
    Figure {
        name: format!("busy_share_{}", nth + 1).into(),
        label: label.into(),
        unit: Unit::Share,
        least: SHARE,
        about: "How much of the run this worker polled. Workers are in order of that, in each \
                round anew: which of them has which number is chance.",
        worst: None,
        none: "no such",
        value: Value::Busy(nth),
    }
}

impl Figure {
    /// Whether it is of one worker.
    pub(super) const fn is_of_a_worker(&self) -> bool {
        matches!(self.value, Value::Busy(_))
    }

    fn of(&self, play: &Play) -> Option<f64> {
        match self.value {
            Value::Of(value) => value(play),
            Value::Busy(nth) => play.busy.get(nth).copied(),
        }
    }

    fn compared(self, comparison: &Comparison<'_>) -> Compared {
        let rounds = comparison.rounds();
        let side = |side: usize| {
            let plays = &comparison.plays[side][..rounds];
            Spread::of(plays.iter().map(|play| self.of(play)).collect())
        };
        let sides = [side(0), side(1)];
        let difference = match &sides {
            [Some(a), Some(b)] => Some(Difference::of(a, b, self.least)),
            _ => None,
        };
        Compared {
            figure: self,
            sides,
            difference,
        }
    }
}

/// All figures of a comparison.
pub(super) fn compared(comparison: &Comparison<'_>) -> Vec<Compared> {
    let plays = comparison.plays.iter().flatten();
    let workers = plays.map(|play| play.workers.len()).max().unwrap_or(0);
    fixed()
        .chain((0..workers).map(busy))
        .map(|figure| figure.compared(comparison))
        .collect()
}
