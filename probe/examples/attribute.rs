//! A program that keeps Tokio under its own name, and asks for the probe where it wants it: at
//! `main`, and at its spawns.
//!
//! ```text
//! TOKIO_KITCHEN=report cargo run --example attribute
//! ```

use kitchen_probe as observed;
use std::time::Duration;

#[tokio::main(crate = "kitchen_probe", worker_threads = 2)]
async fn main() {
    let named = observed::spawn_as("named", async {
        observed::time::sleep(Duration::from_millis(1)).await;
        1
    });
    // Tokio's own spawn: seen with `tokio_unstable`, else counted as not seen.
    let plain = tokio::spawn(async { 2 });
    let sum = named.await.expect("no panic") + plain.await.expect("no panic");
    println!("{sum}");
}
