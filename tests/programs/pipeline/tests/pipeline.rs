use std::time::Duration;

use pipeline::{read_reports, run, send_lines, ticks_until, write_and_read};
use tokio::sync::watch;
use tokio::time;
use tokio_util::sync::CancellationToken;

fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[tokio::test]
async fn words_are_counted_line_by_line() {
    let (ours, theirs) = tokio::io::duplex(16);
    let (reports, reports_out) = tokio::io::duplex(16);
    let sent = tokio::spawn(send_lines(ours, lines(&["b a b", "", "A"])));
    let read = tokio::spawn(read_reports(reports));
    let counts = run(theirs, reports_out, CancellationToken::new())
        .await
        .unwrap();
    sent.await.unwrap().unwrap();
    assert_eq!(read.await.unwrap().unwrap(), ["a=1 b=2", "", "a=1"]);
    assert_eq!((counts["a"], counts["b"]), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_pipeline_tells_what_it_has() {
    let (mut ours, theirs) = tokio::io::duplex(64);
    let (reports, reports_out) = tokio::io::duplex(64);
    let stop = CancellationToken::new();
    let counting = tokio::spawn(run(theirs, reports_out, stop.clone()));
    // Without an end of its own: only the token ends it.
    send_lines_and_stay(&mut ours).await;
    let mut frames =
        tokio_util::codec::FramedRead::new(reports, tokio_util::codec::LengthDelimitedCodec::new());
    let first = tokio_stream::StreamExt::next(&mut frames)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(&first[..], b"still=1");
    stop.cancel();
    let counts = counting.await.unwrap().unwrap();
    assert_eq!(counts["still"], 1);
}

async fn send_lines_and_stay(ours: &mut tokio::io::DuplexStream) {
    use tokio::io::AsyncWriteExt;
    ours.write_all(b"still\n").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn ticks_follow_a_clock_that_is_set() {
    let (done, watched) = watch::channel(false);
    let ticks = tokio::spawn(ticks_until(Duration::from_secs(10), watched));
    time::sleep(Duration::from_secs(35)).await;
    done.send(true).unwrap();
    assert_eq!(ticks.await.unwrap(), 4, "at 0, 10, 20 and 30 s");
}

#[tokio::test]
async fn a_text_goes_through_a_file() {
    let path = std::env::temp_dir().join(format!("pipeline-test-{}", std::process::id()));
    assert_eq!(write_and_read(&path, "text").await.unwrap(), "text");
}

#[tokio::test]
async fn a_line_too_long_is_an_error() {
    let (ours, theirs) = tokio::io::duplex(64);
    let sent = tokio::spawn(send_lines(ours, lines(&[&"x".repeat(5000)])));
    assert!(
        run(theirs, tokio::io::sink(), CancellationToken::new())
            .await
            .is_err()
    );
    assert!(sent.await.unwrap().is_err(), "the reader is gone");
}
