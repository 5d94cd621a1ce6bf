//! A program whose Cargo.toml says
//! `tokio = { package = "tokio-kitchen-probe", … }`. Nothing else is changed: the `use` below
//! stands for that line, because an example has this package's own Cargo.toml.
//!
//! ```text
//! TOKIO_KITCHEN=report cargo run --example renamed
//! ```

use kitchen_probe as tokio;

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

#[tokio::main]
async fn main() {
    let (sender, mut receiver) = mpsc::channel(4);
    for number in 0..3_u64 {
        let sender = sender.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(number)).await;
            let _ = sender.send(number).await;
        });
    }
    drop(sender);
    let mut sum = 0;
    while let Some(number) = receiver.recv().await {
        sum += number;
    }
    // A poll that holds its worker: the report names it, with the line it was spawned at.
    let slow = tokio::spawn(async { std::thread::sleep(Duration::from_millis(30)) });
    slow.await.expect("it does not panic");
    println!("{sum}");
}
