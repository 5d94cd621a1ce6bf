//! What people do with a set of tasks.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinSet, LocalSet};
use tokio::time;

async fn forever() -> u8 {
    std::future::pending().await
}

#[tokio::test]
async fn spawn_gives_an_abort_handle() {
    let mut set = JoinSet::new();
    let one: AbortHandle = set.spawn(forever());
    one.abort();
    assert!(set.join_next().await.unwrap().unwrap_err().is_cancelled());
}

#[tokio::test]
async fn joined_one_after_another() {
    let mut set = JoinSet::new();
    for n in 0..4 {
        set.spawn(async move { n });
    }
    assert_eq!(set.len(), 4);
    let mut sum = 0;
    while let Some(one) = set.join_next().await {
        sum += one.unwrap();
    }
    assert_eq!(sum, 6);
    assert!(set.is_empty());
}

#[tokio::test]
async fn joined_as_far_as_they_ended() {
    let mut set: JoinSet<()> = JoinSet::new();
    set.spawn(async {});
    let mut joined = 0;
    while joined == 0 {
        tokio::task::yield_now().await;
        while let Some(one) = set.try_join_next() {
            one.unwrap();
            joined += 1;
        }
    }
    assert!(set.try_join_next().is_none());
}

#[tokio::test]
async fn joined_with_ids() {
    let mut set = JoinSet::new();
    let expected: Id = set.spawn(async { 7 }).id();
    let (id, got) = set.join_next_with_id().await.unwrap().unwrap();
    assert_eq!((id, got), (expected, 7));
    assert!(set.try_join_next_with_id().is_none());
}

#[tokio::test]
async fn joined_in_select() {
    let mut set = JoinSet::new();
    set.spawn(forever());
    set.spawn(async { 7 });
    tokio::select! {
        Some(one) = set.join_next() => assert_eq!(one.unwrap(), 7),
        else => panic!("one of them ended"),
    }
    set.shutdown().await;
    assert!(set.is_empty());
}

#[tokio::test(start_paused = true)]
async fn joined_within_a_time() {
    let mut set = JoinSet::new();
    set.spawn(forever());
    assert!(
        time::timeout(Duration::from_secs(1), set.join_next())
            .await
            .is_err()
    );
    set.abort_all();
    assert!(set.join_next().await.unwrap().is_err());
}

#[tokio::test]
async fn shut_down_when_empty() {
    let mut set: JoinSet<()> = JoinSet::new();
    set.shutdown().await;
    assert!(set.is_empty());
}

#[tokio::test]
async fn jobs_of_the_blocking_pool() {
    let mut set: JoinSet<u8> = JoinSet::new();
    set.spawn_blocking(|| 7);
    set.spawn_blocking_on(|| 8, &Handle::current());
    let mut all = set.join_all().await;
    all.sort_unstable();
    assert_eq!(all, [7, 8]);
}

#[tokio::test]
async fn all_at_once() {
    let mut set: JoinSet<u8> = JoinSet::new();
    set.spawn(async { 7 });
    assert_eq!(set.join_all().await, [7]);
}

#[tokio::test]
async fn detached_they_go_on() {
    let (told, hears) = tokio::sync::oneshot::channel();
    let mut set: JoinSet<()> = JoinSet::new();
    set.spawn(async move { told.send(7).unwrap() });
    set.detach_all();
    assert!(set.is_empty());
    drop(set);
    assert_eq!(hears.await.unwrap(), 7);
}

#[tokio::test]
async fn dropped_they_end() {
    let (held, mut hears) = tokio::sync::mpsc::channel::<()>(1);
    let mut set = JoinSet::new();
    set.spawn(async move {
        let _held = held;
        forever().await
    });
    drop(set);
    assert!(hears.recv().await.is_none());
}

#[tokio::test]
async fn collected() {
    let set: JoinSet<u8> = (0..3).map(|n| async move { n }).collect();
    assert_eq!(set.len(), 3);
    let mut all = set.join_all().await;
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2]);
}

#[tokio::test]
async fn on_another_handle() {
    let mut set = JoinSet::new();
    set.spawn_on(async { 7 }, &Handle::current());
    assert_eq!(set.join_next().await.unwrap().unwrap(), 7);
}

#[tokio::test]
async fn of_a_local_set() {
    let local = LocalSet::new();
    let mut set = JoinSet::new();
    let shared = std::rc::Rc::new(7);
    set.spawn_local_on(async move { *shared }, &local);
    let got = local.run_until(async move {
        set.spawn_local(async { 8 });
        set.join_all().await.into_iter().sum::<i32>()
    });
    assert_eq!(got.await, 15);
}

#[tokio::test]
async fn polled_by_hand() {
    let mut set = JoinSet::new();
    set.spawn(async { 7 });
    let got = std::future::poll_fn(|cx| set.poll_join_next(cx)).await;
    assert_eq!(got.unwrap().unwrap(), 7);
    set.spawn(async { 8 });
    let got = std::future::poll_fn(|cx| set.poll_join_next_with_id(cx)).await;
    assert_eq!(got.unwrap().unwrap().1, 8);
}

#[tokio::test]
async fn default_and_debug() {
    let set: JoinSet<std::cell::Cell<u8>> = JoinSet::default();
    assert!(format!("{set:?}").contains("JoinSet"));
    assert!(set.is_empty());
}

#[tokio::test]
async fn in_a_struct_behind_a_lock() {
    struct Server {
        connections: tokio::sync::Mutex<JoinSet<()>>,
    }
    let server = std::sync::Arc::new(Server {
        connections: tokio::sync::Mutex::default(),
    });
    server.connections.lock().await.spawn(async {});
    let inside = std::sync::Arc::clone(&server);
    tokio::spawn(async move { inside.connections.lock().await.join_next().await.unwrap() })
        .await
        .unwrap()
        .unwrap();
    assert!(server.connections.lock().await.is_empty());
}

#[cfg(tokio_unstable)]
#[tokio::test]
async fn built_with_a_name() {
    let mut set = JoinSet::new();
    set.build_task().name("named").spawn(async { 7 }).unwrap();
    assert_eq!(set.join_next().await.unwrap().unwrap(), 7);
}
