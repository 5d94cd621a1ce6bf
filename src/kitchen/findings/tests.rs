use super::*;
use crate::events::{
    Certainty, CodeLine, Doing, Event, Found, HandleAct, KindId, PollOutcome, Role, Site, SiteId,
    SourceText, Stuck, WaitOn, What, WorkerId,
};
use std::collections::HashSet;

fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn hear(model: &mut Model, at: u64, what: What) {
    model.apply(&Event { at: ms(at), what });
}

fn model() -> Model {
    let mut model = Model::new(ms(100));
    let kind = What::Kind {
        id: KindId::new(0),
        name: "rice".into(),
    };
    let site = What::Site {
        id: SiteId::new(0),
        site: Site {
            file: "rice.rs".into(),
            line: 12,
            column: 1,
            wait: WaitOn::Work,
            name: None,
        },
    };
    hear(&mut model, 0, kind);
    hear(&mut model, 0, site);
    let spawned = What::Spawned {
        task: id(7),
        parent: None,
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: None,
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    hear(&mut model, 1, spawned);
    model
}

/// From 1 s on, for so many milliseconds.
fn some(kind: FindingKind, lasted: u64) -> Finding {
    Finding {
        task: Some(id(7)),
        worker: Some(WorkerId::new(2)),
        from: (kind == FindingKind::Move).then_some(WorkerId::new(1)),
        ..Finding::new(kind, ms(1_000), ms(1_000 + lasted))
    }
}

fn text(given: Finding) -> String {
    tell(&given, &model(), Register::Analogy).text
}

/// Each kind in each of its forms.
fn forms() -> Vec<Finding> {
    let mut forms = Vec::new();
    for kind in FindingKind::ALL {
        for (count, end) in [
            (1, End::Told),
            (12, End::Told),
            (12, End::GoesOn),
            (1, End::Unseen),
        ] {
            for known in [true, false] {
                forms.push(Finding {
                    count,
                    end,
                    carried_out: known,
                    site: known.then_some(SiteId::new(0)),
                    at_least: !known,
                    ..some(kind, 1_402)
                });
                // Nobody in particular, and no line.
                forms.push(Finding {
                    count,
                    end,
                    task: (kind != FindingKind::Frozen).then_some(id(99)),
                    ..Finding::new(kind, ms(5), ms(6))
                });
            }
        }
    }
    forms
}

#[test]
fn every_kind_has_a_row_of_its_own() {
    let apart = |what: &str, of: fn(FindingKind) -> String| {
        let all: HashSet<_> = FindingKind::ALL.into_iter().map(of).collect();
        assert_eq!(all.len(), FindingKind::ALL.len(), "{what}: {all:?}");
        assert!(!all.contains(""), "{what}");
    };
    apart("key", |kind| row(kind).key.to_string());
    apart("sign", |kind| row(kind).sign.to_string());
    apart("word", |kind| row(kind).word.into());
    apart("words", |kind| row(kind).words.into());
    apart("name", |kind| kind.row().name.into());
    apart("here", |kind| here(&some(kind, 5), Register::Analogy));
}

#[test]
fn every_kind_is_told_in_whole_short_sentences() {
    for form in forms() {
        let told = tell(&form, &model(), Register::Analogy);
        for text in [&told.text, &told.why] {
            assert!(text.ends_with('.') && !text.contains("  "), "{text}");
            assert!(
                text.trim_start_matches("~ ")
                    .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#'),
                "{text}"
            );
        }
        assert!(told.text.len() <= 110, "{}", told.text);
        assert!(told.why.len() <= 170, "{}", told.why);
        assert!(row(form.kind).word.len() <= 6);
    }
}

#[test]
fn only_what_goes_on_is_told_as_going_on() {
    for form in forms() {
        let text = tell(&form, &model(), Register::Analogy).text;
        let timed = matches!(
            form.kind,
            FindingKind::LeftLocked
                | FindingKind::Frozen
                | FindingKind::Stall
                | FindingKind::Trapped
                | FindingKind::JobsWait
        );
        let goes_on = text.contains("so far");
        assert_eq!(goes_on, timed && form.goes_on(), "{text}");
        assert!(goes_on || !text.contains(" is "), "{text}");
    }
}

#[test]
fn jobs_that_waited_have_their_reason_only_where_it_was_seen() {
    let waited = Finding {
        count: 88,
        pool: Some(512),
        ..some(FindingKind::JobsWait, 1_000)
    };
    let told = tell(&waited, &model(), Register::Analogy);
    assert_eq!(
        told.text,
        "88 jobs waited for a baker (blocking pool), the longest for 1.00s: #07 rice."
    );
    assert!(told.why.starts_with("All 512 bakers"), "{}", told.why);
    let unknown = Finding {
        pool: None,
        ..waited
    };
    let why = tell(&unknown, &model(), Register::Analogy).why;
    assert!(why.starts_with("Why is not known"), "{why}");
}

#[test]
fn a_stall_names_the_chef_the_card_the_line_and_how_long() {
    let stall = Finding {
        site: Some(SiteId::new(0)),
        ..some(FindingKind::Stall, 3_000)
    };
    assert_eq!(
        text(stall),
        "One poll of #07 rice at line 12 held Chef 2 for 3.00s (a stall)."
    );
    let goes_on = Finding {
        end: End::GoesOn,
        ..stall
    };
    assert_eq!(
        text(goes_on),
        "Chef 2 is stalled: one poll of #07 rice at line 12 holds this chef, for 3.00s so far."
    );
    assert!(
        tell(&stall, &model(), Register::Analogy)
            .why
            .contains("spawn_blocking")
    );
}

#[test]
fn what_was_only_seen_is_told_with_its_least() {
    let seen = Finding {
        end: End::Unseen,
        ..some(FindingKind::Trapped, 1_400)
    };
    assert!(
        text(seen).ends_with("for at least 1.40s."),
        "{}",
        text(seen)
    );
}

#[test]
fn crowds_are_told_with_their_number() {
    let raid = Finding {
        count: 12,
        ..some(FindingKind::Move, 3)
    };
    assert_eq!(
        text(raid),
        "Chef 2 took 12 cards from Chef 1's rail in one raid (a steal), #07 rice the first."
    );
    assert_eq!(
        text(some(FindingKind::Move, 0)),
        "Chef 2 took #07 rice from Chef 1's rail (a steal)."
    );
    let waits = Finding {
        count: 3_000,
        at_least: true,
        ..some(FindingKind::LongWait, 740)
    };
    assert_eq!(
        text(waits),
        "At least 3,000 cards were ready for up to 740ms before a chef took them; \
         the longest was #07 rice."
    );
    assert_eq!(
        text(some(FindingKind::LongWait, 740)),
        "#07 rice was ready for 740ms before Chef 2 took it."
    );
}

#[test]
fn an_abort_tells_what_became_of_the_card() {
    let asked = some(FindingKind::Abort, 0);
    let mut model = model();
    let why = |model: &Model| tell(&asked, model, Register::Analogy).why;
    assert!(why(&model).contains("at an .await that has to wait"));
    hear(
        &mut model,
        1_000,
        What::Handle {
            task: id(7),
            by: None,
            act: HandleAct::AbortAsked,
        },
    );
    hear(
        &mut model,
        1_200,
        What::Polled {
            task: id(7),
            worker: None,
            start: ms(900),
            outcome: PollOutcome::Ready,
            self_woken: false,
            budget_spent: false,
        },
    );
    assert!(why(&model).contains("served all the same"));
    let late = Finding::new(FindingKind::Abort, ms(2_000), ms(2_000));
    let late = Finding {
        task: Some(id(7)),
        ..late
    };
    assert!(
        tell(&late, &model, Register::Analogy)
            .why
            .contains("over by then")
    );
    let unknown = Finding {
        task: Some(id(99)),
        ..late
    };
    assert!(
        tell(&unknown, &model, Register::Analogy)
            .why
            .contains("forgotten")
    );
    hear(&mut model, 1_300, What::Dropped { task: id(8) });
    let binned = Finding {
        task: Some(id(8)),
        ..asked
    };
    assert!(
        tell(&binned, &model, Register::Analogy)
            .why
            .contains("dropped before it was ready")
    );
    let done = Finding {
        carried_out: true,
        ..some(FindingKind::Abort, 300)
    };
    assert_eq!(
        tell(&done, &model, Register::Analogy).text,
        "#07 rice was asked to stop (abort) and was binned 300ms later."
    );
}

#[test]
fn a_job_that_panics_holds_no_chef() {
    let mut model = model();
    hear(
        &mut model,
        2,
        What::BlockingSubmitted {
            job: id(8),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
        },
    );
    let job = Finding {
        task: Some(id(8)),
        worker: None,
        ..some(FindingKind::Panic, 0)
    };
    let told = tell(&job, &model, Register::Analogy);
    assert!(told.text.contains("bakery") && !told.why.contains("chef"));
    let card = tell(&some(FindingKind::Panic, 0), &model, Register::Analogy);
    assert_eq!(
        card.text,
        "#07 rice was burnt in the hand of Chef 2: it panicked."
    );
}

#[test]
fn what_lay_in_queues_is_inferred_and_what_was_polled_is_measured() {
    use FindingKind::{Abort, Budget, Frozen, LongWait, Move, Panic, Stall, Trapped};
    for kind in [Frozen, Trapped, Move] {
        assert_eq!(kind.row().certainty, Certainty::Inferred, "{kind:?}");
    }
    for kind in [Stall, Panic, LongWait, Abort, Budget] {
        assert_eq!(kind.row().certainty, Certainty::Observed, "{kind:?}");
    }
}

#[test]
fn a_stall_tells_the_line_that_was_seen_during_it() {
    let mut model = model();
    let line = CodeLine {
        function: "total".into(),
        file: "src/stock.rs".into(),
        line: 6,
        certainty: Certainty::Observed,
    };
    let found = Stuck {
        doing: Doing::Elsewhere,
        lines: vec![line],
        why: None,
        text: SourceText::Missing,
    };
    let look = What::Stuck {
        task: id(7),
        worker: WorkerId::new(2),
        found: Found::from(&found),
    };
    hear(&mut model, 1_100, look);
    let told = |from, to| {
        let stall = Finding {
            at: ms(from),
            until: ms(to),
            ..some(FindingKind::Stall, 0)
        };
        tell(&stall, &model, Register::Analogy).text
    };
    let during = told(1_000, 1_300);
    assert!(during.contains(" at =src/stock.rs:6 "), "{during}");
    let after = told(1_200, 1_300);
    assert!(!after.contains("stock.rs"), "{after}");
}
