//! Events as JSON, one object a line.

use super::names::Names;
use super::walk::{Sink, Span};
use crate::events::{
    Event, Nanos, NoLine, RunInfo, SiteId, TaskId, TextId, WakeBy, What, WorkerId,
};
use crate::probe::wire::{Bye, Ending, Tick};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Writes one line an event.
pub(super) struct Json<W> {
    to: W,
    span: Span,
    names: Vec<(u16, String)>,
}

/// A line that is put together.
struct Line<'a> {
    fields: Map<String, Value>,
    names: Option<&'a Names>,
}

impl<W: Write> Json<W> {
    pub(super) fn new(to: W, span: Span) -> Self {
        let names = Vec::new();
        Self { to, span, names }
    }

    fn line(&mut self, line: Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.to, &line.fields)?;
        self.to.write_all(b"\n")
    }
}

impl<W: Write> Sink for Json<W> {
    fn runtime(&mut self, number: u16, name: &str) -> io::Result<()> {
        self.names.push((number, name.to_owned()));
        Ok(())
    }

    fn event(&mut self, runtime: u16, event: &Event, names: &Names) -> io::Result<()> {
        let start = match event.what {
            What::Polled { start, .. } => start.min(event.at),
            _ => event.at,
        };
        if !self.span.meets(start, event.at) {
            return Ok(());
        }
        let mut line = Line::new(runtime, event.what.name(), Some(names));
        line.put("at_ns", event.at.0);
        line.what(&event.what);
        if let What::RunStarted(_) = event.what {
            let known = self.names.iter().find(|(number, _)| *number == runtime);
            line.put("name", known.map(|(_, name)| name.as_str()));
        }
        self.line(line)
    }

    fn tick(&mut self, runtime: u16, tick: &Tick) -> io::Result<()> {
        if !self.span.meets(tick.now.at, tick.now.at) {
            return Ok(());
        }
        let mut line = Line::new(runtime, "tick", None);
        line.put("at_ns", tick.now.at.0);
        let hands = tick.now.workers.iter().map(|hand| {
            hand.map(|hand| json!({"task": hand.task.get(), "since_ns": hand.since.0}))
        });
        line.put("in_hand", hands.collect::<Vec<_>>());
        if let Some(sample) = &tick.sample {
            line.put("alive", sample.alive);
            line.put("injection_queue", sample.injection);
            let queues = sample.workers.iter().map(|worker| worker.local);
            line.put("local_queues", queues.collect::<Vec<_>>());
        }
        self.line(line)
    }

    fn missing(&mut self, runtime: u16, lost: u64) -> io::Result<()> {
        let mut line = Line::new(runtime, "missing", None);
        line.put("lost", (lost > 0).then_some(lost));
        self.line(line)
    }

    fn bye(&mut self, bye: &Bye) -> io::Result<()> {
        let mut line = Line::new(0, "bye", None);
        line.put("why", ending(bye.ending));
        line.put("text", bye.text.as_str());
        self.line(line)
    }

    fn end(&mut self, _: Nanos, _: &HashMap<u16, Names>) -> io::Result<()> {
        Ok(())
    }
}

fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Ended => "ended",
        Ending::Panicked => "panicked",
        Ending::Continued => "continued",
        Ending::TooSlow => "too-slow",
    }
}

