//! Divides the main screen: which panel gets which rows and columns at any size.
//!
//! Pure arithmetic on sizes, tested for every size. Panels are given with their borders,
//! which neighbours share. Rows go first to what must be seen (every chef's state), then to
//! what explains it (story, code), then to comfort.

use crate::ui::widget::chef::{BIG_HEIGHT, BIG_WIDTH, Size, tiny_width};
use crate::ui::widget::{head_chef, timeline};
use ratatui::layout::Rect;

/// Where everything is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// The top line.
    pub header: Rect,
    /// Left, from the top.
    pub pass: Rect,
    /// The chefs, and how large each is.
    pub chefs: Rect,
    /// See `chefs`.
    pub chef: Size,
    /// How each chef came to the present card; only beside big chefs.
    pub head: Option<Rect>,
    /// Pending cards.
    pub stove: Rect,
    /// The blocking pool.
    pub bakery: Rect,
    /// Ended cards; `None`: only their numbers, as the title of the story.
    pub counter: Option<Rect>,
    /// History under one scale.
    pub timeline: Option<Rect>,
    /// What happened.
    pub story: Rect,
    /// Right, from the top; none where a lesson needs the room.
    pub code: Option<Rect>,
    /// The lesson that is played.
    pub lesson: Option<Rect>,
    /// Facts of the card in focus; none where a lesson needs the room.
    pub card: Option<Rect>,
    /// What cards printed.
    pub ticker: Option<Rect>,
    /// The table of words.
    pub glossary: Option<Rect>,
    /// Totals.
    pub gauges: Option<Rect>,
}

/// From this size on the right side reaches down to the bottom and holds more panels.
const WIDE: (u16, u16) = (120, 34);

/// Rows of the contents on the left, without titles.
#[derive(Clone, Copy)]
struct Rows {
    pass: u16,
    chefs: u16,
    head: u16,
    stove: u16,
    bakery: u16,
    counter: u16,
    timeline: u16,
    story: u16,
}

impl Rows {
    /// Gives a panel this many rows if it has fewer and they fit; tells whether it did.
    fn raise(&mut self, height: u16, part: Part, to: u16) -> bool {
        if to > height {
            return false;
        }
        let mut raised = *self;
        *part(&mut raised) = (*part(&mut raised)).max(to);
        let fits = raised.total() <= height;
        if fits {
            *self = raised;
        }
        fits
    }

    /// Content and the title line of each panel there is.
    fn total(&self) -> u16 {
        let optional = [self.head, self.counter, self.timeline]
            .map(|rows| if rows > 0 { rows + 1 } else { 0 });
        5 + self.pass
            + self.chefs
            + self.stove
            + self.bakery
            + self.story
            + optional.iter().sum::<u16>()
    }
}

/// Divides an area of at least 80 columns and 24 rows. `lesson`: the rows that one needs in a
/// panel with so many columns inside.
pub(crate) fn plan(area: Rect, chefs: usize, lesson: Option<&dyn Fn(u16) -> u16>) -> Plan {
    let wide = area.width >= WIDE.0 && area.height >= WIDE.1;
    let right_width = match (wide, lesson) {
        (true, _) => (area.width * 35 / 100).clamp(44, 72),
        (false, None) => (area.width * 38 / 100).clamp(30, 60),
        (false, Some(needs)) => beside(area, chefs, needs),
    };
    // Panels share the column between them.
    let left_width = area.width - right_width + 1;
    // The header above, and the bottom line that carries the keys.
    let (rows, chef) = divide(area.height - 2, left_width - 2, chefs, wide);
    let story_width = if wide { left_width } else { area.width };
    let mut y = area.y + 1;
    let mut next = |content: u16, width: u16| {
        let panel = Rect {
            x: area.x,
            y,
            width,
            height: content + 2,
        };
        y += content + 1;
        panel
    };
    let pass = next(rows.pass, left_width);
    let chefs = next(rows.chefs, left_width);
    let head = (rows.head > 0).then(|| next(rows.head, left_width));
    let stove = next(rows.stove, left_width);
    let bakery = next(rows.bakery, left_width);
    let counter = (rows.counter > 0).then(|| next(rows.counter, left_width));
    let timeline = (rows.timeline > 0).then(|| next(rows.timeline, left_width));
    let story = next(rows.story, story_width);
    let bottom = if wide { area.bottom() } else { story.y + 1 };
    let right = Rect {
        x: area.x + left_width - 1,
        y: area.y + 1,
        width: right_width,
        height: bottom - area.y - 1,
    };
    let lesson = lesson.map(|needs| needs(right_width - 2));
    let [code, lesson, card, ticker, glossary, gauges] = match lesson {
        None => right_side(right, shares(right.height, wide)),
        Some(rows) => right_side(right, shares_beside(right.height, wide, rows)),
    };
    Plan {
        header: Rect { height: 1, ..area },
        pass,
        chefs,
        chef,
        head,
        stove,
        bakery,
        counter,
        timeline,
        story,
        code,
        lesson,
        card,
        ticker,
        glossary,
        gauges,
    }
}

