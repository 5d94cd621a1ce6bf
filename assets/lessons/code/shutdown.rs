//! Graceful shutdown: every task hears of it, ends by itself, and is waited for.

use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn work(number: u32, mut closing: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            // Told to stop, or whoever could tell is gone.
            _ = closing.wait_for(|closing| *closing) => break,
            () = sleep(Duration::from_millis(100)) => println!("{number}: one more"),
        }
    }
    println!("{number}: goodbye");
}

#[tokio::main]
async fn main() {
    let (close, closing) = watch::channel(false);
    let mut tasks = JoinSet::new();
    for number in 1..=3 {
        tasks.spawn(work(number, closing.clone()));
    }
    drop(closing);

    // In a real program: tokio::signal::ctrl_c().await
    sleep(Duration::from_millis(350)).await;
    // An error would mean that no task listens any more.
    let _ = close.send(true);
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            println!("a task failed: {error}");
        }
    }
}
