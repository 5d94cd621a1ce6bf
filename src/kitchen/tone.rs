//! How words look: what a theme turns into a style.

/// How a word should look. A theme turns it into a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// Less important.
    Dim,
    /// In a chef's hand.
    Cooking,
    /// In hand for too long.
    Stalled,
    /// Ready, waits for a chef.
    Ready,
    /// Waits for something.
    Pending,
    /// In the bakery, or handed over to a thread without a chef.
    Blocking,
    /// Over: completed.
    Served,
    /// Over: cancelled.
    Binned,
    /// Over: panicked.
    Burnt,
    /// Over: completed, and nobody took the result.
    Unclaimed,
}
