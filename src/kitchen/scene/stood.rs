//! What the view stands at while it goes from event to event.

use super::Eye;
use crate::app::Pace;
use crate::events::Nanos;
use crate::kitchen::amount::{count, span};
use crate::kitchen::narrator;
use crate::kitchen::words::Teller;

/// `e17 of 50: #01 tutorial waits for its bell (timer), tutorial.rs:11`; nothing while time
/// goes on.
pub(super) fn stood(eye: &Eye<'_>) -> Option<String> {
    if eye.app.pace() != Pace::Paused {
        return None;
    }
    let (log, place) = (eye.app.log(), eye.app.place());
    let mut before = log.range(log.first(), place.position).rev();
    let last = before.find(|(_, event)| !event.what.is_announcement());
    let count_of = format!("e{} of {}", count(place.position), count(log.end()));
    let begun = begins(eye);
    let Some((_, event)) = last else {
        return Some(match begun {
            Some(poll) => format!("{count_of}: {poll}"),
            None => format!("{count_of}: the history begins here"),
        });
    };
    let past = place.at.since(event.at);
    let told = narrator::event(&event.what, event.at, eye.model(), eye.app.register);
    // Of several events of one moment a poll that begins then comes after the last.
    let more = log.at(place.position).is_some_and(|next| next <= place.at);
    let begun = begun.filter(|_| !more);
    Some(match (begun, past) {
        (Some(poll), Nanos::ZERO) => format!("{count_of}: {told}; {poll}"),
        (Some(poll), _) => format!("{count_of}, then: {poll}"),
        (None, Nanos::ZERO) => format!("{count_of}: {told}"),
        (None, past) => format!("{count_of}, {} ago: {told}", span(past)),
    })
}

/// A poll that begins at this very moment: no event tells of it before it ends.
fn begins(eye: &Eye<'_>) -> Option<String> {
    let mut hands = eye.model().in_hand(eye.now());
    let (worker, hand) = hands.find(|(_, hand)| hand.since == eye.at())?;
    let by = Teller::new(eye.model(), eye.app.register);
    Some(narrator::begins_poll(by, worker, hand.task))
}
