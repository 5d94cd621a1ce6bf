use grpc::{Text, WordsClient, WordsServer, Working};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::Code;
use tonic::transport::{Endpoint, Server};

async fn started() -> (WordsClient, AbortHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        Server::builder()
            .add_service(WordsServer::new(Working))
            .serve_with_incoming(TcpListenerStream::new(listener))
            .await
    });
    let channel = Endpoint::from_shared(url).unwrap().connect().await.unwrap();
    (WordsClient::new(channel), server.abort_handle())
}

#[tokio::test]
async fn one_in_one_out() {
    let (mut client, server) = started().await;
    assert_eq!(client.upper("loud").await.unwrap(), Text::from("LOUD"));
    server.abort();
}

#[tokio::test]
async fn a_status_comes_back() {
    let (mut client, server) = started().await;
    assert_eq!(
        client.upper("").await.unwrap_err().code(),
        Code::InvalidArgument
    );
    server.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_in_many_out() {
    let (mut client, server) = started().await;
    let words = client.split("a few words").await.unwrap();
    let words: Vec<_> = words.map(|word| word.unwrap().text).collect().await;
    assert_eq!(words, ["a", "few", "words"]);
    server.abort();
}

#[tokio::test]
async fn many_in_one_out() {
    let (mut client, server) = started().await;
    let words = tokio_stream::iter([Text::from("a"), Text::from("few")]);
    assert_eq!(client.join(words).await.unwrap(), Text::from("a few"));
    server.abort();
}

#[tokio::test]
async fn whoever_stops_listening_stops_the_sender() {
    let (mut client, server) = started().await;
    let mut words = client.split(&"word ".repeat(1000)).await.unwrap();
    assert_eq!(words.next().await.unwrap().unwrap(), Text::from("word"));
    drop(words);
    assert_eq!(client.upper("on").await.unwrap(), Text::from("ON"));
    server.abort();
}
