//! One event in a sentence: what the view stands at while it goes from event to event.

use crate::events::{
    BlockingOutcome, EndKind, HandleAct, Nanos, PollOutcome, SiteId, TaskId, WaitEnd, What,
    WorkerId,
};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::waits;
use crate::kitchen::inspector::woken_by;
use crate::kitchen::state::site_name;
use crate::kitchen::stuck;
use crate::kitchen::words::{card, chef};
use crate::model::{Model, Place};

/// Tells the event that was over at `at`, without a stop at its end. `model` has heard of it.
pub fn event(what: &What, at: Nanos, model: &Model) -> String {
    let card = |task: TaskId| card(model, task);
    match what {
        What::Kind { name, .. } => format!("a kind of card gets its name, {name}"),
        What::Site { site, .. } => format!("a line gets its number, {}", site_name(site)),
        What::Text { .. } => "a printed line gets its number".into(),
        What::RunStarted(run) => format!("shift {} opens", run.shift),
        What::Closing { graceful: true } => "last orders are called".into(),
        What::Closing { graceful: false } => "the lights go out".into(),
        What::RunEnded => "the runtime is gone".into(),
        &What::Spawned { task, role, .. } if role.is_lane() => {
            format!("{} begins, in a lane of its own", card(task))
        }
        &What::Spawned { task, parent, .. } => handed_in(&card(task), parent.map(card)),
        &What::Seen {
            task,
            parent,
            born: true,
            ..
        } => handed_in(&card(task), parent.map(card)) + " past the probe",
        &What::Seen { task, .. } => format!("{} is seen for the first time", card(task)),
        &What::JobNotSeen { site } => format!(
            "the baker is done with a job handed in past the probe, at {}",
            line(model, site)
        ),
        &What::BlockingSubmitted { job, parent, .. } => {
            let job = format!("{} (spawn_blocking)", card(job));
            handed_in(&job, parent.map(card))
        }
        &What::Polled {
            task,
            worker,
            start,
            outcome,
            ..
        } => polled(&card(task), worker, at.since(start), outcome),
        &What::Woken { task, by, on } => {
            format!("{} is woken {}", card(task), woken_by(task, by, on))
        }
        &What::Waiting { task, site, on, .. } => {
            let whom = on.map_or_else(String::new, |on| format!(" {on}"));
            format!("{} waits for {}", card(task), wait(model, site, &whom))
        }
        &What::WaitOver { task, site, end } => {
            let how = match end {
                WaitEnd::Ready => "has waited for",
                WaitEnd::Dropped => "drops its wait, not over yet, for",
            };
            format!("{} {how} {}", card(task), wait(model, site, ""))
        }
        &What::At { task, site } => format!("{} comes to {}", card(task), line(model, site)),
        &What::Dropped { task } => format!("{} is binned: its future is dropped", card(task)),
        &What::Handle { task, by, act } => {
            let place = model.task(task).map(|task| task.place);
            handle(&card(task), by.map(card), act, place)
        }
        &What::Parked { worker } => format!("{} parks", chef(Some(worker))),
        &What::Unparked { worker } => format!("{} wakes up to look for cards", chef(Some(worker))),
        &What::BlockingStarted { job } => format!("a baker begins {}", card(job)),
        &What::BlockingEnded { job, outcome } => match outcome {
            BlockingOutcome::Completed => format!("the baker is done with {}", card(job)),
            BlockingOutcome::Panicked => format!("{} is burnt in the bakery", card(job)),
            BlockingOutcome::Cancelled => format!("{} is binned, not begun", card(job)),
        },
        &What::InPlaceStarted { task, worker } => format!(
            "{} calls block_in_place on {}",
            card(task),
            chef(Some(worker))
        ),
        &What::InPlaceEnded { task } => format!("block_in_place of {} returns", card(task)),
        &What::PanicAt { task, site, text } => format!(
            "{} panics at {}: {}",
            card(task),
            line(model, site),
            model.text(text)
        ),
        What::Stuck {
            task,
            worker,
            found,
        } => stuck::held(&chef(Some(*worker)), &card(*task), &found.read()),
        &What::Said { task, text } => {
            let who = task.map_or_else(|| "the program".into(), card);
            format!("{who} says: {}", model.text(text))
        }
        &What::Coalesced { polls, wakes, .. } => format!(
            "{} polls and {} wakes were counted, not kept",
            count(polls),
            count(wakes)
        ),
        &What::Suspended {
            lasted, measured, ..
        } => {
            let about = if measured { "" } else { "~" };
            format!("the program stood still for {about}{}", span(lasted))
        }
    }
}

fn handed_in(what: &str, by: Option<String>) -> String {
    match by {
        Some(by) => format!("{by} hands in {what}"),
        None => format!("{what} is handed in"),
    }
}

fn polled(card: &str, worker: Option<WorkerId>, took: Nanos, outcome: PollOutcome) -> String {
    let (chef, took) = (chef(worker), span(took));
    match outcome {
        PollOutcome::Pending => format!("{chef} puts {card} aside, after a poll of {took}"),
        PollOutcome::Ready => format!("{chef} serves {card}, after a poll of {took}"),
        PollOutcome::Over => format!("{chef} is done with {card}, after a poll of {took}"),
        PollOutcome::Panicked => format!("{chef} burns {card}: it panicked, in a poll of {took}"),
    }
}

/// What is waited for, and where: `its bell (timer), simmer.rs:12`.
fn wait(model: &Model, site: SiteId, whom: &str) -> String {
    let on = model
        .site(site)
        .map_or("its waker", |site| waits::row(site.wait).long);
    format!("{on}{whom}, {}", line(model, site))
}

fn line(model: &Model, site: SiteId) -> String {
    model
        .site(site)
        .map_or_else(|| "a line not known".into(), site_name)
}

fn handle(card: &str, by: Option<String>, act: HandleAct, place: Option<Place>) -> String {
    let by = by.unwrap_or_else(|| "somebody outside".into());
    match act {
        HandleAct::Joined
            if matches!(
                place,
                Some(Place::Ended(EndKind::Panicked | EndKind::Cancelled))
            ) =>
        {
            format!("{by} gets Err(JoinError) of {card}")
        }
        HandleAct::Joined => format!("{by} takes the result of {card}"),
        HandleAct::Dropped => format!("{by} tears the ticket of {card}"),
        HandleAct::AbortAsked => format!("{by} asks {card} to stop"),
    }
}
