//! What a program has printed that was started here: its last lines, read back from the end.

use super::App;
use std::collections::VecDeque;

/// Lines that are kept.
const MOST: usize = 2_000;

/// See the module's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    lines: VecDeque<String>,
    /// Lines there were in all.
    count: u64,
    /// So many lines behind the page are not shown: 0 is the end, which goes on.
    back: usize,
}

impl Output {
    /// One line more. Nothing in it may do harm on a terminal.
    pub fn push(&mut self, line: String) {
        if self.lines.len() == MOST {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
        self.count += 1;
        if self.back > 0 {
            // What is read stays where it is.
            self.back = (self.back + 1).min(self.lines.len());
        }
    }

    /// The last lines of the page, at most so many, the oldest first.
    pub fn page(&self, room: usize) -> impl Iterator<Item = &str> {
        let end = self
            .lines
            .len()
            .saturating_sub(self.back)
            .max(room.min(self.lines.len()));
        let lines = self.lines.range(end.saturating_sub(room)..end);
        lines.map(String::as_str)
    }

    /// Lines behind the page, and lines in all.
    pub const fn place(&self) -> (usize, u64) {
        (self.back, self.count)
    }

    fn step(&mut self, by: isize) {
        let back = self.back.saturating_add_signed(by.saturating_neg());
        self.back = back.min(self.lines.len().saturating_sub(1));
    }

    fn edge(&mut self, last: bool) {
        self.back = if last {
            0
        } else {
            self.lines.len().saturating_sub(1)
        };
    }
}

impl App {
    /// What the program has printed that was started here; none if none was.
    pub const fn output(&self) -> Option<&Output> {
        self.output.as_ref()
    }

    /// What it has printed, to be added to.
    pub fn output_mut(&mut self) -> &mut Output {
        self.output.get_or_insert_default()
    }

    pub(super) fn step_output(&mut self, by: isize) {
        if let Some(output) = &mut self.output {
            output.step(by);
        }
    }

    pub(super) fn output_edge(&mut self, last: bool) {
        if let Some(output) = &mut self.output {
            output.edge(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(output: &Output, room: usize) -> Vec<&str> {
        output.page(room).collect()
    }

    #[test]
    fn the_end_goes_on_and_what_is_read_stays() {
        let mut output = Output::default();
        assert_eq!(page(&output, 3), [""; 0]);
        (0..10).for_each(|line| output.push(line.to_string()));
        assert_eq!(page(&output, 3), ["7", "8", "9"]);
        output.step(-2);
        output.push("10".into());
        assert_eq!(page(&output, 3), ["5", "6", "7"]);
        assert_eq!(output.place(), (3, 11));
        output.edge(false);
        assert_eq!(page(&output, 3), ["0", "1", "2"]);
        output.edge(true);
        assert_eq!(page(&output, 2), ["9", "10"]);
        (0..3_000).for_each(|line| output.push(line.to_string()));
        assert_eq!((output.lines.len(), output.place()), (MOST, (0, 3_011)));
    }
}
