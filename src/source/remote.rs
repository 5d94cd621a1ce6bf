//! A program in another process.

mod runtime;
mod stalls;
#[cfg(test)]
mod tests;

use super::{Source, Until};
use crate::events::{Delivery, Event, Nanos, Now, Sample};
use crate::order::{Command, Report};
use crate::probe::serve::is_gone;
use crate::probe::wire::{Bye, Fault, Hello, Tick};
use crate::remote::{Connection, Found, Heard, News, Trouble};
use runtime::Runtime;
use stalls::Stalls;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

/// Events kept that can be taken; what comes then waits in the socket.
const MOST: usize = 1 << 18;

/// Events kept that no tick has followed yet: such as one for each task that is alive. A program
/// that tells more is not listened to any further.
const MOST_UNTICKED: usize = 1 << 23;

/// Blocks taken in at once.
const MOST_NEWS: usize = 256;

/// Of more runtimes than so many the oldest are let go: each has a history of its own.
const MOST_RUNTIMES: usize = 16;

/// A program in another process, watched. It has one runtime or several, of which one is
/// [shown](Self::show). Nothing can be ordered.
pub struct Remote {
    found: Found,
    hello: Hello,
    link: Option<Connection>,
    waker: Arc<Waker>,
    runtimes: BTreeMap<u16, Runtime>,
    shown: u16,
    /// What is told begins anew, and whoever takes it does not know that yet.
    begins_anew: bool,
    lost: u64,
    quiet: Option<Instant>,
    /// When something came last.
    heard: SystemTime,
    /// Its process was seen: if there is none any more, it has ended.
    is_here: bool,
    ended: Option<Ended>,
    stalls: Stalls,
    reports: Vec<Report>,
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// When, by the clock of this machine.
    pub when: SystemTime,
    /// The last word, if there was one.
    pub bye: Option<Bye>,
    /// What could not be read.
    pub fault: Option<Fault>,
}

/// How to wake whoever takes the events.
#[derive(Default)]
struct Waker {
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
    /// They rest: events wake them. Else they look by themselves.
    rests: AtomicBool,
}

impl Waker {
    fn wake(&self) {
        if let Some(wake) = self.wake.get() {
            wake();
        }
    }

    /// There are news: once for each rest.
    fn has_news(&self) {
        if self.rests.swap(false, Ordering::AcqRel) {
            self.wake();
        }
    }
}

impl Remote {
    /// Attaches to a program. Polls that last for so long are looked at: what holds them is told
    /// as events.
    ///
    /// # Errors
    /// When the program does not say who it is.
    pub fn attach(found: &Found, stall_after: Duration) -> Result<Self, Trouble> {
        let waker = Arc::<Waker>::default();
        let wakes = Arc::clone(&waker);
        let link = Connection::open(&found.path, move || wakes.has_news())?;
        link.ask_tick();
        let hello = link.hello().clone();
        let wakes = Arc::clone(&waker);
        let stalls = Stalls::new(&hello, Nanos::from_duration(stall_after), move || {
            wakes.wake();
        });
        let is_here = !is_gone(hello.pid);
        Ok(Self {
            found: Found {
                pid: hello.pid,
                path: found.path.clone(),
            },
            hello,
            link: Some(link),
            waker,
            runtimes: BTreeMap::new(),
            shown: 0,
            begins_anew: false,
            lost: 0,
            quiet: None,
            heard: SystemTime::now(),
            is_here,
            ended: None,
            stalls,
            reports: Vec::new(),
        })
    }

    /// Goes on with another connection.
    pub fn take_over(&mut self, link: Connection, found: &Found) {
        link.ask_tick();
        self.hello = link.hello().clone();
        self.found = Found {
            pid: self.hello.pid,
            path: found.path.clone(),
        };
        let wakes = Arc::clone(&self.waker);
        self.stalls = Stalls::new(&self.hello, self.stalls.after(), move || wakes.wake());
        self.link = Some(link);
        self.is_here = !self.is_gone();
        self.heard = SystemTime::now();
        self.begin_anew();
        (self.lost, self.quiet, self.ended) = (0, None, None);
    }

