//! The program with nothing to do: its own engine, one task that came and went, silence.

use super::clocks;
use super::cost::Plan;
use super::row::Row;
use super::screen::Screen;
use crate::engine::{Config, Engine};
use crate::order::{Command, Order, Params};
use crate::source::Live;
use anyhow::ensure;
use std::thread::sleep;
use std::time::Duration;

pub(super) fn rows(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let (engine, reader) = Engine::start(Config::default())?;
    engine.send(Command::Spawn(Order {
        recipe: crate::recipes::SIMMER,
        count: 1,
        params: Params::new(),
    }));
    let screen = Screen::open(Live::new(engine, reader), u64::MAX)?;
    // The task takes two seconds, the workers a moment more to fall asleep.
    sleep(Duration::from_secs(4));
    let span = Duration::from_secs(if plan.quick { 1 } else { 5 });
    let (mut process, mut of_loop, mut wakes) = (Vec::new(), Vec::new(), Vec::new());
    let percent = |cpu: Duration| cpu.as_secs_f64() / span.as_secs_f64() * 100.0;
    for _ in 0..plan.rounds.min(3) {
        let (events, parks, loop_cpu) = (screen.events(), screen.parks(), screen.cpu());
        let process_cpu = clocks::process_cpu();
        sleep(span);
        process.push(percent(clocks::process_cpu().saturating_sub(process_cpu)));
        of_loop.push(percent(screen.cpu().saturating_sub(loop_cpu)));
        wakes.push((screen.events() - events).max(screen.parks() - parks) as f64);
    }
    let seen = screen.close();
    let failure = &seen.failure;
    ensure!(failure.is_none(), "the screen failed: {failure:?}");
    Ok(vec![
        Row::new("idle-cpu", "%").median(&process),
        Row::new("idle-cpu/loop", "%").median(&of_loop),
        Row::new("idle-wakes", "wakes").median(&wakes),
    ])
}
