//! Who waits for whom.

use super::{form, sentences};

sentences! {
    deadlock(around: &str) {
        both: "Deadlock: {around}.",
    }
    deadlock_with(card: &str) {
        both: "Deadlock with {card}.",
    }
    deadlock_why(lines: &str) {
        both: "None goes on unless one gives its wait up. Each has what the one before it waits for: {lines}.",
    }
    deadlock_of_some_why() {
        both: "Each waits for what the next one has: none goes on unless one gives its wait up.",
    }
    more(number: usize) {
        both: "{number} more",
    }
    by_its_end(card: &str) {
        both: "{card} by its end",
    }
    line_unknown() {
        both: "a line not known",
    }
    since(line: &str) {
        both: " since {line}",
    }
    others(number: u32) {
        both: " (at first {number} more had it)",
    }
    waits(line: &str) {
        both: ", waits at {line}",
    }
    unless_permits(around: &str) {
        both: "{around}, unless others give permits back",
    }
    left(card: &str) {
        both: "{card} is over and has not given it back",
    }
    left_locked(card: &str, line: &str, lasted: &str) {
        kitchen: "{card} is over, and what it took{line} is not given back: cards wait for it, for {lasted}.",
        tokio: "{card} is over, and what it took{line} is not given back: tasks wait for it, for {lasted}.",
    }
    was_left_locked(card: &str, line: &str, lasted: &str) {
        kitchen: "{card} was over, and what it took{line} not given back: cards waited for it, for {lasted}.",
        tokio: "{card} was over, and what it took{line} not given back: tasks waited for it, for {lasted}.",
    }
    left_locked_why() {
        both: "Its guard was leaked (mem::forget), or is somewhere else: in a result nobody took, with another owner.",
    }
    waits_otherwise(card: &str, wait: &str) {
        both: "{card} waits for: {wait}",
    }
    holder_unknown() {
        both: "not known: it is not observed, or the lock is on its way",
    }
    waits_unseen(card: &str) {
        both: "{card} waits for something that the probe does not see",
    }
    not_known(card: &str) {
        both: "{card}, of which nothing more is known",
    }
    long() {
        both: "too long to be followed further",
    }
    is_ready(card: &str) {
        kitchen: "{card} is ready and waits for a chef",
        tokio: "{card} is ready and waits for a worker",
    }
    is_queued_job(card: &str) {
        kitchen: "{card} waits for a baker (blocking pool)",
        tokio: "{card} waits for a thread of the blocking pool",
    }
    goes_on(card: &str) {
        both: "{card} waits for nothing: it goes on",
    }
}
