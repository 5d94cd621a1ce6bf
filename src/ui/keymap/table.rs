//! The table itself: data only.

use crate::app::{Action, FindingKind, HandMove, Screen};
use crate::kitchen::findings;
use crate::limits::INTERRUPTS;
use crossterm::event::KeyCode;

/// A key, without what does not matter (shift is in the character already).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Press {
    /// A character.
    Char(char),
    /// A character with the control key.
    Control(char),
    /// A key that is no character.
    Code(KeyCode),
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    /// Any of these keys …
    pub(super) keys: &'static [Press],
    /// … on any of these screens …
    pub(super) on: &'static [Screen],
    /// … asks for this.
    pub(super) action: Action,
    /// The heading in the help.
    pub(super) group: &'static str,
    /// What they do.
    pub(super) meaning: &'static str,
    /// Whether the help has a row for it (one row is enough where screens differ).
    pub(super) in_help: bool,
}

use Press::{Char, Code, Control};
use Screen::{
    ByHand, Claims, Findings, Help, Inspector, Lessons, Main, Metrics, Output, Scenarios, Story,
    Tasks, Timeline,
};

const ALL: &[Screen] = &[
    Main, Inspector, Metrics, Tasks, Timeline, Findings, Claims, Story, Scenarios, Lessons, ByHand,
    Output, Help,
];
/// Where a scenario is played again; in the load that is handed out, that begins again.
const PLAYS: &[Screen] = &[
    Main, Inspector, Metrics, Tasks, Timeline, Findings, Claims, Story, Scenarios, Lessons, Help,
];
const LISTS: &[Screen] = &[Main, Tasks, Story];
/// Those whose rows are no cards, or not cards alone.
const OTHER_ROWS: &[Screen] = &[
    Inspector, Metrics, Findings, Claims, Scenarios, Lessons, ByHand, Output, Help,
];
/// Screens of rows or lines, where the keys for both ends go to the first and the last.
const ROWS: &[Screen] = &[
    Inspector, Metrics, Tasks, Findings, Claims, Story, Scenarios, Lessons, Output, Help,
];
/// Where the same keys go to both ends of time.
const CLOCKS: &[Screen] = &[Main, Timeline];
/// Screens that show one card as chosen: what is done to a card is done to that.
const CARDS: &[Screen] = &[Main, Inspector, Tasks, Timeline];
/// Screens that lie over the main one.
const OVER: &[Screen] = &[
    Inspector, Metrics, Tasks, Timeline, Findings, Claims, Story, Scenarios, Lessons, ByHand,
    Output, Help,
];
/// Screens with a search of their own, whose hits can be gone through.
const SEARCHED: &[Screen] = &[Tasks, Story, Help];
/// Where the keys that travel in time work: everywhere but in the help.
const TIMES: &[Screen] = &[
    Main, Inspector, Metrics, Tasks, Timeline, Findings, Claims, Story,
];
/// Where happenings are jumped to; in a list that is searched the keys go through its hits.
const JUMPS: &[Screen] = &[Main, Inspector, Metrics, Timeline, Findings, Claims];
/// Screens on which something can be ordered: everywhere but in the help, where a person reads.
/// On the list of findings digits choose what to stop at.
pub(super) const ORDERING: &[Screen] = &[Main, Inspector, Metrics, Tasks, Timeline];
/// Where + and - mean a quantity; on the timeline they zoom.
const QUANTITY: &[Screen] = &[Main, Inspector, Metrics, Tasks];

const HOW_MANY: &str = "How many, how fast, how many chefs";
const CARD: &str = "The selected card";
const KITCHEN: &str = "The whole kitchen";
const LOOK: &str = "Look around";
const TIME: &str = "Travel in time";
const COURSE: &str = "The course";
const LEAVE: &str = "Help and leave";

const fn row(
    keys: &'static [Press],
    on: &'static [Screen],
    action: Action,
    group: &'static str,
    meaning: &'static str,
) -> Binding {
    Binding {
        keys,
        on,
        action,
        group,
        meaning,
        in_help: true,
    }
}

/// The same keys do what is meant on other screens too; the help has its row already.
const fn also(keys: &'static [Press], on: &'static [Screen], action: Action) -> Binding {
    Binding {
        keys,
        on,
        action,
        group: LOOK,
        meaning: "",
        in_help: false,
    }
}

