//! Which edition of a register is made.

use std::borrow::Cow;

use chrono::NaiveDate;
use greffe_terms::Lang;

use super::page::Page;
use super::{allowances, contracts, map, processing, security, surroundings, systems, web};
use crate::Register;

/// In which language, for whom, of which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edition {
    pub(super) lang: Lang,
    pub(super) is_public: bool,
    pub(super) dated: Option<NaiveDate>,
}

impl Edition {
    pub(super) const fn whole(lang: Lang) -> Self {
        Self {
            lang,
            is_public: false,
            dated: None,
        }
    }

    /// What may be read in this edition. Pages of the public extract never see the rest.
    pub(super) fn of(self, register: &Register) -> Cow<'_, Register> {
        if self.is_public {
            Cow::Owned(register.public_extract())
        } else {
            Cow::Borrowed(register)
        }
    }

    /// The name of the page in lists of pages.
    pub(super) fn title(self, register: &Register) -> String {
        let organisation = register.organisation().name.in_language(self.lang);
        format!("{} – {organisation}", surroundings::title(self))
    }

    /// Every section, in order. `register` is what [`Edition::of`] gave.
    pub(super) fn show(self, page: &mut Page, register: &Register) {
        surroundings::open(page, register, self);
        map::section(page, register);
        for processing in register.processings() {
            processing::section(page, processing, self.is_public);
        }
        web::sections(page, register, self.is_public);
        if !self.is_public {
            contracts::section(page, register);
            systems::sections(page, register);
            security::sections(page, register);
            allowances::section(page, register);
        }
        surroundings::close(page, register);
    }
}
