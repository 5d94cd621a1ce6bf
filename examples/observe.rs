//! An application that watches its own tasks, and asks what held a worker.

use std::time::Duration;
use tokio_kitchen::events::{Nanos, What};
use tokio_kitchen::model::Model;
use tokio_kitchen::probe::{self, Probe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A poll so long is a stall: its worker can do nothing else meanwhile.
    let long = Duration::from_millis(20);
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
    runtime.block_on(async {
        let parent = probe::spawn_as("parent", async move {
            probe::sleep(long).await;
            probe::spawn_as("child", async move { std::thread::sleep(long * 2) }).await
        });
        parent.await?
    })?;
    drop(runtime);

    let mut model = Model::new(Nanos::from_duration(long));
    reader.drain_all(|event| {
        model.apply(&event);
        let task = event.what.subject().and_then(|task| model.task(task));
        let Some(task) = task else { return };
        let (at, who, what) = (event.at, model.kind(task.kind), event.what.name());
        print!("{:7.3} ms  {who:8}{what}", at.as_millis_f64());
        if let What::Polled { start, outcome, .. } = event.what {
            print!(" for {:.1?}: {outcome:?}", at.since(start).as_duration());
        }
        println!();
    });
    for stall in model.stalls() {
        let (who, lasted) = (model.kind(stall.kind), stall.lasted.as_duration());
        println!("{who} held a worker for {lasted:.1?}");
    }
    Ok(())
}
