//! Tests that a poll is judged in, through Tokio's own macro.

use kitchen_probe as tokio;
use std::time::Duration;

#[tokio::test(crate = "kitchen_probe::strict")]
async fn waiting_is_no_long_poll() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test(crate = "kitchen_probe::strict", start_paused = true)]
async fn time_may_be_paused() {
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

#[tokio::test(crate = "kitchen_probe::strict")]
#[should_panic(expected = "a poll of ")]
async fn a_test_that_blocks_fails() {
    std::thread::sleep(Duration::from_secs(2));
}

#[tokio::test(
    crate = "kitchen_probe::strict",
    flavor = "multi_thread",
    worker_threads = 2
)]
#[should_panic(expected = "so_does_one_whose_task_blocks (")]
async fn so_does_one_whose_task_blocks() {
    let blocks = async { std::thread::sleep(Duration::from_secs(2)) };
    tokio::spawn(blocks).await.unwrap();
}

#[tokio::test(crate = "kitchen_probe::strict", flavor = "multi_thread")]
#[should_panic(expected = "of the test's own")]
async fn a_panic_of_the_test_stays_its_own() {
    panic!("of the test's own");
}

#[tokio::test(crate = "kitchen_probe::strict", flavor = "multi_thread")]
async fn jobs_of_the_pool_may_block() {
    tokio::spawn_blocking(|| std::thread::sleep(Duration::from_millis(50)))
        .await
        .unwrap();
}

#[tokio::test(crate = "kitchen_probe::strict", flavor = "multi_thread")]
async fn a_task_that_gave_up_its_worker_may_block() {
    let block = || std::thread::sleep(Duration::from_millis(50));
    let task = tokio::spawn(async move { tokio::task::block_in_place(block) });
    task.await.unwrap();
}

/// Of a library, with plain Tokio.
#[cfg(tokio_unstable)]
#[tokio::test(crate = "kitchen_probe::strict", flavor = "multi_thread")]
#[should_panic(expected = "a poll of strict.rs:")]
async fn so_does_one_whose_library_blocks() {
    let runtime = tokio::runtime::Handle::current().into_inner();
    let blocks = async { std::thread::sleep(Duration::from_secs(2)) };
    runtime.spawn(blocks).await.unwrap();
}

/// What still holds its thread as the test ends is waited for.
#[tokio::test(
    crate = "kitchen_probe::strict",
    flavor = "multi_thread",
    worker_threads = 2
)]
#[should_panic(expected = "so_does_one_whose_task_still_blocks (")]
async fn so_does_one_whose_task_still_blocks() {
    let (begun, begins) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let _ = begun.send(());
        std::thread::sleep(Duration::from_secs(2));
    });
    begins.await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
}
