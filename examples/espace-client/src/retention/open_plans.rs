//! Plans that are not at their end yet: written before the first row goes, taken away once a certificate stands in the database. After a crash they are
//! executed to their end first.

use std::path::PathBuf;

use greffe::retention::Plan;
use serde::{Deserialize, Serialize};

use super::dry_run::DryRun;
use super::jobs::Job;
use super::ranks::Ranks;
use crate::error::HostError;
use crate::home::Home;

/// The folder of open plans.
pub(crate) struct OpenPlans(PathBuf);

/// A plan with the ranks of its rows, which cannot be found a second time once a part of them is gone.
#[derive(Serialize, Deserialize)]
struct Form {
    plan: Plan,
    ranks: Ranks,
}

impl OpenPlans {
    /// Those of this home.
    pub(crate) fn of(home: &Home) -> Self {
        Self(home.file("open-plans"))
    }

    /// Writes one down.
    pub(crate) fn add(&self, run: &DryRun<'_>) -> Result<(), HostError> {
        std::fs::create_dir_all(&self.0).map_err(HostError::file(&self.0))?;
        let form = Form {
            plan: run.plan.clone(),
            ranks: run.ranks.of_selected(&run.plan),
        };
        crate::files::write_json(&self.path(&run.plan), &form)
    }

    /// Takes one away, if it is there.
    pub(crate) fn remove(&self, plan: &Plan) -> Result<(), HostError> {
        let path = self.path(plan);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(HostError::file(&path)(error))
            }
            _ => Ok(()),
        }
    }

    /// All of them, each with its job. One whose rule is no longer in the register stays where it is, and is not among them.
    pub(crate) fn all<'r>(&self, jobs: &[Job<'r>]) -> Result<Vec<DryRun<'r>>, HostError> {
        let entries = match std::fs::read_dir(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(HostError::file(&self.0))?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(HostError::file(&self.0))?.path());
        }
        // What a crash left half is under another name.
        paths.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        });
        paths.sort();
        let mut runs = Vec::new();
        for path in paths {
            let text = std::fs::read(&path).map_err(HostError::file(&path))?;
            let Form { plan, ranks } =
                serde_json::from_slice(&text).map_err(|_| HostError::File {
                    path,
                    kind: std::io::ErrorKind::InvalidData,
                })?;
            let job = jobs.iter().find(|job| {
                job.address.to_string() == plan.rule() && job.table.label == plan.table()
            });
            if let Some(job) = job {
                let job = job.clone();
                runs.push(DryRun { job, plan, ranks });
            }
        }
        Ok(runs)
    }

    fn path(&self, plan: &Plan) -> PathBuf {
        self.0
            .join(format!("{}-{}.json", plan.table(), plan.digest()))
    }
}
