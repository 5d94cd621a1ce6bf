//! A model taken back over what is rare is what it was: panics, a full pool, a frozen driver,
//! awaits that ran together, raids, a suspend, a shutdown. Random histories seldom have these.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use tokio_kitchen::events::{
    BlockingOutcome, Event, Flavor, HandleAct, Holder, KindId, LockId, LockMode, PollOutcome,
    RunInfo, Site, SiteId, TextId, WaitEnd, WaitOn, WakeBy, What,
};
use tokio_kitchen::model::{HappeningKind, Model, Undo};

/// Events in a few words: times in microseconds.
#[derive(Default)]
struct History(Vec<Event>);

impl History {
    fn tell(&mut self, at: u64, what: What) {
        self.0.push(Event { at: us(at), what });
    }

    fn wait(&mut self, at: u64, task: u32, site: u32, until: Option<u64>) {
        let (task, site, until) = (id(task), SiteId::new(site), until.map(us));
        let on = None;
        self.tell(
            at,
            What::Waiting {
                task,
                site,
                until,
                on,
            },
        );
    }

    fn over(&mut self, at: u64, task: u32, site: u32, end: WaitEnd) {
        let (task, site) = (id(task), SiteId::new(site));
        self.tell(at, What::WaitOver { task, site, end });
    }

    fn poll(&mut self, (start, end): (u64, u64), task: u32, on: u16, outcome: PollOutcome) {
        self.tell(end, polled(task, Some(on), start, outcome));
    }

    fn wake(&mut self, at: u64, task: u32, by: WakeBy, on: Option<u16>) {
        let (task, on) = (id(task), on.map(worker));
        self.tell(at, What::Woken { task, by, on });
    }

    fn park(&mut self, at: u64, on: u16) {
        self.tell(at, What::Parked { worker: worker(on) });
    }

    fn unpark(&mut self, at: u64, on: u16) {
        self.tell(at, What::Unparked { worker: worker(on) });
    }

    fn job(&mut self, at: u64, job: u32) {
        let (kind, site) = (KindId::new(0), SiteId::new(WORK));
        let parent = Some(id(1));
        let job = id(job);
        self.tell(
            at,
            What::BlockingSubmitted {
                job,
                parent,
                kind,
                site,
            },
        );
    }

    fn job_ended(&mut self, at: u64, job: u32) {
        let (job, outcome) = (id(job), BlockingOutcome::Completed);
        self.tell(at, What::BlockingEnded { job, outcome });
    }
}

const SOCKET: u32 = 9;

fn opens(history: &mut History, at: u64) {
    let run = RunInfo {
        max_blocking: 1,
        ..info(2, Flavor::MultiThread)
    };
    history.tell(at, What::RunStarted(run));
}

/// One task waits for three timers and a signal at once, and all three are over.
fn together(history: &mut History) {
    history.tell(10, spawned(1, None, None));
    history.wait(11, 1, SIGNAL, None);
    for (at, until) in [(12, 400_000), (13, 600_000), (14, 900_000)] {
        history.wait(at, 1, TIMER, Some(until));
    }
    history.poll((10, 20), 1, 0, PollOutcome::Pending);
    for (at, last) in [(400_000, false), (600_000, false), (900_000, true)] {
        history.wake(at, 1, WakeBy::Driver, Some(0));
        history.over(at + 5, 1, TIMER, WaitEnd::Ready);
        let over = SIGNAL;
        if last {
            history.over(at + 6, 1, over, WaitEnd::Dropped);
            history.wait(at + 7, 1, CHANNEL, None);
        }
        history.poll((at + 3, at + 10), 1, 0, PollOutcome::Pending);
    }
}

