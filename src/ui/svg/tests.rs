use super::*;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Block, Widget};

fn texts_of(picture: &str) -> Vec<&str> {
    picture
        .lines()
        .filter(|line| line.starts_with("<text"))
        .collect()
}

#[test]
fn neighbours_of_one_style_are_one_text() {
    let buffer = Buffer::with_lines([Line::from(vec!["ab".red(), "cd".red(), "ef".bold()])]);
    let picture = svg(&buffer, "", Paper::DARK);
    let texts = texts_of(&picture);
    assert_eq!(texts.len(), 2, "{picture}");
    assert!(
        texts[0].contains(">abcd<") && texts[0].contains(r##"fill="#d75f5f""##),
        "{}",
        texts[0]
    );
    assert!(
        texts[1].contains(">ef<") && texts[1].contains(r#"font-weight="bold""#),
        "{}",
        texts[1]
    );
}

#[test]
fn text_stays_in_its_columns() {
    let picture = svg(&Buffer::with_lines(["  ab c  "]), "", Paper::DARK);
    let texts = texts_of(&picture);
    assert_eq!(texts.len(), 1);
    // Two columns in, and four columns long: blanks at both ends are not written.
    assert!(texts[0].contains(r#"x="30" "#), "{}", texts[0]);
    assert!(texts[0].contains(r#"textLength="36""#), "{}", texts[0]);
}

#[test]
fn markup_is_escaped() {
    let picture = svg(&Buffer::with_lines(["a<b>&\"c"]), "<&>", Paper::DARK);
    assert!(picture.contains("a&lt;b&gt;&amp;&quot;c"), "{picture}");
    assert!(
        picture.contains("<title>&lt;&amp;&gt;</title>"),
        "{picture}"
    );
}

#[test]
fn reverse_swaps_the_colours_of_the_terminal() {
    let buffer = Buffer::with_lines([Line::from(" x ".reversed())]);
    let picture = svg(&buffer, "", Paper::DARK);
    let paper = format!(
        r#"width="27" height="18" fill="{}"/>"#,
        Paper::DARK.foreground
    );
    assert!(picture.contains(&paper), "{picture}");
    assert!(texts_of(&picture)[0].contains(&format!(r#"fill="{}""#, Paper::DARK.background)));
}

#[test]
fn a_frame_is_drawn_as_lines() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 3));
    Block::bordered()
        .border_style(Style::new().fg(Color::Green))
        .render(buffer.area, &mut buffer);
    let picture = svg(&buffer, "", Paper::DARK);
    assert!(texts_of(&picture).is_empty(), "{picture}");
    // One path for the upper edge, one for the lower, two sides between them.
    assert_eq!(picture.matches("<path").count(), 4, "{picture}");
}

#[test]
fn a_window_has_a_title_and_grows_for_it() {
    let buffer = Buffer::with_lines(["x"]);
    let plain = svg(&buffer, "", Paper::DARK);
    let window = svg(&buffer, "kitchen", Paper::DARK);
    assert!(!plain.contains("<circle"));
    assert_eq!(window.matches("<circle").count(), 3);
    assert!(window.contains(">kitchen</text>"));
    assert!(plain.contains(r#"viewBox="0 0 33 42""#), "{plain}");
    assert!(window.contains(r#"viewBox="0 0 33 66""#), "{window}");
}

#[test]
fn an_empty_buffer_is_a_picture_too() {
    let picture = svg(&Buffer::empty(Rect::ZERO), "", Paper::DARK);
    assert!(picture.starts_with("<svg") && picture.ends_with("</svg>\n"));
}

#[test]
fn a_buffer_that_does_not_begin_at_zero_is_drawn_from_its_own_corner() {
    let mut buffer = Buffer::empty(Rect::new(5, 7, 3, 1));
    buffer.set_string(5, 7, "abc", Style::new());
    let picture = svg(&buffer, "", Paper::DARK);
    assert!(texts_of(&picture)[0].contains(r#"x="12" "#), "{picture}");
}
