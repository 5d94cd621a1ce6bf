#[tokio::main]
async fn main() {
    giver();
}

fn giver() {
    let list = String::from("flour, eggs, salt");
    // The card may still read when the giver has left.
    tokio::spawn(async {
        println!("the card reads: {list}");
    });
}
