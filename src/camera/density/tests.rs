mod many;

use super::*;
use crate::camera::Log;
use crate::camera::log::Weigh;
use crate::events::{
    BlockingOutcome, Event, InHand, KindId, Now, PollOutcome, Role, SiteId, WakeBy, What, WorkerId,
};
use crate::model::Model;
use crate::testkit::{id, run, worker};
use proptest::prelude::*;

const STALL_AFTER: Nanos = Nanos(1_000);
const WORKERS: u16 = 3;

#[derive(Debug)]
struct NoUndo;

impl Weigh for NoUndo {
    fn bytes(&self) -> usize {
        0
    }
}

fn event(at: u64, what: What) -> Event {
    Event {
        at: Nanos(at),
        what,
    }
}

fn poll(start: u64, end: u64, task: u32, on: u16) -> Event {
    poll_that(start, end, task, on, PollOutcome::Pending, false)
}

fn poll_that(
    start: u64,
    end: u64,
    task: u32,
    on: u16,
    outcome: PollOutcome,
    self_woken: bool,
) -> Event {
    let what = What::Polled {
        task: id(task),
        worker: Some(worker(on)),
        start: Nanos(start),
        outcome,
        self_woken,
        budget_spent: false,
    };
    event(end, what)
}

fn wake(at: u64, task: u32) -> Event {
    let what = What::Woken {
        task: id(task),
        by: WakeBy::Outside,
        on: None,
    };
    event(at, what)
}

fn spawn(at: u64, task: u32) -> Event {
    let what = What::Spawned {
        task: id(task),
        parent: None,
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: None,
        bytes: 8,
        detached: false,
        role: Role::Task,
    };
    event(at, what)
}

fn parked(at: u64, on: u16) -> Event {
    let worker = worker(on);
    event(at, What::Parked { worker })
}

fn unparked(at: u64, on: u16) -> Event {
    let worker = worker(on);
    event(at, What::Unparked { worker })
}

/// A log and a model that have both heard the same.
fn heard(events: &[Event]) -> (Log<NoUndo>, Model) {
    let mut log = Log::new(1 << 24);
    let mut model = Model::new(STALL_AFTER);
    let start = event(0, What::RunStarted(run(WORKERS)));
    for event in [start].iter().chain(events) {
        log.push(event);
        model.apply(event);
    }
    (log, model)
}

fn grid(first: u64, count: usize, width: u64) -> Grid {
    Grid {
        first,
        count,
        width: Nanos(width),
    }
}

/// Nothing is known of a poll but what is in the columns.
fn not_known(_: WorkerId, _: Nanos) -> bool {
    false
}

fn idle(at: u64) -> Now {
    Now {
        at: Nanos(at),
        workers: vec![None; WORKERS.into()],
    }
}

fn density(log: &Log<NoUndo>, grid: Grid, task: Option<u32>) -> Density {
    let mut density = Density::new(grid, task.map(id), STALL_AFTER, log);
    density.read(log);
    density
}

fn times(lane: &Lane, part: Activity) -> Vec<u64> {
    lane.cells.iter().map(|cell| cell.time(part).0).collect()
}

#[test]
fn a_poll_that_becomes_a_stall_beyond_the_columns_is_one() {
    let (log, model) = heard(&[event(0, What::Unparked { worker: worker(0) })]);
    let mut now = idle(50);
    now.workers[0] = Some(InHand {
        task: id(1),
        since: Nanos(20),
        site: None,
    });
    let density = density(&log, grid(0, 1, 50), None);
    let stalled = |known: bool| {
        let picture = density.picture(0..usize::MAX, &now, &model, |on, since| {
            known && (on, since) == (worker(0), Nanos(20))
        });
        times(&picture.workers[0], Activity::Stall)
    };
    assert_eq!((stalled(false), stalled(true)), (vec![0], vec![30]));
}

