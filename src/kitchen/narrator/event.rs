//! One event in a sentence: what the view stands at while it goes from event to event.

use crate::app::Register;
use crate::events::{
    BlockingOutcome, EndKind, HandleAct, Holder, Nanos, PollOutcome, SiteId, TaskId, WaitEnd,
    WakeBy, What, WorkerId,
};
use crate::kitchen::amount::{count, span};
use crate::kitchen::sentences::events;
use crate::kitchen::state::site_name;
use crate::kitchen::stuck;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::{Teller, number};
use crate::model::{Model, Place};

/// Tells the event that was over at `at`, without a stop at its end. `model` has heard of it.
pub fn event(what: &What, at: Nanos, model: &Model, words: Register) -> String {
    let by = Teller::new(model, words);
    let card = |task: TaskId| by.card(task);
    match what {
        What::Kind { name, .. } => events::kind(words, name),
        What::Site { site, .. } => events::site(words, &site_name(site)),
        What::Text { .. } => events::text(words),
        What::RunStarted(run) => events::run_started(words, run.shift),
        What::Closing { graceful: true } => events::last_orders(words),
        What::Closing { graceful: false } => events::lights_out(words),
        What::RunEnded => events::run_ended(words),
        &What::Spawned { task, role, .. } if role.is_lane() => {
            events::lane_begins(words, &card(task))
        }
        &What::Spawned { task, parent, .. } => handed_in(by, &card(task), parent),
        &What::Seen {
            task,
            parent,
            born: true,
            ..
        } => events::past_probe(words, &handed_in(by, &card(task), parent)),
        &What::Seen { task, .. } => events::seen(words, &card(task)),
        &What::JobNotSeen { site } => events::job_not_seen(words, &line(by, site)),
        &What::BlockingSubmitted { job, parent, .. } => {
            handed_in(by, &events::job(words, &card(job)), parent)
        }
        &What::Polled {
            task,
            worker,
            start,
            outcome,
            ..
        } => polled(by, task, worker, at.since(start), outcome),
        &What::Woken {
            task,
            by: caller,
            on,
        } => events::woken(words, &card(task), &woken_by(words, task, caller, on)),
        &What::Waiting { task, site, on, .. } => {
            let whom = on.map_or_else(String::new, |on| format!(" {}", number(words, on)));
            events::waits(words, &card(task), &wait(by, site, &whom))
        }
        &What::WaitOver { task, site, end } => {
            let what = wait(by, site, "");
            match end {
                WaitEnd::Ready => events::has_waited(words, &card(task), &what),
                WaitEnd::Dropped => events::drops_wait(words, &card(task), &what),
            }
        }
        &What::At { task, site } => events::comes_to(words, &card(task), &line(by, site)),
        &What::Dropped { task } => events::binned(words, &card(task)),
        &What::Handle {
            task,
            by: whom,
            act,
        } => handle(by, task, whom, act),
        _ => of_threads(what, by),
    }
}

/// Events of chefs, bakers and the program.
fn of_threads(what: &What, by: Teller<'_>) -> String {
    let words = by.words;
    let card = |task: TaskId| by.card(task);
    match what {
        &What::Parked { worker } => events::parks(words, &by.chef(Some(worker))),
        &What::Unparked { worker } => events::unparks(words, &by.chef(Some(worker))),
        &What::BlockingStarted { job } => events::baker_begins(words, &card(job)),
        &What::BlockingEnded { job, outcome } => match outcome {
            BlockingOutcome::Completed => events::baker_done(words, &card(job)),
            BlockingOutcome::Panicked => events::job_burnt(words, &card(job)),
            BlockingOutcome::Cancelled => events::job_binned(words, &card(job)),
        },
        &What::InPlaceStarted { task, worker } => {
            events::in_place(words, &card(task), &by.chef(Some(worker)))
        }
        &What::InPlaceEnded { task } => events::in_place_over(words, &card(task)),
        &What::PanicAt { task, site, text } => {
            events::panics(words, &card(task), &line(by, site), by.model.text(text))
        }
        What::Stuck {
            task,
            worker,
            found,
        } => stuck::held(words, &by.chef(Some(*worker)), &card(*task), &found.read()),
        &What::Said { task, text } => {
            let who = task.map_or_else(|| events::the_program(words), card);
            events::says(words, &who, by.model.text(text))
        }
        &What::Coalesced { polls, wakes, .. } => {
            events::coalesced(words, &count(polls), &count(wakes))
        }
        &What::Suspended {
            lasted, measured, ..
        } => {
            let about = if measured { "" } else { "~" };
            events::stood_still(words, about, &span(lasted))
        }
        What::LockAwaited { .. } | What::LockTaken { .. } | What::LockFreed { .. } => {
            of_locks(what, by)
        }
        // Told above. All are named: an event without its words does not compile.
        What::Kind { .. }
        | What::Site { .. }
        | What::Text { .. }
        | What::RunStarted(_)
        | What::Closing { .. }
        | What::RunEnded
        | What::Spawned { .. }
        | What::Seen { .. }
        | What::JobNotSeen { .. }
        | What::BlockingSubmitted { .. }
        | What::Polled { .. }
        | What::Woken { .. }
        | What::Waiting { .. }
        | What::WaitOver { .. }
        | What::At { .. }
        | What::Dropped { .. }
        | What::Handle { .. } => String::new(),
    }
}

