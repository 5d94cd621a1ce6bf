use super::*;
use crate::events::{
    BlockingOutcome, Coverage, Delivery, Event, Flavor, Found, HandleAct, Holder, InHand, KindId,
    LockId, LockMode, NameId, Nanos, Now, PollOutcome, Role, RunInfo, Sample, Site, SiteId, TaskId,
    TextId, WaitEnd, WaitOn, WakeBy, What, WorkerId, WorkerSample,
};
use proptest::prelude::*;

fn task() -> impl Strategy<Value = TaskId> {
    any::<u32>().prop_map(|number| TaskId::new(number | 1).unwrap())
}

fn some_task() -> impl Strategy<Value = Option<TaskId>> {
    proptest::option::of(task())
}

fn worker() -> impl Strategy<Value = WorkerId> {
    (0..1024_u16).prop_map(WorkerId::new)
}

fn some_worker() -> impl Strategy<Value = Option<WorkerId>> {
    proptest::option::of(worker())
}

fn site() -> impl Strategy<Value = SiteId> {
    any::<u32>().prop_map(SiteId::new)
}

fn words() -> impl Strategy<Value = String> {
    "[a-zA-Zäß :/._-]{0,20}"
}

fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn run() -> impl Strategy<Value = RunInfo> {
    (any::<u32>(), any::<u16>(), any::<bool>(), any::<u32>()).prop_map(
        |(shift, workers, unstable, max_blocking)| RunInfo {
            shift,
            workers,
            flavor: Flavor::CurrentThread,
            tokio: "1.51.3".into(),
            unstable,
            coverage: Coverage::Hooks,
            max_blocking,
        },
    )
}

fn names() -> impl Strategy<Value = What> {
    let kind = (any::<u16>(), words()).prop_map(|(id, name)| What::Kind {
        id: KindId::new(id),
        name,
    });
    let place = (
        site(),
        words(),
        any::<u32>(),
        proptest::option::of(0..9_u32),
    );
    let place = place.prop_map(|(id, file, line, name)| What::Site {
        id,
        site: Site {
            file,
            line,
            column: 7,
            wait: WaitOn::File,
            name: name.and_then(|name| NameId::new(TextId::new(name))),
        },
    });
    let text = (any::<u32>(), words()).prop_map(|(id, text)| What::Text {
        id: TextId::new(id),
        text,
    });
    prop_oneof![kind, place, text, run().prop_map(What::RunStarted)]
}

fn polls() -> impl Strategy<Value = What> {
    let polled = (task(), some_worker(), 0..1_000_u64, any::<bool>());
    let polled = polled.prop_map(|(task, worker, start, self_woken)| What::Polled {
        task,
        worker,
        start: Nanos(start),
        outcome: PollOutcome::Over,
        self_woken,
        budget_spent: !self_woken,
    });
    let woken = (task(), some_task(), some_worker());
    let woken = woken.prop_map(|(task, ended, on)| What::Woken {
        task,
        by: WakeBy::NamedWait(ended),
        on,
    });
    let waiting = (
        task(),
        site(),
        proptest::option::of(any::<u64>()),
        some_task(),
    );
    let waiting = waiting.prop_map(|(task, site, until, on)| What::Waiting {
        task,
        site,
        until: until.map(Nanos),
        on,
    });
    let over = (task(), site()).prop_map(|(task, site)| What::WaitOver {
        task,
        site,
        end: WaitEnd::Dropped,
    });
    let park = worker().prop_map(|worker| What::Parked { worker });
    let unpark = worker().prop_map(|worker| What::Unparked { worker });
    prop_oneof![polled, woken, waiting, over, park, unpark]
}

fn births() -> impl Strategy<Value = What> {
    let spawned = (task(), some_task(), site(), some_worker(), one(&Role::ALL));
    let spawned = spawned.prop_map(|(task, parent, site, on, role)| What::Spawned {
        task,
        parent,
        kind: KindId::new(9),
        site,
        on,
        bytes: 77,
        detached: true,
        role,
    });
    let seen = (task(), some_task(), site(), some_worker(), any::<bool>());
    let seen = seen.prop_map(|(task, parent, site, on, born)| What::Seen {
        task,
        parent,
        kind: KindId::new(3),
        site,
        on,
        born,
    });
    let job = (task(), some_task(), site());
    let job = job.prop_map(|(job, parent, site)| What::BlockingSubmitted {
        job,
        parent,
        kind: KindId::new(3),
        site,
    });
    prop_oneof![spawned, seen, job]
}

