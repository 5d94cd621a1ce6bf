//! The kitchen as a whole: how it opens, closes and stands still.

use super::{form, sentences};

sentences! {
    one_chef() {
        kitchen: "1 chef (worker)",
        tokio: "1 worker",
    }
    chefs(number: u16) {
        kitchen: "{number} chefs (workers)",
        tokio: "{number} workers",
    }
    shift_opens(shift: u32, chefs: &str, bakers: u32) {
        kitchen: "Shift {shift} opens: {chefs}, up to {bakers} bakers (blocking pool).",
        tokio: "Runtime {shift} starts: {chefs}, up to {bakers} threads in the blocking pool.",
    }
    settings_why(settings: &str) {
        both: "Otherwise than Tokio by itself: {settings}.",
    }
    stood_still_measured(lasted: &str) {
        both: "The whole program stood still for {lasted}: it was stopped, or the machine slept.",
    }
    stood_still(lasted: &str) {
        both: "The whole program stood still for {lasted} (~: nothing of it ran meanwhile).",
    }
    stood_still_why() {
        both: "It counts for nothing: no stall, no wait is longer for it.",
    }
    rush(spawned: &str, alive: &str) {
        kitchen: "A rush: {spawned} cards handed in so far, {alive} not ended yet.",
        tokio: "A rush: {spawned} tasks spawned so far, {alive} not ended yet.",
    }
    rush_went_by(spawned: &str, alive: &str) {
        kitchen: "A rush went by: {spawned} cards handed in so far, {alive} not ended yet.",
        tokio: "A rush went by: {spawned} tasks spawned so far, {alive} not ended yet.",
    }
    rush_why() {
        kitchen: "Too much happened at once to be told card by card.",
        tokio: "Too much happened at once to be told task by task.",
    }
    one_is() {
        kitchen: "1 card is",
        tokio: "1 task is",
    }
    they_are(number: &str) {
        kitchen: "{number} cards are",
        tokio: "{number} tasks are",
    }
    last_orders(left: &str) {
        kitchen: "Last orders: {left} left (graceful shutdown).",
        tokio: "Graceful shutdown: {left} left.",
    }
    lights_out(since: &str, left: &str, queued: &str) {
        kitchen: "Lights out for {since}: {left} left{queued} (shutdown_background).",
        tokio: "shutdown_background for {since}: {left} left{queued}.",
    }
    queued(number: &str) {
        both: ", {number} queued (~)",
    }
    /// Why a card goes on although the lights are out.
    noticed_why(polls: &str) {
        kitchen: "A chef hears of it when they park, or after {polls}, and cooks on what is queued until \
            then.",
        tokio: "A worker notices when it parks, or after {polls}, and polls on what is queued until \
            then.",
    }
    one_poll() {
        both: "a poll",
    }
    up_to_polls(number: &str) {
        both: "up to {number} polls",
    }
    closed() {
        kitchen: "The kitchen is closed.",
        tokio: "The runtime is shut down.",
    }
    closed_empty() {
        kitchen: "The kitchen is closed: no card is left.",
        tokio: "The runtime is shut down: no task is left.",
    }
    /// Where orders can be given: what one would do.
    any_order() {
        kitchen: "Any order opens a new shift (a new runtime).",
        tokio: "Any order builds a new runtime.",
    }
    closed_why(number: &str) {
        kitchen: "Of cards not known to be over there are {number}.",
        tokio: "Of tasks not known to be over there are {number}.",
    }
    closed_but_jobs(number: &str) {
        kitchen: "The kitchen is closed, but bakery jobs are not over: {number}.",
        tokio: "The runtime is shut down, but blocking jobs are not over: {number}.",
    }
    closed_but_jobs_why() {
        kitchen: "A blocking job that has begun cannot be stopped.",
        tokio: "A blocking job that has begun cannot be stopped.",
    }
    closed_but_one_polls() {
        kitchen: "The kitchen is closed, but 1 chef is still in a poll.",
        tokio: "The runtime is shut down, but 1 worker is still in a poll.",
    }
    closed_but_polls(number: usize) {
        kitchen: "The kitchen is closed, but {number} chefs are still in a poll.",
        tokio: "The runtime is shut down, but {number} workers are still in a poll.",
    }
    closed_but_polls_why() {
        both: "A poll cannot be stopped from outside: each thread ends after its own.",
    }
    told_why(told: &str) {
        both: "{told}.",
    }
    deaf_why(told: &str, cards: &str, more: &str) {
        both: "{told}. Not listening: {cards}{more}.",
    }
    /// One that does not listen, and what the closing waits for with it.
    deaf_one(card: &str, held: &str) {
        both: "{card} {held}",
    }
    and_more(number: &str) {
        both: " and {number} more",
    }
    signal_woke(least: &str, woken: &str, alive: &str) {
        kitchen: "A signal (watch or the like) woke {least}{woken} of {alive} cards",
        tokio: "A signal (watch or the like) woke {least}{woken} of {alive} tasks",
    }
    in_hands(chef: &str) {
        kitchen: "is in the hands of {chef}",
        tokio: "is being polled by {chef}",
    }
    waits_for(what: &str) {
        both: "waits for {what}",
    }
    waits_for_whom(what: &str, whom: &str) {
        both: "waits for {what} {whom}",
    }
    blocks() {
        both: "blocks (block_in_place)",
    }
    is_ready(place: &str) {
        both: "is ready (~ {place})",
    }
    none_left() {
        kitchen: ": no card is left",
        tokio: ": no task is left",
    }
    one_not_ended() {
        kitchen: ": 1 card is not ended yet",
        tokio: ": 1 task is not ended yet",
    }
    not_ended(number: &str) {
        kitchen: ": {number} cards are not ended yet",
        tokio: ": {number} tasks are not ended yet",
    }
    lights_go_out(cards: &str) {
        kitchen: "Lights out (shutdown_background){cards}.",
        tokio: "shutdown_background{cards}.",
    }
    last_orders_called(cards: &str) {
        kitchen: "Last orders (graceful shutdown){cards}.",
        tokio: "Graceful shutdown begins{cards}.",
    }
    last_orders_called_why(listening: &str) {
        both: "{listening} of them listen to a signal (watch or the like).",
    }
    shift_closed() {
        kitchen: "The kitchen closed.",
        tokio: "The runtime has ended.",
    }
    shift_closed_empty() {
        kitchen: "The kitchen closed: no card is left.",
        tokio: "The runtime has ended: no task is left.",
    }
    shift_closed_with_one() {
        kitchen: "The kitchen closed, with 1 card not over yet.",
        tokio: "The runtime has ended, with 1 task not over yet.",
    }
    shift_closed_with(number: &str) {
        kitchen: "The kitchen closed, with {number} cards not over yet.",
        tokio: "The runtime has ended, with {number} tasks not over yet.",
    }
    ended(served: &str, binned: &str, burnt: &str) {
        kitchen: "{served} served, {binned} binned, {burnt} burnt",
        tokio: "{served} completed, {binned} cancelled, {burnt} panicked",
    }
    ended_gone(ended: &str, gone: &str) {
        kitchen: "{ended}, {gone} gone",
        tokio: "{ended}, {gone} over, how is not known",
    }
    since_last_orders_why(ended: &str) {
        kitchen: "Since last orders: {ended}.",
        tokio: "Since the shutdown began: {ended}.",
    }
    since_last_orders_told_why(ended: &str, told: &str) {
        kitchen: "Since last orders: {ended}. {told}.",
        tokio: "Since the shutdown began: {ended}. {told}.",
    }
    since_lights_out_why(ended: &str) {
        kitchen: "Since lights out: {ended}.",
        tokio: "Since shutdown_background: {ended}.",
    }
}
