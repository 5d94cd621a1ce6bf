//! Lessons from text, and courses over events.