#[test]
fn a_poll_lies_where_it_was_and_is_as_long() {
    let (log, model) = heard(&[poll(150, 420, 1, 0), poll(500, 500, 2, 0)]);
    let picture =
        density(&log, grid(1, 5, 100), None).picture(0..usize::MAX, &idle(600), &model, not_known);
    let lane = &picture.workers[0];
    assert_eq!(times(lane, Activity::Poll), [50, 100, 100, 20, 0]);
    let polls: Vec<_> = lane.cells.iter().map(|cell| cell.polls).collect();
    assert_eq!(polls, [1, 1, 1, 1, 1], "one of no length too");
    let long = Poll {
        task: id(1),
        from: Nanos(150),
        to: Nanos(420),
        stalled: false,
    };
    assert_eq!(lane.long, [long], "the other one is no column wide");
}

#[test]
fn a_poll_that_ends_where_the_columns_begin_is_not_in_them() {
    let (log, model) = heard(&[poll(20, 100, 1, 0), poll(100, 100, 2, 0)]);
    let picture =
        density(&log, grid(1, 2, 100), None).picture(0..usize::MAX, &idle(300), &model, not_known);
    let polls: Vec<_> = picture.workers[0]
        .cells
        .iter()
        .map(|cell| cell.polls)
        .collect();
    assert_eq!(polls, [1, 0], "but one that begins there is");
    let mut kept = density(&log, grid(0, 2, 100), None);
    assert!(kept.move_to(grid(1, 2, 100)));
    kept.read(&log);
    assert_eq!(
        kept.picture(0..usize::MAX, &idle(300), &model, not_known),
        picture
    );
}

#[test]
fn what_no_event_told_of_is_asked_of_the_model() {
    let events = [
        parked(10, 0),
        spawn(20, 1),
        poll(30, 40, 1, 1),
        spawn(50, 2),
        parked(60, 2),
        unparked(240, 2),
    ];
    let (log, model) = heard(&events);
    let look = |task| {
        density(&log, grid(2, 3, 100), Some(task)).picture(
            0..usize::MAX,
            &idle(460),
            &model,
            not_known,
        )
    };
    let picture = look(1);
    assert_eq!(times(&picture.workers[0], Activity::Parked), [100, 100, 60]);
    assert_eq!(times(&picture.workers[1], Activity::Parked), [0, 0, 0]);
    assert_eq!(times(&picture.workers[2], Activity::Parked), [40, 0, 0]);
    assert_eq!(
        times(&picture.task.unwrap(), Activity::Pending),
        [100, 100, 60]
    );
    assert_eq!(
        times(&look(2).task.unwrap(), Activity::Ready),
        [100, 100, 60]
    );
}

#[test]
fn a_poll_in_progress_is_seen_before_it_is_told() {
    let (log, model) = heard(&[spawn(50, 1), parked(60, 1)]);
    let mut now = idle(1_450);
    now.workers[1] = Some(InHand {
        task: id(1),
        since: Nanos(120),
        site: None,
    });
    let density = density(&log, grid(0, 4, 400), Some(1));
    let picture = density.picture(0..usize::MAX, &now, &model, not_known);
    assert_eq!(
        times(&picture.workers[1], Activity::Stall),
        [280, 400, 400, 250]
    );
    let task = picture.task.unwrap();
    assert_eq!(times(&task, Activity::Ready), [70, 0, 0, 0]);
    assert_eq!(times(&task, Activity::Stall), [280, 400, 400, 250]);
    assert_eq!(
        density
            .picture(0..usize::MAX, &idle(1_450), &model, not_known)
            .workers[1]
            .long,
        []
    );
}

