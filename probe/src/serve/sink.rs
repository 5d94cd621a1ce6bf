//! Who takes blocks.

use crate::wire::Ask;

/// One of those who take blocks, for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Viewer(pub(super) u64);

/// Takes the blocks of all runtimes of this process. Nothing of it waits for anybody.
///
/// A round of whoever feeds it: what has happened goes to [`take`](Self::take); if somebody
/// [needs the state](Self::needs_state), all that is so now goes to [`state`](Self::state), and
/// what happens later to `take` again; then what was [asked](Self::asked) is answered.
#[allow(dead_code, reason = "of the thread that reads all runtimes")]
pub(crate) trait Sink: Send {
    /// Whether anybody wants to have events.
    fn wants(&self) -> bool;

    /// Whether somebody waits for the state: who is new, or who has missed something.
    fn needs_state(&self) -> bool;

    /// Who writes, and of each runtime the state and a tick: for those who wait for it.
    fn state(&mut self, blocks: &[u8]);

    /// Whole blocks with so many events: for those who have the state.
    fn take(&mut self, blocks: &[u8], events: u64);

    /// What was asked for since the last call, of which runtime.
    fn asked(&mut self) -> Vec<(Viewer, u16, Ask)> {
        Vec::new()
    }

    /// An answer, in whole blocks.
    fn answer(&mut self, _to: Viewer, _blocks: &[u8]) {}
}
