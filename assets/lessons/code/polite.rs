//! Waits without holding a worker: tokio's sleep instead of the thread's.

use std::time::Duration;
use tokio::time::sleep;

#[tokio::main]
async fn main() {
    let slow = tokio::spawn(async {
        // std::thread::sleep here would block a worker: no .await, no way out.
        sleep(Duration::from_secs(2)).await;
        "slow: done"
    });
    let quick = tokio::spawn(async {
        for tick in 1..=5 {
            sleep(Duration::from_millis(200)).await;
            println!("quick: tick {tick}");
        }
    });
    for result in [slow.await, quick.await.map(|()| "quick: done")] {
        match result {
            Ok(text) => println!("{text}"),
            Err(error) => println!("a task failed: {error}"),
        }
    }
}
