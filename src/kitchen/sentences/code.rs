//! What the mark beside a line of code means.

use super::{form, sentences};

sentences! {
    of_step() {
        both: "marked: the line it was at with the chosen step",
    }
    seen_here(mark: &str, ago: &str, held: &str) {
        both: "{mark}here {ago} ago, one poll for {held}, no .await that waits: nobody can take it away",
    }
    no_line(held: &str, why: &str) {
        both: "one poll for {held}: {why}",
    }
    told_here(held: &str) {
        both: "here for {held}, no .await that waits: nobody can take it away",
    }
    line_unknown(held: &str) {
        both: "one poll for {held}, at which line is not known: nobody can take it away",
    }
    in_hand() {
        kitchen: "in hand: being polled now",
        tokio: "being polled now",
    }
    waits_here(on: &str) {
        kitchen: "put aside here: waits for {on}",
        tokio: "pending here: waits for {on}",
    }
    pending() {
        kitchen: "put aside: it is not polled until it is woken",
        tokio: "pending: it is not polled until it is woken",
    }
    in_place() {
        kitchen: "block_in_place: blocks without a chef",
        tokio: "block_in_place: blocks a thread that is no worker meanwhile",
    }
    in_bakery() {
        kitchen: "in the bakery: it may block",
        tokio: "in the blocking pool: it may block",
    }
    waits_for_baker() {
        kitchen: "waits for a baker",
        tokio: "waits for a thread of the blocking pool",
    }
    not_polled() {
        both: "not polled yet: none of it has run",
    }
    ready() {
        kitchen: "ready: goes on here when a chef takes it",
        tokio: "ready: goes on here when a worker takes it",
    }
    panicked_here(text: &str) {
        kitchen: "burnt here: it panicked: {text}",
        tokio: "panicked here: {text}",
    }
    gone_here() {
        kitchen: "gone: it panicked here, in its last poll",
        tokio: "over: it panicked here, in its last poll",
    }
    dropped_here() {
        kitchen: "binned here: dropped at this .await, half-made",
        tokio: "cancelled here: dropped at this .await, half-made",
    }
    held_before() {
        kitchen: " (the line: where it held a chef)",
        tokio: " (the line: where it held a worker)",
    }
    over(outcome: &str) {
        both: "{outcome}: it is over",
    }
}
