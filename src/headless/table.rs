//! The report as tables for people.

use super::claims;
use super::report::{
    Blocking, FreezeReport, RaidReport, Recipe, Report, StallReport, Tasks, Times, WorkerReport,
};
use crate::events::{Certainty, Coverage};
use std::fmt::{self, Write};

/// The report as text.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    write(report, &mut text).expect("writing to a String does not fail");
    text
}

fn write(report: &Report, out: &mut String) -> fmt::Result {
    let unstable = if report.tokio_unstable {
        "with"
    } else {
        "without"
    };
    let seconds = report.elapsed_ms / 1e3;
    writeln!(
        out,
        "tokio {} {unstable} tokio_unstable, {seconds:.2} s",
        report.tokio
    )?;
    let set = report.runtime.iter().flat_map(|run| &run.set.0);
    let set: Vec<_> = set.map(ToString::to_string).collect();
    if !set.is_empty() {
        writeln!(out, "runtime   {}", set.join(", "))?;
    }
    accounts(report, out)?;
    workers(&report.workers, out)?;
    freezes(&report.freezes, out)?;
    recipes(report.recipes.iter(), out)?;
    if !report.claims.is_empty() {
        out.push('\n');
        claims::write(&report.claims, out)?;
    }
    let alive = report.check.num_alive_tasks;
    let later = if report.check.cut { " by now" } else { "" };
    let alive = alive.map_or("the runtime is closed".into(), |n| {
        format!("Tokio counts {n} alive{later}")
    });
    if report.check.cut {
        writeln!(
            out,
            "\ncut       ended while work went on: of all up to then, not of {} events since",
            report.events.later
        )?;
    }
    let verdict = if report.check.holds {
        "holds"
    } else {
        "DOES NOT HOLD"
    };
    let line = if report.check.cut { "" } else { "\n" };
    writeln!(out, "{line}check     {verdict} ({alive})")
}

/// The counts of the whole run.
fn accounts(report: &Report, out: &mut String) -> fmt::Result {
    let Tasks {
        spawned,
        completed,
        panicked,
        cancelled,
        ended_unknown,
        alive,
    } = report.tasks;
    write!(
        out,
        "tasks     {spawned} spawned: {completed} completed, {panicked} panicked, \
         {cancelled} cancelled, "
    )?;
    if ended_unknown > 0 {
        write!(out, "{ended_unknown} ended (how is not known), ")?;
    }
    let seen = match report.coverage {
        Some(coverage) if coverage == Coverage::Spawned.name() => "spawned through the probe",
        Some(_) => "all are seen",
        None => "no runtime was built",
    };
    writeln!(out, "{alive} alive ({seen})")?;
    let Blocking {
        submitted,
        completed,
        panicked,
        cancelled,
    } = report.blocking;
    writeln!(
        out,
        "blocking  {submitted} submitted: {completed} completed, {panicked} panicked, \
         {cancelled} cancelled"
    )?;
    let pool = &report.pool;
    if submitted > 0 {
        writeln!(
            out,
            "pool      {} of {} threads busy at most, {} jobs queued at most; {} queued for \
             {:.0} ms or more, the longest {:.1} ms",
            pool.most_running,
            pool.max_threads,
            pool.most_queued,
            pool.long_waits,
            pool.long_ms,
            pool.longest_wait_ms
        )?;
    }
    if report.unclaimed > 0 {
        writeln!(
            out,
            "unclaimed {} returned, and nobody takes the result",
            report.unclaimed
        )?;
    }
    if report.refused > 0 {
        writeln!(out, "refused   {}", report.refused)?;
    }
    let wakes = &report.wakes;
    write!(
        out,
        "polls     {}\nwakes     {} by tasks, {} by the driver, {} deferred, {} by blocking jobs, \
         {} from outside",
        report.polls,
        wakes.by_task,
        wakes.by_driver,
        wakes.by_deferred,
        wakes.by_blocking,
        wakes.by_outside
    )?;
    if wakes.by_unobserved > 0 {
        write!(out, ", {} by unobserved tasks", wakes.by_unobserved)?;
    }
    if wakes.unresolved > 0 {
        write!(out, ", {} by unknown callers", wakes.unresolved)?;
    }
    writeln!(out)?;
    raids(&report.raids, out)?;
    let events = &report.events;
    writeln!(
        out,
        "events    {} emitted = {} delivered + {} coalesced + {} dropped",
        events.emitted, events.delivered, events.coalesced, events.dropped
    )?;
    if report.suspended.times > 0 {
        writeln!(
            out,
            "suspended {} times, {:.0} ms in all: it is in no other time",
            report.suspended.times, report.suspended.for_ms
        )?;
    }
    if events.unobserved > 0 {
        writeln!(
            out,
            "unseen    {} tasks ran unobserved: all ids are in use",
            events.unobserved
        )?;
    }
    if events.without_wakes > 0 {
        writeln!(
            out,
            "no wakes  of {} tasks: this Tokio's wakers are not known",
            events.without_wakes
        )?;
    }
    Ok(())
}

fn raids(raids: &RaidReport, out: &mut String) -> fmt::Result {
    let mark = if raids.measured { "=" } else { "~" };
    write!(out, "raids     {mark}{} (steals)", raids.operations)?;
    if raids.operations + raids.named_operations > 0 {
        write!(
            out,
            " took {mark}{} tasks; named are ~{}, with ~{} tasks",
            raids.tasks, raids.named_operations, raids.named_tasks
        )?;
    }
    writeln!(out)
}

