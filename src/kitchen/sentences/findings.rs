//! What is worth a jump: the sentences of the list, and what is at a finding's moment.

use super::{form, sentences};
use crate::app::Register;

/// What a kind of happening is called, where Tokio's words are others.
const KINDS: &[(&str, &str)] = &[
    ("stall", "blocked worker"),
    ("stuck in the clip (LIFO slot)", "stuck in the LIFO slot"),
    (
        "wait for a baker (blocking pool)",
        "wait for a thread of the blocking pool",
    ),
    (
        "raid on another chef's rail (~)",
        "steal from another local queue (~)",
    ),
];

/// The same in one word.
const SORTS: &[(&str, &str)] = &[("clip", "LIFO"), ("bakery", "pool"), ("raid", "steal")];

/// What a kind of happening is called, in one word.
pub(crate) fn sort(register: Register, kitchen: &'static str) -> &'static str {
    let pair = SORTS.iter().find(|(word, _)| *word == kitchen);
    match (register, pair) {
        (Register::Tokio, Some((_, tokio))) => tokio,
        _ => kitchen,
    }
}

/// What a kind of happening is called.
pub(crate) fn kind(register: Register, kitchen: &'static str) -> &'static str {
    let pair = KINDS.iter().find(|(words, _)| *words == kitchen);
    match (register, pair) {
        (Register::Tokio, Some((_, tokio))) => tokio,
        _ => kitchen,
    }
}

sentences! {
    frozen(minds_for: &str, who: &str) {
        kitchen: "Nobody minds the bells for {minds_for}: {who}.",
        tokio: "Nobody polls the driver for {minds_for}: {who}.",
    }
    was_frozen(minded_for: &str, who: &str) {
        kitchen: "Nobody minded the bells for {minded_for}: {who}.",
        tokio: "Nobody polled the driver for {minded_for}: {who}.",
    }
    frozen_why(cards: &str) {
        kitchen: "{cards} waited for a timer or a socket. These come only when a chef polls the driver: as they \
            park, or between two cards.",
        tokio: "{cards} waited for a timer or a socket. These come only when a worker polls the driver: as it \
            parks, or between two tasks.",
    }
    holds(subject: &str, line: &str, chef: &str) {
        both: "{subject}{line} holds {chef}",
    }
    held(subject: &str, line: &str, chef: &str) {
        both: "{subject}{line} held {chef}",
    }
    was_unseen(chef: &str) {
        both: "nothing was seen of {chef}",
    }
    not_seen_who() {
        both: "it was not seen who held them up",
    }
    so_far(lasted: &str) {
        both: "{lasted} so far",
    }
    at_least(lasted: &str) {
        both: "at least {lasted}",
    }
    stalls(chef: &str, subject: &str, line: &str, lasted: &str) {
        kitchen: "{chef} is stalled: one poll of {subject}{line} holds this chef, for {lasted}.",
        tokio: "{chef} is blocked: one poll of {subject}{line} holds this worker, for {lasted}.",
    }
    stalled(subject: &str, line: &str, chef: &str, lasted: &str) {
        both: "One poll of {subject}{line} held {chef} for {lasted} (a stall).",
    }
    stall_why(remedy: &str) {
        kitchen: "{remedy} Until it comes to an .await that waits, nobody can take a card from a chef.",
        tokio: "{remedy} Until it comes to an .await that waits, nobody can take a task from a worker.",
    }
    one_chef() {
        kitchen: "a chef",
        tokio: "a worker",
    }
    is_trapped(subject: &str, whose: &str, lasted: &str) {
        kitchen: "{subject} is ready in the clip (LIFO slot) of {whose}, who is held by a card, for {lasted}.",
        tokio: "{subject} is ready in the LIFO slot of {whose}, which is held by a task, for {lasted}.",
    }
    was_trapped(subject: &str, whose: &str, lasted: &str) {
        kitchen: "{subject} was ready in the clip (LIFO slot) of {whose}, who was held by a card, for {lasted}.",
        tokio: "{subject} was ready in the LIFO slot of {whose}, which was held by a task, for {lasted}.",
    }
    trapped_why() {
        kitchen: "A clip cannot be raided (no steal), even by chefs with nothing to do: its card waits \
            for its own chef.",
        tokio: "Nobody steals from a LIFO slot, not even workers with nothing to do: its task waits \
            for its own worker.",
    }
    job_burnt(subject: &str, said: &str) {
        kitchen: "{subject} was burnt in the bakery: it panicked{said} (spawn_blocking).",
        tokio: "{subject} panicked on its pool thread{said} (spawn_blocking).",
    }
    job_burnt_why() {
        kitchen: "Its pool thread goes on; whoever awaits the ticket (JoinHandle) gets Err(JoinError).",
        tokio: "Its pool thread goes on; whoever awaits the JoinHandle gets Err(JoinError).",
    }
    panicked_in_last_poll(subject: &str, said: &str) {
        both: "{subject} panicked in its last poll{said}.",
    }
    in_hand(chef: &str) {
        kitchen: " in the hand of {chef}",
        tokio: " on {chef}",
    }
    burnt(subject: &str, by: &str, said: &str) {
        kitchen: "{subject} was burnt{by}: it panicked{said}.",
        tokio: "{subject} panicked{by}{said}.",
    }
    burnt_why() {
        kitchen: "Tokio caught the panic: only this card is lost, the chef goes on. Whoever awaits the \
            ticket (JoinHandle) gets Err(JoinError).",
        tokio: "Tokio caught the panic: only this task is lost, the worker goes on. Whoever awaits the \
            JoinHandle gets Err(JoinError).",
    }
    later(span: &str) {
        both: " {span} later",
    }
    abort_done(subject: &str, later: &str, line: &str) {
        kitchen: "{subject} was asked to stop (abort) and was binned{later}{line}.",
        tokio: "An abort of {subject} was asked for, and it was cancelled{later}{line}.",
    }
    abort_done_why() {
        both: "An abort takes effect at an .await that has to wait: the future is dropped, with all that \
            it holds.",
    }
    abort(subject: &str) {
        kitchen: "{subject} was asked to stop (abort).",
        tokio: "An abort of {subject} was asked for.",
    }
    abort_forgotten_why() {
        both: "What became of it is forgotten. An abort takes effect at an .await that has to wait.",
    }
    abort_too_late_why() {
        both: "It was over by then: nothing was left to stop.",
    }
    abort_of_queued_job_why() {
        kitchen: "No baker had begun it, so it was binned (spawn_blocking, still queued).",
        tokio: "No pool thread had begun it, so it was cancelled (spawn_blocking, still queued).",
    }
    abort_of_begun_job_why() {
        kitchen: "A baker had begun it: no abort stops a job (spawn_blocking) that runs.",
        tokio: "A pool thread had begun it: no abort stops a job (spawn_blocking) that runs.",
    }
    abort_outrun_why() {
        kitchen: "It was served all the same: it came to its end before it came to an .await that waits.",
        tokio: "It completed all the same: it came to its end before it came to an .await that waits.",
    }
    abort_binned_why() {
        kitchen: "It was binned: its future was dropped before it was ready.",
        tokio: "It was cancelled: its future was dropped before it was ready.",
    }
    abort_unknown_why() {
        both: "It is over; how it ended is not seen.",
    }
    abort_panicked_why() {
        both: "It panicked before it came to an .await that waits.",
    }
    abort_job_waits_why() {
        kitchen: "No baker has begun it: so it is binned, and never runs.",
        tokio: "No pool thread has begun it: so it is cancelled, and never runs.",
    }
    abort_job_runs_why() {
        kitchen: "A baker has begun it: no abort stops a job that runs.",
        tokio: "A pool thread has begun it: no abort stops a job that runs.",
    }
    budget_often(subject: &str, times: &str, within: &str) {
        both: "{subject} spent its coop budget {times} times within {within} and had to yield each time.",
    }
    budget(subject: &str) {
        both: "{subject} spent its coop budget and had to yield.",
    }
    budget_why() {
        kitchen: "After 128 operations that were all ready Tokio makes a card wait one turn (deferred \
            list), so that others get theirs.",
        tokio: "After 128 operations that were all ready Tokio makes a task wait one turn (deferred \
            list), so that others get theirs.",
    }
    whose_rail(chef: &str) {
        both: "{chef}'s",
    }
    another_rail() {
        kitchen: "another chef's",
        tokio: "another worker's",
    }
    raid(chef: &str, subject: &str, from: &str) {
        kitchen: "{chef} took {subject} from {from} rail (a steal).",
        tokio: "{chef} took {subject} from {from} local queue (a steal).",
    }
    raid_of_many(chef: &str, number: &str, from: &str, first: &str) {
        kitchen: "{chef} took {number} cards from {from} rail in one raid (a steal), {first} the first.",
        tokio: "{chef} took {number} tasks from {from} local queue in one steal, {first} the first.",
    }

    // What is at a finding's moment. `of`, `chef` and `lasted` each have the words before them.
    of(card: &str) {
        both: " of {card}",
    }
    holds_chef(number: &str) {
        kitchen: " holds chef {number}",
        tokio: " holds worker {number}",
    }
    here_frozen(of: &str, chef: &str, lasted: &str) {
        kitchen: "here nobody minds the bells any more, for {lasted}",
        tokio: "here nobody polls the driver any more, for {lasted}",
    }
    here_deadlock(of: &str, chef: &str, lasted: &str) {
        both: "here the deadlock{of} closes",
    }
    here_left_locked(of: &str, chef: &str, lasted: &str) {
        both: "here the wait for what is left{of} begins, {lasted}",
    }
    here_stall(of: &str, chef: &str, lasted: &str) {
        both: "here a stall begins: one poll{of}{chef}, {lasted}",
    }
    here_trapped(of: &str, chef: &str, lasted: &str) {
        kitchen: "here the wait{of} on a clip begins, {lasted}",
        tokio: "here the wait{of} in a LIFO slot begins, {lasted}",
    }
    here_panic(of: &str, chef: &str, lasted: &str) {
        both: "here the panic{of} was over",
    }
    here_long_wait(of: &str, chef: &str, lasted: &str) {
        kitchen: "here the wait{of} for a chef begins, {lasted}",
        tokio: "here the wait{of} for a worker begins, {lasted}",
    }
    here_jobs_wait(of: &str, chef: &str, lasted: &str) {
        kitchen: "here the wait{of} for a baker begins, {lasted}",
        tokio: "here the wait{of} for a pool thread begins, {lasted}",
    }
    here_abort(of: &str, chef: &str, lasted: &str) {
        both: "here the abort{of} was asked for",
    }
    here_abort_done(of: &str, chef: &str, lasted: &str) {
        both: "here the abort{of} took effect",
    }
    here_budget(of: &str, chef: &str, lasted: &str) {
        both: "here the budget{of} was spent",
    }
    here_raid(of: &str, chef: &str, lasted: &str) {
        kitchen: "here the move{of} to another chef showed (a raid)",
        tokio: "here the move{of} to another worker showed (a steal)",
    }
}
