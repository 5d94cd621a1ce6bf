//! A small run told in lines of text, and everything that is said of it.
//!
//! `10 poll 1 on 0 from 5 pending`: times in milliseconds, cards and chefs by number, places by
//! what is waited for there.

use std::fmt::Write;
use tokio_kitchen::app::{App, Message, Options, Register, Selection, update};
use tokio_kitchen::camera::FactKey;
use tokio_kitchen::events::{
    BlockingOutcome, Coverage, Delivery, Event, Flavor, HandleAct, Holder, InHand, KindId, LockId,
    LockMode, Nanos, Now, PollOutcome, Role, RunInfo, Site, SiteId, TaskId, TextId, WaitEnd,
    WaitOn, WakeBy, What, WorkerId,
};
use tokio_kitchen::kitchen::inspector::{Card, InspectorView};
use tokio_kitchen::kitchen::{findings, inspector, narrator};

fn ms(text: &str) -> Nanos {
    Nanos::from_millis(text.parse().unwrap_or_else(|_| panic!("{text} is no time")))
}

fn id(text: &str) -> TaskId {
    let number = text.parse().ok().and_then(TaskId::new);
    number.unwrap_or_else(|| panic!("{text} is no card"))
}

fn number(text: &str) -> u32 {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no number"))
}

fn worker(text: &str) -> WorkerId {
    WorkerId::new(text.parse().unwrap_or_else(|_| panic!("{text} is no chef")))
}

fn site(text: &str) -> SiteId {
    let on = WaitOn::ALL.into_iter().find(|on| on.name() == text);
    SiteId::new(
        on.unwrap_or_else(|| panic!("{text} is no wait"))
            .code()
            .into(),
    )
}

/// One line, word by word.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    /// The word after this one.
    fn after(&self, name: &str) -> Option<&'a str> {
        let at = self.0.iter().position(|word| *word == name)?;
        self.0.get(at + 1).copied()
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// The first of these that is there.
    fn one<T: Copy>(&self, of: &[T], name: fn(T) -> &'static str) -> T {
        let found = of.iter().find(|one| self.has(name(**one)));
        *found.unwrap_or_else(|| panic!("which? {:?}", self.0))
    }

    fn by(&self) -> Option<TaskId> {
        self.after("by").map(id)
    }

    fn on(&self) -> Option<WorkerId> {
        self.after("on").map(worker)
    }
}

pub(crate) struct World {
    app: App,
    now: Now,
}

impl World {
    /// Two chefs, in whose kitchen this happens; of an empty text no kitchen at all.
    pub(crate) fn of(script: &str) -> Self {
        let options = Options {
            workers: 2,
            reduced_motion: true,
            stall_after: Nanos::from_millis(100),
            history: 64 << 20,
        };
        let mut world = Self {
            app: App::new(Vec::new(), options),
            now: Now {
                at: Nanos::ZERO,
                workers: Vec::new(),
            },
        };
        let lines = script.split(';').map(str::trim);
        if script.is_empty() {
            return world;
        }
        world.announce();
        let opens = |line: &str| line.split(' ').nth(1) == Some("open");
        if !lines.clone().any(opens) {
            world.line("0 open 2");
        }
        for line in lines.filter(|line| !line.is_empty()) {
            world.line(line);
        }
        update(
            &mut world.app,
            Message::Frame {
                now: world.now.clone(),
                sample: None,
                delivery: Delivery::default(),
            },
        );
        world
    }

    fn announce(&mut self) {
        self.hear(
            Nanos::ZERO,
            What::Kind {
                id: KindId::new(0),
                name: "rice".into(),
            },
        );
        for wait in WaitOn::ALL {
            let place = Site {
                file: "rice.rs".into(),
                line: u32::from(wait.code()) + 1,
                column: 1,
                wait,
                name: None,
            };
            let id = site(wait.name());
            self.hear(Nanos::ZERO, What::Site { id, site: place });
        }
        self.hear(
            Nanos::ZERO,
            What::Text {
                id: TextId::new(0),
                text: "well done".into(),
            },
        );
    }

    fn hear(&mut self, at: Nanos, what: What) {
        self.now.at = self.now.at.max(at);
        self.app.hear(Event { at, what });
    }