#[test]
fn a_task_is_ready_from_its_wake_to_its_poll() {
    let events = [
        spawn(100, 1),
        poll(130, 140, 1, 0),
        wake(250, 1),
        wake(310, 1),
        poll(320, 380, 1, 0),
        poll_that(500, 540, 1, 0, PollOutcome::Pending, true),
        poll_that(560, 590, 1, 0, PollOutcome::Ready, false),
        wake(640, 1),
    ];
    let (log, model) = heard(&events);
    let picture = density(&log, grid(0, 7, 100), Some(1)).picture(
        0..usize::MAX,
        &idle(700),
        &model,
        not_known,
    );
    let lane = picture.task.unwrap();
    assert_eq!(times(&lane, Activity::Ready), [0, 30, 50, 20, 0, 20, 0]);
    assert_eq!(times(&lane, Activity::Pending), [0, 60, 50, 20, 100, 0, 0]);
    assert_eq!(times(&lane, Activity::Poll), [0, 10, 0, 60, 0, 70, 0]);
    let woken: Vec<_> = lane.cells.iter().map(|cell| cell.woken).collect();
    assert_eq!(woken, [false, false, true, true, false, false, true]);
}

#[test]
fn a_wake_during_a_poll_makes_it_ready_after_it() {
    let (log, model) = heard(&[
        spawn(0, 1),
        wake(150, 1),
        poll(100, 200, 1, 0),
        poll(260, 270, 1, 0),
    ]);
    // The columns begin in the middle of the first poll, or before.
    for first in [0, 1] {
        let count = 3 - first as usize;
        let picture = density(&log, grid(first, count, 100), Some(1)).picture(
            0..usize::MAX,
            &idle(300),
            &model,
            not_known,
        );
        let lane = picture.task.unwrap();
        assert_eq!(times(&lane, Activity::Ready)[count - 2..], [0, 60]);
        assert_eq!(times(&lane, Activity::Pending)[count - 2..], [0, 30]);
    }
}

#[test]
fn a_drop_ends_a_task_and_nothing_is_drawn_before_its_spawn() {
    let events = [
        spawn(120, 1),
        poll(130, 140, 1, 0),
        event(350, What::Dropped { task: id(1) }),
    ];
    let (log, model) = heard(&events);
    let picture = density(&log, grid(0, 5, 100), Some(1)).picture(
        0..usize::MAX,
        &idle(500),
        &model,
        not_known,
    );
    let lane = picture.task.unwrap();
    assert_eq!(times(&lane, Activity::Pending), [0, 60, 100, 50, 0]);
    assert_eq!(times(&lane, Activity::Ready), [0, 10, 0, 0, 0]);
}

#[test]
fn jobs_of_the_pool_are_seen_wherever_they_begin_and_end() {
    let job = |at, job, part: u8| {
        let job = id(job);
        let what = match part {
            0 => What::BlockingSubmitted {
                job,
                parent: None,
                kind: KindId::new(0),
                site: SiteId::new(0),
            },
            1 => What::BlockingStarted { job },
            _ => What::BlockingEnded {
                job,
                outcome: BlockingOutcome::Completed,
            },
        };
        event(at, what)
    };
    // One over within, one begun within, one that spans all.
    let events = [
        job(10, 1, 0),
        job(20, 1, 1),
        job(30, 2, 0),
        job(40, 3, 0),
        job(50, 3, 1),
        job(250, 1, 2),
        job(330, 2, 1),
    ];
    let (log, model) = heard(&events);
    let pool = |until: usize| {
        let picture = density(&log, grid(2, 3, 100), Some(2)).picture(
            0..usize::MAX,
            &idle(500),
            &model,
            not_known,
        );
        let part = times(&picture.pool, Activity::Job)[until];
        (part, times(&picture.task.unwrap(), Activity::Job)[until])
    };
    assert_eq!(
        [pool(0), pool(1), pool(2)],
        [(150, 0), (170, 70), (200, 100)]
    );
}

#[test]
fn a_task_that_gave_its_worker_up_was_polled_there_until_then() {
    let task = id(1);
    let events = [
        event(
            150,
            What::InPlaceStarted {
                task,
                worker: worker(0),
            },
        ),
        event(280, What::InPlaceEnded { task }),
        event(
            300,
            What::Polled {
                task,
                worker: None,
                start: Nanos(120),
                outcome: PollOutcome::Pending,
                self_woken: false,
                budget_spent: false,
            },
        ),
    ];
    let (log, model) = heard(&events);
    let picture =
        density(&log, grid(1, 3, 100), None).picture(0..usize::MAX, &idle(300), &model, not_known);
    assert_eq!(times(&picture.workers[0], Activity::Poll), [30, 0, 0]);
    assert_eq!(times(&picture.pool, Activity::Job), [50, 80, 0]);
}

