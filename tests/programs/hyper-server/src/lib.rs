//! A counter behind HTTP/1.1, and a client that keeps its connection.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// How long the last connections may take after the end was asked for.
const GRACE: Duration = Duration::from_secs(30);

/// Answers until `stop` turns true, then lets what is under way end.
///
/// # Errors
/// What the system says of the listener.
pub async fn serve(listener: TcpListener, mut stop: watch::Receiver<bool>) -> io::Result<u64> {
    let served = Arc::new(AtomicU64::new(0));
    let graceful = GracefulShutdown::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted?.0,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let served = Arc::clone(&served);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(
                TokioIo::new(stream),
                service_fn(move |request| answer(request, Arc::clone(&served))),
            );
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                eprintln!("connection: {error}");
            }
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => {}
    }
    Ok(served.load(Ordering::Relaxed))
}

async fn answer(
    request: Request<Incoming>,
    served: Arc<AtomicU64>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let number = served.fetch_add(1, Ordering::Relaxed) + 1;
    let (status, body) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/count") => (StatusCode::OK, Bytes::from(number.to_string())),
        (&Method::GET, "/slow") => {
            tokio::time::sleep(Duration::from_millis(2)).await;
            (StatusCode::OK, Bytes::from_static(b"at last"))
        }
        (&Method::POST, "/echo") => match request.into_body().collect().await {
            Ok(body) => (StatusCode::OK, body.to_bytes()),
            Err(_) => (StatusCode::BAD_REQUEST, Bytes::new()),
        },
        _ => (StatusCode::NOT_FOUND, Bytes::new()),
    };
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    Ok(response)
}

/// One connection to a server.
pub struct Client {
    requests: SendRequest<Full<Bytes>>,
    connection: AbortHandle,
}

impl Client {
    /// Connects; a task of its own drives the connection.
    ///
    /// # Errors
    /// Where nobody listens, or hyper refuses.
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        let (requests, connection) = handshake(TokioIo::new(stream))
            .await
            .map_err(io::Error::other)?;
        let connection = tokio::task::spawn(async move {
            let _ = connection.await;
        });
        Ok(Self {
            requests,
            connection: connection.abort_handle(),
        })
    }

    /// Asks, and gives the whole answer.
    ///
    /// # Errors
    /// What hyper says.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        body: &'static str,
    ) -> io::Result<(StatusCode, Bytes)> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .body(Full::from(body))
            .map_err(io::Error::other)?;
        self.requests.ready().await.map_err(io::Error::other)?;
        let response = self
            .requests
            .send_request(request)
            .await
            .map_err(io::Error::other)?;
        let status = response.status();
        let body = response
            .into_body()
            .collect()
            .await
            .map_err(io::Error::other)?;
        Ok((status, body.to_bytes()))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.connection.abort();
    }
}
