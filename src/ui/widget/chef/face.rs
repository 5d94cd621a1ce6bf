//! The face and hat of a chef; both tell the state without a colour.

use crate::kitchen::scene::ChefState;

/// The face, five columns wide. With each beat it moves a little.
pub fn face(state: ChefState, beat: u64) -> &'static str {
    let odd = beat % 2 == 1;
    match (state, odd) {
        (ChefState::Cooking, false) => "(^_^)",
        (ChefState::Cooking, true) => "(^o^)",
        (ChefState::Stalled, _) => "(x_x)",
        (ChefState::Looking, false) => "(o_o)",
        (ChefState::Looking, true) => "(o.o)",
        (ChefState::OutOfSight, _) => "(?_?)",
        (ChefState::Parked, _) => "(-_-)",
        (ChefState::Home, _) => "(   )",
    }
}

/// The hat, five columns wide.
pub(super) fn hat(state: ChefState) -> &'static str {
    match state {
        ChefState::Stalled => ".oOo!",
        _ => ".oOo.",
    }
}

/// Beside the face: a sleeper's breath, steam of the pan, alarm.
pub(super) fn breath(state: ChefState, beat: u64) -> &'static str {
    match (state, beat % 8 / 4) {
        (ChefState::Parked, 0) => "z",
        (ChefState::Parked, _) => "Z",
        (ChefState::Cooking, _) => "~",
        (ChefState::Stalled, _) => "!!",
        (ChefState::Looking, _) => "?",
        (ChefState::OutOfSight, _) => "??",
        (ChefState::Home, _) => "",
    }
}
