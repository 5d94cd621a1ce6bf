//! Notes kept in memory, over HTTP. Each lives for a while; a task of the service clears away
//! what is too old.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::{RwLock, oneshot};
use tokio::task::{self, JoinHandle};
use tokio::time::{self, Instant};

/// What a client sends, and gets back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// What it says.
    pub text: String,
}

/// A note's number and the checksum of its text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Created {
    /// The number to ask for it by.
    pub id: u64,
    /// A checksum of the text.
    pub checksum: u64,
}

#[derive(Default)]
struct Notes {
    next: u64,
    by_id: HashMap<u64, (Instant, Note)>,
}

type Shared = Arc<RwLock<Notes>>;

/// A service that listens.
pub struct Service {
    /// Where, as `http://127.0.0.1:PORT`.
    pub url: String,
    close: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
    cleaner: JoinHandle<()>,
}

impl Service {
    /// Starts one on a free port of this machine, whose notes live for `life`.
    ///
    /// # Errors
    /// What the system says where no port can be had.
    pub async fn start(life: Duration) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let notes = Shared::default();
        let cleaner = tokio::spawn(clean(Arc::clone(&notes), life));
        let router = Router::new()
            .route("/notes", post(create).get(count))
            .route("/notes/{id}", get(read))
            .route("/archive", post(archive))
            .with_state(notes);
        let (close, closed) = oneshot::channel();
        let server = tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async { closed.await.unwrap_or(()) })
                .await
        });
        Ok(Self {
            url,
            close,
            server,
            cleaner,
        })
    }

    /// Answers what is under way, and ends.
    ///
    /// # Errors
    /// What the server ended with.
    pub async fn stop(self) -> std::io::Result<()> {
        let _ = self.close.send(());
        let served = self.server.await.map_err(std::io::Error::other)?;
        self.cleaner.abort();
        if let Err(error) = self.cleaner.await
            && !error.is_cancelled()
        {
            return Err(std::io::Error::other(error));
        }
        served
    }
}

async fn clean(notes: Shared, life: Duration) {
    let mut every = time::interval(life / 4);
    loop {
        let now = every.tick().await;
        let mut notes = notes.write().await;
        notes.by_id.retain(|_, (born, _)| now - *born < life);
    }
}

async fn create(
    State(notes): State<Shared>,
    Json(note): Json<Note>,
) -> (StatusCode, Json<Created>) {
    let text = note.text.clone();
    // What computes does not belong on a worker.
    let checksum = task::spawn_blocking(move || checksum(&text)).await;
    let mut notes = notes.write().await;
    notes.next += 1;
    let id = notes.next;
    notes.by_id.insert(id, (Instant::now(), note));
    let created = Created {
        id,
        checksum: checksum.unwrap_or(0),
    };
    (StatusCode::CREATED, Json(created))
}

async fn count(State(notes): State<Shared>) -> Json<usize> {
    Json(notes.read().await.by_id.len())
}

async fn read(State(notes): State<Shared>, Path(id): Path<u64>) -> Result<Json<Note>, StatusCode> {
    let notes = notes.read().await;
    let (_, note) = notes.by_id.get(&id).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Json(note.clone()))
}

/// How long a disk takes to archive all notes.
pub const ARCHIVE: Duration = Duration::from_millis(300);

/// A mistake as people make it: it waits on its worker, in the task of the connection.
async fn archive() -> StatusCode {
    for _ in 0..3 {
        std::thread::sleep(ARCHIVE / 3);
    }
    StatusCode::NO_CONTENT
}

/// FNV-1a.
#[must_use]
pub fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
