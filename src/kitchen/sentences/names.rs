//! Names of things, and how many there are.

use super::{form, sentences};

sentences! {
    /// A card with its kind.
    card_of_kind(number: u32, id: &str, kind: &str) {
        kitchen: "{id} {kind}",
        tokio: "task {number} ({kind})",
    }
    /// A card of which no more is known than its number.
    card(number: u32, id: &str) {
        kitchen: "{id}",
        tokio: "task {number}",
    }
    a_card() {
        kitchen: "a card",
        tokio: "a task",
    }
    one_card() {
        kitchen: "1 card",
        tokio: "1 task",
    }
    cards(number: &str) {
        kitchen: "{number} cards",
        tokio: "{number} tasks",
    }
    /// Several of which a few are named.
    cards_among_them(number: &str, some: &str) {
        kitchen: "{number} cards, {some} among them,",
        tokio: "{number} tasks, {some} among them,",
    }
    chef(number: &str) {
        kitchen: "Chef {number}",
        tokio: "worker {number}",
    }
    a_chef() {
        kitchen: "A chef",
        tokio: "a worker",
    }
    one_bell() {
        kitchen: "1 bell",
        tokio: "1 timer",
    }
    bells(number: usize) {
        kitchen: "{number} bells",
        tokio: "{number} timers",
    }
    /// Whoever prints when no card does.
    the_program() {
        both: "The program",
    }
    /// Where each line is by itself: nobody but the program prints without a name.
    says_unnamed(text: &str) {
        kitchen: "says: {text}",
        tokio: "printed: {text}",
    }
    says(who: &str, text: &str) {
        kitchen: "{who} says: {text}",
        tokio: "{who} printed: {text}",
    }
}
