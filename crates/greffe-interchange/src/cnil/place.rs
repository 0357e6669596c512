//! Where a cell is.

use std::fmt;

use greffe_terms::Lang;

/// A sheet by its number, from 1, and a cell of it. Names of sheets may be anybody's and are not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    sheet: usize,
    cell: Option<(u32, u32)>,
}

impl Place {
    /// A whole sheet; `sheet` counts from 0.
    pub(super) const fn sheet(sheet: usize) -> Self {
        Self { sheet, cell: None }
    }

    /// A cell; all count from 0.
    pub(super) const fn cell(sheet: usize, row: u32, column: u32) -> Self {
        Self {
            sheet,
            cell: Some((row, column)),
        }
    }

    /// `sheet 3, cell B12`, `feuille 3, cellule B12`.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let sheet = format!("{} {}", lang.pick("feuille", "sheet"), self.sheet + 1);
        match self.cell {
            Some((row, column)) => {
                let cell = lang.pick("cellule", "cell");
                format!("{sheet}, {cell} {}{}", letters(column), row + 1)
            }
            None => sheet,
        }
    }
}

/// In English.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

/// `A`, `Z`, `AA`: columns as spreadsheets call them.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from_u32(u32::from(b'A') + rest % 26).unwrap_or('?'));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}
