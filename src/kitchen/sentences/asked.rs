//! What is said of a word that is asked for.

use super::{form, sentences};

sentences! {
    picture_ends(limit: &str) {
        both: "The picture ends here: {limit}",
    }
    unknown(asked: &str, nearest: &str) {
        both: "There is no row for {asked:?}. The nearest word is: {nearest}",
    }
}
