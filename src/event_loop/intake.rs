//! From a source into the application: the part of a look that needs no screen.

use crate::app::{App, Message};
use crate::events::Event;
use crate::model::Model;
use crate::scenario::Player;
use crate::source::{Source, Until};

/// Takes events in; about `enough` are enough. Gives their number.
pub(crate) fn take_in(
    source: &mut impl Source,
    app: &mut App,
    player: Option<&mut Player>,
    enough: usize,
) -> usize {
    let until = Until::Enough(enough);
    let Some(player) = player else {
        return source.take(until, &mut |events| app.hear_all(events));
    };
    let mut tell = |event: &Event, model: &Model| player.hear(event, |kind| model.kind(kind));
    source.take(until, &mut |events| app.hear_with(events, &mut tell))
}

/// The moment, with all that is read from memory.
pub(crate) fn frame(source: &impl Source) -> Message {
    Message::Frame {
        now: source.now(),
        sample: source.sample(),
        delivery: source.delivery(),
    }
}
