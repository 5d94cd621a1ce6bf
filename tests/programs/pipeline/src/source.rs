//! Where lines come from.

use std::io;
use std::path::Path;

use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec};
use tokio_util::sync::PollSender;

/// No line is longer.
const LONGEST: usize = 1024;

/// Passes on the lines of `input`.
pub(crate) async fn lines<R>(input: R, to: mpsc::Sender<String>) -> io::Result<()>
where
    R: AsyncRead + Unpin,
{
    let lines = FramedRead::new(input, LinesCodec::new_with_max_length(LONGEST));
    let to = PollSender::new(to).sink_map_err(|_| io::Error::other("nobody counts any more"));
    lines
        .map(|line| line.map_err(io::Error::other))
        .forward(to)
        .await
}

/// Sends lines into `output` and closes it.
///
/// # Errors
/// What writing says.
pub async fn send_lines<W>(output: W, lines: impl IntoIterator<Item = String>) -> io::Result<()>
where
    W: AsyncWrite + Unpin,
{
    let mut framed = FramedWrite::new(output, LinesCodec::new());
    for line in lines {
        framed.feed(line).await.map_err(io::Error::other)?;
        // Others come in between.
        tokio::task::consume_budget().await;
    }
    SinkExt::<String>::close(&mut framed)
        .await
        .map_err(io::Error::other)
}

/// A text that went through a file.
///
/// # Errors
/// What the file system says.
pub async fn write_and_read(path: &Path, text: &str) -> io::Result<String> {
    tokio::fs::write(path, text).await?;
    let read = tokio::fs::read_to_string(path).await;
    tokio::fs::remove_file(path).await?;
    read
}
