mod many;
mod rules;
mod stuck;
mod told;

use super::*;
use crate::app::{Action, App, Message, Options, Selection, update};
use crate::events::{
    Delivery, Event, Flavor, InHand, KindId, Now, PollOutcome, Role, RunInfo, Sample, Site, SiteId,
    TextId, WaitOn, WakeBy, What, WorkerId, WorkerSample,
};
use crate::kitchen::analogy::KITCHEN;
use ratatui::layout::Size;

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

const ONE: WorkerId = WorkerId::new(1);

fn app(reduced_motion: bool) -> App {
    let options = Options {
        workers: 2,
        reduced_motion,
        stall_after: Nanos::from_millis(100),
        history: 64 << 20,
    };
    let mut app = App::new(vec![&fixtures::RECIPE], options);
    let run = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    hear(
        &mut app,
        0,
        What::Kind {
            id: KindId::new(0),
            name: "block".into(),
        },
    );
    let site = |line, wait| Site {
        file: fixtures::RECIPE.file.into(),
        line,
        column: 5,
        wait,
        name: None,
    };
    hear(
        &mut app,
        0,
        What::Site {
            id: SiteId::new(0),
            site: site(6, WaitOn::Spawn),
        },
    );
    hear(
        &mut app,
        0,
        What::Site {
            id: SiteId::new(1),
            site: site(9, WaitOn::Timer),
        },
    );
    hear(
        &mut app,
        0,
        What::Site {
            id: SiteId::new(2),
            site: site(8, WaitOn::Work),
        },
    );
    hear(&mut app, 0, What::RunStarted(run));
    app
}

fn hear(app: &mut App, ms: u64, what: What) {
    app.hear(Event {
        at: Nanos::from_millis(ms),
        what,
    });
}

fn spawned(task: u32, parent: Option<u32>, on: Option<WorkerId>) -> What {
    What::Spawned {
        task: id(task),
        parent: parent.map(id),
        kind: KindId::new(0),
        site: SiteId::new(0),
        on,
        bytes: 64,
        detached: false,
        role: Role::Task,
    }
}

