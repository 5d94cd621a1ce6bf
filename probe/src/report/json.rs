//! The report as JSON: one object, whose numbers are whole.

use super::Report;
use super::tally::{Class, Group};
use crate::events::{Flavor, Role};
use std::fmt::Write;

/// Version of the fields below: new ones may come, none changes its meaning.
const FORMAT: u32 = 1;

/// Members of an object, put together.
struct Object(String);

impl Object {
    fn new() -> Self {
        Self("{".into())
    }

    /// `value` is JSON already.
    fn raw(mut self, name: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        let _ = write!(self.0, "\"{name}\":{value}");
        self
    }

    fn number(self, name: &str, value: u64) -> Self {
        self.raw(name, &value.to_string())
    }

    fn maybe(self, name: &str, value: Option<u64>) -> Self {
        let value = value.map_or_else(|| "null".into(), |value| value.to_string());
        self.raw(name, &value)
    }

    fn text(self, name: &str, value: &str) -> Self {
        self.raw(name, &quoted(value))
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A text in quotes, with escapes for what JSON does not take as it is, or a terminal must not.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if crate::events::is_harmful(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(quoted, "\\u{unit:04x}");
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

impl Report {
    /// See the module's text.
    pub(super) fn json(&self) -> String {
        let sum = |class| {
            let [begun, ends_of @ ..] = self.tally.sum(class);
            ends(Object::new().number("spawned", begun), ends_of)
                .number("alive", begun - ends_of.iter().sum::<u64>())
                .end()
        };
        let polls = |group: &Group| match group.class {
            Class::Task(_) => group.polls,
            Class::Job => 0,
        };
        let report = self
            .head()
            .raw("coverage", &self.json_coverage())
            .raw("tasks", &sum(Class::Task(Role::Task)))
            .raw("block_on", &sum(Class::Task(Role::BlockOn)))
            .raw("local", &sum(Class::Task(Role::Local)))
            .raw("blocking", &sum(Class::Job))
            .number("jobs_not_seen_until_their_end", self.tally.jobs_not_seen)
            .number("polls", self.tally.groups.iter().map(polls).sum())
            .raw("longest_poll", &self.json_longest())
            .raw("out_of_sight", &self.json_sight())
            .raw(
                "kinds",
                &array(self.tally.groups.iter().map(|group| self.json_group(group))),
            )
            .number("events_lost", self.shed);
        report.end() + "\n"
    }

    fn head(&self) -> Object {
        let object = Object::new().number("format", FORMAT.into());
        let Some(run) = &self.run else {
            return object;
        };
        let flavor = match run.flavor {
            Flavor::MultiThread => "multi_thread",
            Flavor::CurrentThread => "current_thread",
        };
        object
            .text("tokio", &run.tokio.version.to_string())
            .raw("unstable", if run.unstable { "true" } else { "false" })
            .text("flavor", flavor)
            .number("workers", run.workers.into())
            .number("max_blocking", run.max_blocking.into())
            .number("lasted_ns", self.lasted.0)
            .number("threshold_ns", super::THRESHOLD.0)
    }

    fn json_coverage(&self) -> String {
        let coverage = &self.coverage;
        let all = match coverage.is_whole() {
            Some(true) => "true",
            Some(false) => "false",
            None => "null",
        };
        Object::new()
            .raw("all", all)
            .number("seen", coverage.seen)
            .maybe("counted", coverage.counted)
            .number("unseen_alive_most", coverage.unseen_alive)
            .end()
    }

    fn json_longest(&self) -> String {
        let Some(longest) = self.tally.longest else {
            return "null".into();
        };
        let group = longest
            .group
            .and_then(|number| self.tally.groups.get(number));
        let object = Object::new()
            .number("ns", longest.lasted.0)
            .number("task", longest.task.get().into());
        let worker = longest.worker.map(|worker| worker.index() as u64);
        self.named(object, group).maybe("worker", worker).end()
    }

    /// Whose it is, in the words of its group.
    fn named(&self, object: Object, group: Option<&Group>) -> Object {
        let Some(group) = group else {
            return object;
        };
        object
            .text("role", group.class.name())
            .text("kind", self.tally.name(group.kind))
            .text("place", &self.tally.place(group.site))
    }

    fn json_sight(&self) -> String {
        let workers = self.tally.workers.iter().enumerate();
        array(
            workers
                .filter(|(_, sight)| sight.times > 0)
                .map(|(index, sight)| {
                    Object::new()
                        .number("worker", index as u64)
                        .number("times", sight.times)
                        .number("longest_ns", sight.longest.0)
                        .end()
                }),
        )
    }

    fn json_group(&self, group: &Group) -> String {
        let object = self
            .named(Object::new(), Some(group))
            .number("spawned", group.begun);
        let ended = [
            group.completed,
            group.panicked,
            group.cancelled,
            group.ended,
        ];
        ends(object, ended)
            .number("polls", group.polls)
            .number("busy_ns", group.busy.0)
            .number("longest_ns", group.longest.0)
            .end()
    }
}

fn ends(object: Object, [completed, panicked, cancelled, ended]: [u64; 4]) -> Object {
    object
        .number("completed", completed)
        .number("panicked", panicked)
        .number("cancelled", cancelled)
        .number("ended_unknown", ended)
}
