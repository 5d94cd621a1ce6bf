//! Which keys matter now: the footer.

use super::names::{Keys, printed};
use super::table::TYPING;
use crate::app::{Action, HandMove, Screen};
use crate::kitchen::analogy::Labels;
use crate::kitchen::orders::{BAKERY, BLOCK, PANIC, SIMMER};
use crate::order::RecipeInfo;

/// A key the footer shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// The key, as it is printed.
    pub key: String,
    /// What it does, in a word or three.
    pub label: &'static str,
    /// What a click on the hint asks for.
    pub action: Action,
}

/// What decides which keys matter now.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// The screen shown.
    pub screen: Screen,
    /// Whether a task is in focus.
    pub task_selected: bool,
    /// Whether a search is being typed.
    pub typing: bool,
    /// Whether it can be completed: a claim, or a word.
    pub completing: bool,
    /// Whether a runtime is running and not closing.
    pub open: bool,
    /// Whether anything was ordered yet.
    pub anything_ordered: bool,
    /// Whether the newest moment is shown.
    pub live: bool,
    /// Whether the newest moment is the last there is: of a recording, or a program that is gone.
    pub ends: bool,
    /// Whether something is searched on the screen.
    pub searched: bool,
    /// Whether the page is about a chef, or one is selected.
    pub chef: bool,
    /// The short words.
    pub words: &'static Labels,
    /// What a lesson waits for, and whether that are answers; `None`: none is played.
    pub lesson: Option<(Vec<Action>, bool)>,
}

