//! From a TOML document to a checked [`Scenario`].

use super::kinds::kinds;
use super::{Act, LONGEST, Planned, PlannedAct, Scenario, Setup, Target, expect, recipe, runtime};
use crate::claim::KindInfo;
use crate::document::{Field, Fields, Mistake, Source, Table, clean};
use crate::events::Nanos;
use crate::limits::{FASTEST, MAX_CLAIMS, MAX_QUANTITY, SLOWEST};
use crate::order::{Book, Order, Param, ParamInfo, Params, RecipeInfo};
use crate::recipes;

const SCENARIO: [&str; 12] = [
    "title", "about", "workers", "flavor", "for", "tempo", "runtime", "shared", "recipe", "order",
    "act", "expect",
];
/// Those of a scenario that stands inside of another document.
pub(crate) const PART: [&str; 9] = [
    "workers", "flavor", "for", "tempo", "runtime", "shared", "recipe", "order", "act",
];
const ORDER: [&str; 6] = ["at", "recipe", "count", "every", "times", "params"];

/// Which act a word asks for.
#[derive(Clone, Copy)]
enum Verb {
    Abort,
    DropHandle,
    Close { graceful: bool },
    Tempo,
    Workers,
}

const VERBS: [(&str, Verb); 6] = [
    ("abort", Verb::Abort),
    ("drop-ticket", Verb::DropHandle),
    ("last-orders", Verb::Close { graceful: true }),
    ("lights-out", Verb::Close { graceful: false }),
    ("tempo", Verb::Tempo),
    ("workers", Verb::Workers),
];

/// Reads a script.
pub(super) fn scenario(name: &str, text: &str) -> Result<Scenario, Mistake> {
    let source = Source { name, text };
    let document = source.parse("`key = value`, [[order]] or [[act]]")?;
    let top = Fields::new(source, "a scenario", (document.get_ref(), 0..0), &SCENARIO)?;
    of(source, &top, cfg!(tokio_unstable))
}

/// Reads a script out of a table. `unstable`: it may ask for what only an unstable Tokio has.
pub(super) fn of(
    source: Source<'_>,
    top: &Fields<'_>,
    unstable: bool,
) -> Result<Scenario, Mistake> {
    let line = |field: &str| -> Result<String, Mistake> {
        Ok(top
            .get(field)
            .map(|field| field.text())
            .transpose()?
            .map(clean)
            .unwrap_or_default())
    };
    let (title, about, setup) = (line("title")?, line("about")?, setup(top, unstable)?);
    let book = recipe::book(source, top)?;
    let mut orders = Vec::new();
    for table in tables(top, "order")? {
        orders.push(order(
            Fields::new(source, "an order", table, &ORDER)?,
            &book,
        )?);
    }
    if orders.is_empty() {
        return Err(source.mistake(
            top.begins(),
            "no order",
            "at least one [[order]] with a recipe",
        ));
    }
    let mut acts = Vec::new();
    for table in tables(top, "act")? {
        acts.push(act(source, table, &orders)?);
    }
    let expects = expects(source, top, &kinds(&orders, &book))?;
    let (expects, expect_places) = expects.into_iter().unzip();
    let name = clean(source.name);
    Ok(Scenario {
        name,
        title,
        about,
        setup,
        book: book.into(),
        orders,
        acts,
        expects,
        expect_places,
    })
}

fn expects(
    source: Source<'_>,
    top: &Fields<'_>,
    kinds: &[KindInfo],
) -> Result<Vec<expect::Placed>, Mistake> {
    let tables = tables(top, "expect")?;
    if let Some(more) = tables.get(MAX_CLAIMS) {
        return Err(expect::too_many(source, more));
    }
    let claims = tables.into_iter();
    claims
        .map(|table| expect::claim(source, table, kinds))
        .collect()
}

fn tables<'a>(top: &Fields<'a>, name: &str) -> Result<Vec<Table<'a>>, Mistake> {
    top.get(name)
        .map(|field| field.tables())
        .transpose()
        .map(Option::unwrap_or_default)
}

fn setup(top: &Fields<'_>, unstable: bool) -> Result<Setup, Mistake> {
    let shortest = Nanos::from_millis(1);
    let runtime = runtime::asked(top, unstable)?;
    Ok(Setup {
        workers: runtime.workers,
        flavor: runtime.flavor,
        settings: runtime.settings,
        limit: top
            .get("for")
            .map(|field| field.span(shortest, LONGEST))
            .transpose()?,
        tempo: top.get("tempo").map(|field| tempo(&field)).transpose()?,
    })
}

fn tempo(field: &Field<'_>) -> Result<f64, Mistake> {
    field.decimal("a tempo", SLOWEST, FASTEST)
}

fn at(fields: &Fields<'_>) -> Result<Nanos, Mistake> {
    let at = fields
        .get("at")
        .map(|field| field.span(Nanos::ZERO, LONGEST))
        .transpose()?;
    Ok(at.unwrap_or(Nanos::ZERO))
}

