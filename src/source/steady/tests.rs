//! A loop and its process, stopped or held up at any moment, with clocks of our own.

use super::*;
use crate::events::{PollOutcome, SiteId, WakeBy};
use crate::testkit::{id, worker};
use proptest::prelude::*;
use std::cell::Cell;

fn ms(n: u64) -> Nanos {
    Nanos::from_millis(n)
}

/// A kernel that says what the test says.
struct Fake(Cell<Reading>);

impl Clocks for &Fake {
    fn read(&self) -> Reading {
        self.0.get()
    }

    fn forget_continued(&self) {
        self.0.set(Reading {
            continued: false,
            ..self.0.get()
        });
    }
}

impl Fake {
    fn new() -> Self {
        Self(Cell::new(Reading {
            delay: Some(Nanos::ZERO),
            processors: 2,
            ..Reading::default()
        }))
    }

    fn change(&self, change: impl FnOnce(&mut Reading)) {
        let mut reading = self.0.get();
        change(&mut reading);
        self.0.set(reading);
    }

    /// Time goes on by all clocks.
    fn pass(&self, time: Nanos) {
        self.change(|now| {
            now.timers += time;
            now.with_sleep += time;
        });
    }
}

fn event(at: Nanos, what: What) -> Event {
    Event { at, what }
}

fn polled(start: Nanos, end: Nanos) -> Event {
    event(
        end,
        What::Polled {
            task: id(1),
            worker: Some(worker(0)),
            start,
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        },
    )
}

fn woken(at: Nanos) -> Event {
    event(
        at,
        What::Woken {
            task: id(1),
            by: WakeBy::Driver,
            on: None,
        },
    )
}

/// One round of a loop that takes what there is.
fn take(steady: &Steady<&Fake>, at: Nanos, mut events: Vec<Event>) -> Vec<Event> {
    let mut told = Vec::new();
    steady.look(at);
    let mut hear = |batch: &mut [Event]| told.extend_from_slice(batch);
    if steady.has_found() {
        steady.settle(events, &mut hear);
    } else {
        steady.pass(&mut events, &mut hear);
    }
    told
}

/// A loop that was well until 1 s, and is next heard of at `at`, after `change` of the clocks.
/// What it tells of these events.
fn late(at: Nanos, events: Vec<Event>, change: impl FnOnce(&mut Reading)) -> Vec<Event> {
    let fake = Fake::new();
    let steady = Steady::new(&fake);
    fake.pass(ms(1_000));
    steady.waits(Duration::from_millis(4));
    assert_eq!(take(&steady, ms(1_000), vec![]), []);
    steady.waits(Duration::from_millis(4));
    fake.change(change);
    take(&steady, at, events)
}

fn suspends(told: &[Event]) -> Vec<(Nanos, Nanos, Nanos, bool)> {
    let one = |event: &Event| match event.what {
        What::Suspended {
            lasted,
            timers,
            measured,
        } => Some((event.at, lasted, timers, measured)),
        _ => None,
    };
    told.iter().filter_map(one).collect()
}

fn both(time: Nanos) -> impl FnOnce(&mut Reading) {
    move |now| {
        now.timers += time;
        now.with_sleep += time;
    }
}

#[test]
fn a_freeze_that_nobody_tells_of_is_cut_out_and_marked_as_inferred() {
    let told = late(ms(4_004), vec![polled(ms(990), ms(4_002))], both(ms(3_004)));
    assert_eq!(
        suspends(&told),
        [(ms(1_002), ms(3_000), ms(3_000), false)],
        "it ended when the poll did, at the latest"
    );
    assert_eq!(told[1], polled(ms(990), ms(1_002)));
}

#[test]
fn what_spans_it_is_known_from_when_it_is_found_on() {
    let fake = Fake::new();
    let steady = Steady::new(&fake);
    fake.pass(ms(1_000));
    steady.waits(Duration::from_millis(4));
    assert_eq!(take(&steady, ms(1_000), vec![]), []);
    assert!(!steady.stood_still_since(ms(500)));
    steady.waits(Duration::from_millis(4));
    fake.change(both(ms(3_004)));
    steady.look(ms(4_004));
    assert!(steady.stood_still_since(ms(500)), "found");
    assert_eq!(suspends(&take(&steady, ms(4_004), vec![])).len(), 1);
    assert!(steady.stood_still_since(ms(500)), "and cut");
    assert!(!steady.stood_still_since(ms(4_100)));
}

#[test]
fn one_that_is_told_of_is_measured_and_may_be_short() {
    let told = late(ms(1_044), vec![], |now| {
        both(ms(44))(now);
        now.continued = true;
    });
    assert_eq!(suspends(&told), [(ms(1_004), ms(40), ms(40), true)]);
    assert_eq!(suspends(&late(ms(1_044), vec![], both(ms(44)))), []);
}

#[test]
fn timers_sleep_with_the_machine() {
    let told = late(ms(9_004), vec![], |now| {
        now.timers += ms(4);
        now.with_sleep += ms(8_004);
    });
    assert_eq!(suspends(&told), [(ms(1_004), ms(8_000), Nanos::ZERO, true)]);
}

#[test]
fn a_loop_that_others_keep_from_running_has_not_stopped() {
    let told = late(ms(1_704), vec![polled(ms(990), ms(1_690))], |now| {
        both(ms(704))(now);
        now.delay = Some(ms(690));
    });
    assert_eq!(
        told,
        [polled(ms(990), ms(1_690))],
        "a real stall is told whole"
    );
}

#[test]
fn a_loop_that_works_for_long_has_not_stopped() {
    let told = late(ms(1_704), vec![], |now| {
        both(ms(704))(now);
        now.ran = ms(690);
        now.all_ran = ms(690);
    });
    assert_eq!(told, []);
}

