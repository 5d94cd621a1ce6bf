//! What a gate finds in events: which polls, at which lines, and when it cannot tell.

use super::*;
use crate::events::{
    BlockingOutcome, Certainty, CodeLine, Doing, Found, InHand, KindId, NoLine, PollOutcome, Role,
    Site, SiteId, SourceText, Stuck, WaitEnd, WaitOn, WorkerSample,
};
use crate::testkit::{id, run, worker};

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

const SPAWN: u32 = 0;
const AWAIT: u32 = 1;
const MARK: u32 = 2;

/// A gate, and what it is told.
struct Told(Gate);

fn rules() -> Rules {
    Rules {
        max_stall: Some(ms(100)),
        stall_after: ms(100),
        claims: Vec::new(),
        ignore: Vec::new(),
        after: Nanos::ZERO,
        folders: Folders::new(["/repo".to_owned()]),
    }
}

fn claiming(claims: &[&str]) -> Rules {
    Rules {
        max_stall: None,
        claims: claims.iter().map(|claim| claim.parse().unwrap()).collect(),
        ..rules()
    }
}

impl Told {
    /// A runtime with a task that was spawned at `src/main.rs:5`.
    fn new(rules: &Rules) -> Self {
        let mut told = Self(Gate::new(1, rules));
        let name = "load".to_owned();
        let id = KindId::new(0);
        told.at(1, What::Kind { id, name });
        for (number, line, wait) in [
            (SPAWN, 5, WaitOn::Spawn),
            (AWAIT, 20, WaitOn::Timer),
            (MARK, 30, WaitOn::Work),
        ] {
            let site = Site {
                file: "src/main.rs".into(),
                line,
                column: 1,
                wait,
                name: None,
            };
            let id = SiteId::new(number);
            told.at(1, What::Site { id, site });
        }
        told.at(1, What::RunStarted(run(2)));
        told.spawned(7);
        told
    }

    fn at(&mut self, at: u64, what: What) -> &mut Self {
        self.0.hear(&mut [Event { at: ms(at), what }]);
        self
    }

    fn spawned(&mut self, task: u32) -> &mut Self {
        let spawned = What::Spawned {
            task: id(task),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(SPAWN),
            on: None,
            bytes: 8,
            detached: false,
            role: Role::Task,
        };
        self.at(1, spawned)
    }

