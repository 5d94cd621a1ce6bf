//! How the runtime was built.

use crate::events::Setting;
use crate::model::Model;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// The last runtime of the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::headless) struct RuntimeReport {
    pub(in crate::headless) flavor: &'static str,
    pub(in crate::headless) workers: u16,
    /// What differs from Tokio's own: the builder's methods, and their values.
    pub(in crate::headless) set: Set,
}

/// Printed as an object; a method without a value is `true`.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::headless) struct Set(pub(in crate::headless) Vec<Setting>);

impl Serialize for Set {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = |set: &Setting| set.value.map_or(Value::Bool(true), Value::from);
        serializer.collect_map(self.0.iter().map(|set| (set.name, value(set))))
    }
}

/// None if no runtime was built.
pub(super) fn of(model: &Model) -> Option<RuntimeReport> {
    model.run().map(|run| RuntimeReport {
        flavor: run.flavor.name(),
        workers: run.workers,
        set: Set(run.settings()),
    })
}
