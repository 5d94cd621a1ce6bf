//! The service and a few clients of it, in one process.

use grpc::{WordsClient, WordsServer, Working};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Endpoint, Server};

const CLIENTS: usize = 3;

async fn client(channel: Channel, number: usize) -> Result<usize, tonic::Status> {
    let mut client = WordsClient::new(channel);
    let upper = client
        .upper(&format!("the words of client {number}"))
        .await?;
    let mut words = client.split(&upper.text).await?;
    let mut all = Vec::new();
    while let Some(word) = words.next().await {
        all.push(word?);
    }
    let joined = client.join(tokio_stream::iter(all.clone())).await?;
    Ok(if joined == upper { all.len() } else { 0 })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or(()) };
        Server::builder()
            .add_service(WordsServer::new(Working))
            .serve_with_incoming_shutdown(TcpListenerStream::new(listener), stopped)
            .await
    });
    let channel = Endpoint::from_shared(url)?.connect().await?;
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(client(channel.clone(), number));
    }
    drop(channel);
    let words: usize = clients.join_all().await.into_iter().sum::<Result<_, _>>()?;
    let _ = stop.send(());
    server.await??;
    println!("{words} words there and back");
    // "THE WORDS OF CLIENT n" each.
    if words == 5 * CLIENTS {
        Ok(())
    } else {
        Err("a word was lost".into())
    }
}
