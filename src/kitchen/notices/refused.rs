//! What could not be done, and why.

use crate::app::{Action, NoGrip, Refused, Screen};
use crate::camera::{Address, Unreadable, When, Which};
use crate::events::{Flavor, Nanos, TaskId};
use crate::kitchen::amount::count;
use crate::kitchen::text::Text;
use crate::limits::MAX_CLAIMS;
use crate::order::{Failure, Refusal, Report};

/// Tells why something that was asked for cannot be.
pub(super) fn told(why: &Refused) -> Text {
    match why {
        Refused::OneWorker => "a current_thread kitchen has one chef, always".into(),
        Refused::Workers { most } => format!("a kitchen has 1 to {most} chefs").into(),
        Refused::NoRuntime => "the kitchen is closed: any order opens a new shift".into(),
        Refused::NothingToCopy => "no card is shown to copy: hand one in, or select one".into(),
        Refused::NothingPlayed => Text::from("no scenario was played yet: ")
            .key(Action::Toggle(Screen::Scenarios))
            .words(" lists them"),
        Refused::NoLesson => Text::from("no lesson is played: ")
            .key(Action::Toggle(Screen::Lessons))
            .words(" lists them"),
        Refused::Scenario(mistake) => format!("cannot play it: {mistake}").into(),
        Refused::OtherFlavor(wanted) => {
            let name = match wanted {
                Flavor::MultiThread => "multi-thread",
                Flavor::CurrentThread => "current-thread",
            };
            format!("it needs the other scheduler: start the program with --flavor {name}").into()
        }
        Refused::NothingToInspect => {
            "no card is shown to inspect: hand one in, or select one".into()
        }
        Refused::NoRow => "there is no row here to choose".into(),
        Refused::NothingToSelect => "nothing to select yet".into(),
        Refused::NothingSearched => Text::from("nothing was searched: ")
            .key(Action::Search)
            .words(" begins a search"),
        Refused::NothingToFollow => "no card is shown to follow: hand one in, or select one".into(),
        Refused::NoTask => "no card is selected".into(),
        Refused::NoStall => "no chef is stalled now".into(),
        Refused::Abort(task, why) => no_abort(*task, *why).into(),
        Refused::DropHandle(task, why) => no_drop(*task, *why).into(),
        Refused::LiveFaster => "live cannot be faster: go back in time first".into(),
        Refused::NoPast => "nothing has happened yet: there is no past to go to".into(),
        Refused::NoWayBack => Text::from("nowhere to go back to: ")
            .key(Action::ToWaker)
            .words(" goes to who rang for a card"),
        Refused::NothingTold => {
            "no sentence is chosen: there is none yet, or none that fits".into()
        }
        Refused::NoFinding => "nothing has happened yet that is worth a jump".into(),
        Refused::NoClaim => Text::from("nothing is expected yet: ")
            .key(Action::AskClaim)
            .words(" types a claim"),
        Refused::NoMoment => "nothing of what it is about has happened: there is no moment".into(),
        Refused::TooManyClaims => {
            format!("there are {MAX_CLAIMS} claims, and no more can be").into()
        }
        Refused::Forgotten => unmoved("that is before the history").into(),
        Refused::Unreadable(address) => unreadable(address).into(),
        Refused::NoSuchSelection => unmoved("there is no such card or chef").into(),
        Refused::BeforeTheRun => unmoved("that is before the kitchen opened").into(),
        Refused::BeforeTheHistory { at, oldest } => unmoved(&format!(
            "{} is before the history, which begins at {}",
            exact(*at),
            exact(*oldest)
        ))
        .into(),
        Refused::AfterNow { at, newest } => unmoved(&format!(
            "{} is after now, at {}",
            exact(*at),
            exact(*newest)
        ))
        .into(),
        Refused::NoSuchEvent { event, first, last } => unmoved(&format!(
            "event {event} is not in the history, which has {first} to {last}"
        ))
        .into(),
        Refused::EventElsewhere { event, reached, at } => unmoved(&format!(
            "event {event} was reached at {}, not at {}",
            exact(*reached),
            exact(*at)
        ))
        .into(),
    }
}

fn unmoved(why: &str) -> String {
    format!("{why}: nothing moved")
}

fn no_abort(task: TaskId, why: NoGrip) -> String {
    match why {
        NoGrip::Ended => format!("{task} has ended: nothing left to abort"),
        NoGrip::HeldBy(parent) => format!(
            "cannot bin {task} from here: {parent} handed it in and got its ticket (JoinHandle)"
        ),
        NoGrip::NotSeen => format!(
            "cannot bin {task}: it was spawned past the probe, its ticket (JoinHandle) is not seen"
        ),
        NoGrip::Gone => format!("cannot bin {task}: its ticket was torn (JoinHandle)"),
    }
}

fn no_drop(task: TaskId, why: NoGrip) -> String {
    match why {
        NoGrip::Ended => format!("{task} has ended: no ticket of it is left here (JoinHandle)"),
        NoGrip::HeldBy(parent) => {
            format!("not ours to tear: {parent} handed {task} in and got its ticket (JoinHandle)")
        }
        NoGrip::NotSeen => format!(
            "cannot tear the ticket of {task} (JoinHandle): spawned past the probe, it is not seen"
        ),
        NoGrip::Gone => format!("the ticket of {task} (JoinHandle) is gone already"),
    }
}

fn unreadable(address: &Unreadable) -> String {
    let what = match address.found() {
        "" => "no address given".into(),
        found => format!("cannot read {found:?}"),
    };
    format!(
        "{what}: expected a time (12.5s, 850ms, -2s), e and an event number, # and a card, or w \
         and a chef"
    )
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
pub(super) fn by_engine(report: &Report) -> String {
    match report {
        Report::Refused { count: cards, why } => {
            let cards = match cards {
                1 => "1 card".into(),
                cards => format!("{} cards", count(*cards)),
            };
            match why {
                Refusal::TooMany { limit } => format!(
                    "{cards} refused: more than {} would be alive, the limit",
                    count((*limit).into())
                ),
                Refusal::Closing => format!("{cards} refused: the kitchen is closing"),
                Refusal::NoRuntime => format!("{cards} refused: the kitchen is closed"),
                Refusal::Stopped => format!("{cards} refused: the engine has stopped"),
                Refusal::OnlyWatched => format!("{cards} refused: this kitchen is only watched"),
            }
        }
        Report::Missed(task) => format!(
            "the ticket of {task} (JoinHandle) is not held here: another card holds it, or it is \
             gone"
        ),
        Report::Failed(Failure::Stopped) => "the engine has stopped".into(),
        Report::Failed(Failure::UnknownRecipe(name)) => format!("no recipe is called {name:?}"),
        Report::Failed(Failure::Build(why)) => format!("cannot open the kitchen: {why}"),
        // The short part first: the line may end before the reason.
        Report::Failed(Failure::StillWorkers { workers: 1, why }) => {
            format!("still 1 chef: {why}")
        }
        Report::Failed(Failure::StillWorkers { workers, why }) => {
            format!("still {workers} chefs: {why}")
        }
        Report::Failed(Failure::OnlyWatched) => {
            "nothing can be ordered: this kitchen is only watched".into()
        }
    }
}
