//! What held of lessons, for people.

use super::{Check, Judged, Round, RunCheck, RunState};

impl Check {
    /// What held of it, what did not, and the figures of the last round.
    pub(in crate::headless::learn) fn text(&self) -> String {
        let all = self.rounds.len();
        let held = self.rounds.iter().filter(|round| round.wrong().is_empty());
        let held = held.count();
        let mut text = format!("{}: {}: held {held} of {all}", self.lesson, self.title);
        let not_now = self.rounds_with(RunState::NotNow);
        if not_now > 0 {
            text += &format!("; not on this machine now {not_now}");
        }
        if self.rounds_with(RunState::NotHere) > 0 {
            text += "; not all of it can be done here";
        }
        text.push('\n');
        for (number, round) in (1..).zip(&self.rounds) {
            for line in round.wrong() {
                text += &format!("  round {number}: {line}\n");
            }
        }
        if let Some(last) = self.rounds.last() {
            text += &last.figures();
        }
        text
    }
}

impl RunCheck {
    fn figures(&self, number: usize) -> String {
        let mut text = String::new();
        if let Some(why) = &self.why {
            let what = match self.state {
                RunState::NotHere => "not here",
                _ => "not now",
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
        for (order, rounds) in &self.orders {
            text += &format!("  order, {rounds} times: {}\n", order.join(" | "));
        }
        for row in &self.compared {
            text += &format!("  compared: {}: held {}\n", row.line(), row.held);
        }
        text
    }
}

/// One line about all of them.
pub(in crate::headless::learn) fn sum(checks: &[Check]) -> String {
    let all = checks.len();
    let with = |state| {
        checks
            .iter()
            .filter(move |check| check.rounds_with(state) > 0)
    };
    let not_now = with(RunState::NotNow).count();
    let wrong = checks.iter().filter(|check| !check.passes()).count();
    let held = checks
        .iter()
        .filter(|check| check.passes() && check.rounds_with(RunState::NotNow) == 0);
    let mut text = format!("{} of {all} lessons hold", held.count());
    for (number, what) in [
        (wrong, "do not"),
        (not_now, "not on this machine now"),
        (with(RunState::NotHere).count(), "only in part here"),
    ] {
        if number > 0 {
            text += &format!("; {number} {what}");
        }
    }
    text + "\n"
}
