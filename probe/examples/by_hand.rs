//! A program that builds its runtime through a probe and reads the events itself.

use kitchen_probe::Probe;
use kitchen_probe::events::What;
use kitchen_probe::runtime::Builder;
use std::time::Duration;

fn main() -> std::io::Result<()> {
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(Builder::new_multi_thread().worker_threads(1).enable_all())?;
    runtime.block_on(async {
        let task = kitchen_probe::spawn_as("sleepy", async {
            kitchen_probe::sleep(Duration::from_millis(1)).await;
            std::thread::sleep(Duration::from_millis(20));
        });
        task.await.expect("it does not panic");
    });
    drop(runtime);

    reader.drain_all(|event| {
        print!("{:8.3} ms  {}", event.at.as_millis_f64(), event.what.name());
        if let What::Polled { start, outcome, .. } = event.what {
            print!(" {outcome:?} {:.1?}", event.at.since(start).as_duration());
        }
        println!();
    });
    Ok(())
}
