//! All the rest of Tokio is there, as Tokio's own: other crates name these types.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task;

#[tokio::test]
async fn channels() {
    let (to, mut from) = mpsc::channel::<u8>(1);
    tokio::spawn(async move { to.send(7).await });
    tokio::select! {
        m = from.recv() => assert_eq!(m, Some(7)),
        () = tokio::time::sleep(Duration::from_secs(60)) => panic!("it was sent"),
    }
    let (to, mut from) = mpsc::unbounded_channel();
    to.send(8).unwrap();
    assert_eq!(from.recv().await, Some(8));
    let (to, from) = oneshot::channel();
    to.send(9).unwrap();
    assert_eq!(from.await, Ok(9));
    let (to, mut from) = watch::channel(0);
    to.send(10).unwrap();
    from.changed().await.unwrap();
    assert_eq!(*from.borrow_and_update(), 10);
    let (to, mut from) = broadcast::channel(4);
    to.send(11).unwrap();
    assert_eq!(from.recv().await, Ok(11));
}

#[tokio::test]
async fn locks() {
    let lock = Arc::new(Mutex::new(1));
    *lock.lock().await += 1;
    let owned: tokio::sync::OwnedMutexGuard<u8> = Arc::clone(&lock).lock_owned().await;
    assert_eq!((*owned, lock.try_lock().is_err()), (2, true));
    let lock = RwLock::new(1);
    *lock.write().await += 1;
    assert_eq!(*lock.read().await, 2);
    let permits = Arc::new(Semaphore::new(1));
    let one = permits.acquire().await.unwrap();
    assert_eq!(permits.available_permits(), 0);
    drop(one);
    let _owned = Arc::clone(&permits).acquire_owned().await.unwrap();
    static CELL: OnceCell<u8> = OnceCell::const_new();
    assert_eq!(*CELL.get_or_init(|| async { 7 }).await, 7);
    static LOCK: Mutex<u8> = Mutex::const_new(7);
    assert_eq!(*LOCK.lock().await, 7);
}

#[tokio::test]
async fn signals() {
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    let hears = tokio::spawn(async move { rings.notified().await });
    bell.notify_one();
    hears.await.unwrap();
    let all = Arc::new(Barrier::new(2));
    let other = Arc::clone(&all);
    let other = tokio::spawn(async move { other.wait().await.is_leader() });
    let leads = all.wait().await.is_leader();
    assert_ne!(other.await.unwrap(), leads);
}

#[tokio::test]
async fn sockets() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await?;
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        while let Some(line) = lines.next_line().await? {
            write.write_all(line.to_uppercase().as_bytes()).await?;
        }
        std::io::Result::Ok(())
    });
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"loud\n").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert_eq!(answer, "LOUD");
    server.await.unwrap().unwrap();
}

#[tokio::test]
async fn files_and_processes() {
    let path = std::env::temp_dir().join(format!("api-fit-{}", std::process::id()));
    tokio::fs::write(&path, b"text").await.unwrap();
    assert_eq!(tokio::fs::read(&path).await.unwrap(), b"text");
    tokio::fs::remove_file(&path).await.unwrap();
    let said = tokio::process::Command::new("echo")
        .arg("x")
        .output()
        .await
        .unwrap();
    assert_eq!(said.stdout, b"x\n");
}

#[tokio::test]
async fn macros_of_all_kinds() {
    let (a, b) = tokio::join!(async { 1 }, async { 2 });
    let both = tokio::try_join!(async { Ok::<_, ()>(a) }, async { Ok(b) });
    assert_eq!(both, Ok((1, 2)));
    let mut left = 3;
    let mut ticks = futures::stream::iter([1, 2]);
    loop {
        tokio::select! {
            biased;
            Some(n) = ticks.next(), if left > 0 => left -= n,
            else => break,
        }
    }
    assert_eq!(left, 0);
    tokio::pin! {
        let later = async { 7 };
        let sooner = std::future::ready(8);
    }
    assert_eq!((&mut later).await + (&mut sooner).await, 15);
}

#[tokio::test]
async fn budgets() {
    task::consume_budget().await;
    assert!(task::coop::has_budget_remaining());
    let got = task::coop::cooperative(async { 7 }).await;
    assert_eq!(task::coop::unconstrained(std::future::ready(got)).await, 7);
    task::yield_now().await;
}

#[tokio::test]
async fn streams_of_tokio_stream() {
    use tokio_stream::wrappers::{IntervalStream, ReceiverStream, TcpListenerStream};
    let (to, from) = mpsc::channel(1);
    to.send(7).await.unwrap();
    drop(to);
    assert_eq!(ReceiverStream::new(from).collect::<Vec<u8>>().await, [7]);
    let ticks = IntervalStream::new(tokio::time::interval(Duration::from_millis(1)));
    assert_eq!(ticks.take(2).count().await, 2);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut streams = TcpListenerStream::new(listener);
    drop(
        TcpStream::connect(streams.as_ref().local_addr().unwrap())
            .await
            .unwrap(),
    );
    streams.next().await.unwrap().unwrap();
    let throttled =
        tokio_stream::StreamExt::throttle(futures::stream::iter([1, 2]), Duration::from_millis(1));
    assert_eq!(throttled.collect::<Vec<_>>().await, [1, 2]);
}

