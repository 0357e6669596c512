//! A shredding report in words, in both languages from one structure, so that neither says less.

use super::day::first_whole_day;
use super::shredding::{Backup, ShreddingReport};
use crate::keyring::{DeclaredColumn, Expiry};

/// In which language.
#[derive(Clone, Copy)]
pub(super) enum Language {
    English,
    French,
}

impl Language {
    pub(super) fn tell(self, report: &ShreddingReport) -> String {
        let mut lines = vec![self.pick("Étapes", "Steps").to_owned()];
        let steps = self.steps(report);
        lines.extend((1..).zip(steps).map(|(n, step)| format!("{n}. {step}")));
        lines.push(self.pick("Ce qui reste", "What is left").to_owned());
        let left = [self.under_own_key(report), self.under_shared_keys(report)];
        lines.extend(left.concat().iter().map(|line| format!("- {line}")));
        let scope = self.pick("Portée et risque résiduel", "Scope and residual risk");
        lines.push(scope.to_owned());
        lines.extend(self.scope(report).map(|line| format!("- {line}")));
        lines.join("\n")
    }

    pub(super) fn pick(self, french: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    fn steps(self, report: &ShreddingReport) -> Vec<String> {
        let mut steps = vec![
            self.pick(
                "Inscrire la personne sur la liste des clés détruites.",
                "Enter the person in the list of destroyed keys.",
            )
            .to_owned(),
        ];
        match report.shared() {
            None => steps.push(
                self.pick(
                    "Avant d’aller plus loin, chercher quelles colonnes sous des clés partagées portent quelque chose de la personne\u{a0}: ce n’est pas déclaré.",
                    "Before you go on, find out which columns under shared keys hold something of the person: it is not declared.",
                )
                .to_owned(),
            ),
            Some(shared) => {
                for (columns, what) in [
                    (self.list(shared, true), self.pick("Mettre à NULL dans les lignes de la personne, ou supprimer ces lignes là où une table a une ligne par jeton\u{a0}: ", "Set to NULL in the person's rows, or delete those rows where a table has one row a token: ")),
                    (self.list(shared, false), self.pick("Supprimer comme toute autre donnée, dans les lignes de la personne\u{a0}: ", "Delete as any data, in the person's rows: ")),
                ] {
                    if let Some(columns) = columns {
                        steps.push(format!("{what}{columns}."));
                    }
                }
            }
        }
        steps.push(
            self.pick(
                "Supprimer du magasin de clés chaque génération de la clé de la personne, puis la faire oublier à chaque instance.",
                "Delete every generation of the person's key from the key store, then let every instance forget it.",
            )
            .to_owned(),
        );
        steps.push(match report.unreadable_from() {
            Some(end) => format!(
                "{}{}{}",
                self.pick("Rayer la personne de cette liste ", "Take the person off that list "),
                self.from(end),
                self.pick(
                    ", pas avant\u{a0}: c’est par elle qu’on reconnaît une clé revenue d’une sauvegarde. Jusque-là, et dans les sauvegardes de cette liste, quiconque détient les clés partagées peut confirmer que la personne y figure.",
                    ", not before: a restored key is known by it. Until then, and in the backups of that list, whoever has the shared keys can confirm that the person is on it.",
                ),
            ),
            None => self
                .pick(
                    "Ne pas rayer la personne de cette liste\u{a0}: sa clé peut revenir d’une sauvegarde.",
                    "Do not take the person off that list: a backup may bring the key back.",
                )
                .to_owned(),
        });
        steps
    }

    /// What was sealed under the person's own key.
    fn under_own_key(self, report: &ShreddingReport) -> Vec<String> {
        if report.sealed().is_empty() {
            return vec![
                self.pick(
                    "Aucune colonne scellée sous la clé de la personne n’est déclarée\u{a0}: rien ne montre que quelque chose soit devenu illisible.",
                    "No column sealed under the person's key is declared: nothing is shown to be gone.",
                )
                .to_owned(),
            ];
        }
        let values = format!(
            "{}{}{}",
            self.pick(
                "Valeurs sous la clé de la personne (",
                "Values under the person's key ("
            ),
            report.sealed().join(", "),
            self.pick(")\u{a0}: ", "): "),
        );
        let mut lines = vec![match report.unreadable_from() {
            Some(end) => format!(
                "{values}{}{}.",
                self.pick("illisibles pour tous ", "unreadable for everybody "),
                self.from(end)
            ),
            None => format!("{values}{}.", self.unknown()),
        }];
        lines.extend(self.backups(
            self.pick("Sauvegarde du magasin de clés", "Backup of the key store"),
            report.key_store(),
        ));
        if report.keys_are_in_the_database() {
            let there = self.pick(
                "Des clés de personnes sont aussi dans la base\u{a0}: chacune de ses sauvegardes les rend, et compte ici.",
                "Keys of persons are in the database too: each of its backups brings them back, and counts here.",
            );
            lines.push(there.to_owned());
        }
        lines
    }

    fn under_shared_keys(self, report: &ShreddingReport) -> Vec<String> {
        let Some(shared) = report.shared() else {
            return vec![format!(
                "{}{}.",
                self.pick(
                    "Colonnes sous des clés partagées\u{a0}: ",
                    "Columns under shared keys: "
                ),
                self.unknown()
            )];
        };
        if shared.is_empty() {
            return vec![
                self.pick(
                    "Selon la déclaration, rien de la personne n’est sous une clé partagée, hors de la liste des clés détruites.",
                    "As declared, nothing of the person is under a shared key, but in the list of destroyed keys.",
                )
                .to_owned(),
            ];
        }
        let until = report.unconfirmable_from().map_or_else(
            || format!("\u{a0}: {}", self.unknown()),
            |end| format!(" {}", self.until(end)),
        );
        let until = match self {
            Self::English => until.replace("\u{a0}: ", ": "),
            Self::French => until,
        };
        let mut lines = Vec::new();
        for (columns, of, what) in [
            (
                self.list(shared, true),
                self.pick("Les jetons de", "Tokens of"),
                self.pick(
                    "permettent encore, dans les sauvegardes de la base, de confirmer une valeur supposée à quiconque détient la clé partagée",
                    "still let whoever has the shared key confirm a guess in the backups of the database",
                ),
            ),
            (
                self.list(shared, false),
                self.pick("Les valeurs de", "Values of"),
                self.pick(
                    "restent lisibles dans les sauvegardes de la base par quiconque détient la clé partagée",
                    "stay readable in the backups of the database by whoever has the shared key",
                ),
            ),
        ] {
            if let Some(columns) = columns {
                lines.push(format!("{of} {columns} {what}{until}."));
            }
        }
        lines.extend(self.backups(
            self.pick("Sauvegarde de la base", "Backup of the database"),
            report.database(),
        ));
        lines
    }

    fn backups(self, what: &str, backups: Option<&[Backup]>) -> Vec<String> {
        let Some(backups) = backups else {
            let untold = self.pick(
                "aucune n’est déclarée, ni leur absence",
                "none is declared, nor that there is none",
            );
            return vec![format!("{what}{}{untold}.", self.pick("\u{a0}: ", ": "))];
        };
        let line = |backup: &Backup| {
            let gone = match backup.expiry {
                Expiry::At(end) => {
                    format!("{} {}", self.pick("expirée", "expired"), self.from(end))
                }
                Expiry::Unknown => self.unknown().to_owned(),
            };
            format!(
                "{what} `{}`{}{gone}.",
                backup.name,
                self.pick("\u{a0}: ", ": ")
            )
        };
        if backups.is_empty() {
            let none = self.pick("déclarée inexistante", "declared not to exist");
            return vec![format!("{what}{}{none}.", self.pick("\u{a0}: ", ": "))];
        }
        backups.iter().map(line).collect()
    }

    fn list(self, columns: &[DeclaredColumn], indexes: bool) -> Option<String> {
        let named: Vec<_> = columns
            .iter()
            .filter(|column| column.kind().is_index() == indexes)
            .map(|column| match self {
                Self::English => column.to_string(),
                Self::French => column.in_french(),
            })
            .collect();
        (!named.is_empty()).then(|| named.join(", "))
    }

    fn unknown(self) -> &'static str {
        self.pick(
            "inconnu, rien ne montre que ce soit effacé",
            "not known, not shown to be gone",
        )
    }

    /// Never earlier than the instant: the first day that begins at it or after it.
    pub(super) fn from(self, seconds: u64) -> String {
        first_whole_day(seconds).map_or_else(
            || {
                self.pick("après le 9999-12-31", "after 9999-12-31")
                    .to_owned()
            },
            |day| format!("{}{day}", self.pick("à partir du ", "from ")),
        )
    }

    fn until(self, seconds: u64) -> String {
        first_whole_day(seconds).map_or_else(
            || {
                self.pick("au-delà du 9999-12-31", "beyond 9999-12-31")
                    .to_owned()
            },
            |day| format!("{}{day}", self.pick("jusqu’au ", "until ")),
        )
    }
}
