//! A service with a handler that blocks, and a client that loads it.
//!
//! - `blocking-service serve`: prints its address, serves until its standard input ends.
//! - `blocking-service load ADDRESS SECONDS CONNECTIONS`: prints how many requests a second were
//!   answered.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;

/// It blocks its worker: the line to be found.
async fn report() -> &'static str {
    std::thread::sleep(Duration::from_millis(1500));
    "a report\n"
}

async fn hello() -> &'static str {
    "hello\n"
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn serve() -> std::io::Result<()> {
    let service = Router::new()
        .route("/", get(hello))
        .route("/report", get(report));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        drop(end);
    });
    let server = axum::serve(listener, service);
    tokio::select! {
        served = server => served,
        _ = ended => Ok(()),
    }
}

/// Requests answered on one connection until then.
fn ask(address: &str, until: Instant) -> std::io::Result<u64> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    let mut answered = 0;
    let mut line = String::new();
    while Instant::now() < until {
        writer.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")?;
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let header = line.trim().to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if header.is_empty() {
                break;
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        answered += 1;
    }
    Ok(answered)
}

fn load(address: &str, seconds: f64, connections: u32) -> std::io::Result<()> {
    let began = Instant::now();
    let until = began + Duration::from_secs_f64(seconds);
    let answered: std::io::Result<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|_| scope.spawn(move || ask(address, until)))
            .collect();
        let joined = threads.into_iter().map(|one| one.join().expect("no panic"));
        joined.sum()
    });
    println!("{:.0}", answered? as f64 / began.elapsed().as_secs_f64());
    Ok(())
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => serve(),
        ["load", address, seconds, connections] => {
            let wrong = |_| std::io::Error::other("expected numbers");
            let seconds = seconds
                .parse()
                .map_err(|_| std::io::Error::other("expected a number"))?;
            load(address, seconds, connections.parse().map_err(wrong)?)
        }
        _ => Err(std::io::Error::other(
            "expected serve, or load ADDRESS SECONDS CONNECTIONS",
        )),
    }
}
