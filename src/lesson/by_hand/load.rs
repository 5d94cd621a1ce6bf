//! A load, and the scenario that is the same load.

use crate::document::Mistake;
use crate::events::Nanos;
use crate::scenario::Scenario;

/// Tasks that come, each with its work, and the workers for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// How many workers there are.
    pub workers: u16,
    /// The tasks. No two have the same name.
    pub tasks: Vec<Planned>,
}

/// A task of a load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its name; also that of its recipe.
    pub name: &'static str,
    /// What it does, at least one piece.
    pub pieces: Vec<Piece>,
}

/// Work that is done in one go, without a wait in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How long before it the task waits: of the first piece, from the beginning of the load
    /// until the task comes.
    pub after: Nanos,
    /// How long the work takes.
    pub work: Nanos,
}

/// Pieces of each task.
const PIECES: usize = 6;

/// Per task: its name; the waits before its pieces, and their work, in milliseconds.
///
/// Three workers take ten seconds for 30 s of work. A person who needs 0.4 s to hand out one of
/// the 60 pieces takes more than twice as long.
const ROWS: [(&str, [u64; PIECES], [u64; PIECES]); 10] = [
    (
        "soup",
        [0, 700, 600, 900, 500, 800],
        [500, 400, 700, 300, 600, 500],
    ),
    (
        "rice",
        [0, 500, 800, 700, 1_000, 600],
        [400, 600, 300, 500, 700, 500],
    ),
    (
        "fish",
        [100, 900, 500, 600, 700, 1_000],
        [300, 500, 600, 400, 500, 700],
    ),
    (
        "stew",
        [300, 1_000, 700, 500, 800, 600],
        [600, 300, 500, 700, 400, 500],
    ),
    (
        "pasta",
        [500, 600, 900, 800, 500, 700],
        [700, 500, 400, 600, 300, 500],
    ),
    (
        "beans",
        [800, 800, 600, 1_000, 700, 500],
        [500, 700, 500, 300, 600, 400],
    ),
    (
        "bread",
        [1_100, 500, 1_000, 600, 900, 800],
        [400, 500, 700, 600, 500, 300],
    ),
    (
        "salad",
        [1_400, 700, 500, 800, 600, 900],
        [300, 600, 500, 500, 400, 700],
    ),
    (
        "tart",
        [1_700, 600, 700, 900, 1_000, 500],
        [600, 400, 300, 700, 500, 500],
    ),
    (
        "sauce",
        [2_000, 900, 800, 500, 600, 700],
        [500, 300, 600, 400, 700, 500],
    ),
];

/// The load that is played.
pub fn the_load() -> Load {
    let ms = Nanos::from_millis;
    let planned = |(name, waits, work): (_, [u64; PIECES], [u64; PIECES])| Planned {
        name,
        pieces: (waits.into_iter().zip(work))
            .map(|(after, work)| Piece {
                after: ms(after),
                work: ms(work),
            })
            .collect(),
    };
    Load {
        workers: 3,
        tasks: ROWS.map(planned).into(),
    }
}

impl Load {
    /// The task of this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.name == name)
    }

    /// When the first task comes.
    pub fn begins(&self) -> Nanos {
        let first = self.tasks.iter().filter_map(|task| task.pieces.first());
        first.map(|piece| piece.after).min().unwrap_or(Nanos::ZERO)
    }

    /// Its text in the format of scenarios: one recipe and one order for each task.
    pub fn text(&self) -> String {
        let mut text = format!(
            "title = \"The same load, on the real runtime\"\n\
             about = \"Tokio decides who works on what. A piece of work is one poll: a long one is shown as a stall.\"\n\
             workers = {}\nflavor = \"multi-thread\"\ntempo = 1\n",
            self.workers
        );
        for task in &self.tasks {
            text += &format!("\n[[recipe]]\nname = \"{}\"\nsteps = [\n", task.name);
            for (index, piece) in task.pieces.iter().enumerate() {
                // The wait before the first piece is the time of the order.
                let sleep = match index {
                    0 => String::new(),
                    _ => format!("{{ sleep = \"{}\" }}, ", time(piece.after)),
                };
                text += &format!("  {sleep}{{ work = \"{}\" }},\n", time(piece.work));
            }
            let after = task.pieces.first().map_or(Nanos::ZERO, |piece| piece.after);
            text += &format!(
                "]\n[[order]]\nat = \"{}\"\nrecipe = \"{}\"\n",
                time(after),
                task.name
            );
        }
        text
    }

    /// The same load for the real runtime.
    ///
    /// # Errors
    /// When the format of scenarios does not allow it: no task, a name twice, a time of zero.
    pub fn scenario(&self) -> Result<Scenario, Mistake> {
        Scenario::parse("by-hand.toml", &self.text())
    }
}

fn time(time: Nanos) -> String {
    match time.0 % 1_000_000 {
        0 => format!("{}ms", time.as_millis()),
        _ => format!("{}us", time.0 / 1_000),
    }
}
