//! The same load twice: a person hands out ready tasks in a [`Simulation`], then Tokio's
//! scheduler does on the real runtime. Both give the same [`Measures`].
//!
//! A [`Load`] is plain data. The simulation plays it by a clock that enters as a value; for the
//! real runtime it is a [`Scenario`](crate::scenario::Scenario), whose `work` steps compute.
//! What the real run came to is read from its events ([`measured`]).

#[cfg(test)]
pub(crate) mod fixtures;
mod load;
mod measured;
mod measures;
mod simulation;
#[cfg(test)]
mod tests;

pub use load::{Load, Piece, Planned, the_load};
pub use measured::{Unlike, measured};
pub use measures::Measures;
pub use simulation::{NotGiven, Simulation, State};