/// Columns of a lesson beside the kitchen: as few as show all of it, and never so many that the
/// kitchen cannot be read.
fn beside(area: Rect, chefs: usize, needs: &dyn Fn(u16) -> u16) -> u16 {
    let least = (area.width * 42 / 100).clamp(33, 60);
    let (rows, _) = divide(area.height - 2, area.width - least, chefs, false);
    // All but the header, the story with its title, the keys, and two lines of the frame.
    let height = area.height.saturating_sub(rows.story + 4);
    let mut widths = (least..=least + WIDER).step_by(2);
    let fits = |width: &u16| needs(width - 2) <= height;
    widths.find(fits).unwrap_or(least + WIDER)
}

/// Columns that a lesson may take more than it has at least.
const WIDER: u16 = 8;

/// Gives out the rows of the left side: first what is least, then step by step what more there is.
fn divide(height: u16, width: u16, chefs: usize, wide: bool) -> (Rows, Size) {
    let count = chefs.clamp(1, usize::from(u16::MAX / BIG_WIDTH)) as u16;
    let tiny = chefs.div_ceil((width / tiny_width(chefs)).max(1).into());
    let mut rows = Rows {
        pass: 1,
        chefs: 0,
        head: 0,
        stove: 1,
        bakery: 1,
        counter: 0,
        timeline: 0,
        story: 3,
    };
    let size = if count > 8 {
        // More than fit go by pages.
        rows.chefs = tiny.clamp(1, height.saturating_sub(rows.total()).max(1).into()) as u16;
        Size::Tiny
    } else {
        rows.chefs = count;
        Size::Rows(1)
    };
    let timeline = timeline::rows(chefs);
    let size = if wide
        && count * BIG_WIDTH <= width
        && rows.raise(height, |rows| &mut rows.chefs, BIG_HEIGHT)
    {
        rows.raise(height, |rows| &mut rows.stove, 3);
        rows.raise(height, |rows| &mut rows.story, 5);
        rows.raise(height, |rows| &mut rows.timeline, timeline);
        rows.raise(height, |rows| &mut rows.counter, 1);
        rows.raise(height, |rows| &mut rows.head, head_chef::rows(chefs, width));
        Size::Big
    } else {
        rows.raise(height, |rows| &mut rows.stove, 2);
        list(&mut rows, height, count, size)
    };
    rows.raise(height, |rows| &mut rows.counter, 1);
    rows.raise(height, |rows| &mut rows.story, 5);
    if wide {
        rows.raise(height, |rows| &mut rows.timeline, timeline);
    }
    grow(&mut rows, height);
    (rows, size)
}

/// Chefs one below the other: as many rows each as there are, after what must be seen beside them.
fn list(rows: &mut Rows, height: u16, count: u16, mut size: Size) -> Size {
    let mut each = |rows: &mut Rows, from: Size, to: u16| {
        if size == from && rows.raise(height, |rows| &mut rows.chefs, count * to) {
            size = Size::Rows(to);
        }
    };
    each(rows, Size::Tiny, 1);
    each(rows, Size::Rows(1), 2);
    rows.raise(height, |rows| &mut rows.story, 4);
    rows.raise(height, |rows| &mut rows.stove, 3);
    each(rows, Size::Rows(2), 3);
    size
}

/// Picks the rows of one panel.
type Part = fn(&mut Rows) -> &mut u16;

/// Gives the rows that are left, one by one, to what gains most by them.
fn grow(rows: &mut Rows, height: u16) {
    let turns: [(Part, u16); 6] = [
        (|rows| &mut rows.story, u16::MAX),
        (|rows| &mut rows.stove, 12),
        (|rows| &mut rows.story, u16::MAX),
        (|rows| &mut rows.counter, 3),
        (|rows| &mut rows.bakery, 2),
        (|rows| &mut rows.pass, 2),
    ];
    for (part, most) in turns.iter().cycle() {
        if rows.total() >= height {
            return;
        }
        let part = part(rows);
        // A counter that is not there would need a title line as well.
        if *part > 0 && *part < *most {
            *part += 1;
        }
    }
}

/// Rows of code, lesson, card and, when wide, ticker, words and totals; each with its title
/// line.
type Shares = [u16; 6];

/// The shares without a lesson.
fn shares(height: u16, wide: bool) -> Shares {
    // Rows with the title line; the shared bottom line is the one row more.
    let height = height.saturating_sub(1);
    if !wide {
        let card = (height / 2).min(10);
        return [height - card, 0, card, 0, 0, 0];
    }
    let card = 11;
    let rest = height.saturating_sub(card);
    let code = (rest * 38 / 100).max(9);
    let gauges = 12.min(rest.saturating_sub(code) / 3);
    let ticker = (rest.saturating_sub(code + gauges) / 3).max(4);
    let words = rest.saturating_sub(code + ticker + gauges);
    [code, 0, card, ticker, words, gauges]
}

/// Fewest rows of code that tell something, with their title line.
const CODE: u16 = 5;
/// Rows of the lesson where there is room, so that it does not jump from step to step.
const LESSON: u16 = 15;

