//! Stdout, written by a thread of its own: a pipe that is full holds up nothing else.
//!
//! The loop goes on hearing signals, and a first interrupt ends a run whose reader has gone to
//! sleep. Nothing is left out: who prints more than is read waits, but can be asked to stop.

use crate::threads;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

/// Pieces of text on the way: then who prints waits.
const ON_THE_WAY: usize = 4;

/// The writing end.
pub(super) struct Printer {
    /// What is to be handed on.
    text: String,
    to: SyncSender<String>,
    /// What became of all that was handed on, once the thread is through.
    ended: Receiver<io::Result<()>>,
}

impl Printer {
    /// Starts the thread that writes.
    pub(super) fn new(out: impl Write + Send + 'static) -> io::Result<Self> {
        let (to, texts) = sync_channel(ON_THE_WAY);
        let (tell, ended) = sync_channel(1);
        threads::start("the thread that prints", "print", move || {
            // Nobody is there to hear it where the run has ended without its output.
            let _ = tell.send(write(&texts, out));
        })?;
        Ok(Self {
            text: String::new(),
            to,
            ended,
        })
    }

    /// Text to print, after all before.
    pub(super) fn print(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Hands on what is to be printed. False while the reader has to take more first.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub(super) fn hand_on(&mut self) -> io::Result<bool> {
        if self.text.is_empty() {
            return Ok(true);
        }
        match self.to.try_send(std::mem::take(&mut self.text)) {
            Ok(()) => Ok(true),
            Err(TrySendError::Full(text)) => {
                self.text = text;
                Ok(false)
            }
            // It ends before us only if it cannot write.
            Err(TrySendError::Disconnected(_)) => Err(self
                .ended
                .recv()
                .unwrap_or(Ok(()))
                .err()
                .unwrap_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))),
        }
    }

    /// Waits until all is written, as long as `goes_on` says. `None` if it is not then.
    pub(super) fn finish(mut self, mut goes_on: impl FnMut() -> bool) -> Option<io::Result<()>> {
        loop {
            match self.hand_on() {
                Ok(true) => break,
                Ok(false) if !goes_on() => return None,
                Ok(false) => std::thread::sleep(LOOK),
                Err(error) => return Some(Err(error)),
            }
        }
        drop(self.to);
        loop {
            match self.ended.recv_timeout(LOOK) {
                Ok(result) => return Some(result),
                Err(RecvTimeoutError::Timeout) if goes_on() => {}
                Err(_) => return None,
            }
        }
    }
}

/// Between two looks whether the reader has taken something.
const LOOK: Duration = Duration::from_millis(4);

fn write(texts: &Receiver<String>, mut out: impl Write) -> io::Result<()> {
    for text in texts {
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Sender, channel};

    /// An output that takes what the test lets it take, and tells what it took.
    struct Slow {
        let_go: Receiver<()>,
        took: Sender<Vec<u8>>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.let_go.recv().map_err(|_| io::ErrorKind::StorageFull)?;
            let _ = self.took.send(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn who_prints_waits_for_the_reader_and_loses_nothing() {
        let (go, let_go) = channel();
        let (took, taken) = channel();
        let mut printer = Printer::new(Slow { let_go, took }).unwrap();
        let mut lines = 0;
        loop {
            printer.print(&format!("{lines}\n"));
            lines += 1;
            if !printer.hand_on().unwrap() {
                break;
            }
        }
        for _ in 0..lines {
            go.send(()).unwrap();
        }
        assert!(matches!(printer.finish(|| true), Some(Ok(()))));
        let text: Vec<u8> = taken.iter().flatten().collect();
        let expected: String = (0..lines).map(|n| format!("{n}\n")).collect();
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn nobody_waits_for_a_reader_that_sleeps_once_it_was_told_to_stop() {
        let (_go, let_go) = channel();
        let (took, _taken) = channel();
        let mut printer = Printer::new(Slow { let_go, took }).unwrap();
        printer.print("a line\n");
        assert!(printer.finish(|| false).is_none());
    }

    #[test]
    fn an_output_that_cannot_be_written_is_an_error() {
        let (go, let_go) = channel();
        let (took, _taken) = channel();
        drop(go);
        let mut printer = Printer::new(Slow { let_go, took }).unwrap();
        printer.print("a line\n");
        let error = printer.finish(|| true).unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
