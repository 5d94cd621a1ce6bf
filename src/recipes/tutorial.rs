//! A first Tokio program: two servers start, main is free.

async fn tutorial(kit: Kit, api: Duration, db: Duration) {
    say("Main: starting the servers");
    let api = start("API Server", kit.pace(api));
    let api = spawn_as("API Server", api);
    let db = start("Database", kit.pace(db));
    let db = spawn_as("Database", db);

    say("Main is free while they start");
    sleep(kit.ms(100)).await;
    say("Main's other work is done");

    let api = api.await;
    say(&format!("Result: {}", told(api)));
    let db = db.await;
    say(&format!("Result: {}", told(db)));
}

async fn start(name: &str, d: Duration) -> String {
    say(&format!("Starting {name}..."));
    sleep(d).await;
    say(&format!("{name} is up"));
    format!("{name} ready")
}

fn told(result: Result<String, JoinError>) -> String {
    result.unwrap_or_else(|e| e.to_string())
}

use super::{Kit, Recipe, args};
use crate::order::{ParamInfo, RecipeInfo};
use crate::probe::{say, sleep, spawn_as};
use std::time::Duration;
use tokio::task::JoinError;

const API: ParamInfo = args::span("api", 500, "how long the API server takes to start");
const DATABASE: ParamInfo = args::span("database", 300, "how long the database takes to start");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "tutorial",
        key: '4',
        blocks: false,
        summary: "spawns two servers, works on, then awaits both handles",
        file: file!(),
        source: include_str!("tutorial.rs"),
        params: &[API, DATABASE],
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
