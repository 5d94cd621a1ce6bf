//! See a real Tokio scheduler at work. The map of the whole grows with its parts.

pub mod camera;
pub mod engine;
pub mod model;
pub mod probe;
pub mod protocol;
pub mod recipes;
pub mod scenario;
