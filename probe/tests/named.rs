//! Locks, channels and streams that tell what waits for them, with no wrapper around an await.

#![cfg(all(feature = "named-waits", feature = "net", feature = "io-util"))]

use kitchen_probe::Probe;
use kitchen_probe::events::WaitOn::{Channel, Lock, Permit, Signal};
use kitchen_probe::events::*;
use kitchen_probe::named as tokio;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, Mutex, Notify, RwLock, Semaphore, broadcast, mpsc, oneshot, watch};

/// What is waited for, and at which line.
type Wait = (WaitOn, u32);

/// Runs one observed task to its end, and gives its waits.
fn waits(future: impl Future<Output = ()> + Send + 'static) -> Vec<Wait> {
    let waits = waits_due(future).into_iter();
    waits.map(|(wait, _)| wait).collect()
}

/// As [`waits`], with the time they are due.
fn waits_due(future: impl Future<Output = ()> + Send + 'static) -> Vec<(Wait, Option<Nanos>)> {
    let (probe, mut reader) = Probe::new();
    let mut builder = ::tokio::runtime::Builder::new_current_thread();
    let runtime = probe
        .build(builder.max_blocking_threads(1).enable_all())
        .expect("a runtime");
    runtime
        .block_on(async { kitchen_probe::spawn_as("waits", future).await })
        .expect("the task does not panic");
    drop(runtime);
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event));
    let site = |wanted| {
        events.iter().find_map(|event| match &event.what {
            What::Site { id, site } if *id == wanted => Some(site),
            _ => None,
        })
    };
    let wait = |event: &Event| match event.what {
        What::Waiting {
            site: at, until, ..
        } => {
            let site = site(at).expect("a place is announced before it is used");
            Some(((site.wait, site.line), until))
        }
        _ => None,
    };
    events.iter().filter_map(wait).collect()
}

/// Polls it once: it is not ready. Then it is dropped.
async fn pends<F: Future>(future: F) {
    let mut future = Box::pin(future);
    let once = std::future::poll_fn(|cx| std::task::Poll::Ready(future.as_mut().poll(cx)));
    assert!(once.await.is_pending());
}

#[test]
fn locks_and_permits() {
    let line = line!() + 11;
    let told = waits(async {
        let (lock, book) = (Mutex::new(0), RwLock::from(0));
        let (mut held, read) = (lock.lock().await, book.read().await);
        *held += 1;
        let permits = Arc::new(Semaphore::new(2));
        let mut two = Arc::clone(&permits)
            .acquire_many_owned(2)
            .await
            .expect("open");

        pends(lock.lock()).await;
        pends(book.write()).await;
        pends(permits.acquire()).await;
        pends(permits.acquire_many(2)).await;
        pends(Arc::clone(&permits).acquire_owned()).await;

        drop((held, read));
        assert!(lock.try_lock().is_ok());
        assert_eq!(lock.into_inner(), 1);
        assert!(book.try_write().is_ok());
        // Owned permits can be parted and joined, and come back.
        let one = two.split(1).expect("two");
        assert!(two.split(2).is_none());
        two.merge(one);
        assert_eq!((two.num_permits(), permits.available_permits()), (2, 0));
        drop(two.split(1));
        assert_eq!(permits.available_permits(), 1);
        two.forget();
        assert_eq!(permits.available_permits(), 1);
        permits.close();
        assert!(Arc::clone(&permits).acquire_owned().await.is_err());
    });
    let on = [Lock, Lock, Permit, Permit, Permit];
    let lines = (line..).take(on.len());
    assert_eq!(told, on.into_iter().zip(lines).collect::<Vec<_>>());
}

#[test]
fn channels() {
    let line = line!() + 8;
    let told = waits(async {
        let (sender, mut receiver) = mpsc::channel(1);
        let (endless, mut ends) = mpsc::unbounded_channel::<u8>();
        let (all, mut each) = broadcast::channel::<u8>(1);
        let (state, mut seen) = watch::channel(0);
        let (mut answer, question) = oneshot::channel::<u8>();

        pends(receiver.recv()).await;
        pends(ends.recv()).await;
        pends(each.recv()).await;
        pends(seen.changed()).await;
        pends(seen.wait_for(|value| *value == 1)).await;
        pends(answer.closed()).await;
        pends(endless.closed()).await;
        sender.send(1).await.expect("a receiver");
        pends(sender.send(2)).await;
        pends(sender.reserve()).await;

        let weak = sender.downgrade();
        drop(sender.clone());
        assert!(
            weak.upgrade()
                .is_some_and(|strong| strong.same_channel(&sender))
        );
        assert_eq!(receiver.recv().await, Some(1));
        state.send_replace(1);
        assert!(seen.wait_for(|value| *value == 1).await.is_ok());
        all.send(3).expect("a receiver");
        assert_eq!(each.recv().await, Ok(3));
        endless.send(4).expect("a receiver");
        assert_eq!(ends.recv().await, Some(4));
        answer.send(5).expect("a receiver");
        assert_eq!(question.await, Ok(5));
    });
    let on = [Channel, Channel, Signal, Signal, Signal, Signal, Signal];
    let before = on.into_iter().zip(line..);
    let full = [(Channel, line + 8), (Channel, line + 9)];
    assert_eq!(told, before.chain(full).collect::<Vec<_>>());
}

