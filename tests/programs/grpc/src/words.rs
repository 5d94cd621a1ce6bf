//! A service that works.

use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::BoxStream;
use tonic::{Request, Response, Status, Streaming};

use crate::{Text, Words};

/// Does what it is asked.
pub struct Working;

#[tonic::async_trait]
impl Words for Working {
    async fn upper(&self, text: Request<Text>) -> Result<Response<Text>, Status> {
        let Text { text } = text.into_inner();
        if text.is_empty() {
            return Err(Status::invalid_argument("no text"));
        }
        Ok(Response::new(Text::from(&*text.to_uppercase())))
    }

    async fn split(&self, text: Request<Text>) -> Result<Response<BoxStream<Text>>, Status> {
        let Text { text } = text.into_inner();
        let (words, stream) = mpsc::channel(2);
        tokio::spawn(async move {
            for word in text.split_whitespace() {
                // Whoever asked may be gone.
                if words.send(Ok(Text::from(word))).await.is_err() {
                    return;
                }
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }

    async fn join(&self, words: Request<Streaming<Text>>) -> Result<Response<Text>, Status> {
        let mut words = words.into_inner();
        let mut all = Vec::new();
        while let Some(word) = words.next().await {
            all.push(word?.text);
        }
        Ok(Response::new(Text {
            text: all.join(" "),
        }))
    }
}
