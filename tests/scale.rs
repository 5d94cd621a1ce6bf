//! What a picture costs with a million cards alive. Not run by default:
//! `cargo test --release --test scale -- --ignored --nocapture`.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use std::time::{Duration, Instant};
use tokio_kitchen::app::{App, Message, Options, Screen, Selection, update};
use tokio_kitchen::events::{
    Delivery, Event, Flavor, KindId, Nanos, Now, PollOutcome, RunInfo, Site, SiteId, TaskId,
    WaitOn, What, WorkerId,
};
use tokio_kitchen::kitchen::scene::scene;
use tokio_kitchen::ui::{self, theme::Theme};

fn million(tasks: u32) -> App {
    let options = Options {
        workers: 2,
        max_tasks: 1_000_000,
        reduced_motion: false,
        mono: false,
        stall_after: Nanos::from_millis(100),
        history: 64 << 20,
    };
    let menu = tokio_kitchen::recipes::all()
        .iter()
        .map(|recipe| &recipe.info)
        .collect();
    let mut app = App::new(menu, options);
    let mut hear = |at: u64, what| {
        app.hear(Event {
            at: Nanos(at),
            what,
        });
    };
    let info = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: true,
        max_blocking: 512,
    };
    let (kind, site) = (KindId::new(0), SiteId::new(0));
    let place = Site {
        file: "src/recipes/simmer.rs".into(),
        line: 20,
        column: 5,
        wait: WaitOn::Timer,
    };
    hear(0, What::RunStarted(info));
    hear(
        0,
        What::Kind {
            id: kind,
            name: "simmer".into(),
        },
    );
    hear(
        0,
        What::Site {
            id: site,
            site: place,
        },
    );
    for number in 1..=tasks {
        let task = TaskId::new(number).expect("not zero");
        let at = u64::from(number) * 1_000;
        let worker = Some(WorkerId::new((number % 2) as u16));
        let spawned = What::Spawned {
            task,
            parent: None,
            kind,
            site,
            on: None,
            bytes: 200,
            detached: false,
        };
        hear(at, spawned);
        // One in eight waits in the queue, the rest on a timer.
        if number % 8 == 0 {
            continue;
        }
        let until = Some(Nanos(60_000_000_000 + u64::from(number.reverse_bits())));
        hear(
            at + 300,
            What::Waiting {
                task,
                site,
                until,
                on: None,
            },
        );
        let polled = What::Polled {
            task,
            worker,
            start: Nanos(at + 200),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        hear(at + 400, polled);
    }
    app
}

fn frame(app: &mut App, at: u64) {
    let now = Now {
        at: Nanos(at),
        workers: vec![None, None],
    };
    let _ = update(
        app,
        Message::Frame {
            now,
            sample: None,
            delivery: Delivery::default(),
        },
    );
}

/// Median and largest of the times of a piece of work.
fn times(mut work: impl FnMut()) -> (Duration, Duration) {
    let mut times: Vec<_> = (0..30)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[15], times[29])
}

#[test]
#[ignore = "prints figures; for a release build"]
fn a_picture_of_a_million() {
    for tasks in [1_000, 100_000, 1_000_000] {
        let start = Instant::now();
        let mut app = million(tasks);
        println!("{tasks} cards, built in {:?}", start.elapsed());
        let mut terminal = Terminal::new(TestBackend::new(200, 60)).unwrap();
        let theme = Theme::dark();
        let mut at = 2_000_000_000;
        let middle = TaskId::new(tasks / 2 + 1).unwrap();
        let cases = [
            ("main", Screen::Main, "", None, 0),
            ("main, one selected", Screen::Main, "", Some(middle), 0),
            ("inspector", Screen::Inspector, "", Some(middle), 0),
            ("metrics", Screen::Metrics, "", None, 0),
            ("list newest", Screen::Tasks, "", None, 0),
            ("list oldest", Screen::Tasks, "oldest", None, 0),
            ("list longest", Screen::Tasks, "longest", None, 0),
            ("list, scrolled", Screen::Tasks, "", None, 40_000),
            ("list, all match", Screen::Tasks, "simmer", None, 0),
            ("list, none matches", Screen::Tasks, "nothing", None, 0),
            ("list, one number", Screen::Tasks, "#7", None, 0),
            (
                "list longest, none",
                Screen::Tasks,
                "longest nothing",
                None,
                0,
            ),
        ];
        for (name, screen, search, selected, scroll) in cases {
            app.screen = screen;
            app.search = search.into();
            app.scroll = scroll;
            app.selected = selected.map_or(Selection::Auto, Selection::Task);
            let (update, most_update) = times(|| {
                at += 16_000_000;
                frame(&mut app, at);
            });
            let room = ui::viewport(&app, Size::new(200, 60));
            let (make, most_make) = times(|| drop(scene(&app, &room)));
            let built = scene(&app, &room);
            let (draw, most_draw) = times(|| {
                terminal
                    .draw(|frame| drop(ui::draw(&built, &theme, frame)))
                    .unwrap();
            });
            println!(
                "  {name:22} update {update:>9.1?} {most_update:>9.1?}  scene {make:>9.1?} {most_make:>9.1?}  draw {draw:>9.1?} {most_draw:>9.1?}"
            );
        }
        std::mem::forget(app);
    }
}
