//! Lines to counts.

use futures::StreamExt;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::Counts;

/// How many lines are counted at once.
const AT_ONCE: usize = 3;

/// Counts each line in a task of its own; the counts leave in the order of the lines.
pub(crate) async fn all(lines: mpsc::Receiver<String>, to: mpsc::Sender<Counts>) {
    let mut counts = ReceiverStream::new(lines)
        .map(|line| tokio::spawn(async move { words(&line) }))
        .buffered(AT_ONCE);
    while let Some(Ok(counts)) = counts.next().await {
        if to.send(counts).await.is_err() {
            return;
        }
    }
}

fn words(line: &str) -> Counts {
    let mut counts = Counts::new();
    for word in line.split_whitespace() {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}