/// Events of locks and permits that somebody waits for.
fn of_locks(what: &What, by: Teller<'_>) -> String {
    let words = by.words;
    let card = |task: TaskId| by.card(task);
    match *what {
        What::LockAwaited { task, holder, .. } => match holder {
            Some(Holder { task: holder, site }) => {
                events::lock_awaited(words, &card(task), &card(holder), &line(by, site))
            }
            None => events::lock_awaited_of_unknown(words, &card(task)),
        },
        What::LockTaken { task, site, .. } => {
            events::lock_taken(words, &card(task), &line(by, site))
        }
        What::LockFreed { task, .. } => events::lock_freed(words, &card(task)),
        _ => String::new(),
    }
}

fn handed_in(by: Teller<'_>, what: &str, parent: Option<TaskId>) -> String {
    match parent {
        Some(parent) => events::handed_in_by(by.words, &by.card(parent), what),
        None => events::handed_in(by.words, what),
    }
}

fn polled(
    by: Teller<'_>,
    task: TaskId,
    worker: Option<WorkerId>,
    took: Nanos,
    outcome: PollOutcome,
) -> String {
    let (words, chef, card, took) = (by.words, by.chef(worker), by.card(task), span(took));
    match outcome {
        PollOutcome::Pending => events::put_aside(words, &chef, &card, &took),
        PollOutcome::Ready => events::served(words, &chef, &card, &took),
        PollOutcome::Over => events::over(words, &chef, &card, &took),
        PollOutcome::Panicked => events::burnt(words, &chef, &card, &took),
    }
}

/// By whom, for a sentence that ends so: `by #03, on chef 2`.
fn woken_by(words: Register, task: TaskId, by: WakeBy, on: Option<WorkerId>) -> String {
    let name = &|id: TaskId| number(words, id);
    let wake = Wake {
        task,
        by,
        on,
        name,
        words,
    };
    wake.by_whom_on()
}

/// What is waited for, and where: `its bell (timer), simmer.rs:12`.
fn wait(by: Teller<'_>, site: SiteId, whom: &str) -> String {
    events::wait(by.words, by.wait(Some(site)), whom, &line(by, site))
}

fn line(by: Teller<'_>, site: SiteId) -> String {
    let site = by.model.site(site).map(site_name);
    site.unwrap_or_else(|| events::line_unknown(by.words))
}

fn handle(teller: Teller<'_>, task: TaskId, by: Option<TaskId>, act: HandleAct) -> String {
    let words = teller.words;
    let card = teller.card(task);
    let by = by.map_or_else(|| events::outside(words), |by| teller.card(by));
    let failed = matches!(
        teller.model.task(task).map(|task| task.place),
        Some(Place::Ended(EndKind::Panicked | EndKind::Cancelled))
    );
    match act {
        HandleAct::Joined if failed => events::gets_error(words, &by, &card),
        HandleAct::Joined => events::takes_result(words, &by, &card),
        HandleAct::Dropped => events::tears_ticket(words, &by, &card),
        HandleAct::AbortAsked => events::asks_to_stop(words, &by, &card),
    }
}
