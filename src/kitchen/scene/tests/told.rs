//! The story while one steps through it: what is stood at, in which order it is told, and what
//! is told together.

use super::*;

fn said(task: u32) -> What {
    What::Said {
        task: Some(id(task)),
        text: TextId::new(0),
    }
}

fn step(app: &mut App, forth: bool) {
    let selected = false;
    let step = Action::Step { forth, selected };
    update(app, Message::Act(step));
    let look = crate::ui::viewport(app, Size::new(100, 30));
    update(app, Message::Look(look));
}

fn stood(app: &App) -> String {
    let scene = scene(app, 100, 30);
    scene.kitchen().stood.clone().unwrap_or_default()
}

/// Two cards wait from 30 ms on; a third one is polled from 40 to 60 ms.
fn some() -> App {
    let mut app = app(true);
    for task in [1, 2, 3] {
        hear(&mut app, 10 * u64::from(task), spawned(task, None, None));
    }
    let waits = What::Waiting {
        task: id(1),
        site: SiteId::new(1),
        until: Some(Nanos::from_millis(900)),
        on: None,
    };
    hear(&mut app, 31, waits);
    hear(&mut app, 32, polled(1, 30, PollOutcome::Pending));
    let text = "soup".into();
    let id = TextId::new(0);
    hear(&mut app, 33, What::Text { id, text });
    hear(&mut app, 34, polled(2, 33, PollOutcome::Pending));
    hear(&mut app, 60, polled(3, 40, PollOutcome::Ready));
    at(&mut app, 100, None);
    app
}

#[test]
fn live_nothing_is_stood_at() {
    assert_eq!(stood(&some()), "");
}

#[test]
fn each_step_says_the_event_it_stands_at() {
    let mut app = some();
    let end = app.log().end();
    let mut told = Vec::new();
    for _ in 0..7 {
        step(&mut app, false);
        told.push(stood(&app));
    }
    let line = |position: u64, text: &str| format!("e{position} of {end}{text}");
    assert_eq!(
        told,
        [
            line(end, ": Chef 1 serves #03 block, after a poll of 20ms"),
            line(end - 1, ", then: Chef 1 begins a poll of #03 block"),
            line(
                end - 1,
                ": Chef 1 puts #02 block aside, after a poll of 1.0ms"
            ),
            // Where a text got its number nothing is to be seen: it is passed over.
            line(end - 2, ", then: Chef 1 begins a poll of #02 block"),
            line(
                end - 3,
                ": Chef 1 puts #01 block aside, after a poll of 2.0ms"
            ),
            line(
                end - 4,
                ": #01 block waits for its bell (timer), block.rs:9"
            ),
            line(
                end - 5,
                ": #03 block is handed in; Chef 1 begins a poll of #01 block"
            ),
        ]
    );
}

#[test]
fn a_line_above_newer_ones_is_marked_and_none_lies_after_the_moment_shown() {
    let mut app = some();
    hear(&mut app, 200, spawned(4, None, None));
    hear(&mut app, 201, polled(4, 200, PollOutcome::Panicked));
    hear(&mut app, 300, spawned(5, None, None));
    hear(&mut app, 301, said(5));
    at(&mut app, 400, None);
    let check = |app: &App| {
        let scene = scene(app, 100, 30);
        let story = &scene.kitchen().story;
        for (index, told) in story.iter().enumerate() {
            let newer = story[index..]
                .iter()
                .any(|other| other.line.at > told.line.at);
            assert_eq!(told.older, newer, "{told:?}");
            assert!(app.is_live() || told.line.at <= app.place().at, "{told:?}");
        }
        let marked = story.iter().any(|told| told.older);
        assert!(
            scene
                .kitchen()
                .ticker
                .iter()
                .all(|line| line.at <= app.shown().now.at)
        );
        marked
    };
    assert!(check(&app), "the panic stands above what came after it");
    for _ in 0..12 {
        step(&mut app, false);
        check(&app);
    }
}

#[test]
fn only_what_one_sentence_tells_is_counted_together() {
    let mut app = some();
    for task in 10..13 {
        hear(&mut app, 100, spawned(task, None, None));
    }
    let woken = |task, by| What::Woken {
        task: id(task),
        by,
        on: None,
    };
    hear(&mut app, 101, woken(1, WakeBy::Driver));
    hear(&mut app, 102, woken(2, WakeBy::Outside));
    at(&mut app, 200, None);
    let scene = scene(&app, 100, 30);
    let story = &scene.kitchen().story;
    let times = |part: &str| {
        let lines = story.iter().filter(|told| told.line.text.contains(part));
        lines.map(|told| told.times).collect::<Vec<_>>()
    };
    assert_eq!(times("handed in").iter().sum::<usize>(), 6, "{story:?}");
    assert!(
        times("handed in").iter().any(|times| *times >= 3),
        "{story:?}"
    );
    assert_eq!(
        times("driver) rang"),
        [1],
        "two wakers are not alike: {story:?}"
    );
    assert_eq!(times("outside the kitchen rang"), [1], "{story:?}");
    let served = times("is served");
    assert_eq!(served, [1], "{story:?}");
}
