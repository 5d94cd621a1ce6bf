//! The search of the task list: words that must all fit, and words that set the order.

use crate::app::App;
use crate::kitchen::state;
use crate::model::Task;

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// Pending cards only, longest pending first.
    LongestWaiting,
}

impl Order {
    /// How it is called, on screen and in the search.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::LongestWaiting => "longest",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Newest, Self::Oldest, Self::LongestWaiting]
            .into_iter()
            .find(|order| order.name() == word)
    }
}

/// A search, taken apart once per frame.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    pub(super) order: Order,
    words: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq)]
enum Word {
    /// `7` or `#7`: this card.
    Number(u32),
    /// Part of the kind, of the state or of Tokio's word for it.
    Text(String),
}

impl Query {
    pub(super) fn parse(search: &str) -> Self {
        let mut query = Self {
            order: Order::default(),
            words: Vec::new(),
        };
        for word in search.split_whitespace() {
            let word = word.to_lowercase();
            match Order::parse(&word) {
                Some(order) => query.order = order,
                None => query.words.push(Word::parse(word)),
            }
        }
        query
    }

    pub(super) fn matches(&self, app: &App, task: &Task) -> bool {
        let shown = app.shown();
        self.words.iter().all(|word| match word {
            Word::Number(number) => task.id.get() == *number,
            Word::Text(text) => {
                let state = state::of(task, &shown.model, &shown.now);
                contains(state.word, text)
                    || contains(state.tokio, text)
                    || contains(shown.model.kind(task.kind), text)
            }
        })
    }
}

/// Whether `text` has the lower-case `part` in it, whatever its own case. It runs for tens
/// of thousands of cards per frame, so it makes no copy.
fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty()
        || text
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part))
}

impl Word {
    fn parse(word: String) -> Self {
        match word.trim_start_matches('#').parse() {
            Ok(number) => Self::Number(number),
            Err(_) => Self::Text(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_means_newest_first_and_everything() {
        let query = Query::parse("  ");
        assert_eq!(
            query,
            Query {
                order: Order::Newest,
                words: vec![]
            }
        );
    }

    #[test]
    fn words_are_numbers_orders_or_text() {
        let query = Query::parse("Longest #07 12 Simmer #x");
        assert_eq!(query.order, Order::LongestWaiting);
        assert_eq!(
            query.words,
            [
                Word::Number(7),
                Word::Number(12),
                Word::Text("simmer".into()),
                Word::Text("#x".into())
            ]
        );
    }

    #[test]
    fn letters_match_in_either_case() {
        assert!(contains("LIFO slot", "lifo"));
        assert!(contains("torn-ticket", "n-t"));
        assert!(!contains("LIFO", "lifo slot"));
        assert!(!contains("", "x"));
    }

    #[test]
    fn the_last_order_word_wins() {
        assert_eq!(Query::parse("oldest newest").order, Order::Newest);
        assert_eq!(Query::parse("newest oldest").order, Order::Oldest);
    }
}
