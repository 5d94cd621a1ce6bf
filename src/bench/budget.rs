//! The budget: every row with its goal, and who measures it.

use super::row::{Goal, Row};
use super::{Plan, cost, frames, idle, latency, memory, rewind, stall, start};
use Goal::{AtLeast, AtMost};

/// One row of the budget.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) goal: Goal,
    /// What it means, in one line.
    pub(super) about: &'static str,
}

/// Rows that are measured together.
pub(super) struct Group {
    pub(super) rows: &'static [Entry],
    pub(super) measure: fn(&Plan) -> anyhow::Result<Vec<Row>>,
}

macro_rules! groups {
    ($($measure:path => { $($name:literal, $goal:expr, $about:literal;)+ })+) => {
        /// All of it.
        pub(super) const GROUPS: &[Group] = &[$(Group {
            rows: &[$(Entry { name: $name, goal: $goal, about: $about }),+],
            measure: $measure,
        }),+];
    };
}

groups! {
    // Before any probe is in the process: with one there it is asked for at each await.
    cost::off_ten_yields => {
        "off-ten-yields", AtMost(1.02),
        "CPU of tasks that only yield ten times, the probe built in and switched off, 1 worker";
    }
    cost::off_spawn => {
        "off-spawn", AtMost(1.02), "a million tasks that do nothing, the same";
    }
    cost::ten_yields_1k => {
        "ten-yields-1k", AtMost(1.10),
        "CPU of tasks that only yield ten times, 1 worker, 1,000 live";
    }
    cost::ten_yields_1m => {
        "ten-yields-1m", AtMost(1.05), "the same, 1,000,000 live";
    }
    cost::ten_yields_cores => {
        "ten-yields-cores", AtMost(1.15), "the same, 1,000 live, a worker on every core";
    }
    cost::ten_leaves => {
        "ten-leaves", AtMost(1.50), "ten yields, every await told with its line, 1 worker";
    }
    cost::work => {
        "work", AtMost(1.02), "1 to 20 us of computing a poll, 1 worker";
    }
    cost::work_cores => {
        "work-cores", AtMost(1.02), "the same, a worker on every core";
    }
    cost::timers => {
        "timers", AtMost(1.05), "timers of 1 to 5 ms, 5,000 at a time, 1 worker";
    }
    cost::timers_cores => {
        "timers-cores", AtMost(1.05), "the same, a worker on every core";
    }
    cost::ping_pong => {
        "ping-pong", AtMost(1.10), "pairs of tasks over channels, 1 worker";
    }
    cost::ping_pong_cores => {
        "ping-pong-cores", AtMost(1.10), "the same, a worker on every core";
    }
    cost::spawn => {
        "spawn", AtMost(1.20), "a million tasks that do nothing, 1 worker";
    }
    cost::spawn_cores => {
        "spawn-cores", AtMost(1.20), "the same, a worker on every core";
    }
    cost::hooked_ten_yields => {
        "hooked-ten-yields", AtMost(1.15),
        "ten yields, in an application that may spawn past the probe: Tokio's hooks beside it";
    }
    cost::hooked_spawn => {
        "hooked-spawn", AtMost(1.30), "a million tasks that do nothing, the same";
    }
    cost::intake => {
        "intake", AtLeast(45.0),
        "records folded per CPU second of the screen's thread, pictures included, nothing lost";
    }
    memory::rows => {
        "memory", AtMost(320.0), "whole process per live task at a million, screen on";
    }
    frames::to_spare => {
        "frame-1m-spare", AtMost(8.0),
        "p99 of a picture, a million live tasks in a rush, a core to spare";
    }
    frames::none_to_spare => {
        "frame-1m-none", AtMost(16.0), "the same, no core to spare";
    }
    latency::key => {
        "key-to-frame", AtMost(20.0), "p99 from a key to its picture, every worker stalled";
    }
    latency::calm => {
        "event-calm", AtMost(3.0), "p99 from an event to its picture, little going on";
    }
    latency::flooded => {
        "event-flooded", AtMost(20.0), "the same, a worker on every core at full rate";
    }
    latency::stall => {
        "stall-to-frame", AtMost(16.7), "p99 from a stall's threshold to its picture; one frame and the drawing are allowed";
    }
    stall::rows => {
        "stall-state", AtMost(100.0),
        "CPU of the thread that looks: what a stalled thread is doing, which is not touched";
        "stall-stack", AtMost(1000.0), "the same: its stack, copied";
        "stall-line", AtMost(150.0), "from the look to the line, tables still to be read";
    }
    idle::rows => {
        "idle-cpu", AtMost(0.1), "CPU of the whole process, nothing alive";
        "idle-wakes", AtMost(0.0), "parks and unparks of the watched runtime meanwhile";
    }
    rewind::seek_10k => {
        "seek-10k", AtMost(16.0), "p99 of showing any moment of a full history, 10,000 live";
    }
    rewind::seek_1m => {
        "seek-1m", AtMost(250.0), "the same, 1,000,000 live";
    }
    rewind::scrub => {
        "scrub-100k", AtMost(16.7),
        "p99 of a picture while scrubbing, 100,000 live tasks in a rush, a core to spare";
    }
    start::rows => {
        "first-frame", AtMost(50.0), "from exec to the first picture on a pseudo-terminal";
    }
}

fn entry(name: &str) -> Option<&'static Entry> {
    GROUPS
        .iter()
        .flat_map(|group| group.rows)
        .find(|entry| entry.name == name)
}

/// The row with the goal the budget sets it, if any, and if it has none of its own.
pub(super) fn with_goal(row: Row) -> Row {
    match (row.goal, entry(&row.name)) {
        (None, Some(entry)) => row.goal(entry.goal),
        _ => row,
    }
}

/// What a row means.
pub(super) fn about(name: &str) -> &'static str {
    entry(name).map_or("", |entry| entry.about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_twice() {
        let mut names: Vec<_> = super::super::names().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_row_gets_its_goal_by_name() {
        let row = with_goal(Row::new("idle-cpu", "%").median(&[0.2]));
        assert_eq!(row.holds, Some(false));
        let own = Row::new("idle-cpu", "%").median(&[0.2]).goal(AtMost(0.3));
        assert_eq!(with_goal(own).holds, Some(true));
        assert_eq!(with_goal(Row::new("idle-cpu/loop", "%")).goal, None);
    }
}
