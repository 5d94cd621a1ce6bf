//! The words of claims: what is read, what is refused and why, and what could be typed next.

use super::*;
use crate::events::Nanos;
use proptest::prelude::*;

fn error(text: &str) -> String {
    text.parse::<Claim>().expect_err(text).to_string()
}

#[test]
fn every_example_of_the_table_is_a_claim_that_can_be_decided() {
    let shapes = SHAPES.iter().map(|(_, _, example)| *example);
    let subjects = Subject::ALL.iter().map(|subject| subject.row().example);
    for example in shapes.chain(subjects) {
        let claim: Claim = example.parse().unwrap();
        assert_eq!(claim.to_string(), example);
        claim.can_be_decided(Nanos::from_millis(10), 4).unwrap();
    }
}

#[test]
fn every_subject_says_what_its_row_takes_and_no_more() {
    for subject in Subject::ALL {
        let row = subject.row();
        let [one, many] = row.names;
        let limit = match row.unit {
            Unit::None => "",
            Unit::Time => " over 2s",
            Unit::Bytes => " over 2KiB",
        };
        let is = |text: String| text.parse::<Claim>().is_ok();
        let said = |more: &str| match row.takes.counts {
            true => {
                is(format!("no {one}{more}{limit}")) && is(format!("at most 2 {many}{more}{limit}"))
            }
            false => is(format!("{one}{more}{limit}")),
        };
        assert!(said(""), "{one}");
        assert_eq!(said(" of simmer"), row.takes.kind, "{one}");
        assert_eq!(said(" on worker 1"), row.takes.worker, "{one}");
        assert_eq!(said(" \"text\""), row.takes.text, "{one}");
        assert_eq!(said(" by the driver"), row.takes.source, "{one}");
        assert_eq!(said(" while a worker is parked"), row.takes.parked, "{one}");
        let measured = row.unit != Unit::None;
        assert_eq!(
            is(format!("{one} p99{limit}")),
            measured && row.takes.statistics,
            "{one}"
        );
        assert_eq!(is(format!("max {one}{limit}")), measured, "{one}");
    }
}

#[test]
fn words_come_in_any_order_that_is_read_aloud() {
    for (one, other) in [
        (
            "no stall over 1s of chop on worker 2",
            "no stall of chop on worker 2 over 1s",
        ),
        ("p99 ready wait under 1s", "ready wait p99 under 1s"),
        (
            "longest ready wait of chop under 1s",
            "ready wait under 1000ms of chop",
        ),
        ("NO Stall", "no stalls"),
        ("some line \"a\" of chop", "at least 1 line of chop \"a\""),
        ("bytes per task under 1KiB", "bytes per task under 1024"),
    ] {
        let form = |text: &str| {
            let mut claim = text.parse::<Claim>().unwrap();
            if let Form::Count { filter, .. } | Form::Measure { filter, .. } = &mut claim.form
                && let Some(kind) = &mut filter.kind
            {
                kind.at = 0;
            }
            claim.form
        };
        assert_eq!(form(one), form(other));
    }
}

