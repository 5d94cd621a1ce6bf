#[tokio::main]
async fn main() {
    giver();
}

fn giver() {
    let list = String::from("flour, eggs, salt");
    // `move`: the card owns the list.
    tokio::spawn(async move {
        println!("the card reads: {list}");
    });
}