#[tokio::test]
async fn things_of_tokio_util() {
    use tokio_util::sync::{CancellationToken, PollSemaphore, PollSender};
    use tokio_util::task::{JoinMap, TaskTracker};
    let token = CancellationToken::new();
    let cancelled = tokio::spawn(token.clone().cancelled_owned());
    token.cancel();
    cancelled.await.unwrap();
    let tracker = TaskTracker::new();
    let tracked = tracker.spawn(async { 7 });
    tracker.close();
    tracker.wait().await;
    assert_eq!(tracked.await.unwrap(), 7);
    let own = tokio::spawn(tracker.track_future(async { 8 }));
    assert_eq!(own.await.unwrap(), 8);
    let mut map = JoinMap::new();
    map.spawn("key", async { 7 });
    assert_eq!(map.join_next().await.unwrap().1.unwrap(), 7);
    let (to, mut from) = mpsc::channel(1);
    let mut to = PollSender::new(to);
    futures::SinkExt::send(&mut to, 7).await.unwrap();
    assert_eq!(from.recv().await, Some(7));
    let mut permits = PollSemaphore::new(Arc::new(Semaphore::new(1)));
    assert!(
        std::future::poll_fn(|cx| permits.poll_acquire(cx))
            .await
            .is_some()
    );
}

#[tokio::test]
async fn types_are_tokios_own() {
    fn same<T>(_: fn(T), _: fn(T)) {}
    same(|_: tokio::net::TcpStream| (), |_: real::net::TcpStream| ());
    same(
        |_: mpsc::Sender<u8>| (),
        |_: real::sync::mpsc::Sender<u8>| (),
    );
    same(|_: Notify| (), |_: real::sync::Notify| ());
    same(|_: tokio::time::Instant| (), |_: real::time::Instant| ());
    same(|_: tokio::time::Interval| (), |_: real::time::Interval| ());
    same(|_: task::JoinError| (), |_: real::task::JoinError| ());
    same(|_: task::Id| (), |_: real::task::Id| ());
}

#[tokio::test]
async fn a_handle_for_who_wants_tokios_own() {
    fn wants(handle: &real::runtime::Handle) -> real::runtime::Id {
        handle.id()
    }
    let ours = tokio::runtime::Handle::current();
    assert_eq!(wants(&ours), real::runtime::Handle::current().id());
    let tracker = tokio_util::task::TaskTracker::new();
    assert_eq!(tracker.spawn_on(async { 7 }, &ours).await.unwrap(), 7);
}

#[tokio::test]
async fn a_local_set_for_who_wants_tokios_own() {
    let local = task::LocalSet::new();
    let tracker = tokio_util::task::TaskTracker::new();
    let tracked = tracker.spawn_local_on(async { 7 }, &local);
    let mut map = tokio_util::task::JoinMap::new();
    map.spawn_local_on("key", async { std::rc::Rc::new(8) }, &local);
    let got = local.run_until(async move {
        let (_, one) = map.join_next().await.unwrap();
        tracked.await.unwrap() + *one.unwrap()
    });
    assert_eq!(got.await, 15);
}

#[test]
fn a_runtime_for_who_wants_tokios_own() {
    fn wants(runtime: &real::runtime::Runtime) -> u8 {
        runtime.block_on(async { 7 })
    }
    let ours = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(wants(&ours), 7);
}

#[tokio::test]
async fn guards_of_locks_have_all_of_their_methods() {
    use tokio::sync::{MutexGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLockReadGuard};
    async fn first<T: Send>(
        lock: Arc<Mutex<(T, u8)>>,
    ) -> tokio::sync::OwnedMappedMutexGuard<(T, u8), T> {
        tokio::sync::OwnedMutexGuard::map(lock.lock_owned().await, |both| &mut both.0)
    }
    let lock = Arc::new(Mutex::new((1, 2)));
    let held = tokio::spawn(first(Arc::clone(&lock))).await.unwrap();
    assert!(
        lock.try_lock()
            .is_err_and(|why| why.to_string() == "operation would block")
    );
    drop(held);
    let part: tokio::sync::MappedMutexGuard<'_, u8> =
        MutexGuard::map(lock.lock().await, |both| &mut both.1);
    assert_eq!(*part, 2);
    drop(part);
    assert_eq!(Arc::try_unwrap(lock).unwrap().into_inner(), (1, 2));

    let book = Arc::new(RwLock::with_max_readers(vec![1], 2));
    let mut write: OwnedRwLockWriteGuard<Vec<u8>> = Arc::clone(&book).write_owned().await;
    write.push(2);
    let read = OwnedRwLockReadGuard::map(write.downgrade(), |all| &all[1]);
    let other = RwLockReadGuard::map(book.read().await, |all| all.first().unwrap());
    assert_eq!((*read, *other), (2, 1));
    assert!(book.try_read().is_err());
    let spawned = tokio::task::spawn_blocking({
        let book = Arc::new(Mutex::new(5));
        move || *book.blocking_lock()
    });
    assert_eq!(spawned.await.unwrap(), 5);
}

/// Who wants Tokio's own lock gets that.
#[tokio::test]
async fn a_lock_for_who_wants_tokios_own() {
    async fn wants(lock: &real::sync::Mutex<u8>) -> u8 {
        *lock.lock().await
    }
    let ours = Mutex::new(7);
    assert_eq!(wants(&ours).await, 7);
    let theirs: real::sync::RwLock<u8> = RwLock::new(8).into();
    let ours = RwLock::<u8>::from(theirs);
    assert_eq!(*ours.read().await, 8);
}
