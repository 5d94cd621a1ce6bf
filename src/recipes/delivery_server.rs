//! The server that `delivery` talks to: real sockets on the loopback address, apart
//! from the observed runtime (a runtime of its own on a thread of its own), so that it
//! answers in time even when every observed worker is stalled.
//!
//! A request is one line, `<what> <milliseconds>`; the answer comes after that time.

use crate::threads;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// No answer takes longer, whatever a client asks for.
const LONGEST: Duration = Duration::from_secs(3600);

/// The running server; it stops when this is dropped.
#[derive(Debug)]
pub struct DeliveryServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl DeliveryServer {
    /// Listens on a free loopback port and starts to serve.
    ///
    /// # Errors
    /// When the port or the thread cannot be had.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = threads::start("the loopback server", "delivery-server", move || {
            runtime.block_on(async {
                tokio::select! {
                    () = serve(listener) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for DeliveryServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It only ever waits for sockets, timers and the stop signal: this returns at once.
            let _ = thread.join();
        }
    }
}

async fn serve(listener: TcpListener) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(talk(stream))),
            // Most likely out of file descriptors: some will be free again soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// One connection. An error only means that the client is gone.
async fn talk(stream: TcpStream) -> io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    while let Some(line) = lines.next_line().await? {
        let (what, ms) = line.rsplit_once(' ').unwrap_or((&line, "0"));
        let wait = Duration::from_millis(ms.parse().unwrap_or(0)).min(LONGEST);
        tokio::time::sleep(wait).await;
        to.write_all(format!("here is {what}\n").as_bytes()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, Write};

    #[test]
    fn answers_in_order_and_stops_when_dropped() {
        let server = DeliveryServer::start().unwrap();
        let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
        stream.write_all(b"flour 1\ntwo eggs 0\n").unwrap();
        let mut lines = std::io::BufReader::new(stream.try_clone().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "here is flour");
        assert_eq!(lines.next().unwrap().unwrap(), "here is two eggs");
        let address = server.address();
        drop(server);
        assert!(std::net::TcpStream::connect(address).is_err());
    }

    #[test]
    fn many_connections_at_a_time_need_no_thread_each() {
        let server = DeliveryServer::start().unwrap();
        let mut streams: Vec<_> = (0..100)
            .map(|_| std::net::TcpStream::connect(server.address()).unwrap())
            .collect();
        for (number, stream) in streams.iter_mut().enumerate() {
            stream
                .write_all(format!("{number} 20\n").as_bytes())
                .unwrap();
        }
        for (number, stream) in streams.iter().enumerate() {
            let mut line = String::new();
            std::io::BufReader::new(stream)
                .read_line(&mut line)
                .unwrap();
            assert_eq!(line, format!("here is {number}\n"));
        }
    }
}
