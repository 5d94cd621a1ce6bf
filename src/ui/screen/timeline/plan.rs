//! Which rows of the timeline there are, at any height.

/// The rows of each part, from the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The whole history.
    pub(super) whole: u16,
    /// Which part of it is shown.
    pub(super) window: u16,
    /// Happenings.
    pub(super) marks: u16,
    /// All chefs in view.
    pub(super) lanes: u16,
    /// One chef.
    pub(super) each: u16,
    /// The bakery.
    pub(super) bakery: u16,
    /// The card in focus.
    pub(super) card: u16,
    /// The scale.
    pub(super) axis: u16,
    /// Left free.
    pub(super) free: u16,
    /// What is at the moment shown.
    pub(super) about: u16,
    /// What the characters mean.
    pub(super) legend: u16,
}

/// Chefs that are in view before anything optional gets its row.
const FEW: u16 = 4;
/// Rows of a chef where there is room; the last one keeps it apart from the next.
const HIGHEST: u16 = 6;

impl Plan {
    /// Gives out `rows`: first what is least, then what explains it, then more chefs,
    /// then higher ones.
    pub(super) fn new(rows: u16, chefs: usize) -> Self {
        let chefs = u16::try_from(chefs).unwrap_or(u16::MAX);
        let mut plan = Self {
            each: 1,
            free: rows,
            ..Self::default()
        };
        plan.give(|plan| &mut plan.lanes, 1.min(chefs));
        let least: [fn(&mut Self) -> &mut u16; 5] = [
            |plan| &mut plan.axis,
            |plan| &mut plan.whole,
            |plan| &mut plan.card,
            |plan| &mut plan.about,
            |plan| &mut plan.marks,
        ];
        least.into_iter().for_each(|part| plan.give(part, 1));
        plan.give(|plan| &mut plan.lanes, chefs.min(FEW).saturating_sub(1));
        let more: [fn(&mut Self) -> &mut u16; 4] = [
            |plan| &mut plan.bakery,
            |plan| &mut plan.window,
            |plan| &mut plan.about,
            |plan| &mut plan.legend,
        ];
        more.into_iter().for_each(|part| plan.give(part, 1));
        plan.give(|plan| &mut plan.lanes, chefs.saturating_sub(plan.lanes));
        if plan.lanes == chefs && chefs > 0 {
            plan.give(|plan| &mut plan.about, 2);
            plan.give(|plan| &mut plan.legend, 1);
            let high = ((plan.lanes + plan.free) / chefs).clamp(1, HIGHEST);
            plan.give(|plan| &mut plan.lanes, chefs * (high - 1));
            plan.each = high;
        }
        plan
    }

    /// Gives a part more rows, as many of them as are left.
    fn give(&mut self, part: fn(&mut Self) -> &mut u16, rows: u16) {
        let rows = rows.min(self.free);
        *part(self) += rows;
        self.free -= rows;
    }

    /// How many chefs are in view.
    pub(super) fn chefs(&self) -> u16 {
        self.lanes / self.each.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(plan: &Plan) -> u16 {
        [
            plan.whole,
            plan.window,
            plan.marks,
            plan.lanes,
            plan.bakery,
            plan.card,
            plan.axis,
            plan.free,
            plan.about,
            plan.legend,
        ]
        .iter()
        .sum()
    }

    #[test]
    fn every_row_is_given_out_once() {
        for rows in 0..100 {
            for chefs in 0..=64 {
                let plan = Plan::new(rows, chefs);
                assert_eq!(total(&plan), rows, "{rows} rows, {chefs} chefs: {plan:?}");
                assert!(usize::from(plan.chefs()) <= chefs);
                assert!(plan.each <= HIGHEST);
            }
        }
    }

    #[test]
    fn a_small_screen_has_what_is_least() {
        let plan = Plan::new(6, 4);
        assert_eq!(plan.chefs(), 1);
        assert_eq!(
            [plan.axis, plan.whole, plan.card, plan.about, plan.marks],
            [1; 5]
        );
    }

    #[test]
    fn a_high_screen_has_higher_chefs_and_many_chefs_are_all_in_view_where_they_fit() {
        assert_eq!(Plan::new(20, 4).chefs(), 4);
        assert_eq!(Plan::new(20, 64).chefs(), 11);
        assert!(Plan::new(44, 4).each >= 4);
        assert_eq!(Plan::new(90, 64).chefs(), 64);
    }
}
