//! What could not be done, and why.

use crate::app::{Action, NoGrip, Refused, Register, Screen};
use crate::camera::{Address, Unreadable, When, Which};
use crate::events::{Nanos, TaskId};
use crate::kitchen::amount::count;
use crate::kitchen::sentences::{names, refused as say};
use crate::kitchen::text::Text;
use crate::kitchen::words::number;
use crate::limits::MAX_CLAIMS;
use crate::order::{Failure, Refusal, Report};

/// Tells why something that was asked for cannot be.
pub(super) fn told(why: &Refused, words: Register) -> Text {
    match why {
        Refused::NothingPlayed => Text::from(say::nothing_played(words))
            .key(Action::Toggle(Screen::Scenarios))
            .words(say::lists_them(words)),
        Refused::NoLesson => Text::from(say::no_lesson(words))
            .key(Action::Toggle(Screen::Lessons))
            .words(say::lists_them(words)),
        Refused::NothingSearched => Text::from(say::nothing_searched(words))
            .key(Action::Search)
            .words(say::begins_a_search(words)),
        Refused::NoWayBack => Text::from(say::no_way_back(words))
            .key(Action::ToWaker)
            .words(say::goes_to_waker(words)),
        Refused::NoClaim => Text::from(say::no_claim(words))
            .key(Action::AskClaim)
            .words(say::types_a_claim(words)),
        why => plain(why, words).into(),
    }
}

/// What names no key.
fn plain(why: &Refused, words: Register) -> String {
    match why {
        Refused::OneWorker => say::one_chef(words),
        Refused::Workers { most } => say::chefs(words, *most),
        Refused::NoRuntime => say::no_kitchen(words),
        Refused::NothingToCopy => say::nothing_to_copy(words),
        Refused::Scenario(mistake) => say::scenario(words, mistake),
        Refused::NothingToInspect => say::nothing_to_inspect(words),
        Refused::NoRow => say::no_row(words),
        Refused::NothingToSelect => say::nothing_to_select(words),
        Refused::NothingToFollow => say::nothing_to_follow(words),
        Refused::NoTask => say::no_card(words),
        Refused::NoStall => say::no_stall(words),
        Refused::Abort(task, why) => no_abort(words, *task, *why),
        Refused::DropHandle(task, why) => no_drop(words, *task, *why),
        Refused::LiveFaster => say::live_faster(words),
        Refused::NoPast => say::no_past(words),
        Refused::NothingTold => say::nothing_told(words),
        Refused::NoFinding => say::no_finding(words),
        Refused::NoMoment => say::no_moment(words),
        Refused::TooManyClaims => say::too_many_claims(words, MAX_CLAIMS),
        Refused::Unreadable(address) => unreadable(words, address),
        Refused::NothingPlayed
        | Refused::NoLesson
        | Refused::NothingSearched
        | Refused::NoWayBack
        | Refused::NoClaim => String::new(),
        Refused::Forgotten
        | Refused::NoSuchSelection
        | Refused::BeforeTheRun
        | Refused::BeforeTheHistory { .. }
        | Refused::AfterNow { .. }
        | Refused::NoSuchEvent { .. }
        | Refused::EventElsewhere { .. } => say::unmoved(words, &out_of_reach(why, words)),
    }
}

/// Why the view cannot go to a moment.
fn out_of_reach(why: &Refused, words: Register) -> String {
    match why {
        Refused::NoSuchSelection => say::no_such_selection(words),
        Refused::BeforeTheRun => say::before_the_run(words),
        Refused::BeforeTheHistory { at, oldest } => {
            say::before_the_history(words, &exact(*at), &exact(*oldest))
        }
        Refused::AfterNow { at, newest } => say::after_now(words, &exact(*at), &exact(*newest)),
        Refused::NoSuchEvent { event, first, last } => {
            say::no_such_event(words, *event, *first, *last)
        }
        Refused::EventElsewhere { event, reached, at } => {
            say::event_elsewhere(words, *event, &exact(*reached), &exact(*at))
        }
        _ => say::forgotten(words),
    }
}

fn no_abort(words: Register, task: TaskId, why: NoGrip) -> String {
    let card = number(words, task);
    match why {
        NoGrip::Ended => say::abort_ended(words, &card),
        NoGrip::HeldBy(parent) => say::abort_held(words, &card, &number(words, parent)),
        NoGrip::NotSeen => say::abort_not_seen(words, &card),
        NoGrip::Gone => say::abort_gone(words, &card),
    }
}

fn no_drop(words: Register, task: TaskId, why: NoGrip) -> String {
    let card = number(words, task);
    match why {
        NoGrip::Ended => say::drop_ended(words, &card),
        NoGrip::HeldBy(parent) => say::drop_held(words, &number(words, parent), &card),
        NoGrip::NotSeen => say::drop_not_seen(words, &card),
        NoGrip::Gone => say::drop_gone(words, &card),
    }
}

fn unreadable(words: Register, address: &Unreadable) -> String {
    let what = match address.found() {
        "" => say::no_address(words),
        found => say::cannot_read(words, found),
    };
    say::unreadable(words, &what)
}

/// A moment with every digit that an address has.
fn exact(at: Nanos) -> String {
    let address = Address {
        when: Some(When::At(at)),
        event: None,
        select: Which::Any,
    };
    address.to_string()
}

/// Tells what the engine says.
pub(super) fn by_engine(report: &Report, words: Register) -> String {
    match report {
        Report::Refused { count: cards, why } => refused(words, *cards, *why),
        Report::Missed(task) => say::missed(words, &number(words, *task)),
        Report::Failed(Failure::Stopped) => say::engine_stopped(words),
        Report::Failed(Failure::UnknownRecipe(name)) => say::unknown_recipe(words, name),
        Report::Failed(Failure::Build(why)) => say::cannot_open(words, why),
        Report::Failed(Failure::StillWorkers { workers: 1, why }) => {
            say::still_one_chef(words, why)
        }
        Report::Failed(Failure::StillWorkers { workers, why }) => {
            say::still_chefs(words, *workers, why)
        }
        Report::Failed(Failure::OnlyWatched) => say::nothing_to_order(words),
    }
}

fn refused(words: Register, cards: u64, why: Refusal) -> String {
    let cards = match cards {
        1 => names::one_card(words),
        cards => names::cards(words, &count(cards)),
    };
    match why {
        Refusal::TooMany { limit } => say::too_many(words, &cards, &count(limit.into())),
        Refusal::Closing => say::closing(words, &cards),
        Refusal::NoRuntime => say::closed(words, &cards),
        Refusal::Stopped => say::stopped(words, &cards),
        Refusal::OnlyWatched => say::only_watched(words, &cards),
    }
}