/// Some steps of each worker one after another: looking, polling, parking.
fn life() -> impl Strategy<Value = Vec<Event>> {
    let step = (
        0..WORKERS,
        0_u64..40,
        prop_oneof![0_u64..60, 900_u64..3_000],
        0_u8..8,
        1_u32..5,
    );
    proptest::collection::vec(step, 0..60).prop_map(|steps| {
        let mut clocks = [0_u64; WORKERS as usize];
        let mut events = Vec::new();
        for (on, pause, length, what, task) in steps {
            let clock = &mut clocks[usize::from(on)];
            let start = *clock + pause;
            let end = start + length;
            *clock = end;
            match what {
                0 => events.extend([parked(start, on), unparked(end, on)]),
                1 => events.push(wake(start, task)),
                _ => events.push(poll(start, end, task + u32::from(on) * 10, on)),
            }
        }
        events.sort_by_key(|event| event.at);
        events
    })
}

fn total(lane: &Lane, part: Activity) -> u64 {
    times(lane, part).iter().sum()
}

#[test]
fn a_worker_that_sleeps_since_before_the_columns_is_parked_in_all_of_them() {
    let (log, model) = heard(&[parked(10, 2), poll(250, 260, 1, 0)]);
    let now = Now {
        at: Nanos(400),
        workers: Vec::new(),
    };
    let picture =
        density(&log, grid(2, 2, 100), None).picture(0..usize::MAX, &now, &model, not_known);
    assert_eq!(times(&picture.workers[2], Activity::Parked), [100, 100]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_sum_up_to_the_time_and_no_stall_vanishes(events in life(), width in 1_u64..5_000) {
        let (log, model) = heard(&events);
        let end = events.iter().map(|event| event.at.0).max().unwrap_or(0);
        let all = grid(0, (end / width + 1) as usize, width);
        let picture = density(&log, all, None).picture(0..usize::MAX, &idle(end), &model, not_known);
        for on in 0..WORKERS {
            let polls = events.iter().filter_map(|event| match event.what {
                What::Polled { worker: Some(index), start, .. } if index == worker(on) => {
                    Some((start.0, event.at.0))
                }
                _ => None,
            });
            let lane = picture.workers.get(usize::from(on)).cloned().unwrap_or_default();
            let mut polled = 0;
            for (start, end) in polls {
                polled += end - start;
                if end - start >= STALL_AFTER.0 {
                    for column in start / width..=(end - 1) / width {
                        prop_assert!(lane.cells[column as usize].is_stalled());
                    }
                }
            }
            prop_assert_eq!(total(&lane, Activity::Poll) + total(&lane, Activity::Stall), polled);
        }
    }

    #[test]
    fn filled_bit_by_bit_is_the_same_as_filled_at_once(
        events in life(),
        width in 1_u64..3_000,
        count in 1_usize..40,
        steps in proptest::collection::vec(0_usize..20, 1..8),
    ) {
        let mut log: Log<NoUndo> = Log::new(1 << 24);
        let mut model = Model::new(STALL_AFTER);
        let mut events = events.iter();
        let mut bits: Option<Density> = None;
        let mut at = 0;
        for step in steps {
            for event in events.by_ref().take(step) {
                log.push(event);
                model.apply(event);
                at = event.at.0.max(at);
            }
            let last = at / width;
            let first = last.saturating_sub(count as u64 - 1);
            let grid = grid(first, (last - first + 1) as usize, width);
            let mut density = bits
                .take()
                .and_then(|mut kept| kept.move_to(grid).then_some(kept))
                .unwrap_or_else(|| Density::new(grid, Some(id(1)), STALL_AFTER, &log));
            density.read(&log);
            let now = Now { at: Nanos(at), workers: Vec::new() };
            let whole = super::tests::density(&log, grid, Some(1));
            let (kept, fresh) = (density.picture(0..usize::MAX, &now, &model, not_known), whole.picture(0..usize::MAX, &now, &model, not_known));
            prop_assert_eq!(&kept.pool, &fresh.pool);
            for index in 0..kept.workers.len().max(fresh.workers.len()) {
                let empty = Lane::new(grid.count);
                let kept = kept.workers.get(index).unwrap_or(&empty);
                prop_assert_eq!(kept, fresh.workers.get(index).unwrap_or(&empty));
            }
            let polled = |picture: &Picture| picture.task.as_ref().map(|lane| times(lane, Activity::Poll));
            prop_assert_eq!(polled(&kept), polled(&fresh));
            bits = Some(density);
        }
    }

    #[test]
    fn the_overview_is_the_same_however_it_was_filled(
        events in life(),
        scale in 1_u64..2_000_000,
        bite in 1_usize..20,
    ) {
        // Long runs make columns double.
        let events: Vec<_> = events.iter().map(|event| {
            let mut event = event.clone();
            event.at = Nanos(event.at.0 * scale);
            if let What::Polled { start, .. } = &mut event.what {
                *start = Nanos(start.0 * scale);
            }
            event
        }).collect();
        let mut log: Log<NoUndo> = Log::new(1 << 24);
        let stall_after = Nanos(STALL_AFTER.0 * scale);
        let mut bits = Overview::new(stall_after);
        for some in events.chunks(bite) {
            some.iter().for_each(|event| log.push(event));
            bits.read(&log);
        }
        let mut whole = Overview::new(stall_after);
        whole.read(&log);
        let end = events.iter().map(|event| event.at.0).max().unwrap_or(0) + 1;
        let now = Now { at: Nanos(end), workers: Vec::new() };
        let polled: u64 = events.iter().map(|event| match event.what {
            What::Polled { start, .. } => event.at.0 - start.0,
            _ => 0,
        }).sum();
        let all = whole.share(Nanos::ZERO, Nanos(end), &now);
        let first = log.oldest().unwrap_or_default();
        prop_assert!(all.polled.0 <= polled);
        if events.iter().all(|event| !matches!(event.what, What::Polled { start, .. } if start < first)) {
            prop_assert_eq!(all.polled.0, polled);
        }
        for part in 0..20 {
            let (from, to) = (Nanos(end * part / 20), Nanos(end * (part + 1) / 20));
            prop_assert_eq!(bits.share(from, to, &now), whole.share(from, to, &now));
        }
    }
}

#[test]
fn a_stall_shows_in_the_overview_while_it_lasts_and_after() {
    let (log, _) = heard(&[poll(1_000_000, 3_000_000, 1, 0)]);
    let mut overview = Overview::new(Nanos(1_000_000));
    overview.read(&log);
    let mut now = idle(9_000_000);
    now.workers[0] = Some(InHand {
        task: id(2),
        since: Nanos(7_000_000),
        site: None,
    });
    let stalled: Vec<_> = (0..9)
        .map(|ms| {
            overview.share(
                Nanos(ms * 1_000_000 + 200_000),
                Nanos(ms * 1_000_000 + 800_000),
                &now,
            )
        })
        .map(|share| share.stalled)
        .collect();
    let expected = [false, true, true, false, false, false, false, true, true];
    assert_eq!(stalled, expected);
}

/// If it went through the columns of the time after the last event, it would never end.
#[test]
fn a_long_quiet_after_the_last_event_costs_nothing() {
    let mut log: Log<NoUndo> = Log::new(1 << 20);
    log.push(&poll(100, 400, 1, 0));
    let mut overview = Overview::new(Nanos(1_000_000));
    overview.read(&log);
    let year = Nanos(1 << 55);
    let now = Now {
        at: year,
        workers: Vec::new(),
    };
    let share = overview.share(Nanos::ZERO, year, &now);
    assert_eq!((share.polled, share.of), (Nanos(300), year));
    assert_eq!(
        overview.share(Nanos(1 << 50), year, &now).polled,
        Nanos::ZERO
    );
}
