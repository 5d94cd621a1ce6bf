//! One event of a life in words.

use crate::app::Register;
use crate::events::{
    BlockingOutcome, EndKind, Event, HandleAct, Nanos, PollOutcome, Role, TaskId, WaitEnd, WakeBy,
    What, WorkerId,
};
use crate::kitchen::amount;
use crate::kitchen::state::{self, Tone};
use crate::kitchen::stuck;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::ticket_gave;
use crate::model::{Model, Place, Task, Wait};

/// Verb, tone, the rest, and another card it is about.
pub(super) type Words = (&'static str, Tone, String, Option<TaskId>);

pub(super) fn words(model: &Model, task: &Task, event: &Event, poll_number: u32) -> Words {
    match &event.what {
        What::Spawned {
            parent,
            role: role @ (Role::BlockOn | Role::Local),
            ..
        } => ("begun", Tone::Plain, lane(*role, *parent), *parent),
        What::Spawned { parent, on, .. } => {
            let slot = model.has_lifo_slot();
            ("spawned", Tone::Plain, spawned(*parent, *on, slot), *parent)
        }
        What::Seen {
            parent, on, born, ..
        } => {
            let slot = model.has_lifo_slot();
            let text = match born {
                true => spawned(*parent, *on, slot),
                false => "seen from here on: it is older, and polled now".to_owned(),
            };
            let verb = if *born { "spawned" } else { "seen" };
            (verb, Tone::Plain, text, *parent)
        }
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
            let mut text = format!(
                "poll {poll_number} on {}, {}",
                chef(*worker),
                amount::span(lasted)
            );
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
            let (text, pick) = woken(task.id, *by, *on);
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
                WaitEnd::Ready => format!("{} is ready", state::line_text(model, *site)),
                WaitEnd::Dropped => format!(
                    "{} dropped before it was ready",
                    state::line_text(model, *site)
                ),
            };
            ("wait over", Tone::Pending, text, None)
        }
        What::At { site, .. } => ("line", Tone::Dim, state::line_text(model, *site), None),
        What::Dropped { .. } => (
            "binned",
            Tone::Binned,
            "its future was dropped before it was ready (cancelled)".into(),
            None,
        ),
        What::Handle { by, act, .. } => handle(*by, *act, task, event.at),
        What::PanicAt { site, text, .. } => (
            "panics",
            Tone::Burnt,
            format!(
                "{}: {}",
                model
                    .site(*site)
                    .map_or_else(|| "at an unknown place".to_owned(), state::site_name),
                model.text(*text)
            ),
            None,
        ),
        What::Stuck { found, .. } => (
            "held",
            Tone::Burnt,
            format!("it {}", stuck::doing_at(&found.read())),
            None,
        ),
        What::Said { text, .. } => ("said", Tone::Plain, model.text(*text).to_owned(), None),
        other => blocking(other),
    }
}

