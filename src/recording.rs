//! What was told of a program, kept in a file: read block by block, from any place.
//!
//! A [`Recording`] knows where its blocks are and what they are about; their content is read when
//! it is asked for, so that a file may be larger than memory. What cannot be read of a file is
//! passed over, and told as a [`Trouble`]. A [`Recorder`] writes one.

mod dial9;
mod file;
mod named;
mod open;
mod stacks;
mod steps;
#[cfg(test)]
mod tests;
mod trouble;
mod writer;

pub use file::{Place, Recording};
pub use steps::{Step, Steps};
pub use trouble::{Trouble, Unreadable};
pub use writer::{Recorder, hello};
