//! Reading in parts, reading late, and what remains of threads that are gone.

use crate::events::{Event, PollOutcome, TaskId, What};
use crate::observe::chunk::CHUNK_BYTES;
use crate::observe::record::{Packed, Tag};
use crate::observe::writer::Writer;
use crate::observe::{self as probe, Probe, Reader, clock, intern};
use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

#[test]
fn threads_that_ended_leave_only_their_sums_behind() {
    let (probe, mut reader) = Probe::new();
    for _ in 0..20 {
        let probe = probe.clone();
        std::thread::spawn(move || probe.say("hello"))
            .join()
            .expect("no panic");
    }
    let mut said = 0;
    // The first reads them out, the second finds them ended.
    for _ in 0..2 {
        reader.drain_all(|event| said += u32::from(matches!(event.what, What::Said { .. })));
    }
    assert_eq!(said, 20);
    assert_eq!(reader.streams.len(), 0);
    let delivery = reader.delivery();
    assert_eq!((delivery.emitted, delivery.delivered), (20, 20));
}

fn say_on_threads(probe: &Probe) {
    for thread in 0..4 {
        let probe = probe.clone();
        let talk = move || (0..50).for_each(|line| probe.say(&format!("{thread} {line}")));
        std::thread::spawn(talk).join().expect("no panic");
    }
}

#[test]
fn reading_in_parts_gives_the_same_events_in_the_same_order() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    runtime.block_on(async {
        for _ in 0..20 {
            let _ = probe::spawn(probe::yield_now()).await;
        }
    });
    say_on_threads(&probe);
    probe.closing(true);
    drop(runtime);
    probe.run_ended();
    let mut parts = Vec::<Event>::new();
    loop {
        let before = parts.len();
        let count = reader.read(
            super::Until::TheEnd,
            7,
            &mut super::Each(|event| parts.push(event)),
        );
        assert_eq!(parts.len() - before, count);
        if count < 7 {
            break;
        }
    }
    assert!(parts.is_sorted_by_key(|event| event.at));
    let ended = |event: &&Event| {
        matches!(
            event.what,
            What::Polled {
                outcome: PollOutcome::Ready,
                ..
            }
        )
    };
    assert_eq!(parts.iter().filter(ended).count(), 20);
    let said = parts
        .iter()
        .filter(|event| matches!(event.what, What::Said { .. }));
    assert_eq!(said.count(), 200);
    assert_eq!(parts.last().map(|event| &event.what), Some(&What::RunEnded));
    assert!(matches!(
        parts
            .iter()
            .find(|event| !matches!(
                event.what,
                What::Kind { .. } | What::Site { .. } | What::Text { .. }
            ))
            .map(|event| &event.what),
        Some(What::RunStarted(_))
    ));
    let delivery = reader.delivery();
    assert_eq!(delivery.emitted, delivery.delivered);
}

/// What a reader finds that comes late.
#[derive(Debug, Default, PartialEq, Eq)]
struct Late {
    spawned: u64,
    completed: u64,
    /// Waits told, minus ends of waits told.
    waits: i64,
    polls: u64,
    coalesced_polls: u64,
    last_is_parked: bool,
}

fn read_late(reader: &mut Reader) -> Late {
    let mut late = Late::default();
    reader.drain_all(|event| match event.what {
        What::Spawned { .. } => late.spawned += 1,
        What::Polled { outcome, .. } => {
            late.polls += 1;
            late.completed += u64::from(outcome == PollOutcome::Ready);
            late.last_is_parked = false;
        }
        What::Waiting { .. } => late.waits += 1,
        What::WaitOver { .. } => late.waits -= 1,
        What::Parked { .. } => late.last_is_parked = true,
        What::Unparked { .. } => late.last_is_parked = false,
        What::Coalesced { polls, .. } => late.coalesced_polls += polls,
        _ => {}
    });
    late
}

const BUDGET: usize = 8 * CHUNK_BYTES;
const TASKS: u64 = 100;

/// Tasks that yield at an observed await, wake each other and let the worker park.
async fn commotion(yields: u32) {
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            probe::spawn(async move {
                for _ in 0..yields {
                    probe::yield_now().await;
                }
            })
        })
        .collect();
    for task in tasks {
        let _ = task.await;
    }
}

