//! Lists of steps: from TOML to checked values.

mod look;

use super::check::Spawn;
use super::verbs::VERBS;
use super::{MAX_NESTING, MAX_REPEATS, MAX_TEXT, place};
use crate::document::{Field, Fields, Mistake, Source, one_of};
use crate::events::Nanos;
use crate::limits::MAX_QUANTITY;
use crate::order::{Shared, Step, SyncStep, SyncVerb, Thing, Verb};
use crate::scenario::LONGEST;
use look::Looked;

/// An example of a list of steps.
const LIKE: &str = "[{ sleep = \"1s\" }]";

/// Reads the steps of all recipes of a file.
pub(super) struct Reader<'a> {
    source: Source<'a>,
    shared: &'a [Shared],
    /// Names of the file's recipes.
    recipes: &'a [&'a str],
    /// Steps so far.
    steps: usize,
    spawns: Vec<Spawn>,
    /// The recipe being read.
    recipe: usize,
    /// Recipes of which it keeps handles.
    kept: Vec<usize>,
    /// Recipes that it joins, and where: in a repeat their spawns may come later.
    joined: Vec<(usize, Field<'a>)>,
}

/// Where a list of steps is.
#[derive(Clone, Copy)]
struct Inside {
    /// How many lists deep, from 1.
    depth: usize,
    /// How often all repeats around it repeat it.
    times: u32,
}

/// What a list has taken and not yet given back, by the number of the thing.
type Held = Vec<usize>;

