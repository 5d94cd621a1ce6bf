//! The service and a few clients of it, in one process.

use std::time::Duration;

use axum_service::{Created, Note, Service, checksum};
use tokio::task::JoinSet;

const CLIENTS: u64 = 4;
const NOTES: u64 = 5;

async fn client(http: reqwest::Client, url: String, number: u64) -> reqwest::Result<u64> {
    let mut kept = 0;
    for note in 0..NOTES {
        let text = format!("note {note} of client {number}");
        let request = http
            .post(format!("{url}/notes"))
            .json(&Note { text: text.clone() });
        let created: Created = request.send().await?.json().await?;
        let read = http.get(format!("{url}/notes/{}", created.id));
        let note: Note = read.send().await?.json().await?;
        kept += u64::from(note.text == text && created.checksum == checksum(&text));
    }
    Ok(kept)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = Service::start(Duration::from_secs(60)).await?;
    let http = reqwest::Client::new();
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(client(http.clone(), service.url.clone(), number));
    }
    let mut kept = 0;
    while let Some(one) = clients.join_next().await {
        kept += one??;
    }
    let archived = http.post(format!("{}/archive", service.url)).send().await?;
    archived.error_for_status()?;
    drop(http);
    service.stop().await?;
    println!("{kept} notes written and read");
    if kept == CLIENTS * NOTES {
        Ok(())
    } else {
        Err("a note was lost".into())
    }
}