fn polled(task: u32, start: u64, outcome: PollOutcome) -> What {
    What::Polled {
        task: id(task),
        worker: Some(ONE),
        start: Nanos::from_millis(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

fn at(app: &mut App, ms: u64, hand: Option<(u32, u64)>) {
    let line = Some(SiteId::new(2));
    look(app, ms, hand.map(|hand| in_hand(hand, line)));
}

/// A card in hand at no line that it has told.
fn at_unmarked(app: &mut App, ms: u64, hand: (u32, u64)) {
    look(app, ms, Some(in_hand(hand, None)));
}

fn in_hand((task, since): (u32, u64), site: Option<SiteId>) -> InHand {
    InHand {
        task: id(task),
        since: Nanos::from_millis(since),
        site,
    }
}

fn look(app: &mut App, ms: u64, hand: Option<InHand>) {
    let now = Now {
        at: Nanos::from_millis(ms),
        workers: vec![None, hand],
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

/// The scene for a terminal of this size.
fn scene(app: &App, width: u16, height: u16) -> Scene {
    super::scene(app, &crate::ui::viewport(app, Size::new(width, height)))
}

fn told(scene: &Scene) -> String {
    scene
        .kitchen()
        .story
        .iter()
        .map(|told| format!("{}\n", told.line.text))
        .collect()
}

#[test]
fn a_card_is_in_one_place_from_the_pass_to_the_counter() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    at(&mut app, 11, None);
    app.newest_mut().mark.sample.injection = 1;
    app.newest_mut().mark.sample.at = Nanos::from_millis(11);
    let waiting = scene(&app, 80, 24);
    assert_eq!(waiting.kitchen().pass.cards.len(), 1);
    assert!(waiting.kitchen().pass.cards[0].fresh, "it came just now");

    at(&mut app, 12, Some((1, 12)));
    app.newest_mut().mark.sample.injection = 0;
    let cooking = scene(&app, 80, 24);
    assert!(
        cooking.kitchen().pass.cards.is_empty(),
        "the model still has it queued, the hand tells better"
    );
    assert_eq!(cooking.kitchen().chefs[1].state, ChefState::Cooking);
    assert_eq!(cooking.kitchen().chefs[1].source, Some(Source::Pass));

    hear(
        &mut app,
        13,
        What::Waiting {
            task: id(1),
            site: SiteId::new(1),
            until: Some(Nanos::from_millis(213)),
            on: None,
        },
    );
    hear(&mut app, 14, polled(1, 12, PollOutcome::Pending));
    at(&mut app, 114, None);
    let simmering = scene(&app, 80, 24);
    let pot = &simmering.kitchen().stove.pots[0];
    assert_eq!(
        (pot.group, pot.bell.map(|(left, _)| left)),
        (WaitGroup::Bells, Some(Nanos::from_millis(99)))
    );
    assert_eq!(
        simmering
            .kitchen()
            .code
            .as_ref()
            .and_then(|code| code.lines.iter().find(|line| line.here))
            .map(|line| line.number),
        Some(9)
    );
    assert!(
        told(&simmering).contains("aside at line 9: it waits for its bell (timer)"),
        "{}",
        told(&simmering)
    );

    hear(
        &mut app,
        213,
        What::Woken {
            task: id(1),
            by: WakeBy::Driver,
            on: Some(ONE),
        },
    );
    hear(&mut app, 215, polled(1, 214, PollOutcome::Ready));
    at(&mut app, 300, None);
    let served = scene(&app, 80, 24);
    assert_eq!(
        (served.kitchen().counter.served, served.kitchen().stove.len),
        (1, 0)
    );
    assert_eq!(served.kitchen().counter.dishes[0].outcome, Outcome::Served);
}

#[test]
fn a_stall_is_seen_while_it_lasts_and_told_after_it() {
    let mut app = app(false);
    hear(&mut app, 10, spawned(7, None, None));
    hear(&mut app, 20, spawned(16, Some(7), Some(ONE)));
    at(&mut app, 111, Some((7, 12)));
    assert_eq!(
        scene(&app, 80, 24).kitchen().chefs[1].state,
        ChefState::Cooking
    );
    at(&mut app, 1_412, Some((7, 12)));
    let stalled = scene(&app, 80, 24);
    let chef = &stalled.kitchen().chefs[1];
    assert_eq!(chef.state.word(&KITCHEN), "stalled");
    assert_eq!(
        chef.hand.as_ref().map(|hand| hand.time),
        Some(Nanos::from_millis(1_400))
    );
    let clip = chef.clip.as_ref().expect("the child sits in the clip");
    assert_eq!((clip.card.task, clip.trapped.is_some()), (id(16), true));
    assert!(
        stalled
            .kitchen()
            .code
            .as_ref()
            .is_some_and(|code| code.stuck.is_some())
    );
    let story = told(&stalled);
    assert!(
        story.starts_with("Chef 1 is stalled for 1.40s: one poll of #07 block at line 8."),
        "{story}"
    );
    assert!(story.contains("#16 block is ready for"), "{story}");
    let columns = chef.strip.columns(10);
    assert!(columns[9].stalled > 0.9 && columns[5].stalled == 0.0);

    hear(&mut app, 3_012, polled(7, 12, PollOutcome::Ready));
    at(&mut app, 3_500, None);
    let over = scene(&app, 80, 24);
    assert!(
        over.kitchen()
            .chefs
            .iter()
            .all(|chef| chef.state != ChefState::Stalled)
    );
    assert_eq!(over.kitchen().chefs[1].slow, 1);
    assert!(
        told(&over).contains("Chef 1's stall is over: one poll of #07 block"),
        "{}",
        told(&over)
    );
    assert!(
        over.kitchen()
            .story
            .iter()
            .all(|told| !told.line.text.contains("stalled")),
        "{}",
        told(&over)
    );
}

#[test]
fn measured_depths_win_over_modelled_ones() {
    let mut app = app(true);
    hear(&mut app, 20, spawned(1, None, None));
    at(&mut app, 21, None);
    app.newest_mut().mark.sample = Sample {
        at: Nanos::from_millis(21),
        injection: 3,
        workers: vec![
            WorkerSample {
                local: Some(5),
                steals: Some(5),
                raids: Some(2),
                ..WorkerSample::default()
            },
            WorkerSample::default(),
        ],
        ..Sample::default()
    };
    let scene = scene(&app, 80, 24);
    assert_eq!(scene.kitchen().pass.len, Value::observed(3));
    assert_eq!(scene.kitchen().chefs[0].rail.len, Value::observed(5));
    assert_eq!(scene.kitchen().chefs[0].raids, Value::observed(2));
    assert_eq!(scene.kitchen().chefs[1].rail.len, Value::inferred(0));
}

#[test]
fn cards_travel_for_a_moment_or_leave_a_mark() {
    for reduced in [false, true] {
        let mut app = app(reduced);
        hear(&mut app, 1_000, spawned(1, None, None));
        at(&mut app, 1_100, None);
        let moving = scene(&app, 80, 24);
        assert!(moving.animating);
        assert_eq!(moving.kitchen().travellers.len(), usize::from(!reduced));
        at(&mut app, 1_000 + TRIP_MS, None);
        let still = scene(&app, 80, 24);
        assert!(!still.animating && still.kitchen().travellers.is_empty());
        assert_eq!(scene(&app, 80, 24).kitchen().beat > 0, !reduced);
    }
}

const TRIP_MS: u64 = travel::TRIP.as_millis();

#[test]
fn a_crowd_is_told_once_and_weight_stays() {
    let mut app = app(true);
    hear(&mut app, 5, spawned(1, None, None));
    hear(&mut app, 8, polled(1, 6, PollOutcome::Panicked));
    for task in 2..200 {
        hear(&mut app, 1_000, spawned(task, None, None));
    }
    at(&mut app, 2_500, None);
    let scene = scene(&app, 80, 24);
    assert!(
        scene.kitchen().story[0]
            .line
            .text
            .contains("#01 block is burnt"),
        "{}",
        told(&scene)
    );
    let crowd = scene
        .kitchen()
        .story
        .iter()
        .find(|told| told.times > 100)
        .expect("one line for all");
    assert!(crowd.line.text.contains("handed in from outside"));
}

#[test]
fn the_cards_of_one_raid_are_told_in_one_line() {
    let mut app = app(true);
    let zero = WorkerId::new(0);
    // The last one takes the clip, and those before it lie on the rail of Chef 0.
    for task in 1..=6 {
        hear(&mut app, 20, spawned(task, Some(99), Some(zero)));
    }
    // Half of them, rounded up: the last one taken is polled first.
    for (task, start) in [(3, 21), (1, 22), (2, 23)] {
        let poll = polled(task, start, PollOutcome::Pending);
        hear(&mut app, start + 1, poll);
    }
    at(&mut app, 900, None);
    let took = scene(&app, 80, 24);
    let raids: Vec<_> = told(&took)
        .lines()
        .filter(|line| line.contains("rail (~"))
        .map(str::to_string)
        .collect();
    assert_eq!(
        raids,
        ["Chef 1 took #01, #02 and #03 from Chef 0's rail (~ a steal)."]
    );
    let why = |line: &StoryLine| line.line.why.clone().unwrap_or_default();
    let mut story = took.kitchen().story.iter().map(why);
    assert!(story.any(|why| why.contains("half of it, here 3 of 5 (~)")));
    // Two raids of one each.
    hear(&mut app, 950, polled(4, 940, PollOutcome::Pending));
    hear(&mut app, 960, polled(5, 950, PollOutcome::Pending));
    at(&mut app, 1_000, None);
    let text = told(&scene(&app, 80, 24));
    let mut raids = text.lines().filter(|line| line.contains("steal"));
    let newest = raids.next().unwrap_or_default();
    assert_eq!(
        newest,
        "Chef 1 took #04 and #05 from Chef 0's rail (~ 2 steals)."
    );
    let before = raids.next().unwrap_or_default();
    assert!(before.contains("#01, #02 and #03"), "{text}");
}

#[test]
fn a_rush_that_left_nothing_to_tell_is_told_by_its_numbers() {
    let mut app = app(true);
    for task in 1..=600 {
        hear(&mut app, 2_020, spawned(task, None, None));
    }
    let said = |task| What::Said {
        task: Some(id(task)),
        text: TextId::new(0),
    };
    for task in 1..=600 {
        hear(&mut app, 2_030, said(task));
    }
    at(&mut app, 5_000, None);
    let story = told(&scene(&app, 80, 24));
    assert!(
        story.starts_with("A rush went by") && story.contains("600 cards handed in so far"),
        "{story}"
    );
}

#[test]
fn many_stalls_are_told_in_one_line_that_names_the_longest() {
    let mut app = app(true);
    app.newest_mut().now.workers = (0..5)
        .map(|i| {
            Some(InHand {
                task: id(i + 1),
                since: Nanos::from_millis(100 - u64::from(i)),
                site: None,
            })
        })
        .collect();
    app.newest_mut().now.at = Nanos::from_millis(1_100);
    let story = told(&scene(&app, 80, 24));
    assert_eq!(story.matches("stalled at once").count(), 1, "{story}");
    assert!(
        story.contains("5 chefs are stalled at once. Chef 4 is stalled for 1.00s"),
        "{story}"
    );
}

#[test]
fn cards_that_waited_behind_one_stall_are_told_in_one_line() {
    let mut app = app(true);
    // Handed in by different cards: what held them up is the same.
    for task in 1..=100 {
        hear(&mut app, 10, spawned(task, Some(200 + task), None));
    }
    for task in 1..=100 {
        let start = 300 + u64::from(task);
        hear(&mut app, start, polled(task, start, PollOutcome::Pending));
    }
    at(&mut app, 410, None);
    let scene = scene(&app, 160, 48);
    let story = told(&scene);
    let line = "At least 100 cards were ready for up to 390ms before a chef took them; the longest was #100";
    assert_eq!(story.matches("ready for").count(), 1, "{story}");
    assert!(story.contains(line), "{story}");
}

#[test]
fn one_card_that_waited_is_told_with_its_chef() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    hear(&mut app, 301, polled(1, 300, PollOutcome::Pending));
    at(&mut app, 310, None);
    let story = told(&scene(&app, 160, 48));
    let line = "#01 block was ready for 290ms before Chef 1 took it.";
    assert!(story.contains(line), "{story}");
}

#[test]
fn a_lost_branch_that_only_listened_for_last_orders_is_no_news() {
    let mut app = app(true);
    let closing = Site {
        file: fixtures::RECIPE.file.into(),
        line: 10,
        column: 5,
        wait: WaitOn::Signal,
        name: None,
    };
    hear(
        &mut app,
        1,
        What::Site {
            id: SiteId::new(3),
            site: closing,
        },
    );
    hear(&mut app, 5, spawned(1, None, None));
    for site in [1, 3] {
        let until = (site == 1).then_some(Nanos::from_millis(80));
        let site = SiteId::new(site);
        let task = id(1);
        hear(
            &mut app,
            10,
            What::Waiting {
                task,
                site,
                until,
                on: None,
            },
        );
    }
    hear(&mut app, 11, polled(1, 9, PollOutcome::Pending));
    at(&mut app, 50, None);
    let waiting = scene(&app, 80, 24);
    assert_eq!(
        waiting.kitchen().stove.pots[0].group,
        WaitGroup::Bells,
        "the bell is what it waits for, whichever branch was polled last"
    );
    let code = waiting.kitchen().code.as_ref().expect("it has a source");
    assert!(code.note.contains("its bell (timer)"), "{}", code.note);
    let fact = |site| crate::model::Happening {
        number: 1,
        at: Nanos::ZERO,
        task: Some(id(1)),
        worker: Some(ONE),
        kind: crate::model::HappeningKind::AwaitDropped {
            site: SiteId::new(site),
        },
    };
    let line = |site| {
        let words = crate::app::Register::Analogy;
        crate::kitchen::narrator::happening(&fact(site), &app.shown().model, words)
    };
    assert!(line(3).is_none());
    assert!(line(1).is_some());
}

#[test]
fn a_closed_kitchen_shows_no_stale_numbers() {
    let mut app = app(true);
    hear(&mut app, 5, spawned(1, None, None));
    hear(&mut app, 8, polled(1, 6, PollOutcome::Ready));
    hear(&mut app, 20, What::Closing { graceful: true });
    app.newest_mut().mark.sample.injection = 69;
    app.newest_mut().mark.sample.alive = 68;
    app.newest_mut().mark.sample.blocking_threads = Some(67);
    app.newest_mut().mark.sample.blocking_idle = Some(67);
    app.runtime_intervals
        .push_back(crate::order::RuntimeInterval::default());
    at(&mut app, 21, None);
    assert_eq!(scene(&app, 80, 24).header.phase, Phase::LastOrders);
    hear(&mut app, 30, What::RunEnded);
    at(&mut app, 31, None);
    let closed = scene(&app, 80, 24);
    assert_eq!(
        (closed.header.phase, closed.kitchen().pass.len.value),
        (Phase::Closed, 0)
    );
    assert!(
        closed
            .kitchen()
            .chefs
            .iter()
            .all(|chef| chef.state == ChefState::Home)
    );
    assert!(closed.kitchen().story[0].line.text.contains("closed"));
    assert_eq!(closed.kitchen().bakery.threads, None);
    at(&mut app, 140, Some((1, 32)));
    let held = scene(&app, 80, 24);
    assert_eq!(held.kitchen().chefs[1].state, ChefState::Stalled);
    assert!(
        told(&held).contains("1 chef is still in a poll"),
        "{}",
        told(&held)
    );
    at(&mut app, 31, None);
    for stale in ["68", "69", "67"] {
        assert!(
            closed
                .kitchen()
                .gauges
                .iter()
                .all(|gauge| gauge.value != stale)
        );
    }
    let run = app.newest().model.run().expect("there was one").clone();
    hear(&mut app, 40, What::RunStarted(RunInfo { shift: 2, ..run }));
    at(&mut app, 41, None);
    let again = told(&scene(&app, 80, 24));
    assert!(again.starts_with("Shift 2 opens"), "{again}");
    hear(&mut app, 50, What::RunEnded);
    at(&mut app, 51, None);
    let metrics = gauges::view(&app);
    assert!(metrics.closed && metrics.interval.is_none());
    assert!(metrics.runtime.iter().all(|gauge| gauge.value == "-"));
}

/// A frame with what Tokio tells of the pass and of the rails.
fn sampled(app: &mut App, ms: u64, hand: Option<(u32, u64)>, depth: usize) {
    at(app, ms, hand);
    let local = WorkerSample {
        local: Some(depth),
        ..WorkerSample::default()
    };
    let sample = Sample {
        at: Nanos::from_millis(ms),
        injection: depth,
        workers: vec![local.clone(), local],
        ..Sample::default()
    };
    update(
        app,
        Message::Frame {
            now: app.newest().now.clone(),
            sample: Some(sample),
            delivery: Delivery::default(),
        },
    );
}

#[test]
fn at_a_past_moment_no_queue_has_the_length_of_an_earlier_one() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    sampled(&mut app, 12, None, 1);
    hear(&mut app, 20, polled(1, 14, PollOutcome::Ready));
    hear(&mut app, 30, spawned(2, None, None));
    sampled(&mut app, 40, None, 0);
    let mut seen = |ms| {
        update(
            &mut app,
            Message::Act(Action::DragTo(Nanos::from_millis(ms))),
        );
        sampled(&mut app, 50, None, 0);
        let scene = scene(&app, 80, 24);
        let rail = scene.kitchen().chefs[1].rail.len;
        let depth = &scene.kitchen().gauges[1];
        assert_eq!(depth.certainty, scene.kitchen().pass.len.certainty);
        assert_eq!(depth.value, scene.kitchen().pass.len.value.to_string());
        (
            scene.kitchen().pass.len,
            scene.kitchen().pass.cards.len(),
            rail,
        )
    };
    assert_eq!(seen(11), (Value::inferred(1), 1, Value::inferred(0)));
    assert_eq!(
        seen(13),
        (Value::observed(1), 1, Value::observed(1)),
        "nothing happened since Tokio was asked"
    );
    assert_eq!(
        seen(15),
        (Value::inferred(0), 0, Value::inferred(0)),
        "it is in hand"
    );
    assert_eq!(seen(35), (Value::inferred(1), 1, Value::inferred(0)));
}

#[test]
fn a_measurement_tells_nothing_of_the_time_before_it() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    hear(&mut app, 20, polled(1, 14, PollOutcome::Ready));
    hear(&mut app, 30, spawned(2, None, None));
    at(&mut app, 29, None);
    let sample = Sample {
        at: Nanos::from_millis(40),
        injection: 5,
        ..Sample::default()
    };
    let now = app.newest().now.clone();
    update(
        &mut app,
        Message::Frame {
            now,
            sample: Some(sample),
            delivery: Delivery::default(),
        },
    );
    at(&mut app, 60, None);
    let mut pass = |ms| {
        let to = Action::DragTo(Nanos::from_millis(ms));
        update(&mut app, Message::Act(to));
        at(&mut app, 70, None);
        scene(&app, 80, 24).kitchen().pass.len
    };
    assert_eq!(pass(35), Value::inferred(1), "read 5 ms later");
    assert_eq!(pass(45), Value::observed(5));
}

#[test]
fn who_parks_does_not_cook_while_the_card_just_put_down_is_still_seen() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    hear(&mut app, 20, polled(1, 14, PollOutcome::Pending));
    hear(&mut app, 20, What::Parked { worker: ONE });
    at(&mut app, 21, None);
    let chef = scene(&app, 80, 24).kitchen().chefs[1].clone();
    assert_eq!(chef.state, ChefState::Parked);
    assert!(chef.hand.is_some_and(|hand| !hand.going_on));
}