impl<'a> Line<'a> {
    fn new(runtime: u16, event: &str, names: Option<&'a Names>) -> Self {
        let mut line = Self {
            fields: Map::new(),
            names,
        };
        line.put("event", event);
        line.put("runtime", runtime);
        line
    }

    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.into(), value.into());
    }

    fn flag(&mut self, name: &str, is_so: bool) {
        if is_so {
            self.put(name, true);
        }
    }

    /// A task or job, and what kind it is of.
    fn task(&mut self, task: TaskId) {
        self.put("task", task.get());
        self.put("kind", self.names.and_then(|names| names.kind_of(task)));
    }

    fn number(&mut self, name: &str, task: Option<TaskId>) {
        self.put(name, task.map(TaskId::get));
    }

    fn worker(&mut self, worker: Option<WorkerId>) {
        self.put("worker", worker.map(WorkerId::index));
    }

    fn place(&mut self, site: SiteId) {
        let place = self.names.and_then(|names| names.place(site));
        self.put("place", place);
    }

    fn wait(&mut self, site: SiteId) {
        let site = self.names.and_then(|names| names.site(site));
        self.put("for", site.map(|site| site.wait.name()));
    }

    fn what(&mut self, what: &What) {
        match what {
            What::Kind { .. } | What::Site { .. } | What::Text { .. } | What::RunEnded => {}
            What::RunStarted(run) => self.run(run),
            What::Closing { graceful } => self.put("graceful", *graceful),
            What::Spawned { .. } | What::Seen { .. } | What::BlockingSubmitted { .. } => {
                self.birth(what);
            }
            What::Polled {
                task,
                worker,
                start,
                outcome,
                self_woken,
                budget_spent,
            } => {
                self.task(*task);
                self.worker(*worker);
                self.put("start_ns", start.0);
                self.put("outcome", outcome.name());
                self.flag("self_woken", *self_woken);
                self.flag("budget_spent", *budget_spent);
            }
            What::Woken { task, by, on } => {
                self.task(*task);
                self.waker(*by);
                self.worker(*on);
            }
            What::Coalesced {
                worker,
                polls,
                busy,
                wakes,
            } => {
                self.worker(*worker);
                self.put("polls", *polls);
                self.put("busy_ns", busy.0);
                self.put("wakes", *wakes);
            }
            What::Suspended {
                lasted,
                timers,
                measured,
            } => {
                self.put("lasted_ns", lasted.0);
                self.put("timers_ns", timers.0);
                self.put("measured", *measured);
            }
            What::Parked { worker } | What::Unparked { worker } => self.worker(Some(*worker)),
            _ => self.of_task(what),
        }
    }

    fn birth(&mut self, what: &What) {
        let Some(born) = what.born() else { return };
        self.task(born.task);
        self.number("parent", born.parent);
        match what {
            What::Spawned {
                site,
                on,
                bytes,
                detached,
                role,
                ..
            } => {
                self.place(*site);
                self.worker(*on);
                self.put("bytes", *bytes);
                self.flag("detached", *detached);
                self.put("role", role.name());
            }
            What::Seen { site, on, born, .. } => {
                self.place(*site);
                self.worker(*on);
                self.put("born", *born);
            }
            What::BlockingSubmitted { site, .. } => self.place(*site),
            _ => {}
        }
    }

    /// What happens to a task, or in it.
    fn of_task(&mut self, what: &What) {
        if let Some(task) = what.subject() {
            self.task(task);
        }
        match what {
            What::Waiting {
                site, until, on, ..
            } => {
                self.place(*site);
                self.wait(*site);
                self.put("until_ns", until.map(|until| until.0));
                self.number("on", *on);
            }
            What::WaitOver { site, end, .. } => {
                self.place(*site);
                self.wait(*site);
                self.put("end", end.name());
            }
            What::At { site, .. } | What::JobNotSeen { site } => self.place(*site),
            What::Handle { by, act, .. } => {
                self.number("by", *by);
                self.put("act", act.name());
            }
            What::BlockingEnded { outcome, .. } => self.put("outcome", outcome.name()),
            What::InPlaceStarted { worker, .. } => self.worker(Some(*worker)),
            What::Said { text, .. } => self.text(*text),
            What::PanicAt { site, text, .. } => {
                self.place(*site);
                self.text(*text);
            }
            What::Stuck { worker, found, .. } => {
                let found = found.read();
                self.worker(Some(*worker));
                self.put("doing", found.doing.to_string());
                let lines = found.lines.iter();
                let lines = lines.map(|line| {
                    json!({
                        "place": line.place(),
                        "function": line.function,
                        "certainty": line.certainty.mark(),
                    })
                });
                self.put("lines", lines.collect::<Vec<_>>());
                self.put("no_line", found.why.map(NoLine::words));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: TextId) {
        self.put("text", self.names.and_then(|names| names.text(text)));
    }

    fn waker(&mut self, by: WakeBy) {
        let value = by.value();
        let name = match value.value {
            WakeBy::Task(_) => "task",
            WakeBy::Driver => "driver",
            WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_) | WakeBy::Likely(_) => "unknown",
            WakeBy::Blocking(_) => "blocking",
            WakeBy::Outside => "outside",
            WakeBy::Unobserved => "unobserved",
            WakeBy::Cancelled(_) => "cancelled",
            WakeBy::Joined(_) => "joined",
            WakeBy::Deferred => "deferred",
        };
        self.put("by", name);
        self.number("waker", value.value.caller());
        if name != "unknown" {
            self.put("certainty", value.certainty.mark());
        }
    }

    fn run(&mut self, run: &RunInfo) {
        self.put("workers", run.workers);
        self.put("flavor", run.flavor.name());
        self.put("tokio", run.tokio.version.to_string());
        self.put("coverage", run.coverage.name());
    }
}
