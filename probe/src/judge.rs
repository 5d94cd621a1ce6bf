//! Who reads all polls of a runtime, and says which one was too long.

mod patience;

use crate::complain::complain;
use crate::events::{Event, KindId, Nanos, Site, SiteId, TaskId, What};
use crate::observe::{Hands, Held, Probe, Reader, ThreadHook, UserHooks, is_forked};
use patience::{Looks, Threads};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// The limit, in milliseconds, where no other is asked for.
const USUAL: u64 = 10;

/// How often it looks at what threads wait for.
const EVERY: Duration = Duration::from_millis(2);

/// How long it waits for the end of polls that are too long already. A runtime that is dropped
/// waits for them, too.
const PATIENCE: Duration = Duration::from_secs(5);

/// After so many looks, a millisecond apart, an end that is not told is not to come.
const LAST_LOOKS: u32 = 100;

/// Where the verdict is to be sent.
type Ask = Sender<Option<String>>;

/// See the module's text.
#[derive(Debug)]
pub(crate) struct Judge {
    threads: Threads,
    asks: Option<Sender<Ask>>,
}

impl Judge {
    /// One that knows the threads which call these hooks from now on.
    pub(crate) fn new(hooks: &mut UserHooks) -> Self {
        let threads = Threads::default();
        let (known, of_user) = (threads.clone(), hooks.start.take());
        let start: ThreadHook = Arc::new(move || {
            known.add_this();
            if let Some(hook) = &of_user {
                hook();
            }
        });
        hooks.start = Some(start);
        Self {
            threads,
            asks: None,
        }
    }

    /// Begins to read. Where its thread cannot be had nothing is judged, which is said.
    pub(crate) fn sits(mut self, reader: Reader, probe: Probe) -> Self {
        let (asks, asked) = mpsc::channel();
        let looks = Looks::of(self.threads.clone());
        let work = move || {
            Bench::new(reader, looks).until(&asked);
            // Until here: a task that is still spawned has a number.
            drop(probe);
        };
        let thread = std::thread::Builder::new().name("tokio-kitchen".into());
        match thread.spawn(work) {
            Ok(_) => self.asks = Some(asks),
            Err(error) => complain(format_args!("no poll is judged: {error}")),
        }
        self
    }

    /// The calling thread runs the runtime, too.
    pub(crate) fn knows_this_thread(&self) {
        self.threads.add_this();
    }

    /// Whether all polls so far were short enough.
    ///
    /// # Panics
    /// If one was not: that is what it is for.
    #[track_caller]
    pub(crate) fn judge(&self) {
        let Some(asks) = self.asks.as_ref().filter(|_| !is_forked()) else {
            // Who would answer did not come along into a forked process.
            return;
        };
        let (answer, answered) = mpsc::channel();
        if asks.send(answer).is_err() {
            return;
        }
        if let Ok(Some(broken)) = answered.recv() {
            panic!("{broken}");
        }
    }
}

/// A poll past the limit.
struct TooLong {
    took: Nanos,
    waited: Nanos,
    kind: KindId,
    site: SiteId,
}

/// A task that is not over.
struct Alive {
    kind: KindId,
    site: SiteId,
    /// When its poll in progress gave up its worker: from there on it may block.
    in_place: Option<Nanos>,
}

/// What is read, where it is judged.
struct Bench {
    reader: Reader,
    looks: Looks,
    limit: Nanos,
    names: HashMap<KindId, String>,
    sites: HashMap<SiteId, Site>,
    tasks: HashMap<TaskId, Alive>,
    hands: Hands,
    /// Polls past the limit at the last look, of which no end was read.
    going: Vec<Held>,
    worst: Option<TooLong>,
}

impl Bench {
    fn new(reader: Reader, looks: Looks) -> Self {
        let asked = std::env::var("KITCHEN_MAX_POLL").ok();
        Self {
            hands: reader.hands(),
            going: Vec::new(),
            reader,
            looks,
            limit: Nanos::from_millis(limit(asked.as_deref())),
            names: HashMap::new(),
            sites: HashMap::new(),
            tasks: HashMap::new(),
            worst: None,
        }
    }