fn blocking(what: &What) -> Words {
    match what {
        What::BlockingSubmitted { parent, .. } => {
            let by = parent.map_or_else(|| "from outside".to_owned(), |id| format!("by {id}"));
            (
                "handed in",
                Tone::Ready,
                format!("to the bakery (spawn_blocking) {by}"),
                *parent,
            )
        }
        What::BlockingStarted { .. } => (
            "baking",
            Tone::Blocking,
            "a pool thread began it; abort can no longer stop it".into(),
            None,
        ),
        What::BlockingEnded { outcome, .. } => match outcome {
            BlockingOutcome::Completed => ("served", Tone::Served, "it returned".into(), None),
            BlockingOutcome::Panicked => ("burnt", Tone::Burnt, "it panicked".into(), None),
            BlockingOutcome::Cancelled => (
                "binned",
                Tone::Binned,
                "dropped before it began".into(),
                None,
            ),
        },
        What::InPlaceStarted { worker, .. } => (
            "hands over",
            Tone::Blocking,
            format!("block_in_place: chef {worker}'s rail goes to another thread"),
            None,
        ),
        What::InPlaceEnded { .. } => (
            "continues",
            Tone::Cooking,
            "block_in_place returned".into(),
            None,
        ),
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

fn chef(worker: Option<WorkerId>) -> String {
    worker.map_or_else(
        || "a thread without a chef's place".to_owned(),
        |w| format!("chef {w}"),
    )
}

/// A lane's beginning: it goes to no queue.
fn lane(role: Role, parent: Option<TaskId>) -> String {
    let by = parent.map_or_else(String::new, |id| format!(" by {id}"));
    match role {
        Role::Local => format!("in a LocalSet{by}, in no queue of the scheduler"),
        Role::BlockOn | Role::Task => format!("by block_on{by}, in no queue"),
    }
}

/// Where Tokio puts a new task follows from who spawned it, so that part is inferred.
fn spawned(parent: Option<TaskId>, on: Option<WorkerId>, slot: bool) -> String {
    let by = match (parent, on) {
        (Some(id), _) => format!("by {id}"),
        (None, Some(_)) => "by code that is not observed,".to_owned(),
        (None, None) => "from outside".to_owned(),
    };
    match on {
        Some(worker) if slot => format!("{by} on chef {worker}  ~ to the clip (LIFO slot)"),
        Some(worker) => format!("{by} on chef {worker}  ~ to the rail (local queue)"),
        None => format!("{by}  ~ to the pass (injection queue)"),
    }
}

fn woken(task: TaskId, by: WakeBy, on: Option<WorkerId>) -> (String, Option<TaskId>) {
    let name = &|id: TaskId| id.to_string();
    let words = Register::Analogy;
    let wake = Wake {
        task,
        by,
        on,
        name,
        words,
    };
    let by_whom = wake.by_whom();
    let on = on.map_or_else(String::new, |worker| format!(", on chef {worker}"));
    (by_whom + &on, by.caller().filter(|caller| *caller != task))
}

fn handle(by: Option<TaskId>, act: HandleAct, task: &Task, at: Nanos) -> Words {
    let who = by.map_or_else(|| "from outside".to_owned(), |id| format!("by {id}"));
    let over = task.is_ended() && task.since <= at;
    let (verb, tone, text) = match act {
        HandleAct::Joined => (
            "claimed",
            match task.place {
                Place::Ended(EndKind::Panicked | EndKind::Cancelled) => Tone::Plain,
                _ => Tone::Served,
            },
            format!("{} {who} (JoinHandle)", ticket_gave(task.place)),
        ),
        HandleAct::Dropped => (
            "ticket torn",
            Tone::Unclaimed,
            format!(
                "JoinHandle dropped {who}; {}",
                if over { "it had ended" } else { "it runs on" }
            ),
        ),
        HandleAct::AbortAsked => (
            "asked to stop",
            Tone::Binned,
            format!("abort called {who}; {}", stops(over, task.is_blocking_job)),
        ),
    };
    (verb, tone, text, by)
}

/// What an abort comes to.
fn stops(over: bool, job: bool) -> &'static str {
    match (over, job) {
        (true, _) => "it had ended",
        (false, true) => "a job that has begun runs to its end",
        (false, false) => "it stops at an .await that has to wait",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> TaskId {
        TaskId::new(number).unwrap()
    }

    #[test]
    fn every_wake_names_who_called_it() {
        let on = Some(WorkerId::new(2));
        assert_eq!(
            woken(id(7), WakeBy::Task(id(7)), None),
            ("by itself".into(), None)
        );
        assert_eq!(
            woken(id(7), WakeBy::Task(id(3)), on),
            ("by #03, on chef 2".into(), Some(id(3)))
        );
        assert_eq!(
            woken(id(7), WakeBy::Driver, on).0,
            "by the bell (timer or I/O driver), on chef 2"
        );
        assert_eq!(woken(id(7), WakeBy::Cancelled(id(3)), on).1, Some(id(3)));
        let ended_before = WakeBy::BetweenPolls(Some(id(3)));
        assert_eq!(
            woken(id(7), ended_before, on),
            (
                "by somebody not known (between two polls), on chef 2".into(),
                None
            )
        );
    }

    #[test]
    fn the_place_of_a_new_task_is_marked_as_inferred() {
        assert_eq!(
            spawned(None, None, true),
            "from outside  ~ to the pass (injection queue)"
        );
        assert_eq!(
            spawned(Some(id(7)), Some(WorkerId::new(1)), true),
            "by #07 on chef 1  ~ to the clip (LIFO slot)"
        );
        assert_eq!(
            spawned(Some(id(7)), Some(WorkerId::new(1)), false),
            "by #07 on chef 1  ~ to the rail (local queue)"
        );
    }

    #[test]
    fn an_event_without_words_of_its_own_goes_by_its_name() {
        assert_eq!(blocking(&What::RunEnded).0, "run-ended");
    }

    #[test]
    fn a_poll_that_stalls_says_so_whether_it_ends_or_not() {
        assert_eq!(ended_poll(PollOutcome::Ready, true).0, "stalled");
        assert_eq!(ended_poll(PollOutcome::Pending, false).0, "put aside");
        assert_eq!(ended_poll(PollOutcome::Panicked, true).0, "burnt");
    }
}
