//! Moments of the past over random legal histories: wherever one goes, and however one
//! came, the picture is the fold of the events up to that moment.

#[path = "model_support/script.rs"]
mod script;
#[path = "model_support/simulator.rs"]
mod simulator;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use script::*;
use simulator::{Simulator, WORKERS};
use std::collections::HashMap;
use tokio_kitchen::app::{Action, App, Message, Options, Selection, update};
use tokio_kitchen::camera::{Camera, Log, Place, Which, earliest, next, previous, seek};
use tokio_kitchen::events::{Delivery, Event, Nanos, Now};
use tokio_kitchen::kitchen::scene::scene;
use tokio_kitchen::model::{Model, Undo};
use tokio_kitchen::ui;
use tokio_kitchen::ui::theme::Theme;

/// A whole history: announcements, the start of a runtime, then what the threads told.
fn history(choices: &[(u8, u16)], seed: Option<u64>) -> Vec<Event> {
    let sim = Simulator::run(choices);
    let mut events = opening(WORKERS);
    let mut told: Vec<Event> = sim.logs.iter().flatten().cloned().collect();
    told.sort_by_key(|event| event.at);
    if let Some(mut seed) = seed {
        // Threads are heard a little late: neighbours change places.
        for i in 1..told.len() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let back = (seed >> 60) as usize % 4;
            told.swap(i, i.saturating_sub(back));
        }
    }
    events.extend(told);
    events
}

fn choices() -> impl Strategy<Value = Vec<(u8, u16)>> {
    prop::collection::vec((any::<u8>(), any::<u16>()), 0..400)
}

/// A live model and its log, sealed now and then.
struct Recorded {
    live: Model,
    log: Log<Undo>,
    told: usize,
}

impl Recorded {
    fn new(bytes: usize) -> Self {
        let mut live = Model::new(us(STALL_US));
        live.remember();
        Self {
            live,
            log: Log::new(bytes),
            told: 0,
        }
    }

