//! The sentences: each with what has to happen for it, and something much like that where it
//! must not be said.

/// Sentences, or the part of each that does not change.
pub(crate) struct Row {
    pub(crate) says: &'static [&'static str],
    /// They are all said of this ..
    pub(crate) of: &'static str,
    /// .. and none of them of this.
    pub(crate) not_of: &'static str,
}

const fn row(says: &'static [&'static str], of: &'static str, not_of: &'static str) -> Row {
    Row { says, of, not_of }
}

pub(crate) const ROWS: &[Row] = &[
    // Runtimes.
    row(&["chefs (workers)"], "0 open 2", "0 open 1; 9 gone"),
    row(&["bakers (blocking pool)."], "0 open 2", ""),
    row(
        &["Otherwise than Tokio by itself: max_blocking_threads = 2."],
        "0 open 2 bakers 2",
        "0 open 2",
    ),
    row(&["1 chef (worker)"], "0 open 1", "0 open 2"),
    row(
        &[
            "The whole program stood still for",
            "It counts for nothing: no stall, no wait is longer for it.",
            ": it was stopped, or the machine slept.",
        ],
        "1 spawn 1; 9 still told",
        "1 spawn 1",
    ),
    row(
        &["(~: nothing of it ran meanwhile)."],
        "1 spawn 1; 9 still",
        "1 spawn 1; 9 still told",
    ),
    row(
        &[
            "Last orders (graceful shutdown)",
            "Last orders:",
            "left (graceful shutdown).",
            "of them listen to a signal (watch or the like).",
            "A signal (watch or the like) woke",
            ". Not listening:",
            "is ready (~",
            "last orders are called",
        ],
        "1 spawn 1; 9 closing graceful",
        "1 spawn 1; 9 closing",
    ),
    row(
        &[
            "Lights out (shutdown_background)",
            "Lights out for",
            "A chef hears of it when they park, or after up to 61 polls, and cooks on what is queued until then.",
            "the lights go out",
        ],
        "1 spawn 1; 9 closing",
        "1 spawn 1; 9 closing graceful",
    ),
    row(
        &["left (shutdown_background)."],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 9 closing",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 9 closing graceful",
    ),
    row(
        &["queued (~)"],
        "1 spawn 1; 9 closing",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 9 closing",
    ),
    row(
        &["1 card is", ": 1 card is not ended yet"],
        "1 spawn 1; 9 closing",
        "1 spawn 1; 1 spawn 2; 9 closing",
    ),
    row(
        &[": no card is left"],
        "9 closing graceful",
        "1 spawn 1; 9 closing graceful",
    ),
    row(
        &["cards are", "cards are not ended yet"],
        "1 spawn 1; 1 spawn 2; 9 closing",
        "1 spawn 1; 9 closing",
    ),
    row(
        &["at least 1 of 1 cards"],
        "1 spawn 1; 2 wait 1 signal; 3 poll 1 on 0 from 2 pending; 9 closing graceful; 10 wake 1 outside; 11 counted",
        "1 spawn 1; 2 wait 1 signal; 3 poll 1 on 0 from 2 pending; 9 closing graceful; 10 wake 1 outside",
    ),
    row(
        &["is in the hands of Chef"],
        "1 spawn 1; 9 closing graceful; 12 now 0:1@5",
        "1 spawn 1; 9 closing graceful",
    ),
    row(
        &["#01 rice waits for its bell (timer)."],
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 9 closing graceful",
        "1 spawn 1; 2 wait 1 signal; 3 poll 1 on 0 from 2 pending; 9 closing graceful",
    ),
    row(
        &["blocks (block_in_place)"],
        "1 spawn 1; 2 in-place 1 on 0; 9 closing graceful",
        "1 spawn 1; 9 closing graceful",
    ),
    row(
        &["The kitchen closed: no card is left.", "Since lights out:"],
        "1 spawn 1; 8 closing; 9 drop 1; 10 gone",
        "1 spawn 1; 8 closing graceful; 9 gone",
    ),
    row(
        &[
            "Since last orders:",
            "The kitchen closed, with 1 card not over yet.",
        ],
        "1 spawn 1; 8 closing graceful; 9 gone",
        "1 spawn 1; 1 spawn 2; 8 closing; 9 gone",
    ),
    row(
        &["cards not over yet."],
        "1 spawn 1; 1 spawn 2; 8 closing; 9 gone",
        "1 spawn 1; 8 closing; 9 gone",
    ),
    row(
        &["The kitchen closed.", "the runtime is gone"],
        "9 gone",
        "1 spawn 1; 8 closing",
    ),
    row(
        &[
            "The kitchen is closed.",
            "Of cards not known to be over there are 1.",
        ],
        "1 spawn 1; 9 gone",
        "1 spawn 1; 8 drop 1; 9 gone",
    ),
    row(
        &[
            "The kitchen is closed: no card is left.",
            "Any order opens a new shift (a new runtime).",
        ],
        "9 gone",
        "1 spawn 1; 9 gone; 9 now 0:1@5",
    ),
    row(
        &[
            "The kitchen is closed, but bakery jobs are not over:",
            "A blocking job that has begun cannot be stopped.",
        ],
        "1 job 1; 2 baking 1; 9 gone",
        "1 job 1; 2 baking 1; 3 baked 1 completed; 9 gone",
    ),
    row(
        &[
            "The kitchen is closed, but 1 chef",
            "1 chef is",
            "A poll cannot be stopped from outside: each thread ends after its own.",
        ],
        "1 spawn 1; 9 gone; 9 now 0:1@5",
        "1 spawn 1; 9 gone",
    ),
    row(
        &["chefs are"],
        "1 spawn 1; 1 spawn 2; 9 gone; 9 now 0:1@5 1:2@5",
        "1 spawn 1; 1 spawn 2; 9 gone; 9 now 0:1@5",
    ),
    // Handing in.
    row(
        &["(tokio::spawn).", "hands in", "is handed in (spawn)"],
        "1 spawn 1 on 0; 2 spawn 2 by 1 on 0",
        "1 spawn 1",
    ),
    row(
        &["by code that is not observed."],
        "1 spawn 1 on 0",
        "1 spawn 1; 2 spawn 2 by 1 on 0",
    ),
    row(
        &[
            "is handed in from outside the chefs (spawn).",
            "~ It lies on the pass (injection queue) until a free chef takes it.",
            "~ to the pass (injection queue)",
        ],
        "1 spawn 1",
        "1 spawn 1 on 0",
    ),
    row(
        &["from outside: no observed task did it"],
        "1 spawn 2",
        "1 spawn 1 by 8",
    ),
    row(
        &[
            ", so it takes the clip (LIFO slot), before the cards of the rail.",
            "~ to the clip (LIFO slot)",
            "by code that is not observed,",
        ],
        "1 spawn 1 on 0",
        "0 open 1 current; 1 spawn 1 by 2 on 0",
    ),
    row(
        &[
            ": it goes to the rail (local queue).",
            "~ to the rail (local queue)",
        ],
        "0 open 1 current; 1 spawn 1 on 0",
        "1 spawn 1 on 0",
    ),
    row(
        &[
            "~ The newest takes the clip (LIFO slot) of",
            "moves to the rail.",
        ],
        "1 spawn 1 on 0; 2 spawn 2 on 0",
        "1 spawn 1 on 0; 2 spawn 2 on 1",
    ),
    row(
        &["none: detached at the spawn"],
        "1 spawn 1 detached",
        "1 spawn 1",
    ),
    row(
        &["(forgotten)"],
        "1 spawn 1 by 8",
        "1 spawn 8; 1 spawn 1 by 8",
    ),
    row(
        &["none known"],
        "1 spawn 2",
        "1 spawn 1; 1 spawn 2 by 1; 1 spawn 3 by 2; 1 job 4 by 3; 1 job 5 by 4; 1 job 6 by 5; 1 job 7 by 6; 1 job 8 by 7; 1 job 9 by 8; 1 job 10 by 9",
    ),
    row(
        &["JoinHandle held"],
        "1 spawn 1",
        "1 spawn 1; 2 handle 1 dropped",
    ),
    row(
        &["bytes, the probe's wrapper not counted"],
        "1 spawn 1",
        "1 job 1",
    ),
    row(
        &["none: a blocking job runs once, to its end"],
        "1 job 1",
        "1 spawn 1",
    ),
    row(
        &["~ to the clip of chef"],
        "1 spawn 1; 2 spawn 2 by 1 on 0",
        "0 open 1 current; 1 spawn 1; 2 spawn 2 by 1 on 0",
    ),
    row(
        &["~ to the rail of chef"],
        "0 open 1 current; 1 spawn 1; 2 spawn 2 by 1 on 0",
        "1 spawn 1; 2 spawn 2 by 1 on 0",
    ),
    // Polls.
    row(
        &["for the first time; it had waited", ", first after"],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1",
    ),
    row(
        &[", first poll not yet"],
        "1 spawn 1",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["(one in progress)"],
        "1 spawn 1; 3 now 0:1@2",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &[
            ": it waits for",
            "Pending: on the stove it holds no chef, who is free for another card.",
            "its waker",
            ", Pending",
            "put aside",
            "aside, after a poll of",
            "something that the probe does not see (no leaf around it)",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 3 poll 1 on 0 from 2 ready",
    ),
    row(
        &[
            "is served: its future is Ready.",
            "serves #01 rice, after a poll of",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 ready",
        "1 spawn 1; 3 poll 1 on 0 from 2 panicked",
    ),
    row(
        &[
            "is burnt: it panicked.",
            "Tokio caught it. Only this card is lost; whoever holds the ticket gets Err(JoinError).",
            "in the hand of Chef",
            ": it panicked.",
            "Tokio caught the panic: only this card is lost, the chef goes on.",
            "here the panic",
            ", panicked",
            "it panicked, in a poll of",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 panicked",
        "1 spawn 1; 3 poll 1 on 0 from 2 ready",
    ),
    row(
        &["a thread without a chef's place"],
        "1 spawn 1; 3 poll 1 from 2 pending",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &[", woke itself"],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending self",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &[
            "used up its coop budget and has to yield.",
            "After 128 operations Tokio makes it wait one turn (deferred list), though it was ready.",
            "spent its coop budget and had to yield.",
            "After 128 operations that were all ready Tokio makes a card wait one turn",
            ", coop budget spent",
            "here the budget",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending budget",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending self",
    ),
    row(
        &["and had to yield each time."],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending budget; 5 poll 1 on 0 from 4 pending budget",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending budget",
    ),
    // Stalls.
    row(
        &[
            "'s stall is over: one poll of",
            "Until its end there was no .await in it at which the card had to wait.",
            "One poll of",
            "Until it comes to an .await that waits, nobody can take a card from a chef.",
            "here a stall begins: one poll",
            "Cure: tokio::time::sleep(..).await, or the work in spawn_blocking.",
            "holds chef",
        ],
        "1 spawn 1; 500 poll 1 on 0 from 2 pending",
        "1 spawn 1; 50 poll 1 on 0 from 2 pending",
    ),
    row(
        &[
            "is stalled for",
            "Until an .await has to wait, nobody can take it away.",
            "is stalled: one poll of",
            "so far",
        ],
        "1 spawn 1; 500 now 0:1@2",
        "1 spawn 1; 500 poll 1 on 0 from 2 ready; 500 now",
    ),
    row(
        &[
            "Every chef is stalled: none is free for a ready card, or to mind the bells.",
            "Cards and timers go on when one of them is free; the bakery works on.",
        ],
        "1 spawn 1; 1 spawn 2; 500 now 0:1@2 1:2@2",
        "1 spawn 1; 1 spawn 2; 500 now 0:1@2 1:2@450",
    ),
    row(
        &[
            "but sits in the clip (~ LIFO slot) of stalled Chef",
            "is ready in the clip (LIFO slot) of",
            "A clip cannot be raided (no steal), even by chefs with nothing to do",
            "on a clip begins,",
        ],
        "1 spawn 1; 3 spawn 2 by 1 on 0; 500 now 0:1@2",
        "1 spawn 1; 3 spawn 2 by 1 on 1; 500 now 0:1@2",
    ),
    row(
        &["A clip cannot be raided (no steal from the LIFO slot): it waits for its own chef."],
        "1 spawn 1; 1 spawn 9; 3 spawn 2 by 1 on 0; 500 now 0:1@2 1:9@450",
        "1 spawn 1; 1 park 1; 3 spawn 2 by 1 on 0; 500 now 0:1@2",
    ),
    row(
        &["A clip cannot be raided (no steal): it waits beside 1 parked chef."],
        "1 spawn 1; 1 park 1; 3 spawn 2 by 1 on 0; 500 now 0:1@2",
        "1 spawn 1; 1 spawn 9; 3 spawn 2 by 1 on 0; 500 now 0:1@2 1:9@450",
    ),
    row(
        &[
            "is out of the clip (~) at last, after",
            "No other chef takes a card from a clip (LIFO slot): there it waited while its chef was held.",
            "was ready in the clip (LIFO slot) of",
        ],
        "1 spawn 1; 3 spawn 2 by 1 on 0; 500 poll 1 on 0 from 2 pending; 502 poll 2 on 0 from 501 pending",
        "1 spawn 1; 3 spawn 2 by 1 on 0; 50 poll 1 on 0 from 2 pending; 502 poll 2 on 0 from 501 pending",
    ),
    row(
        &[
            "was ready for",
            "Ready is not running: it lay in a queue until a chef took it. One long poll can hold up many cards.",
            "for a chef begins,",
        ],
        "1 spawn 1; 502 poll 1 on 0 from 501 pending",
        "1 spawn 1; 52 poll 1 on 0 from 51 pending",
    ),
    row(
        &["before a chef took them; the longest was"],
        "1 spawn 1; 1 spawn 2; 502 poll 1 on 0 from 501 pending; 504 poll 2 on 0 from 503 pending",
        "1 spawn 1; 1 spawn 2; 502 poll 1 on 0 from 501 pending; 4 poll 2 on 1 from 3 pending",
    ),
    // Bells.
    row(
        &[
            "The bells were not minded for",
            "Nobody minded the bells for",
        ],
        "1 spawn 1; 2 wait 1 timer due 10; 3 poll 1 on 0 from 2 pending; 4 spawn 2; 4 spawn 3; 500 poll 2 on 0 from 5 pending; 501 poll 3 on 1 from 5 pending; 502 park 0; 503 wake 1 driver on 0",
        "1 spawn 1; 2 wait 1 timer due 10; 3 poll 1 on 0 from 2 pending; 4 spawn 2; 4 spawn 3; 6 poll 2 on 0 from 5 pending; 7 poll 3 on 1 from 5 pending; 8 park 0; 13 wake 1 driver on 0",
    ),
    row(
        &[
            "Nobody minds the bells for",
            "driver frozen: timers and sockets):",
            "Every chef has a card in hand. One of them must park before timers and sockets are polled.",
            "here nobody minds the bells any more, for",
            "waited for a timer or a socket. These come only when a chef polls the driver: as they park, or between two cards.",
        ],
        "1 spawn 1; 2 wait 1 timer due 10; 3 poll 1 on 0 from 2 pending; 4 spawn 2; 4 spawn 3; 500 now 0:2@5 1:3@5",
        "1 spawn 1; 2 wait 1 timer due 10; 3 poll 1 on 0 from 2 pending; 4 spawn 2; 4 spawn 3; 50 now 0:2@5 1:3@5",
    ),
    row(
        &["#02 rice holds Chef 0"],
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now 0:2@10",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 50 now 0:2@10",
    ),
    row(
        &["Of the cards that are watched none waits for one."],
        "1 spawn 1; 1 spawn 2; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now 0:2@10",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now 0:2@10",
    ),
    row(
        &[
            "Nothing is seen of Chef",
            "No other chef minds the bells.",
            "does not look up, none comes (~).",
            "What they are at is not known: a task that was not spawned through the probe (--cfg tokio_unstable shows those), or their thread has no processor.",
        ],
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now 0:2@10",
    ),
    row(
        &[
            "What they are at is not known: main's own code (its future in block_on, or what it does outside of it), a task that was not spawned through the probe (--cfg tokio_unstable shows those), or their thread has no processor.",
        ],
        "0 open 1 current; 1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 9 wake 2 driver on 0; 9 unpark 0; 500 now",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now",
    ),
    row(
        &[
            "(~ driver frozen: timers and sockets).",
            "1 card waited for a timer or a socket: none could come meanwhile.",
        ],
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 poll 2 on 0 from 10 ready; 501 park 0",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 50 poll 2 on 0 from 10 ready; 51 park 0",
    ),
    row(
        &[
            "The kitchen is closed.",
            "Of cards not known to be over there are",
        ],
        "1 spawn 1; 9 gone",
        "1 spawn 1; 8 poll 1 on 0 from 7 ready; 9 gone",
    ),
    row(
        &["wait for a timer or a socket. If Chef"],
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 now 0:2@10",
    ),
    row(
        &["cards waited for timers or sockets: none could come meanwhile."],
        "1 spawn 1; 1 spawn 2; 1 spawn 3; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 3 wait 3 io; 3 poll 3 on 0 from 3 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 poll 2 on 0 from 10 ready; 501 park 0",
        "1 spawn 1; 1 spawn 2; 2 wait 1 io; 3 poll 1 on 0 from 2 pending; 4 wait 2 timer due 9; 5 poll 2 on 0 from 3 pending; 6 park 0; 6 park 1; 9 wake 2 driver on 0; 9 unpark 0; 500 poll 2 on 0 from 10 ready; 501 park 0",
    ),
    // Raids.
    row(
        &[
            "rail (~ a steal).",
            "rail (a steal).",
            "to another chef showed",
        ],
        "1 spawn 1 on 0; 2 spawn 2 on 0; 4 poll 1 on 1 from 3 ready",
        "1 spawn 1 on 0; 2 spawn 2 on 0; 4 poll 1 on 0 from 3 ready",
    ),
    row(
        &[
            "An idle chef raids the rail of another: half of it, here 1 of 2 (~), and never the clip.",
        ],
        "1 spawn 1 on 0; 1 spawn 2 on 0; 1 spawn 3 on 0; 4 poll 1 on 1 from 3 ready",
        "1 spawn 1 on 0; 1 spawn 2 on 0; 1 spawn 3 on 0; 1 spawn 4 on 0; 1 spawn 5 on 0; 1 spawn 6 on 0; 4 poll 1 on 1 from 3 ready",
    ),
    row(
        &["An idle chef raids another's rail, from its front, and never the clip."],
        "1 spawn 1 on 0; 1 spawn 2 on 0; 1 spawn 3 on 0; 1 spawn 4 on 0; 1 spawn 5 on 0; 1 spawn 6 on 0; 4 poll 1 on 1 from 3 ready",
        "1 spawn 1 on 0; 1 spawn 2 on 0; 1 spawn 3 on 0; 4 poll 1 on 1 from 3 ready",
    ),
    row(
        &["rail in one raid (a steal),"],
        "1 spawn 1 on 0; 1 spawn 2 on 0; 1 spawn 3 on 0; 1 spawn 4 on 0; 1 spawn 5 on 0; 4 poll 2 on 1 from 3 ready; 6 poll 1 on 1 from 5 ready",
        "1 spawn 1 on 0; 1 spawn 2 on 0; 1 spawn 3 on 0; 1 spawn 4 on 0; 1 spawn 5 on 0; 4 poll 2 on 1 from 3 ready; 6 poll 1 on 0 from 5 ready",
    ),
    // Waits.
    row(
        &["waits for", "waits: timer", "its bell (timer)"],
        "1 spawn 1; 2 wait 1 timer due 900; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 3 poll 1 on 0 from 2 ready",
    ),
    row(
        &["a lock (Mutex, RwLock)"],
        "1 spawn 1; 2 wait 1 lock; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 permit; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["the door (I/O)"],
        "1 spawn 1; 2 wait 1 io; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 file; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["a file (tokio::fs)"],
        "1 spawn 1; 2 wait 1 file; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 io; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["a tray (Semaphore)"],
        "1 spawn 1; 2 wait 1 permit; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 lock; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["the hatch (channel)"],
        "1 spawn 1; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 signal; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["a signal"],
        "1 spawn 1; 2 wait 1 signal; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["its turn (yield_now)"],
        "1 spawn 1; 2 wait 1 yield; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 signal; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["the bakery (spawn_blocking)"],
        "1 spawn 1; 2 wait 1 blocking; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 file; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["JoinHandle of #02", "JoinHandle awaited by"],
        "1 spawn 1; 2 spawn 2 by 1 on 0; 2 wait 1 join of 2; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 spawn 2 by 1 on 0; 2 wait 1 join; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["the end of another card (join)"],
        "1 spawn 1; 2 wait 1 join; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 blocking; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["more at once"],
        "1 spawn 1; 2 wait 1 timer; 2 wait 1 lock; 2 wait 1 io; 2 wait 1 join; 2 wait 1 permit; 3 poll 1 on 0 from 2 pending",
        "1 spawn 1; 2 wait 1 timer; 2 wait 1 lock; 2 wait 1 io; 2 wait 1 join; 3 poll 1 on 0 from 2 pending",
    ),
    row(
        &["wait over: timer at rice.rs:1 is ready", "has waited for"],
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 4 over 1 timer ready",
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 4 over 1 timer dropped",
    ),
    row(
        &[
            "dropped before it was ready",
            "drops its wait, not over yet, for",
        ],
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 4 over 1 timer dropped",
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 4 over 1 timer ready",
    ),
    row(
        &[
            "before it was ready: it waited for",
            "It rings no more. So end losers of select!, the later of a timeout() and its future, any drop by hand.",
        ],
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 5 over 1 timer dropped; 6 poll 1 on 0 from 4 pending",
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 5 over 1 timer ready; 6 poll 1 on 0 from 4 pending",
    ),
    row(
        &[
            "Whatever it had begun is lost. So end losers of select!, a timeout(), any drop by hand.",
        ],
        "1 spawn 1; 2 wait 1 lock; 3 poll 1 on 0 from 2 pending; 5 over 1 lock dropped; 6 poll 1 on 0 from 4 pending",
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 5 over 1 timer dropped; 6 poll 1 on 0 from 4 pending",
    ),
    row(
        &["comes to"],
        "1 spawn 1; 2 line 1",
        "1 spawn 1; 2 wait 1 timer",
    ),
    row(
        &[
            "They ran at the same time, inside one task.",
            "the longest",
            ", the sum.",
        ],
        "1 spawn 1; 2 wait 1 timer due 100; 2 wait 1 lock; 3 poll 1 on 0 from 2 pending; 100 over 1 timer ready; 101 poll 1 on 0 from 99 pending; 300 over 1 lock ready; 301 poll 1 on 0 from 299 ready",
        "1 spawn 1; 2 wait 1 timer due 100; 3 poll 1 on 0 from 2 pending; 100 over 1 timer ready; 101 wait 1 lock; 102 poll 1 on 0 from 99 pending; 300 over 1 lock ready; 301 poll 1 on 0 from 299 ready",
    ),
    row(
        &["A spawn only queues a card. Before that, others printed:"],
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 says 1; 4 poll 1 on 0 from 2 pending; 6 poll 2 on 0 from 5 pending",
        "1 spawn 1; 2 spawn 2 by 1 on 0; 4 poll 1 on 0 from 2 pending; 6 poll 2 on 0 from 5 pending; 7 says 1",
    ),
    row(
        &["Before it printed, others printed:"],
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 says 1; 4 poll 1 on 0 from 2 pending; 5 says 2; 6 poll 2 on 0 from 5 pending",
        "1 spawn 1; 2 spawn 2 by 1 on 0; 4 poll 1 on 0 from 2 pending; 5 says 2; 6 poll 2 on 0 from 5 pending; 7 says 1",
    ),
    row(
        &[", handed in later, \""],
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 spawn 3 by 1 on 0; 5 poll 2 on 0 from 4 pending; 6 says 3; 7 poll 3 on 0 from 6 pending; 8 says 2; 9 poll 2 on 0 from 8 pending",
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 spawn 3 by 1 on 0; 5 says 3; 6 poll 3 on 0 from 4 pending; 8 poll 2 on 0 from 7 pending",
    ),
    row(
        &[", handed in later but polled sooner,"],
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 spawn 3 by 1 on 0; 5 says 3; 6 poll 3 on 0 from 4 pending; 8 poll 2 on 0 from 7 pending",
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 spawn 3 by 1 on 0; 5 says 2; 6 poll 2 on 0 from 4 pending; 8 poll 3 on 0 from 7 pending",
    ),
    row(
        &["Before it printed, others printed: #01 rice"],
        "1 spawn 1; 2 spawn 2 by 1 on 0; 3 says 1; 4 poll 1 on 0 from 2 pending; 5 says 2; 6 poll 2 on 0 from 5 pending",
        "1 spawn 1; 2 spawn 2 by 1 on 0; 4 poll 1 on 0 from 2 pending; 5 says 2; 6 poll 2 on 0 from 5 pending; 7 says 1",
    ),
    row(
        &[
            "pauses: it waits for",
            "Pending, in a lane of its own: it is in no queue of the chefs.",
        ],
        "0 open 2; 1 spawn 1 local; 3 poll 1 from 2 pending",
        "0 open 2; 1 spawn 1; 3 poll 1 on 0 from 2 pending",
    ),
    // Wakes.
    row(
        &["It is ready now, and in no queue of the chefs: the thread of its lane goes on."],
        "0 open 2; 1 spawn 1 local; 3 poll 1 from 2 pending; 4 wake 1 task whom 1",
        "0 open 2; 1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 task whom 1",
    ),
    row(
        &[
            "#02 rice rang for",
            "is woken by #02",
            "It is ready now, and queued: some free chef goes on with it.",
            "rang for",
        ],
        "1 spawn 1; 1 spawn 2; 3 poll 1 on 0 from 2 pending; 4 wake 1 task whom 2 on 1",
        "1 spawn 1; 1 spawn 2; 3 poll 1 on 0 from 2 pending; ",
    ),
    row(
        &["#01 rice rang for itself", "by itself"],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 task whom 1 on 0",
        "1 spawn 1; 1 spawn 2; 3 poll 1 on 0 from 2 pending; 4 wake 1 task whom 2 on 0",
    ),
    row(
        &[
            "The bell (timer or I/O driver) rang for",
            "by the bell (timer or I/O driver)",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 driver on 0",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside",
    ),
    row(
        &[
            "comes back from the shelf (deferred list).",
            "from the shelf (deferred list)",
            "the shelf (deferred list)",
        ],
        "1 spawn 1; 2 wait 1 yield; 3 poll 1 on 0 from 2 pending; 4 wake 1 between on 0",
        "1 spawn 1; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending; 4 wake 1 between on 0",
    ),
    row(
        &["The end of #02 rice (joined) rang for", "the end of"],
        "1 spawn 1; 1 spawn 2; 2 wait 1 join of 2; 3 poll 1 on 0 from 2 pending; 4 poll 2 on 0 from 3 ready; 4 wake 1 between whom 2 on 0",
        "1 spawn 1; 1 spawn 2; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending; 4 poll 2 on 0 from 3 ready; 4 wake 1 between whom 2 on 0",
    ),
    row(
        &[
            "The drop of #02 rice (cancelled, with all it held) rang for",
            "(cancelled, with all it held)",
        ],
        "1 spawn 1; 1 spawn 2; 3 poll 1 on 0 from 2 pending; 4 wake 1 cancelled whom 2 on 0",
        "1 spawn 1; 1 spawn 2; 3 poll 1 on 0 from 2 pending; 4 wake 1 task whom 2 on 0",
    ),
    row(
        &["The bakery (#02 rice) rang for", "by the bakery"],
        "1 spawn 1; 1 job 2; 3 poll 1 on 0 from 2 pending; 4 wake 1 bakery whom 2",
        "1 spawn 1; 1 job 2; 3 poll 1 on 0 from 2 pending; 4 wake 1 bakery",
    ),
    row(
        &[
            "A job of the bakery (not known which) rang for",
            "a job of the bakery (not known which)",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 bakery",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside",
    ),
    row(
        &[
            "A task that is not observed rang for",
            "a task that is not observed",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 unobserved on 0",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 driver on 0",
    ),
    row(
        &[
            "Main (the future of block_on) rang for",
            "main (the future of block_on)",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside on 0",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside",
    ),
    row(
        &[
            "A thread outside the kitchen rang for",
            "a thread outside the kitchen",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside on 0",
    ),
    row(
        &[
            "Somebody not known (between two polls) rang for",
            "somebody not known (between two polls)",
        ],
        "1 spawn 1; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending; 4 wake 1 between on 0",
        "1 spawn 1; 2 wait 1 channel; 3 poll 1 on 0 from 2 pending; 4 wake 1 driver on 0",
    ),
    // Tickets.
    row(
        &[
            "(JoinHandle) is torn.",
            "That stops nothing: the card is cooked on, but nobody will take its dish.",
            "torn: JoinHandle dropped, the result is lost",
            "ticket torn: JoinHandle dropped",
            "it runs on",
            "tears the ticket of",
        ],
        "1 spawn 1; 2 handle 1 dropped",
        "1 spawn 1; 2 handle 1 joined",
    ),
    row(
        &["JoinHandle dropped from outside; it had ended"],
        "1 spawn 1; 3 poll 1 on 0 from 2 ready; 4 handle 1 dropped",
        "1 spawn 1; 2 handle 1 dropped; 3 poll 1 on 0 from 2 ready",
    ),
    row(
        &[
            "is done, but unclaimed.",
            "Its ticket (JoinHandle) was torn before: the card was cooked to the end, its result is lost.",
        ],
        "1 spawn 1; 2 handle 1 dropped; 4 poll 1 on 0 from 3 ready",
        "1 spawn 1; 4 poll 1 on 0 from 3 ready",
    ),
    row(
        &[
            "took the result of",
            "JoinHandle result taken",
            "result taken by #02 (JoinHandle)",
            "takes the result of",
        ],
        "1 spawn 1; 1 spawn 2; 4 poll 1 on 0 from 3 ready; 5 handle 1 joined by 2",
        "1 spawn 1; 1 spawn 2; 4 poll 1 on 0 from 3 ready; 5 handle 1 dropped by 2",
    ),
    row(
        &["somebody outside"],
        "1 spawn 1; 2 handle 1 dropped",
        "1 spawn 1; 1 spawn 2; 2 handle 1 dropped by 2",
    ),
    row(
        &[
            "gave Err(JoinError): panicked",
            "got Err(JoinError) of",
            ": panicked (JoinHandle).",
            "gets Err(JoinError) of",
        ],
        "1 spawn 1; 1 spawn 2; 4 poll 1 on 0 from 3 panicked; 5 handle 1 joined by 2",
        "1 spawn 1; 1 spawn 2; 4 poll 1 on 0 from 3 ready; 5 handle 1 joined by 2",
    ),
    row(
        &[
            "gave Err(JoinError): cancelled",
            ": cancelled (JoinHandle).",
        ],
        "1 spawn 1; 1 spawn 2; 4 drop 1; 5 handle 1 joined by 2",
        "1 spawn 1; 1 spawn 2; 4 poll 1 on 0 from 3 panicked; 5 handle 1 joined by 2",
    ),
    row(
        &["what it said is not known"],
        "1 spawn 1; 4 poll 1 on 0 from 3 panicked",
        "1 spawn 1; 4 panics 1; 4 poll 1 on 0 from 3 panicked",
    ),
    row(
        &["panics at"],
        "1 spawn 1; 4 panics 1; 4 poll 1 on 0 from 3 panicked",
        "1 spawn 1; 4 poll 1 on 0 from 3 panicked",
    ),
    // Aborts.
    row(
        &[
            "is asked to stop (abort).",
            "It stops at an .await that has to wait, not before; if its last poll ends first, it is served.",
            "was asked to stop (abort).",
            "it stops at an .await that has to wait",
            "here the abort",
        ],
        "1 spawn 1; 2 handle 1 abort-asked",
        // A set that is dropped asks all its members, those that are over too.
        "1 spawn 1; 3 poll 1 on 0 from 2 ready; 4 handle 1 abort-asked",
    ),
    row(
        &["abort called from outside; it had ended"],
        "1 spawn 1; 3 poll 1 on 0 from 2 ready; 4 handle 1 abort-asked",
        "1 spawn 1; 2 handle 1 abort-asked",
    ),
    row(
        &[
            "is binned at line 1 (asked to stop).",
            "abort() takes effect at an .await that waits: there its future was dropped, half-made.",
            "was asked to stop (abort) and was binned",
            "An abort takes effect at an .await that has to wait: the future is dropped, with all that it holds.",
        ],
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 4 handle 1 abort-asked; 5 drop 1",
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 5 drop 1",
    ),
    row(
        &[
            "is binned (asked to stop).",
            "Its future was dropped before it was ready; at which .await is not known, if at any.",
        ],
        "1 spawn 1; 4 handle 1 abort-asked; 5 drop 1",
        "1 spawn 1; 2 wait 1 timer; 3 poll 1 on 0 from 2 pending; 4 handle 1 abort-asked; 5 drop 1",
    ),
    row(
        &[
            "(cancelled).",
            "No abort of it was seen: the runtime, or whoever owned its future, dropped it before it was ready.",
            "its future was dropped before it was ready (cancelled)",
            "is binned: its future is dropped",
        ],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 5 drop 1",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 5 poll 1 on 0 from 4 ready",
    ),
    row(
        &["It was served all the same: it came to its end before it came to an .await that waits."],
        "1 spawn 1; 2 handle 1 abort-asked; 4 poll 1 on 0 from 3 ready",
        "1 spawn 1; 2 handle 1 abort-asked; 4 poll 1 on 0 from 3 panicked",
    ),
    row(
        &["It panicked before it came to an .await that waits."],
        "1 spawn 1; 2 handle 1 abort-asked; 4 poll 1 on 0 from 3 panicked",
        "1 spawn 1; 2 handle 1 abort-asked; 4 poll 1 on 0 from 3 ready",
    ),
    row(
        &[
            "A job that no baker has begun is binned. One that has begun runs to its end.",
            "a job that has begun runs to its end",
            "No baker has begun it: so it is binned, and never runs.",
        ],
        "1 job 1; 2 handle 1 abort-asked",
        "1 spawn 1; 2 handle 1 abort-asked",
    ),
    row(
        &["A baker has begun it: no abort stops a job that runs."],
        "1 job 1; 2 baking 1; 3 handle 1 abort-asked",
        "1 job 1; 2 handle 1 abort-asked",
    ),
    row(
        &["No baker had begun it, so it was binned (spawn_blocking, still queued)."],
        "1 job 1; 2 handle 1 abort-asked; 3 baked 1 cancelled",
        "1 job 1; 2 handle 1 abort-asked",
    ),
    row(
        &["A baker had begun it: no abort stops a job (spawn_blocking) that runs."],
        "1 job 1; 2 baking 1; 3 handle 1 abort-asked; 4 baked 1 completed",
        "1 job 1; 2 baking 1; 3 handle 1 abort-asked",
    ),
    // Time that did not pass.
    row(
        &[": it was stopped, or the machine slept."],
        "5000 stopped 3000 measured",
        "5000 stopped 3000",
    ),
    row(
        &["(~: nothing of it ran meanwhile)."],
        "5000 stopped 3000",
        "5000 stopped 3000 measured",
    ),
    row(
        &["It counts for nothing: no stall, no wait is longer for it."],
        "5000 stopped 3000",
        "5000 counted",
    ),
    // The bakery.
    row(
        &["to the bakery (spawn_blocking)", "handed in: to the bakery"],
        "1 job 1",
        "1 spawn 1",
    ),
    row(
        &[
            "for a baker (blocking pool) for",
            "Why is not known: not every thread that the pool may have was seen busy.",
            "for a baker begins,",
        ],
        "1 job 1; 500 now",
        "1 job 1; 50 now",
    ),
    row(
        &["for a baker (blocking pool), the longest for"],
        "1 job 1; 1 job 2; 500 now",
        "1 job 1; 500 now",
    ),
    row(
        &["bakers that the pool may have (max_blocking_threads) have a job"],
        "0 open 2 bakers 2; 1 job 1; 1 job 3; 2 baking 1; 2 baking 3; 3 job 2; 500 now",
        "0 open 2 bakers 3; 1 job 1; 1 job 3; 2 baking 1; 2 baking 3; 3 job 2; 500 now",
    ),
    row(
        &["had a job most of that time"],
        "0 open 2 bakers 2; 1 job 1; 1 job 3; 2 baking 1; 2 baking 3; 3 job 2; 499 baked 1 completed; 499 baking 2",
        "0 open 2 bakers 3; 1 job 1; 1 job 3; 2 baking 1; 2 baking 3; 3 job 2; 499 baked 1 completed; 499 baking 2",
    ),
    row(
        &[
            ", but it is unclaimed.",
            "Its ticket (JoinHandle) was torn before: the job ran to its end, its result is lost.",
        ],
        "1 job 1; 2 baking 1; 2 handle 1 dropped; 3 baked 1 completed",
        "1 job 1; 2 baking 1; 3 baked 1 completed",
    ),
    row(
        &[
            "(a thread of the blocking pool).",
            "It may block: no chef is held. Once begun, no abort stops it.",
            "a pool thread began it; abort can no longer stop it",
            "a baker begins",
        ],
        "1 job 1; 2 baking 1",
        "1 job 1",
    ),
    row(
        &[
            "The baker is done with",
            "it returned",
            "the baker is done with",
        ],
        "1 job 1; 2 baking 1; 3 baked 1 completed",
        "1 job 1; 2 baking 1; 3 baked 1 panicked",
    ),
    row(
        &[
            "is burnt in the bakery: it panicked.",
            "The pool thread lives on; the ticket gives Err(JoinError).",
            "was burnt in the bakery: it panicked (spawn_blocking).",
            "Its pool thread goes on; whoever awaits the ticket (JoinHandle) gets Err(JoinError).",
            "burnt: it panicked",
            "is burnt in the bakery",
        ],
        "1 job 1; 2 baking 1; 3 baked 1 panicked",
        "1 job 1; 2 baking 1; 3 baked 1 completed",
    ),
    row(
        &[
            "is binned: no baker had begun it.",
            "Queued blocking jobs are dropped when the runtime closes or they are aborted.",
            "binned: dropped before it began",
            "is binned, not begun",
        ],
        "1 job 1; 3 baked 1 cancelled",
        "1 job 1; 2 baking 1; 3 baked 1 completed",
    ),
    row(
        &[
            "called block_in_place: rail and clip of",
            "The card blocks on its old thread, and other cards can go on. Its own join! siblings wait.",
            "hands over: block_in_place: chef 0's rail goes to another thread",
            "calls block_in_place on",
        ],
        "1 spawn 1; 2 in-place 1 on 0",
        "1 spawn 1; 2 line 1",
    ),
    row(
        &["continues: block_in_place returned", "block_in_place of"],
        "1 spawn 1; 2 in-place 1 on 0; 5 in-place-over 1",
        "1 spawn 1; 2 in-place 1 on 0",
    ),
    // Only told when one stands at them.
    row(
        &[
            "a kind of card gets its name,",
            "a line gets its number,",
            "a printed line gets its number",
        ],
        "0 open 2",
        "",
    ),
    row(
        &[", on chef"],
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 driver on 1",
        "1 spawn 1; 3 poll 1 on 0 from 2 pending; 4 wake 1 outside",
    ),
    row(&["wakes were counted, not kept"], "5 counted", "1 spawn 1"),
    row(
        &["wakes up to look for cards"],
        "1 park 0; 2 unpark 0",
        "1 park 0",
    ),
    // Lanes.
    row(
        &[
            "begins, in a lane of its own",
            ", in no queue of the scheduler",
        ],
        "1 spawn 1 local",
        "1 spawn 1",
    ),
    row(
        &["by block_on", ", in no queue"],
        "1 spawn 1 block_on",
        "1 spawn 1",
    ),
    row(
        &[", first at once"],
        "1 spawn 1 block_on; 3 poll 1 from 2 pending",
        "1 spawn 1 block_on",
    ),
    row(
        &["It is the future of block_on, where Tokio catches no panic"],
        "1 spawn 1 block_on; 3 poll 1 from 2 panicked",
        "1 spawn 1; 3 poll 1 on 0 from 2 panicked",
    ),
    row(
        &["Tokio caught it.", "Tokio caught the panic"],
        "1 spawn 1; 3 poll 1 on 0 from 2 panicked",
        "1 spawn 1 block_on; 3 poll 1 from 2 panicked",
    ),
    // Tasks that are not spawned through the probe, and what is not seen.
    row(
        &[
            " past the probe",
            "not seen",
            "JoinHandle not seen: spawned past the probe",
        ],
        "1 seen 1",
        "1 spawn 1",
    ),
    row(
        &["size not seen: spawned past the probe, shown by Tokio's hooks"],
        "1 seen 1",
        "1 spawn 1",
    ),
    row(
        &[
            "is seen for the first time",
            "before",
            ", when it was first seen,",
            "not known: its spawn was not seen",
            "it is older, and seen from here on",
            "size not seen: its spawn was not seen",
            "JoinHandle not seen: its spawn was not seen",
        ],
        "1 seen 1 late; 2 poll 1 on 0 from 1 pending",
        "1 seen 1; 2 poll 1 on 0 from 1 pending",
    ),
    row(
        &[
            "is gone: it is over.",
            "It was spawned past the probe: whether it returned, panicked or was aborted is not seen.",
            "not known: it returned, panicked or was aborted",
            "is done with",
            ", over",
        ],
        "1 seen 1; 2 poll 1 on 0 from 1 over",
        "1 seen 1; 2 poll 1 on 0 from 1 pending; 3 drop 1",
    ),
    row(
        &[
            "in its last poll.",
            "in its last poll",
            "is gone: it panicked",
            "It was spawned past the probe: whether the panic ended it, or was caught before, is not seen.",
            "it panicked",
            "; whether it caught that is not known",
        ],
        "1 seen 1; 2 panics 1; 3 poll 1 on 0 from 1 over",
        "1 seen 1; 2 panics 1; 3 poll 1 on 0 from 1 pending; 5 poll 1 on 0 from 4 over",
    ),
    row(
        &["It is over; how it ended is not seen."],
        "1 seen 1; 2 handle 1 abort-asked; 3 poll 1 on 0 from 2 over",
        "1 spawn 1; 2 handle 1 abort-asked; 3 poll 1 on 0 from 2 ready",
    ),
    row(
        &["the baker is done with a job handed in past the probe, at"],
        "1 job-not-seen",
        "1 job 1",
    ),
    row(
        &[
            "Nothing was seen of",
            "They were awake, and in no poll that is seen: at a task that was not spawned through the \
             probe (--cfg tokio_unstable shows those), or their thread had no processor.",
        ],
        "0 open 2 partly; 1 spawn 1; 2 poll 1 on 0 from 1 pending; 300 park 0",
        "0 open 2; 1 spawn 1; 2 poll 1 on 0 from 1 pending; 300 park 0",
    ),
    row(
        &["They are awake, in no poll that is seen."],
        "0 open 2 partly; 1 spawn 1; 2 poll 1 on 0 from 1 pending; 300 park 1",
        "0 open 2 partly; 1 spawn 1; 2 poll 1 on 0 from 1 pending; 3 park 0; 300 park 1",
    ),
    // Locks and permits.
    row(
        &[
            "#01 rice waits for what #02 rice has held since",
            "held up: by #02, since rice.rs:4",
        ],
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2",
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7",
    ),
    row(
        &[
            "waits for something whose holder is not known",
            "held up: by whom is not known",
        ],
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7",
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2",
    ),
    row(
        &[
            "gets what others wait for, at rice.rs:",
            "takes: what others wait for,",
        ],
        "1 spawn 1; 2 takes 1 7",
        "1 spawn 1; 2 frees 1 7",
    ),
    row(
        &[
            "gives back what others wait for",
            "gives back: what others wait for",
        ],
        "1 spawn 1; 2 frees 1 7",
        "1 spawn 1; 2 takes 1 7",
    ),
    row(
        &[
            "Deadlock: #02 → #01 → #02.",
            "None goes on unless one gives its wait up. Each has what the one before it waits for: \
             #02 since rice.rs:4, waits at rice.rs:4; #01 since",
            "here the deadlock of #02 closes",
            "held by = #02 rice since rice.rs:4, waits at rice.rs:4",
            "deadlock = #01 → #02 → #01",
        ],
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2; 3 wait 2 lock; 3 awaits 2 8 of 1",
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2; 3 wait 2 lock; 3 awaits 2 8",
    ),
    row(
        &[
            "#02 by its end, waits at rice.rs:4",
            "end of = #02 rice, waits at rice.rs:4",
        ],
        "1 spawn 1; 1 spawn 2; 2 wait 2 lock; 2 awaits 2 7 of 1; 3 wait 1 join of 2",
        "1 spawn 1; 1 spawn 2; 2 wait 2 lock; 2 awaits 2 7 of 1; 3 wait 1 join",
    ),
    row(
        &["a ring = #01 → #02 → #01, unless others give permits back"],
        "1 spawn 1; 1 spawn 2; 2 wait 1 permit; 2 awaits 1 7 of 2 for permit permits; \
         3 wait 2 lock; 3 awaits 2 8 of 1",
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2; 3 wait 2 lock; 3 awaits 2 8 of 1",
    ),
    row(
        &["(at first 2 more had it)"],
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2 others 2",
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2",
    ),
    row(
        &[
            "#02 is over and has not given it back",
            "#02 rice is over, and what it took at line 4 is not given back: cards wait for it, for",
            "Its guard was leaked (mem::forget), or is somewhere else: in a result nobody took, with \
             another owner.",
            "here the wait for what is left of #02 begins",
        ],
        "1 spawn 1; 1 spawn 2; 3 poll 2 on 0 from 2 ready; 4 wait 1 lock; 4 awaits 1 7 of 2; 300 now",
        "1 spawn 1; 1 spawn 2; 3 poll 2 on 0 from 2 pending; 4 wait 1 lock; 4 awaits 1 7 of 2; 300 now",
    ),
    row(
        &["held by = not known: it is not observed, or the lock is on its way"],
        "1 spawn 1; 2 wait 1 lock; 2 awaits 1 7; 3 poll 1 on 0 from 1 pending",
        "1 spawn 1; 1 spawn 2; 2 wait 1 lock; 2 awaits 1 7 of 2; 3 poll 1 on 0 from 1 pending",
    ),
    row(
        &["#09, of which nothing more is known"],
        "1 spawn 1; 2 wait 1 lock; 2 awaits 1 7 of 9",
        "1 spawn 1; 2 wait 1 lock; 2 awaits 1 7",
    ),
    row(
        &["#02 waits for: timer"],
        "1 spawn 1; 1 spawn 2; 2 wait 2 timer; 3 poll 2 on 0 from 2 pending; 4 wait 1 lock; \
         4 awaits 1 7 of 2",
        "1 spawn 1; 1 spawn 2; 3 poll 2 on 0 from 2 pending; 4 wait 1 lock; 4 awaits 1 7 of 2",
    ),
    row(
        &["#02 waits for something that the probe does not see"],
        "1 spawn 1; 1 spawn 2; 3 poll 2 on 0 from 2 pending; 4 wait 1 lock; 4 awaits 1 7 of 2",
        "1 spawn 1; 1 spawn 2; 4 wait 1 lock; 4 awaits 1 7 of 2",
    ),
    row(
        &["#02 is ready and waits for a chef"],
        "1 spawn 1; 1 spawn 2; 4 wait 1 lock; 4 awaits 1 7 of 2",
        "1 spawn 1; 1 spawn 2; 3 poll 2 on 0 from 2 pending; 4 wait 1 lock; 4 awaits 1 7 of 2",
    ),
    row(
        &["#02 waits for a baker (blocking pool)"],
        "1 spawn 1; 1 job 2; 4 wait 1 lock; 4 awaits 1 7 of 2",
        "1 spawn 1; 1 job 2; 2 baking 2; 4 wait 1 lock; 4 awaits 1 7 of 2",
    ),
    row(
        &["#02 waits for nothing: it goes on"],
        "1 spawn 1; 1 job 2; 2 baking 2; 4 wait 1 lock; 4 awaits 1 7 of 2",
        "1 spawn 1; 1 job 2; 4 wait 1 lock; 4 awaits 1 7 of 2",
    ),
];
