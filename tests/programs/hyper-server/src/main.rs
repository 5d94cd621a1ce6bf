//! The server and a few clients of it, on a runtime built by hand.

use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::Method;
use hyper_server::{Client, serve};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

const CLIENTS: u64 = 4;
const ASKED: u64 = 6;

async fn all() -> Result<u64, Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let server = tokio::spawn(serve(listener, stopped));
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(async move {
            let mut client = Client::connect(address).await?;
            for asked in 0..ASKED {
                let path = if (number + asked) % 2 == 0 {
                    "/count"
                } else {
                    "/slow"
                };
                client.ask(Method::GET, path, "").await?;
            }
            std::io::Result::Ok(())
        });
    }
    while let Some(client) = clients.join_next().await {
        client??;
    }
    stop.send(true)?;
    Ok(server.await??)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("serving")
        .on_thread_start(|| {
            STARTED.fetch_add(1, Ordering::Relaxed);
        })
        .enable_all()
        .build()?;
    let served = runtime.block_on(all())?;
    drop(runtime);
    println!("{served} requests served");
    // The hook of this program must have run, whoever else has hooks.
    let threads = STARTED.load(Ordering::Relaxed);
    if served == CLIENTS * ASKED && threads >= 2 {
        Ok(())
    } else {
        Err(format!("{served} requests, {threads} threads").into())
    }
}