impl<'a> Reader<'a> {
    pub(super) fn new(source: Source<'a>, shared: &'a [Shared], recipes: &'a [&'a str]) -> Self {
        Self {
            source,
            shared,
            recipes,
            steps: 0,
            spawns: Vec::new(),
            recipe: 0,
            kept: Vec::new(),
            joined: Vec::new(),
        }
    }

    /// The steps that spawn, of all recipes so far.
    pub(super) fn spawns(&self) -> &[Spawn] {
        &self.spawns
    }

    /// The steps of a recipe.
    pub(super) fn recipe(
        &mut self,
        number: usize,
        fields: &Fields<'a>,
    ) -> Result<Vec<Step>, Mistake> {
        self.recipe = number;
        self.kept.clear();
        self.joined.clear();
        let outermost = Inside { depth: 1, times: 1 };
        let steps = self.list(&fields.need("steps", LIKE)?, outermost)?;
        let kept = |recipe| self.kept.contains(recipe);
        match self.joined.iter().find(|(recipe, _)| !kept(recipe)) {
            Some((_, field)) => {
                Err(field.wrong("a recipe that a step of this one spawns with `keep = true`"))
            }
            None => Ok(steps),
        }
    }

    fn list(&mut self, field: &Field<'a>, inside: Inside) -> Result<Vec<Step>, Mistake> {
        let mut held = Held::new();
        let items = self.items(field, inside)?;
        let steps = items.iter();
        steps
            .map(|item| self.step(item, inside, &mut held))
            .collect()
    }

    fn sync_list(
        &mut self,
        field: &Field<'a>,
        inside: Inside,
        of: &str,
    ) -> Result<Vec<SyncStep>, Mistake> {
        let items = self.items(field, inside)?;
        let steps = items.iter();
        steps.map(|item| self.sync_step(item, inside, of)).collect()
    }

    /// The items of a list: at least one, and not too deep inside of others.
    fn items(&self, field: &Field<'a>, inside: Inside) -> Result<Vec<Field<'a>>, Mistake> {
        if inside.depth > MAX_NESTING {
            let found = format!("{} lists of steps inside each other", inside.depth);
            let expected = format!("at most {MAX_NESTING}");
            return Err(self.source.mistake(field.bytes(), found, expected));
        }
        let items = field.list(LIKE)?;
        if items.is_empty() {
            let bytes = field.bytes();
            return Err(self
                .source
                .mistake(bytes, "an empty list", "at least one step"));
        }
        Ok(items)
    }

    fn step(&mut self, item: &Field<'a>, inside: Inside, held: &mut Held) -> Result<Step, Mistake> {
        let looked = self.look(item)?;
        let field = &looked.field;
        let verb = match looked.row.word {
            "sleep" => Verb::Sleep(span(field)?),
            "yield" => Verb::Yield(field.number("a number of times", 1, MAX_REPEATS)?),
            "lock" => Verb::Lock(self.taken(field, held, "a mutex", is_mutex)?),
            "write" => Verb::Lock(self.taken(field, held, "an rwlock", is_rwlock)?),
            "read" => Verb::Read(self.taken(field, held, "an rwlock", is_rwlock)?),
            "permit" => Verb::Permit(self.taken(field, held, "a semaphore", is_semaphore)?),
            "unlock" => Verb::Unlock(self.given_back(field, held, "a lock", is_lock)?),
            "release" => {
                Verb::Release(self.given_back(field, held, "a semaphore", is_semaphore)?)
            }
            "send" => Verb::Send(self.thing(field, "a channel", is_channel)?),
            "receive" => Verb::Receive(self.thing(field, "a channel", is_channel)?),
            "wait" => Verb::Wait(self.thing(field, "a notify", is_notify)?),
            "notify" => Verb::Notify {
                signal: self.thing(field, "a notify", is_notify)?,
                all: flag(&looked.fields, "all")?,
            },
            "spawn" => self.spawn(&looked, inside)?,
            "join" => self.join(field)?,
            _ => self.step_of_many(&looked, inside)?,
        };
        Ok(Step {
            place: place(self.source, item.bytes().start),
            verb,
        })
    }

    /// A step that has others inside, or that needs no `.await`.
    fn step_of_many(&mut self, looked: &Looked<'a>, inside: Inside) -> Result<Verb, Mistake> {
        let Looked { row, field, fields } = looked;
        let deeper = inside.deeper();
        Ok(match row.word {
            "select" => Verb::Select(self.branches(field, deeper)?),
            "timeout" => Verb::Timeout(span(field)?, self.list(&steps_of(fields)?, deeper)?),
            "repeat" => {
                let (times, inside) = repeats(field, inside)?;
                Verb::Repeat(times, self.list(&steps_of(fields)?, inside)?)
            }
            word @ "spawn_blocking" => {
                Verb::SpawnBlocking(self.sync_list(field, deeper, word)?.into())
            }
            word @ "block_in_place" => Verb::BlockInPlace(self.sync_list(field, deeper, word)?),
            word => Verb::Sync(simple(word, field)?),
        })
    }

    fn sync_step(
        &mut self,
        item: &Field<'a>,
        inside: Inside,
        of: &str,
    ) -> Result<SyncStep, Mistake> {
        let Looked { row, field, fields } = self.look(item)?;
        if !row.sync {
            let found = format!("`{}` inside of `{of}`", row.word);
            let words = VERBS.iter().filter(|row| row.sync).map(|row| row.word);
            let expected = format!("a step without an await: {}", one_of("", words));
            return Err(self.source.mistake(item.bytes(), found, expected));
        }
        let verb = match row.word {
            "repeat" => {
                let (times, inside) = repeats(&field, inside)?;
                SyncVerb::Repeat(times, self.sync_list(&steps_of(&fields)?, inside, of)?)
            }
            word => simple(word, &field)?,
        };
        Ok(SyncStep {
            place: place(self.source, item.bytes().start),
            verb,
        })
    }

    fn branches(&mut self, field: &Field<'a>, inside: Inside) -> Result<Vec<Vec<Step>>, Mistake> {
        let branches = field.list("[[{ sleep = \"1s\" }], [{ wait = \"bell\" }]]")?;
        if branches.is_empty() {
            let expected = "at least one list of steps";
            return Err(self
                .source
                .mistake(field.bytes(), "an empty list", expected));
        }
        branches
            .iter()
            .map(|branch| self.list(branch, inside))
            .collect()
    }

    fn spawn(&mut self, looked: &Looked<'a>, inside: Inside) -> Result<Verb, Mistake> {
        let Looked { field, fields, .. } = looked;
        let recipe = self.recipe_named(field)?;
        let count = fields
            .get("count")
            .map(|count| count.number("a count", 1, MAX_QUANTITY));
        let count = count.transpose()?.unwrap_or(1);
        let keep = flag(fields, "keep")?;
        if keep {
            self.kept.push(recipe);
        }
        self.spawns.push(Spawn {
            from: self.recipe,
            to: recipe,
            cards: u64::from(count) * u64::from(inside.times),
            bytes: field.bytes(),
        });
        Ok(Verb::Spawn {
            recipe,
            count,
            keep,
        })
    }

    fn join(&mut self, field: &Field<'a>) -> Result<Verb, Mistake> {
        let recipe = self.recipe_named(field)?;
        self.joined.push((recipe, *field));
        Ok(Verb::Join(recipe))
    }

    fn recipe_named(&self, field: &Field<'a>) -> Result<usize, Mistake> {
        let known: Vec<_> = self.recipes.iter().copied().zip(0..).collect();
        field.word("a recipe of this file", &known)
    }

    /// The shared thing that a step names: `what` it has to be.
    fn thing(
        &self,
        field: &Field<'a>,
        what: &str,
        is: fn(Thing) -> bool,
    ) -> Result<usize, Mistake> {
        let all = self.shared.iter().zip(0..);
        let known: Vec<(&str, usize)> = all
            .filter(|(shared, _)| is(shared.what))
            .map(|(shared, number)| (&*shared.name, number))
            .collect();
        if known.is_empty() {
            return Err(field.wrong(format!("the name of {what}, and [shared] has none")));
        }
        field.word(&format!("{what} of [shared]"), &known)
    }

    fn taken(
        &self,
        field: &Field<'a>,
        held: &mut Held,
        what: &str,
        is: fn(Thing) -> bool,
    ) -> Result<usize, Mistake> {
        let thing = self.thing(field, what, is)?;
        held.push(thing);
        Ok(thing)
    }

    /// What was taken in the same list, and not given back yet.
    fn given_back(
        &self,
        field: &Field<'a>,
        held: &mut Held,
        what: &str,
        is: fn(Thing) -> bool,
    ) -> Result<usize, Mistake> {
        let thing = self.thing(field, what, is)?;
        let Some(newest) = held.iter().rposition(|held| *held == thing) else {
            let expected = "what a step before it in the same list has taken";
            return Err(field.wrong(expected));
        };
        held.remove(newest);
        Ok(thing)
    }
}

