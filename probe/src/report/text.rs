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
        if self.tally.jobs_not_seen > 0 {
            let _ = writeln!(
                text,
                "  and {} jobs of the pool that were not seen until their end",
                self.tally.jobs_not_seen
            );
        }
        self.add_longest(&mut text);
        for (index, sight) in self.tally.workers.iter().enumerate() {
            if sight.times > 0 {
                let (times, longest) = (sight.times, span(sight.longest));
                let _ = writeln!(
                    text,
                    "  ~ worker {index} was out of sight {times} times, {longest} at most: in a task that the probe does not see, or without a CPU"
                );
            }
        }
        self.add_groups(&mut text);
        if self.shed > 0 {
            let _ = writeln!(
                text,
                "  {} events were only counted: the reader was behind",
                self.shed
            );
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
            "tokio-kitchen: a runtime of {} workers for {lasted}, Tokio {}{unstable}\n",
            run.workers, run.tokio.version
        )
    }

    fn coverage_in_words(&self) -> String {
        let coverage = &self.coverage;
        let seen = coverage.seen;
        match (coverage.is_whole(), coverage.counted) {
            (Some(true), _) => format!("= all tasks, {seen}"),
            (Some(false), Some(counted)) => format!("= {seen} of {counted} tasks"),
            (Some(false), None) => format!(
                "~ {seen} tasks, and at least {} more that the probe does not see",
                coverage.unseen_alive
            ),
            (None, _) => format!("~ {seen} tasks; no other was alive when looked at"),
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
            let _ = writeln!(
                text,
                "  {:<9} {} spawned, {} polls of {} in all, longest {}: {}",
                group.class.name(),
                group.begun,
                group.polls,
                span(group.busy),
                span(group.longest),
                self.whose(group)
            );
        }
        let more = groups.len().saturating_sub(LISTED);
        if more > 0 {
            let _ = writeln!(text, "  and {more} kinds more");
        }
    }
}

fn span(span: Nanos) -> String {
    format!("{:.2?}", std::time::Duration::from_nanos(span.0))
}