    fn until(mut self, asked: &Receiver<Ask>) {
        loop {
            let ask = asked.recv_timeout(EVERY);
            match ask {
                Ok(ask) => {
                    self.read_ends();
                    // Who asked may have gone.
                    let _ = ask.send(self.verdict());
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.going = self.hands.held_for(self.limit);
                    self.read(false);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Reads all there is, with the ends of polls that are too long. Whoever awaits a task
    /// without a wrapper is woken before the end of its last poll is written, and may ask before
    /// it is.
    fn read_ends(&mut self) {
        self.going.extend(self.hands.held_for(self.limit));
        let since = Instant::now();
        let mut left = LAST_LOOKS;
        loop {
            self.read(true);
            if self.going.is_empty() || left == 0 || since.elapsed() > PATIENCE {
                return;
            }
            if !self.going.iter().any(|poll| self.hands.goes_on(poll)) {
                left -= 1;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn read(&mut self, all: bool) {
        // First a look: then no poll that is read has ended behind the last one.
        self.looks.look(self.reader.moment());
        let mut events = Vec::new();
        match all {
            true => self.reader.drain_all(|event| events.push(event)),
            false => self.reader.drain(|event| events.push(event)),
        };
        events.into_iter().for_each(|event| self.take(event));
    }

    fn take(&mut self, Event { at, what }: Event) {
        let over = what.ends();
        match what {
            What::Kind { id, name } => drop(self.names.insert(id, name)),
            What::Site { id, site } => drop(self.sites.insert(id, site)),
            What::Spawned {
                task, kind, site, ..
            }
            | What::Seen {
                task, kind, site, ..
            } => {
                let in_place = None;
                let alive = Alive {
                    kind,
                    site,
                    in_place,
                };
                self.tasks.insert(task, alive);
            }
            What::InPlaceStarted { task, .. } => {
                self.going.retain(|poll| poll.task != task);
                if let Some(alive) = self.tasks.get_mut(&task) {
                    alive.in_place = Some(at);
                }
            }
            What::Polled { task, start, .. } => self.polled(task, start, at),
            _ => {}
        }
        if let Some(task) = over {
            self.tasks.remove(&task);
        }
    }

    fn polled(&mut self, task: TaskId, start: Nanos, end: Nanos) {
        self.going.retain(|poll| poll.task != task);
        let Some(alive) = self.tasks.get_mut(&task) else {
            return;
        };
        let (kind, site) = (alive.kind, alive.site);
        let end = alive.in_place.take().unwrap_or(end);
        let took = end.since(start);
        if took <= self.limit {
            return;
        }
        let waited = self.looks.waited(start, end).min(took);
        let held = took.since(waited);
        let worse = |worst: &TooLong| held > worst.took.since(worst.waited);
        if held > self.limit && self.worst.as_ref().is_none_or(worse) {
            self.worst = Some(TooLong {
                took,
                waited,
                kind,
                site,
            });
        }
    }

    fn verdict(&self) -> Option<String> {
        let worst = self.worst.as_ref()?;
        let name = self.names.get(&worst.kind).map_or("", String::as_str);
        let place = self
            .sites
            .get(&worst.site)
            .map_or_else(String::new, |site| {
                format!(" ({}:{}:{})", site.file, site.line, site.column)
            });
        let ms = |span: Nanos| span.0 as f64 / 1e6;
        let waited = match worst.waited {
            Nanos::ZERO => String::new(),
            waited => format!(
                ", of which it waited for a CPU for {:.1} ms at most",
                ms(waited)
            ),
        };
        Some(format!(
            "a poll of {name}{place} took {:.1} ms{waited}; the limit is {:.1} ms (KITCHEN_MAX_POLL)",
            ms(worst.took),
            ms(self.limit)
        ))
    }
}

/// In milliseconds: as asked for, or the usual one.
fn limit(asked: Option<&str>) -> u64 {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
        return USUAL;
    };
    let number = asked.strip_suffix("ms").unwrap_or(asked).trim();
    number.parse().unwrap_or_else(|_| {
        complain(format_args!(
            "KITCHEN_MAX_POLL={asked}: milliseconds are meant; the limit is {USUAL} ms"
        ));
        USUAL
    })
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn a_limit_is_in_milliseconds() {
        assert_eq!([limit(None), limit(Some(""))], [10, 10]);
        assert_eq!(
            [limit(Some("25")), limit(Some("25ms")), limit(Some("7 ms"))],
            [25, 25, 7]
        );
        assert_eq!([limit(Some("fast")), limit(Some("-3"))], [10, 10]);
    }
}
