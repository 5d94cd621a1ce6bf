//! What is told of a runtime, as bytes: for a file, and for a viewer in another process.
//!
//! A stream is a row of [blocks](Block), each with a [head](Head) that says how long it is and a
//! sum over all of it. A block that is whole can be read whatever comes behind it; kinds that a
//! reader does not know it passes over, and so it does with sorts of event and with fields that a
//! newer writer has ([`Encoder`]). The first block is a [`Hello`].
//!
//! ```
//! use kitchen_probe::events::{Event, Nanos, What};
//! use kitchen_probe::wire::{Block, Encoder, Head};
//!
//! let event = Event { at: Nanos(7), what: What::RunEnded };
//! let mut encoder = Encoder::default();
//! encoder.push(&event);
//! let mut bytes = Vec::new();
//! encoder.events(1, &mut bytes);
//!
//! let (head, rest) = Head::read(&bytes)?;
//! let Block::Events(read) = Block::read(&head, &rest[..head.length()])? else { panic!() };
//! assert_eq!((head.runtime, read.events), (1, vec![event]));
//! # Ok::<(), kitchen_probe::wire::Fault>(())
//! ```

mod asked;
mod block;
mod columns;
mod encoder;
mod fault;
mod fields;
mod head;
mod listed;
mod numbers;
mod run;
#[cfg(test)]
mod tests;
mod tick;

pub use asked::{Ask, MOST_MAPS, Place, RawBytes, Stack};
pub use block::{Block, Bye, Ending, Hello, Mark};
pub use columns::Read;
pub use encoder::Encoder;
pub use fault::Fault;
pub use head::{HEAD_BYTES, Head, Kind};
pub use tick::Tick;

/// The version of the format. A reader refuses a newer one: what is added without a new number
/// can be passed over.
pub const FORMAT: u16 = 1;

/// The most events in one block.
pub const MOST_EVENTS: usize = 1 << 16;

/// The most bytes in one block, and the most that it makes when it is unpacked.
pub const MOST_BYTES: u32 = 16 << 20;