/// The keys that matter now, most important first.
///
/// The last two are always the way to more (help, or back) and the way out: a footer
/// that is too narrow for all drops others before the way back and the way out.
pub fn hints(context: &Context, menu: &[&'static RecipeInfo]) -> Vec<Hint> {
    if context.typing {
        let word = context
            .completing
            .then(|| typing(Action::Complete, "next word"));
        let mut list = vec![
            typing(Action::Submit, "done"),
            typing(Action::Back, "never mind"),
            typing(Action::Quit, "quit"),
        ];
        list.splice(1..1, word);
        return list;
    }
    let mut list = match context.screen {
        Screen::Timeline => timeline(context),
        Screen::Findings => vec![
            key(Action::ToFinding, "go there"),
            key(Action::Scroll(1), "next row"),
            key(Action::Toggle(Screen::Timeline), "timeline"),
        ],
        Screen::Claims => vec![
            key(Action::AskClaim, "claim"),
            key(Action::ToClaim, "go there"),
            key(Action::StopAtClaim(None), "stop at it"),
            key(Action::Scroll(1), "next row"),
            key(Action::DropClaim, "take away"),
        ],
        Screen::Output => vec![
            key(Action::Scroll(-1), "older"),
            key(Action::Scroll(1), "newer"),
        ],
        Screen::Story => vec![
            key(Action::ToFact, "go there"),
            key(Action::SelectNext, "older"),
            key(Action::Edge { last: false }, "newest"),
            key(Action::Search, "filter"),
        ],
        Screen::Main if context.lesson.is_some() => lesson(context, menu),
        Screen::Main if !context.live => past(context),
        Screen::Main => main(context, menu),
        Screen::Inspector => inspector(context),
        Screen::Metrics => vec![
            key(Action::Scroll(1), "next row"),
            key(Action::Toggle(Screen::Tasks), "list"),
        ],
        Screen::Tasks => vec![
            key(Action::SelectNext, "select"),
            key(Action::Toggle(Screen::Inspector), "inspect"),
            key(Action::Search, "search"),
            key(Action::Abort, "abort"),
        ],
        Screen::Scenarios => vec![
            key(Action::PlayScenario { held: false }, "play"),
            key(
                Action::PlayScenario { held: true },
                "play, held at its start",
            ),
            key(Action::Scroll(1), "next row"),
        ],
        Screen::ByHand => vec![
            key(Action::ByHand(HandMove::GoOn), "go on"),
            key(Action::Scroll(1), context.words.next_card),
            key(Action::ByHand(HandMove::Pause), "pause"),
            key(Action::ByHand(HandMove::Again), "begin again"),
        ],
        Screen::Lessons => vec![
            key(Action::BeginLesson, "begin"),
            key(Action::Scroll(1), "next row"),
        ],
        Screen::Help => vec![
            key(Action::Scroll(10), "scroll"),
            key(Action::Search, "search"),
        ],
    };
    if context.searched {
        list.push(key(Action::Hit { forth: true }, "next hit"));
        list.push(key(Action::Hit { forth: false }, "hit before"));
    }
    list.push(match context.screen {
        Screen::Main => key(Action::Toggle(Screen::Help), "help"),
        _ => key(Action::Back, "back"),
    });
    list.push(key(Action::Quit, "quit"));
    for hint in &mut list {
        let of_lesson = |hint: &Hint| matches!(hint.action, Action::GoOn | Action::Answer(_));
        if !matches!(hint.action, Action::HandIn(_)) && !of_lesson(hint) {
            // The same is done by other keys elsewhere.
            hint.key = Keys::FIXED.name_on(context.screen, hint.action);
        }
    }
    list
}

fn main(context: &Context, menu: &[&'static RecipeInfo]) -> Vec<Hint> {
    // Where nothing can be ordered there is no menu.
    if !context.open && context.anything_ordered && !menu.is_empty() {
        let mut list = orders(
            menu,
            &[
                (SIMMER, context.words.new_shift),
                (BLOCK, context.words.block_a_chef),
            ],
        );
        list.push(key(Action::Toggle(Screen::Inspector), "inspect"));
        list.push(key(Action::Toggle(Screen::Tasks), "list"));
        return list;
    }
    let mut list = orders(
        menu,
        &[(SIMMER, "simmer"), (BLOCK, context.words.block_a_chef)],
    );
    if context.chef {
        list.push(key(Action::Toggle(Screen::Inspector), "their page"));
    } else if context.task_selected {
        list.push(key(Action::Toggle(Screen::Inspector), "inspect"));
    }
    if context.anything_ordered {
        list.push(key(Action::Pause, "pause"));
        list.push(key(Action::Jump { forth: false }, "see it again"));
    }
    if context.task_selected {
        list.push(key(Action::Abort, "abort"));
    }
    list.extend(orders(menu, &[(BAKERY, "bakery"), (PANIC, "panic")]));
    list.push(key(Action::QuantityUp, "more"));
    if context.anything_ordered {
        list.push(key(
            Action::Close { graceful: true },
            context.words.last_orders,
        ));
    }
    if context.task_selected {
        list.push(key(Action::DropHandle, context.words.drop_ticket));
    }
    if context.anything_ordered {
        list.push(key(Action::Toggle(Screen::Timeline), "timeline"));
    }
    list.push(key(Action::Toggle(Screen::Scenarios), "scenarios"));
    list.push(key(Action::Toggle(Screen::Metrics), "metrics"));
    list
}

/// What a lesson waits for, then what one would look at beside it.
fn lesson(context: &Context, menu: &[&'static RecipeInfo]) -> Vec<Hint> {
    let (awaited, asks) = context.lesson.clone().unwrap_or_default();
    let mut list = Vec::new();
    if asks {
        list.push(key(Action::Answer(0), "first"));
        list.push(key(Action::Answer(1), "second"));
        list.push(key(Action::Answer(2), "third"));
    }
    for action in awaited {
        match action {
            Action::HandIn(name) => list.extend(orders(menu, &[(name, "hand in")])),
            Action::GoOn => list.push(key(action, "go on")),
            Action::PlayAgain => list.push(key(action, "run again")),
            Action::Copy => list.push(key(action, "copy")),
            _ => {}
        }
    }
    list.push(key(Action::SelectNext, "select"));
    if context.live {
        list.push(key(Action::Pause, "pause"));
    } else {
        list.extend(past(context).into_iter().take(3));
        list.push(newest(context));
    }
    list.push(key(Action::LeaveLesson, "leave the lesson"));
    list.push(key(Action::Toggle(Screen::Lessons), "lessons"));
    list
}

/// Keys of the past: what one would do next when standing at a moment.
fn past(context: &Context) -> Vec<Hint> {
    let step = |forth| Action::Step {
        forth,
        selected: false,
    };
    vec![
        key(Action::Pause, "play"),
        key(step(false), "back"),
        key(step(true), "step"),
        key(Action::Jump { forth: false }, "happening"),
        key(Action::Slower, "slow"),
        key(Action::Faster, "fast"),
        newest(context),
        key(Action::Jump { forth: true }, "next one"),
        key(Action::Toggle(Screen::Timeline), "timeline"),
        key(Action::Toggle(Screen::Findings), "happenings"),
        key(Action::ToWaker, "waker"),
    ]
}

/// To the newest moment.
fn newest(context: &Context) -> Hint {
    key(
        Action::Newest,
        if context.ends { "last picture" } else { "live" },
    )
}

fn timeline(context: &Context) -> Vec<Hint> {
    let mut list = vec![
        key(Action::Pause, if context.live { "pause" } else { "play" }),
        key(Action::Zoom { closer: true }, "closer"),
        key(Action::Zoom { closer: false }, "farther"),
        key(Action::Fit, "all"),
        key(Action::Jump { forth: false }, "happening"),
    ];
    if !context.live {
        list.push(newest(context));
    }
    list.push(key(Action::Scrub(-1), "earlier"));
    list.push(key(Action::Scrub(1), "later"));
    list.push(key(Action::Jump { forth: true }, "next one"));
    list.push(key(Action::Toggle(Screen::Findings), "happenings"));
    list
}

fn inspector(context: &Context) -> Vec<Hint> {
    let mut list = vec![
        key(Action::Scroll(1), "next row"),
        key(Action::ToStep, "go there"),
    ];
    if context.task_selected && !context.chef {
        list.push(key(Action::Abort, "abort"));
        list.push(key(Action::DropHandle, context.words.drop_ticket));
    }
    list.push(key(Action::SelectNextWorker, context.words.next_chef));
    list
}

/// Hints for the recipes of these names, as far as the menu has them.
fn orders(menu: &[&'static RecipeInfo], wanted: &[(&str, &'static str)]) -> Vec<Hint> {
    wanted
        .iter()
        .filter_map(|(name, label)| {
            let recipe = menu.iter().find(|recipe| recipe.name == *name)?;
            Some(Hint {
                key: recipe.key()?.to_string(),
                label,
                action: Action::HandIn(recipe.name),
            })
        })
        .collect()
}

/// The hint of an action in the table: its first key.
fn key(action: Action, label: &'static str) -> Hint {
    Hint {
        key: Keys::FIXED.name(action),
        label,
        action,
    }
}

/// The hint of an action while a line is typed.
fn typing(action: Action, label: &'static str) -> Hint {
    let press = TYPING.iter().find(|(_, typed)| *typed == action);
    Hint {
        key: press.map_or_else(String::new, |(press, _)| printed(*press)),
        label,
        action,
    }
}
