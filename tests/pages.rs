//! The pages beside the main screen, from events to text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio_kitchen::app::{Action, App, Message, Options, Screen, Selection, update};
use tokio_kitchen::events::{
    Delivery, Event, Flavor, HandleAct, InHand, KindId, Nanos, Now, PollOutcome, Role, RunInfo,
    Site, SiteId, TaskId, WaitEnd, WaitOn, WakeBy, What, WorkerId,
};
use tokio_kitchen::kitchen::inspector::InspectorView;
use tokio_kitchen::kitchen::task_list::TasksView;
use tokio_kitchen::kitchen::text::Piece;
use tokio_kitchen::kitchen::{gauges, inspector, task_list};
use tokio_kitchen::order::RuntimeInterval;
use tokio_kitchen::ui::hit::HitMap;
use tokio_kitchen::ui::keymap::Keys;
use tokio_kitchen::ui::screen;
use tokio_kitchen::ui::screen::tasks::OTHER_ROWS;
use tokio_kitchen::ui::theme::Theme;

const SPAWN: u32 = 0;
const TIMER: u32 = 1;
const JOIN: u32 = 2;
const WORK: u32 = 3;
const LATER_TIMER: u32 = 4;

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("numbers begin at 1")
}

fn worker(index: u16) -> Option<WorkerId> {
    Some(WorkerId::new(index))
}

struct Play {
    app: App,
}

impl Play {
    /// A runtime of two workers, with all kinds and places announced.
    fn new() -> Self {
        let options = Options {
            workers: 2,
            reduced_motion: true,
            stall_after: Nanos::from_millis(100),
            history: 64 << 20,
        };
        let mut play = Self {
            app: App::new(Vec::new(), options),
        };
        for (number, name) in ["brigade", "simmer", "block"].into_iter().enumerate() {
            play.at(
                0,
                What::Kind {
                    id: KindId::new(number as u16),
                    name: name.into(),
                },
            );
        }
        let places = [
            (SPAWN, 3, WaitOn::Spawn),
            (TIMER, 12, WaitOn::Timer),
            (JOIN, 20, WaitOn::Join),
            (WORK, 30, WaitOn::Work),
            (LATER_TIMER, 13, WaitOn::Timer),
        ];
        for (number, line, wait) in places {
            let site = Site {
                file: "src/recipes/brigade.rs".into(),
                line,
                column: 1,
                wait,
                name: None,
            };
            play.at(
                0,
                What::Site {
                    id: SiteId::new(number),
                    site,
                },
            );
        }
        let info = RunInfo {
            shift: 1,
            workers: 2,
            flavor: Flavor::MultiThread,
            tokio: "1.54.1".into(),
            unstable: true,
            coverage: tokio_kitchen::events::Coverage::Promised,
            max_blocking: 512,
        };
        play.at(0, What::RunStarted(info));
        play
    }

    fn at(&mut self, ms: u64, what: What) -> &mut Self {
        self.app.hear(Event {
            at: Nanos::from_millis(ms),
            what,
        });
        self
    }

    fn spawned(&mut self, ms: u64, number: u32, parent: Option<u32>, kind: u16) -> &mut Self {
        let what = What::Spawned {
            task: id(number),
            parent: parent.map(id),
            kind: KindId::new(kind),
            site: SiteId::new(SPAWN),
            on: parent.and(worker(0)),
            bytes: 1_280,
            detached: false,
            role: Role::Task,
        };
        self.at(ms, what)
    }

    fn polled(&mut self, number: u32, from: u64, to: u64, outcome: PollOutcome) -> &mut Self {
        let what = What::Polled {
            task: id(number),
            worker: worker(0),
            start: Nanos::from_millis(from),
            outcome,
            self_woken: false,
            budget_spent: false,
        };
        self.at(to, what)
    }

    fn waiting(&mut self, ms: u64, number: u32, site: u32, due: u64, on: Option<u32>) -> &mut Self {
        let until = (due > 0).then(|| Nanos::from_millis(due));
        let what = What::Waiting {
            task: id(number),
            site: SiteId::new(site),
            until,
            on: on.map(id),
        };
        self.at(ms, what)
    }

    fn woken(&mut self, ms: u64, number: u32, by: WakeBy) -> &mut Self {
        self.at(
            ms,
            What::Woken {
                task: id(number),
                by,
                on: worker(0),
            },
        )
    }

    fn frame(&mut self, ms: u64, hands: &[(usize, u32, u64)]) -> &mut Self {
        let mut now = Now {
            at: Nanos::from_millis(ms),
            workers: vec![None; 2],
        };
        for (worker, task, since) in hands {
            now.workers[*worker] = Some(InHand {
                task: id(*task),
                since: Nanos::from_millis(*since),
                site: Some(SiteId::new(WORK)),
            });
        }
        let delivery = Delivery::default();
        update(
            &mut self.app,
            Message::Frame {
                now,
                sample: None,
                delivery,
            },
        );
        self
    }

