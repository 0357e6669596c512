//! The test as a file: every number that was measured, beside the one that was asked for.

use serde_json::{Value as Json, json};

use super::{AnonymityTest, Criterion};
use crate::json_file::pretty;

impl AnonymityTest {
    /// The record of the test, as JSON: what the controller keeps, whether it was passed or failed. Shares are in ten-thousandths, rounded up.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let failed: Vec<_> = Criterion::ALL
            .into_iter()
            .filter(|criterion| self.fails(*criterion))
            .map(Criterion::code)
            .collect();
        let inferences: Vec<Json> = self
            .inferences
            .iter()
            .map(|one| {
                json!({
                    "field": one.field,
                    "values": one.values,
                    "determined": one.determined.0,
                    "most_likely": one.most_likely.0,
                    "distance": one.distance.0,
                })
            })
            .collect();
        let limits = &self.thresholds;
        let shares: Vec<u32> = self.singled_out.iter().map(|share| share.0).collect();
        let record = json!({
            "test": "WP29 05/2014",
            "source": self.source,
            "tested_on": self.day.to_string(),
            "passed": self.is_passed(),
            "failed": failed,
            "records_read": self.read,
            "records_suppressed": self.suppressed,
            "records": self.records,
            "groups": self.groups,
            "smallest_group_before_suppression": self.smallest_before,
            "singling_out": {
                "smallest_group": self.smallest,
                "singled_out_by_known_fields": shares,
            },
            "linkage": {
                "chance_in_the_smallest_group": self.linked.0,
                "chance_in_the_mean": self.linked_in_the_mean.0,
            },
            "inference": inferences,
            "thresholds": {
                "persons": limits.persons,
                "values": limits.values,
                "known_fields": limits.known_fields,
                "singled_out": limits.singled_out.0,
                "linked": limits.linked.0,
                "determined": limits.determined.0,
                "distance": limits.distance.0,
            },
        });
        pretty(record).into_bytes()
    }
}
