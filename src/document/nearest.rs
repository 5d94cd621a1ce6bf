//! Finds what somebody most likely meant to write.

/// The known name nearest to `word`, if one is near enough to be a slip.
pub(crate) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = &word.to_lowercase();
    let slips = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|name| (distance(word, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= slips && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The known name that looks most like `word`, however far it is.
pub(crate) fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let far = |name: &&str| distance(&word, &name.to_lowercase());
    known.into_iter().min_by_key(far)
}

/// How many characters must be added, removed or replaced (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["simmer", "chop", "brigade"];
        assert_eq!(suggest("simer", known), Some("simmer"));
        assert_eq!(suggest("brgiade", known), Some("brigade"));
        assert_eq!(suggest("SIMMER", known), Some("simmer"));
        assert_eq!(suggest("xylophone", known), None);
        assert_eq!(suggest("", known), None);
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
