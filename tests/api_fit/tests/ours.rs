//! What the probe's crate has beside Tokio's.

use tokio::task;

#[tokio::test]
async fn a_name_of_its_own() {
    let number = 1;
    let name = format!("conn-{number}");
    tokio::spawn_as(&name, async {}).await.unwrap();
    tokio::spawn_as(name, async {}).await.unwrap();
    tokio::spawn_as(format!("conn {number}"), async {})
        .await
        .unwrap();
    assert_eq!(tokio::spawn_as("static", async { 7 }).await.unwrap(), 7);
}

#[cfg(tokio_unstable)]
#[tokio::test]
async fn a_name_by_tokios_builder() {
    let task = task::Builder::new().name("x").spawn(async { 7 }).unwrap();
    assert_eq!(task.await.unwrap(), 7);
    let job = task::Builder::new()
        .name("job")
        .spawn_blocking(|| 8)
        .unwrap();
    assert_eq!(job.await.unwrap(), 8);
    let local = task::LocalSet::new();
    let on = task::Builder::new()
        .spawn_local_on(async { 9 }, &local)
        .unwrap();
    assert_eq!(local.run_until(on).await.unwrap(), 9);
}

#[tokio::test]
async fn a_named_region() {
    let got = tokio::watch("GET /users/{id}", async {
        task::yield_now().await;
        7
    });
    assert_eq!(got.await, 7);
}

#[tokio::test]
async fn a_named_wait() {
    use tokio::events::WaitOn;
    let (to, mut from) = tokio::sync::mpsc::channel::<u8>(1);
    to.send(7).await.unwrap();
    tokio::select! {
        m = tokio::leaf(WaitOn::Channel, from.recv()) => assert_eq!(m, Some(7)),
        () = tokio::time::sleep(std::time::Duration::from_secs(60)) => panic!("it was sent"),
    }
}

#[tokio::test]
async fn tokios_own_handle_of_a_task() {
    let own: real::task::JoinHandle<u8> = tokio::spawn(async { 7 }).into_inner();
    let own = tokio_util::task::AbortOnDropHandle::new(own);
    assert_eq!(own.await.unwrap(), 7);
}

#[tokio::test]
async fn handles_that_tokio_util_gives() {
    struct Owner {
        task: task::JoinHandle<u8>,
        stop: task::AbortHandle,
    }
    let tracker = tokio_util::task::TaskTracker::new();
    let waits = tracker.spawn(std::future::pending::<()>());
    let owner = Owner {
        task: tracker.spawn(async { 7 }).into(),
        stop: waits.abort_handle().into(),
    };
    owner.stop.abort();
    assert!(waits.await.unwrap_err().is_cancelled());
    assert_eq!(owner.task.await.unwrap(), 7);
}
