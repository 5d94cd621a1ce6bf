//! The steps of a life.

use super::{form, sentences};
use crate::app::Register;

/// What a step is called, where Tokio's word is another one.
const VERBS: &[(&str, &str)] = &[
    ("handed in", "submitted"),
    ("hands in", "submits"),
    ("cooking", "polled"),
    ("put aside", "pending"),
    ("stalled", "blocks"),
    ("served", "completed"),
    ("burnt", "panicked"),
    ("gone", "over"),
    ("binned", "cancelled"),
    ("baking", "running"),
    ("claimed", "joined"),
    ("ticket torn", "detached"),
    ("asked to stop", "abort asked"),
    ("hands over", "in place"),
];

/// What a step is called.
pub(crate) fn verb(register: Register, kitchen: &'static str) -> &'static str {
    let pair = VERBS.iter().find(|(word, _)| *word == kitchen);
    match (register, pair) {
        (Register::Tokio, Some((_, tokio))) => tokio,
        _ => kitchen,
    }
}

sentences! {
    held_by(whom: &str, line: &str) {
        both: "by {whom}, since {line}",
    }
    holder_unknown() {
        both: "by whom is not known",
    }
    lock_taken(line: &str) {
        both: "what others wait for, {line}",
    }
    lock_freed() {
        both: "what others wait for",
    }
    so_far(number: u32, chef: &str, lasted: &str, place: &str) {
        both: "poll {number} on {chef}, {lasted} so far{place}",
    }
    poll(number: u32, chef: &str, lasted: &str) {
        both: "poll {number} on {chef}, {lasted}",
    }
    chef(number: &str) {
        kitchen: "chef {number}",
        tokio: "worker {number}",
    }
    no_chef() {
        kitchen: "a thread without a chef's place",
        tokio: "a thread that is no worker",
    }
    born(child: &str, line: &str, to: &str) {
        both: "{child}{line}, {to}",
    }
    bytes(size: &str, to: &str) {
        both: "{size} bytes  {to}",
    }
    to_clip_of(chef: &str) {
        kitchen: "~ to the clip of {chef} (LIFO slot)",
        tokio: "~ to the LIFO slot of {chef}",
    }
    to_rail_of(chef: &str) {
        kitchen: "~ to the rail of {chef} (local queue)",
        tokio: "~ to the local queue of {chef}",
    }
    to_pass() {
        kitchen: "~ to the pass (injection queue)",
        tokio: "~ to the injection queue",
    }
    to_bakery() {
        kitchen: "to the bakery (spawn_blocking)",
        tokio: "to the blocking pool (spawn_blocking)",
    }
    to_bakery_by(by: &str) {
        kitchen: "to the bakery (spawn_blocking) {by}",
        tokio: "to the blocking pool (spawn_blocking) {by}",
    }
    spawned_to_clip(by: &str, chef: &str) {
        kitchen: "{by} on {chef}  ~ to the clip (LIFO slot)",
        tokio: "{by} on {chef}  ~ to the LIFO slot",
    }
    spawned_to_rail(by: &str, chef: &str) {
        kitchen: "{by} on {chef}  ~ to the rail (local queue)",
        tokio: "{by} on {chef}  ~ to the local queue",
    }
    spawned_to_pass(by: &str) {
        kitchen: "{by}  ~ to the pass (injection queue)",
        tokio: "{by}  ~ to the injection queue",
    }
    by(card: &str) {
        both: "by {card}",
    }
    by_unobserved() {
        both: "by code that is not observed,",
    }
    from_outside() {
        both: "from outside",
    }
    in_local_set(by: &str) {
        both: "in a LocalSet{by}, in no queue of the scheduler",
    }
    in_block_on(by: &str) {
        both: "by block_on{by}, in no queue",
    }
    older() {
        both: "it is older, and seen from here on",
    }
    ready(line: &str) {
        both: "{line} is ready",
    }
    dropped(line: &str) {
        both: "{line} dropped before it was ready",
    }
    cancelled() {
        both: "its future was dropped before it was ready (cancelled)",
    }
    panics(place: &str, text: &str) {
        both: "{place}: {text}",
    }
    unknown_place() {
        both: "at an unknown place",
    }
    held(doing: &str) {
        both: "it {doing}",
    }
    pool_thread_began() {
        both: "a pool thread began it; abort can no longer stop it",
    }
    returned() {
        both: "it returned",
    }
    panicked() {
        both: "it panicked",
    }
    dropped_unbegun() {
        both: "dropped before it began",
    }
    in_place(chef: &str) {
        kitchen: "block_in_place: {chef}'s rail goes to another thread",
        tokio: "block_in_place: {chef}'s local queue goes to another thread",
    }
    in_place_over() {
        both: "block_in_place returned",
    }
    joined(gave: &str, who: &str) {
        both: "{gave} {who} (JoinHandle)",
    }
    handle_dropped(who: &str, then: &str) {
        both: "JoinHandle dropped {who}; {then}",
    }
    abort_called(who: &str, then: &str) {
        both: "abort called {who}; {then}",
    }
    had_ended() {
        both: "it had ended",
    }
    runs_on() {
        both: "it runs on",
    }
    job_runs_on() {
        both: "a job that has begun runs to its end",
    }
    stops() {
        both: "it stops at an .await that has to wait",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_without_a_pair_is_the_same_in_both() {
        assert_eq!(verb(Register::Tokio, "served"), "completed");
        assert_eq!(verb(Register::Analogy, "served"), "served");
        assert_eq!(verb(Register::Tokio, "woken"), "woken");
        // No wider than their column.
        let widest = VERBS.iter().map(|(_, tokio)| tokio.len()).max();
        assert!(widest <= Some(13), "{widest:?}");
    }
}
