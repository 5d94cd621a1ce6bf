//! One event in half a sentence, for the line at which the view stands.

use super::{form, sentences};

sentences! {
    kind(name: &str) {
        kitchen: "a kind of card gets its name, {name}",
        tokio: "a kind of task gets its name, {name}",
    }
    site(name: &str) {
        both: "a line gets its number, {name}",
    }
    text() {
        both: "a printed line gets its number",
    }
    run_started(shift: u32) {
        kitchen: "shift {shift} opens",
        tokio: "runtime {shift} starts",
    }
    last_orders() {
        kitchen: "last orders are called",
        tokio: "a graceful shutdown begins",
    }
    lights_out() {
        kitchen: "the lights go out",
        tokio: "shutdown_background is called",
    }
    run_ended() {
        kitchen: "the runtime is gone",
        tokio: "the runtime has ended",
    }
    lane_begins(card: &str) {
        kitchen: "{card} begins, in a lane of its own",
        tokio: "{card} begins, on a thread of its own",
    }
    handed_in_by(by: &str, what: &str) {
        kitchen: "{by} hands in {what}",
        tokio: "{by} spawns {what}",
    }
    handed_in(what: &str) {
        kitchen: "{what} is handed in",
        tokio: "{what} is spawned",
    }
    past_probe(what: &str) {
        both: "{what} past the probe",
    }
    seen(card: &str) {
        both: "{card} is seen for the first time",
    }
    job_not_seen(line: &str) {
        kitchen: "the baker is done with a job handed in past the probe, at {line}",
        tokio: "a pool thread is done with a job submitted past the probe, at {line}",
    }
    job(card: &str) {
        both: "{card} (spawn_blocking)",
    }
    woken(card: &str, by: &str) {
        both: "{card} is woken {by}",
    }
    waits(card: &str, what: &str) {
        both: "{card} waits for {what}",
    }
    has_waited(card: &str, what: &str) {
        both: "{card} has waited for {what}",
    }
    drops_wait(card: &str, what: &str) {
        both: "{card} drops its wait, not over yet, for {what}",
    }
    lock_awaited(card: &str, holder: &str, line: &str) {
        both: "{card} waits for what {holder} has held since {line}",
    }
    lock_awaited_of_unknown(card: &str) {
        both: "{card} waits for something whose holder is not known",
    }
    lock_taken(card: &str, line: &str) {
        both: "{card} gets what others wait for, at {line}",
    }
    lock_freed(card: &str) {
        both: "{card} gives back what others wait for",
    }
    comes_to(card: &str, line: &str) {
        both: "{card} comes to {line}",
    }
    binned(card: &str) {
        kitchen: "{card} is binned: its future is dropped",
        tokio: "{card} is cancelled: its future is dropped",
    }
    parks(chef: &str) {
        both: "{chef} parks",
    }
    unparks(chef: &str) {
        kitchen: "{chef} wakes up to look for cards",
        tokio: "{chef} unparks to look for tasks",
    }
    baker_begins(card: &str) {
        kitchen: "a baker begins {card}",
        tokio: "a pool thread begins {card}",
    }
    baker_done(card: &str) {
        kitchen: "the baker is done with {card}",
        tokio: "the pool thread is done with {card}",
    }
    job_burnt(card: &str) {
        kitchen: "{card} is burnt in the bakery",
        tokio: "{card} panicked on its pool thread",
    }
    job_binned(card: &str) {
        kitchen: "{card} is binned, not begun",
        tokio: "{card} is cancelled, not begun",
    }
    in_place(card: &str, chef: &str) {
        both: "{card} calls block_in_place on {chef}",
    }
    in_place_over(card: &str) {
        both: "block_in_place of {card} returns",
    }
    panics(card: &str, line: &str, text: &str) {
        both: "{card} panics at {line}: {text}",
    }
    says(who: &str, text: &str) {
        kitchen: "{who} says: {text}",
        tokio: "{who} prints: {text}",
    }
    the_program() {
        both: "the program",
    }
    coalesced(polls: &str, wakes: &str) {
        both: "{polls} polls and {wakes} wakes were counted, not kept",
    }
    stood_still(about: &str, lasted: &str) {
        both: "the program stood still for {about}{lasted}",
    }
    put_aside(chef: &str, card: &str, took: &str) {
        kitchen: "{chef} puts {card} aside, after a poll of {took}",
        tokio: "{chef} polled {card} for {took}: Pending",
    }
    served(chef: &str, card: &str, took: &str) {
        kitchen: "{chef} serves {card}, after a poll of {took}",
        tokio: "{chef} polled {card} for {took}: Ready",
    }
    over(chef: &str, card: &str, took: &str) {
        kitchen: "{chef} is done with {card}, after a poll of {took}",
        tokio: "{chef} polled {card} for {took}: it is over",
    }
    burnt(chef: &str, card: &str, took: &str) {
        kitchen: "{chef} burns {card}: it panicked, in a poll of {took}",
        tokio: "{chef} polled {card} for {took}: it panicked",
    }
    wait(on: &str, whom: &str, line: &str) {
        both: "{on}{whom}, {line}",
    }
    line_unknown() {
        both: "a line not known",
    }
    outside() {
        both: "somebody outside",
    }
    gets_error(by: &str, card: &str) {
        both: "{by} gets Err(JoinError) of {card}",
    }
    takes_result(by: &str, card: &str) {
        both: "{by} takes the result of {card}",
    }
    tears_ticket(by: &str, card: &str) {
        kitchen: "{by} tears the ticket of {card}",
        tokio: "{by} drops the JoinHandle of {card}",
    }
    asks_to_stop(by: &str, card: &str) {
        kitchen: "{by} asks {card} to stop",
        tokio: "{by} asks for an abort of {card}",
    }
    begins_poll(chef: &str, card: &str) {
        both: "{chef} begins a poll of {card}",
    }
}
