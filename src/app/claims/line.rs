//! From the line that is typed to a claim.

use crate::app::{App, ClaimLine, ClaimMistake, Typing};
use crate::claim::{Claim, ClaimError, KindInfo, Undecidable, kind_written};
use crate::limits::MAX_WORKERS;
use std::borrow::Cow;
use std::collections::BTreeSet;

impl App {
    /// The words that can come next in the claim that is typed, and which one was taken.
    pub fn claim_words(&self) -> (Vec<String>, Option<usize>) {
        let line = self.typing.claim();
        line.map_or_else(Default::default, |line| line.words(&self.kinds_to_claim()))
    }

    pub(in crate::app) fn complete_claim(&mut self) {
        let kinds = self.kinds_to_claim();
        if let Typing::Claim(line) = &mut self.typing {
            line.complete(&kinds);
        }
    }

    /// The claim was typed: it is made, or stays to be mended.
    pub(in crate::app) fn submit_claim(&mut self, mut line: ClaimLine) {
        match self.read_claim(&line.text) {
            Ok(claim) => self.claim(claim),
            Err(mistake) => {
                line.mistake = Some(mistake);
                self.typing = Typing::Claim(line);
            }
        }
    }

    fn read_claim(&self, text: &str) -> Result<Claim, ClaimMistake> {
        let wrong = |error: ClaimError| ClaimMistake {
            at: Some(error.at),
            found: error.found,
            expected: error.expected,
        };
        let claim: Claim = text.parse().map_err(wrong)?;
        let undecidable = |wrong: Undecidable| ClaimMistake {
            at: wrong.at,
            found: wrong.found,
            expected: wrong.expected,
        };
        let stall_after = self.options.stall_after;
        claim
            .can_be_decided(stall_after, MAX_WORKERS)
            .map_err(undecidable)?;
        let known = self.kinds().into_iter().map(|name| KindInfo {
            name: name.to_owned(),
            jobs: true,
        });
        let known: Vec<KindInfo> = known.collect();
        match claim.fits_kinds(&known) {
            // What is near no name may be a kind that comes later.
            Err(wrong) if wrong.expected.contains("did you mean") => Err(undecidable(wrong)),
            _ => Ok(claim),
        }
    }

    /// The kinds of task seen, those that can be ordered, and those of the scenario.
    fn kinds(&self) -> BTreeSet<&str> {
        let seen = self.newest().model.kinds().map(|(_, name, _)| name);
        let menu = self.menu.iter().flat_map(|recipe| recipe.kinds).copied();
        let played = self.claims.kinds.iter().map(String::as_str);
        let all = seen.chain(menu).chain(played);
        all.filter(|name| *name != "?").collect()
    }

    /// The same as they are typed: in quotes where they have to be.
    fn kinds_to_claim(&self) -> Vec<String> {
        let written = self.kinds().into_iter().filter_map(kind_written);
        written.map(Cow::into_owned).collect()
    }
}
