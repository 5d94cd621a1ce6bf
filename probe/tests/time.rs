//! Timers of the stand-in: they do what Tokio's do, and each wait for one is told with its line
//! and the time when it is due.

use kitchen_probe::events::*;
use kitchen_probe::time::{self as time, Instant, sleep, sleep_until, timeout, timeout_at};
use kitchen_probe::{Probe, spawn};
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Builder;

const SHORT: Duration = Duration::from_millis(5);
const HOUR: Duration = Duration::from_secs(3_600);
const HOUR_NS: u64 = HOUR.as_nanos() as u64;

/// What was told of the timers of one task.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// It waits at this line, for about so many hours.
    Waits(u32, u64),
    Over(u32, WaitEnd),
}

struct Story {
    events: Vec<Event>,
}

/// Runs one observed task to its end, on Tokio's paused clock: it jumps to the next timer when
/// there is nothing else to do.
fn story(future: impl Future<Output = ()> + Send + 'static) -> Story {
    story_on(Builder::new_current_thread().start_paused(true), future)
}

fn story_on(builder: &mut Builder, future: impl Future<Output = ()> + Send + 'static) -> Story {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(builder.enable_all()).expect("a runtime");
    runtime
        .block_on(async { spawn(future).await })
        .expect("the task does not panic");
    drop(runtime);
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event));
    Story { events }
}

impl Story {
    fn site(&self, wanted: SiteId) -> &Site {
        let site = self.events.iter().find_map(|event| match &event.what {
            What::Site { id, site } if *id == wanted => Some(site),
            _ => None,
        });
        site.expect("a place is announced before it is used")
    }

    fn line_of_timer(&self, site: SiteId) -> Option<u32> {
        let site = self.site(site);
        assert!(site.file.ends_with("time.rs") || site.wait != WaitOn::Timer);
        (site.wait == WaitOn::Timer).then_some(site.line)
    }

    fn timers(&self) -> Vec<Told> {
        let told = |event: &Event| match event.what {
            What::Waiting { site, until, .. } => {
                let line = self.line_of_timer(site)?;
                let left = until.expect("a timer is due").since(event.at);
                Some(Told::Waits(line, (left.0 + HOUR_NS / 2) / HOUR_NS))
            }
            What::WaitOver { site, end, .. } => Some(Told::Over(self.line_of_timer(site)?, end)),
            _ => None,
        };
        self.events.iter().filter_map(told).collect()
    }

    fn wakes(&self) -> Vec<WakeBy> {
        let wake = |event: &Event| match event.what {
            What::Woken { by, .. } => Some(by),
            _ => None,
        };
        self.events.iter().filter_map(wake).collect()
    }
}

/// A future that waits for nothing else than its turn.
async fn turns(count: u32) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_sleep_is_told_with_its_line_and_its_due_time() {
    let line = line!() + 2;
    let story = story(async {
        sleep(HOUR).await;
        sleep_until(Instant::now() + 2 * HOUR).await;
    });
    assert_eq!(
        story.timers(),
        [
            Told::Waits(line, 1),
            Told::Over(line, WaitEnd::Ready),
            Told::Waits(line + 1, 2),
            Told::Over(line + 1, WaitEnd::Ready),
        ]
    );
}

#[test]
fn a_timer_that_nobody_waits_for_is_not_told() {
    let story = story(async {
        sleep_until(Instant::now() - HOUR).await;
        assert!(timeout(HOUR, async {}).await.is_ok());
        drop(sleep(HOUR));
    });
    assert_eq!(story.timers(), []);
}

#[test]
fn a_sleep_made_elsewhere_is_told_by_the_task_that_waits() {
    let line = line!() + 3;
    let story = story(async {
        // Made in one task, awaited in another.
        let timer = sleep(HOUR);
        spawn(timer).await.expect("no panic");
    });
    assert_eq!(
        story.timers(),
        [Told::Waits(line, 1), Told::Over(line, WaitEnd::Ready)]
    );
}

