//! A built-in scenario on the real runtime, heard by the application to its end.

use tokio_kitchen::app::{App, Message, Options, update};
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::Nanos;
use tokio_kitchen::scenario::{Player, Scenario};
use tokio_kitchen::source::{Live, Source, Until};

const STALL_AFTER: Nanos = Nanos::from_millis(100);
const TEMPO: f64 = 10.0;

fn app() -> App {
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: STALL_AFTER,
        history: 64 << 20,
    };
    App::new(Vec::new(), options)
}

/// Plays it to its end.
pub(crate) fn played(name: &str) -> App {
    let scenario = Scenario::load(name).expect("a built-in one");
    let config = Config {
        workers: scenario.setup.workers,
        tempo: TEMPO,
        ..Config::default()
    };
    let (engine, reader) = Engine::start(config).expect("threads can be had");
    let mut source = Live::new(engine, reader);
    let mut player = Player::new(&scenario, TEMPO);
    let mut app = app();
    loop {
        let commands = player.advance(source.now().at);
        source.send_all(commands);
        let settled = source.settled();
        let over = player.over();
        source.take(Until::Settled, &mut |events| {
            let mut hear = |event: &_, model: &tokio_kitchen::model::Model| {
                player.hear(event, |kind| model.kind(kind));
            };
            app.hear_with(events, &mut hear);
        });
        let (now, sample, delivery) = (source.now(), source.sample(), source.delivery());
        let frame = Message::Frame {
            now,
            sample,
            delivery,
        };
        source.send_all(update(&mut app, frame));
        let counters = app.newest().model.counters();
        let alive = counters.alive() + counters.blocking.alive();
        if over || (settled && player.all_ordered() && alive == 0) {
            return app;
        }
        std::thread::yield_now();
    }
}
