//! Lines in, words counted, frames out: stages that tasks of their own drive.
#![warn(missing_docs)]

mod count;
mod report;
mod source;

use std::collections::BTreeMap;
use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use report::{read_reports, ticks_until};
pub use source::{send_lines, write_and_read};

/// How many of each word there are.
pub type Counts = BTreeMap<String, u64>;

/// How many lines may wait between two stages.
const WAITING: usize = 4;

/// Counts the words of the lines that come from `input`, and writes the counts of every line
/// to `output` as a frame with its length before it. Ends with `input`, or early if `stop` is
/// cancelled. Gives the sum.
///
/// # Errors
/// What reading or writing says, or a stage that panicked.
pub async fn run<R, W>(input: R, output: W, stop: CancellationToken) -> io::Result<Counts>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let (lines, lines_in) = mpsc::channel(WAITING);
    let (counts, counts_in) = mpsc::channel(WAITING);
    let stages = TaskTracker::new();
    let read = stages.spawn(stop.run_until_cancelled_owned(source::lines(input, lines)));
    let counted = stages.spawn(count::all(lines_in, counts));
    let written = stages.spawn(report::write(counts_in, output));
    stages.close();
    stages.wait().await;
    // Cancelled is not an error: what was read is counted.
    read.await?.transpose()?;
    counted.await?;
    written.await?
}
