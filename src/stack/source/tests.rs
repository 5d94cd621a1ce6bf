use super::*;
use std::time::Duration;

#[test]
fn a_file_is_read_only_if_it_is_as_it_was_built() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(&file, "one\n  two \n").expect("written");
    let changed = file.path().metadata().and_then(|about| about.modified());
    let changed = changed.expect("a time");
    let second = Duration::from_secs(1);
    let read = |built| Source::read(file.path(), built);
    let source = read(Some(changed)).expect("there");
    assert_eq!(source.line(2), SourceText::Line("two".to_owned()));
    assert_eq!(source.line(0), SourceText::Missing);
    assert_eq!(source.line(3), SourceText::Missing);
    assert_eq!(read(Some(changed - second)), Some(Source::Changed));
    assert_eq!(read(None), Some(Source::Changed));
    assert_eq!(Source::read(Path::new("/nowhere"), Some(changed)), None);
    assert_eq!(Source::read(Path::new("/"), Some(changed)), None);
}

const CODE: &str = "\
impl App {
    pub(crate) async fn load(
        &self,
    ) -> u64
    where
        Self: Sized,
    {
        fn inner() {
            work();
        }
        if self.ready {
            self.items
                .iter()
                .map(|item| wait(item)); // 13
        }
        0
    }
}

const fn other<T>() {}
static X: u8 =
    compute();
";

#[test]
fn a_line_stands_in_the_function_whose_body_it_is_in() {
    let source = Source::Text(CODE.to_owned());
    assert_eq!(source.function_around(9), Some("inner"));
    assert_eq!(source.function_around(13), Some("load"));
    assert_eq!(source.function_around(16), Some("load"));
    assert_eq!(source.function_around(20), Some("other"));
    assert_eq!(source.function_around(22), None);
    assert_eq!(source.function_around(0), None);
    assert_eq!(source.function_around(99), None);
    assert_eq!(Source::Changed.function_around(9), None);
}

#[test]
fn a_function_is_known_by_its_first_line() {
    for (code, name) in [
        ("fn a() {", Some("a")),
        (
            "pub(in crate::x) const unsafe extern \"C\" fn b<T>(",
            Some("b"),
        ),
        ("async move {", None),
        ("let f = fn_of(x);", None),
        ("fn", None),
    ] {
        assert_eq!(function_named(code), name, "{code}");
    }
}
