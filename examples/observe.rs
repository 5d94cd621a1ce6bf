//! An application that watches its own tasks: build the runtime through a probe, spawn
//! through it, read what happened.

use std::time::Duration;
use tokio_kitchen::probe::{self, Probe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
    runtime.block_on(async {
        let parent = probe::spawn_as("parent", async {
            probe::sleep(Duration::from_millis(20)).await;
            probe::spawn_as("child", async { 6 * 7 }).await
        });
        println!("the child says {}", parent.await??);
        Ok::<(), tokio::task::JoinError>(())
    })?;
    drop(runtime);
    reader.drain_all(|event| println!("{:8.3} ms  {:?}", event.at.as_millis_f64(), event.what));
    Ok(())
}