    fn inspect(&mut self, number: u32) -> String {
        self.app.selected = Selection::Task(id(number));
        let view = inspector::view(&self.app, 30);
        draw(100, 30, |area, buf, hits| {
            screen::inspector::draw(&view, None, Keys::FIXED, &Theme::mono(), area, buf, hits);
        })
    }

    fn list(&mut self, search: &str, height: u16) -> (TasksView, String) {
        self.app.search = search.into();
        self.app.screen = Screen::Tasks;
        let view = task_list::view(&self.app, height - OTHER_ROWS);
        let text = draw(100, height, |area, buf, hits| {
            screen::tasks::draw(&view, &Theme::mono(), area, buf, hits);
        });
        (view, text)
    }
}

fn draw(width: u16, height: u16, f: impl FnOnce(Rect, &mut Buffer, &mut HitMap)) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    f(area, &mut buf, &mut HitMap::default());
    let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (0..height)
        .map(|y| row(y).trim_end().to_owned() + "\n")
        .collect()
}

fn numbers(view: &TasksView) -> Vec<u32> {
    view.rows.iter().map(|row| row.id.get()).collect()
}

/// #1 spawns #2 and awaits its handle; #2 waits for a timer, is woken and stalls.
fn brigade() -> Play {
    let mut play = Play::new();
    play.spawned(10, 1, None, 0)
        .spawned(20, 2, Some(1), 1)
        .waiting(21, 1, JOIN, 0, Some(2))
        .polled(1, 20, 22, PollOutcome::Pending)
        .waiting(24, 2, TIMER, 224, None)
        .polled(2, 23, 25, PollOutcome::Pending);
    play
}

#[test]
fn a_parent_shows_what_it_awaits_and_its_child_who_awaits_it() {
    let mut play = brigade();
    play.frame(124, &[]);
    let parent = play.inspect(1);
    for text in [
        "= stove (pending)",
        "waits for = JoinHandle of #02, at brigade.rs:20",
        "children  = 1: #02",
        "by        = from outside",
        "src/recipes/brigade.rs:3",
        "poll 1 on chef 0, 2.0ms, Pending",
    ] {
        assert!(parent.contains(text), "{text}\n{parent}");
    }
    let child = play.inspect(2);
    for text in [
        "by        = #01 brigade",
        "waits for = timer due in 0.10s, at brigade.rs:12",
        "ticket    = JoinHandle awaited by #01",
        "by #01 on chef 0  ~ to the clip (LIFO slot)",
        "1,280 bytes",
        "first after 3.0ms",
        // 104 ms of life: 2 polled, 3 scheduled, the rest pending.
        "# busy 2.0ms 2%  ! scheduled 3.0ms 3%  . idle 99ms 95%",
    ] {
        assert!(child.contains(text), "{text}\n{child}");
    }
    assert!(!child.contains("forgotten"), "{child}");
}

