//! What there is to play: descriptions only, the scripts themselves are read when played.

use crate::events::Flavor;

/// The description of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioInfo {
    /// Its built-in name, or the path of its file.
    pub name: String,
    /// One line.
    pub title: String,
    /// What there is to see, in a sentence or two.
    pub about: String,
    /// How many workers it asks for.
    pub workers: Option<u16>,
    /// Which scheduler it asks for.
    pub flavor: Option<Flavor>,
    /// The mistake in its file, if it has one: then it cannot be played.
    pub mistake: Option<String>,
}
