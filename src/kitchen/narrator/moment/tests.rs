use super::*;
use crate::events::{Event, HandleAct, KindId, PollOutcome, Site, SiteId, WaitOn, What, WorkerId};

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
    };
    hear(&mut model, 1, spawned);
    model
}

/// From 1 s on, for so many milliseconds.
fn some(sort: Sort, lasted: u64) -> Moment {
    Moment {
        task: Some(id(7)),
        worker: Some(WorkerId::new(2)),
        from: (sort == Sort::Move).then_some(WorkerId::new(1)),
        ..Moment::new(sort, ms(1_000), ms(1_000 + lasted))
    }
}

fn text(given: Moment) -> String {
    moment(&given, &model()).text
}

/// Each sort in each of its forms.
fn forms() -> Vec<Moment> {
    let mut forms = Vec::new();
    for sort in Sort::ALL {
        for (count, end) in [
            (1, End::Told),
            (12, End::Told),
            (12, End::GoesOn),
            (1, End::Unseen),
        ] {
            for known in [true, false] {
                forms.push(Moment {
                    count,
                    end,
                    carried_out: known,
                    site: known.then_some(SiteId::new(0)),
                    at_least: !known,
                    ..some(sort, 1_402)
                });
                // Nobody in particular, and no line.
                forms.push(Moment {
                    count,
                    end,
                    task: (sort != Sort::Frozen).then_some(id(99)),
                    ..Moment::new(sort, ms(5), ms(6))
                });
            }
        }
    }
    forms
}

#[test]
fn every_sort_is_told_in_whole_short_sentences() {
    for form in forms() {
        let told = moment(&form, &model());
        for text in [&told.text, &told.why] {
            assert!(text.ends_with('.') && !text.contains("  "), "{text}");
            assert!(
                text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#'),
                "{text}"
            );
        }
        assert!(told.text.len() <= 110, "{}", told.text);
        assert!(told.why.len() <= 170, "{}", told.why);
        assert!(sort_word(form.sort).len() <= 6);
    }
}

#[test]
fn only_what_goes_on_is_told_as_going_on() {
    for form in forms() {
        let text = moment(&form, &model()).text;
        let timed = matches!(form.sort, Sort::Frozen | Sort::Stall | Sort::Trapped);
        let goes_on = text.contains("so far");
        assert_eq!(goes_on, timed && form.goes_on(), "{text}");
        assert!(goes_on || !text.contains(" is "), "{text}");
    }
}

#[test]
fn a_stall_names_the_chef_the_card_the_line_and_how_long() {
    let stall = Moment {
        site: Some(SiteId::new(0)),
        ..some(Sort::Stall, 3_000)
    };
    assert_eq!(
        text(stall),
        "One poll of #07 rice at line 12 held Chef 2 for 3.00s (a stall)."
    );
    let goes_on = Moment {
        end: End::GoesOn,
        ..stall
    };
    assert_eq!(
        text(goes_on),
        "Chef 2 is stalled: one poll of #07 rice at line 12 holds him, for 3.00s so far."
    );
    assert!(moment(&stall, &model()).why.contains("spawn_blocking"));
}

#[test]
fn what_was_only_seen_is_told_with_its_least() {
    let seen = Moment {
        end: End::Unseen,
        ..some(Sort::Trapped, 1_400)
    };
    assert!(
        text(seen).ends_with("for at least 1.40s."),
        "{}",
        text(seen)
    );
}

#[test]
fn crowds_are_told_with_their_number() {
    let raid = Moment {
        count: 12,
        ..some(Sort::Move, 3)
    };
    assert_eq!(
        text(raid),
        "Chef 2 took 12 cards from Chef 1's rail (a steal), #07 rice the first."
    );
    assert_eq!(
        text(some(Sort::Move, 0)),
        "Chef 2 took #07 rice from Chef 1's rail (a steal)."
    );
    let waits = Moment {
        count: 3_000,
        at_least: true,
        ..some(Sort::LongWait, 740)
    };
    assert_eq!(
        text(waits),
        "At least 3,000 cards were ready for up to 740ms before a chef took them; \
         the longest was #07 rice."
    );
    assert_eq!(
        text(some(Sort::LongWait, 740)),
        "#07 rice was ready for 740ms before Chef 2 took it."
    );
}

#[test]
fn an_abort_tells_what_became_of_the_card() {
    let asked = some(Sort::Abort, 0);
    let mut model = model();
    let why = |model: &Model| moment(&asked, model).why;
    assert!(why(&model).contains("next .await"));
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
    let late = Moment::new(Sort::Abort, ms(2_000), ms(2_000));
    let late = Moment {
        task: Some(id(7)),
        ..late
    };
    assert!(moment(&late, &model).why.contains("over by then"));
    let unknown = Moment {
        task: Some(id(99)),
        ..late
    };
    assert!(moment(&unknown, &model).why.contains("forgotten"));
    hear(&mut model, 1_300, What::Dropped { task: id(8) });
    let binned = Moment {
        task: Some(id(8)),
        ..asked
    };
    assert!(moment(&binned, &model).why.contains("binned at an .await"));
    let done = Moment {
        carried_out: true,
        ..some(Sort::Abort, 300)
    };
    assert_eq!(
        moment(&done, &model).text,
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
    let job = Moment {
        task: Some(id(8)),
        worker: None,
        ..some(Sort::Panic, 0)
    };
    let told = moment(&job, &model);
    assert!(told.text.contains("bakery") && !told.why.contains("chef"));
    let card = moment(&some(Sort::Panic, 0), &model);
    assert_eq!(
        card.text,
        "#07 rice was burnt in the hand of Chef 2: it panicked."
    );
}

#[test]
fn what_lay_in_queues_is_inferred_and_what_was_polled_is_measured() {
    let inferred: Vec<_> = Sort::ALL
        .into_iter()
        .filter(|sort| certainty(*sort) == Certainty::Inferred)
        .collect();
    assert_eq!(inferred, [Sort::Frozen, Sort::Trapped, Sort::Move]);
}