#[test]
fn where_other_threads_ran_only_the_loop_was_held_up() {
    let told = late(ms(4_004), vec![], |now| {
        both(ms(3_004))(now);
        now.all_ran = ms(2_900);
    });
    assert_eq!(told, [], "they used the processor");
    let signs = vec![woken(ms(1_900)), woken(ms(2_800))];
    let told = late(ms(4_004), signs.clone(), both(ms(3_004)));
    assert_eq!(told, signs, "they told of something");
}

#[test]
fn without_word_of_the_scheduler_only_what_is_long_is_believed() {
    let without = |time| {
        move |now: &mut Reading| {
            both(time)(now);
            now.delay = None;
        }
    };
    assert_eq!(late(ms(1_904), vec![], without(ms(904))), []);
    let told = late(ms(4_004), vec![], without(ms(3_004)));
    assert_eq!(suspends(&told).len(), 1);
}

#[test]
fn of_a_loop_that_does_not_say_when_it_waits_nothing_is_said() {
    let fake = Fake::new();
    let steady = Steady::new(&fake);
    assert_eq!(take(&steady, ms(1_000), vec![]), []);
    fake.pass(ms(3_000));
    assert_eq!(take(&steady, ms(4_000), vec![]), []);
}

#[test]
fn a_timer_told_before_keeps_its_time_and_one_told_after_is_put_right() {
    let waiting = |at, until| {
        event(
            at,
            What::Waiting {
                task: id(1),
                site: SiteId::new(0),
                until: Some(until),
                on: None,
            },
        )
    };
    let events = vec![waiting(ms(999), ms(9_000)), waiting(ms(4_002), ms(9_000))];
    let told = late(ms(4_004), events, both(ms(3_004)));
    // The first is moved by the event between them.
    assert_eq!(told[0], waiting(ms(999), ms(9_000)));
    assert_eq!(told[2], waiting(ms(1_002), ms(6_000)));
}

#[test]
fn sums_of_polls_are_no_longer_than_time() {
    let sum = |at, busy| {
        let what = What::Coalesced {
            worker: Some(worker(0)),
            polls: 3,
            busy,
            wakes: 0,
        };
        event(at, what)
    };
    let told = late(ms(4_004), vec![sum(ms(4_003), ms(3_001))], both(ms(3_004)));
    let What::Coalesced { busy, .. } = told[1].what else {
        panic!("{told:?}");
    };
    assert!(busy <= ms(1_004), "{busy:?}");
}

/// What a loop tells that takes events every `wait`, of a process that is stopped at `stop`.
fn played(polls: &[(u64, u64)], wait: u64, stop: u64, lasted: u64) -> Vec<Event> {
    let stopped = |at: u64| ms(if at > stop { at + lasted } else { at });
    let events = |(start, end): &(u64, u64)| {
        let mut two = [
            woken(stopped(*start)),
            polled(stopped(*start), stopped(*end)),
        ];
        two.sort_by_key(|event| event.at);
        two
    };
    let mut left: Vec<Event> = polls.iter().flat_map(events).collect();
    left.sort_by_key(|event| event.at);
    let fake = Fake::new();
    let steady = Steady::new(&fake);
    let (mut told, mut at, mut newest) = (Vec::new(), 0, Nanos::ZERO);
    while at < 3_000 + lasted {
        let ready = left.partition_point(|event| event.at <= ms(at));
        steady.look(ms(at));
        let shown = steady.time(ms(at));
        assert!(shown >= newest, "time runs backwards");
        newest = shown;
        told.extend(take(&steady, ms(at), left.drain(..ready).collect()));
        steady.waits(Duration::from_millis(wait));
        let next = at + wait;
        // Who is stopped wakes when it goes on.
        let next = if (stop + 1..=stop + lasted).contains(&next) {
            stop + lasted + 1
        } else {
            next
        };
        fake.pass(ms(next - at));
        at = next;
    }
    told
}

proptest! {
    #[test]
    fn a_stop_anywhere_makes_no_poll_and_no_wait_longer(
        spans in prop::collection::vec((1_u64..200, 1_u64..300), 1..12),
        wait in prop::sample::select(vec![1_u64, 4, 17]),
        stop in 40_u64..2_000,
        lasted in 150_u64..5_000,
    ) {
        let mut at = 0;
        let polls: Vec<(u64, u64)> = spans
            .iter()
            .map(|(idle, busy)| {
                let start = at + idle;
                at = start + busy;
                (start, at)
            })
            .take_while(|(_, end)| *end < 2_900)
            .collect();
        let (quiet, told) = (played(&polls, wait, 9_000, 0), played(&polls, wait, stop, lasted));
        prop_assert_eq!(suspends(&quiet).len(), 0);
        let found = suspends(&told);
        prop_assert_eq!(found.len(), 1);
        let known = found[0].1.as_millis();
        prop_assert!((lasted - wait..=lasted + 1).contains(&known), "{} of {}", known, lasted);
        let rest: Vec<_> = told
            .iter()
            .filter(|event| !matches!(event.what, What::Suspended { .. }))
            .collect();
        prop_assert_eq!(rest.len(), quiet.len());
        let off = |a: Nanos, b: Nanos| a.since(b).max(b.since(a)).as_millis();
        for (event, expected) in rest.into_iter().zip(&quiet) {
            prop_assert!(off(event.at, expected.at) <= wait + 1);
            if let (What::Polled { start, .. }, What::Polled { start: right, .. }) =
                (&event.what, &expected.what)
            {
                let (lasts, lasted) = (event.at.since(*start), expected.at.since(*right));
                prop_assert!(off(lasts, lasted) <= wait + 1, "{lasts:?} for {lasted:?}");
            }
        }
    }
}
