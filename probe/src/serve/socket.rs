//! The socket to which viewers connect.

use super::folder;
use super::viewer::{Place, Viewer};
use crate::observe::is_forked;
use crate::wire::{Bye, Encoder, Ending};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Viewers at a time.
const MOST: usize = 4;

/// After an error of the system, such as too many open files, it is tried again after this.
const AGAIN: Duration = Duration::from_secs(1);

/// An open socket. Nobody comes in any more when this is dropped, and its file is gone; a process
/// that ends otherwise leaves it, and the next one removes it.
#[derive(Debug)]
pub(crate) struct Socket {
    path: PathBuf,
    closed: Arc<AtomicBool>,
}

/// What is done with who comes, and what when there is something to look at.
pub(super) struct Door {
    pub(super) enter: Box<dyn Fn(Viewer) + Send>,
    pub(super) wake: Arc<dyn Fn() + Send + Sync>,
}

impl Socket {
    /// Opens the socket of this process. Viewers are given to `enter`. `wake` is called when one
    /// asks for something, or is gone. Both are called on threads of this module's.
    ///
    /// # Errors
    /// When there is no folder for it that is this user's own, or no socket.
    pub(crate) fn open(
        enter: impl Fn(Viewer) + Send + 'static,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (enter, wake) = (Box::new(enter), Arc::new(wake));
        Self::in_one_of(&folder::folders(), Door { enter, wake })
    }

    pub(super) fn in_one_of(folders: &[PathBuf], door: Door) -> io::Result<Self> {
        let (path, listener) = folder::in_first(folders, |folder| {
            folder::tidy(folder);
            let path = folder.join(format!("{}.sock", std::process::id()));
            let listener = listen(&path)?;
            Ok((path, listener))
        })?;
        Self::with(path, listener, door)
    }

    #[cfg(test)]
    pub(super) fn at(path: PathBuf, door: Door) -> io::Result<Self> {
        let listener = listen(&path)?;
        Self::with(path, listener, door)
    }

    fn with(path: PathBuf, listener: UnixListener, door: Door) -> io::Result<Self> {
        let closed = Arc::<AtomicBool>::default();
        let is_closed = Arc::clone(&closed);
        thread::Builder::new()
            .name("tokio-kitchen-a".into())
            .spawn(move || door.keep(&listener, &is_closed))?;
        Ok(Self { path, closed })
    }
}

fn listen(path: &Path) -> io::Result<UnixListener> {
    // One of an earlier process of this number.
    let _ = fs::remove_file(path);
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

impl Drop for Socket {
    fn drop(&mut self) {
        if is_forked() {
            // The file and the thread are the other process's.
            return;
        }
        self.closed.store(true, Ordering::SeqCst);
        // The thread that waits at the door sees that it is closed.
        let _ = UnixStream::connect(&self.path);
        let _ = fs::remove_file(&self.path);
    }
}

impl Door {
    fn keep(&self, listener: &UnixListener, closed: &AtomicBool) {
        let taken = Arc::<AtomicUsize>::default();
        loop {
            let stream = listener.accept();
            if closed.load(Ordering::SeqCst) {
                return;
            }
            match stream {
                Ok((stream, _)) => self.let_in(stream, &taken),
                Err(_) => thread::sleep(AGAIN),
            }
        }
    }

    fn let_in(&self, stream: UnixStream, taken: &Arc<AtomicUsize>) {
        let Some(place) = Place::take(taken, MOST) else {
            return refuse(&stream);
        };
        // Without its threads it is as if nobody had come: it sees that the connection ends.
        if let Ok(viewer) = Viewer::start(stream, place, Arc::clone(&self.wake)) {
            (self.enter)(viewer);
        }
    }
}

fn refuse(mut stream: &UnixStream) {
    let bye = Bye {
        ending: Ending::TooSlow,
        text: format!("{MOST} viewers are attached, and no more are served"),
    };
    let mut bytes = Vec::new();
    Encoder::default().bye(&bye, &mut bytes);
    // A new connection has room for it; if not it is told by nothing but its end.
    let _ = stream.set_nonblocking(true);
    let _ = stream.write_all(&bytes);
}
