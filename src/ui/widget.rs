//! Small drawable things, one per file: each draws plain values of the kitchen into the
//! area it is given, and tells the hit map what can be clicked there.
pub mod asked;
pub mod bakery;
pub mod chef;
pub mod code;
pub mod counter;
pub mod facts;
pub mod footer;
pub mod glossary;
pub mod head_chef;
pub mod header;
pub mod invitation;
pub mod lesson;
pub mod panel;
pub mod pass;
pub mod pen;
pub mod story;
pub mod stove;
pub mod strip;
pub mod tag;
pub mod ticker;
pub mod timeline;
pub mod traveller;