    fn begin_anew(&mut self) {
        self.runtimes.clear();
        self.shown = 0;
        self.begins_anew = true;
    }

    /// A connection for [`take_over`](Self::take_over), made on another thread.
    pub fn opener(&self) -> impl Fn(&Found) -> Result<Connection, Trouble> + Send + 'static {
        let waker = Arc::clone(&self.waker);
        move |found| {
            let wakes = Arc::clone(&waker);
            Connection::open(&found.path, move || wakes.has_news())
        }
    }

    /// Wakes whoever takes the events.
    pub fn waker(&self) -> impl Fn() + Send + 'static {
        let waker = Arc::clone(&self.waker);
        move || waker.wake()
    }

    /// Who it is.
    pub fn hello(&self) -> &Hello {
        &self.hello
    }

    /// Where it was found.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// The numbers of its runtimes.
    pub fn runtimes(&self) -> Vec<u16> {
        self.runtimes.keys().copied().collect()
    }

    /// The one that is shown; 0 as long as there is none.
    pub const fn shown(&self) -> u16 {
        self.shown
    }

    /// From now on it is about this runtime.
    pub fn show(&mut self, runtime: u16) {
        self.shown = runtime;
    }

    /// Whether what is told begins anew, with another program or since something is missing; said
    /// once. What was told before is then of no use to fold what comes, of which nothing is handed
    /// over before this was asked.
    pub fn begins_anew(&mut self) -> bool {
        std::mem::take(&mut self.begins_anew)
    }

    /// Waits, at most so long, until it has told the state of a runtime.
    pub fn wait_for_state(&mut self, at_most: Duration) {
        let until = Instant::now() + at_most;
        while self.of().is_none_or(Runtime::is_empty) && self.ended.is_none() {
            let left = until.saturating_duration_since(Instant::now());
            let Some(news) = self.link.as_ref().and_then(|link| link.wait(left)) else {
                break;
            };
            self.hear_one(news);
        }
    }

    /// Events that are missing so far.
    pub const fn lost(&self) -> u64 {
        self.lost
    }

    /// When something came last, by the clock of this machine.
    pub const fn heard(&self) -> SystemTime {
        self.heard
    }

    /// How the connection ended, if it did.
    pub const fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// Whether its process is gone.
    pub fn is_gone(&self) -> bool {
        is_gone(self.hello.pid)
    }

    /// For how long it does not answer, if that is longer than it should take.
    pub fn silent_for(&self) -> Option<Duration> {
        self.quiet
            .filter(|_| self.ended.is_none())
            .map(|since| since.elapsed())
    }

    /// Takes in what has come, but not without end: a program that tells faster than it is heard
    /// must leave time for the rest.
    fn hear_news(&mut self) {
        let mut taken = 0;
        while !self.begins_anew && self.runtimes.values().map(Runtime::ready).sum::<usize>() < MOST
        {
            if taken == MOST_NEWS {
                self.waker.wake();
                break;
            }
            taken += 1;
            let Some(news) = self.link.as_ref().and_then(Connection::next) else {
                break;
            };
            self.hear_one(news);
        }
        self.look_at_stalls();
        if self.stalls.wait() {
            // The answer is worth a look.
            self.waker.rests.store(true, Ordering::Release);
        }
    }

    fn hear_one(&mut self, news: News) {
        match news {
            News::Quiet(since) => self.is_quiet(since),
            News::Heard(runtime, heard) => {
                self.quiet = None;
                self.heard = SystemTime::now();
                self.hear(runtime, heard);
            }
            News::End(fault) => self.end(fault),
        }
    }

    /// Nothing came since then. Who was forked from it has its end of the connection, too, and
    /// keeps it open when it is gone.
    fn is_quiet(&mut self, since: Instant) {
        if !(self.is_here && self.is_gone()) {
            self.quiet = Some(since);
            return;
        }
        self.end(None);
        if let Some(ended) = &mut self.ended {
            ended.when = ended
                .when
                .checked_sub(since.elapsed())
                .unwrap_or(ended.when);
        }
    }

    fn hear(&mut self, number: u16, heard: Heard) {
        match heard {
            Heard::Bye(bye) => {
                self.end(None);
                if let Some(ended) = &mut self.ended {
                    ended.bye = Some(bye);
                }
                return;
            }
            Heard::Missing(lost) => {
                self.lost = self.lost.saturating_add(lost);
                return self.begin_anew();
            }
            Heard::Stack(stack) => return self.stalls.read(number, stack),
            Heard::State(_) | Heard::Events(_) | Heard::Tick(_) => {}
        }
        if number == 0 {
            return;
        }
        if self.runtimes.len() >= MOST_RUNTIMES && !self.runtimes.contains_key(&number) {
            let shown = self.shown;
            let oldest = self.runtimes.keys().copied().find(|other| *other != shown);
            oldest.and_then(|oldest| self.runtimes.remove(&oldest));
        }
        let runtime = self.runtimes.entry(number).or_default();
        match heard {
            Heard::State(events) | Heard::Events(events) => runtime.hear(events),
            Heard::Tick(tick) => {
                runtime.tick(tick);
                // Of this moment: the poll may be over with the next one.
                self.look_at_stalls_of(number);
            }
            _ => {}
        }
        if self.shown == 0 {
            self.shown = number;
        }
        if self.runtimes.values().map(Runtime::coming).sum::<usize>() > MOST_UNTICKED {
            self.end(Some(Fault::Senseless("so many events without a tick")));
        }
    }

    fn end(&mut self, fault: Option<Fault>) {
        self.link = None;
        for runtime in self.runtimes.values_mut() {
            runtime.ends();
        }
        if self.ended.is_none() {
            self.ended = Some(Ended {
                when: SystemTime::now(),
                bye: None,
                fault,
            });
        }
    }

    fn look_at_stalls(&mut self) {
        let runtimes = &self.runtimes;
        self.stalls.keep(|number| runtimes.contains_key(&number));
        for number in self.runtimes() {
            self.look_at_stalls_of(number);
        }
    }

    fn look_at_stalls_of(&mut self, number: u16) {
        let Some(runtime) = self.runtimes.get_mut(&number) else {
            return;
        };
        let now = runtime.now();
        if let Some(link) = &self.link {
            let ask = |worker| link.ask_stack(number, worker);
            self.stalls.look(number, &now, ask);
        }
        for what in self.stalls.found(number, &now) {
            runtime.tell(what);
        }
    }

    /// The newest tick of the one that is shown. Time does not go on in it, other than in
    /// [`now`](Source::now): when [`take`](Source::take) has nothing left, all up to it is told.
    pub fn newest_tick(&self) -> Option<&Tick> {
        self.of()?.newest_tick()
    }

    fn of(&self) -> Option<&Runtime> {
        self.runtimes.get(&self.shown)
    }
}

