//! What several panes tell of one moment is the same number: every built-in scenario, played on
//! the real runtime, looked at when all is over.

#[path = "support/play.rs"]
mod play;

use play::played;
use tokio_kitchen::app::{Action, App, FindingKind, Message, Screen, Selection, Viewport, update};
use tokio_kitchen::kitchen::amount::count;
use tokio_kitchen::kitchen::inspector::InspectorView;
use tokio_kitchen::kitchen::scene::{Body, Kitchen, scene};
use tokio_kitchen::limits::ENDED_KEPT;
use tokio_kitchen::scenario;

/// Room for all there is.
const ROOM: Viewport = Viewport {
    queue: 64,
    pending: 64,
    printed: 64,
    entries: 2_000,
    columns: 100,
    lanes: 64,
    strips: 64,
};

fn body(app: &mut App, screen: Screen) -> Body {
    if app.screen != screen {
        update(app, Message::Act(Action::Toggle(screen)));
    }
    update(app, Message::Look(ROOM));
    scene(app, &ROOM).body
}

fn kitchen(app: &mut App) -> Kitchen {
    match body(app, Screen::Main) {
        Body::Main(kitchen) => *kitchen,
        other => panic!("{other:?}"),
    }
}

fn gauge(kitchen: &Kitchen, label: &str) -> String {
    let gauge = kitchen.gauges.iter().find(|gauge| gauge.label == label);
    gauge.expect("such a gauge").value.clone()
}

#[test]
fn every_pane_tells_the_same() {
    for name in scenario::names() {
        let mut app = played(name);
        let kitchen = kitchen(&mut app);
        // Workers of a runtime before the last one are gone, and their polls only in the totals.
        if app.newest().model.run().is_some_and(|run| run.shift == 1) {
            let polls: u64 = kitchen.chefs.iter().map(|chef| chef.polls).sum();
            // Those of lanes are no chef's: other threads poll them.
            let model = &app.newest().model;
            let lanes = model.tasks_from(None).filter(|task| task.role.is_lane());
            let in_lanes: u64 = lanes.map(|task| u64::from(task.polls)).sum();
            assert_eq!(gauge(&kitchen, "polls"), count(polls + in_lanes), "{name}");
            let raids: u64 = kitchen.chefs.iter().map(|chef| chef.raids.value).sum();
            assert_eq!(gauge(&kitchen, "raids (steals)"), count(raids), "{name}");
        }
        happenings(&mut app, &kitchen, name);
        let model = &app.newest().model;
        let counters = *model.counters();
        let on_counter = &kitchen.counter;
        assert_eq!(
            on_counter.served + on_counter.binned + on_counter.burnt + on_counter.unclaimed,
            counters.ended() + counters.blocking.submitted - counters.blocking.alive(),
            "{name}"
        );
        if counters.spawned < ENDED_KEPT as u64 / 4 {
            cards(&mut app, name);
        }
    }
}

/// The list of happenings, its numbers and the counters.
fn happenings(app: &mut App, kitchen: &Kitchen, name: &str) {
    let Body::Findings(view) = body(app, Screen::Findings) else {
        panic!("another screen");
    };
    let counters = *app.newest().model.counters();
    let found = |kind| {
        let mut kinds = view.kinds.iter();
        kinds
            .find(|row| row.kind == kind)
            .expect("a row")
            .found
            .value
    };
    assert_eq!(
        count(found(FindingKind::Move)),
        gauge(kitchen, "raids (steals)"),
        "{name}"
    );
    let burnt = counters.panicked + counters.blocking.panicked;
    assert_eq!(found(FindingKind::Panic), burnt, "{name}");
    assert!(found(FindingKind::Stall) >= counters.slow_polls, "{name}");
    // In a flood facts are skipped and counted.
    if counters.spawned < 1_000 && counters.raids < 100 {
        let raids = view
            .rows
            .iter()
            .filter(|row| row.finding.kind == FindingKind::Move);
        let taken: u64 = raids.clone().map(|row| row.finding.count as u64).sum();
        assert_eq!(raids.count() as u64, counters.raids, "{name}");
        assert_eq!(taken, counters.migrated, "{name}");
    }
}

/// The list of cards, each card's page, and the totals.
fn cards(app: &mut App, name: &str) {
    let Body::Tasks(view) = body(app, Screen::Tasks) else {
        panic!("another screen");
    };
    let all: u64 = view.rows.iter().map(|row| row.polls).sum();
    let newest = app.newest();
    assert_eq!(all, newest.model.polls(&newest.now), "{name}");
    for row in view.rows.iter().take(50) {
        app.selected = Selection::Task(row.id);
        let Body::Inspector(InspectorView::Card(card), _) = body(app, Screen::Inspector) else {
            panic!("no card");
        };
        let polls = card.facts.iter().find(|fact| fact.label == "polls");
        let polls = &polls.expect("a line about polls").value;
        let is_job = polls.starts_with("none");
        let said = polls.starts_with(&format!("{},", count(row.polls)));
        assert!(is_job || said, "{name}: {} and {polls}", row.polls);
    }
}
