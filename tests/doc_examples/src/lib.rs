//! The examples of Tokio's documentation; see `build.rs`.

include!(concat!(env!("OUT_DIR"), "/examples.rs"));
