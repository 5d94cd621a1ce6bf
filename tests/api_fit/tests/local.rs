//! Tasks that stay on their thread, and values that belong to a task.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::{self, LocalSet};
use tokio::time;

#[tokio::test]
async fn spawned_in_run_until() {
    let local = LocalSet::new();
    let got = local.run_until(async {
        let shared = Rc::new(7);
        task::spawn_local(async move { *shared }).await.unwrap()
    });
    assert_eq!(got.await, 7);
}

#[tokio::test]
async fn spawned_on_the_set_and_awaited() {
    let told = Rc::new(RefCell::new(Vec::new()));
    let local = LocalSet::new();
    for n in 0..2 {
        let told = Rc::clone(&told);
        local.spawn_local(async move {
            time::sleep(Duration::from_millis(1)).await;
            told.borrow_mut().push(n);
        });
    }
    local.await;
    told.borrow_mut().sort_unstable();
    assert_eq!(*told.borrow(), [0, 1]);
}

#[test]
fn blocked_on() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let got = LocalSet::new().block_on(&runtime, async {
        task::spawn_local(async { Rc::new(7) }).await.unwrap()
    });
    assert_eq!(*got, 7);
}

#[test]
fn entered() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let local = LocalSet::new();
    let h = {
        let _entered = local.enter();
        task::spawn_local(async { 7 })
    };
    runtime.block_on(local);
    assert_eq!(runtime.block_on(h).unwrap(), 7);
}

#[tokio::test]
async fn spawned_from_within_another() {
    let local = LocalSet::default();
    let got = local.run_until(async {
        task::spawn_local(async { task::spawn_local(async { 7 }).await.unwrap() }).await
    });
    assert_eq!(got.await.unwrap(), 7);
    assert!(format!("{local:?}").contains("LocalSet"));
}

#[tokio::test]
async fn aborted() {
    let local = LocalSet::new();
    let h = local.spawn_local(std::future::pending::<()>());
    h.abort();
    let got = local.run_until(h);
    assert!(got.await.unwrap_err().is_cancelled());
}

#[test]
#[should_panic(expected = "spawn_local")]
fn outside_of_a_set_it_panics() {
    drop(task::spawn_local(async {}));
}

tokio::task_local! {
    static NUMBER: u32;
    /// With a text of its own.
    pub static NAME: String;
}

#[tokio::test]
async fn task_locals_follow_their_task() {
    let scoped = NUMBER.scope(7, async {
        tokio::task::yield_now().await;
        let inner = NAME.scope("x".to_owned(), async { NAME.with(|n| n.len()) });
        inner.await + NUMBER.get() as usize
    });
    assert_eq!(tokio::spawn(scoped).await.unwrap(), 8);
    assert!(NUMBER.try_with(|_| ()).is_err());
    assert_eq!(NUMBER.sync_scope(9, || NUMBER.get()), 9);
}

#[tokio::test]
async fn a_thread_with_a_set_of_its_own() {
    let (ask, mut asked) =
        tokio::sync::mpsc::unbounded_channel::<tokio::sync::oneshot::Sender<u8>>();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let local = LocalSet::new();
        local.spawn_local(async move {
            while let Some(to) = asked.recv().await {
                task::spawn_local(async move { to.send(7).unwrap() });
            }
        });
        runtime.block_on(local);
    });
    let (told, hears) = tokio::sync::oneshot::channel();
    ask.send(told).unwrap();
    assert_eq!(hears.await.unwrap(), 7);
    drop(ask);
    thread.join().unwrap();
}

#[cfg(tokio_unstable)]
#[test]
fn a_local_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(tokio::runtime::LocalOptions::default())
        .unwrap();
    let shared = Rc::new(7);
    let got = runtime.block_on(async move { task::spawn_local(async move { *shared }).await });
    assert_eq!(got.unwrap(), 7);
    let h = runtime.spawn_local(async { Rc::new(8) });
    assert_eq!(*runtime.block_on(h).unwrap(), 8);
}

#[cfg(tokio_unstable)]
#[test]
fn a_local_runtime_of_its_own() {
    let runtime = tokio::runtime::LocalRuntime::new().unwrap();
    assert_eq!(runtime.block_on(async { 7 }), 7);
    assert_eq!(
        runtime.handle().runtime_flavor(),
        tokio::runtime::RuntimeFlavor::CurrentThread
    );
}