    fn line(&mut self, line: &str) {
        let words = Words(line.split_whitespace().collect());
        let at = ms(words.0[0]);
        if words.0[1] == "now" {
            return self.hands(at, &words.0[2..]);
        }
        let what = happened(&words);
        self.hear(at, what);
    }

    /// `1:7@200`: chef 1 has had card 7 in hand since 200 ms.
    fn hands(&mut self, at: Nanos, hands: &[&str]) {
        self.now.at = at;
        self.now.workers = vec![None; 2];
        for hand in hands {
            let (chef, hand) = hand.split_once(':').expect("chef:card@since");
            let (card, since) = hand.split_once('@').expect("card@since");
            self.now.workers[worker(chef).index()] = Some(InHand {
                task: id(card),
                since: ms(since),
                site: None,
            });
        }
    }

    /// All that is said of it: story, happenings, lives, and each event.
    pub(crate) fn said(&mut self) -> String {
        self.narrated(Register::Analogy) + &self.lives()
    }

    /// The story, happenings and each event, in one register.
    pub(crate) fn narrated(&self, words: Register) -> String {
        let mut said = String::new();
        let (shown, log) = (self.app.shown(), self.app.log());
        let model = &shown.model;
        let facts = self.app.camera.facts.after(FactKey::FIRST);
        let lines = facts.filter_map(|fact| narrator::happening(fact, model, words));
        let ongoing = shown.ongoing().into_iter();
        let ongoing = ongoing.map(|fact| narrator::ongoing(&fact, model, &shown.now, words));
        let closing = narrator::closing(model, &shown.now, true, words);
        for line in lines.chain(ongoing).chain(closing) {
            writeln!(said, "{} {}", line.text, line.why.unwrap_or_default()).expect("a string");
        }
        for finding in self.app.camera.findings.all() {
            let told = findings::tell(finding, model, words);
            let here = findings::here(finding, words);
            writeln!(said, "{} {}\n{here}", told.text, told.why).expect("a string");
        }
        for (_, event) in log.range(log.first(), log.end()) {
            said.push_str(&narrator::event(&event.what, event.at, model, words));
            said.push('\n');
        }
        said
    }

    fn lives(&mut self) -> String {
        let mut said = String::new();
        for card in self.cards() {
            for fact in &card.facts {
                writeln!(said, "{} = {}", fact.label, fact.value).expect("a string");
            }
        }
        said + &self.steps(Register::Analogy)
    }

    /// The steps of the lives, in one register.
    pub(crate) fn steps(&mut self, words: Register) -> String {
        let mut said = String::new();
        self.app.register = words;
        for card in self.cards() {
            for step in &card.steps {
                writeln!(said, "{}: {}", step.verb, step.text).expect("a string");
            }
        }
        said
    }

    fn cards(&mut self) -> Vec<Card> {
        let known = |app: &App, id| known(app, id);
        let ids = (1..10).filter_map(TaskId::new);
        let mut cards = Vec::new();
        for id in ids {
            if !known(&self.app, id) {
                continue;
            }
            self.app.selected = Selection::Task(id);
            if let InspectorView::Card(card) = inspector::view(&self.app, 40) {
                cards.push(*card);
            }
        }
        cards
    }
}

fn known(app: &App, card: TaskId) -> bool {
    app.shown().model.task(card).is_some()
}

