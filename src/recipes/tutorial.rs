//! The tutorial's program: two fetches, main is free meanwhile.

async fn tutorial(kit: Kit, api: Duration, db: Duration) {
    println!("--- Spawning Concurrent Tasks ---");
    let data = api_server(kit.clone(), api);
    let task_1_handle = tokio::spawn(data);
    let data = database(kit.clone(), db);
    let task_2_handle = tokio::spawn(data);

    println!(
        "Main task is free to do other \
         work while fetches are running."
    );
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.ms(100)) => println!(
            "Main task has finished its other work."
        ),
        _ = orders.changed() => println!(
            "Main task leaves its other work."
        ),
    }

    let result_1 = text(task_1_handle.await);
    let result_2 = text(task_2_handle.await);
    println!("\n--- Results ---");
    println!("Result from Task 1: '{result_1}'");
    println!("Result from Task 2: '{result_2}'");
}

async fn api_server(kit: Kit, d: Duration) -> String {
    fetch(kit, "API Server", d).await
}

async fn database(kit: Kit, d: Duration) -> String {
    fetch(kit, "Database", d).await
}

async fn fetch(kit: Kit, src: &str, d: Duration) -> String {
    println!("Start fetching from {src}...");
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(d)) => {}
        _ = orders.changed() => {
            return format!("nothing from {src}");
        }
    }
    let data = format!("Data from {src}");
    println!("Finished fetching from {src}.");
    data
}

fn text(result: Result<String, JoinError>) -> String {
    result.unwrap_or_else(|e| e.to_string())
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::task::JoinError;
use tokio::time::sleep;

const API: ParamInfo = args::span("api", 500, "how long the API server takes to answer");
const DATABASE: ParamInfo = args::span("database", 300, "how long the database takes to answer");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "tutorial",
        origin: Origin::Menu('4'),
        blocks: false,
        summary: "spawns two fetches, works on, then awaits both handles",
        file: file!(),
        source: include_str!("tutorial.rs"),
        params: &[API, DATABASE],
        kinds: &["tutorial", "api_server", "database"],
    },
    children: 2,
    spawn: |to, kit, params| {
        to.spawn(tutorial(
            kit,
            API.duration(params),
            DATABASE.duration(params),
        ))
    },
};
