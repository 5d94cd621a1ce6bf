//! Waiting for a time.

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use tokio::time::{self, Instant, Interval, MissedTickBehavior, Sleep, Timeout};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn sleep() {
    let before = Instant::now();
    time::sleep(SECOND).await;
    tokio::time::sleep_until(before + 2 * SECOND).await;
    time::sleep_until(Instant::now()).await;
    assert_eq!(before.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn pinned_and_reset() {
    let before = Instant::now();
    let sleep = time::sleep(SECOND);
    tokio::pin!(sleep);
    sleep.as_mut().reset(before + 3 * SECOND);
    assert_eq!(sleep.deadline(), before + 3 * SECOND);
    assert!(!sleep.is_elapsed());
    sleep.as_mut().await;
    assert!(sleep.is_elapsed());
    assert_eq!(before.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn boxed_in_a_struct_and_polled() {
    struct Deadline {
        sleep: Pin<Box<Sleep>>,
    }
    impl Future for Deadline {
        type Output = ();
        fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<()> {
            self.sleep.as_mut().poll(cx)
        }
    }
    let mut deadline = Deadline {
        sleep: Box::pin(time::sleep(SECOND)),
    };
    deadline.sleep.as_mut().reset(Instant::now() + 2 * SECOND);
    let before = Instant::now();
    deadline.await;
    assert_eq!(before.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_sleep_again_and_again_in_select() {
    let (ask, mut asked) = tokio::sync::mpsc::channel::<u8>(1);
    let mut idle = pin!(time::sleep(SECOND));
    tokio::spawn(async move {
        for n in 0..3 {
            time::sleep(SECOND / 2).await;
            ask.send(n).await.unwrap();
        }
        std::future::pending::<()>().await;
    });
    let before = Instant::now();
    let mut got = 0;
    loop {
        tokio::select! {
            biased;
            Some(_) = asked.recv() => {
                got += 1;
                idle.as_mut().reset(Instant::now() + SECOND);
            }
            () = &mut idle => break,
        }
    }
    assert_eq!((got, before.elapsed()), (3, SECOND * 5 / 2));
}

#[tokio::test(start_paused = true)]
async fn timeout() {
    let ended: Result<u8, time::error::Elapsed> = time::timeout(SECOND, async { 7 }).await;
    assert_eq!(ended.unwrap(), 7);
    let late = time::timeout(SECOND, std::future::pending::<()>()).await;
    assert_eq!(late.unwrap_err().to_string(), "deadline has elapsed");
    let late = time::timeout_at(Instant::now() + SECOND, std::future::pending::<()>()).await;
    assert!(late.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_timeout_turned_into_an_io_error() {
    async fn read() -> std::io::Result<()> {
        time::timeout(SECOND, std::future::pending::<()>()).await?;
        Ok(())
    }
    assert_eq!(
        read().await.unwrap_err().kind(),
        std::io::ErrorKind::TimedOut
    );
}

#[tokio::test]
async fn what_is_inside_a_timeout() {
    let mut waits: Timeout<_> = time::timeout(SECOND, std::future::ready(7));
    let _: &std::future::Ready<u8> = waits.get_ref();
    let _: &mut std::future::Ready<u8> = waits.get_mut();
    assert_eq!(waits.into_inner().await, 7);
}

#[tokio::test(start_paused = true)]
async fn interval() {
    let before = Instant::now();
    let mut every: Interval = time::interval(SECOND);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    assert_eq!(every.tick().await, before);
    assert_eq!(every.tick().await, before + SECOND);
    every.reset();
    every.reset_after(2 * SECOND);
    assert_eq!(every.tick().await, before + 3 * SECOND);
    assert_eq!(
        (every.period(), every.missed_tick_behavior()),
        (SECOND, MissedTickBehavior::Delay)
    );
    let mut later = time::interval_at(Instant::now() + SECOND, SECOND);
    assert_eq!(later.tick().await, before + 4 * SECOND);
}

#[tokio::test]
async fn the_clock_by_hand() {
    time::pause();
    let before = Instant::now();
    time::advance(5 * SECOND).await;
    assert_eq!(before.elapsed(), 5 * SECOND);
    time::resume();
}

#[tokio::test(start_paused = true)]
async fn far_away() {
    let far = time::timeout(Duration::MAX, async { 7 });
    assert_eq!(far.await.unwrap(), 7);
    let mut sleep = pin!(time::sleep(Duration::MAX));
    assert!(futures::poll!(sleep.as_mut()).is_pending());
}

#[test]
#[should_panic(expected = "no reactor running")]
fn outside_of_a_runtime_it_panics() {
    drop(time::sleep(SECOND));
}

#[test]
fn they_are_what_tokios_are() {
    fn is<T: Send + Sync + std::fmt::Debug>() {}
    is::<Sleep>();
    is::<Interval>();
    is::<Timeout<std::future::Ready<()>>>();
    fn sent<T: Send>(_: T) {}
    sent(async {
        time::sleep(SECOND).await;
        let _ = time::timeout(SECOND, async {}).await;
    });
}
