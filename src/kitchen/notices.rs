//! The sentences of the line of notices: what the application says.
//!
//! One match, so that a new thing to say does not compile without its sentence.

mod refused;
#[cfg(test)]
mod tests;

use super::amount::{count, moment, span};
use super::claims;
use super::findings::here;
use super::sentences::notices as say;
use super::text::Text;
use super::wakes::Wake;
use super::words::number;
use crate::app::{Action, Copied, Register, Said, Screen};
use crate::camera::Which;
use crate::events::{Nanos, TaskId, WakeBy, WorkerId};

/// Tells what the application says.
pub fn told(said: &Said, words: Register) -> Text {
    match said {
        Said::Sure { .. }
        | Said::Woken { .. }
        | Said::Stopped(_)
        | Said::StoppedAtClaim { .. }
        | Said::PlayOver(_)
        | Said::WholeHistory => with_key(said, words),
        Said::Cannot(why) => refused::told(why, words),
        said => plain(said, words).into(),
    }
}

/// What names no key.
fn plain(said: &Said, words: Register) -> String {
    match said {
        Said::Quantity(next) => say::quantity(words, &count((*next).into())),
        Said::Tempo(tempo) => say::tempo(words, *tempo),
        Said::TempoStays(tempo) => say::tempo_stays(words, *tempo),
        Said::Workers(1) => say::one_chef(words),
        Said::Workers(chefs) => say::chefs(words, *chefs),
        Said::OrderedAfter(ahead) => say::ordered_after(words, &seconds(*ahead, 2)),
        Said::ClosingAlready => say::closing_already(words),
        Said::AbortAsked(id) => say::abort_asked(words, &number(words, *id)),
        Said::AbortAskedTooLate(id) => say::abort_too_late(words, &number(words, *id)),
        Said::HandleDropped(id) => say::ticket_torn(words, &number(words, *id)),
        Said::Interrupting(id) => say::interrupting(words, &number(words, *id)),
        Said::ReducedMotion(true) => say::motion_reduced(words),
        Said::ReducedMotion(false) => say::motion(words),
        Said::Register(register) => say::words(*register),
        Said::Suspended { lasted, measured } => {
            let about = if *measured { "" } else { "~" };
            say::stood_still(words, about, &seconds(*lasted, 1))
        }
        Said::Shelf(why) => why.clone(),
        Said::Kept(Ok(kept)) => {
            say::kept(words, &kept.file, &count(kept.events), &span(kept.lasted))
        }
        Said::Kept(Err(why)) => say::not_kept(words, why),
        &Said::Reattached { pid, newer, lost } => match (newer, lost) {
            (true, _) => say::newer_program(words, pid),
            (false, 0) => say::attached_again(words, pid),
            (false, lost) => say::begins_anew(words, &count(lost)),
        },
        Said::ThreadPanicked { thread, text } => say::thread_panicked(words, thread, text),
        Said::Panicked(text) => say::panicked(words, text),
        Said::Paused => say::paused(words),
        Said::Speed(speed) => say::speed(words, &speed.to_string()),
        Said::Beginning(at) => say::beginning(words, &moment(*at)),
        Said::Copied { line, copy } => match copy {
            // No terminal says whether it took it.
            Copied::Sent => say::copied(words, line),
            Copied::SentToTmux => say::copied_by_tmux(words, line),
            Copied::NotTaken => say::not_copied(words, line),
        },
        Said::NoEvent { forth, of } => no_event(words, *forth, *of),
        Said::Following(id) => say::following(words, &number(words, *id)),
        Said::FollowingNone => say::following_none(words),
        Said::NoWake(id) => say::no_wake(words, &number(words, *id)),
        Said::Here(finding) => here(finding, words),
        Said::FirstPoll { task, asked } => {
            let asked = format!("{:.3}", asked.as_secs_f64());
            say::first_poll(words, &number(words, *task), &asked)
        }
        Said::AtClaim { claim, state } => say::at_claim(words, &claims::decided(claim, *state)),
        Said::NoFinding { forth: true } => say::no_later_finding(words),
        Said::NoFinding { forth: false } => say::no_earlier_finding(words),
        Said::Begins { title, about } if about.is_empty() => say::begins(words, title),
        Said::Begins { title, about } => say::begins_about(words, title, about),
        Said::NotFound => say::not_found(words),
        Said::Engine(report) => refused::by_engine(report, words),
        Said::Sure { .. }
        | Said::Woken { .. }
        | Said::Stopped(_)
        | Said::StoppedAtClaim { .. }
        | Said::PlayOver(_)
        | Said::WholeHistory
        | Said::Cannot(_) => String::new(),
    }
}

/// What names the key that goes on from there.
fn with_key(said: &Said, words: Register) -> Text {
    match said {
        Said::Sure {
            recipe,
            count: many,
        } => Text::from(say::sure(words, &count((*many).into()), recipe))
            .key(Action::HandIn(recipe))
            .words(say::sure_once_more(words)),
        &Said::Woken { task, by, on } => woken(words, task, by, on),
        Said::Stopped(finding) => stopped(words, &here(finding, words)),
        Said::StoppedAtClaim { claim, state } => stopped(words, &claims::decided(claim, *state)),
        Said::PlayOver(standing) => Text::from(say::play_over(words, &claims::standing(*standing)))
            .key(Action::Toggle(Screen::Claims))
            .words(say::play_over_list(words)),
        _ => Text::from(say::whole_history(words))
            .key(Action::Zoom { closer: true })
            .words(say::whole_history_closer(words)),
    }
}

fn woken(words: Register, task: TaskId, by: WakeBy, on: Option<WorkerId>) -> Text {
    let name = &|id: TaskId| number(words, id);
    let wake = Wake {
        task,
        by,
        on,
        name,
        words,
    };
    Text::from(say::woken(words, &wake.rang()))
        .key(Action::FromWaker)
        .words(say::woken_back(words))
}

fn stopped(words: Register, here: &str) -> Text {
    Text::from(say::stopped(words, here))
        .key(Action::Newest)
        .words(say::stopped_live(words))
}

/// `8.0 s`.
fn seconds(span: Nanos, digits: usize) -> String {
    format!("{:.digits$} s", span.as_secs_f64())
}

fn no_event(words: Register, forth: bool, of: Which) -> String {
    let none = match forth {
        true => say::no_later_event(words),
        false => say::no_earlier_event(words),
    };
    match of {
        Which::Any => none,
        Which::Task(task) => say::of_card(words, &none, &number(words, task)),
        Which::Worker(worker) => say::of_chef(words, &none, &worker.to_string()),
    }
}
