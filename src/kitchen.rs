//! The analogy: turns [`crate::app::App`] into plain things to draw, in kitchen words.
//!
//! [`analogy`] is the table of words, [`scene`] what one frame shows, [`narrator`] what
//! just happened and why, [`notices`] what the application says, [`code`] the source of a
//! card; [`text`] names keys by what they do. Used by the screens and by the
//! plain output. It must not know the engine, Tokio's types or any terminal library.

pub use crate::app::Register;

pub mod amount;
pub mod analogy;
pub mod asked;
pub(crate) mod chain;
pub mod claims;
pub mod code;
pub mod copied;
pub mod findings;
pub mod gauges;
pub mod inspector;
pub mod lesson;
pub mod lessons;
pub mod narrator;
pub mod notices;
pub mod orders;
pub mod scenarios;
pub mod scene;
pub mod sentences;
pub mod state;
pub mod story_list;
pub(crate) mod stuck;
pub mod task_list;
pub mod text;
pub mod timeline;
pub mod tone;
pub(crate) mod wakes;
pub(crate) mod words;
