//! What goes between the program and its engine besides events: orders and what the engine
//! says back, what there is to order, and what tokio-metrics reports. Plain values, no logic.

mod command;
mod metrics;
mod param;
mod program;
mod recipe;
mod recorded;
mod report;
mod runtime;
mod scenario;

pub use command::{Command, Order};
pub use metrics::{RuntimeInterval, TaskInterval};
pub use param::{Param, Params};
pub use program::{Book, Place, Program, Shared, Step, SyncStep, SyncVerb, Thing, Verb};
pub use recipe::{Origin, ParamInfo, RecipeInfo};
pub use recorded::RecordedAs;
pub use report::{Failure, Refusal, Report};
pub use runtime::Settings;
pub use scenario::ScenarioInfo;