#[test]
fn a_poll_that_is_over_is_not_in_hand_where_the_view_stands_still() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    hear(&mut app, 20, polled(1, 14, PollOutcome::Pending));
    at(&mut app, 21, None);
    assert_eq!(
        scene(&app, 80, 24).kitchen().chefs[1].state,
        ChefState::Cooking
    );
    update(&mut app, Message::Act(Action::Pause));
    let paused = scene(&app, 80, 24);
    assert_eq!(paused.kitchen().chefs[1].state, ChefState::Looking);
    assert!(paused.kitchen().chefs[1].hand.is_none());
}

#[test]
fn the_wait_for_the_first_poll_counts_as_soon_as_it_is_over() {
    let mut app = app(true);
    hear(
        &mut app,
        10,
        What::Spawned {
            task: id(1),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 0,
            detached: false,
            role: Role::Task,
        },
    );
    app.newest_mut().now.workers = vec![Some(InHand {
        task: id(1),
        since: Nanos::from_millis(13),
        site: None,
    })];
    app.newest_mut().now.at = Nanos::from_millis(50);
    app.selected = Selection::Task(id(1));
    let scene = scene(&app, 80, 24);
    let card = scene.kitchen().card.as_ref().expect("a card is in focus");
    let fact = |label| card.facts.iter().find(|fact| fact.label == label);
    let value = |label| fact(label).map(|fact| fact.value.as_str());
    assert_eq!(value("polls"), Some("1, busy 37ms"));
    assert_eq!(value("wakes"), Some("0, queued 3.0ms"));
}

