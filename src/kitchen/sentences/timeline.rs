//! What is at the moment shown on the timeline.

use super::{form, sentences};

sentences! {
    chef(number: &str) {
        kitchen: "Chef {number}",
        tokio: "Worker {number}",
    }
    stall(chef: &str, card: &str, since: &str, lasted: &str) {
        kitchen: "{chef}: STALL, poll of {card} since {since}, {lasted} so far",
        tokio: "{chef}: BLOCKED, poll of {card} since {since}, {lasted} so far",
    }
    poll(chef: &str, card: &str, since: &str, lasted: &str) {
        both: "{chef}: poll of {card} since {since}, {lasted} so far",
    }
    closed(chef: &str) {
        kitchen: "{chef}: the kitchen is closed",
        tokio: "{chef}: the runtime is shut down",
    }
    parked(chef: &str, since: &str, lasted: &str) {
        both: "{chef}: parked since {since}, {lasted} so far",
    }
    looking(chef: &str) {
        both: "{chef}: between two polls, looks for work",
    }
    not_there(chef: &str) {
        both: "{chef}: not there",
    }
    card(card: &str, state: &str, since: &str, lasted: &str) {
        both: "{card}: {state} since {since}, {lasted}",
    }
    one_poll() {
        both: "1 poll",
    }
    polls(number: &str) {
        both: "{number} polls",
    }
    column(span: &str, chef: &str, percent: u64, polls: &str) {
        both: "Column of {span}: {chef} {percent}% in {polls}",
    }
    finding(sign: char, what: &str, at: &str) {
        both: "{sign} {what} at {at}",
    }
    click_again() {
        both: " (click again: go there)",
    }
}
