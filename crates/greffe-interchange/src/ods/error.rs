//! Why a file cannot be read or edited.

use greffe_terms::Lang;

macro_rules! errors {
    ($($(#[$doc:meta])* $variant:ident $({ $($(#[$fdoc:meta])* $field:ident: $type:ty),+ })? = $en:literal, $fr:literal;)+) => {
        /// Why a spreadsheet cannot be read or edited. It names places, and never a value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum OdsError {
            $($(#[$doc])* #[error($en)] $variant $({ $($(#[$fdoc])* $field: $type),+ })?,)+
        }

        impl OdsError {
            /// The message for a person.
            #[must_use]
            pub fn in_language(self, lang: Lang) -> String {
                match (lang, self) {
                    (Lang::En, _) => self.to_string(),
                    $((Lang::Fr, Self::$variant $({ $($field),+ })?) => format!($fr),)+
                }
            }
        }
    };
}

errors! {
    /// The archive has more bytes than the limit.
    ArchiveTooLarge = "the archive is larger than the limit", "l’archive dépasse la taille permise";
    /// No ZIP archive, or one that is cut short or damaged.
    NotAZip = "not a readable ZIP archive", "ce n’est pas une archive ZIP lisible";
    /// More entries than the limit.
    TooManyEntries = "the archive has more entries than the limit", "l’archive a plus d’entrées que permis";
    /// An entry, or all together, unpack to more bytes than the limit.
    EntryTooLarge = "the archive unpacks to more bytes than the limit", "l’archive décompressée dépasse la taille permise";
    /// An entry unpacks to far more than it is packed to.
    SuspiciousRatio = "an entry of the archive is packed too tightly to be honest", "une entrée de l’archive est comprimée au-delà du vraisemblable";
    /// A name that leads out of the archive.
    UnsafeName = "an entry of the archive has a name that leads out of it", "une entrée de l’archive porte un nom qui en sort";
    /// Two entries of one name.
    DuplicateName = "the archive has two entries of one name", "l’archive a deux entrées de même nom";
    /// Entries that share bytes.
    Overlap = "entries of the archive share bytes", "des entrées de l’archive partagent des octets";
    /// An encrypted entry or document.
    Encrypted = "the file is encrypted", "le fichier est chiffré";
    /// The archive does not say that it is a spreadsheet.
    NotASpreadsheet = "the archive is not an OpenDocument spreadsheet", "l’archive n’est pas un classeur OpenDocument";
    /// No `content.xml`.
    NoContent = "the archive has no content.xml", "l’archive n’a pas de content.xml";
    /// `content.xml` is not UTF-8.
    NotUtf8 = "content.xml is not UTF-8", "content.xml n’est pas en UTF-8";
    /// Not well-formed.
    BadXml {
        /// Byte of `content.xml`, from 0.
        position: usize
    } = "content.xml is not well-formed near byte {position}", "content.xml est mal formé vers l’octet {position}";
    /// A document type, which could declare entities.
    DocumentType = "content.xml declares a document type", "content.xml déclare un type de document";
    /// An entity that is not one of the five of XML.
    UnknownEntity = "content.xml names an entity that XML does not define", "content.xml nomme une entité que XML ne définit pas";
    /// A prefix that does not stand for what it stands for in OpenDocument.
    OtherPrefixes = "content.xml uses the prefixes office, table or text for something else", "content.xml emploie les préfixes office, table ou text pour autre chose";
    /// Too many levels.
    TooDeep = "content.xml nests deeper than the limit", "content.xml s’imbrique plus profondément que permis";
    /// Too many attributes on one element.
    TooManyAttributes = "an element of content.xml has too many attributes", "un élément de content.xml a trop d’attributs";
    /// Too many rows and cells.
    TooManyCells = "the spreadsheet has more cells than the limit", "le classeur a plus de cellules que permis";
    /// A repeat or a span that is no number, is zero or leads out of the sheet.
    BadRepeat {
        /// Byte of `content.xml`, from 0.
        position: usize
    } = "a repeat or a span of cells is out of bounds near byte {position} of content.xml", "une répétition ou une fusion de cellules est hors bornes vers l’octet {position} de content.xml";
    /// The edits name a sheet that is not there.
    NoSuchSheet = "the spreadsheet has no such sheet", "le classeur n’a pas cette feuille";
    /// A cell that another one covers.
    CoveredCell {
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32
    } = "the cell in row {row} and column {column}, from 0, is covered by a merged one", "la cellule de ligne {row} et de colonne {column}, depuis 0, est couverte par une cellule fusionnée";
    /// Beyond what a sheet can hold.
    OutsideSheet = "the cell is outside the sheet", "la cellule est hors de la feuille";
    /// A row would be inserted in the middle of merged cells.
    MergedRows = "a row cannot be inserted into merged cells", "une ligne ne peut être insérée dans des cellules fusionnées";
    /// A row would be inserted above what a formula refers to.
    FormulaBelow = "a row cannot be inserted above cells that a formula refers to", "une ligne ne peut être insérée au-dessus de cellules qu’une formule désigne";
    /// A sheet of that name is there.
    SheetNameTaken = "the spreadsheet has a sheet of that name", "le classeur a déjà une feuille de ce nom";
    /// No name for a sheet.
    BadSheetName = "not a name for a sheet", "ce n’est pas un nom de feuille";
    /// A character that XML cannot hold.
    UnwritableCharacter = "a text holds a character that XML cannot", "un texte contient un caractère que XML ne peut représenter";
    /// The archive could not be written.
    NotWritten = "the archive could not be written", "l’archive n’a pu être écrite";
}