const fn hand(hand_move: HandMove) -> Action {
    Action::ByHand(hand_move)
}
/// Keys that mean something else on the main screen while a lesson is played.
pub(super) static IN_LESSON: [Binding; 4] = [
    row(
        &[Code(KeyCode::Enter)],
        &[Main],
        Action::GoOn,
        COURSE,
        "in a lesson: go on; in a run: hand in a card of the lesson that has no key",
    ),
    row(
        &[Char('X')],
        &[Main],
        Action::LeaveLesson,
        COURSE,
        "leave the lesson; what runs goes on",
    ),
    row(
        &[Code(KeyCode::PageDown)],
        &[Main],
        Action::ReadOn(5),
        COURSE,
        "in a lesson: five rows on in its text or code",
    ),
    row(
        &[Code(KeyCode::PageUp)],
        &[Main],
        Action::ReadOn(-5),
        COURSE,
        "in a lesson: five rows back in its text or code",
    ),
];

/// Those while a lesson waits for an answer.
pub(super) static ANSWERS: [Binding; 3] = [
    row(
        &[Char('a')],
        &[Main],
        Action::Answer(0),
        COURSE,
        "the first answer",
    ),
    row(
        &[Char('b')],
        &[Main],
        Action::Answer(1),
        COURSE,
        "the second answer",
    ),
    row(
        &[Char('c')],
        &[Main],
        Action::Answer(2),
        COURSE,
        "the third answer",
    ),
];

const KINDS: usize = FindingKind::ALL.len();

static STOP_KEYS: [Press; KINDS] = {
    let mut keys = [Char(' '); KINDS];
    let mut index = 0;
    while index < KINDS {
        keys[index] = Char(findings::row(FindingKind::ALL[index]).key);
        index += 1;
    }
    keys
};

/// The keys that choose at which kinds of finding the view stops; their list shows them
/// itself.
static STOPS: [Binding; KINDS] = {
    let mut stops = [also(&[], &[Findings], Action::Quit); KINDS];
    let mut index = 0;
    while index < KINDS {
        stops[index].keys = std::slice::from_ref(&STOP_KEYS[index]);
        stops[index].action = Action::StopAt(FindingKind::ALL[index]);
        index += 1;
    }
    stops
};

/// Every key but those of recipes.
pub(super) fn bindings() -> impl Iterator<Item = &'static Binding> {
    let interrupts = INTERRUPTS.then_some(&INTERRUPT);
    BINDINGS.iter().chain(interrupts).chain(&STOPS)
}

/// Only where the program was built to interrupt threads.
static INTERRUPT: Binding = row(
    &[Char('I')],
    ORDERING,
    Action::Interrupt,
    CARD,
    "while it holds a chef and computes: interrupt the thread to read its line, once a stall",
);

