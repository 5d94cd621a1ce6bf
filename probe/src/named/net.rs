//! Tokio's [`net`](tokio::net), where what waits for a TCP stream is told. All else is Tokio's
//! own.

use super::over::over;
use crate::events::WaitOn;
use crate::observe::{Leaf, leaf};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf, Ready};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

// What follows by name goes before what comes by this.
pub use tokio::net::*;

over! {
    /// [`tokio::net::TcpStream`], whose waits are told. Its halves are Tokio's own.
    [] TcpStream[] over tokio::net::TcpStream
}

impl TcpStream {
    /// Connects to an address, or to the first of several that answers. A name is looked up by a
    /// thread of the blocking pool, and what waits for that is told as such.
    ///
    /// # Errors
    /// As Tokio's.
    #[track_caller]
    pub fn connect<A: ToSocketAddrs>(addr: A) -> impl Future<Output = io::Result<Self>> {
        let at = Location::caller();
        async move {
            let found = Leaf::at(at, WaitOn::Blocking, tokio::net::lookup_host(addr)).await?;
            let mut failed = None;
            for addr in found {
                let stream = tokio::net::TcpStream::connect(addr);
                match Leaf::at(at, WaitOn::Io, stream).await {
                    Ok(stream) => return Ok(Self(stream)),
                    Err(error) => failed = Some(error),
                }
            }
            let nowhere =
                || io::Error::new(io::ErrorKind::InvalidInput, "no address to connect to");
            Err(failed.unwrap_or_else(nowhere))
        }
    }

    /// As Tokio's.
    ///
    /// # Errors
    /// As Tokio's.
    ///
    /// # Panics
    /// As Tokio's: outside a runtime with I/O, or for a blocking stream.
    #[track_caller]
    pub fn from_std(stream: std::net::TcpStream) -> io::Result<Self> {
        tokio::net::TcpStream::from_std(stream).map(Self)
    }

    /// As Tokio's.
    ///
    /// # Errors
    /// As Tokio's.
    pub fn into_std(self) -> io::Result<std::net::TcpStream> {
        self.0.into_std()
    }

    /// Its two directions, for two tasks.
    pub fn into_split(self) -> (OwnedReadHalf, OwnedWriteHalf) {
        self.0.into_split()
    }

    /// Waits until it is ready for one of these.
    #[track_caller]
    pub fn ready(&self, interest: Interest) -> Leaf<impl Future<Output = io::Result<Ready>>> {
        leaf(WaitOn::Io, self.0.ready(interest))
    }

    /// Waits until there may be something to read.
    #[track_caller]
    pub fn readable(&self) -> Leaf<impl Future<Output = io::Result<()>>> {
        leaf(WaitOn::Io, self.0.readable())
    }

    /// Waits until there may be room to write.
    #[track_caller]
    pub fn writable(&self) -> Leaf<impl Future<Output = io::Result<()>>> {
        leaf(WaitOn::Io, self.0.writable())
    }

    /// Waits for bytes, and leaves them where they are.
    #[track_caller]
    pub fn peek(&self, buf: &mut [u8]) -> Leaf<impl Future<Output = io::Result<usize>>> {
        leaf(WaitOn::Io, self.0.peek(buf))
    }
}

impl AsyncRead for TcpStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for TcpStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

over! {
    /// [`tokio::net::TcpListener`], whose waits are told.
    [] TcpListener[] over tokio::net::TcpListener
}

impl TcpListener {
    /// As Tokio's.
    ///
    /// # Errors
    /// As Tokio's.
    pub async fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<Self> {
        tokio::net::TcpListener::bind(addr).await.map(Self)
    }

    /// As Tokio's.
    ///
    /// # Errors
    /// As Tokio's.
    ///
    /// # Panics
    /// As Tokio's: outside a runtime with I/O, or for a blocking listener.
    #[track_caller]
    pub fn from_std(listener: std::net::TcpListener) -> io::Result<Self> {
        tokio::net::TcpListener::from_std(listener).map(Self)
    }

    /// As Tokio's.
    ///
    /// # Errors
    /// As Tokio's.
    pub fn into_std(self) -> io::Result<std::net::TcpListener> {
        self.0.into_std()
    }

    /// Waits for somebody who connects.
    #[track_caller]
    pub fn accept(&self) -> Leaf<impl Future<Output = io::Result<(TcpStream, SocketAddr)>>> {
        leaf(WaitOn::Io, async {
            let (stream, peer) = self.0.accept().await?;
            Ok((TcpStream(stream), peer))
        })
    }
}
