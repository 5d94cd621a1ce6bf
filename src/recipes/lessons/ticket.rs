//! A handle gives what its task returns, or tells how it failed.

async fn ticket(kit: Kit) {
    let soup = tokio::spawn(soup(kit.clone()));
    let sauce = tokio::spawn(sauce(kit));

    match soup.await {
        Ok(n) => println!("the ticket gives {n} plates"),
        Err(error) => println!("no soup: {error}"),
    }
    match sauce.await {
        Ok(()) => println!("a sauce, after all"),
        Err(error) => tell(&error),
    }
    println!("and the giver goes on");
}

fn tell(error: &JoinError) {
    let (p, c) = (error.is_panic(), error.is_cancelled());
    let error = format!("JoinError: {error}");
    println!("{error} (is_panic: {p}, is_cancelled: {c})");
}

async fn soup(kit: Kit) -> u32 {
    sleep(kit.ms(200)).await;
    4
}

async fn sauce(kit: Kit) {
    sleep(kit.ms(100)).await;
    panic!("the sauce burnt, on purpose");
}

use super::{Kit, Recipe, tokio};
use crate::order::{Origin, RecipeInfo};
use tokio::task::JoinError;
use tokio::time::sleep;

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "ticket",
        origin: Origin::Lesson,
        blocks: false,
        summary: "awaits two handles: one gives a value, one a JoinError",
        file: file!(),
        source: include_str!("ticket.rs"),
        params: &[],
        kinds: &["ticket", "soup", "sauce"],
    },
    children: 2,
    spawn: |to, kit, _| to.spawn(ticket(kit)),
};
