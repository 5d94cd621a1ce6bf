//! What a script asks of the runtime's builder: `workers` and `flavor`, at the top or in its table
//! `[runtime]`, and in that table all else that can be set.

use super::Setup;
use crate::document::{Field, Fields, Mistake, Source, one_of, quoted};
use crate::events::Flavor;
use crate::limits::MAX_WORKERS;
use crate::order::Settings;
use std::num::NonZeroU32;

const RUNTIME: [&str; 7] = [
    "workers",
    "flavor",
    "max_blocking_threads",
    "event_interval",
    "global_queue_interval",
    "disable_lifo_slot",
    "enable_eager_driver_handoff",
];

const FLAVORS: [(&str, Flavor); 2] = [
    ("multi-thread", Flavor::MultiThread),
    ("current-thread", Flavor::CurrentThread),
];

/// Most threads a script may allow the blocking pool. Each is a thread of the operating system:
/// where far fewer can be had, [`MAX_WORKERS`] says.
const MOST_BLOCKING: u32 = 10_000;

/// Longest interval, in polls. More of them than this without a look at the driver, or at the
/// injection queue, take seconds, and look as if it never came.
const LONGEST_INTERVAL: u32 = 1_000_000;

/// See the module's text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Asked {
    pub(super) workers: Option<u16>,
    pub(super) flavor: Option<Flavor>,
    pub(super) settings: Settings,
}

/// Lays lines such as `runtime.workers = 2` over what a script asks for. Gives what they say
/// themselves.
pub(super) fn lay_over(setup: &mut Setup, lines: Source<'_>) -> Result<Asked, Mistake> {
    const LIKE: &str = "`runtime.KEY = VALUE`, as in a scenario file";
    let document = lines.parse(LIKE)?;
    let table = document.get_ref();
    for key in table.keys() {
        let name: &str = key.get_ref();
        if name != "runtime" {
            if RUNTIME.contains(&name) {
                let found = format!("{name} without its table");
                return Err(lines.mistake(key.span(), found, format!("runtime.{name}")));
            }
            let found = format!("unknown key {}", quoted(name));
            let known = one_of(name, RUNTIME.into_iter());
            let expected = format!("`runtime.KEY = VALUE`, KEY {known}");
            return Err(lines.mistake(key.span(), found, expected));
        }
    }
    let top = Fields::new(lines, "a line of [runtime]", (table, 0..0), &["runtime"])?;
    let Some(field) = top.get("runtime") else {
        return Err(lines.mistake(0..0, "nothing", LIKE));
    };
    let table = field.table("max_blocking_threads = 4")?;
    let fields = Fields::new(lines, "[runtime]", table, &RUNTIME)?;
    let said = workers_and_flavor(&fields)?;
    setup.flavor = said.flavor.or(setup.flavor);
    one_worker_only(setup.flavor, &[&fields])?;
    setup.workers = match said.flavor {
        // How many the other scheduler was to have is nothing to this one.
        Some(Flavor::CurrentThread) => said.workers,
        _ => said.workers.or(setup.workers),
    };
    setup.settings = settings(&fields, setup.settings, cfg!(tokio_unstable))?;
    Ok(said)
}

/// Reads both places. `unstable`: what only an unstable Tokio can be told may be there.
pub(super) fn asked(top: &Fields<'_>, unstable: bool) -> Result<Asked, Mistake> {
    let at_top = Asked {
        settings: Settings::default(),
        ..workers_and_flavor(top)?
    };
    let Some(field) = top.get("runtime") else {
        one_worker_only(at_top.flavor, &[top])?;
        return Ok(at_top);
    };
    let table = field.table("max_blocking_threads = 4")?;
    let fields = Fields::new(top.source, "[runtime]", table, &RUNTIME)?;
    for name in ["workers", "flavor"] {
        if let (Some(_), Some(again)) = (top.get(name), fields.get(name)) {
            return Err(again.wrong(format!(
                "`{name}` in one place: it is also said at the top of the file"
            )));
        }
    }
    let inside = workers_and_flavor(&fields)?;
    let flavor = at_top.flavor.or(inside.flavor);
    one_worker_only(flavor, &[top, &fields])?;
    Ok(Asked {
        workers: at_top.workers.or(inside.workers),
        flavor,
        settings: settings(&fields, Settings::default(), unstable)?,
    })
}

fn workers_and_flavor(fields: &Fields<'_>) -> Result<Asked, Mistake> {
    let workers = fields.get("workers").map(|field| workers(&field));
    let flavor = fields
        .get("flavor")
        .map(|field| field.word("a flavor", &FLAVORS));
    Ok(Asked {
        workers: workers.transpose()?,
        flavor: flavor.transpose()?,
        settings: Settings::default(),
    })
}

/// Refuses a number of workers that this flavor cannot have, in whichever of these tables it is.
fn one_worker_only(flavor: Option<Flavor>, tables: &[&Fields<'_>]) -> Result<(), Mistake> {
    if flavor != Some(Flavor::CurrentThread) {
        return Ok(());
    }
    let mut said = tables.iter().filter_map(|fields| fields.get("workers"));
    match said.find(|field| workers(field).is_ok_and(|workers| workers != 1)) {
        Some(field) => Err(field.wrong("1: the current-thread flavor has one worker")),
        None => Ok(()),
    }
}

/// A number of workers.
pub(super) fn workers(field: &Field<'_>) -> Result<u16, Mistake> {
    let number = field.number("a number of workers", 1, u32::from(MAX_WORKERS))?;
    Ok(u16::try_from(number).expect("checked to be at most MAX_WORKERS, a u16"))
}

/// What the table says, and else what is said already.
fn settings(fields: &Fields<'_>, said: Settings, unstable: bool) -> Result<Settings, Mistake> {
    let number = |name, what, most, said| {
        let field = fields.get(name);
        let read = field.map(|field| field.number(what, 1, most));
        read.transpose()
            .map(|number| number.and_then(NonZeroU32::new).or(said))
    };
    let interval = |name, said| number(name, "a number of polls", LONGEST_INTERVAL, said);
    let flag = |name, said| {
        let field = fields.get(name);
        field.map_or(Ok(said), |field| only_unstable(&field, unstable))
    };
    Ok(Settings {
        max_blocking: number(
            "max_blocking_threads",
            "a number of threads",
            MOST_BLOCKING,
            said.max_blocking,
        )?,
        event_interval: interval("event_interval", said.event_interval)?,
        global_queue_interval: interval("global_queue_interval", said.global_queue_interval)?,
        disable_lifo_slot: flag("disable_lifo_slot", said.disable_lifo_slot)?,
        eager_handoff: flag("enable_eager_driver_handoff", said.eager_handoff)?,
    })
}

/// What only an unstable Tokio can be told. `false` is how a stable one is.
fn only_unstable(field: &Field<'_>, unstable: bool) -> Result<bool, Mistake> {
    let value = field.truth()?;
    if value && !unstable {
        return Err(field
            .wrong("no such setting here: this program was built without `--cfg tokio_unstable`"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests;
