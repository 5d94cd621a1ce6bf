use super::*;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn info(name: &str, title: &str, about: &str) -> ScenarioInfo {
    ScenarioInfo {
        name: name.into(),
        title: title.into(),
        about: about.into(),
        workers: Some(4),
        flavor: None,
        mistake: None,
    }
}

fn some() -> ScenariosView {
    let mut wrong = info("/a/folder/far/away/with/mine.toml", "", "");
    wrong.mistake = Some("mine.toml:2: recipe: found \"simer\"; expected \"simmer\"".into());
    ScenariosView {
        rows: vec![
            info(
                "stall",
                "A chef stalls",
                "One card calls std::thread::sleep for 3 s. Its chef can do nothing else; the others go on.",
            ),
            info("rush", "Rush hour", "100,000 cards."),
            wrong,
        ],
        chosen: 0,
        last: Some(1),
    }
}

fn drawn(view: &ScenariosView, width: u16, height: u16) -> String {
    picture(width, height, |area, buf, hits| {
        draw(view, Keys::FIXED, &Theme::mono(), area, buf, hits);
    })
}

#[test]
fn a_list_with_what_there_is_to_see() {
    insta::assert_snapshot!(drawn(&some(), 80, 14));
}

#[test]
fn a_mistake_is_told_in_its_row_and_in_full_below() {
    let view = ScenariosView {
        chosen: 2,
        ..some()
    };
    let text = drawn(&view, 80, 22);
    assert_eq!(text.matches("expected \"simmer\"").count(), 1, "{text}");
    assert!(text.contains("..ar/away/with/mine.toml"), "{text}");
    assert!(
        !text.contains("a new shift"),
        "none is opened for it: {text}"
    );
}

#[test]
fn rows_can_be_clicked() {
    let area = Rect::new(0, 0, 80, 22);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(
        &some(),
        Keys::FIXED,
        &Theme::dark(),
        area,
        &mut buf,
        &mut hits,
    );
    assert_eq!(hits.at(10, 2), Some(Action::PickScenario(1)));
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        drawn(&some(), width, height);
        drawn(&ScenariosView::default(), width, height);
    }
}
