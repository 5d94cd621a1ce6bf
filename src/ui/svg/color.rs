//! Terminal colours as the picture shows them.

use ratatui::style::Color;
use std::fmt;

/// A colour of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(u8, u8, u8);

/// What the terminal's own colours are taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    pub(super) background: Rgb,
    pub(super) foreground: Rgb,
    /// The window's title.
    pub(super) title: Rgb,
}

impl Paper {
    /// Light text on a dark ground.
    pub const DARK: Self = Self {
        background: Rgb(0x17, 0x19, 0x1e),
        foreground: Rgb(0xd6, 0xd8, 0xdd),
        title: Rgb(0x9a, 0x9f, 0xaa),
    };
    /// Dark text on a light ground.
    pub const LIGHT: Self = Self {
        background: Rgb(0xfd, 0xfd, 0xfb),
        foreground: Rgb(0x24, 0x27, 0x2c),
        title: Rgb(0x5f, 0x65, 0x70),
    };
}

/// The 16 colours, in the order of their ANSI numbers.
const ANSI: [Rgb; 16] = [
    Rgb(0x2b, 0x2f, 0x37),
    Rgb(0xd7, 0x5f, 0x5f),
    Rgb(0x7f, 0xb0, 0x69),
    Rgb(0xd9, 0xa9, 0x4e),
    Rgb(0x5f, 0x8f, 0xd7),
    Rgb(0xb0, 0x7c, 0xc6),
    Rgb(0x4f, 0xb3, 0xbf),
    Rgb(0xc8, 0xcb, 0xd1),
    Rgb(0x8a, 0x90, 0x9b),
    Rgb(0xff, 0x7b, 0x72),
    Rgb(0xa5, 0xd6, 0x8c),
    Rgb(0xf2, 0xcc, 0x70),
    Rgb(0x8a, 0xb4, 0xf8),
    Rgb(0xd2, 0xa8, 0xff),
    Rgb(0x7f, 0xdb, 0xe5),
    Rgb(0xff, 0xff, 0xff),
];

impl Rgb {
    /// Faded: two fifths of the way to another colour.
    pub(super) fn towards(self, other: Self) -> Self {
        let mix = |a: u8, b: u8| ((u16::from(a) * 3 + u16::from(b) * 2) / 5) as u8;
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colour to draw; `own` where the terminal's own colour is meant.
pub(super) fn rgb(color: Color, own: Rgb) -> Rgb {
    let number = match color {
        Color::Reset => return own,
        Color::Rgb(r, g, b) => return Rgb(r, g, b),
        Color::Indexed(number) => return indexed(number),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    ANSI[number]
}

/// xterm's 256 colours: the 16, a cube of 6 steps each, then 24 greys.
fn indexed(number: u8) -> Rgb {
    match number {
        0..16 => ANSI[usize::from(number)],
        16..232 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let n = number - 16;
            Rgb(level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        232.. => {
            let grey = 8 + 10 * (number - 232);
            Rgb(grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cube_and_the_greys_are_those_of_xterm() {
        assert_eq!(indexed(16), Rgb(0, 0, 0));
        assert_eq!(indexed(196), Rgb(255, 0, 0));
        assert_eq!(indexed(231), Rgb(255, 255, 255));
        assert_eq!(indexed(232), Rgb(8, 8, 8));
        assert_eq!(indexed(255), Rgb(238, 238, 238));
    }

    #[test]
    fn the_terminals_own_colours_depend_on_the_side() {
        let Paper {
            background,
            foreground,
            ..
        } = Paper::DARK;
        assert_eq!(rgb(Color::Reset, background), background);
        assert_eq!(rgb(Color::Reset, foreground), foreground);
        assert_eq!(rgb(Color::Rgb(1, 2, 3), foreground).to_string(), "#010203");
    }
}
