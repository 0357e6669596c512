//! The findings that the organisation accepts. They are not for the public.

use super::page::Page;
use crate::Register;

pub(super) fn section(page: &mut Page, register: &Register) {
    if register.allowances().is_empty() {
        return;
    }
    page.open_section("allowances", "Constats acceptés", "Accepted findings");
    let headers = [
        ("Contrôle", "Check"),
        ("Où", "Where"),
        ("Motif", "Reason"),
        ("Jusqu’au", "Until"),
    ];
    page.table(
        ("Constats acceptés", "Accepted findings"),
        &headers,
        |page| {
            for allowance in register.allowances() {
                page.row(
                    |page| page.code(allowance.check.id()),
                    |page| {
                        page.cell(|page| match &allowance.at {
                            Some(path) => page.code(path),
                            None => page.words("partout", "everywhere"),
                        });
                        page.cell(|page| page.text(&allowance.reason));
                        page.cell(|page| match allowance.until {
                            Some(day) => page.date(day),
                            None => page.words("sans limite", "without end"),
                        });
                    },
                );
            }
        },
    );
    page.close_section();
}
