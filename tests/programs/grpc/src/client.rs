//! What would be generated for a client.

use tokio_stream::Stream;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{IntoRequest, IntoStreamingRequest, Request, Status, Streaming};
use tonic_prost::ProstCodec;

use crate::{JOIN, SPLIT, Text, UPPER};

/// A client on one channel.
#[derive(Clone)]
pub struct WordsClient {
    grpc: tonic::client::Grpc<Channel>,
}

impl WordsClient {
    /// A client whose calls go through `channel`.
    #[must_use]
    pub fn new(channel: Channel) -> Self {
        Self {
            grpc: tonic::client::Grpc::new(channel),
        }
    }

    async fn ready(&mut self) -> Result<(), Status> {
        let ready = self.grpc.ready().await;
        ready.map_err(|error| Status::unknown(error.to_string()))
    }

    /// The text in capital letters.
    ///
    /// # Errors
    /// The status of the call.
    pub async fn upper(&mut self, text: &str) -> Result<Text, Status> {
        self.ready().await?;
        let request = Text::from(text).into_request();
        let path = PathAndQuery::from_static(UPPER);
        let response = self
            .grpc
            .unary(request, path, ProstCodec::<Text, Text>::default());
        Ok(response.await?.into_inner())
    }

    /// The words of the text, one by one.
    ///
    /// # Errors
    /// The status of the call.
    pub async fn split(&mut self, text: &str) -> Result<Streaming<Text>, Status> {
        self.ready().await?;
        let request = Request::new(Text::from(text));
        let path = PathAndQuery::from_static(SPLIT);
        let response =
            self.grpc
                .server_streaming(request, path, ProstCodec::<Text, Text>::default());
        Ok(response.await?.into_inner())
    }

    /// The words as one text.
    ///
    /// # Errors
    /// The status of the call.
    pub async fn join(
        &mut self,
        words: impl Stream<Item = Text> + Send + 'static,
    ) -> Result<Text, Status> {
        self.ready().await?;
        let request = words.into_streaming_request();
        let path = PathAndQuery::from_static(JOIN);
        let response =
            self.grpc
                .client_streaming(request, path, ProstCodec::<Text, Text>::default());
        Ok(response.await?.into_inner())
    }
}