fn rest() -> impl Strategy<Value = What> {
    let about = (task(), site()).prop_flat_map(|(task, site)| {
        one(&[0, 1, 2, 3, 4, 5, 6]).prop_map(move |which| match which {
            0 => What::At { task, site },
            1 => What::Dropped { task },
            2 => What::InPlaceEnded { task },
            3 => What::BlockingStarted { job: task },
            4 => What::JobNotSeen { site },
            5 => What::PanicAt {
                task,
                site,
                text: TextId::new(4),
            },
            _ => What::RunEnded,
        })
    });
    let handle = (task(), some_task(), one(&HandleAct::ALL));
    let handle = handle.prop_map(|(task, by, act)| What::Handle { task, by, act });
    let ended = (task(), one(&BlockingOutcome::ALL));
    let ended = ended.prop_map(|(job, outcome)| What::BlockingEnded { job, outcome });
    let place = (task(), worker()).prop_map(|(task, worker)| What::InPlaceStarted { task, worker });
    let said = (some_task(), any::<u32>()).prop_map(|(task, text)| What::Said {
        task,
        text: TextId::new(text),
    });
    let stuck = (task(), worker(), words()).prop_map(|(task, worker, found)| What::Stuck {
        task,
        worker,
        found: Found::from_packed(&found),
    });
    let shed = (some_worker(), any::<u64>(), any::<u64>(), any::<u64>());
    let shed = shed.prop_map(|(worker, polls, busy, wakes)| What::Coalesced {
        worker,
        polls,
        busy: Nanos(busy),
        wakes,
    });
    let suspended = (any::<u64>(), any::<u64>(), any::<bool>());
    let suspended = suspended.prop_map(|(lasted, timers, measured)| What::Suspended {
        lasted: Nanos(lasted),
        timers: Nanos(timers),
        measured,
    });
    let closing = any::<bool>().prop_map(|graceful| What::Closing { graceful });
    prop_oneof![
        about, handle, ended, place, said, stuck, shed, suspended, closing
    ]
}

fn locks() -> impl Strategy<Value = What> {
    let lock = || any::<u32>().prop_map(LockId::new);
    let holder = (task(), site()).prop_map(|(task, site)| Holder { task, site });
    let awaited = (
        task(),
        site(),
        lock(),
        one(&LockMode::ALL),
        proptest::option::of(holder),
        any::<u32>(),
    );
    let awaited = awaited.prop_map(
        |(task, site, lock, mode, holder, others)| What::LockAwaited {
            task,
            site,
            lock,
            mode,
            holder,
            others,
        },
    );
    let taken = (task(), lock(), site());
    let taken = taken.prop_map(|(task, lock, site)| What::LockTaken { task, lock, site });
    let freed = (task(), lock()).prop_map(|(task, lock)| What::LockFreed { task, lock });
    prop_oneof![awaited, taken, freed]
}

/// Any event, as a probe may tell it.
fn event() -> impl Strategy<Value = Event> {
    let what = prop_oneof![polls(), names(), births(), rest(), locks()];
    (1_000..u64::MAX / 4, what).prop_map(|(at, what)| Event {
        at: Nanos(at),
        what,
    })
}

fn hand() -> impl Strategy<Value = Option<InHand>> {
    let hand = (task(), any::<u32>(), proptest::option::of(site()));
    proptest::option::of(hand.prop_map(|(task, since, site)| InHand {
        task,
        since: Nanos(since.into()),
        site,
    }))
}

fn tick() -> impl Strategy<Value = Tick> {
    let workers = proptest::collection::vec(hand(), 0..5);
    let sample = proptest::option::of((any::<u64>(), any::<u32>(), any::<bool>()));
    (any::<u32>(), workers, sample, any::<u64>()).prop_map(|(at, workers, sample, emitted)| Tick {
        now: Now {
            at: Nanos(u64::from(at) + (1 << 32)),
            workers,
        },
        sample: sample.map(|(at, alive, known)| Sample {
            at: Nanos(at),
            alive: alive as usize,
            injection: 3,
            workers: vec![WorkerSample {
                local: known.then_some(4),
                steals: known.then_some(0),
                raids: None,
                parks: 9,
                busy: Nanos(8),
                waited: known.then_some(Nanos(0)),
            }],
            blocking_threads: known.then_some(2),
            blocking_idle: None,
            blocking_queue: known.then_some(0),
        }),
        delivery: Delivery {
            emitted,
            delivered: 3,
            ..Delivery::default()
        },
        threads: vec![7, 0, 9],
    })
}

fn read(bytes: &[u8]) -> Result<(Head, Block, usize), Fault> {
    let (head, rest) = Head::read(bytes)?;
    let payload = rest.get(..head.length()).ok_or(Fault::Torn(1))?;
    let block = Block::read(&head, payload)?;
    let length = HEAD_BYTES + head.length();
    Ok((head, block, length))
}

