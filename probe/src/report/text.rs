//! The report as a person reads it.

use super::Report;
use super::tally::{Class, Group};
use crate::events::{Nanos, Role};
use std::fmt::Write;

/// So many kinds are listed, those with the longest polls first.
const LISTED: usize = 20;

impl Report {
    /// See the module's text.
    pub(super) fn text(&self) -> String {
        let mut text = self.title();
        let _ = writeln!(text, "  coverage    {}", self.coverage_in_words());
        for (name, class) in [
            ("tasks", Class::Task(Role::Task)),
            ("block_on", Class::Task(Role::BlockOn)),
            ("local tasks", Class::Task(Role::Local)),
            ("pool jobs", Class::Job),
        ] {
            let [begun, completed, panicked, cancelled, ended] = self.tally.sum(class);
            if begun > 0 {
                let left = begun - completed - panicked - cancelled - ended;
                let unknown = match ended {
                    0 => String::new(),
                    ended => format!(", {ended} ended (how is not known)"),
                };
                let _ = writeln!(
                    text,
                    "  {name:<11} {begun}: {completed} completed, {panicked} panicked, {cancelled} cancelled{unknown}, {left} left"
                );
            }
        }
        self.add_jobs_not_seen(&mut text);
        self.add_longest(&mut text);
        self.add_sight(&mut text);
        self.add_groups(&mut text);
        if self.shed > 0 {
            let shed = many(self.shed, "event");
            let _ = writeln!(text, "  only counted, as the reader was behind: {shed}");
        }
        // Names and paths come from the program.
        let harmless = |c: char| c == '\n' || !crate::events::is_harmful(c);
        text.chars().filter(|c| harmless(*c)).collect()
    }

    fn title(&self) -> String {
        let lasted = span(self.lasted);
        let Some(run) = &self.run else {
            return format!("tokio-kitchen: a runtime of {lasted}\n");
        };
        let unstable = if run.unstable {
            " (tokio_unstable)"
        } else {
            ""
        };
        format!(
            "tokio-kitchen: a runtime of {} for {lasted}, Tokio {}{unstable}\n",
            many(run.workers.into(), "worker"),
            run.tokio.version
        )
    }

    /// What the pool did for others than the program's own `spawn_blocking`. Only Tokio's hooks
    /// tell of it.
    fn add_jobs_not_seen(&self, text: &mut String) {
        let jobs = self.tally.jobs_not_seen;
        if jobs > 0 {
            let jobs = many(jobs, "job");
            let _ = writeln!(text, "  pool, seen only as they ended: {jobs}");
        } else if self.run.as_ref().is_some_and(|run| !run.unstable) {
            let _ = writeln!(
                text,
                "  not seen on a stable build: jobs of tokio::fs and of name lookups"
            );
        }
    }

    fn add_sight(&self, text: &mut String) {
        for (index, sight) in self.tally.workers.iter().enumerate() {
            let how_often = match sight.times {
                0 => continue,
                1 => "once, for".to_owned(),
                times => format!("{times} times, at most for"),
            };
            let longest = span(sight.longest);
            let _ = writeln!(
                text,
                "  ~ worker {index} was out of sight {how_often} {longest}: neither parked nor in a poll that is seen"
            );
        }
    }

    fn coverage_in_words(&self) -> String {
        let coverage = &self.coverage;
        let seen = many(coverage.seen, "task");
        match (coverage.is_whole(), coverage.counted) {
            (Some(true), _) => format!("= all tasks ({})", coverage.seen),
            (Some(false), Some(counted)) => {
                format!("= {} of {}", coverage.seen, many(counted, "task"))
            }
            (Some(false), None) => format!(
                "~ {seen}, and at least {} more that the probe does not see",
                coverage.unseen_alive
            ),
            (None, _) => format!("~ {seen}; no other was alive when looked at"),
        }
    }

    fn add_longest(&self, text: &mut String) {
        let Some(longest) = self.tally.longest else {
            return;
        };
        let whose = longest
            .group
            .and_then(|number| self.tally.groups.get(number))
            .map_or_else(|| "a task".into(), |group| self.whose(group));
        let on = longest
            .worker
            .map_or_else(|| "no worker".into(), |worker| format!("worker {worker}"));
        let _ = writeln!(
            text,
            "  longest poll {} of {whose}, on {on}",
            span(longest.lasted)
        );
    }

    fn whose(&self, group: &Group) -> String {
        let name = self.tally.name(group.kind);
        format!("{name} ({})", self.tally.place(group.site))
    }

    fn add_groups(&self, text: &mut String) {
        let mut groups: Vec<_> = self.tally.groups.iter().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.longest));
        for group in groups.iter().take(LISTED) {
            // A job is not polled: it runs once.
            let what = match group.class {
                Class::Task(_) => "poll",
                Class::Job => "run",
            };
            let _ = writeln!(
                text,
                "  {:<9} {} spawned, {} of {} in all, longest {}: {}",
                group.class.name(),
                group.begun,
                many(group.polls, what),
                span(group.busy),
                span(group.longest),
                self.whose(group)
            );
        }
        let more = groups.len().saturating_sub(LISTED) as u64;
        if more > 0 {
            let _ = writeln!(text, "  and {} more", many(more, "kind"));
        }
    }
}

/// `1 poll`, `2 polls`.
fn many(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn span(span: Nanos) -> String {
    format!("{:.2?}", std::time::Duration::from_nanos(span.0))
}
