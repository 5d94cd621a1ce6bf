//! What gungraun counted, by row.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Operations of one benchmark, as `benches/counts` does them.
const OPERATIONS: u64 = 10_000;

/// Instructions of one workload, and of the same without what is being measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    plain: Option<u64>,
    observed: u64,
}

impl Counted {
    /// What the limit is on.
    pub(crate) fn per_operation(self) -> f64 {
        per_operation(self.observed) - self.plain.map_or(0.0, per_operation)
    }
}

fn per_operation(count: u64) -> f64 {
    count as f64 / OPERATIONS as f64
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.plain {
            Some(plain) => write!(f, "{:9.1}", per_operation(plain))?,
            None => write!(f, "{:9}", "")?,
        }
        let observed = per_operation(self.observed);
        write!(f, " {observed:9.1} {:10.2}", self.per_operation())
    }
}

/// Reads one JSON value per benchmark. Ids that end in `_plain` and `_observed` make one row.
pub(crate) fn read(json: &str) -> Result<BTreeMap<String, Counted>, String> {
    let mut rows = BTreeMap::<String, Counted>::new();
    for value in serde_json::Deserializer::from_str(json).into_iter::<Value>() {
        let value = value.map_err(|error| format!("counts: {error}"))?;
        let (function, id) = (&value["function_name"], &value["id"]);
        let count = &value["profiles"][0]["data"]["total"]["metrics"]["Ir"]["values"]["new"];
        let (Some(function), Some(id), Some(count)) =
            (function.as_str(), id.as_str(), count.as_u64())
        else {
            return Err(format!("no count of {function} {id}"));
        };
        if let Some(name) = id.strip_suffix("_plain") {
            rows.entry(format!("{function}.{name}")).or_default().plain = Some(count);
        } else {
            let name = id.strip_suffix("_observed").unwrap_or(id);
            let row = rows.entry(format!("{function}.{name}")).or_default();
            row.observed = count;
        }
    }
    // A side that was not counted would make a difference of nothing.
    match rows.iter().find(|(_, count)| count.observed == 0) {
        Some((name, _)) => Err(format!("{name}: its other side was not counted")),
        None if rows.is_empty() => Err("nothing was counted".to_owned()),
        None => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, count: u64) -> String {
        format!(
            r#"{{"function_name":"poll","id":"{id}","profiles":[{{"data":{{"total":{{"metrics":{{"Ir":{{"values":{{"new":{count}}}}}}}}}}}}}]}}"#
        )
    }

    #[test]
    fn the_limit_is_on_the_difference() {
        let rows = read(&(line("x_plain", 4_000_000) + &line("x_observed", 6_500_000))).unwrap();
        assert_eq!(rows["poll.x"].per_operation(), 250.0);
    }

    #[test]
    fn without_a_plain_side_it_is_on_the_count() {
        let rows = read(&line("x", 500_000)).unwrap();
        assert_eq!(rows["poll.x"].per_operation(), 50.0);
    }

    #[test]
    fn what_is_missing_is_told() {
        assert!(read("").is_err());
        assert!(read(&line("x_plain", 1)).is_err());
        assert!(read("{}").is_err());
    }
}
