//! Tokio's [`io`](tokio::io), with methods of streams that tell what they wait for.
//!
//! [`AsyncReadExt`], [`AsyncWriteExt`] and [`AsyncBufReadExt`] are for streams of which it is
//! [known](Waits) what they wait for, and have the methods used most. For all others, and for any
//! other stream, there are Tokio's traits of these names in [`tokio::io`](crate::io).

use super::over::over;
use crate::events::WaitOn;
use crate::observe::{Leaf, leaf};
use std::future::Future;

// What follows by name goes before what comes by this.
pub use tokio::io::*;

/// A stream of which it is known what a task waits for that reads or writes it.
pub trait Waits {
    /// What that is.
    const ON: WaitOn;
}

#[cfg(any(feature = "net", feature = "fs"))]
macro_rules! waits {
    ($on:ident: $($stream:ty)+) => {$(
        impl Waits for $stream {
            const ON: WaitOn = WaitOn::$on;
        }
    )+};
}

#[cfg(feature = "net")]
waits! { Io:
    crate::named::net::TcpStream
    tokio::net::TcpStream
    tokio::net::tcp::OwnedReadHalf
    tokio::net::tcp::OwnedWriteHalf
    tokio::net::tcp::ReadHalf<'_>
    tokio::net::tcp::WriteHalf<'_>
}

#[cfg(all(feature = "net", unix))]
waits! { Io:
    tokio::net::UnixStream
    tokio::net::unix::OwnedReadHalf
    tokio::net::unix::OwnedWriteHalf
    tokio::net::unix::ReadHalf<'_>
    tokio::net::unix::WriteHalf<'_>
    tokio::net::unix::pipe::Sender
    tokio::net::unix::pipe::Receiver
}

#[cfg(feature = "fs")]
waits! { File: tokio::fs::File }

macro_rules! waits_as_inside {
    ($($stream:ident)+) => {$(
        impl<T: Waits> Waits for $stream<T> {
            const ON: WaitOn = T::ON;
        }
    )+};
}

waits_as_inside! { BufReader BufWriter BufStream Box ReadHalf WriteHalf }

impl<T: Waits> Waits for &mut T {
    const ON: WaitOn = T::ON;
}

/// Ways to read, as [`tokio::io::AsyncReadExt`] has them.
pub trait AsyncReadExt: AsyncRead + Waits + Unpin {
    /// Waits for some bytes.
    #[track_caller]
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(Self::ON, tokio::io::AsyncReadExt::read(self, buf))
    }

    /// Waits until the buffer is full.
    #[track_caller]
    fn read_exact<'a>(
        &'a mut self,
        buf: &'a mut [u8],
    ) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(Self::ON, tokio::io::AsyncReadExt::read_exact(self, buf))
    }

    /// Waits for all bytes to the end.
    #[track_caller]
    fn read_to_end<'a>(
        &'a mut self,
        buf: &'a mut Vec<u8>,
    ) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(Self::ON, tokio::io::AsyncReadExt::read_to_end(self, buf))
    }

    /// Waits for all text to the end.
    #[track_caller]
    fn read_to_string<'a>(
        &'a mut self,
        dst: &'a mut String,
    ) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(Self::ON, tokio::io::AsyncReadExt::read_to_string(self, dst))
    }
}

impl<T: AsyncRead + Waits + Unpin> AsyncReadExt for T {}

/// Ways to write, as [`tokio::io::AsyncWriteExt`] has them.
pub trait AsyncWriteExt: AsyncWrite + Waits + Unpin {
    /// Waits until some of the bytes are written.
    #[track_caller]
    fn write<'a>(&'a mut self, src: &'a [u8]) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(Self::ON, tokio::io::AsyncWriteExt::write(self, src))
    }

    /// Waits until all bytes are written.
    #[track_caller]
    fn write_all<'a>(&'a mut self, src: &'a [u8]) -> Leaf<impl Future<Output = Result<()>>> {
        leaf(Self::ON, tokio::io::AsyncWriteExt::write_all(self, src))
    }

    /// Waits until what was written has left.
    #[track_caller]
    fn flush(&mut self) -> Leaf<impl Future<Output = Result<()>>> {
        leaf(Self::ON, tokio::io::AsyncWriteExt::flush(self))
    }

    /// Waits until the writing side is closed.
    #[track_caller]
    fn shutdown(&mut self) -> Leaf<impl Future<Output = Result<()>>> {
        leaf(Self::ON, tokio::io::AsyncWriteExt::shutdown(self))
    }
}

impl<T: AsyncWrite + Waits + Unpin> AsyncWriteExt for T {}

/// Ways to read what is buffered, as [`tokio::io::AsyncBufReadExt`] has them.
pub trait AsyncBufReadExt: AsyncBufRead + Waits + Unpin {
    /// Waits for all bytes up to this one.
    #[track_caller]
    fn read_until<'a>(
        &'a mut self,
        byte: u8,
        buf: &'a mut Vec<u8>,
    ) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(
            Self::ON,
            tokio::io::AsyncBufReadExt::read_until(self, byte, buf),
        )
    }

    /// Waits for a line.
    #[track_caller]
    fn read_line<'a>(
        &'a mut self,
        buf: &'a mut String,
    ) -> Leaf<impl Future<Output = Result<usize>>> {
        leaf(Self::ON, tokio::io::AsyncBufReadExt::read_line(self, buf))
    }

    /// All lines, one after the other.
    fn lines(self) -> Lines<Self>
    where
        Self: Sized,
    {
        Lines(tokio::io::AsyncBufReadExt::lines(self))
    }
}

impl<T: AsyncBufRead + Waits + Unpin> AsyncBufReadExt for T {}

over! {
    /// [`tokio::io::Lines`], whose waits are told.
    [R] Lines[R] over tokio::io::Lines<R>
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// The stream. What is in its buffer is not lost.
    pub fn into_inner(self) -> R {
        self.0.into_inner()
    }
}

impl<R: AsyncBufRead + Waits + Unpin> Lines<R> {
    /// Waits for the next line. None: there are no more.
    #[track_caller]
    pub fn next_line(&mut self) -> Leaf<impl Future<Output = std::io::Result<Option<String>>>> {
        leaf(R::ON, self.0.next_line())
    }
}
