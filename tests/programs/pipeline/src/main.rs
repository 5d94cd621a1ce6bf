//! The pipeline on lines that come through a file and through memory.

use std::time::Duration;

use pipeline::{read_reports, run, send_lines, ticks_until, write_and_read};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::JoinMap;

const LINES: usize = 40;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (done, watched) = watch::channel(false);
    let ticks = tokio::spawn(ticks_until(Duration::from_millis(1), watched));

    let text: String = (0..LINES)
        .map(|line| format!("one two line{line} one\n"))
        .collect();
    let path = std::env::temp_dir().join(format!("pipeline-{}", std::process::id()));
    let text = write_and_read(&path, &text).await?;

    let (ours, theirs) = tokio::io::duplex(64);
    let (reports, reports_out) = tokio::io::duplex(64);
    let mut ends = JoinMap::new();
    ends.spawn("source", async move {
        send_lines(ours, text.lines().map(str::to_owned))
            .await
            .map(|()| LINES)
    });
    ends.spawn(
        "reports",
        async move { Ok(read_reports(reports).await?.len()) },
    );
    let counts = run(theirs, reports_out, CancellationToken::new()).await?;
    let mut lines = Vec::new();
    while let Some((_, count)) = ends.join_next().await {
        lines.push(count??);
    }
    done.send(true)?;
    ticks.await?;
    println!(
        "{} lines, one: {}, two: {}",
        lines[0], counts["one"], counts["two"]
    );
    if lines == [LINES, LINES] && counts["one"] == 2 * LINES as u64 {
        Ok(())
    } else {
        Err("lines were lost".into())
    }
}
