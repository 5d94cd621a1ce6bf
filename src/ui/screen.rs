//! One file per screen. Each draws plain values of the kitchen; none knows another.
pub mod by_hand;
pub mod chef;
pub mod claims;
pub mod compact;
pub(crate) mod compare;
pub mod findings;
pub mod help;
pub mod inspector;
pub mod lessons;
pub mod main_screen;
pub mod metrics;
pub mod output;
mod page;
pub(crate) mod programs;
pub mod scenarios;
pub mod story;
pub mod tasks;
pub mod timeline;
