//! Goes through a recording once, from its beginning, and hands on what is asked for.

use super::names::Names;
use crate::config::Export;
use crate::events::{Event, Nanos};
use crate::probe::wire::{Bye, Tick};
use crate::recording::{Recording, Step};
use std::collections::HashMap;
use std::io;

/// Troubles that are told one by one.
const MOST_TROUBLES: usize = 20;

/// Takes what is exported, in the order it was told in.
pub(super) trait Sink {
    /// There is a runtime of that number and name, before anything else of it.
    fn runtime(&mut self, number: u16, name: &str) -> io::Result<()>;
    /// An event, and what is known of the names in it. Announcements are not among them.
    fn event(&mut self, runtime: u16, event: &Event, names: &Names) -> io::Result<()>;
    /// What Tokio counts at a moment, and which polls are in progress.
    fn tick(&mut self, runtime: u16, tick: &Tick) -> io::Result<()>;
    /// Events are missing here: so many, or an unknown number (0).
    fn missing(&mut self, runtime: u16, lost: u64) -> io::Result<()>;
    /// The program said why the recording ends.
    fn bye(&mut self, bye: &Bye) -> io::Result<()>;
    /// That was all; the last moment told of is that one.
    fn end(&mut self, at: Nanos, names: &HashMap<u16, Names>) -> io::Result<()>;
}

/// A span of time, its ends with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    from: Nanos,
    until: Nanos,
}

impl Span {
    pub(super) fn of(config: &Export) -> Self {
        Self {
            from: config.from.map_or(Nanos::ZERO, Nanos::from_duration),
            until: config.until.map_or(Nanos(u64::MAX), Nanos::from_duration),
        }
    }

    /// Whether anything of what was from one moment to another is in it.
    pub(super) fn meets(self, start: Nanos, end: Nanos) -> bool {
        end >= self.from && start <= self.until
    }
}

/// Goes through a recording.
pub(super) struct Walk<'a> {
    recording: &'a Recording,
    runtime: Option<u16>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(recording: &'a Recording, config: &Export) -> Self {
        Self {
            recording,
            runtime: config.runtime,
        }
    }

    /// Hands on all of it, and gives what could not be read.
    pub(super) fn all(&self, sink: &mut impl Sink) -> io::Result<Vec<String>> {
        let known = self.recording.troubles().iter();
        let mut troubles: Vec<_> = known.map(ToString::to_string).collect();
        let mut names: HashMap<u16, Names> = HashMap::new();
        for (place, number) in self.recording.runtimes().iter().copied().enumerate() {
            if self.is_wanted(number) {
                let given = self.recording.runtime_names().get(place);
                let name = given.map_or_else(|| format!("runtime {number}"), Clone::clone);
                sink.runtime(number, &name)?;
                names.insert(number, Names::default());
            }
        }
        for step in self.recording.steps(0) {
            match step {
                Ok(step) => self.step(step, &mut names, sink)?,
                Err(trouble) => troubles.push(trouble.to_string()),
            }
        }
        sink.end(self.recording.end(), &names)?;
        if troubles.len() > MOST_TROUBLES {
            let more = troubles.len() - MOST_TROUBLES;
            troubles.truncate(MOST_TROUBLES);
            troubles.push(format!("and {more} more"));
        }
        Ok(troubles)
    }

    fn step(
        &self,
        step: Step,
        all: &mut HashMap<u16, Names>,
        sink: &mut impl Sink,
    ) -> io::Result<()> {
        match step {
            Step::State(runtime, events) => {
                if let Some(names) = all.get_mut(&runtime) {
                    events.iter().for_each(|event| names.learn(event));
                }
            }
            Step::Events(runtime, events) => {
                if let Some(names) = all.get_mut(&runtime) {
                    for mut event in events {
                        names.put_right(&mut event);
                        names.learn(&event);
                        if !event.what.is_announcement() {
                            sink.event(runtime, &event, names)?;
                        }
                        names.forget(&event);
                    }
                }
            }
            Step::Tick(runtime, tick) if all.contains_key(&runtime) => sink.tick(runtime, &tick)?,
            // 0 is all of the program.
            Step::Missing(runtime, lost) if runtime == 0 || self.is_wanted(runtime) => {
                sink.missing(runtime, lost)?;
            }
            Step::Tick(..) | Step::Missing(..) => {}
            Step::Bye(bye) => sink.bye(&bye)?,
        }
        Ok(())
    }

    fn is_wanted(&self, runtime: u16) -> bool {
        self.runtime.is_none_or(|wanted| wanted == runtime)
    }
}
