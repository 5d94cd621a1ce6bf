use std::time::Duration;

use axum_service::{Created, Note, Service, checksum};
use tokio::time;

const LONG: Duration = Duration::from_secs(60);

fn note(text: &str) -> Note {
    Note {
        text: text.to_owned(),
    }
}

#[tokio::test]
async fn what_was_written_is_read() {
    let service = Service::start(LONG).await.unwrap();
    let http = reqwest::Client::new();
    let sent = http
        .post(format!("{}/notes", service.url))
        .json(&note("hello"));
    let answer = sent.send().await.unwrap();
    assert_eq!(answer.status(), reqwest::StatusCode::CREATED);
    let created: Created = answer.json().await.unwrap();
    assert_eq!(created.checksum, checksum("hello"));

    let read = http
        .get(format!("{}/notes/{}", service.url, created.id))
        .send()
        .await
        .unwrap();
    assert_eq!(read.json::<Note>().await.unwrap(), note("hello"));
    drop(http);
    service.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_never_written_is_not_found() {
    let service = Service::start(LONG).await.unwrap();
    let answer = reqwest::get(format!("{}/notes/7", service.url))
        .await
        .unwrap();
    assert_eq!(answer.status(), reqwest::StatusCode::NOT_FOUND);
    service.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_does_not_outlive_its_life() {
    let service = Service::start(Duration::from_millis(20)).await.unwrap();
    let http = reqwest::Client::new();
    let notes = format!("{}/notes", service.url);
    http.post(&notes).json(&note("short")).send().await.unwrap();
    let gone = time::timeout(LONG, async {
        while http
            .get(&notes)
            .send()
            .await
            .unwrap()
            .json::<usize>()
            .await
            .unwrap()
            > 0
        {
            time::sleep(Duration::from_millis(5)).await;
        }
    });
    gone.await.unwrap();
    drop(http);
    service.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_at_once_get_numbers_of_their_own() {
    let service = Service::start(LONG).await.unwrap();
    let http = reqwest::Client::new();
    let posts: Vec<_> = (0..8)
        .map(|_| {
            let request = http
                .post(format!("{}/notes", service.url))
                .json(&note("same"));
            tokio::spawn(async move { request.send().await?.json::<Created>().await })
        })
        .collect();
    let mut ids = Vec::new();
    for post in posts {
        ids.push(post.await.unwrap().unwrap().id);
    }
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7, 8]);
    drop(http);
    service.stop().await.unwrap();
}
