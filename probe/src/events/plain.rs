//! What must not reach a terminal: names, paths and printed lines come from outside.

/// Whether a character must not reach a terminal: it is a control character, breaks or reorders
/// the line it stands in, or takes no room, so that nobody sees it.
///
/// Unicode's controls, line and paragraph separators, bidirectional marks, and all that
/// `Default_Ignorable_Code_Point` lists: joiners, fillers, variation selectors, tags.
pub const fn is_harmful(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}'
        | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reorders_hides_or_commands_is_harmful_and_letters_are_not() {
        let harmful = "\0\u{7}\n\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{61c}\u{200b}\u{200d}\u{200e}\
                       \u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{3164}\
                       \u{fe0f}\u{feff}\u{e0001}\u{e0041}\u{e007f}\u{e01ef}";
        assert_eq!(harmful.chars().find(|c| !is_harmful(*c)), None);
        let fine =
            "a Z 9 ~ é ß \u{6771}\u{4eac} кухня مطبخ \u{d55c}\u{ad6d} … — \u{1f373} e\u{301}";
        assert_eq!(fine.chars().find(|c| is_harmful(*c)), None);
    }
}