#[test]
fn a_reader_that_does_not_read_costs_bounded_memory_and_no_task() {
    let (probe, mut reader) = Probe::with_budget(BUDGET);
    let mut builder = Builder::new_multi_thread();
    let runtime = probe.build(builder.worker_threads(1)).unwrap();
    // Far more than the budget holds: 100 tasks × 2,000 yields × 4 events.
    runtime
        .block_on(async { probe::spawn(commotion(2_000)).await })
        .expect("no panic");
    // The spawning thread and the worker have one open chunk each, and finish it.
    let most = BUDGET / CHUNK_BYTES + 3;
    assert!(
        reader.hub.unread() <= most,
        "{} chunks",
        reader.hub.unread()
    );
    drop(runtime);

    let late = read_late(&mut reader);
    assert_eq!((late.spawned, late.completed), (TASKS + 1, TASKS + 1));
    assert_eq!(late.waits, 0, "every wait that was told ended");
    assert!(late.coalesced_polls > 0);
    // At least: a join that was not ready at once polls once more.
    assert!(late.polls + late.coalesced_polls > TASKS * 2_001);
    let delivery = reader.delivery();
    assert!(
        delivery.coalesced > late.coalesced_polls,
        "waits and wakes too"
    );
    assert_eq!(delivery.emitted, delivery.delivered + delivery.coalesced);
    assert_eq!(delivery.dropped, 0);
}

#[test]
fn records_that_must_be_kept_do_not_hide_that_the_reader_is_behind() {
    let (probe, mut reader) = Probe::with_budget(BUDGET);
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    // Spawns and ends fill chunk after chunk, polls come seldom.
    runtime.block_on(async {
        for _ in 0..10_000 {
            let _ = probe::spawn(async {}).await;
        }
        let _ = probe::spawn(commotion(100)).await;
    });
    drop(runtime);
    let late = read_late(&mut reader);
    assert_eq!(late.spawned, 10_001 + TASKS);
    assert_eq!(late.completed, 10_001 + TASKS);
    let yields = TASKS * 100;
    assert!(late.coalesced_polls >= yields - 1_024, "{late:?}");
}

#[test]
fn after_a_late_reading_a_worker_that_is_parked_is_known_to_be() {
    let (probe, mut reader) = Probe::with_budget(BUDGET);
    let mut builder = Builder::new_multi_thread();
    let runtime = probe
        .build(builder.worker_threads(1).enable_time())
        .unwrap();
    let naps = async {
        for _ in 0..3_000 {
            probe::spawn(async {}).await.expect("no panic");
        }
        commotion(500).await;
        crate::time::sleep(Duration::from_millis(1)).await;
    };
    runtime
        .block_on(async { probe::spawn(naps).await })
        .expect("no panic");
    // The last park may be under way still: the runtime says when it is done.
    let until = Instant::now() + Duration::from_secs(30);
    let mut late = read_late(&mut reader);
    while !late.last_is_parked && Instant::now() < until {
        let next = read_late(&mut reader);
        late.last_is_parked = next.last_is_parked;
        std::thread::yield_now();
    }
    assert!(late.last_is_parked);
}

/// `cargo test --release -- --ignored never_read`: prints what ten seconds cost.
#[test]
#[ignore = "takes ten seconds and prints figures"]
fn never_read_for_ten_seconds_at_full_rate() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_multi_thread()).unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    let busy = || async move {
        while Instant::now() < until {
            tokio::task::yield_now().await;
            probe::yield_now().await;
        }
    };
    let tasks: Vec<_> =
        runtime.block_on(async { (0..1_000).map(|_| probe::spawn(busy())).collect() });
    runtime.block_on(async {
        for task in tasks {
            let _ = task.await;
        }
    });
    let bytes = reader.hub.unread() * CHUNK_BYTES;
    drop(runtime);
    let late = read_late(&mut reader);
    let delivery = reader.delivery();
    println!("unread {} KiB, {late:?}, {delivery:?}", bytes >> 10);
    assert!(bytes <= (64 << 20) + 64 * CHUNK_BYTES);
    assert_eq!((late.spawned, late.completed), (1_000, 1_000));
    assert_eq!(delivery.emitted, delivery.delivered + delivery.coalesced);
}

/// A reader at rest on a runtime of one worker, and word that it was woken.
fn at_rest() -> (Runtime, Reader, std::sync::mpsc::Receiver<()>) {
    let (probe, mut reader) = Probe::new();
    let (send, woken) = std::sync::mpsc::sync_channel(1);
    reader.on_news(move || {
        let _ = send.try_send(());
    });
    let mut builder = Builder::new_multi_thread();
    let runtime = probe.build(builder.worker_threads(1)).unwrap();
    let until = Instant::now() + Duration::from_secs(30);
    let mut parked = false;
    loop {
        reader.drain(|event| parked = matches!(event.what, What::Parked { .. }));
        if parked && reader.rest() {
            break;
        }
        assert!(Instant::now() < until, "the worker never parked");
        std::thread::yield_now();
    }
    assert!(woken.try_recv().is_err(), "nothing happens");
    (runtime, reader, woken)
}

