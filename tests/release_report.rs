//! Checks a report that the release build wrote: `.ci/run` makes it and names its file
//! in `KITCHEN_REPORT`.

#[test]
#[ignore = "needs the file that .ci/run makes"]
fn the_report_of_the_stall_scenario_holds() {
    let path = std::env::var("KITCHEN_REPORT").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["check"]["holds"], true, "{text}");
    assert_eq!(report["events"]["dropped"], 0, "{text}");
    let tasks = &report["tasks"];
    let number = |name: &str| {
        tasks[name]
            .as_u64()
            .unwrap_or_else(|| panic!("{name}: {tasks}"))
    };
    assert!(number("spawned") > 0);
    assert_eq!(
        number("spawned"),
        number("completed") + number("panicked") + number("cancelled") + number("alive")
    );
    let stalls: Vec<&serde_json::Value> = report["workers"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|worker| worker["stalls"].as_array().unwrap())
        .collect();
    assert!(
        stalls.iter().any(|stall| stall["recipe"] == "block"),
        "{text}"
    );
}