impl Source for Remote {
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        self.hear_news();
        let enough = match until {
            Until::Enough(enough) => enough,
            Until::Settled | Until::TheEnd => usize::MAX,
        };
        let runtime = self.runtimes.get_mut(&self.shown);
        runtime.map_or(0, |runtime| runtime.take(enough, hear))
    }

    fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        // The first one is the one.
        let _ = self.waker.wake.set(Box::new(wake));
    }

    fn rest(&mut self) -> bool {
        // Before it looks: what comes behind the look wakes.
        self.waker.rests.store(true, Ordering::Release);
        self.hear_news();
        !self.begins_anew && self.of().is_none_or(Runtime::is_empty)
    }

    fn now(&self) -> Now {
        self.of().map(Runtime::now).unwrap_or_default()
    }

    fn delivery(&self) -> Delivery {
        let mut delivery = self.of().map(Runtime::delivery).unwrap_or_default();
        delivery.dropped = delivery.dropped.saturating_add(self.lost);
        delivery
    }

    fn sample(&self) -> Option<Sample> {
        self.of()?.sample()
    }

    fn send(&mut self, command: Command) {
        self.reports.extend(Report::only_watched(&command));
    }

    fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    fn over(&self) -> bool {
        self.ended.is_some() && self.of().is_none_or(Runtime::is_empty)
    }
}
