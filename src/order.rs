//! What goes between the program and its engine besides events: orders, what there is to
//! order, and what tokio-metrics reports. Plain values, no logic.

mod command;
mod metrics;
mod recipe;

pub use command::{Command, Order, Param, Params};
pub use metrics::{RuntimeInterval, TaskInterval};
pub use recipe::{ParamInfo, RecipeInfo};
