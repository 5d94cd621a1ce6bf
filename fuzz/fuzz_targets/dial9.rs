//! A file that is opened as a trace of dial9.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::Write;
use tokio_kitchen::recording::Recording;

fn read(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("room");
    if let Ok(recording) = Recording::open(file.path()) {
        recording.steps(0).for_each(drop);
    }
}

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    // Behind the first bytes of a trace.
    let mut trace = b"TRC\0\x01".to_vec();
    trace.extend_from_slice(bytes);
    read(&trace);
});
