//! What looking at a stall costs, and how late its line is known: one task that blocks, asleep.

use super::clocks;
use super::cost::Plan;
use super::row::Row;
use super::subject::builder;
use crate::events::Nanos;
use crate::probe::{Hands, Held, Probe, thread};
use crate::stack::Stacks;
use anyhow::Context;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// So long for a task to be in its poll, on any machine.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn rows(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let (probe, reader) = Probe::new();
    let runtime = probe.build(&mut builder(1))?;
    let (release, held_until) = channel::<()>();
    probe.spawn_detached(runtime.handle(), probe.kind("blocks"), async move {
        // An error is the end it waits for.
        let _ = held_until.recv();
    });
    let hands = reader.hands();
    let held = asleep(&hands).context("the task that blocks was not polled")?;
    let rows = measured(&hands, &held, plan.size(1_000));
    drop(release);
    Ok(rows)
}

/// The poll, once its thread sleeps in it. A thread that the system does not tell of counts, too.
fn asleep(hands: &Hands) -> Option<Held> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        let sleeps = |thread| thread::stack_of_sleeper(thread).is_some();
        match hands.held_for(Nanos::ZERO).first() {
            Some(held) if held.thread.is_none_or(sleeps) => return Some(*held),
            _ => std::thread::yield_now(),
        }
    }
    None
}

fn measured(hands: &Hands, held: &Held, times: usize) -> Vec<Row> {
    let state = Row::new("stall-state", "us");
    let stack = Row::new("stall-stack", "us");
    let line = Row::new("stall-line", "ms");
    let Some(thread) = held.thread else {
        let rows = [state, stack, line];
        let why = "the system does not tell of threads here";
        return rows.map(|row| row.unmeasured(why)).into();
    };
    let mut stacks = Stacks::default();
    let began = Instant::now();
    let _ = stacks.look(hands, held);
    let first = began.elapsed().as_secs_f64() * 1e3;
    let lines = micros(times, || stacks.look(hands, held));
    vec![
        state.median(&micros(times, || thread::look(thread))),
        stack.median(&micros(times, || thread::stack_of_sleeper(thread))),
        line.value(first, &[first]),
        Row::new("stall-line/again", "us").median(&lines),
    ]
}

/// CPU time of this thread for each of so many calls that gave something.
fn micros<T>(times: usize, mut call: impl FnMut() -> Option<T>) -> Vec<f64> {
    let timed = (0..times).filter_map(|_| {
        let before = clocks::thread_cpu();
        call()?;
        let took = clocks::thread_cpu().saturating_sub(before);
        Some(took.as_secs_f64() * 1e6)
    });
    timed.collect()
}
