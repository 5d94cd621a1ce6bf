use std::sync::Arc;
use tokio::task::yield_now;

#[tokio::main]
async fn main() {
    tokio::spawn(async {
        let list = Arc::new(String::from("flour, eggs, salt"));
        // Another worker may go on from here.
        yield_now().await;
        println!("the card reads: {list}");
    });
}
