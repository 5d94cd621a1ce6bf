//! Parameters of recipes: how a recipe declares one, and how it reads the value an
//! order gives (or its default).

use crate::events::Nanos;
use crate::order::{Param, ParamInfo, Params};
use std::time::Duration;

/// The longest span a parameter may take: an hour of waiting is a mistake in a script.
const LONGEST_MS: u64 = 3_600_000;

/// Declares a span, in milliseconds.
pub(super) const fn span(name: &'static str, ms: u64, meaning: &'static str) -> ParamInfo {
    ParamInfo {
        name,
        default: Param::Span(Nanos::from_millis(ms)),
        min: Param::Span(Nanos::ZERO),
        max: Param::Span(Nanos::from_millis(LONGEST_MS)),
        meaning,
    }
}

/// Declares a count between `range.0` and `range.1`.
pub(super) const fn count(
    name: &'static str,
    default: u32,
    range: (u32, u32),
    meaning: &'static str,
) -> ParamInfo {
    ParamInfo {
        name,
        default: Param::Count(default),
        min: Param::Count(range.0),
        max: Param::Count(range.1),
        meaning,
    }
}

impl ParamInfo {
    /// The span given in `params`, else the default; zero for a parameter that is no span.
    pub(super) fn duration(&self, params: &Params) -> Duration {
        let given = params.get(self.name).and_then(|param| param.span());
        let nanos = given.or(self.default.span()).unwrap_or(Nanos::ZERO);
        nanos.as_duration()
    }

    /// The number given in `params`, else the default; zero for a parameter that is no count.
    pub(super) fn number(&self, params: &Params) -> u32 {
        let given = params.get(self.name).and_then(|param| param.count());
        given.or(self.default.count()).unwrap_or(0)
    }
}