fn workers(workers: &[WorkerReport], out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "\nworker       polls      busy ms   longest ms    parks  stalls"
    )?;
    for worker in workers {
        writeln!(
            out,
            "{:>6} {:>11} {:>12.1} {:>12.1} {:>8}  {:>6}",
            worker.index,
            worker.polls,
            worker.busy_ms,
            worker.longest_poll_ms,
            worker.parks,
            worker.stalls.len() as u64 + worker.stalls_left_out
        )?;
    }
    for worker in workers {
        for stall in &worker.stalls {
            writeln!(
                out,
                "stall of worker {}: #{:02} {} at {:.0} ms for {:.0} ms{}",
                worker.index,
                stall.task,
                stall.recipe,
                stall.at_ms,
                stall.for_ms,
                held_by(stall)
            )?;
        }
        if worker.stalls_left_out > 0 {
            writeln!(
                out,
                "stalls of worker {}: {} older ones are counted, but not kept for this list",
                worker.index, worker.stalls_left_out
            )?;
        }
    }
    Ok(())
}

/// Who held up the timer and I/O driver, and for how long.
/// `: it sleeps (clock_nanosleep) at =src/app.rs:12`, as far as that is known.
fn held_by(stall: &StallReport) -> String {
    let certainty = match stall.line_measured {
        true => Certainty::Observed,
        false => Certainty::Inferred,
    };
    let place = stall.line.as_ref().map_or_else(String::new, |line| {
        format!(" at {}{line}", certainty.mark())
    });
    match &stall.doing {
        Some(doing) => format!(": it {doing}{place}"),
        None => place,
    }
}

fn freezes(freezes: &[FreezeReport], out: &mut String) -> fmt::Result {
    for freeze in freezes {
        write!(
            out,
            "~ driver frozen (timers, sockets) at {:.0} ms for {:.0} ms, {}{} waiting: ",
            freeze.at_ms,
            freeze.for_ms,
            if freeze.more { "at least " } else { "" },
            freeze.waiting
        )?;
        match freeze.worker {
            Some(worker) => write!(out, "worker {worker} was held")?,
            None => write!(out, "by whom is not known")?,
        }
        match (freeze.task, &freeze.recipe) {
            (Some(task), Some(recipe)) => write!(out, " by #{task:02} {recipe}")?,
            (Some(task), None) => write!(out, " by #{task:02}")?,
            (None, _) => write!(out, ", by what is not seen")?,
        }
        match freeze.line {
            Some(line) => writeln!(out, " at line {line}")?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

fn recipes<'a>(
    recipes: impl Iterator<Item = (&'a String, &'a Recipe)>,
    out: &mut String,
) -> fmt::Result {
    writeln!(
        out,
        "\nrecipe         spawned completed panicked cancelled alive   jobs      polls"
    )?;
    let recipes: Vec<_> = recipes.collect();
    for (name, recipe) in &recipes {
        let tasks = recipe.tasks;
        writeln!(
            out,
            "{name:<13} {:>8} {:>9} {:>8} {:>9} {:>5} {:>6} {:>10}",
            tasks.spawned,
            tasks.completed,
            tasks.panicked,
            tasks.cancelled,
            tasks.alive,
            recipe.blocking.submitted,
            recipe.polls
        )?;
    }
    writeln!(out, "\nms: p50 / p90 / p99 / max of")?;
    for (title, times) in TIMES {
        if recipes.iter().all(|(_, recipe)| times(recipe).is_none()) {
            continue;
        }
        writeln!(out, "{title}")?;
        for (name, recipe) in &recipes {
            let Some(Times { p50, p90, p99, max }) = times(recipe) else {
                continue;
            };
            writeln!(
                out,
                "  {name:<13} {p50:>10.2} {p90:>10.2} {p99:>10.2} {max:>10.2}"
            )?;
        }
    }
    Ok(())
}

/// A time of a recipe and what to call it; none where the recipe has nothing of the kind.
type Column = (&'static str, fn(&Recipe) -> Option<Times>);

const TIMES: [Column; 7] = [
    ("first poll (from spawn to the first poll)", |recipe| {
        of_tasks(recipe, recipe.first_poll)
    }),
    ("scheduled (ready, not yet polled)", |recipe| {
        of_tasks(recipe, recipe.scheduled)
    }),
    ("busy (one poll)", |recipe| of_tasks(recipe, recipe.busy)),
    ("total (from spawn to end)", |recipe| {
        of_tasks(recipe, recipe.total)
    }),
    ("jobs queued (from spawn_blocking to begun)", |recipe| {
        recipe.jobs.map(|jobs| jobs.queued)
    }),
    ("jobs ran (in the blocking pool)", |recipe| {
        recipe.jobs.map(|jobs| jobs.ran)
    }),
    ("jobs total (from spawn_blocking to end)", |recipe| {
        recipe.jobs.map(|jobs| jobs.total)
    }),
];

fn of_tasks(recipe: &Recipe, times: Times) -> Option<Times> {
    (recipe.tasks.spawned > 0).then_some(times)
}