#[test]
fn the_line_of_a_oneshot_is_that_of_its_await() {
    let line = line!() + 6;
    let told = waits(async {
        let (answer, question) = oneshot::channel();
        kitchen_probe::spawn(async {
            answer.send(1).expect("a receiver");
        });
        assert_eq!(question.await, Ok(1));
    });
    assert_eq!(told, [(WaitOn::Channel, line)]);
}

#[test]
fn signals() {
    let line = line!() + 4;
    let told = waits(async {
        let (signal, barrier) = (Notify::new(), Barrier::new(2));
        {
            let notified = signal.notified();
            tokio::pin!(notified);
            assert!(!notified.as_mut().enable());
            pends(notified.as_mut()).await;
            signal.notify_waiters();
            notified.await;
        }
        pends(barrier.wait()).await;
    });
    assert_eq!(told, [(WaitOn::Signal, line), (WaitOn::Other, line + 7)]);
}

#[test]
fn streams() {
    let line = line!() + 5;
    let told = waits(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        // Nobody calls before this is polled.
        pends(listener.accept()).await;
        let (to_server, mut server) = oneshot::channel();
        tokio::spawn(async move { to_server.send(listener.accept().await.expect("a call").0) });
        let stream = TcpStream::connect(address).await.expect("a server");
        let (from, mut to) = stream.into_split();
        let mut server: TcpStream = (&mut server).await.expect("a stream");
        pends(server.read(&mut [0])).await;
        to.write_all(b"one\n").await.expect("a reader");
        let mut byte = [0; 4];
        server.read_exact(&mut byte).await.expect("a writer");
        let mut lines = BufReader::new(from).lines();
        pends(lines.next_line()).await;
        server.write_all(b"two\n").await.expect("a reader");
        server.shutdown().await.expect("an open stream");
        assert_eq!(
            lines.next_line().await.expect("a line").as_deref(),
            Some("two")
        );
        assert_eq!(lines.next_line().await.expect("the end"), None);
    });
    let at = |on, from_first| (on, line + from_first);
    for wait in [at(WaitOn::Io, 0), at(WaitOn::Io, 6), at(WaitOn::Io, 11)] {
        assert!(told.contains(&wait), "{wait:?}: {told:?}");
    }
    // Connecting, reading and writing may or may not have to wait; what does has its line.
    let lines = line..line + 16;
    assert!(told.iter().all(|(_, at)| lines.contains(at)), "{told:?}");
}

/// What waits for a thread of the blocking pool does not wait for the driver.
#[test]
fn a_name_that_is_looked_up_is_waited_for_as_blocking_work() {
    let line = line!() + 6;
    let told = waits(async {
        // The pool's only thread has something else to do.
        let (release, held) = std::sync::mpsc::channel::<()>();
        let busy = ::tokio::task::spawn_blocking(move || held.recv());
        let name = "localhost:0".to_owned();
        pends(TcpStream::connect(name)).await;
        drop(release);
        assert!(busy.await.expect("no panic").is_err());
    });
    assert_eq!(told, [(WaitOn::Blocking, line)]);
}

static LOCK: Mutex<Duration> = Mutex::const_new(Duration::ZERO);

#[test]
fn ticks_of_an_interval() {
    const HOUR: Duration = Duration::from_secs(3_600);
    let line = line!() + 7;
    let mut waits = waits_due(async {
        let mut ticks = tokio::time::interval(HOUR);
        assert_eq!(ticks.period(), HOUR);
        // The first one is due at once.
        ticks.tick().await;
        pends(ticks.tick()).await;
        ticks.reset_after(3 * HOUR);
        pends(ticks.tick()).await;
        ticks.reset_immediately();
        ticks.tick().await;
        pends(ticks.tick()).await;
        let start = tokio::time::Instant::now() - HOUR;
        let mut late = tokio::time::interval_at(start, 3 * HOUR);
        late.tick().await;
        // Ticks that were missed are made up for: the next one is due three hours after the first.
        pends(late.tick()).await;
        let mut late = tokio::time::interval_at(start, 3 * HOUR);
        late.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        late.tick().await;
        pends(late.tick()).await;
    });
    // A timer that is due at once may yet take a millisecond.
    waits.retain(|(_, due)| due.is_none_or(|due| due > Nanos::from_millis(60_000)));
    let lines: Vec<_> = waits.iter().map(|(wait, _)| *wait).collect();
    let expected = [0, 2, 5, 10, 14].map(|later| (WaitOn::Timer, line - 1 + later));
    assert_eq!(lines, expected);
    let hours = |due: Nanos| (due.0 as f64 / 3_600e9).round() as u64;
    let due: Vec<_> = waits.iter().map(|(_, due)| due.map(hours)).collect();
    assert_eq!(due, [Some(1), Some(3), Some(1), Some(2), None]);
}

#[test]
fn tokios_own_are_a_from_away() {
    fn takes(receiver: ::tokio::sync::mpsc::Receiver<u8>) -> usize {
        receiver.max_capacity()
    }
    let (sender, receiver) = mpsc::channel(7);
    assert_eq!(takes(receiver.into()), 7);
    let sender: ::tokio::sync::mpsc::Sender<u8> = sender.into();
    assert_eq!(mpsc::Sender::from(sender).max_capacity(), 7);
    let cell: &::tokio::sync::Mutex<u8> = &Mutex::new(3);
    assert_eq!(*cell.try_lock().expect("free"), 3);
    assert!(LOCK.try_lock().is_ok());
}
