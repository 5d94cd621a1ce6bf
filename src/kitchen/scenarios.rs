//! The list of what can be played.

use crate::app::App;
use crate::order::ScenarioInfo;

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenariosView {
    /// All of them.
    pub rows: Vec<ScenarioInfo>,
    /// The row that is chosen.
    pub chosen: usize,
    /// The row played last.
    pub last: Option<usize>,
}

/// Makes the list.
pub fn view(app: &App) -> ScenariosView {
    ScenariosView {
        rows: app.scenarios.list.clone(),
        chosen: app.scenarios.chosen,
        last: app.scenarios.last,
    }
}
