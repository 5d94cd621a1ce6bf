//! Steps without an `.await`: in a card, in a job of the blocking pool, in `block_in_place`.

use super::{Kit, Ready};
use crate::order::{SyncStep, SyncVerb};
use crate::probe::{self, Line};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Takes these steps, each told at its line.
pub(super) fn take(ready: &Ready, kit: &Kit, steps: &[SyncStep]) {
    for step in steps {
        match &step.verb {
            SyncVerb::Repeat(times, steps) => {
                for _ in 0..*times {
                    take(ready, kit, steps);
                }
            }
            verb => take_one(ready.lines(step.place).at, kit, verb),
        }
    }
}

/// Takes a step that has none inside.
pub(super) fn take_one(at: Line, kit: &Kit, verb: &SyncVerb) {
    match verb {
        SyncVerb::Work(time) => at.occupy(|| work(kit.pace(time.as_duration()))),
        SyncVerb::Block(time) => {
            at.occupy(|| std::thread::sleep(kit.pace(time.as_duration())));
        }
        SyncVerb::Print(text) => probe::say(text),
        SyncVerb::Panic(text) => at.panic(text),
        SyncVerb::Repeat(..) => {}
    }
}

/// Real work for the CPU until the time is up.
fn work(time: Duration) {
    let start = Instant::now();
    let mut sum: u64 = 1;
    while start.elapsed() < time {
        for i in 0..4096 {
            sum = sum.rotate_left(5) ^ i;
        }
        // Else the compiler would leave it out.
        sum = black_box(sum);
    }
}
