//! A name for people out of a type's name.

/// In place of the name of a future behind a pointer: its own type is not known.
const BOXED: &str = "(boxed)";

/// What a future or a job is called after: the function it is written in (`serve`), with its
/// type if it is a method (`Server::run`), and with the future that it was given
/// (`retry<serve>`); a future written by hand has its own name, with that of what it wraps
/// (`Timeout<serve>`).
pub(super) fn of_type(full: &str) -> String {
    let full = full.trim_start_matches(['&', '*', ' ']);
    if full.starts_with("dyn ") {
        return BOXED.to_owned();
    }
    let mut path = segments(full);
    // Closures and async blocks stand at the end, and have no names.
    while path.last().is_some_and(|part| part.starts_with('{')) {
        path.pop();
    }
    let Some(last) = path.pop() else {
        return full.to_owned();
    };
    let (name, arguments) = split_arguments(last);
    let of = path
        .last()
        .filter(|_| is_function(name))
        .and_then(|of| type_of_method(of));
    let inner = arguments.and_then(|arguments| match is_function(name) {
        true => first(arguments, |argument| argument.ends_with("{{closure}}")),
        false => first(arguments, |argument| !argument.starts_with('\'')),
    });
    let name = match of {
        Some(of) => &format!("{of}::{name}"),
        None => name,
    };
    match inner.map(of_type) {
        Some(inner) if matches!(name, "Pin" | "Box") => inner,
        Some(inner) => format!("{name}<{inner}>"),
        None => name.to_owned(),
    }
}

fn is_function(name: &str) -> bool {
    name.starts_with(|first: char| first.is_lowercase() || first == '_')
}

/// The name of the type whose method it is, out of the part of the path before: `Server<T>`,
/// `<app::Server as app::Service>`, `<impl app::Service for app::Server>`. None for a module or
/// a function.
fn type_of_method(part: &str) -> Option<&str> {
    let full = match part.strip_prefix('<') {
        Some(both) => {
            let both = both.strip_suffix('>').unwrap_or(both);
            match both.strip_prefix("impl ") {
                Some(impled) => impled.split_once(" for ").map_or(impled, |(_, of)| of),
                None => both.split_once(" as ").map_or(both, |(of, _)| of),
            }
        }
        None => part,
    };
    let (name, _) = split_arguments(segments(full).pop()?);
    (!is_function(name) && !name.starts_with('{')).then_some(name)
}

/// The parts of a path, which `::` divides; not those inside of brackets.
fn segments(path: &str) -> Vec<&str> {
    split(path, "::")
}

/// A part's name, and what stands between its `<` and `>`.
fn split_arguments(part: &str) -> (&str, Option<&str>) {
    match part.split_once('<') {
        Some((name, rest)) if !name.is_empty() => (name, rest.strip_suffix('>')),
        _ => (part, None),
    }
}

fn first(arguments: &str, is_it: impl Fn(&str) -> bool) -> Option<&str> {
    split(arguments, ", ")
        .into_iter()
        .find(|argument| is_it(argument))
}

/// Splits a text where the divider stands outside of all brackets.
fn split<'a>(text: &'a str, divider: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut from, mut before) = (0_u32, 0, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            // The end of an arrow is none of a bracket.
            '>' if before == '-' => {}
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= from && text[at..].starts_with(divider) => {
                parts.push(&text[from..at]);
                from = at + divider.len();
            }
            _ => {}
        }
        before = c;
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::any::type_name_of_val;
    use std::future::{Future, Ready};
    use std::pin::Pin;

    fn name<T>(value: &T) -> String {
        of_type(type_name_of_val(value))
    }

    async fn fetch() {}

    async fn serve<T>(_value: T) {}

    struct Wrapper<'a, F>(#[expect(dead_code)] &'a u8, F);

    struct Server<T>(T);

    trait Service {
        fn call(&self) -> impl Future;
    }

    impl<T> Server<T> {
        async fn run(&self) {}

        fn work(&self) -> impl FnOnce() {
            || {}
        }
    }

    impl<T> Service for Server<T> {
        fn call(&self) -> impl Future {
            async {}
        }
    }

    impl Service for [u8] {
        fn call(&self) -> impl Future {
            async {}
        }
    }

    #[test]
    fn a_future_is_called_after_its_function() {
        assert_eq!(name(&fetch()), "fetch");
        assert_eq!(name(&serve(Some(1))), "serve");
        assert_eq!(name(&serve(fetch())), "serve<fetch>");
        let block = async { fetch().await };
        assert_eq!(name(&block), "a_future_is_called_after_its_function");
        assert_eq!(name(&fetch), "fetch");
    }

    #[test]
    fn a_method_has_its_type_before_it() {
        let server = Server(1);
        assert_eq!(name(&server.run()), "Server::run");
        assert_eq!(name(&server.call()), "Server::call");
        assert_eq!(name(&server.work()), "Server::work");
        assert_eq!(
            of_type("<impl app::Tr for app::X<u8>>::go::{{closure}}"),
            "X::go"
        );
    }

    #[test]
    fn a_future_by_hand_has_its_own_name_with_that_of_what_it_wraps() {
        assert_eq!(name(&std::future::ready(1)), "Ready<i32>");
        assert_eq!(name(&Wrapper(&1, fetch())), "Wrapper<fetch>");
        assert_eq!(
            name(&Wrapper(&1, Wrapper(&1, fetch()))),
            "Wrapper<Wrapper<fetch>>"
        );
        assert_eq!(of_type("app::Worker"), "Worker");
    }

    #[test]
    fn what_is_behind_a_pointer_is_called_so_only_if_it_is_known() {
        assert_eq!(name(&Box::pin(fetch())), "fetch");
        let boxed: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(fetch());
        assert_eq!(name(&boxed), BOXED);
        let call: Box<dyn FnOnce(u8) -> Ready<u8>> = Box::new(std::future::ready);
        assert_eq!(name(&call), BOXED);
        assert_eq!(name(&Wrapper(&1, boxed)), "Wrapper<(boxed)>");
    }

    #[test]
    fn every_text_has_a_name() {
        for odd in [
            "",
            "{{closure}}",
            "::",
            "<",
            ">",
            "a::<",
            "<a as b>",
            "(u8, u16)",
            "'a",
        ] {
            let _ = of_type(odd);
        }
        assert_eq!(of_type("{{closure}}"), "{{closure}}");
    }
}
