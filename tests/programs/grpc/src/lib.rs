//! Words over gRPC: one in, one out; one in, many out; many in, one out.
#![warn(missing_docs)]

mod client;
mod server;
mod words;

pub use client::WordsClient;
pub use server::{Words, WordsServer};
pub use words::Working;

/// Where the methods are.
const UPPER: &str = "/words.Words/Upper";
const SPLIT: &str = "/words.Words/Split";
const JOIN: &str = "/words.Words/Join";

/// Text, in either direction.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Text {
    /// The text.
    #[prost(string, tag = "1")]
    pub text: String,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
        }
    }
}
