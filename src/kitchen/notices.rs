//! The sentences of the line of notices: what the application says, in kitchen words.
//!
//! One match, so that a new thing to say does not compile without its sentence.

mod refused;
#[cfg(test)]
mod tests;

use super::amount::{count, moment};
use super::claims;
use super::findings::here;
use super::text::Text;
use super::wakes::Wake;
use crate::app::{Action, Copied, Said, Screen};
use crate::camera::Which;
use crate::events::{Nanos, TaskId};

/// Tells what the application says.
pub fn told(said: &Said) -> Text {
    match said {
        Said::Quantity(next) => format!("the next order is x{}", count((*next).into())).into(),
        Said::Tempo(tempo) => format!("tempo x{tempo}: durations that begin from now on").into(),
        Said::TempoStays(tempo) => format!("the tempo stays x{tempo}: that is the limit").into(),
        Said::Workers(1) => "last orders, then a new shift with 1 chef".into(),
        Said::Workers(chefs) => format!("last orders, then a new shift with {chefs} chefs").into(),
        Said::OrderedAfter(ahead) => format!(
            "handed in, but {} after the moment shown",
            seconds(*ahead, 2)
        )
        .into(),
        Said::ClosingAlready => "last orders were called already".into(),
        Said::AbortAsked(id) => format!("{id} is to be binned (abort): at its next .await").into(),
        Said::AbortAskedTooLate(id) => {
            format!("{id} is to be binned (abort), but a bakery job that has begun runs to its end")
                .into()
        }
        Said::HandleDropped(id) => {
            format!("tore the ticket of {id} (JoinHandle): it is cooked, and nobody collects it")
                .into()
        }
        Said::Interrupting(id) => format!(
            "the chef that {id} holds is interrupted for the line, once a stall (by a signal)"
        )
        .into(),
        Said::ReducedMotion(true) => "reduced motion is on".into(),
        Said::ReducedMotion(false) => "reduced motion is off".into(),
        Said::Suspended { lasted, measured } => {
            let about = if *measured { "" } else { "~" };
            let lasted = seconds(*lasted, 1);
            format!("the program stood still for {about}{lasted}: that time counts for nothing")
                .into()
        }
        Said::Shelf(why) => why.clone().into(),
        Said::ThreadPanicked { thread, text } => {
            format!("this program's thread {thread:?} panicked: {text}").into()
        }
        Said::Panicked(text) => format!("a card is burnt (panicked): {text}").into(),
        Said::Paused => {
            "paused: the kitchen goes on. No poll is held up: holding one is a stall".into()
        }
        Said::Speed(speed) => format!("the view's clock: {speed}").into(),
        Said::Beginning(at) => format!("the history begins at {}", moment(*at)).into(),
        Said::Copied { line, copy } => match copy {
            // No terminal says whether it took it.
            Copied::Sent => {
                format!("handed to the terminal for its clipboard (OSC 52): {line}").into()
            }
            Copied::SentToTmux => {
                format!("sent to tmux, which copies with set-clipboard on: {line}").into()
            }
            Copied::NotTaken => {
                format!("this terminal takes no copies (OSC 52), select it here: {line}").into()
            }
        },
        Said::Sure {
            recipe,
            count: many,
        } => Text::from(format!(
            "{} cards of {recipe}, and each blocks a thread: ",
            count((*many).into())
        ))
        .key(Action::HandIn(recipe))
        .words(" once more hands them in"),
        Said::NoEvent { forth, of } => no_event(*forth, *of).into(),
        Said::Following(id) => format!("{id} is followed: steps go through its life only").into(),
        Said::FollowingNone => "no card is followed any more: steps go through everything".into(),
        &Said::Woken { task, by, on } => {
            let name = &|id: TaskId| id.to_string();
            let rang = Wake { task, by, on, name }.rang();
            Text::from(format!("{rang}, here; "))
                .key(Action::FromWaker)
                .words(" goes back")
        }
        Said::NoWake(id) => {
            format!("the history has no bell that rang for {id} before this moment").into()
        }
        Said::Here(finding) => here(finding).into(),
        Said::Stopped(finding) => Text::from(format!("stopped: {}; ", here(finding)))
            .key(Action::Newest)
            .words(" is live"),
        Said::FirstPoll { task, asked } => format!(
            "{task} was not handed in at {:.3}s of this run: here is its first poll",
            asked.as_secs_f64()
        )
        .into(),
        Said::AtClaim { claim, state } => {
            format!("here: {}", claims::decided(claim, *state)).into()
        }
        Said::StoppedAtClaim { claim, state } => {
            Text::from(format!("stopped: {}; ", claims::decided(claim, *state)))
                .key(Action::Newest)
                .words(" is live")
        }
        Said::PlayOver(standing) => Text::from(format!(
            "the play is over: {}; ",
            claims::standing(*standing)
        ))
        .key(Action::Toggle(Screen::Claims))
        .words(" lists them"),
        Said::NoFinding { forth: true } => "no later happening yet".into(),
        Said::NoFinding { forth: false } => "no earlier happening in the history".into(),
        Said::Begins { title, about } if about.is_empty() => format!("{title} begins").into(),
        Said::Begins { title, about } => format!("{title}: {about}").into(),
        Said::NotFound => "the search finds nothing here".into(),
        Said::WholeHistory => Text::from("this is the whole history; ")
            .key(Action::Zoom { closer: true })
            .words(" is closer"),
        Said::Engine(report) => refused::by_engine(report).into(),
        Said::Cannot(why) => refused::told(why),
    }
}

/// `8.0 s`.
fn seconds(span: Nanos, digits: usize) -> String {
    format!("{:.digits$} s", span.as_secs_f64())
}

fn no_event(forth: bool, of: Which) -> String {
    let end = if forth {
        "later event yet"
    } else {
        "earlier event in the history"
    };
    match of {
        Which::Any => format!("there is no {end}"),
        Which::Task(task) => format!("there is no {end} of {task}"),
        Which::Worker(worker) => format!("there is no {end} of chef {worker}"),
    }
}
