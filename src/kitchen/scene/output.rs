//! What the program has printed that was started here.

use crate::app::{App, Output};

/// Its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputView {
    /// The lines, oldest first.
    pub lines: Vec<String>,
    /// Lines behind these.
    pub behind: usize,
    /// Lines in all.
    pub count: u64,
}

/// No page has more lines than this.
const MOST: usize = 400;

pub(super) fn view(app: &App, entries: u16) -> OutputView {
    let output = app.output();
    let room = usize::from(entries).clamp(1, MOST);
    let page = output.map(|output| output.page(room).map(str::to_owned).collect());
    let (behind, count) = output.map(Output::place).unwrap_or_default();
    OutputView {
        lines: page.unwrap_or_default(),
        behind,
        count,
    }
}
