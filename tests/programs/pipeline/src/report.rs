//! What leaves.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures::SinkExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, watch};
use tokio::time;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::{IntervalStream, WatchStream};
use tokio_util::codec::{Framed, FramedRead, LengthDelimitedCodec};

use crate::Counts;

/// Writes a frame for every count, and adds them up.
pub(crate) async fn write<W>(mut counts: mpsc::Receiver<Counts>, output: W) -> io::Result<Counts>
where
    W: AsyncWrite + Unpin,
{
    let reading_nothing = tokio::io::join(tokio::io::empty(), output);
    let mut frames = Framed::new(reading_nothing, LengthDelimitedCodec::new());
    let mut sum = Counts::new();
    while let Some(line) = counts.recv().await {
        let text: Vec<_> = line
            .iter()
            .map(|(word, count)| format!("{word}={count}"))
            .collect();
        frames.send(Bytes::from(text.join(" "))).await?;
        for (word, count) in line {
            *sum.entry(word).or_default() += count;
        }
    }
    SinkExt::<Bytes>::close(&mut frames).await?;
    Ok(sum)
}

/// The frames of `input`, as texts.
///
/// # Errors
/// What reading says.
pub async fn read_reports<R>(input: R) -> io::Result<Vec<String>>
where
    R: AsyncRead + Unpin,
{
    let frames = FramedRead::new(input, LengthDelimitedCodec::new());
    let texts = frames.map(|frame| Ok(String::from_utf8_lossy(&frame?).into_owned()));
    texts.collect().await
}

/// Ticks until `done` turns true, and how many there were.
pub async fn ticks_until(every: Duration, done: watch::Receiver<bool>) -> usize {
    let ticks = IntervalStream::new(time::interval(every)).map(|_| false);
    let all = ticks.merge(WatchStream::from_changes(done));
    tokio::pin!(all);
    let mut ticks = 0;
    while let Some(done) = all.next().await {
        if done {
            return ticks;
        }
        ticks += 1;
    }
    ticks
}
