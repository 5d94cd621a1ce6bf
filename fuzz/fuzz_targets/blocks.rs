//! What comes from a socket: blocks, whatever they say.
#![no_main]

use kitchen_probe::events::Nanos;
use kitchen_probe::wire::{Block, Encoder, HEAD_BYTES, Head, Kind};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8]) {
    let mut left = bytes;
    while let Ok((head, rest)) = Head::read(left) {
        let Some(payload) = rest.get(..head.length()) else {
            break;
        };
        let _ = Block::read(&head, payload);
        left = &left[HEAD_BYTES + head.length()..];
    }
}

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    // With a head whose sum is right, so that what is behind it is looked at.
    let Some((kind, payload)) = bytes.split_first() else {
        return;
    };
    let kind = Kind::from_code(kind % 9).unwrap_or(Kind::Ask);
    let mut block = Vec::new();
    Encoder::default().block(kind, 1, Nanos(1), payload, &mut block);
    read(&block);
});