#[test]
fn an_error_says_where_what_and_what_else() {
    for (text, expected) in [
        (
            "",
            "column 1: found the end of the claim; expected one of a text in quotes, no, some, \
             every, exactly, at most, at least, a statistic such as max or p99, a subject such as \
             stall or ready wait",
        ),
        (
            "no stal over 50ms",
            "column 4: found \"stal\"; expected a subject such as stall or ready wait (did you \
             mean \"stall\"?)",
        ),
        (
            "ready wat under 1s",
            "column 7: found \"wat\"; expected wait (did you mean \"wait\"?)",
        ),
        (
            "no stall ovr 50ms",
            "column 10: found \"ovr\"; expected one of under, over, at most, at least, of, on \
             worker, the end of the claim (did you mean \"over\"?)",
        ),
        (
            "ready wait p98 under 1s",
            "column 12: found \"p98\"; expected one of of, while a worker is parked, a statistic \
             such as max or p99, under, over, at most, at least (did you mean \"p90\"?)",
        ),
        (
            "no stall of over 50ms",
            "column 13: found \"over\"; expected the name of a kind of task",
        ),
        (
            "poll under 5",
            "column 12: found \"5\"; expected a time such as 50ms or 1.5s, up to 24h",
        ),
        (
            "poll under 25h",
            "column 12: found \"25h\"; expected a time such as 50ms or 1.5s, up to 24h",
        ),
        (
            "bytes per task under 5ms",
            "column 22: found \"5ms\"; expected a number of bytes such as 512B or 2KiB",
        ),
        (
            "at most many stalls",
            "column 9: found \"many\"; expected a whole number",
        ),
        (
            "at most 1000000001 stalls",
            "column 9: found \"1000000001\"; expected a whole number",
        ),
        (
            "poll under",
            "column 11: found the end of the claim; expected a time such as 50ms or 1.5s, up to \
             24h",
        ),
        (
            "no wake by the drivr",
            "column 16: found \"drivr\"; expected one of driver, deferred list (did you mean \
             \"driver\"?)",
        ),
        (
            "\"Database\" printed after \"API\"",
            "column 20: found \"after\"; expected before",
        ),
        (
            "\"a\" printed before b",
            "column 20: found \"b\"; expected a text in quotes",
        ),
        (
            "\"a",
            "column 1: found \"\\\"a\"; expected a text that ends with a quote",
        ),
        (
            "polls overlap lines",
            "column 15: found \"lines\"; expected a subject such as stall or ready wait",
        ),
        (
            "no stall of simmer over 50ms please",
            "column 30: found \"please\"; expected one of on worker, the end of the claim",
        ),
        (
            "no\u{1b}[2J stall",
            "column 3: found \"\\u{1b}\"; expected plain text on one line",
        ),
        (
            "no stall\nover 1s",
            "column 9: found \"\\n\"; expected plain text on one line",
        ),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
}

#[test]
fn a_kind_of_any_name_can_be_written() {
    for name in [
        "simmer", "a", "an", "over", "Outside", "itself", "p99", "app::run", "my task",
    ] {
        let kind = kind_written(name).unwrap();
        for text in [
            format!("no wake of {kind} by {kind}"),
            format!("tasks of {kind} overlap polls of {kind}"),
        ] {
            let claim: Claim = text.parse().unwrap();
            let kinds: Vec<&str> = claim.kinds().map(|kind| kind.name.as_str()).collect();
            assert_eq!(kinds, [name; 2], "{text}");
        }
    }
    for name in ["", "a\"b", "a\u{1b}b"] {
        assert_eq!(kind_written(name), None);
    }
}

#[test]
fn a_column_counts_characters() {
    assert!(error("no line \"\u{65e5}\u{672c}é\" from").starts_with("column 15: found \"from\""));
    assert!(error("no stall of \u{65e5}\u{672c} fo").starts_with("column 16: found \"fo\""));
}

#[test]
fn a_claim_has_at_most_200_characters() {
    let of = |many: usize| format!("no line \"{}\"", "é".repeat(many - 10));
    assert!(of(200).parse::<Claim>().is_ok());
    assert_eq!(
        error(&of(201)),
        "column 201: found more text; expected a claim of at most 200 characters"
    );
}

#[test]
fn what_no_run_can_decide_is_refused() {
    let stall = Nanos::from_millis(100);
    for (text, expected) in [
        (
            "at least 0 stalls",
            "found \"at least 0\"; expected a number from 1: there are always 0",
        ),
        (
            "ready wait p99 under 0s",
            "found an empty range: nothing is under 0; expected a value above 0",
        ),
        (
            "no poll under 0ns",
            "found an empty range: nothing is under 0; expected a value above 0",
        ),
        (
            "poll max at least 0s",
            "found \"at least 0\", which always is so; expected a value above 0",
        ),
        (
            "no stall under 100ms",
            "found a time below which no stall is shorter; expected a time above 100ms \
             (--stall-after)",
        ),
        (
            "stall max under 100ms",
            "found a time below which no stall is shorter; expected a time above 100ms \
             (--stall-after)",
        ),
        (
            "every stall over 50ms",
            "found a time below which no stall is shorter; expected a time above 100ms \
             (--stall-after)",
        ),
        (
            "no driver freeze over 50ms",
            "found a time below which no shorter freeze is told; expected a time above 100ms \
             (--stall-after)",
        ),
        (
            "no steal on worker 4",
            "found worker 4; expected a worker of this run, from 0 to 3",
        ),
        (
            "poll of block on worker 9 max under 1s",
            "found worker 9; expected a worker of this run, from 0 to 3",
        ),
        (
            "\"a\" printed before \"a\"",
            "found the same text twice; expected two texts: no line is before itself",
        ),
        (
            "\"Database ready\" printed before \"Database\"",
            "found \"Database\", which is part of \"Database ready\"; expected two texts that one \
             line need not have both: no line is before itself",
        ),
    ] {
        let claim: Claim = text.parse().unwrap();
        assert_eq!(
            claim.can_be_decided(stall, 4).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    }
    for text in [
        "no stall over 50ms",
        "no driver freeze over 100ms",
        "no steal on worker 3",
        "exactly 0 stalls",
        "\"Database\" printed before \"Database ready\"",
    ] {
        let claim: Claim = text.parse().unwrap();
        assert_eq!(claim.can_be_decided(stall, 4), Ok(()), "{text}");
    }
}

#[test]
fn kinds_that_a_run_cannot_have_are_refused() {
    let kind = |name: &str, jobs| KindInfo {
        name: name.into(),
        jobs,
    };
    let known = [
        kind("pantry", true),
        kind("simmer", false),
        kind("mine", true),
    ];
    let wrong = |text: &str| {
        let claim: Claim = text.parse().unwrap();
        claim
            .fits_kinds(&known)
            .map_err(|error| (error.at, error.to_string()))
    };
    let unknown = "expected a kind of task of this run: one of pantry, simmer, mine";
    assert_eq!(
        wrong("no stall of simer"),
        Err((
            Some(12),
            format!("found \"simer\"; {unknown} (did you mean \"simmer\"?)")
        ))
    );
    assert_eq!(
        wrong("no wake of simmer by xyzzy"),
        Err((Some(21), format!("found \"xyzzy\"; {unknown}")))
    );
    assert_eq!(
        wrong("tasks of mine overlap jobs of simmer"),
        Err((
            Some(30),
            "found \"simmer\", which hands no jobs to the blocking pool; expected a kind that \
             does: one of pantry, mine"
                .into()
        ))
    );
    for text in [
        "no job of pantry",
        "no pool wait of mine",
        "no stall of simmer",
        "no stall",
    ] {
        assert_eq!(wrong(text), Ok(()), "{text}");
    }
}

#[test]
fn what_is_said_of_every_job_is_refused_where_there_are_none() {
    let kind = |jobs| {
        [KindInfo {
            name: "simmer".into(),
            jobs,
        }]
    };
    for text in [
        "no pool wait over 1s",
        "some job",
        "polls never overlap jobs",
    ] {
        let claim: Claim = text.parse().unwrap();
        assert_eq!(claim.fits_kinds(&kind(false)), Ok(()), "{text}");
    }
    for text in [
        "job max under 1s",
        "pool wait p99 under 1s",
        "every job under 1s",
    ] {
        let claim: Claim = text.parse().unwrap();
        assert_eq!(claim.fits_kinds(&kind(true)), Ok(()), "{text}");
        assert_eq!(
            claim.fits_kinds(&kind(false)).unwrap_err().to_string(),
            "found what is said of every job of the blocking pool, to which no kind of this run \
             hands any; expected a claim about something else",
            "{text}"
        );
    }
}

#[test]
fn what_could_be_typed_next() {
    let kinds = ["simmer", "stock"];
    let next = |text: &str| complete(text, &kinds);
    assert_eq!(next("no st"), ["stall", "steal"]);
    assert_eq!(next("no stall of "), kinds);
    assert_eq!(next("no stall of si"), ["simmer"]);
    assert_eq!(next("ready "), ["wait"]);
    assert_eq!(next("ready wait p"), ["p50", "p90", "p95", "p99"]);
    assert_eq!(
        next("poll "),
        [
            "of",
            "on worker",
            "overlap",
            "never overlap",
            "max",
            "min",
            "mean",
            "total",
            "p50",
            "p90",
            "p95",
            "p99",
            "under",
            "over",
            "at most",
            "at least"
        ]
    );
    assert_eq!(next("some wake by the "), ["driver", "deferred list"]);
    assert_eq!(next("\"a\" pr"), ["printed before"]);
    assert_eq!(next("poll under "), Vec::<&str>::new());
    assert!(next("").contains(&"every") && next("").contains(&"LIFO slot wait"));
    assert_eq!(next("xyzzy "), Vec::<&str>::new());
    assert_eq!(next("\u{1b} "), Vec::<&str>::new());
}

/// Words of claims in any order, and others.
fn words() -> impl Strategy<Value = String> {
    let names = Subject::ALL.iter().flat_map(|subject| subject.row().names);
    let lists = STATISTICS.iter().map(|(word, _)| *word);
    let lists = lists.chain(COMPARISONS.iter().map(|(word, _)| *word));
    let lists = lists.chain(CALLERS.iter().map(|(word, _)| *word));
    let others = [
        "no",
        "some",
        "every",
        "at most",
        "3",
        "5ms",
        "2KiB",
        "of",
        "by",
        "\"é\"",
        "\"",
        "on worker",
        "never",
        "overlap",
        "printed before",
        "while a worker is parked",
        "\u{7f}",
    ];
    let all: Vec<&str> = names.chain(lists).chain(others).collect();
    prop::collection::vec(prop::sample::select(all), 0..9).prop_map(|words| words.join(" "))
}

#[test]
fn many_of_something_are_counted_and_one_is_measured() {
    let unit = |text| Claim::measuring(text).unwrap().unit();
    assert_eq!(unit("polls of simmer"), Unit::None);
    assert_eq!(unit("poll of simmer"), Unit::Time);
    assert_eq!(unit("polls max of simmer"), Unit::Time);
    assert_eq!(unit("printed size \"resident\" max"), Unit::Bytes);
    assert_eq!(unit("bytes per task of simmer max"), Unit::Bytes);
}

proptest! {
    #[test]
    fn nothing_panics_and_what_is_displayed_is_read_again(text in prop_oneof![words(), any::<String>()]) {
        match text.parse::<Claim>() {
            Ok(claim) => prop_assert_eq!(claim.to_string().parse(), Ok(claim)),
            Err(error) => {
                prop_assert!(error.at <= text.chars().count());
                prop_assert!(!error.to_string().contains(crate::plain::is_harmful));
            }
        }
        complete(&text, &["simmer"]);
    }

    #[test]
    fn what_is_offered_goes_on(words in words()) {
        for word in complete(&words, &["simmer"]) {
            let begun = words.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let text = format!("{}{word}", &words[..begun]);
            let end = text.chars().count();
            if let Err(error) = text.parse::<Claim>() {
                prop_assert!(error.at >= end, "{}: {}", text, error);
            }
        }
    }
}

#[test]
fn what_forbids_is_proven_by_nothing_but_the_end() {
    let forbids = |text: &str| text.parse::<Claim>().expect("a claim").forbids();
    for text in [
        "no stall",
        "at most 2 completions",
        "every poll over 1ns",
        "polls of block never overlap polls of simmer",
    ] {
        assert!(forbids(text), "{text}");
    }
    for text in [
        "some stall",
        "at least 2 completions",
        "exactly 1 task",
        "poll max under 1s",
        "polls of block overlap polls of simmer",
    ] {
        assert!(!forbids(text), "{text}");
    }
}
