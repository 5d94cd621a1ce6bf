//! One event of a life in words.

use crate::app::Register;
use crate::events::{
    BlockingOutcome, EndKind, Event, HandleAct, Holder, Nanos, PollOutcome, Role, TaskId, WaitEnd,
    WakeBy, What, WorkerId,
};
use crate::kitchen::amount;
use crate::kitchen::sentences::steps as say;
use crate::kitchen::state::{self, Tone};
use crate::kitchen::stuck;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::{Teller, number, ticket_gave};
use crate::model::{Place, Task, Wait};

/// Verb, tone, the rest, and another card it is about.
pub(super) type Words = (&'static str, Tone, String, Option<TaskId>);

pub(super) fn words(teller: Teller<'_>, task: &Task, event: &Event, poll_number: u32) -> Words {
    let Teller { model, words } = teller;
    match &event.what {
        What::Spawned {
            parent,
            role: role @ (Role::BlockOn | Role::Local),
            ..
        } => ("begun", Tone::Plain, lane(words, *role, *parent), *parent),
        What::Spawned { parent, on, .. } => {
            let text = spawned(words, *parent, *on, model.has_lifo_slot());
            ("spawned", Tone::Plain, text, *parent)
        }
        What::Seen {
            parent,
            on,
            born: true,
            ..
        } => {
            let text = spawned(words, *parent, *on, model.has_lifo_slot());
            ("spawned", Tone::Plain, text, *parent)
        }
        What::Seen { parent, .. } => ("seen", Tone::Plain, say::older(words), *parent),
        What::Polled {
            worker,
            start,
            outcome,
            self_woken,
            budget_spent,
            ..
        } => {
            let lasted = event.at.since(*start);
            let slow = lasted >= model.stall_after();
            let (verb, tone) = ended_poll(*outcome, slow);
            let lasted = amount::span(lasted);
            let mut text = say::poll(words, poll_number, &chef(words, *worker), &lasted);
            text.push_str(match outcome {
                PollOutcome::Pending => ", Pending",
                PollOutcome::Ready => ", Ready",
                PollOutcome::Panicked => ", panicked",
                PollOutcome::Over => ", over",
            });
            text.push_str(if *self_woken { ", woke itself" } else { "" });
            text.push_str(if *budget_spent {
                ", coop budget spent"
            } else {
                ""
            });
            (verb, tone, text, None)
        }
        What::Woken { by, on, .. } => {
            let (text, pick) = woken(words, task.id, *by, *on);
            ("woken", Tone::Ready, text, pick)
        }
        What::Waiting {
            site, until, on, ..
        } => (
            "waits",
            Tone::Pending,
            state::wait_text(
                model,
                Wait {
                    site: *site,
                    until: *until,
                    on: *on,
                },
                event.at,
            ),
            *on,
        ),
        What::WaitOver { site, end, .. } => {
            let text = match end {
                WaitEnd::Ready => say::ready(words, &state::line_text(model, *site)),
                WaitEnd::Dropped => say::dropped(words, &state::line_text(model, *site)),
            };
            ("wait over", Tone::Pending, text, None)
        }
        What::At { site, .. } => ("line", Tone::Dim, state::line_text(model, *site), None),
        What::Dropped { .. } => ("binned", Tone::Binned, say::cancelled(words), None),
        What::Handle { by, act, .. } => handle(words, (*by, *act), task, event.at),
        What::PanicAt { site, text, .. } => {
            let place = model.site(*site).map(state::site_name);
            let place = place.unwrap_or_else(|| say::unknown_place(words));
            let text = say::panics(words, &place, model.text(*text));
            ("panics", Tone::Burnt, text, None)
        }
        What::Stuck { found, .. } => {
            let text = say::held(words, &stuck::doing_at(&found.read()));
            ("held", Tone::Burnt, text, None)
        }
        What::Said { text, .. } => ("said", Tone::Plain, model.text(*text).to_owned(), None),
        What::LockAwaited { holder, .. } => held_up(teller, *holder),
        What::LockTaken { site, .. } => {
            let text = say::lock_taken(words, &state::line_text(model, *site));
            ("takes", Tone::Plain, text, None)
        }
        What::LockFreed { .. } => ("gives back", Tone::Plain, say::lock_freed(words), None),
        other => blocking(words, other),
    }
}

/// By whom, who has what the task waits for.
fn held_up(Teller { model, words }: Teller<'_>, holder: Option<Holder>) -> Words {
    let text = holder.map_or_else(
        || say::holder_unknown(words),
        |Holder { task, site }| {
            let line = model.site(site).map(state::site_name);
            let line = line.unwrap_or_else(|| say::unknown_place(words));
            say::held_by(words, &number(words, task), &line)
        },
    );
    let whom = holder.map(|holder| holder.task);
    ("held up", Tone::Pending, text, whom)
}

fn blocking(words: Register, what: &What) -> Words {
    match what {
        What::BlockingSubmitted { parent, .. } => {
            let text = say::to_bakery_by(words, &by(words, *parent));
            ("handed in", Tone::Ready, text, *parent)
        }
        What::BlockingStarted { .. } => (
            "baking",
            Tone::Blocking,
            say::pool_thread_began(words),
            None,
        ),
        What::BlockingEnded { outcome, .. } => match outcome {
            BlockingOutcome::Completed => ("served", Tone::Served, say::returned(words), None),
            BlockingOutcome::Panicked => ("burnt", Tone::Burnt, say::panicked(words), None),
            BlockingOutcome::Cancelled => {
                ("binned", Tone::Binned, say::dropped_unbegun(words), None)
            }
        },
        What::InPlaceStarted { worker, .. } => (
            "hands over",
            Tone::Blocking,
            say::in_place(words, &chef(words, Some(*worker))),
            None,
        ),
        What::InPlaceEnded { .. } => ("continues", Tone::Cooking, say::in_place_over(words), None),
        // An event without words of its own yet.
        other => (other.name(), Tone::Plain, String::new(), None),
    }
}

fn ended_poll(outcome: PollOutcome, slow: bool) -> (&'static str, Tone) {
    match (outcome, slow) {
        (PollOutcome::Panicked, _) => ("burnt", Tone::Burnt),
        (_, true) => ("stalled", Tone::Stalled),
        (PollOutcome::Ready, false) => ("served", Tone::Served),
        (PollOutcome::Over, false) => ("gone", Tone::Plain),
        (PollOutcome::Pending, false) => ("put aside", Tone::Cooking),
    }
}

/// Whose thread: `chef 2`.
pub(super) fn chef(words: Register, worker: Option<WorkerId>) -> String {
    worker.map_or_else(
        || say::no_chef(words),
        |worker| say::chef(words, &worker.to_string()),
    )
}

fn by(words: Register, card: Option<TaskId>) -> String {
    card.map_or_else(
        || say::from_outside(words),
        |id| say::by(words, &number(words, id)),
    )
}

/// A lane's beginning: it goes to no queue.
fn lane(words: Register, role: Role, parent: Option<TaskId>) -> String {
    let by = parent.map(|id| format!(" {}", say::by(words, &number(words, id))));
    let by = by.unwrap_or_default();
    match role {
        Role::Local => say::in_local_set(words, &by),
        Role::BlockOn | Role::Task => say::in_block_on(words, &by),
    }
}

/// Where Tokio puts a new task follows from who spawned it, so that part is inferred.
fn spawned(words: Register, parent: Option<TaskId>, on: Option<WorkerId>, slot: bool) -> String {
    let by = match (parent, on) {
        (None, Some(_)) => say::by_unobserved(words),
        _ => by(words, parent),
    };
    match on {
        Some(_) if slot => say::spawned_to_clip(words, &by, &chef(words, on)),
        Some(_) => say::spawned_to_rail(words, &by, &chef(words, on)),
        None => say::spawned_to_pass(words, &by),
    }
}

fn woken(
    words: Register,
    task: TaskId,
    by: WakeBy,
    on: Option<WorkerId>,
) -> (String, Option<TaskId>) {
    let name = &|id: TaskId| number(words, id);
    let wake = Wake {
        task,
        by,
        on,
        name,
        words,
    };
    (
        wake.by_whom_on(),
        by.caller().filter(|caller| *caller != task),
    )
}

fn handle(
    words: Register,
    (whom, act): (Option<TaskId>, HandleAct),
    task: &Task,
    at: Nanos,
) -> Words {
    let who = by(words, whom);
    let over = task.is_ended() && task.since <= at;
    let (verb, tone, text) = match act {
        HandleAct::Joined => (
            "claimed",
            match task.place {
                Place::Ended(EndKind::Panicked | EndKind::Cancelled) => Tone::Plain,
                _ => Tone::Served,
            },
            say::joined(words, ticket_gave(task.place), &who),
        ),
        HandleAct::Dropped => {
            let then = match over {
                true => say::had_ended(words),
                false => say::runs_on(words),
            };
            let text = say::handle_dropped(words, &who, &then);
            ("ticket torn", Tone::Unclaimed, text)
        }
        HandleAct::AbortAsked => {
            let then = stops(words, over, task.is_blocking_job);
            let text = say::abort_called(words, &who, &then);
            ("asked to stop", Tone::Binned, text)
        }
    };
    (verb, tone, text, whom)
}

/// What an abort comes to.
fn stops(words: Register, over: bool, job: bool) -> String {
    match (over, job) {
        (true, _) => say::had_ended(words),
        (false, true) => say::job_runs_on(words),
        (false, false) => say::stops(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KITCHEN: Register = Register::Analogy;

    fn id(number: u32) -> TaskId {
        TaskId::new(number).unwrap()
    }

    #[test]
    fn every_wake_names_who_called_it() {
        let on = Some(WorkerId::new(2));
        assert_eq!(
            woken(KITCHEN, id(7), WakeBy::Task(id(7)), None),
            ("by itself".into(), None)
        );
        assert_eq!(
            woken(KITCHEN, id(7), WakeBy::Task(id(3)), on),
            ("by #03, on chef 2".into(), Some(id(3)))
        );
        assert_eq!(
            woken(KITCHEN, id(7), WakeBy::Driver, on).0,
            "by the bell (timer or I/O driver), on chef 2"
        );
        assert_eq!(
            woken(KITCHEN, id(7), WakeBy::Cancelled(id(3)), on).1,
            Some(id(3))
        );
        let ended_before = WakeBy::BetweenPolls(Some(id(3)));
        assert_eq!(
            woken(KITCHEN, id(7), ended_before, on),
            (
                "by somebody not known (between two polls), on chef 2".into(),
                None
            )
        );
    }

    #[test]
    fn the_place_of_a_new_task_is_marked_as_inferred() {
        assert_eq!(
            spawned(KITCHEN, None, None, true),
            "from outside  ~ to the pass (injection queue)"
        );
        assert_eq!(
            spawned(KITCHEN, Some(id(7)), Some(WorkerId::new(1)), true),
            "by #07 on chef 1  ~ to the clip (LIFO slot)"
        );
        assert_eq!(
            spawned(KITCHEN, Some(id(7)), Some(WorkerId::new(1)), false),
            "by #07 on chef 1  ~ to the rail (local queue)"
        );
    }

    #[test]
    fn an_event_without_words_of_its_own_goes_by_its_name() {
        assert_eq!(blocking(KITCHEN, &What::RunEnded).0, "run-ended");
    }

    #[test]
    fn a_poll_that_stalls_says_so_whether_it_ends_or_not() {
        assert_eq!(ended_poll(PollOutcome::Ready, true).0, "stalled");
        assert_eq!(ended_poll(PollOutcome::Pending, false).0, "put aside");
        assert_eq!(ended_poll(PollOutcome::Panicked, true).0, "burnt");
    }
}