#[test]
fn a_reader_at_rest_is_woken_when_a_worker_unparks() {
    let (runtime, _reader, woken) = at_rest();
    runtime
        .block_on(async { probe::spawn(async {}).await })
        .expect("no panic");
    woken
        .recv_timeout(Duration::from_secs(30))
        .expect("it is woken");
}

#[test]
fn a_reader_at_rest_is_woken_by_a_job_that_wakes_nobody() {
    let (runtime, _reader, woken) = at_rest();
    let _inside = runtime.enter();
    drop(probe::spawn_blocking(|| {}));
    woken
        .recv_timeout(Duration::from_secs(30))
        .expect("it is woken");
}

#[test]
fn a_task_without_an_id_runs_and_is_counted() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    runtime.block_on(async { probe::spawn(async {}).await.unwrap() });
    reader.hub.use_up_ids();
    runtime.block_on(async {
        let handle = probe::spawn(async { 5 });
        assert_eq!(handle.number(), None);
        assert_eq!(handle.await.unwrap(), 5);
        assert_eq!(probe::spawn_blocking(|| 6).await.unwrap(), 6);
    });
    let mut spawned = 0;
    reader.drain_all(|event| spawned += u32::from(matches!(event.what, What::Spawned { .. })));
    let delivery = reader.delivery();
    assert_eq!((spawned, delivery.without_id), (1, 2));
    assert_eq!(delivery.emitted, delivery.delivered);
}

#[test]
fn numbers_follow_each_other_though_threads_take_many_at_once() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    let kind = probe.kind("spawned from outside");
    // Fast on one thread after the other: each leaves the rest of what it took.
    for _ in 0..20 {
        let (probe, handle) = (probe.clone(), runtime.handle().clone());
        let spawn = move || {
            for _ in 0..33 {
                drop(probe.spawn_on(&handle, kind, async {}));
            }
        };
        std::thread::spawn(spawn).join().unwrap();
    }
    let mut ids = Vec::new();
    reader.drain_all(|event| {
        if let What::Spawned { task, .. } = event.what {
            ids.push(task.get());
        }
    });
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[1] == pair[0] + 1), "{ids:?}");
}

#[test]
fn a_record_nobody_can_read_is_counted_and_the_next_ones_are_read() {
    let (probe, mut reader) = Probe::new();
    let mut writer = Writer::new(Arc::clone(probe.hub()));
    let now = clock::now();
    let text = intern::text("readable").index() as u32;
    // Memory that was never written; a spawn whose other half is missing comes last.
    for record in [
        Packed::new(Tag::Said, now, 0, text),
        Packed(0, 0),
        Packed::new(Tag::Poll, now, 0, 0),
        Packed::new(Tag::Said, now, 0, text),
        Packed::new(Tag::Spawned, now, 7, 0),
    ] {
        writer.keep(record);
    }
    let mut said = 0;
    reader.drain_all(|event| said += u32::from(matches!(event.what, What::Said { .. })));
    assert_eq!(said, 2);
    let delivery = reader.delivery();
    assert_eq!((delivery.delivered, delivery.dropped), (2, 3));
    assert_eq!(delivery.emitted, 5);
}

#[test]
fn a_note_has_its_place_among_the_records_of_its_thread() {
    let (probe, mut reader) = Probe::new();
    let mut writer = Writer::new(Arc::clone(probe.hub()));
    let task = |number| TaskId::new(number).unwrap();
    for number in 1..4 {
        // More than a chunk in between.
        for _ in 0..CHUNK_BYTES / 16 {
            writer.keep(Packed::new(Tag::Dropped, clock::now(), number, 0));
        }
        writer.note(clock::now(), What::InPlaceEnded { task: task(number) });
    }
    // A place without a note: as if memory were broken.
    writer.keep(Packed::new(Tag::Note, clock::now(), 0, 0));
    let mut told = Vec::new();
    reader.drain_all(|event| told.push(event.what));
    // Names of other tests are announced here too.
    told.retain(|what| what.subject().is_some());
    told.dedup();
    let expected: Vec<_> = (1..4)
        .map(task)
        .flat_map(|task| [What::Dropped { task }, What::InPlaceEnded { task }])
        .collect();
    assert_eq!(told, expected);
    assert_eq!(reader.delivery().dropped, 1);
    drop(reader);
    // Nobody reads any more: nothing is kept.
    writer.note(clock::now(), What::InPlaceEnded { task: task(1) });
    assert_eq!(writer.notes(), 0);
}