#[test]
fn a_reset_ends_one_wait_and_begins_another() {
    let line = line!() + 2;
    let story = story(async {
        let mut timer = Box::pin(sleep(HOUR));
        // Set before anybody waits for it: nothing to tell.
        timer.as_mut().reset(Instant::now() + 2 * HOUR);
        tokio::select! {
            biased;
            () = timer.as_mut() => unreachable!("hours are not over"),
            () = turns(1) => {}
        }
        let sooner = Instant::now() + HOUR;
        timer.as_mut().reset(sooner);
        assert_eq!(timer.deadline(), sooner);
        assert!(!timer.is_elapsed());
        timer.as_mut().await;
        assert!(timer.is_elapsed());
        // After it is over it can be used again.
        timer.as_mut().reset(Instant::now() + 3 * HOUR);
        timer.await;
    });
    assert_eq!(
        story.timers(),
        [
            Told::Waits(line, 2),
            Told::Over(line, WaitEnd::Dropped),
            Told::Waits(line, 1),
            Told::Over(line, WaitEnd::Ready),
            Told::Waits(line, 3),
            Told::Over(line, WaitEnd::Ready),
        ]
    );
}

#[test]
fn a_timeout_drops_its_timer_when_the_future_is_first() {
    let line = line!() + 2;
    let story = story(async {
        let done = timeout(HOUR, turns(1)).await;
        assert_eq!(done, Ok(()));
    });
    assert_eq!(
        story.timers(),
        [Told::Waits(line, 1), Told::Over(line, WaitEnd::Dropped)]
    );
}

#[test]
fn a_timeout_is_over_when_its_timer_is() {
    let line = line!() + 2;
    let story = story(async {
        let late = timeout_at(Instant::now() + HOUR, std::future::pending::<()>()).await;
        assert!(late.is_err());
    });
    assert_eq!(
        story.timers(),
        [Told::Waits(line, 1), Told::Over(line, WaitEnd::Ready)]
    );
}

/// Only the timer's waker has a name, not what the future inside stores.
#[test]
fn a_timeout_lends_no_name_to_what_it_is_for() {
    let story = story(async {
        assert_eq!(timeout(HOUR, turns(1)).await, Ok(()));
        assert_eq!(timeout(HOUR, kitchen_probe::yield_now()).await, Ok(()));
    });
    let [unnamed, named] = story.wakes()[..] else {
        panic!("two turns: {:?}", story.wakes());
    };
    assert_eq!(unnamed, WakeBy::BetweenPolls(None));
    assert_eq!(named, WakeBy::NamedWait(None));
}

#[test]
fn what_a_timeout_holds_can_be_had() {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut limited = timeout(Duration::MAX, std::future::ready(1));
        *limited.get_mut() = std::future::ready(2);
        assert_eq!(limited.get_ref().clone().into_inner(), 2);
        assert_eq!(limited.into_inner().await, 2);
        assert_eq!(timeout(Duration::MAX, turns(1)).await, Ok(()));
        sleep(Duration::ZERO).into_inner().await;
    });
}

/// As Tokio's: a future that spends the whole budget of the task does not outlive the timer.
#[test]
fn a_timeout_ends_a_future_that_never_lets_go() {
    story_on(&mut Builder::new_current_thread(), async {
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        let greedy = async {
            loop {
                sender.send(()).expect("a receiver");
                receiver.recv().await;
            }
        };
        assert!(timeout(SHORT, greedy).await.is_err());
    });
}

#[test]
fn tokios_clock_can_be_paused_through_the_stand_in() {
    story_on(&mut Builder::new_current_thread(), async {
        time::pause();
        let began = Instant::now();
        // Nothing else to do: the clock jumps.
        sleep(HOUR).await;
        assert!(began.elapsed() >= HOUR);

        let mut limited = Box::pin(timeout(HOUR, std::future::pending::<()>()));
        tokio::select! {
            biased;
            _ = limited.as_mut() => unreachable!("the clock stands still"),
            () = turns(1) => {}
        }
        time::advance(HOUR + SHORT).await;
        assert!(limited.await.is_err());
        time::resume();
    });
}
