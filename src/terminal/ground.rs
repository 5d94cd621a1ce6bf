//! Whether the terminal's background is dark or light: asked for, or guessed from the
//! variables that terminals set.
//!
//! Nobody waits for the answer. It comes as keys among keys, at any time or never, and is
//! picked out of them by [`Answers`].

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Asks for the background (OSC 11). Ended by BEL, which is the end the answer then has on
/// every terminal.
pub(super) const QUESTION: &[u8] = b"\x1b]11;?\x07";

/// What is behind the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Nearer to black.
    Dark,
    /// Nearer to white.
    Light,
}

impl Ground {
    /// Of a colour, each part from 0 to 1: light where black text is easier to read on it
    /// than white text (relative luminance and contrast as in WCAG 2).
    fn of(rgb: [f64; 3]) -> Self {
        let linear = |part: f64| match part <= 0.040_45 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        };
        let [r, g, b] = rgb.map(linear);
        let luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        // Where (L + 0.05) / 0.05 and 1.05 / (L + 0.05) are the same.
        match luminance > 0.179 {
            true => Self::Light,
            false => Self::Dark,
        }
    }
}

/// What the terminal says of itself in variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `TERM`.
    pub term: Option<String>,
    /// `COLORFGBG`.
    pub color_fg_bg: Option<String>,
}

impl Surroundings {
    /// Those of this process.
    pub fn look() -> Self {
        let variable = |name| std::env::var(name).ok();
        Self {
            term: variable("TERM"),
            color_fg_bg: variable("COLORFGBG"),
        }
    }

    fn term(&self) -> &str {
        self.term.as_deref().unwrap_or("dumb")
    }

    /// Whether the terminal has the 256 colours the themes are made of. Nearly all have,
    /// whatever they call themselves; these names are of those that have not.
    pub fn has_colours(&self) -> bool {
        let term = self.term();
        let begins = ["vt", "ansi", "dumb", "sun", "wy"];
        let ends = ["-mono", "-m", "-8color", "-16color"];
        !begins.iter().any(|name| term.starts_with(name))
            && !ends.iter().any(|name| term.ends_with(name))
    }

    /// Whether the terminal can be asked without writing the question on the screen.
    pub fn answers(&self) -> bool {
        self.has_colours() && self.term() != "linux"
    }

    /// What the variables say of the background.
    pub fn ground(&self) -> Option<Ground> {
        // Nobody paints the console of Linux white.
        let console = (self.term() == "linux").then_some(Ground::Dark);
        self.color_fg_bg
            .as_deref()
            .and_then(of_variable)
            .or(console)
    }
}

/// `15;0` or `0;default;15`: the last number is the background's, one of the 16 colours.
fn of_variable(value: &str) -> Option<Ground> {
    let number: u8 = value.rsplit(';').next()?.parse().ok()?;
    match number {
        0..=6 | 8 => Some(Ground::Dark),
        7 | 9..=15 => Some(Ground::Light),
        _ => None,
    }
}

/// What a key came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It may be part of an answer.
    More,
    /// An answer is whole.
    Ground(Ground),
    /// These were typed, or are an answer to something else.
    Keys(Vec<KeyEvent>),
}

/// Picks the terminal's answer out of the keys: `ESC ] 11;rgb:RRRR/GGGG/BBBB`, ended by BEL
/// or `ESC \`, which is read as `Alt-]`, characters, then `Ctrl-G` or `Alt-\`. Taken for keys
/// its digits would order cards.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    held: Vec<KeyEvent>,
    text: String,
}

/// What an answer begins with.
const BEGINNING: &str = "11;rgb";
/// No answer is longer.
const LONGEST: usize = 40;

impl Answers {
    /// Hears of the next key.
    pub fn hear(&mut self, key: KeyEvent) -> Heard {
        if self.held.is_empty() && !is(key, ']', KeyModifiers::ALT) {
            return Heard::Keys(vec![key]);
        }
        self.held.push(key);
        if self.held.len() == 1 {
            return Heard::More;
        }
        if is(key, 'g', KeyModifiers::CONTROL) || is(key, '\\', KeyModifiers::ALT) {
            return self.end();
        }
        if let KeyCode::Char(c) = key.code
            && self.goes_on_with(c)
        {
            self.text.push(c);
            return Heard::More;
        }
        self.give_up()
    }

    fn goes_on_with(&self, c: char) -> bool {
        match BEGINNING.chars().nth(self.text.len()) {
            Some(expected) => c == expected,
            None => {
                self.text.len() < LONGEST && (c.is_ascii_hexdigit() || matches!(c, 'a' | ':' | '/'))
            }
        }
    }

    fn end(&mut self) -> Heard {
        let found = ground(&self.text);
        let keys = self.give_up();
        found.map_or(keys, Heard::Ground)
    }

