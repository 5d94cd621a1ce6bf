//! What held of lessons, for people.

use super::{Check, Judged, Ordered, Round, RoundState, RunCheck, RunState};

impl Check {
    /// What held of it, what did not, and the figures of the last round.
    pub(in crate::headless::learn) fn text(&self) -> String {
        let all = self.rounds.len();
        let held = self.rounds_that(RoundState::Held);
        let mut text = format!("{}: {}: held {held} of {all}", self.lesson, self.title);
        let not_now = self.rounds_that(RoundState::NotNow);
        if not_now > 0 {
            text += &format!("; not on this machine now {not_now}");
        }
        if self.is_in_part() {
            text += "; not all of it can be done here";
        }
        text.push('\n');
        for (number, round) in (1..).zip(&self.rounds) {
            for line in &round.wrong {
                text += &format!("  round {number}: {line}\n");
            }
        }
        if let Some(last) = self.rounds.last() {
            text += &last.figures();
        }
        text
    }

    /// Whether some of it cannot be run here.
    fn is_in_part(&self) -> bool {
        self.rounds.iter().any(|round| round.has(RunState::NotHere))
    }
}

impl RunCheck {
    fn figures(&self, number: usize) -> String {
        let mut text = String::new();
        if let Some(why) = &self.why {
            let what = match self.state {
                RunState::NotHere => "not here",
                RunState::NotNow => "not now",
                RunState::Reached | RunState::Missed => "missed",
            };
            text += &format!("  run {number}: {what}: {why}\n");
        }
        for goal in &self.goals {
            let Judged {
                claim,
                state,
                figures,
                ..
            } = goal;
            text += &format!("  run {number}: {state}: {claim}: {figures}\n");
        }
        text
    }
}

impl Round {
    fn figures(&self) -> String {
        let runs = (1..).zip(&self.runs);
        let mut text: String = runs.map(|(number, run)| run.figures(number)).collect();
        for (number, answer) in (1..).zip(&self.answers) {
            let mark = match answer.state {
                "holds" => "right",
                "broken" => "wrong",
                _ => "not decided",
            };
            let Judged { claim, figures, .. } = answer;
            text += &format!("  answer {number}: {mark}: {claim}: {figures}\n");
        }
        for Ordered { lines, times } in &self.orders {
            text += &format!("  order, {times} times: {}\n", lines.join(" | "));
        }
        for row in &self.compared {
            text += &format!("  compared: {}: held {}\n", row.line(), row.held);
        }
        text
    }
}

/// One line about all of them.
pub(in crate::headless::learn) fn sum(checks: &[Check]) -> String {
    let number = |which: fn(&Check) -> bool| checks.iter().filter(|check| which(check)).count();
    let is_not_now = |check: &Check| check.passes() && check.rounds_that(RoundState::NotNow) > 0;
    let broken = number(|check| !check.passes());
    let not_now = number(is_not_now);
    let all = checks.len();
    let mut text = format!("{} of {all} lessons hold", all - broken - not_now);
    for (number, what) in [
        (broken, "do not"),
        (not_now, "not on this machine now"),
        (number(Check::is_in_part), "only in part here"),
    ] {
        if number > 0 {
            text += &format!("; {number} {what}");
        }
    }
    text + "\n"
}
