//! The load of the game by hand, once on the real runtime: what its events come to.

use std::time::Duration;
use tokio_kitchen::app::{App, Message, Options, update};
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::{Event, Nanos};
use tokio_kitchen::lesson::by_hand::{measured, the_load};
use tokio_kitchen::model::Model;
use tokio_kitchen::scenario::Player;
use tokio_kitchen::source::{Live, Source, Until};

/// Nothing is said of how long anything took, but what cannot be otherwise: work takes at least
/// its time.
#[test]
fn the_load_is_measured_on_the_real_runtime() {
    let load = the_load();
    let script = load.scenario().expect("the format allows it");
    let config = Config {
        workers: Some(load.workers),
        ..Config::default()
    };
    let (engine, reader) = Engine::start(config).expect("a runtime");
    let mut source = Live::new(engine, reader);
    let options = Options {
        workers: load.workers,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history: 16 << 20,
    };
    let mut app = App::new(Vec::new(), options);
    let mut player = Player::new(&script, 1.0);
    while app.newest().model.counters().completed < load.tasks.len() as u64 {
        source.send_all(player.advance(source.now().at));
        let mut hear = |event: &Event, model: &Model| player.hear(event, |kind| model.kind(kind));
        source.take(Until::Settled, &mut |events| {
            app.hear_with(events, &mut hear);
        });
        let message = Message::Frame {
            now: source.now(),
            sample: source.sample(),
            delivery: source.delivery(),
        };
        source.send_all(update(&mut app, message));
        // Not to wait for anything: the workers need the cores.
        std::thread::sleep(Duration::from_millis(5));
    }
    let (log, model) = (app.log(), &app.newest().model);
    let events = log.range(log.first(), log.end()).map(|(_, event)| event);
    let measures = measured(&load, events, |kind| model.kind(kind));
    let measures = measures.expect("it was this load, and all of it was seen");
    let pieces = || load.tasks.iter().flat_map(|task| &task.pieces);
    assert!(measures.begun() >= pieces().count());
    let work: u64 = pieces().map(|piece| piece.work.0).sum();
    let busy = measures
        .idle
        .iter()
        .map(|idle| measures.lasted.since(*idle).0);
    assert!(busy.sum::<u64>() >= work, "{measures:?}");
    assert!(measures.mean() <= measures.max());
}