    /// What was held back are keys. Not so once the beginning is whole, which nobody types: an
    /// answer that was cut short orders nothing, and only the key that is no part of it counts.
    fn give_up(&mut self) -> Heard {
        let mut keys = std::mem::take(&mut self.held);
        if self.text.len() >= BEGINNING.len() {
            keys.drain(..keys.len().saturating_sub(1));
        }
        self.text.clear();
        Heard::Keys(keys)
    }
}

fn is(key: KeyEvent, c: char, with: KeyModifiers) -> bool {
    key.code == KeyCode::Char(c) && key.modifiers.contains(with)
}

/// `11;rgb:RRRR/GGGG/BBBB`, one to four digits each; some add a fourth part.
fn ground(text: &str) -> Option<Ground> {
    let (_, parts) = text.strip_prefix(BEGINNING)?.split_once(':')?;
    let mut parts = parts.split('/').map(|digits| {
        let value = u32::from_str_radix(digits, 16).ok()?;
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)? - 1;
        Some(f64::from(value) / f64::from(most))
    });
    let mut next = || parts.next().flatten();
    Some(Ground::of([next()?, next()?, next()?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), modifiers)
    }

    /// An answer as it is read.
    fn answer(text: &str, end: KeyEvent) -> Vec<KeyEvent> {
        let mut keys = vec![key(']', KeyModifiers::ALT)];
        keys.extend(text.chars().map(|c| key(c, KeyModifiers::NONE)));
        keys.push(end);
        keys
    }

    /// What came of the keys: the ground, and the keys that were typed.
    fn heard(keys: &[KeyEvent]) -> (Option<Ground>, String) {
        let mut answers = Answers::default();
        let (mut ground, mut typed) = (None, String::new());
        for key in keys {
            match answers.hear(*key) {
                Heard::More => {}
                Heard::Ground(found) => ground = Some(found),
                Heard::Keys(keys) => typed.extend(keys.iter().filter_map(|key| key.code.as_char())),
            }
        }
        (ground, typed)
    }

    #[test]
    fn an_answer_orders_nothing_and_tells_the_ground() {
        let bell = key('g', KeyModifiers::CONTROL);
        let st = key('\\', KeyModifiers::ALT);
        for (text, end, ground) in [
            ("11;rgb:0000/0000/0000", bell, Ground::Dark),
            ("11;rgb:ffff/ffff/ffff", st, Ground::Light),
            ("11;rgb:0000/2b2b/3636", st, Ground::Dark),
            ("11;rgb:fdfd/f6f6/e3e3", bell, Ground::Light),
            ("11;rgb:fd/f6/e3", bell, Ground::Light),
            ("11;rgba:1e1e/1e1e/1e1e/ffff", st, Ground::Dark),
        ] {
            assert_eq!(heard(&answer(text, end)), (Some(ground), String::new()));
        }
    }

    #[test]
    fn keys_that_are_no_answer_are_keys() {
        let plain =
            |text: &str| -> Vec<_> { text.chars().map(|c| key(c, KeyModifiers::NONE)).collect() };
        assert_eq!(heard(&plain("1b11;")), (None, "1b11;".into()));
        let mut keys = vec![key(']', KeyModifiers::ALT)];
        keys.extend(plain("1b"));
        assert_eq!(
            heard(&keys),
            (None, "]1b".into()),
            "not an answer after all"
        );
        // Its end is lost: what comes next is a key, the digits before it are none.
        let cut = answer("11;rgb:1111/bb", key('q', KeyModifiers::NONE));
        assert_eq!(heard(&cut), (None, "q".into()));
        let other = answer("11;rgb:", key('g', KeyModifiers::CONTROL));
        assert_eq!(heard(&other).0, None);
        let endless = answer(&format!("11;rgb:{}", "f".repeat(60)), keys[0]);
        assert_eq!(heard(&endless).0, None);
    }

    #[test]
    fn the_variable_tells_by_its_last_number() {
        for (value, ground) in [
            ("15;0", Some(Ground::Dark)),
            ("0;15", Some(Ground::Light)),
            ("0;default;15", Some(Ground::Light)),
            ("12;8", Some(Ground::Dark)),
            ("0;7", Some(Ground::Light)),
            ("15;default", None),
            ("", None),
            ("1;99", None),
        ] {
            assert_eq!(of_variable(value), ground, "{value}");
        }
    }

    #[test]
    fn poor_terminals_are_known_by_name() {
        let term = |name: &str| Surroundings {
            term: Some(name.into()),
            color_fg_bg: None,
        };
        for name in [
            "xterm",
            "tmux-256color",
            "screen",
            "linux",
            "xterm-kitty",
            "foot",
        ] {
            assert!(term(name).has_colours(), "{name}");
        }
        for name in ["vt220", "xterm-mono", "xterm-16color", "ansi"] {
            assert!(!term(name).has_colours(), "{name}");
        }
        assert!(!term("linux").answers());
        assert_eq!(term("linux").ground(), Some(Ground::Dark));
    }
}
