//! What would be generated for a server.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use tonic::body::Body;
use tonic::codegen::{BoxFuture, BoxStream, Service, http};
use tonic::server::{
    ClientStreamingService, Grpc, NamedService, ServerStreamingService, UnaryService,
};
use tonic::{Request, Response, Status, Streaming};
use tonic_prost::ProstCodec;

use crate::{JOIN, SPLIT, Text, UPPER};

/// What a service of words can do.
#[tonic::async_trait]
pub trait Words: Send + Sync + 'static {
    /// The text in capital letters.
    async fn upper(&self, text: Request<Text>) -> Result<Response<Text>, Status>;

    /// The words of a text, one by one.
    async fn split(&self, text: Request<Text>) -> Result<Response<BoxStream<Text>>, Status>;

    /// Words as one text.
    async fn join(&self, words: Request<Streaming<Text>>) -> Result<Response<Text>, Status>;
}

/// Calls a service of words when asked over HTTP/2.
pub struct WordsServer<T>(Arc<T>);

impl<T> WordsServer<T> {
    /// For one service.
    pub fn new(words: T) -> Self {
        Self(Arc::new(words))
    }
}

impl<T> Clone for WordsServer<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> NamedService for WordsServer<T> {
    const NAME: &'static str = "words.Words";
}

struct Upper<T>(Arc<T>);

impl<T: Words> UnaryService<Text> for Upper<T> {
    type Response = Text;
    type Future = BoxFuture<Response<Text>, Status>;

    fn call(&mut self, text: Request<Text>) -> Self::Future {
        let words = Arc::clone(&self.0);
        Box::pin(async move { words.upper(text).await })
    }
}

struct Split<T>(Arc<T>);

impl<T: Words> ServerStreamingService<Text> for Split<T> {
    type Response = Text;
    type ResponseStream = BoxStream<Text>;
    type Future = BoxFuture<Response<Self::ResponseStream>, Status>;

    fn call(&mut self, text: Request<Text>) -> Self::Future {
        let words = Arc::clone(&self.0);
        Box::pin(async move { words.split(text).await })
    }
}

struct Join<T>(Arc<T>);

impl<T: Words> ClientStreamingService<Text> for Join<T> {
    type Response = Text;
    type Future = BoxFuture<Response<Text>, Status>;

    fn call(&mut self, text: Request<Streaming<Text>>) -> Self::Future {
        let words = Arc::clone(&self.0);
        Box::pin(async move { words.join(text).await })
    }
}

impl<T: Words> Service<http::Request<Body>> for WordsServer<T> {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let words = Arc::clone(&self.0);
        Box::pin(async move {
            let mut grpc = Grpc::new(ProstCodec::<Text, Text>::default());
            Ok(match request.uri().path() {
                UPPER => grpc.unary(Upper(words), request).await,
                SPLIT => grpc.server_streaming(Split(words), request).await,
                JOIN => grpc.client_streaming(Join(words), request).await,
                _ => Status::unimplemented("no such method").into_http(),
            })
        })
    }
}