/// Worker 0 has six tasks, of which worker 1 takes three in one raid.
fn raid(history: &mut History) {
    for task in 11..=16 {
        history.tell(1_000_000, spawned(task, Some(1), Some(0)));
    }
    for (start, task) in [(1_000_010, 13), (1_000_020, 11), (1_000_030, 12)] {
        history.poll((start, start + 5), task, 1, PollOutcome::Ready);
    }
    for (start, task) in [(1_000_040, 14), (1_000_050, 15)] {
        history.wait(start + 1, task, SOCKET, None);
        history.poll((start, start + 5), task, 0, PollOutcome::Pending);
    }
    let text = TextId::new(3);
    let say = "too hot".to_owned();
    history.tell(
        1_000_060,
        What::Text {
            id: text,
            text: say,
        },
    );
    let (task, site) = (id(16), SiteId::new(WORK));
    history.tell(1_000_061, What::PanicAt { task, site, text });
    history.poll((1_000_060, 1_000_070), 16, 0, PollOutcome::Panicked);
    let (by, act) = (Some(id(1)), HandleAct::Joined);
    history.tell(1_000_080, What::Handle { task, by, act });
}

/// Two jobs for one thread; the second queues for half a second.
fn pool(history: &mut History) {
    history.job(1_100_000, 21);
    history.job(1_100_001, 22);
    history.tell(1_100_010, What::BlockingStarted { job: id(21) });
    history.job_ended(1_600_000, 21);
    history.tell(1_600_005, What::BlockingStarted { job: id(22) });
    history.job_ended(1_600_100, 22);
}

/// Worker 0 had the driver and blocks for a second in the poll of task 14.
fn freeze(history: &mut History) {
    history.park(1_700_000, 0);
    history.park(1_700_010, 1);
    history.wake(1_800_000, 14, WakeBy::Driver, Some(0));
    history.unpark(1_800_005, 0);
    history.over(1_800_020, 14, SOCKET, WaitEnd::Ready);
    history.wait(1_800_030, 14, TIMER, Some(5_000_000));
    history.unpark(2_500_000, 1);
    history.park(2_500_020, 1);
    history.poll((1_800_010, 2_800_000), 14, 0, PollOutcome::Pending);
    history.park(2_800_010, 0);
}

/// Tasks 41 and 42 lock themselves out, and one gives up; task 43 leaves its lock locked.
fn locks(history: &mut History) {
    for task in 41..=44 {
        history.tell(2_900_000, spawned(task, None, None));
        history.poll((2_900_001, 2_900_002), task, 0, PollOutcome::Pending);
    }
    for (at, task, lock, holder) in [
        (2_900_010, 41, 1, Some(42)),
        (2_900_011, 44, 1, Some(42)),
        (2_900_012, 42, 2, Some(41)),
        (2_900_013, 44, 3, Some(43)),
        (2_900_014, 44, 4, None),
    ] {
        let site = LOCKS + lock;
        history.wait(at, task, site, None);
        let place = SiteId::new(site);
        let holder = holder.map(|holder| Holder {
            task: id(holder),
            site: place,
        });
        history.tell(
            at,
            What::LockAwaited {
                task: id(task),
                site: place,
                lock: LockId::new(lock),
                mode: LockMode::Exclusive,
                holder,
                others: 0,
            },
        );
    }
    history.poll((2_900_020, 2_900_021), 43, 0, PollOutcome::Ready);
    history.over(2_900_030, 42, LOCKS + 2, WaitEnd::Dropped);
    let lock = LockId::new(1);
    let task = id(42);
    history.tell(2_900_031, What::LockFreed { task, lock });
    history.over(2_900_040, 41, LOCKS + 1, WaitEnd::Ready);
    let (task, site) = (id(41), SiteId::new(LOCKS + 1));
    history.tell(2_900_041, What::LockTaken { task, lock, site });
    history.tell(2_900_050, What::Dropped { task: id(44) });
    for lock in [1, 3, 4] {
        history.over(2_900_051, 44, LOCKS + lock, WaitEnd::Dropped);
    }
}

/// Where lock 0 would be waited for.
const LOCKS: u32 = 50;

