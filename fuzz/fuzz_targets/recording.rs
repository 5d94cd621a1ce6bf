//! A file that is opened as a recording, and all that is made of it.
#![no_main]

use kitchen_probe::events::Nanos;
use kitchen_probe::wire::{Encoder, Hello, Kind};
use libfuzzer_sys::fuzz_target;
use std::io::Write;
use tokio_kitchen::camera::Camera;
use tokio_kitchen::recording::{Recording, Step};
use tokio_kitchen::stage::Stage;

fn fold(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("room");
    let Ok(recording) = Recording::open(file.path()) else {
        return;
    };
    let mut stage = Stage::with_history(Nanos::from_millis(100));
    let mut camera = Camera::new(1 << 20);
    for step in recording.steps(0).flatten() {
        match step {
            Step::Events(_, mut events) | Step::State(_, mut events) => {
                stage.hear(&mut events, Some(&mut camera), &mut ());
            }
            Step::Tick(_, tick) => {
                stage.frame(tick.now, tick.sample, tick.delivery, Some(&mut camera));
            }
            Step::Missing(..) | Step::Bye(_) => {}
        }
    }
    let _ = stage.newest().model.retold();
}

fuzz_target!(|bytes: &[u8]| {
    fold(bytes);
    // As blocks whose sums are right: each a kind, a length, and so many bytes.
    let mut encoder = Encoder::default();
    let mut file = Vec::new();
    encoder.hello(&Hello::default(), &mut file);
    let mut left = bytes;
    while let Some(([kind, low, high], rest)) = left.split_first_chunk() {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (payload, rest) = rest.split_at(length.min(rest.len()));
        let kind = Kind::from_code(kind % 9).unwrap_or(Kind::Ask);
        encoder.block(kind, 1, Nanos(1), payload, &mut file);
        left = rest;
    }
    fold(&file);
});