#[test]
fn a_poll_of_hours_ends_when_it_ended_and_is_as_long_as_it_was() {
    let (probe, mut reader) = Probe::new();
    let mut writer = Writer::new(Arc::clone(probe.hub()));
    let start = clock::now();
    let hours = 5 * 3_600_000_000_000;
    let end = start.plus_nanos(hours);
    writer.keep(Packed::poll(7, start, end));
    writer.keep(Packed::poll(8, end, end));
    let mut polls = Vec::new();
    reader.drain_all(|event| {
        if let What::Polled { task, start, .. } = event.what {
            polls.push((task.get(), event.at, event.at.since(start).0));
        }
    });
    let [(7, ended, length), (8, next, 0)] = polls[..] else {
        panic!("{polls:?}");
    };
    assert_eq!(ended, next);
    assert!(hours - length < hours >> 24, "{length}");
}

/// One poll after another; nothing lives or dies.
async fn spins(polls: u32) {
    for _ in 0..polls {
        tokio::task::yield_now().await;
    }
}

#[test]
fn in_a_flood_the_queue_is_short() {
    let (probe, mut reader) = Probe::with_budget(600 * CHUNK_BYTES);
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    let flood = || drop(runtime.block_on(async { probe::spawn(spins(400_000)).await }));
    flood();
    let unread = reader.hub.unread();
    assert!((600..610).contains(&unread), "{unread}: the budget");
    reader.drain_some(10_000, |_| {});
    reader.drain_all(drop);
    flood();
    let unread = reader.hub.unread();
    assert!((48..60).contains(&unread), "{unread}: it was a flood");
    reader.drain_all(drop);
    let delivery = reader.delivery();
    assert_eq!(delivery.emitted, delivery.delivered + delivery.coalesced);
}

#[test]
fn what_was_counted_of_an_earlier_runtime_is_not_that_of_the_present_ones_workers() {
    let (probe, mut reader) = Probe::with_budget(BUDGET);
    let flood = || {
        let mut builder = Builder::new_multi_thread();
        let runtime = probe.build(builder.worker_threads(1)).unwrap();
        drop(runtime.block_on(async { probe::spawn(commotion(500)).await }));
    };
    let counted = |reader: &mut Reader| {
        let mut of_workers = Vec::new();
        reader.drain_all(|event| {
            if let What::Coalesced { worker, polls, .. } = event.what {
                assert!(polls > 0);
                of_workers.push(worker.is_some());
            }
        });
        of_workers
    };
    flood();
    assert_eq!(counted(&mut reader), [true]);
    flood();
    probe.build(&mut Builder::new_current_thread()).unwrap();
    assert_eq!(counted(&mut reader), [false]);
}

#[test]
fn what_waits_too_long_is_counted_and_lives_and_deaths_are_told() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    let (mut spawned, mut polls, mut wakes) = (0, 0, 0);
    let ended = Cell::new(0);
    let all = async { [100_000, 300_000].map(|polls| probe::spawn(spins(polls))) };
    for task in runtime.block_on(all) {
        drop(runtime.block_on(task));
    }
    assert!(reader.hub.unread() > 512);
    let mut hear = |batch: &mut [Event]| {
        for event in batch {
            match event.what {
                What::Spawned { .. } => spawned += 1,
                What::Polled { outcome, .. } => {
                    polls += 1;
                    ended.set(ended.get() + u64::from(outcome == PollOutcome::Ready));
                }
                What::Woken { .. } => wakes += 1,
                What::Coalesced {
                    polls: more_polls,
                    wakes: more_wakes,
                    ..
                } => {
                    polls += more_polls;
                    wakes += more_wakes;
                }
                _ => {}
            }
        }
    };
    reader.drain_some(1_000, &mut hear);
    assert!(reader.hub.unread() < 60, "{}", reader.hub.unread());
    // The youngest ones were too young before, among them the second end.
    while reader.drain_some(usize::MAX, &mut hear) > 0 || ended.get() < 2 {}
    assert_eq!((spawned, ended.get()), (2, 2));
    assert_eq!((polls, wakes), (400_002, 400_000));
    let delivery = reader.delivery();
    assert!(delivery.coalesced > 100_000, "{delivery:?}");
    assert_eq!(delivery.emitted, delivery.delivered + delivery.coalesced);
}

#[test]
fn a_reader_that_falls_behind_makes_room_for_what_comes() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    drop(runtime.block_on(async { probe::spawn(spins(100_000)).await }));
    let unread = reader.hub.unread();
    assert!(unread > 64, "{unread}");
    reader.drain_some(1, |_| {});
    assert_eq!(reader.hub.spare(), unread.min(256));
}
