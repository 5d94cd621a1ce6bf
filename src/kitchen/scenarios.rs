//! The list of what can be played.

use crate::app::App;
use crate::order::ScenarioInfo;
use crate::plain::escaped;

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
    let row = |info: &ScenarioInfo| ScenarioInfo {
        // A path is somebody else's.
        name: escaped(&info.name).into_owned(),
        ..info.clone()
    };
    ScenariosView {
        rows: app.scenarios.list.iter().map(row).collect(),
        chosen: app.scenarios.chosen,
        last: app.scenarios.last,
    }
}