#[test]
fn a_poll_in_progress_is_the_newest_step_and_grows() {
    let mut play = brigade();
    play.woken(225, 2, WakeBy::Driver)
        .frame(1_226, &[(0, 2, 226)]);
    let text = play.inspect(2);
    for part in [
        "= stalled, chef 0 (one long poll)  for 1.00s",
        "poll 2 on chef 0, 1.00s so far, work at brigade.rs:30",
        "by the bell (timer or I/O driver), on chef 0",
        // 1,206 ms of life: 2 + 1,000 polled, 3 + 1 scheduled.
        "# busy 1.00s 83%  ! scheduled 4.0ms 0%  . idle 200ms 17%",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn several_waits_of_a_join_are_all_listed() {
    let mut play = brigade();
    play.woken(225, 2, WakeBy::Driver)
        .at(
            226,
            What::WaitOver {
                task: id(2),
                site: SiteId::new(TIMER),
                end: WaitEnd::Ready,
            },
        )
        .waiting(226, 2, TIMER, 500, None)
        .waiting(226, 2, LATER_TIMER, 900, None)
        .polled(2, 226, 227, PollOutcome::Pending)
        .frame(300, &[]);
    let text = play.inspect(2);
    assert!(
        text.contains("timer due in 0.20s, at brigade.rs:12"),
        "{text}"
    );
    assert!(
        text.contains("timer due in 0.60s, at brigade.rs:13"),
        "{text}"
    );
    let (_, list) = play.list("#2", 9);
    assert!(
        list.contains("  2 waits: timer due in 0.20s, at "),
        "{list}"
    );
}

#[test]
fn a_torn_ticket_and_the_end_are_told() {
    let mut play = brigade();
    play.at(
        100,
        What::Handle {
            task: id(2),
            by: Some(id(1)),
            act: HandleAct::Dropped,
        },
    )
    .woken(225, 2, WakeBy::Driver)
    .polled(2, 226, 227, PollOutcome::Ready)
    .frame(400, &[]);
    let text = play.inspect(2);
    for part in [
        "= unclaimed (completed, handle dropped)  after 207ms",
        "torn: JoinHandle dropped, the result is lost",
        "JoinHandle dropped by #01; it runs on",
        "poll 2 on chef 0, 1.0ms, Ready",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_life_scrolls_and_stops_at_the_birth() {
    let mut play = brigade();
    play.frame(124, &[]);
    play.app.selected = Selection::Task(id(2));
    play.app.screen = Screen::Inspector;
    let scrolled = |play: &mut Play, rows| {
        update(&mut play.app, Message::Act(Action::Scroll(rows)));
        match inspector::view(&play.app, 1) {
            InspectorView::Card(card) => *card,
            InspectorView::Nothing(why) => panic!("{why:?}"),
        }
    };
    let card = scrolled(&mut play, 1);
    assert_eq!((card.chosen, card.first, card.total), (1, 0, 3));
    let card = scrolled(&mut play, 500);
    assert_eq!((card.chosen, card.first, card.steps.len()), (2, 1, 2));
    assert_eq!(card.steps[1].verb, "spawned");
}

#[test]
fn no_card_is_said_not_drawn() {
    let play = Play::new();
    let InspectorView::Nothing(why) = inspector::view(&play.app, 20) else {
        panic!()
    };
    let key = Piece::Key(Action::HandIn("simmer"));
    assert!(why.pieces().contains(&key), "{why:?}");
}

#[test]
fn the_list_orders_searches_and_pages() {
    let mut play = brigade();
    for number in 3..20 {
        play.spawned(30 + u64::from(number), number, None, 1);
    }
    play.frame(100, &[]);
    assert_eq!(numbers(&play.list("", 9).0), [19, 18, 17, 16]);
    assert!(play.list("", 9).0.more);
    assert_eq!(numbers(&play.list("oldest", 9).0), [1, 2, 3, 4]);
    // #01 became pending before #02; the others are queued.
    assert_eq!(numbers(&play.list("longest", 9).0), [1, 2]);
    assert_eq!(numbers(&play.list("stove", 9).0), [2, 1]);
    assert_eq!(numbers(&play.list("pending simmer", 9).0), [2]);
    assert_eq!(numbers(&play.list("#7", 9).0), [7]);
    assert_eq!(numbers(&play.list("nothing", 9).0), [0; 0]);
    play.app.scroll = 17;
    assert_eq!(numbers(&play.list("", 9).0), [4, 3, 2, 1], "a whole page");
    play.app.scroll = 400;
    let (view, _) = play.list("", 9);
    assert_eq!(
        (numbers(&view), view.first, view.more),
        (vec![4, 3, 2, 1], 15, false)
    );
}

#[test]
fn every_row_of_the_list_is_drawn() {
    let mut play = Play::new();
    for number in 1..=60 {
        play.spawned(u64::from(number), number, None, 1);
    }
    play.frame(100, &[]);
    for height in [6, 22, 46] {
        let (view, text) = play.list("", height);
        assert_eq!(view.rows.len(), usize::from(height - OTHER_ROWS));
        assert_eq!(text.matches(" simmer ").count(), view.rows.len(), "{text}");
    }
}

#[test]
fn metrics_show_what_was_told() {
    let mut play = brigade();
    play.frame(124, &[]);
    let interval = RuntimeInterval {
        elapsed: Nanos::from_millis(500),
        workers: 2,
        live_tasks: 2,
        busy_ratio: 0.25,
        ..RuntimeInterval::default()
    };
    update(&mut play.app, Message::Runtime(interval));
    let view = gauges::view(&play.app);
    let text = draw(100, 30, |area, buf, hits| {
        screen::metrics::draw(&view, &Theme::mono(), area, buf, hits);
    });
    assert!(text.contains("0.25 of 2"), "{text}");
    assert!(text.contains("interval 500ms, tokio_unstable"), "{text}");
    // Both polls took 2 ms, which is the bucket from 2^20 ns on.
    assert_eq!(view.histogram.len(), 1);
    assert_eq!(
        (view.histogram[0].from, view.histogram[0].polls),
        (Nanos(1 << 20), 2)
    );
}

#[test]
fn a_blocking_job_has_a_life_of_its_own() {
    let mut play = brigade();
    let submitted = What::BlockingSubmitted {
        job: id(3),
        parent: Some(id(2)),
        kind: KindId::new(2),
        site: SiteId::new(SPAWN),
    };
    play.at(50, submitted)
        .at(60, What::BlockingStarted { job: id(3) })
        .frame(160, &[]);
    let text = play.inspect(3);
    for part in [
        "= baking (spawn_blocking, running)  for 100ms",
        "# busy 100ms 91%  ! scheduled 10ms 9%  . idle 0ns 0%",
        "none: a blocking job runs once, to its end",
        "to the bakery (spawn_blocking) by #02",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("future"), "{text}");
}
