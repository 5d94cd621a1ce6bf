//! From a source into the application: the part of a look that needs no screen.

use crate::app::{App, Message};
use crate::events::{Event, Nanos, Now};
use crate::model::Model;
use crate::scenario::Player;
use crate::source::{Source, Until};

/// Takes events in; about `enough` are enough. Gives their number, and the moment they lead to.
///
/// Nothing is said of a moment whose events are still to come: who is not heard of would look
/// as if they did nothing.
pub(crate) fn look(
    source: &mut impl Source,
    app: &mut App,
    player: Option<&mut Player>,
    enough: usize,
) -> (usize, Message) {
    // Before the events: to read many takes long, too.
    let mut now = source.now();
    let count = take_in(source, app, player, enough);
    if let Some(told) = source.told() {
        now = told;
    } else if count >= enough {
        let newest = app.newest();
        back_at(&mut now, newest.model.at().max(newest.now.at));
    }
    (count, message(source, now))
}

/// What is known of an earlier moment: polls that began later are left out.
fn back_at(now: &mut Now, at: Nanos) {
    now.at = now.at.min(at);
    for hand in &mut now.workers {
        *hand = hand.filter(|hand| hand.since <= at);
    }
}

/// Takes events in; about `enough` are enough. Gives their number.
fn take_in(
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
    message(source, source.now())
}

fn message(source: &impl Source, now: Now) -> Message {
    Message::Frame {
        now,
        sample: source.sample(),
        delivery: source.delivery(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Options, update};
    use crate::events::{InHand, Nanos, TextId, What};
    use crate::source::Script;
    use crate::testkit::{id, run};

    fn ms(ms: u64) -> Nanos {
        Nanos::from_millis(ms)
    }

    #[test]
    fn a_moment_is_no_later_than_its_events() {
        let said = What::Said {
            task: None,
            text: TextId::new(0),
        };
        let told = [
            (10, What::RunStarted(run(1))),
            (20, said.clone()),
            (30, said.clone()),
        ];
        let told = told.map(|(at, what)| Event { at: ms(at), what });
        let mut source = Script::timed(told.into(), || ms(1_000));
        let hand = InHand {
            task: id(1),
            since: ms(25),
            site: None,
        };
        source.hands = vec![Some(hand)];
        let options = Options {
            workers: 1,
            reduced_motion: true,
            stall_after: ms(100),
            history: 1 << 20,
        };
        let mut app = App::new(Vec::new(), options);
        let mut moments = Vec::new();
        for _ in 0..2 {
            let (_, moment) = look(&mut source, &mut app, None, 2);
            update(&mut app, moment);
            let now = &app.newest().now;
            moments.push((now.at, now.workers[0].is_some()));
        }
        assert_eq!(moments, [(ms(20), false), (ms(1_000), true)]);
    }
}