proptest! {
    #[test]
    fn events_come_back(events in proptest::collection::vec(event(), 1..60)) {
        let mut encoder = Encoder::default();
        events.iter().for_each(|event| encoder.push(event));
        let mut bytes = Vec::new();
        encoder.events(3, &mut bytes);
        let (head, block, length) = read(&bytes).unwrap();
        prop_assert_eq!(length, bytes.len());
        let first = events.iter().map(|event| event.at).min();
        let last = events.iter().map(|event| event.at).max();
        prop_assert_eq!((Some(head.first), Some(head.last)), (first, last));
        prop_assert_eq!(block, Block::Events(Read { events, unknown: 0 }));
    }

    #[test]
    fn a_tick_comes_back(tick in tick()) {
        let mut bytes = Vec::new();
        Encoder::default().tick(2, &tick, &mut bytes);
        let (head, block, _) = read(&bytes).unwrap();
        prop_assert_eq!((head.runtime, head.last), (2, tick.now.at));
        prop_assert_eq!(block, Block::Tick(tick));
    }

    #[test]
    fn a_block_of_which_a_bit_is_wrong_is_refused(
        events in proptest::collection::vec(event(), 1..9),
        place: prop::sample::Index,
        bit in 0..8_u8,
    ) {
        let mut encoder = Encoder::default();
        events.iter().for_each(|event| encoder.push(event));
        let mut bytes = Vec::new();
        encoder.events(3, &mut bytes);
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        drop(read(&bytes));
        // With a head that holds, so that what is behind it is looked at.
        for kind in 0..10 {
            let kind = Kind::from_code(kind).unwrap_or(Kind::Ask);
            let mut block = Vec::new();
            Encoder::default().block(kind, 0, Nanos(1), &bytes, &mut block);
            drop(read(&block));
        }
    }
}

#[test]
fn who_writes_is_read_again() {
    let hello = Hello {
        version: "0.1.0".into(),
        pid: 7,
        name: "my \u{1b}[31mapp".into(),
        executable: "/a/b".into(),
        began: 9,
        folder: "/a".into(),
        built: 8,
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::default();
    encoder.hello(&hello, &mut bytes);
    let bye = Bye {
        ending: Ending::Panicked,
        text: "why".into(),
    };
    let (_, block, length) = read(&bytes).unwrap();
    let name = "my [31mapp".into();
    assert_eq!(block, Block::Hello(Hello { name, ..hello }));
    let mut more = Vec::new();
    encoder.bye(&bye, &mut more);
    encoder.mark(1, &Mark { lost: 9 }, &mut more);
    let (head, block, end) = read(&more).unwrap();
    assert_eq!((head.sequence, block), (1, Block::Bye(bye)));
    let (_, block, _) = read(&more[end..]).unwrap();
    assert_eq!(block, Block::Mark(Mark { lost: 9 }));
    assert_eq!(Head::read(&bytes[..30]), Err(Fault::Torn(10)));
    assert_eq!(Head::read(b"KB"), Err(Fault::Torn(38)));
    assert_eq!(Head::read(b"PK\x03\x04"), Err(Fault::NotABlock));
    assert!(length == bytes.len());
}

/// As a later release would write it.
#[test]
fn what_a_newer_writer_adds_is_passed_over() {
    let at = |at| Event {
        at: Nanos(at),
        what: What::RunEnded,
    };
    let mut columns = columns::Columns::default();
    columns.push(&at(5));
    columns.push(&at(9));
    let mut bytes = columns.take();
    // The first event is of a sort that is not known, with a column of numbers and one of texts;
    // the other one has a field more than it has here.
    bytes[1] = 60;
    for sort in [60, 6] {
        numbers::push(&mut bytes, sort);
        numbers::push(&mut bytes, 1);
        numbers::push(&mut bytes, 1);
        numbers::push(&mut bytes, 1);
        numbers::push(&mut bytes, 14);
        numbers::push(&mut bytes, 3);
        numbers::push_text(&mut bytes, "hi");
    }
    let mut block = Vec::new();
    Encoder::default().block(Kind::Events, 1, Nanos(5), &bytes, &mut block);
    let events = vec![at(9)];
    let read = Read { events, unknown: 1 };
    assert_eq!(self::read(&block).unwrap().1, Block::Events(read));

    let mut newer = Vec::new();
    numbers::push(&mut newer, u64::from(FORMAT) + 1);
    let mut block = Vec::new();
    Encoder::default().block(Kind::Hello, 0, Nanos(0), &newer, &mut block);
    assert_eq!(self::read(&block).err(), Some(Fault::Newer(FORMAT + 1)));
}

#[test]
fn counts_that_lie_make_no_room() {
    let senseless = |bytes: &[u8]| {
        let mut block = Vec::new();
        Encoder::default().block(Kind::Events, 1, Nanos(0), bytes, &mut block);
        self::read(&block).err() == Some(Fault::Senseless("a block of events"))
    };
    let events = |count: usize| {
        let mut bytes = Vec::new();
        numbers::push(&mut bytes, count as u64);
        bytes.resize(bytes.len() + count, 60);
        numbers::push(&mut bytes, count as u64);
        bytes.resize(bytes.len() + count, 0);
        bytes
    };
    assert!(!senseless(&events(MOST_EVENTS)));
    assert!(senseless(&events(MOST_EVENTS + 1)));
    let columns = |numbers: usize, texts: usize| {
        let mut bytes = events(1);
        for number in [60, numbers, texts] {
            numbers::push(&mut bytes, number as u64);
        }
        bytes.resize(bytes.len() + numbers + texts, 0);
        bytes
    };
    // Those that are too many are passed over.
    assert!(!senseless(&columns(100_000, 100_000)));
}
