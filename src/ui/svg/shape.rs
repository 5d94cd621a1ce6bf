//! Box-drawing lines and block elements as shapes.

use std::fmt::Write;

/// A symbol that is drawn, not written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Lines from the middle of the cell to some of its edges.
    Lines {
        up: bool,
        down: bool,
        left: bool,
        right: bool,
    },
    /// A filled part of the cell, in eighths: left, top, right, bottom.
    Block(u8, u8, u8, u8),
}

/// The shape of a symbol, if it has one.
pub(super) fn of(symbol: &str) -> Option<Shape> {
    let mut chars = symbol.chars();
    let (char, None) = (chars.next()?, chars.next()) else {
        return None;
    };
    let lines = |edges: &str| {
        let has = |edge| edges.contains(edge);
        Some(Shape::Lines {
            up: has('u'),
            down: has('d'),
            left: has('l'),
            right: has('r'),
        })
    };
    match char {
        '\u{2500}' => lines("lr"),
        '\u{2502}' => lines("ud"),
        '\u{250c}' | '\u{256d}' => lines("dr"),
        '\u{2510}' | '\u{256e}' => lines("dl"),
        '\u{2514}' | '\u{2570}' => lines("ur"),
        '\u{2518}' | '\u{256f}' => lines("ul"),
        '\u{251c}' => lines("udr"),
        '\u{2524}' => lines("udl"),
        '\u{252c}' => lines("dlr"),
        '\u{2534}' => lines("ulr"),
        '\u{253c}' => lines("udlr"),
        // Lower eighths, the full block last.
        '\u{2581}'..='\u{2588}' => Some(Shape::Block(0, 8 - (char as u32 - 0x2580) as u8, 8, 8)),
        // Left blocks, from seven eighths down to one.
        '\u{2589}'..='\u{258f}' => Some(Shape::Block(0, 0, (0x2590 - char as u32) as u8, 8)),
        '\u{2580}' => Some(Shape::Block(0, 0, 8, 4)),
        '\u{2590}' => Some(Shape::Block(4, 0, 8, 8)),
        _ => None,
    }
}

impl Shape {
    /// Adds the shape, in a cell with this upper left corner, to the paths.
    pub(super) fn draw(
        self,
        x: f64,
        y: f64,
        (width, height): (f64, f64),
        strokes: &mut String,
        fills: &mut String,
    ) {
        let result = match self {
            Self::Lines {
                up,
                down,
                left,
                right,
            } => {
                let (cx, cy) = (x + width / 2.0, y + height / 2.0);
                let ends = [
                    (up, (cx, y)),
                    (down, (cx, y + height)),
                    (left, (x, cy)),
                    (right, (x + width, cy)),
                ];
                ends.iter()
                    .filter(|(drawn, _)| *drawn)
                    .try_for_each(|(_, (ex, ey))| write!(strokes, "M{cx} {cy}L{ex} {ey}"))
            }
            Self::Block(left, top, right, bottom) => {
                let across = |eighths: u8| width * f64::from(eighths) / 8.0;
                let along = |eighths: u8| height * f64::from(eighths) / 8.0;
                let (x1, x2) = (x + across(left), x + across(right));
                let (y1, y2) = (y + along(top), y + along(bottom));
                write!(fills, "M{x1} {y1}H{x2}V{y2}H{x1}Z")
            }
        };
        result.expect("writing into a String does not fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_grow_from_the_bottom_and_from_the_left() {
        assert_eq!(of("\u{2581}"), Some(Shape::Block(0, 7, 8, 8)));
        assert_eq!(of("\u{2588}"), Some(Shape::Block(0, 0, 8, 8)));
        assert_eq!(of("\u{2589}"), Some(Shape::Block(0, 0, 7, 8)));
        assert_eq!(of("\u{258f}"), Some(Shape::Block(0, 0, 1, 8)));
    }

    #[test]
    fn a_corner_has_two_lines() {
        let (mut strokes, mut fills) = (String::new(), String::new());
        of("\u{250c}")
            .unwrap()
            .draw(0.0, 0.0, (8.0, 16.0), &mut strokes, &mut fills);
        assert_eq!(
            (strokes.as_str(), fills.as_str()),
            ("M4 8L4 16M4 8L8 8", "")
        );
    }

    #[test]
    fn text_is_no_shape() {
        for text in ["", "a", "ab", " ", "\u{2500}\u{2500}"] {
            assert_eq!(of(text), None);
        }
    }
}
