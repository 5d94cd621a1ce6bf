//! Many read the book together, one writes alone: `RwLock`.

async fn book(kit: Kit, children: u32, time: Duration) {
    let book = Arc::new(RwLock::new(1));
    let mut readers = JoinSet::new();
    for _ in 0..children {
        let book = Arc::clone(&book);
        readers.spawn(reader(kit.clone(), book, time));
    }
    let mut orders = kit.last_orders();
    select! {
        () = write(&kit, &book, time) => {}
        _ = orders.changed() => {
            println!("last orders: nothing is written");
        }
    }
    while readers.join_next().await.is_some() {}
}

async fn write(kit: &Kit, book: &RwLock<u32>, t: Duration) {
    // When nobody else has it; who asks after
    // this one waits for it, readers too.
    let mut edition = book.write().await;
    sleep(kit.pace(t)).await;
    *edition += 1;
    println!("wrote edition {edition}");
}

async fn reader(kit: Kit, book: Book, time: Duration) {
    let mut orders = kit.last_orders();
    for _ in 0..2 {
        select! {
            () = read(&kit, &book, time) => {}
            _ = orders.changed() => break,
        }
    }
}

async fn read(kit: &Kit, book: &RwLock<u32>, t: Duration) {
    let edition = book.read().await;
    sleep(kit.pace(t)).await;
    println!("read edition {edition}");
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::Arc;
use std::time::Duration;
use tokio::select;
use tokio::sync::RwLock;
use tokio::task::JoinSet;
use tokio::time::sleep;

type Book = Arc<RwLock<u32>>;

const CHILDREN: ParamInfo = args::count("children", 3, (1, 10_000), "how many children read");
const HOLD: ParamInfo = args::span("hold", 400, "how long each holds the lock");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "book",
        origin: Origin::Menu('u'),
        blocks: false,
        summary: "a tokio RwLock: readers hold it together, a writer alone",
        file: file!(),
        source: include_str!("book.rs"),
        params: &[CHILDREN, HOLD],
        kinds: &["book", "reader"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(book(kit, CHILDREN.number(params), HOLD.duration(params))),
};
