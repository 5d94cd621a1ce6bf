//! What came in which order, and what ran at the same time.

use super::{form, sentences};

sentences! {
    first_poll(chef: &str, subject: &str, waited: &str) {
        kitchen: "{chef} takes {subject} for the first time; it had waited {waited}.",
        tokio: "{chef} polls {subject} for the first time; it had waited {waited}.",
    }
    it_printed_why(printed: &str) {
        kitchen: "A spawn only queues a card. Before it printed, others printed: {printed}.",
        tokio: "A spawn only queues a task. Before it printed, others printed: {printed}.",
    }
    that_why(printed: &str) {
        kitchen: "A spawn only queues a card. Before that, others printed: {printed}.",
        tokio: "A spawn only queues a task. Before that, others printed: {printed}.",
    }
    quoted(text: &str) {
        both: "\"{text}\"",
    }
    giver(card: &str, quoted: &str) {
        both: "{card} {quoted}",
    }
    later(card: &str, quoted: &str) {
        kitchen: "{card}, handed in later, {quoted}",
        tokio: "{card}, spawned later, {quoted}",
    }
    later_but_sooner(card: &str, quoted: &str) {
        kitchen: "{card}, handed in later but polled sooner, {quoted}",
        tokio: "{card}, spawned later but polled sooner, {quoted}",
    }
    waits_listed(before: &str, last: &str) {
        both: "waits of {before} and {last}",
    }
    waits_counted(number: usize, longest: &str) {
        both: "{number} waits, of up to {longest},",
    }
    the_longest() {
        both: "the longest",
    }
    in_all() {
        both: "in all",
    }
    took_together(waits: &str, took: &str, how: &str, sum: &str) {
        both: "its {waits} took {took}, {how}, not {sum}, the sum.",
    }
}
