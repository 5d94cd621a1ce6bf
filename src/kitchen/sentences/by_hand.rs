//! The load that is played twice: what to do, what came of it, and what its figures are.

use super::{form, sentences};

sentences! {
    title() {
        kitchen: "BE THE HEAD CHEF",
        tokio: "BE THE SCHEDULER",
    }
    status(time: &str, served: usize, all: usize) {
        kitchen: "{time}  served {served} of {all}",
        tokio: "{time}  completed {served} of {all}",
    }
    begin(chefs: u16, cards: usize) {
        kitchen: "You are the head chef of {chefs} chefs. {cards} cards come, each with pieces of \
                  work; between them it simmers. Give each ready card to a free chef, by the chef's \
                  digit. Afterwards Tokio's scheduler gets the same load, on the real runtime. ",
        tokio: "You are the scheduler of {chefs} workers. {cards} tasks come, each with pieces of \
                work; between them it waits for a timer. Give each ready task to an idle worker, by \
                the worker's digit. Afterwards Tokio's scheduler gets the same load, on the real \
                runtime. ",
    }
    begins() {
        both: " begins.",
    }
    give() {
        kitchen: "The digit of a free chef gives them the chosen card.",
        tokio: "The digit of an idle worker gives it the chosen task.",
    }
    goes_on() {
        both: " goes on.",
    }
    no_chef(chef: u8) {
        kitchen: "There is no Chef {chef}.",
        tokio: "There is no worker {chef}.",
    }
    busy(chef: u8) {
        kitchen: "Chef {chef} has a card: one at a time.",
        tokio: "worker {chef} has a task: one at a time.",
    }
    none_ready(chef: u8) {
        kitchen: "No card is ready for Chef {chef}.",
        tokio: "No task is ready for worker {chef}.",
    }
    all_served() {
        kitchen: "All are served. Now the same load for real: ",
        tokio: "All are complete. Now the same load for real: ",
    }
    hands_over() {
        both: " hands it to Tokio's scheduler, and you see it live.",
    }
    runs_for_real() {
        both: "The same load is on the real runtime now: ",
    }
    leads_to_it() {
        both: " leads to it.",
    }
    again_for_real() {
        both: " plays it for real again; ",
    }
    again_by_hand() {
        both: " begins by hand again.",
    }
    not_all_seen() {
        both: "Not all of the real run is known: too much happened, or long ago.",
    }
    more_cards() {
        kitchen: "Other cards ran as well: the real run was not the same load.",
        tokio: "Other tasks ran as well: the real run was not the same load.",
    }
    other_tempo() {
        both: "The tempo was changed: the real run was not the same load.",
    }
    cut() {
        kitchen: "Not every card came to its end: the real run was not the same load.",
        tokio: "Not every task came to its end: the real run was not the same load.",
    }
    at_the_end(hand: &str, real: &str, waits: &str) {
        kitchen: "The last card was served as soon by hand ({hand}) as with Tokio ({real}); {waits}",
        tokio: "The last task ended as soon by hand ({hand}) as with Tokio ({real}); {waits}",
    }
    tokio_sooner(by: &str, hand: &str, real: &str, waits: &str) {
        kitchen: "With Tokio the last card was served {by} sooner ({hand} by hand, {real} with Tokio); {waits}",
        tokio: "With Tokio the last task ended {by} sooner ({hand} by hand, {real} with Tokio); {waits}",
    }
    hand_sooner(by: &str, hand: &str, real: &str, waits: &str) {
        kitchen: "By hand the last card was served {by} sooner ({hand} by hand, {real} with Tokio); {waits}",
        tokio: "By hand the last task ended {by} sooner ({hand} by hand, {real} with Tokio); {waits}",
    }
    waits(hand: &str, real: &str) {
        kitchen: "on average a ready card waited {hand} by hand and {real} with Tokio.",
        tokio: "on average a ready task waited {hand} by hand and {real} with Tokio.",
    }
    chefs() {
        kitchen: "CHEFS",
        tokio: "WORKERS",
    }
    free() {
        kitchen: "free: no card",
        tokio: "idle: no task",
    }
    simmers() {
        kitchen: "SIMMERS",
        tokio: "PENDING",
    }
    ready(number: usize) {
        kitchen: "READY CARDS, longest first: {number}",
        tokio: "READY TASKS, longest first: {number}",
    }
    to_the_end() {
        kitchen: "to the last card's end",
        tokio: "to the last task's end",
    }
    pieces() {
        kitchen: "pieces of work",
        tokio: "polls",
    }
    late() {
        kitchen: "- of it, bell late",
        tokio: "- of it, wake late",
    }
    idle(chef: usize) {
        kitchen: "Chef {chef} idle",
        tokio: "worker {chef} idle",
    }
    what_ready_is() {
        kitchen: "ready wait: from handed in, or its timer due, until a chef begins the work",
        tokio: "ready wait: from its spawn, or its timer due, until its poll begins",
    }
    what_late_is() {
        kitchen: "bell late: the timer was due, and no chef had rung its bell yet",
        tokio: "wake late: the timer was due, and no worker had woken the task yet",
    }
    what_idle_is() {
        kitchen: "idle: without a card in hand, of the time to the last card's end",
        tokio: "idle: without a task, of the time to the last task's end",
    }
}