    fn go_on(&mut self, events: &[Event], stretch: usize) {
        for event in events {
            self.live.apply(event);
            self.log.push(event);
            self.told += 1;
            if self.told.is_multiple_of(stretch)
                && let Some(undo) = self.live.checkpoint()
            {
                self.log.seal(undo);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn any_walk_of_seeks_comes_to_the_fold(
        choices in choices(),
        seed in proptest::option::of(any::<u64>()),
        stretch in 1_usize..80,
        small in any::<bool>(),
        walk in prop::collection::vec((any::<u16>(), any::<bool>()), 1..24),
    ) {
        let events = history(&choices, seed);
        let mut run = Recorded::new(if small { 200_000 } else { 1 << 24 });
        let half = events.len() / 2;
        run.go_on(&events[..half], stretch);
        let mut view = run.live.snapshot();
        let mut at = run.log.end();
        let step = (events.len() - half).div_ceil(walk.len());
        for (choice, on) in walk {
            // The runtime goes on while one looks elsewhere.
            if on {
                let from = run.told;
                let to = (from + step).min(events.len());
                run.go_on(&events[from..to], stretch);
            }
            let to = u64::from(choice) % (run.log.end() + 1);
            at = seek(&mut view, at, to, &run.live, &run.log);
            prop_assert_eq!(at, to.max(earliest(&run.log)));
            let straight = folded(&events[..at as usize]);
            prop_assert_eq!(view.same_picture(&straight), Ok(()));
            prop_assert_eq!(view.check_invariants(), Ok(()));
        }
        prop_assert_eq!(run.live.same_picture(&folded(&events[..run.told])), Ok(()));
    }

    #[test]
    fn steps_forth_and_back_go_through_the_same_places(choices in choices(), of in 0_u32..6) {
        let events = history(&choices, None);
        let mut run = Recorded::new(1 << 24);
        run.go_on(&events, 50);
        let which = match of {
            0 => Which::Any,
            1 => Which::Worker(worker(0)),
            task => Which::Task(id(task)),
        };
        let newest = Now { at: run.live.at(), workers: Vec::new() };
        let mut forth = Vec::new();
        let mut place = Place::default();
        while let Some(further) = next(&run.log, place, which, &newest) {
            prop_assert!((further.position, further.at) > (place.position, place.at));
            forth.push(further);
            place = further;
        }
        let mut back = vec![];
        let mut from = Some(place).filter(|_| !forth.is_empty());
        while let Some(place) = from {
            back.push(place);
            from = previous(&run.log, place, which, &newest)
                .filter(|before| before.position > 0);
        }
        back.reverse();
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn a_moment_looks_the_same_at_every_visit(
        choices in choices(),
        walk in prop::collection::vec((0_u8..9, any::<u16>()), 1..40),
    ) {
        let events = history(&choices, None);
        let end = events.last().map_or(Nanos::ZERO, |event| event.at);
        let mut app = app(1 << 22);
        let frame = |app: &mut App, at: Nanos| {
            let now = Now { at, workers: vec![None; WORKERS.into()] };
            update(app, Message::Frame { now, sample: None, delivery: Delivery::default() });
        };
        app.hear_all(&mut events.clone());
        frame(&mut app, end + Nanos(1_000));
        let mut seen: HashMap<(u64, Nanos), String> = HashMap::new();
        for (key, choice) in walk {
            let step = |forth, selected| Action::Step { forth, selected };
            let action = match key {
                0 => step(true, false),
                1 => step(false, false),
                2 => step(true, true),
                3 => step(false, true),
                4 => Action::Jump { forth: choice % 2 == 0 },
                5 => Action::DragTo(Nanos(end.0 * u64::from(choice) / 65_535)),
                6 => Action::Oldest,
                7 => Action::ToWaker,
                _ => Action::FromWaker,
            };
            update(&mut app, Message::Act(action));
            app.selected = Selection::Task(id(1));
            app.notice = None;
            if app.is_live() {
                continue;
            }
            frame(&mut app, end + Nanos(1_000));
            let straight = folded(&events[..app.position() as usize]);
            prop_assert_eq!(app.shown().model.same_picture(&straight), Ok(()));
            let place = app.place();
            let picture = text(&app);
            let before = seen.entry((place.position, place.at)).or_insert_with(|| picture.clone());
            prop_assert_eq!(&*before, &picture);
        }
    }
}

fn app(history: usize) -> App {
    let options = Options {
        workers: WORKERS,
        reduced_motion: false,
        stall_after: us(STALL_US),
        history,
    };
    App::new(Vec::new(), options)
}

fn text(app: &App) -> String {
    let area = Rect::new(0, 0, 120, 40);
    let mut buffer = Buffer::empty(area);
    let scene = scene(app, &ui::viewport(app, area.as_size()));
    ui::paint(&scene, &Theme::mono(), area, &mut buffer);
    let cells = buffer.content().iter();
    cells.map(ratatui::buffer::Cell::symbol).collect()
}

/// Events of a long run: one task that is polled again and again.
fn polls(count: u64) -> impl Iterator<Item = Event> {
    let spawned = Event {
        at: us(1),
        what: spawned(1, None, None),
    };
    let poll = |n: u64| Event {
        at: us(10 * n + 5),
        what: polled(
            1,
            Some(0),
            10 * n,
            tokio_kitchen::events::PollOutcome::Pending,
        ),
    };
    std::iter::once(spawned).chain((1..count).map(poll))
}

#[test]
fn the_history_stays_within_its_memory_and_covers_the_newest_time() {
    for megabytes in [1, 4] {
        let mut live = Model::new(us(STALL_US));
        live.remember();
        let mut camera = Camera::new(megabytes << 20);
        for event in polls(600_000) {
            live.apply(&event);
            camera.record(std::slice::from_ref(&event));
            if camera.log.end().is_multiple_of(64) {
                camera.save(&mut live);
            }
        }
        assert!(camera.log.bytes() <= megabytes << 20);
        let kept = camera.log.len();
        assert!(
            kept * 30 > megabytes << 20,
            "{kept} events in {megabytes} MiB"
        );
        let oldest = earliest(&camera.log);
        assert_eq!(oldest, camera.log.first());
        let mut view = live.snapshot();
        let to = seek(&mut view, camera.log.end(), oldest, &live, &camera.log);
        assert_eq!((to, view.counters().polls), (oldest, oldest - 1));
    }
}