/// The shares beside a lesson that needs so many rows: it comes first, then the code.
fn shares_beside(height: u16, wide: bool, needs: u16) -> Shares {
    let height = height.saturating_sub(1);
    let lesson = needs.saturating_add(1).min(height);
    if !wide {
        let code = height - lesson;
        return match code {
            0..CODE => [0, height, 0, 0, 0, 0],
            code => [code, lesson, 0, 0, 0, 0],
        };
    }
    let lesson = lesson.max(LESSON).min(height);
    let lesson = if height - lesson < CODE {
        height
    } else {
        lesson
    };
    let rest = height - lesson;
    let code = rest.min(14);
    let card = (rest - code).min(11);
    let ticker = rest - code - card;
    [code, lesson, card, ticker, 0, 0]
}

/// The panels with these shares, from the top.
fn right_side(area: Rect, shares: Shares) -> [Option<Rect>; 6] {
    let mut y = area.y;
    shares.map(|rows| {
        // A title without a line below it tells nothing.
        let rows = rows.min(area.bottom().saturating_sub(y + 1));
        let panel = (rows > 1).then_some(Rect {
            y,
            height: rows + 1,
            ..area
        });
        y += if panel.is_some() { rows } else { 0 };
        panel
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(plan: &Plan) -> Vec<Rect> {
        let mut panels = vec![plan.pass, plan.chefs];
        panels.extend(plan.head);
        panels.extend([plan.stove, plan.bakery]);
        panels.extend(plan.counter);
        panels.extend(plan.timeline);
        panels.push(plan.story);
        panels
    }

    #[test]
    fn panels_tile_the_screen_at_every_size() {
        for width in (80..=300).step_by(7) {
            for height in 24..=90 {
                for chefs in [1, 2, 4, 7, 8, 9, 16, 64, 96, 1_024, 65_535] {
                    let area = Rect::new(0, 0, width, height);
                    let plan = plan(area, chefs, None);
                    let case = format!("{width}x{height} {chefs} chefs: {plan:?}");
                    let left = left(&plan);
                    assert!(
                        left.windows(2).all(|two| two[0].bottom() - 1 == two[1].y),
                        "{case}"
                    );
                    assert_eq!(plan.story.bottom(), area.bottom(), "{case}");
                    assert!(
                        left.iter()
                            .all(|panel| panel.height > 2 && panel.bottom() <= area.bottom()),
                        "{case}"
                    );
                    let (code, card) = (plan.code.unwrap(), plan.card.unwrap());
                    assert_eq!(code.right(), area.right(), "{case}");
                    assert_eq!(code.bottom() - 1, card.y, "{case}");
                }
            }
        }
    }

    /// The kitchen is whole beside a lesson, and the lesson has the rows that it needs as far as
    /// there are so many.
    #[test]
    fn a_lesson_comes_before_code_and_card_and_leaves_the_kitchen_whole() {
        for (width, height) in [(80, 24), (100, 30), (119, 40), (120, 34), (160, 48)] {
            for rows in 3..60 {
                let area = Rect::new(0, 0, width, height);
                let plan = plan(area, 4, Some(&|_| rows));
                let case = format!("{width}x{height}, {rows} rows: {plan:?}");
                let lesson = plan.lesson.unwrap();
                let left = left(&plan);
                assert!(
                    left.windows(2).all(|two| two[0].bottom() - 1 == two[1].y),
                    "{case}"
                );
                assert!(plan.pass.width >= 39, "{case}");
                let most = plan.story.y - area.y - 2;
                assert!(lesson.height - 2 >= rows.min(most), "{case}");
                assert!(plan.code.is_none_or(|code| code.height > 5), "{case}");
                let right = [plan.code, plan.lesson, plan.card, plan.ticker];
                let right: Vec<_> = right.into_iter().flatten().collect();
                assert_eq!(right[0].y, area.y + 1, "{case}");
                assert!(
                    right.windows(2).all(|two| two[0].bottom() - 1 == two[1].y),
                    "{case}"
                );
            }
        }
    }

    #[test]
    fn the_right_side_ends_where_it_should() {
        for (width, height) in [(80, 24), (100, 30), (160, 48), (120, 34), (200, 60)] {
            let plan = plan(Rect::new(0, 0, width, height), 4, None);
            let last = plan
                .gauges
                .or(plan.glossary)
                .or(plan.ticker)
                .or(plan.card)
                .unwrap();
            let end = if width >= 120 {
                height
            } else {
                plan.story.y + 1
            };
            assert_eq!(last.bottom(), end, "{width}x{height}: {plan:?}");
        }
    }

    #[test]
    fn more_rows_show_more_of_each_chef() {
        let size = |width, height, chefs| plan(Rect::new(0, 0, width, height), chefs, None).chef;
        assert_eq!(size(80, 24, 4), Size::Rows(2));
        assert_eq!(size(80, 24, 2), Size::Rows(3));
        assert_eq!(size(80, 24, 8), Size::Rows(1));
        assert_eq!(size(80, 24, 64), Size::Tiny);
        assert_eq!(size(160, 48, 4), Size::Big);
    }
}
