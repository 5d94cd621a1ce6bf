//! Orders goods over TCP, and waits for each answer.

async fn delivery(kit: Kit, ask: Ask) -> Result<()> {
    let mut orders = kit.last_orders();
    select! {
        done = talk(&kit, &ask) => done,
        _ = orders.changed() => {
            println!("hangs up: last orders");
            Ok(())
        }
    }
}

async fn talk(kit: &Kit, ask: &Ask) -> Result<()> {
    let _line = kit.lines().acquire().await;
    let road = TcpStream::connect(kit.server()).await?;
    let (from, mut to) = road.into_split();
    let mut answers = BufReader::new(from).lines();

    for round in 1..=ask.rounds {
        let ms = kit.pace(ask.wait).as_millis();
        let order = format!("crate {round} {ms}\n");
        to.write_all(order.as_bytes()).await?;

        let answer = answers.next_line().await?;
        println!("{}", answer.unwrap_or_default());
    }
    Ok(())
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::io::Result;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::select;

const ROUNDS: ParamInfo = args::count("rounds", 3, (1, 10_000), "how many questions and answers");
const WAIT: ParamInfo = args::span("wait", 800, "how long the server takes to answer");

/// What one task asks for.
struct Ask {
    rounds: u32,
    wait: Duration,
}

/// The task: an error of the socket is said, not swallowed.
async fn report(kit: Kit, ask: Ask) {
    if let Err(error) = delivery(kit, ask).await {
        println!("no delivery: {error}");
    }
}

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "delivery",
        origin: Origin::Menu('3'),
        blocks: false,
        summary: "TCP round trips to a local server: waits for a socket",
        file: file!(),
        source: include_str!("delivery.rs"),
        params: &[ROUNDS, WAIT],
        kinds: &["delivery"],
    },
    children: 0,
    spawn: |to, kit, params| {
        let ask = Ask {
            rounds: ROUNDS.number(params),
            wait: WAIT.duration(params),
        };
        to.spawn(report(kit, ask))
    },
};