fn happened(words: &Words<'_>) -> What {
    let card = || id(words.0[2]);
    match words.0[1] {
        "open" => What::RunStarted(RunInfo {
            shift: 1,
            workers: words.0[2].parse().expect("a number of chefs"),
            flavor: match words.has("current") {
                true => Flavor::CurrentThread,
                false => Flavor::MultiThread,
            },
            tokio: "1.54.1".into(),
            unstable: true,
            coverage: match words.has("partly") {
                true => Coverage::Spawned,
                false => Coverage::Promised,
            },
            max_blocking: words.after("bakers").map_or(512, number),
        }),
        "closing" => What::Closing {
            graceful: words.has("graceful"),
        },
        "gone" => What::RunEnded,
        "still" => What::Suspended {
            lasted: ms("3000"),
            timers: ms("3000"),
            measured: words.has("told"),
        },
        "spawn" => What::Spawned {
            task: card(),
            parent: words.by(),
            kind: KindId::new(0),
            site: site("spawn"),
            on: words.on(),
            bytes: 64,
            detached: words.has("detached"),
            role: match (words.has("local"), words.has("block_on")) {
                (true, _) => Role::Local,
                (_, true) => Role::BlockOn,
                _ => Role::Task,
            },
        },
        "seen" => What::Seen {
            task: card(),
            parent: words.by(),
            kind: KindId::new(0),
            site: site("spawn"),
            on: words.on(),
            born: !words.has("late"),
        },
        "job-not-seen" => What::JobNotSeen {
            site: site("spawn"),
        },
        "poll" => What::Polled {
            task: card(),
            worker: words.on(),
            start: ms(words.after("from").expect("from when")),
            outcome: words.one(&PollOutcome::ALL, PollOutcome::name),
            self_woken: words.has("self"),
            budget_spent: words.has("budget"),
        },
        "wake" => What::Woken {
            task: card(),
            by: waker(words),
            on: words.on(),
        },
        "wait" => What::Waiting {
            task: card(),
            site: site(words.0[3]),
            until: words.after("due").map(ms),
            on: words.after("of").map(id),
        },
        "over" => What::WaitOver {
            task: card(),
            site: site(words.0[3]),
            end: words.one(&WaitEnd::ALL, WaitEnd::name),
        },
        "awaits" => What::LockAwaited {
            task: card(),
            site: site(words.after("for").unwrap_or("lock")),
            lock: LockId::new(number(words.0[3])),
            mode: match words.has("permits") {
                true => LockMode::Permits,
                false => LockMode::Exclusive,
            },
            holder: words.after("of").map(|holder| Holder {
                task: id(holder),
                site: site("lock"),
            }),
            others: words.after("others").map_or(0, number),
        },
        "takes" => What::LockTaken {
            task: card(),
            lock: LockId::new(number(words.0[3])),
            site: site("lock"),
        },
        "frees" => What::LockFreed {
            task: card(),
            lock: LockId::new(number(words.0[3])),
        },
        "line" => What::At {
            task: card(),
            site: site("work"),
        },
        "drop" => What::Dropped { task: card() },
        "handle" => What::Handle {
            task: card(),
            by: words.by(),
            act: words.one(&HandleAct::ALL, HandleAct::name),
        },
        "job" => What::BlockingSubmitted {
            job: card(),
            parent: words.by(),
            kind: KindId::new(0),
            site: site("spawn"),
        },
        "baking" => What::BlockingStarted { job: card() },
        "baked" => What::BlockingEnded {
            job: card(),
            outcome: words.one(&BlockingOutcome::ALL, BlockingOutcome::name),
        },
        "in-place" => What::InPlaceStarted {
            task: card(),
            worker: words.on().expect("on which chef"),
        },
        "in-place-over" => What::InPlaceEnded { task: card() },
        "says" => What::Said {
            task: Some(card()),
            text: TextId::new(0),
        },
        "counted" => What::Coalesced {
            worker: None,
            polls: 3,
            busy: Nanos::ZERO,
            wakes: 4,
        },
        "stopped" => What::Suspended {
            lasted: ms(words.0[2]),
            timers: Nanos::ZERO,
            measured: words.has("measured"),
        },
        "panics" => What::PanicAt {
            task: card(),
            site: site("work"),
            text: TextId::new(0),
        },
        "park" => What::Parked {
            worker: worker(words.0[2]),
        },
        "unpark" => What::Unparked {
            worker: worker(words.0[2]),
        },
        other => panic!("what is {other}?"),
    }
}

fn waker(words: &Words<'_>) -> WakeBy {
    let whom = || words.after("whom").map(id);
    match words.0[3] {
        "task" => WakeBy::Task(whom().expect("by which card")),
        "driver" => WakeBy::Driver,
        "between" => WakeBy::BetweenPolls(whom()),
        "bakery" => WakeBy::Blocking(whom()),
        "outside" => WakeBy::Outside,
        "unobserved" => WakeBy::Unobserved,
        "cancelled" => WakeBy::Cancelled(whom().expect("of which card")),
        other => panic!("who is {other}?"),
    }
}
