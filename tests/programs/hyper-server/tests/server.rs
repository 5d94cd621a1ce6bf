use std::io;
use std::net::SocketAddr;

use hyper::{Method, StatusCode};
use hyper_server::{Client, serve};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

async fn started() -> (SocketAddr, watch::Sender<bool>, JoinHandle<io::Result<u64>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    (address, stop, tokio::spawn(serve(listener, stopped)))
}

#[tokio::test]
async fn an_echo_comes_back() {
    let (address, stop, server) = started().await;
    let mut client = Client::connect(address).await.unwrap();
    let (status, body) = client
        .ask(Method::POST, "/echo", "who is there")
        .await
        .unwrap();
    assert_eq!((status, &body[..]), (StatusCode::OK, &b"who is there"[..]));
    drop(client);
    stop.send(true).unwrap();
    assert_eq!(server.await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let (address, stop, server) = started().await;
    let mut client = Client::connect(address).await.unwrap();
    for number in 1..=5 {
        let (_, body) = client.ask(Method::GET, "/count", "").await.unwrap();
        assert_eq!(body, number.to_string());
    }
    drop(client);
    stop.send(true).unwrap();
    assert_eq!(server.await.unwrap().unwrap(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn what_is_under_way_is_answered_before_the_end() {
    let (address, stop, server) = started().await;
    let mut client = Client::connect(address).await.unwrap();
    client.ask(Method::GET, "/count", "").await.unwrap();
    let asked = client.ask(Method::GET, "/slow", "");
    let (answer, ()) = tokio::join!(asked, async {
        tokio::task::yield_now().await;
        stop.send(true).unwrap();
    });
    // Either it came before the end, or the connection was closed before it was sent.
    if let Ok((status, body)) = answer {
        assert_eq!((status, &body[..]), (StatusCode::OK, &b"at last"[..]));
    }
    drop(client);
    assert!(server.await.unwrap().unwrap() >= 1);
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let (address, stop, server) = started().await;
    let mut client = Client::connect(address).await.unwrap();
    let (status, _) = client.ask(Method::GET, "/nothing", "").await.unwrap();
    assert_eq!(status, StatusCode::NOT_FOUND);
    drop(client);
    stop.send(true).unwrap();
    server.await.unwrap().unwrap();
}