#[test]
fn only_the_page_that_is_shown_is_built() {
    let mut app = app(true);
    hear(&mut app, 10, spawned(1, None, None));
    hear(&mut app, 12, polled(1, 11, PollOutcome::Pending));
    at(&mut app, 13, None);
    app.selected = Selection::Task(id(1));
    for page in [
        Screen::Main,
        Screen::Inspector,
        Screen::Metrics,
        Screen::Tasks,
        Screen::Timeline,
        Screen::Findings,
        Screen::Help,
    ] {
        app.screen = page;
        let scene = scene(&app, 80, 24);
        assert_eq!(scene.body.screen(), page);
        assert!(scene.task_selected && scene.anything_ordered && scene.open);
        assert!(page == Screen::Main || !scene.animating, "{page:?} moves");
    }
}

#[test]
fn the_first_bell_is_known_on_every_page() {
    let mut app = app(true);
    for (task, until) in [(1, 900), (2, 400)] {
        hear(&mut app, 10, spawned(task, None, None));
        let (site, until) = (SiteId::new(1), Some(Nanos::from_millis(until)));
        let waiting = What::Waiting {
            task: id(task),
            site,
            until,
            on: None,
        };
        hear(&mut app, 12, waiting);
        hear(&mut app, 13, polled(task, 11, PollOutcome::Pending));
    }
    at(&mut app, 100, None);
    for page in [Screen::Main, Screen::Tasks] {
        app.screen = page;
        let soonest = scene(&app, 80, 24).soonest;
        assert_eq!(soonest, Some(Nanos::from_millis(300)));
    }
}