    fn polled(&mut self, start: u64, end: u64) -> &mut Self {
        let polled = What::Polled {
            task: id(7),
            worker: Some(worker(0)),
            start: ms(start),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        self.at(end, polled)
    }

    /// A file with a `~` before it is inferred.
    fn stuck(&mut self, at: u64, files: &[&str]) -> &mut Self {
        let line = |file: &&str| CodeLine {
            function: "load".into(),
            file: file.trim_start_matches('~').to_owned(),
            line: 12,
            certainty: match file.starts_with('~') {
                true => Certainty::Inferred,
                false => Certainty::Observed,
            },
        };
        let found = Stuck {
            doing: Doing::Call {
                words: "sleeps".into(),
                call: "clock_nanosleep".into(),
            },
            lines: files.iter().map(line).collect(),
            why: files.is_empty().then_some(NoLine::OtherBuild),
            text: SourceText::Missing,
        };
        let stuck = What::Stuck {
            task: id(7),
            worker: worker(0),
            found: Found::from(&found),
        };
        self.at(at, stuck)
    }

    /// Looks come, at each of which worker 0 has waited so long.
    fn looks(&mut self, looks: impl IntoIterator<Item = (u64, u64)>) -> &mut Self {
        for (at, waited) in looks {
            let of_worker = WorkerSample {
                waited: Some(ms(waited)),
                ..WorkerSample::default()
            };
            self.0.coming(&Sample {
                at: ms(at),
                workers: vec![of_worker],
                ..Sample::default()
            });
        }
        self
    }

    fn now(&mut self, at: u64, hand: Option<InHand>) -> &mut Self {
        let now = Now {
            at: ms(at),
            workers: vec![hand],
        };
        self.0.frame(now, None, Delivery::default());
        self
    }

    fn judged(self) -> Judged {
        self.0.conclude(&[])
    }

    /// The one check there is.
    fn check(self) -> Check {
        let mut checks = self.judged().checks;
        assert_eq!(checks.len(), 1);
        checks.remove(0)
    }
}

fn place(check: &Check) -> (How, String) {
    let place = check.findings[0].place.as_ref().expect("a place");
    (place.how, place.shown())
}

#[test]
fn a_poll_that_holds_its_worker_for_too_long_is_found() {
    for (end, verdict) in [(110, Verdict::Kept), (111, Verdict::Broken)] {
        let mut told = Told::new(&rules());
        told.polled(10, end).polled(300, 301);
        let judged = told.judged();
        assert_eq!((judged.verdict(), judged.polls), (verdict, 2), "{end}");
        assert_eq!(judged.longest, ms(end - 10));
        let figures = &judged.checks[0].figures;
        assert!(
            figures.contains("waited for a CPU is not known"),
            "{figures}"
        );
    }
}

#[test]
fn the_time_its_thread_waited_for_a_cpu_is_not_its_own() {
    let broken = |waited: u64| {
        let mut told = Told::new(&rules());
        told.looks([(0, 0), (5, 0), (400, waited)]).polled(10, 310);
        told.check()
    };
    let check = broken(199);
    assert_eq!(check.verdict, Verdict::Broken);
    let found = &check.findings[0];
    assert_eq!((found.length, found.held()), (ms(300), ms(101)));
    assert!(
        found.sentence().contains("199ms more it may have waited"),
        "{}",
        found.sentence()
    );
    let check = broken(200);
    assert_eq!(check.verdict, Verdict::Kept);
    assert!(
        check.figures.contains("1 longer only because"),
        "{}",
        check.figures
    );
}

#[test]
fn what_nobody_looked_at_may_have_been_wait_and_that_is_no_proof_of_anything() {
    let mut told = Told::new(&rules());
    told.looks([(0, 0), (5, 0), (100, 0)]).polled(10, 250);
    // 240 ms, of which 150 are behind the last look.
    let check = told.check();
    assert_eq!(check.verdict, Verdict::CannotTell);
    assert!(
        check.doubts[0].contains("known only in part"),
        "{:?}",
        check.doubts
    );
}

type Tell = fn(&mut Told);

#[test]
fn the_line_is_the_users_own_and_the_best_that_is_known() {
    let registry = "/home/me/.cargo/registry/src/index/lib-1.0.0/src/lib.rs";
    let own = "/repo/app/src/db.rs";
    let marked: Tell = |told| {
        let site = SiteId::new(MARK);
        told.at(15, What::At { task: id(7), site });
    };
    let awaited: Tell = |told| {
        let (task, site, end) = (id(7), SiteId::new(AWAIT), WaitEnd::Ready);
        told.at(11, What::WaitOver { task, site, end });
    };
    let late: Tell = |told| {
        let (task, site, end) = (id(7), SiteId::new(AWAIT), WaitEnd::Ready);
        told.at(305, What::WaitOver { task, site, end });
    };
    let nothing: Tell = |_| {};
    let cases: [(&[&str], Tell, How, &str); 8] = [
        (&["~src/x.rs"], marked, How::Likely, "src/x.rs:12"),
        (
            &[own, "src/main.rs"],
            marked,
            How::Blocked,
            "app/src/db.rs:12",
        ),
        (&[registry, own], marked, How::Blocked, "app/src/db.rs:12"),
        (&[registry], marked, How::Marked, "src/main.rs:30"),
        (&[], marked, How::Marked, "src/main.rs:30"),
        (&[], awaited, How::Awaited, "src/main.rs:20"),
        (&[], late, How::Spawned, "src/main.rs:5"),
        (&[], nothing, How::Spawned, "src/main.rs:5"),
    ];
    for (files, tell, how, line) in cases {
        let mut told = Told::new(&rules());
        tell(&mut told);
        if !files.is_empty() {
            told.stuck(200, files);
        }
        told.polled(10, 310);
        let check = told.check();
        assert_eq!(place(&check), (how, line.to_owned()), "{files:?}");
        let sentence = check.findings[0].sentence();
        assert!(
            sentence.contains(&format!("{} {line}", how.words())),
            "{sentence}"
        );
        assert_eq!(check.findings[0].spawned.is_none(), how == How::Spawned);
    }
}

#[test]
fn polls_at_one_line_are_told_once_with_the_longest() {
    let mut told = Told::new(&rules());
    for start in [1_000, 2_000, 3_000] {
        told.stuck(start + 50, &["src/db.rs"])
            .polled(start, start + 100 + start / 100);
    }
    told.polled(4_000, 4_500);
    let check = told.check();
    let found: Vec<_> = check
        .findings
        .iter()
        .map(|found| (found.length, found.count))
        .collect();
    // The line that spawned it is another one.
    assert_eq!(found, [(ms(500), 1), (ms(130), 3)]);
    assert!(check.findings[1].sentence().contains("3 polls like this"));
}

#[test]
fn why_the_line_that_blocks_is_not_known_is_told() {
    for (files, is_told) in [(&[][..], true), (&["src/db.rs"], false)] {
        let mut told = Told::new(&rules());
        told.stuck(50, files).polled(10, 310);
        let sentence = told.check().findings[0].sentence();
        let why = NoLine::OtherBuild.words();
        assert_eq!(sentence.contains(why), is_told, "{sentence}");
    }
}

#[test]
fn lines_can_be_left_out_by_either_line() {
    for (pattern, verdict) in [
        ("src/db.rs:*", Verdict::Kept),
        ("src/main.rs:5", Verdict::Kept),
        ("src/main.rs:6", Verdict::Broken),
        ("src/d?.rs", Verdict::Broken),
    ] {
        let ignore = vec![Glob::new(pattern)];
        let mut told = Told::new(&Rules { ignore, ..rules() });
        told.stuck(50, &["src/db.rs"]).polled(10, 310);
        let check = told.check();
        assert_eq!(check.verdict, verdict, "{pattern}");
        let ignored = check.figures.contains("1 ignored as asked");
        assert_eq!(ignored, verdict == Verdict::Kept, "{}", check.figures);
    }
}

#[test]
fn what_began_before_the_moment_asked_for_does_not_count() {
    for (start, verdict) in [(500, Verdict::Kept), (501, Verdict::Broken)] {
        // The run starts at 1 ms.
        let mut with_claims = claiming(&["no stall", "no stall over 200ms"]);
        with_claims.max_stall = Some(ms(100));
        with_claims.after = ms(500);
        let mut told = Told::new(&with_claims);
        told.polled(10, 400).polled(start, 900).polled(950, 951);
        let judged = told.judged();
        let verdicts: Vec<_> = judged.checks.iter().map(|check| check.verdict).collect();
        assert_eq!(verdicts, [verdict; 3], "{start}");
    }
}

#[test]
fn a_poll_that_is_not_over_at_the_end_counts_as_far_as_it_is_told() {
    let hand = |since| InHand {
        task: id(7),
        since: ms(since),
        site: Some(SiteId::new(MARK)),
    };
    let mut told = Told::new(&rules());
    told.now(400, Some(hand(10)));
    let check = told.check();
    assert_eq!(check.verdict, Verdict::Broken);
    assert!(check.findings[0].goes_on);
    assert_eq!(place(&check), (How::Marked, "src/main.rs:30".into()));
    // It is over, as the events say: it is judged once.
    let mut told = Told::new(&rules());
    told.polled(10, 310).now(300, Some(hand(10)));
    assert_eq!(told.judged().polls, 1);
}

#[test]
fn a_poll_that_gave_its_worker_away_held_it_until_then() {
    for (gave_up, verdict) in [(60, Verdict::Kept), (160, Verdict::Broken)] {
        let mut told = Told::new(&rules());
        let (task, worker) = (id(7), worker(0));
        told.at(gave_up, What::InPlaceStarted { task, worker });
        told.at(700, What::InPlaceEnded { task });
        let polled = What::Polled {
            task,
            worker: None,
            start: ms(10),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        told.at(701, polled);
        assert_eq!(told.check().verdict, verdict, "{gave_up}");
    }
}

#[test]
fn jobs_of_the_blocking_pool_hold_no_worker() {
    let mut told = Told::new(&rules());
    let (job, outcome) = (id(9), BlockingOutcome::Completed);
    told.at(
        2,
        What::BlockingSubmitted {
            job,
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(SPAWN),
        },
    );
    told.at(3, What::BlockingStarted { job });
    told.at(900, What::BlockingEnded { job, outcome });
    told.polled(901, 902);
    assert_eq!(told.check().verdict, Verdict::Kept);
}

#[test]
fn polls_that_were_only_counted_may_have_been_too_long() {
    for (busy, verdict) in [(100, Verdict::Kept), (101, Verdict::CannotTell)] {
        let mut told = Told::new(&rules());
        let shed = What::Coalesced {
            worker: Some(worker(0)),
            polls: 40,
            busy: ms(busy),
            wakes: 3,
        };
        told.at(200, shed).polled(300, 301);
        assert_eq!(told.check().verdict, verdict, "{busy}");
    }
}

#[test]
fn what_is_broken_for_certain_is_broken_whatever_else_is_not_known() {
    let conclude = |end| {
        let mut told = Told::new(&rules());
        told.polled(10, end);
        told.0.conclude(&["the file is damaged".to_owned()])
    };
    assert_eq!(conclude(310).verdict(), Verdict::Broken);
    assert_eq!(conclude(20).verdict(), Verdict::CannotTell);
    assert_eq!(conclude(20).checks[0].doubts, ["the file is damaged"]);
}

#[test]
fn where_nothing_was_polled_nothing_is_proven() {
    let mut nothing = report(Told::new(&rules()));
    nothing.refused = Some("there is nothing to judge");
    assert_eq!(nothing.verdict(), Verdict::CannotTell);
    let mut told = Told::new(&rules());
    told.polled(10, 310);
    nothing.runtimes.push(told.judged());
    assert_eq!(nothing.verdict(), Verdict::Broken);
}

#[test]
fn of_many_runtimes_those_that_keep_a_rule_are_told_in_one_line() {
    let judged = |end| {
        let mut told = Told::new(&rules());
        told.polled(10, end);
        told.judged()
    };
    let mut all = report(Told::new(&rules()));
    all.runtimes = vec![judged(20), judged(310), judged(60)];
    let text = report::text(&all);
    assert!(
        text.contains("broken: no stall over 100ms (runtime 1): 1 polls"),
        "{text}"
    );
    let kept =
        "kept: no stall over 100ms: in 2 of 3 runtimes, 2 polls judged in them, the longest 50.0ms";
    assert!(text.contains(kept), "{text}");
    assert_eq!(report::github(&all).matches("::notice").count(), 1);
    assert!(report::junit(&all).contains("tests=\"3\" failures=\"1\""));
}

#[test]
fn claims_are_judged_and_stand_on_a_line() {
    let rules = claiming(&["no stall over 50ms", "no panic", "poll of lod max under 1s"]);
    let mut told = Told::new(&rules);
    told.stuck(50, &["src/db.rs"])
        .polled(10, 310)
        .now(320, None);
    let judged = told.judged();
    let verdicts: Vec<_> = judged.checks.iter().map(|check| check.verdict).collect();
    assert_eq!(
        verdicts,
        [Verdict::Broken, Verdict::Kept, Verdict::CannotTell]
    );
    assert_eq!(
        place(&judged.checks[0]),
        (How::Blocked, "src/db.rs:12".into())
    );
    let doubts = judged.checks[2].doubts.join("\n");
    assert!(doubts.contains("does not decide it"), "{doubts}");
    assert!(doubts.contains("no task of kind \"lod\""), "{doubts}");
}

#[test]
fn a_claim_is_no_more_broken_by_a_busy_machine_than_the_rule_is() {
    let mut told = Told::new(&claiming(&["no stall over 50ms"]));
    told.looks([(0, 0), (5, 0), (400, 290)]).polled(10, 310);
    assert_eq!(told.check().verdict, Verdict::Kept);
}

fn report(told: Told) -> report::Report {
    report::Report {
        file: "a.rec".into(),
        runtimes: vec![told.judged()],
        notes: Vec::new(),
        refused: None,
    }
}

#[test]
fn each_form_of_the_report_has_the_line() {
    let mut told = Told::new(&rules());
    told.stuck(50, &["/repo/src/db.rs"]).polled(10, 310);
    let report = report(told);
    let text = report::text(&report);
    assert!(
        text.starts_with("src/db.rs:12: load #07 held worker 0 for 300ms"),
        "{text}"
    );
    let lines: Vec<_> = text.lines().collect();
    assert!(
        lines[1].starts_with("broken: no stall over 100ms: 1 polls judged"),
        "{text}"
    );
    let github = report::github(&report);
    assert!(
        github.starts_with("::error file=src/db.rs,line=12,title=no stall over 100ms::load #07"),
        "{github}"
    );
    let junit = report::junit(&report);
    assert!(
        junit.contains("tests=\"1\" failures=\"1\" errors=\"0\""),
        "{junit}"
    );
    let json: serde_json::Value = serde_json::from_str(&report::json(&report).unwrap()).unwrap();
    let found = &json["checks"][0]["findings"][0];
    assert_eq!(
        (&found["file"], &found["line"]),
        (&"src/db.rs".into(), &12.into())
    );
    assert_eq!(
        (&json["verdict"], &json["exit_code"]),
        (&"broken".into(), &1.into())
    );
}

#[test]
fn a_name_that_was_recorded_does_nothing_to_a_terminal_or_a_document() {
    let mut told = Told::new(&rules());
    told.stuck(50, &["src/\u{1b}[2J\"<b>&.rs"]).polled(10, 310);
    let report = report(told);
    for text in [
        report::text(&report),
        report::junit(&report),
        report::github(&report),
        report::json(&report).unwrap(),
    ] {
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
    assert!(report::junit(&report).contains("&quot;&lt;b&gt;&amp;.rs:12"));
}
