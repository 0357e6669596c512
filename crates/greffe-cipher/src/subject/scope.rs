//! What a shredding plan takes for granted, and what an authority asks beside it.

use super::day::day_of;
use super::shredding::ShreddingReport;
use super::telling::Language;

impl Language {
    /// Four sentences or pairs of them, a line each.
    pub(super) fn scope(self, report: &ShreddingReport) -> [String; 4] {
        let day = day_of(report.now()).map_or_else(
            || self.from(report.now()),
            |day| format!("{}{day}", self.pick("pour le ", "for ")),
        );
        let made = self.pick("Plan établi ", "Plan made ");
        let supposed = self.pick(
            " (jours en UTC) d’après ce qui a été déclaré. Il suppose toutes les étapes faites ce jour-là et ne prouve pas qu’elles l’ont été\u{a0}: \
             consigner qui les a faites, quand, et ce qui atteste l’expiration de chaque sauvegarde (RGPD, art. 5, paragraphe 2).",
            " (days in UTC) from what was declared. It supposes that all steps are done on that day, and does not prove that they were: record who \
             did them, when, and what shows that each backup has expired (GDPR Art. 5(2)).",
        );
        [
            format!("{made}{day}{supposed}"),
            self.pick(
                "Hors du plan\u{a0}: les copies en clair (exports, journaux, courriels, mémoire des instances) et ce que détiennent les sous-traitants et \
                 les destinataires. L’effacement est notifié à chaque destinataire, à moins que ce ne soit impossible ou n’exige des efforts \
                 disproportionnés (RGPD, art. 19).",
                "Outside the plan: copies in clear (exports, logs, e-mails, the memory of instances) and what processors and recipients hold. Each \
                 recipient is told of the erasure, unless that proves impossible or takes disproportionate effort (GDPR Art. 19).",
            )
            .to_owned(),
            self.pick(
                "Les jetons scellés sous la clé de la personne restent dans la base et dans ses sauvegardes, avec leur longueur et la ligne qui les \
                 porte. Tant que la clé peut être retrouvée, ce sont des données à caractère personnel pseudonymisées (RGPD, art. 4, point 5), et non \
                 anonymes. Supprimer aussi les lignes, dès que rien n’oblige à les conserver.",
                "Tokens sealed under the person's key stay in the database and its backups, with their length and the row that holds them. While the \
                 key can be found again they are pseudonymised personal data (GDPR Art. 4(5)), not anonymous. Delete the rows too, as soon as nothing \
                 obliges you to keep them.",
            )
            .to_owned(),
            self.pick(
                "Risque résiduel\u{a0}: une copie de la clé qui n’est pas déclarée\u{a0}; un affaiblissement futur du chiffrement (AES-256-GCM-SIV, RFC 8452), \
                 contre lequel seule vaut la suppression des jetons.",
                "Residual risk: a copy of the key that is not declared; a future weakening of the encryption (AES-256-GCM-SIV, RFC 8452), against \
                 which only deleting the tokens helps.",
            )
            .to_owned(),
        ]
    }
}
