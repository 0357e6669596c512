//! Why a cell did not come into the register as it was.

use greffe_terms::Text;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Example,
    SecondList,
    NoActivity,
    NoName,
    NamedByRecord,
    Unnamed,
    NoReference,
    Reference,
    Twice,
    NoRecord,
    NotADay,
    Differs,
    Actor,
    JointName,
    NotARule,
    Contact,
    OwnRow,
    Remark,
    OneNo,
    YesWithout,
    NoAgainst,
    SensitiveTwice,
    NoKind,
    OtherFamily,
    NoCode,
    Absence,
}

impl Why {
    pub(super) fn text(self) -> Text {
        let (fr, en) = match self {
            Self::Example => (
                "la fiche est un exemple du modèle",
                "the record is an example of the form",
            ),
            Self::SecondList => (
                "le modèle n’a qu’une liste des traitements\u{a0}; celle-ci n’est pas lue",
                "the form has one list of activities; this one is not read",
            ),
            Self::NoActivity => (
                "la ligne de la liste ne nomme pas de traitement et n’a pas de référence",
                "the row of the list names no activity and has no reference",
            ),
            Self::NoName => (
                "le modèle ne nomme pas l’organisme",
                "the form does not name the organisation",
            ),
            Self::NamedByRecord => (
                "le nom de l’organisme est celui du responsable d’une fiche",
                "the organisation’s name is that of a record’s controller",
            ),
            Self::Unnamed => (
                "la fiche n’a pas de nom\u{a0}; celui de la liste, ou sa référence, en tient lieu",
                "the record has no name; the list’s, or its reference, stands for it",
            ),
            Self::NoReference => (
                "la fiche n’a pas de référence\u{a0}; une est donnée",
                "the record has no reference; one is given",
            ),
            Self::Reference => (
                "la référence contient des caractères que le registre n’admet pas",
                "the reference holds characters that the register does not take",
            ),
            Self::Twice => (
                "la référence est celle d’une autre fiche\u{a0}; un numéro la suit",
                "the reference is that of another record; a number follows it",
            ),
            Self::NoRecord => (
                "le traitement figure dans la liste et n’a pas de fiche",
                "the activity is in the list and has no record",
            ),
            Self::NotADay => ("ce n’est pas une date", "this is not a date"),
            Self::Differs => (
                "la liste dit autre chose que la fiche, qui l’emporte",
                "the list says something else than the record, which prevails",
            ),
            Self::Actor => (
                "le registre n’a pas de clé pour cette coordonnée",
                "the register has no key for this detail",
            ),
            Self::JointName => (
                "le registre dit que le responsable est conjoint, sans le nom de l’autre",
                "the register says that controllers are joint, without the other’s name",
            ),
            Self::NotARule => (
                "la durée n’est pas comprise en entier\u{a0}; son texte est gardé en note, et aucune règle ne s’exécute",
                "the length is not understood whole; its text is kept as a note, and no rule runs",
            ),
            Self::Contact => (
                "la case ne dit pas ce qui compte comme contact\u{a0}; seul compte ce qui est enregistré comme dernier contact",
                "the cell does not say what counts as contact; only what is recorded as the last contact does",
            ),
            Self::OwnRow => (
                "la ligne n’est pas du modèle\u{a0}; elle devient une autre catégorie",
                "the row is not the form’s; it becomes another category",
            ),
            Self::Remark => (
                "la ligne n’est pas du modèle\u{a0}; elle n’est pas reprise",
                "the row is not the form’s; it is not taken over",
            ),
            Self::OneNo => (
                "un non pour une catégorie ne dit rien des autres",
                "a no for one category says nothing of the others",
            ),
            Self::YesWithout => (
                "la liste dit oui sans que la fiche nomme de catégorie",
                "the list says yes, and the record names no category",
            ),
            Self::NoAgainst => (
                "la liste dit non alors que la fiche nomme des catégories",
                "the list says no, and the record names categories",
            ),
            Self::SensitiveTwice => (
                "la catégorie figure déjà plus haut",
                "the category stands further up already",
            ),
            Self::NoKind => (
                "le type n’est pas de la liste du modèle\u{a0}; le destinataire est pris pour un autre organisme",
                "the kind is not in the form’s list; the recipient is taken for another organisation",
            ),
            Self::OtherFamily => (
                "le type n’est pas de la liste du modèle\u{a0}; la mesure est prise pour une autre",
                "the kind is not in the form’s list; the measure is taken for another one",
            ),
            Self::NoCode => (
                "le registre n’a pas de code pour cela\u{a0}; le texte est gardé parmi les documents",
                "the register has no code for it; the text is kept among the documents",
            ),
            Self::Absence => (
                "la ligne dit qu’il n’y en a pas, alors que d’autres en nomment",
                "the row says that there are none, while others name some",
            ),
        };
        super::super::text_of(fr, en)
    }
}
