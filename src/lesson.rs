//! Lessons: what a learner does and sees, as plain values.

pub mod by_hand;
