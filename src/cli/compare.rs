//! What `compare` asks of each side: checked here, and handed to the `run` of every round.

use super::args::{Choices, Compare};
use super::{BadInput, Job, Surroundings, expect, runtime};
use crate::claim::{Claim, KindInfo};
use crate::compare::{MOMENTS, NAMES};
use crate::config::{self, Side};
use crate::document::{Mistake, clean, quoted};
use crate::events::Nanos;
use crate::limits::MAX_CLAIMS;
use crate::recording::Recording;
use crate::scenario::Scenario;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often each side is played, if nobody says.
const ROUNDS: u16 = 5;

/// The comparison that was asked for.
pub(super) fn config(flags: &Compare, around: &Surroundings) -> Result<config::Compare, BadInput> {
    let a = &flags.scenario_a;
    let b = flags.scenario_b.as_ref().unwrap_or(a);
    let script = Scenario::text(a)?;
    // What can be read only once, as a pipe, is read once.
    let script_b = match a == b {
        true => script.clone(),
        false => Scenario::text(b)?,
    };
    let theme = super::args::theme(flags.theme, flags.mono);
    Ok(config::Compare {
        sides: [
            side(
                (NAMES[0], a, &script),
                flags,
                ("--a", &flags.over_a),
                around,
            )?,
            side(
                (NAMES[1], b, &script_b),
                flags,
                ("--b", &flags.over_b),
                around,
            )?,
        ],
        rounds: flags.rounds.unwrap_or(ROUNDS),
        report: flags.report,
        screen: flags.screen.then(|| super::unless_no_color(theme, around)),
    })
}

/// The comparison of two recordings, if that is what was asked for.
pub(super) fn recordings(flags: &Compare) -> Result<Option<Job>, BadInput> {
    let a = &flags.scenario_a;
    let b = flags.scenario_b.as_ref();
    let is_recording = |name: &str| Recording::is_at(Path::new(name));
    match (is_recording(a), b.is_some_and(|b| is_recording(b))) {
        (true, true) => {}
        (false, false) if flags.runtime.is_some() => {
            let expected = "two recordings, or no --runtime".to_owned();
            return Err(Mistake::new("--runtime", "scenarios".into(), expected).into());
        }
        (false, false) => return Ok(None),
        (is_a, _) => {
            let what = |is: bool| ["a scenario", "a recording"][usize::from(is)];
            let found = match b {
                Some(_) => format!("{} as A and {} as B", what(is_a), what(!is_a)),
                None => "one recording".to_owned(),
            };
            let expected = "two recordings, or two scenarios".to_owned();
            return Err(Mistake::new("compare", found, expected).into());
        }
    }
    let choices = &flags.choices;
    let of_a_run = [
        ("--a", !flags.over_a.is_empty()),
        ("--b", !flags.over_b.is_empty()),
        ("--workers", choices.workers.is_some()),
        ("--flavor", choices.flavor.is_some()),
        ("--tempo", choices.tempo.is_some()),
        ("--for", flags.limit.is_some()),
        ("--rounds", flags.rounds.is_some()),
        ("--screen", flags.screen),
    ];
    if let Some((flag, _)) = of_a_run.iter().find(|(_, is_given)| *is_given) {
        let expected = format!("two scenarios, or no {flag}");
        return Err(Mistake::new(flag, "two recordings".into(), expected).into());
    }
    let claims = expect::of_any_run(&flags.expect, Nanos::from_duration(choices.stall_after))?;
    not_too_many(claims.len())?;
    let files = [a, b.unwrap_or(a)].map(PathBuf::from);
    let config = config::Recordings {
        files,
        stall_after: choices.stall_after,
        runtime: flags.runtime,
        report: flags.report,
    };
    Ok(Some(Job::CompareRecordings(config, claims)))
}

/// So many claims, and those that tell the worst moments.
fn not_too_many(claims: usize) -> Result<(), BadInput> {
    if claims > MAX_CLAIMS - MOMENTS.len() {
        let found = format!("{claims} claims");
        let expected = format!("at most {} to compare", MAX_CLAIMS - MOMENTS.len());
        return Err(Mistake::new("--expect", found, expected).into());
    }
    Ok(())
}

fn side(
    (letter, name, script): (&'static str, &str, &str),
    flags: &Compare,
    (place, lines): (&str, &[String]),
    around: &Surroundings,
) -> Result<Side, BadInput> {
    let mut scenario = Scenario::parse(name, script)?;
    let mut choices = flags.choices.clone();
    lay_over(&mut scenario, &mut choices, place, lines)?;
    // One claim may fit one side and not the other.
    let of_side = |error: BadInput| BadInput::OfSide(letter, error.into());
    expect::claims(&mut scenario, &flags.expect).map_err(of_side)?;
    not_too_many(scenario.expects.len())?;
    let runtime = runtime(&choices, Some(&scenario), around)?;
    expect::decidable_run(&scenario, &runtime).map_err(of_side)?;
    let kinds = scenario.kinds();
    let called = |line: &String| format!(", {}", clean(line.trim()));
    let lines_told: String = lines.iter().map(called).collect();
    Ok(Side {
        name: scenario.name + &lines_told,
        script: script.to_owned(),
        arguments: arguments(flags, lines, &kinds),
    })
}

/// Lays lines of a `[runtime]` table over what the scenario asks for, and over what flags say of
/// the same.
pub(super) fn lay_over(
    scenario: &mut Scenario,
    choices: &mut Choices,
    place: &str,
    lines: &[String],
) -> Result<(), BadInput> {
    for line in lines {
        let place = format!("{place} {}", quoted(line));
        let (workers, flavor) = scenario.lay_over(&place, line)?;
        choices.workers = choices.workers.filter(|_| workers.is_none());
        choices.flavor = choices.flavor.filter(|_| flavor.is_none());
    }
    Ok(())
}

/// The flags of `run` that come to the same.
fn arguments(flags: &Compare, lines: &[String], kinds: &[KindInfo]) -> Vec<String> {
    let mut all = Vec::new();
    // In one word: a value may begin with a hyphen.
    let mut flag = |name: &str, value: &dyn Display| all.push(format!("--{name}={value}"));
    let time = |time: Duration| humantime::format_duration(time).to_string();
    let choices = &flags.choices;
    if let Some(workers) = choices.workers {
        flag("workers", &workers);
    }
    if let Some(flavor) = choices.flavor {
        flag("flavor", &flavor.word());
    }
    if let Some(tempo) = choices.tempo {
        flag("tempo", &tempo);
    }
    flag("stall-after", &time(choices.stall_after));
    flag("max-cards", &choices.max_cards);
    if let Some(limit) = flags.limit {
        flag("for", &time(limit));
    }
    for line in lines {
        flag("set", line);
    }
    for claim in &flags.expect {
        flag("expect", claim);
    }
    for moment in MOMENTS {
        let claim: Result<Claim, _> = moment.parse();
        if claim.is_ok_and(|claim| claim.fits_kinds(kinds).is_ok()) {
            flag("expect", &moment);
        }
    }
    all
}