/// Those that are the same whatever kinds of finding there are.
const BINDINGS: &[Binding] = &[
    row(
        &[Char('+'), Char('=')],
        QUANTITY,
        Action::QuantityUp,
        HOW_MANY,
        "ten times as many per order, up to 1,000,000",
    ),
    row(
        &[Char('-'), Char('_')],
        QUANTITY,
        Action::QuantityDown,
        HOW_MANY,
        "a tenth as many per order",
    ),
    row(
        &[Char('f')],
        ORDERING,
        Action::TempoUp,
        HOW_MANY,
        "faster tempo, up to x10",
    ),
    row(
        &[Char('s')],
        ORDERING,
        Action::TempoDown,
        HOW_MANY,
        "slower tempo, down to x0.1",
    ),
    row(
        &[Char('C')],
        ORDERING,
        Action::WorkersUp,
        HOW_MANY,
        "one chef more: last orders, then a new shift",
    ),
    row(
        &[Char('c')],
        ORDERING,
        Action::WorkersDown,
        HOW_MANY,
        "one chef less: last orders, then a new shift",
    ),
    row(
        &[Code(KeyCode::Down), Char('j')],
        LISTS,
        Action::SelectNext,
        CARD,
        "select the next card",
    ),
    row(
        &[Code(KeyCode::Up), Char('k')],
        LISTS,
        Action::SelectPrevious,
        CARD,
        "select the card before",
    ),
    row(
        &[Code(KeyCode::Tab)],
        &[Main, Inspector, Metrics, Timeline],
        Action::SelectNextWorker,
        CARD,
        "select the next chef, with the card in hand",
    ),
    row(
        &[Code(KeyCode::BackTab)],
        &[Main, Inspector, Metrics, Timeline],
        Action::SelectPreviousWorker,
        CARD,
        "select the chef before",
    ),
    row(
        &[Code(KeyCode::Enter), Char('i')],
        &[Main, Tasks, Timeline],
        Action::Toggle(Inspector),
        CARD,
        "inspect the card shown: its whole life; a chef that is selected: their page",
    ),
    also(&[Char('i')], &[Inspector], Action::Toggle(Inspector)),
    row(
        &[Code(KeyCode::Enter)],
        &[Inspector],
        Action::ToStep,
        CARD,
        "in a life, or on a chef's page: to the moment of the chosen row",
    ),
    row(
        &[Char('x')],
        CARDS,
        Action::Abort,
        CARD,
        "abort: it is binned at its next .await",
    ),
    row(
        &[Char('d')],
        CARDS,
        Action::DropHandle,
        CARD,
        "drop its ticket (JoinHandle): it is cooked, and nobody collects it",
    ),
    row(
        &[Char(' ')],
        TIMES,
        Action::Pause,
        TIME,
        "pause the view, or let it go on: the runtime never stops",
    ),
    row(
        &[Code(KeyCode::Left)],
        TIMES,
        Action::Scrub(-1),
        TIME,
        "back in time, a fiftieth of the timeline's width; elsewhere at most 0.2s",
    ),
    row(
        &[Code(KeyCode::Right)],
        TIMES,
        Action::Scrub(1),
        TIME,
        "on in time; at its end the view is live again",
    ),
    row(
        &[Code(KeyCode::Home)],
        CLOCKS,
        Action::Oldest,
        TIME,
        "main screen, timeline: to the oldest moment remembered",
    ),
    row(
        &[Code(KeyCode::End)],
        CLOCKS,
        Action::Newest,
        TIME,
        "main screen, timeline: to the newest moment: live, or the end of a recording",
    ),
    row(
        &[Char('[')],
        TIMES,
        Action::Slower,
        TIME,
        "slower, down to 1/100,000; from live on: slow motion",
    ),
    row(
        &[Char(']')],
        TIMES,
        Action::Faster,
        TIME,
        "faster, up to x100",
    ),
    row(
        &[Char(',')],
        TIMES,
        Action::Step {
            forth: false,
            selected: false,
        },
        TIME,
        "to the event before (the beginning of a poll counts)",
    ),
    row(
        &[Char('.')],
        TIMES,
        Action::Step {
            forth: true,
            selected: false,
        },
        TIME,
        "to the next event",
    ),
    row(
        &[Char('<')],
        TIMES,
        Action::Step {
            forth: false,
            selected: true,
        },
        TIME,
        "to the event before of the selected card or chef",
    ),
    row(
        &[Char('>')],
        TIMES,
        Action::Step {
            forth: true,
            selected: true,
        },
        TIME,
        "to the next event of the selected card or chef",
    ),
    row(
        &[Char('N')],
        JUMPS,
        Action::Jump { forth: false },
        TIME,
        "to the happening before: a stall, a panic, an abort …",
    ),
    row(
        &[Char('n')],
        JUMPS,
        Action::Jump { forth: true },
        TIME,
        "to the next happening",
    ),
    row(
        &[Char('w')],
        TIMES,
        Action::ToWaker,
        TIME,
        "to the card that woke the selected one, at that moment",
    ),
    row(
        &[Char('W')],
        TIMES,
        Action::FromWaker,
        TIME,
        "back from there",
    ),
    row(
        &[Char('F')],
        TIMES,
        Action::Follow,
        TIME,
        "follow the selected card: steps go through its life only",
    ),
    row(
        &[Char(':'), Char('g')],
        CLOCKS,
        Action::AskAddress,
        TIME,
        "go to a moment: type 12.5s, -2s or e4711; #7 or w3 selects",
    ),
    also(
        &[Char(':')],
        &[Inspector, Metrics, Tasks, Findings, Claims, Story],
        Action::AskAddress,
    ),
    row(
        &[Char('y')],
        TIMES,
        Action::Copy,
        CARD,
        "copy its line, with file and line of the source; of a list: the happening, the claim",
    ),
    row(
        &[Char('Y')],
        TIMES,
        Action::TellAddress,
        TIME,
        "copy the address of this moment; on the list of claims: of the chosen one",
    ),
    row(
        &[Char('v')],
        ALL,
        Action::Toggle(Timeline),
        TIME,
        "timeline: the whole history, chef by chef",
    ),
    row(
        &[Char('H')],
        ALL,
        Action::Toggle(Findings),
        TIME,
        "happenings, by weight: each can be jumped to",
    ),
    row(
        &[Char('E')],
        ALL,
        Action::Toggle(Claims),
        TIME,
        "expectations: what is claimed of the run, each with its verdict and its moment",
    ),
    row(
        &[Char('a')],
        &[Claims],
        Action::AskClaim,
        TIME,
        "on the list of claims: type one; what can come next is shown",
    ),
    row(
        &[Char('s')],
        &[Claims],
        Action::StopAtClaim(None),
        TIME,
        "on the list of claims: stop when the chosen one is decided, or no longer",
    ),
    row(
        &[Char('x')],
        &[Claims],
        Action::DropClaim,
        TIME,
        "on the list of claims: take the chosen one away",
    ),
    row(
        &[Char('+'), Char('=')],
        &[Timeline],
        Action::Zoom { closer: true },
        TIME,
        "on the timeline: closer, half as much time; also the wheel",
    ),
    row(
        &[Char('-'), Char('_')],
        &[Timeline],
        Action::Zoom { closer: false },
        TIME,
        "on the timeline: twice as much time, up to the whole history",
    ),
    row(
        &[Char('a')],
        &[Timeline],
        Action::Fit,
        TIME,
        "on the timeline: all of the history",
    ),
    row(
        &[Char('z')],
        ORDERING,
        Action::Close { graceful: true },
        KITCHEN,
        "last orders: cards that listen end early, others are waited for",
    ),
    row(
        &[Char('Z')],
        ORDERING,
        Action::Close { graceful: false },
        KITCHEN,
        "lights out: nobody is asked, what waits is binned",
    ),
    row(
        &[Char('m')],
        ALL,
        Action::Toggle(Metrics),
        LOOK,
        "metrics: tokio-metrics, live",
    ),
    row(
        &[Char('l')],
        ALL,
        Action::Toggle(Tasks),
        LOOK,
        "list of all cards",
    ),
    row(
        &[Char('J')],
        ALL,
        Action::Toggle(Story),
        LOOK,
        "log: every sentence of the story, to read back; each can be jumped to",
    ),
    row(
        &[Char('/')],
        &[Main, Inspector, Metrics, Tasks, Timeline, Story, Help],
        Action::Search,
        LOOK,
        "search in the list: number, recipe or state; in the log and the help: any text",
    ),
    row(
        &[Char('n')],
        SEARCHED,
        Action::Hit { forth: true },
        LOOK,
        "after a search, in lists and in the help: to the next hit",
    ),
    row(
        &[Char('N')],
        SEARCHED,
        Action::Hit { forth: false },
        LOOK,
        "to the hit before",
    ),
    also(&[Code(KeyCode::Enter)], &[Story], Action::ToFact),
    row(
        &[Code(KeyCode::PageDown)],
        ALL,
        Action::Scroll(10),
        LOOK,
        "ten rows down, ten cards or chefs on",
    ),
    row(
        &[Code(KeyCode::PageUp)],
        ALL,
        Action::Scroll(-10),
        LOOK,
        "ten rows up, ten cards or chefs back",
    ),
    row(
        &[Code(KeyCode::Home), Char('g')],
        ROWS,
        Action::Edge { last: false },
        LOOK,
        "lists and help: to the first row",
    ),
    row(
        &[Code(KeyCode::End), Char('G')],
        ROWS,
        Action::Edge { last: true },
        LOOK,
        "lists and help: to the last row",
    ),
    row(
        &[Char('S')],
        ALL,
        Action::Toggle(Scenarios),
        KITCHEN,
        "scenarios: play one, from its beginning or held at its first event",
    ),
    row(
        &[Char('R')],
        TIMES,
        Action::Keep,
        TIME,
        "record: write the history, up to now, into a file in this folder",
    ),
    row(
        &[Control('r')],
        PLAYS,
        Action::PlayAgain,
        KITCHEN,
        "play the last scenario again; in a lesson its present run",
    ),
    row(
        &[Char('M')],
        ALL,
        Action::Toggle(ByHand),
        KITCHEN,
        "be the head chef: hand out a load's cards, then see Tokio do it",
    ),
    also(&[Char('0')], &[ByHand], hand(HandMove::Give(0))),
    also(&[Char('1')], &[ByHand], hand(HandMove::Give(1))),
    also(&[Char('2')], &[ByHand], hand(HandMove::Give(2))),
    also(&[Char(' ')], &[ByHand], hand(HandMove::Pause)),
    also(&[Code(KeyCode::Enter)], &[ByHand], hand(HandMove::GoOn)),
    also(&[Char('R')], &[ByHand], hand(HandMove::Again)),
    row(
        &[Char('L')],
        ALL,
        Action::Toggle(Lessons),
        COURSE,
        "the course: lessons, each proven by a run, and what you have done of them",
    ),
    also(&[Code(KeyCode::Enter)], &[Lessons], Action::BeginLesson),
    also(
        &[Code(KeyCode::Enter)],
        &[Scenarios],
        Action::PlayScenario { held: false },
    ),
    also(
        &[Char(' ')],
        &[Scenarios],
        Action::PlayScenario { held: true },
    ),
    also(&[Code(KeyCode::Enter)], &[Findings], Action::ToFinding),
    also(&[Code(KeyCode::Enter)], &[Claims], Action::ToClaim),
    also(
        &[Code(KeyCode::Down), Char('j')],
        &[Timeline],
        Action::SelectNextWorker,
    ),
    also(
        &[Code(KeyCode::Up), Char('k')],
        &[Timeline],
        Action::SelectPreviousWorker,
    ),
    also(
        &[Code(KeyCode::Down), Char('j')],
        OTHER_ROWS,
        Action::Scroll(1),
    ),
    also(
        &[Code(KeyCode::Up), Char('k')],
        OTHER_ROWS,
        Action::Scroll(-1),
    ),
    row(
        &[Char('O')],
        ALL,
        Action::Toggle(Output),
        LOOK,
        "the output of the program that was started by run --",
    ),
    row(
        &[Char('V')],
        ALL,
        Action::NextRuntime,
        LOOK,
        "attached to a program with several runtimes: the next one",
    ),
    row(
        &[Char('r')],
        ALL,
        Action::ToggleMotion,
        LOOK,
        "reduced motion: cards jump and leave a mark",
    ),
    row(
        &[Char('D')],
        ALL,
        Action::AskWord,
        LOOK,
        "explain a word, of the kitchen or of Tokio's: it is typed",
    ),
    row(
        &[Char('K')],
        ALL,
        Action::ToggleRegister,
        LOOK,
        "tell in the words of the kitchen, or in Tokio's",
    ),
    row(
        &[Code(KeyCode::Esc)],
        ALL,
        Action::Back,
        LOOK,
        "back; on the main screen: select nothing",
    ),
    row(
        &[Char('?'), Code(KeyCode::F(1))],
        ALL,
        Action::Toggle(Help),
        LEAVE,
        "this help; again to go back",
    ),
    row(
        &[Char('q')],
        OVER,
        Action::Leave,
        LEAVE,
        "close this screen; on the main screen: quit",
    ),
    also(&[Char('q')], &[Main], Action::Quit),
    row(
        &[Control('c')],
        ALL,
        Action::Quit,
        LEAVE,
        "quit from everywhere, at once, whatever the chefs do",
    ),
];

/// While a line is typed every character is text; these keys are not.
pub(super) const TYPING: &[(Press, Action)] = &[
    (Code(KeyCode::Enter), Action::Submit),
    (Code(KeyCode::Esc), Action::Back),
    (Control('c'), Action::Quit),
    (Code(KeyCode::Backspace), Action::Erase),
    (Control('u'), Action::EraseAll),
    (Code(KeyCode::Tab), Action::Complete),
    (Code(KeyCode::Up), Action::SelectPrevious),
    (Code(KeyCode::Down), Action::SelectNext),
];

/// What the mouse does, for the help.
pub(super) const MOUSE: &[(&str, &str)] = &[
    (
        "click",
        "select a card or a chef, again to inspect; explain a word; a hint acts as its key",
    ),
    (
        "wheel",
        "scroll; on the main screen: select; on the timeline: zoom",
    ),
];
