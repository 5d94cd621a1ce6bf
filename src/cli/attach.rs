//! `attach`: which program is meant.

use super::args::{Attach, Record};
use super::{BadInput, Surroundings, needs_screen, not_there, unless_no_color};
use crate::config::{self, RecordProgram};
use crate::remote::{self, Connection, Found, Missing, Told};
use std::path::Path;

/// What `attach` comes to.
pub(super) enum Chosen {
    /// This one.
    One(Box<config::Tui>, Found),
    /// One of these, to be chosen on the screen.
    Several(Box<config::Tui>, Vec<Told>),
    /// One of these, and there is nobody to choose.
    None(Vec<Told>),
}

/// Looks which program is meant.
pub(super) fn chosen(flags: &Attach, around: &Surroundings) -> Result<Chosen, BadInput> {
    let found = match &flags.program {
        Some(program) => Some(named(program)?),
        None => None,
    };
    let several = match found {
        Some(_) => Vec::new(),
        None => all()?,
    };
    let found = found.or_else(|| match several.as_slice() {
        [one] => Some(one.found.clone()),
        _ => None,
    });
    if let Some(found) = &found {
        // What is wrong with it is told first, also where there is no terminal.
        drop(Connection::open(&found.path, || {})?);
    }
    if found.is_none() && !around.terminal {
        return Ok(Chosen::None(several));
    }
    needs_screen(around, "attach --help")?;
    let mut tui = flags.config();
    tui.theme = unless_no_color(tui.theme, around);
    let tui = Box::new(tui);
    Ok(match found {
        Some(found) => Chosen::One(tui, found),
        None => Chosen::Several(tui, several),
    })
}

fn named(program: &str) -> Result<Found, BadInput> {
    let found = match program.parse() {
        Ok(pid) => remote::of_pid(pid),
        Err(_) => remote::at(Path::new(program)),
    };
    found.map_err(BadInput::from)
}

fn all() -> Result<Vec<Told>, BadInput> {
    let found = remote::running()?;
    let told = remote::tell_all(&found);
    match (found.as_slice(), told.is_empty()) {
        ([], _) => Err(BadInput::NoProgram(Missing)),
        // It says what is wrong with it.
        ([one, ..], true) => match remote::tell(one) {
            Ok(told) => Ok(vec![told]),
            Err(trouble) => Err(trouble.into()),
        },
        (_, false) => Ok(told),
    }
}

/// The program that is to be recorded, and where.
pub(super) fn record(flags: Record) -> Result<RecordProgram, BadInput> {
    let found = named(&flags.program)?;
    if !flags.force {
        not_there(&flags.file)?;
    }
    drop(Connection::open(&found.path, || {})?);
    Ok(RecordProgram {
        pid: found.pid,
        socket: found.path,
        file: flags.file,
        force: flags.force,
        limit: flags.limit,
        stall_after: flags.stall_after,
    })
}
