//! Recipes of the lessons: each shows one mistake, or its fix. They are on no menu, and no key
//! orders them: scenarios do.

mod bites;
mod deadlock;
mod giver;
mod greedy;
mod half_made;
mod hand_over_join;
mod in_turn;
mod kept_dish;
mod no_trays;
mod one_dish;
mod scales;
mod std_knife;
mod three_pans;
mod ticket;
mod waiter;

use super::{Kit, Recipe, args, tokio};

/// All of them, in the order of the lessons.
pub(super) static LESSONS: [Recipe; 15] = [
    one_dish::RECIPE,
    scales::RECIPE,
    ticket::RECIPE,
    giver::RECIPE,
    three_pans::RECIPE,
    waiter::RECIPE,
    half_made::RECIPE,
    kept_dish::RECIPE,
    std_knife::RECIPE,
    no_trays::RECIPE,
    bites::RECIPE,
    greedy::RECIPE,
    in_turn::RECIPE,
    hand_over_join::RECIPE,
    // Of no lesson yet.
    deadlock::RECIPE,
];