impl Inside {
    fn deeper(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

fn is_mutex(thing: Thing) -> bool {
    thing == Thing::Mutex
}

fn is_rwlock(thing: Thing) -> bool {
    thing == Thing::RwLock
}

fn is_lock(thing: Thing) -> bool {
    is_mutex(thing) || is_rwlock(thing)
}

fn is_notify(thing: Thing) -> bool {
    thing == Thing::Notify
}

fn is_semaphore(thing: Thing) -> bool {
    matches!(thing, Thing::Semaphore(_))
}

fn is_channel(thing: Thing) -> bool {
    matches!(thing, Thing::Channel(_))
}

/// A step that has none inside, and needs no `.await`.
fn simple(word: &str, field: &Field<'_>) -> Result<SyncVerb, Mistake> {
    Ok(match word {
        "work" => SyncVerb::Work(span(field)?),
        "block" => SyncVerb::Block(span(field)?),
        "panic" => SyncVerb::Panic(text(field)?),
        _ => SyncVerb::Print(text(field)?),
    })
}

fn span(field: &Field<'_>) -> Result<Nanos, Mistake> {
    field.span(Nanos::ZERO, LONGEST)
}

fn text(field: &Field<'_>) -> Result<String, Mistake> {
    let text = field.text()?;
    match text.chars().nth(MAX_TEXT) {
        Some(_) => Err(field.wrong(format!("a text of at most {MAX_TEXT} characters"))),
        None => Ok(text.to_owned()),
    }
}

fn flag(fields: &Fields<'_>, name: &str) -> Result<bool, Mistake> {
    let flag = fields.get(name).map(|field| field.flag()).transpose()?;
    Ok(flag.unwrap_or(false))
}

fn steps_of<'a>(fields: &Fields<'a>) -> Result<Field<'a>, Mistake> {
    fields.need("steps", LIKE)
}

/// How often a step repeats, and where the steps inside of it are.
fn repeats(field: &Field<'_>, inside: Inside) -> Result<(u32, Inside), Mistake> {
    let times = field.number("a number of times", 1, MAX_REPEATS)?;
    let all = inside.times.checked_mul(times);
    let Some(all) = all.filter(|all| *all <= MAX_REPEATS) else {
        let expected = format!("at most {MAX_REPEATS} times with all repeats around it");
        return Err(field.wrong(expected));
    };
    let inside = Inside {
        times: all,
        ..inside.deeper()
    };
    Ok((times, inside))
}
