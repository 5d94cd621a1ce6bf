//! Client code that knows of Tokio only; see `tests/`. Each line is a function of its own, so
//! that an error names it.
