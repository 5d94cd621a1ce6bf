//! The questions at the end of a lesson, and their answers.

use super::{form, sentences};

sentences! {
    the_card() {
        kitchen: "the card",
        tokio: "the task",
    }
    the_chef() {
        kitchen: "the chef",
        tokio: "the worker",
    }
    place(card: &str) {
        both: "Where is {card} now?",
    }
    holder(card: &str) {
        kitchen: "Which chef has {card} in hand now?",
        tokio: "Which worker polls {card} now?",
    }
    worker(chef: &str) {
        both: "What does {chef} do now?",
    }
    parked() {
        kitchen: "How many chefs are parked now?",
        tokio: "How many workers are parked now?",
    }
    ready() {
        kitchen: "How many cards are ready now, and wait for a chef?",
        tokio: "How many tasks are ready now, and wait for a worker?",
    }
    alive() {
        kitchen: "How many cards are not over yet?",
        tokio: "How many tasks have not ended yet?",
    }
    polls(card: &str) {
        kitchen: "How often was {card} put down again (polls that are over)?",
        tokio: "How many polls of {card} are over?",
    }
    wakes(card: &str) {
        kitchen: "How often did a bell ring for {card} so far (wakes)?",
        tokio: "How often was {card} woken so far?",
    }
    no_chef() {
        kitchen: "no chef",
        tokio: "no worker",
    }
    has_in_hand(card: &str) {
        kitchen: "has {card} in hand",
        tokio: "polls {card}",
    }
    is_parked() {
        both: "is parked",
    }
    is_awake() {
        kitchen: "is awake, between two cards",
        tokio: "is awake, between two polls",
    }
    /// A place that is a chef's.
    place_of(place: &str, chef: &str) {
        both: "{place} of {chef}",
    }
    /// In a chef's hand.
    place_with(place: &str, chef: &str) {
        both: "{place}, {chef}",
    }
}
