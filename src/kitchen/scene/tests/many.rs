//! More chefs than rows.

use super::*;

const MANY: u16 = 96;

/// As many chefs; each has had a card, and a few have one in hand.
fn crowded() -> App {
    let mut app = app(true);
    let run = RunInfo {
        shift: 2,
        workers: MANY,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    hear(&mut app, 1, What::RunEnded);
    hear(&mut app, 2, What::RunStarted(run));
    for on in 0..MANY {
        let worker = WorkerId::new(on);
        let task = u32::from(on) + 1;
        hear(&mut app, 10, spawned(task, None, None));
        let polled = What::Polled {
            task: id(task),
            worker: Some(worker),
            start: Nanos::from_millis(20),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        hear(&mut app, 30, polled);
    }
    frame_at(&mut app, 1_050, |on| on % 5 == 0);
    app
}

/// A frame at this time; some have had their card in hand since 1,000 ms.
fn frame_at(app: &mut App, at_ms: u64, at_work: impl Fn(u16) -> bool) {
    let in_hand = |on: u16| InHand {
        task: id(u32::from(on) + 1),
        since: Nanos::from_millis(1_000),
        site: None,
    };
    let workers = (0..MANY).map(|on| at_work(on).then(|| in_hand(on)));
    let now = Now {
        at: Nanos::from_millis(at_ms),
        workers: workers.collect(),
    };
    update(
        app,
        Message::Frame {
            now,
            sample: None,
            delivery: Delivery::default(),
        },
    );
}

#[test]
fn every_chef_has_hands_and_a_past() {
    let app = crowded();
    for height in [24, 200] {
        let scene = scene(&app, 160, height);
        let chefs = &scene.kitchen().chefs;
        assert_eq!(chefs.len(), usize::from(MANY));
        for (on, chef) in (0..).zip(chefs) {
            let hand = chef.hand.as_ref().map(|hand| hand.card.task);
            assert_eq!(hand, (on % 5 == 0).then(|| id(on + 1)), "chef {on}");
            // The one in progress is a poll too.
            let polls = 1 + u64::from(hand.is_some());
            assert_eq!(chef.polls, polls, "chef {on}");
            // Where there is a row for each there is a strip for each.
            let past = chef.strip.columns(10);
            let cooked = past.iter().any(|load| load.busy > 0.0);
            assert_eq!(cooked, height == 200, "chef {on}");
        }
    }
}

#[test]
fn every_chef_is_on_one_of_the_pages() {
    let mut app = crowded();
    for room in [1, 7, 48, 96, 1_000] {
        for on in 0..MANY {
            app.selected = crate::app::Selection::Worker(WorkerId::new(on));
            let first = scene(&app, 80, 24).kitchen().first_chef(room);
            assert!(
                (first..first + room).contains(&usize::from(on)),
                "chef {on} is not among {room} from {first} on"
            );
        }
    }
    app.selected = crate::app::Selection::Task(id(91));
    assert_eq!(
        scene(&app, 80, 24).kitchen().first_chef(48),
        48,
        "in the hand of chef 90"
    );
    app.selected = crate::app::Selection::Auto;
    assert_eq!(scene(&app, 80, 24).kitchen().first_chef(48), 0);
    assert_eq!(scene(&app, 80, 24).kitchen().first_chef(0), 0);
}

#[test]
fn the_page_with_the_stall_in_focus_is_shown_unless_something_is_selected() {
    let mut app = crowded();
    let first = |app: &App| scene(app, 80, 24).kitchen().first_chef(24);
    frame_at(&mut app, 1_050, |on| on == 90);
    assert_eq!(first(&app), 0, "they cook");
    frame_at(&mut app, 2_000, |on| on == 90);
    assert_eq!(first(&app), 72, "they are stalled");
    app.selected = crate::app::Selection::Worker(WorkerId::new(30));
    assert_eq!(first(&app), 24, "whoever is selected");
    app.selected = crate::app::Selection::Auto;
    frame_at(&mut app, 2_100, |_| false);
    assert_eq!(first(&app), 0, "it is over");
}

#[test]
fn every_chef_has_a_line_on_the_timeline() {
    let mut app = crowded();
    let mut seen = std::collections::BTreeSet::new();
    for on in 0..MANY {
        app.selected = crate::app::Selection::Worker(WorkerId::new(on));
        let view = timeline::tests::look(&mut app, 80, 24);
        assert_eq!(view.all, usize::from(MANY));
        for (index, lane) in (view.first..).zip(&view.chefs) {
            use timeline::Cell::{Poll, Stall};
            let told = lane
                .cells
                .iter()
                .any(|cell| matches!(cell, Poll(_) | Stall));
            assert!(told, "chef {index}");
            seen.insert(index);
        }
    }
    assert_eq!(seen.len(), usize::from(MANY));
}