fn suspend_and_shutdown(history: &mut History) {
    let (lasted, timers) = (us(3_000_000), us(1_000_000));
    let measured = true;
    history.tell(
        3_000_000,
        What::Suspended {
            lasted,
            timers,
            measured,
        },
    );
    history.tell(
        3_000_100,
        What::Coalesced {
            worker: Some(worker(1)),
            polls: 4,
            busy: us(10),
            wakes: 3,
        },
    );
    history.wake(3_000_200, 1, WakeBy::Outside, None);
    history.over(3_000_210, 1, CHANNEL, WaitEnd::Ready);
    history.wait(3_000_215, 1, SIGNAL, None);
    history.poll((3_000_205, 3_000_220), 1, 0, PollOutcome::Pending);
    history.tell(3_100_000, What::Closing { graceful: true });
    history.wake(3_100_010, 1, WakeBy::Outside, None);
    history.over(3_100_020, 1, SIGNAL, WaitEnd::Ready);
    history.poll((3_100_015, 3_100_030), 1, 0, PollOutcome::Ready);
    history.tell(3_100_040, What::Dropped { task: id(14) });
    history.tell(3_100_050, What::RunEnded);
}

fn history() -> Vec<Event> {
    let mut history = History::default();
    opens(&mut history, 0);
    for what in announcements() {
        history.tell(0, what);
    }
    let site = Site {
        file: "a.rs".into(),
        line: SOCKET,
        column: 1,
        wait: WaitOn::Io,
        name: None,
    };
    let place = SiteId::new(SOCKET);
    history.tell(0, What::Site { id: place, site });
    together(&mut history);
    raid(&mut history);
    pool(&mut history);
    freeze(&mut history);
    locks(&mut history);
    suspend_and_shutdown(&mut history);
    opens(&mut history, 3_200_000);
    history.tell(3_200_010, spawned(31, None, None));
    history.poll((3_200_020, 3_200_030), 31, 1, PollOutcome::Ready);
    history.0
}

#[test]
fn all_of_it_is_in_the_history() {
    let model = folded(&history());
    model.check_invariants().unwrap();
    let told = |is: fn(&HappeningKind) -> bool| model.happenings().any(|fact| is(&fact.kind));
    assert!(told(|kind| matches!(kind, HappeningKind::Moved { .. })));
    assert!(told(|kind| matches!(kind, HappeningKind::Panicked)));
    assert!(told(|kind| matches!(
        kind,
        HappeningKind::JobsWaited { .. }
    )));
    assert!(told(|kind| matches!(
        kind,
        HappeningKind::FreezeEnded { .. }
    )));
    assert!(told(|kind| matches!(kind, HappeningKind::Suspended { .. })));
    assert!(told(|kind| matches!(kind, HappeningKind::Deadlock(_))));
    let panicked = model.task(id(16)).unwrap();
    assert!(model.panic(&panicked).is_some());
    let joined = model.task(id(1)).unwrap();
    assert_eq!(joined.together().map(|all| all.waits.len()), Some(3));
}

#[test]
fn from_each_moment_to_each_earlier_one() {
    let events = history();
    for length in [1, 3, 7, 20] {
        let mut model = Model::new(us(STALL_US));
        model.remember();
        let mut undos: Vec<Undo> = Vec::new();
        for (number, event) in events.iter().enumerate() {
            if number > 0 && number % length == 0 {
                undos.extend(model.checkpoint());
            }
            model.apply(event);
        }
        undos.extend(model.undo());
        // One stretch after the other, from the end to the beginning.
        for (stretch, undo) in undos.iter().enumerate().rev() {
            model.take_back([undo]);
            let before = folded(&events[..stretch * length]);
            let same = model.same_picture(&before);
            same.and_then(|()| model.check_invariants())
                .unwrap_or_else(|why| panic!("stretches of {length}, before {stretch}: {why}"));
        }
        // And on again: it comes to the same.
        events.iter().for_each(|event| model.apply(event));
        model.same_picture(&folded(&events)).unwrap();
    }
}