fn order(fields: Fields<'_>, book: &Book) -> Result<Planned, Mistake> {
    let built_in = recipes::known().map(|recipe| &recipe.info);
    let own = book.recipes.iter().map(|recipe| recipe.info);
    let known: Vec<_> = own.chain(built_in).map(|info| (info.name, info)).collect();
    let recipe = fields
        .need("recipe", "\"simmer\"")?
        .word("a recipe", &known)?;
    let count = fields
        .get("count")
        .map(|field| field.number("a count", 1, MAX_QUANTITY));
    let (every, times) = interval(&fields)?;
    let planned = Planned {
        at: at(&fields)?,
        every,
        times,
        order: Order {
            recipe: recipe.name,
            count: count.transpose()?.unwrap_or(1),
            params: params(&fields, recipe)?,
        },
    };
    if planned.total() > u64::from(MAX_QUANTITY) {
        let times = fields.need("times", "1")?;
        return Err(times.wrong(format!("count x times to be at most {MAX_QUANTITY}")));
    }
    Ok(planned)
}

/// `every` and `times` go together.
fn interval(fields: &Fields<'_>) -> Result<(Nanos, u32), Mistake> {
    if fields.get("every").is_none() && fields.get("times").is_none() {
        return Ok((Nanos::ZERO, 1));
    }
    let every = fields
        .need("every", "\"500ms\"")?
        .span(Nanos::from_millis(1), LONGEST)?;
    let times = fields
        .need("times", "3")?
        .number("a number of times", 1, MAX_QUANTITY)?;
    Ok((every, times))
}

fn params(fields: &Fields<'_>, recipe: &'static RecipeInfo) -> Result<Params, Mistake> {
    let Some(field) = fields.get("params") else {
        return Ok(Params::new());
    };
    let names: Vec<_> = recipe.params.iter().map(|param| param.name).collect();
    let given = Fields::new(
        fields.source,
        "params",
        field.table("for = \"1s\"")?,
        &names,
    )?;
    given
        .all()
        .filter_map(|(_, field)| {
            let info = recipe
                .params
                .iter()
                .find(|param| param.name == field.name)?;
            Some(param(&field, info).map(|value| (field.name.to_owned(), value)))
        })
        .collect()
}

fn param(field: &Field<'_>, info: &ParamInfo) -> Result<Param, Mistake> {
    Ok(match (info.min, info.max) {
        (Param::Span(min), Param::Span(max)) => Param::Span(field.span(min, max)?),
        _ => {
            let limit = |param: Param| param.count().unwrap_or(0);
            Param::Count(field.number("a number", limit(info.min), limit(info.max))?)
        }
    })
}

fn act(source: Source<'_>, table: Table<'_>, orders: &[Planned]) -> Result<PlannedAct, Mistake> {
    const ALL: [&str; 6] = ["at", "do", "order", "card", "tempo", "workers"];
    let fields = Fields::new(source, "an act", table.clone(), &ALL)?;
    let verb = fields.need("do", "\"abort\"")?.word("an act", &VERBS)?;
    let known: &[&str] = match verb {
        Verb::Abort | Verb::DropHandle => &["at", "do", "order", "card"],
        Verb::Close { .. } => &["at", "do"],
        Verb::Tempo => &["at", "do", "tempo"],
        Verb::Workers => &["at", "do", "workers"],
    };
    let fields = Fields::new(source, "this act", table, known)?;
    let at = at(&fields)?;
    let act = match verb {
        Verb::Abort => Act::Abort(target(&fields, orders, at)?),
        Verb::DropHandle => Act::DropHandle(target(&fields, orders, at)?),
        Verb::Close { graceful } => Act::Close { graceful },
        Verb::Tempo => Act::Tempo(tempo(&fields.need("tempo", "2.0")?)?),
        Verb::Workers => Act::Workers(runtime::workers(&fields.need("workers", "4")?)?),
    };
    Ok(PlannedAct { at, act })
}

fn target(fields: &Fields<'_>, orders: &[Planned], at: Nanos) -> Result<Target, Mistake> {
    let last = u32::try_from(orders.len()).unwrap_or(u32::MAX);
    let order = fields.need("order", "1")?;
    let index = order.number("the number of an [[order]],", 1, last)? as usize - 1;
    let planned = &orders[index];
    let total = u32::try_from(planned.total()).unwrap_or(u32::MAX);
    let card = fields
        .get("card")
        .map(|field| field.number("the number of a card,", 1, total));
    let nth = card.transpose()?.unwrap_or(1) - 1;
    let given = planned.at.0 + planned.every.0 * u64::from(nth / planned.order.count);
    if at.0 < given {
        let given = humantime::format_duration(std::time::Duration::from_nanos(given));
        return Err(order.wrong(format!(
            "an order given before the act: this one comes at {given}"
        )));
    }
    Ok(Target { order: index, nth })
}
