//! Laws of the gate against drift.

use greffe_register::Register;
use greffe_register::drift::{
    self, Declaration, DeclaredColumn, Schema, SchemaColumn, SchemaTable, Stored,
};
use proptest::prelude::*;

use super::drift_cases::{Case, PLANTED, clean, found};

/// Any case with one drift planted, or two.
fn cases() -> impl Strategy<Value = Case> {
    proptest::collection::vec(0..PLANTED.len(), 0..3).prop_filter_map("they fit", |planted| {
        let mut case = clean();
        for index in planted {
            (PLANTED[index].1)(&mut case);
        }
        let fits = case.fits && Register::from_toml(&case.register).is_ok();
        fits.then_some(case)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_of_tables_columns_and_declarations_does_not_matter(
        (mut case, tables, declarations) in cases().prop_flat_map(|case| {
            let tables = Just(case.tables.clone()).prop_shuffle();
            let declarations = Just(case.declarations.clone()).prop_shuffle();
            (Just(case.report()), Just(case.register.clone()), tables, declarations, Just((case.executed.clone(), case.trackers.clone())))
        }).prop_map(|(report, register, tables, declarations, (executed, trackers))| {
            let other = Case { register, executed, trackers, ..clean() };
            ((report, other), tables, declarations)
        }),
    ) {
        let reversed = |table: &SchemaTable| {
            table.columns().iter().rev().cloned().fold(SchemaTable::new(table.name()), SchemaTable::column)
        };
        case.1.tables = tables.iter().map(reversed).collect();
        case.1.declarations = declarations;
        prop_assert_eq!(&case.1.report(), &case.0);
    }

    /// Saying more never makes a column or a table unsaid.
    #[test]
    fn more_declarations_never_add_what_nobody_declared(case in cases(), more in 0..PLANTED.len()) {
        let undeclared = |case: &Case| -> Vec<_> {
            found(&case.report()).into_iter().filter(|(id, _, _)| ["GRF-D001", "GRF-D002"].contains(id)).map(|(_, path, _)| path).collect()
        };
        let before = undeclared(&case);
        let mut other = clean();
        (PLANTED[more].1)(&mut other);
        let mut case = case;
        case.declarations.extend(other.declarations);
        let after = undeclared(&case);
        // A column that is undeclared only now is one of a table that was undeclared as a whole.
        for path in &after {
            let table = path.split(".column").next().unwrap();
            prop_assert!(before.contains(path) || before.iter().any(|known| known == table), "{path}");
        }
    }

    /// A table of which nothing is declared is one finding however many columns it has, and one declared in full has none.
    #[test]
    fn every_column_is_declared_or_found(names in proptest::collection::btree_set("[a-z]{1,8}", 1..6), told in 0_usize..7) {
        let table = names.iter().fold(SchemaTable::new("t"), |table, name| table.column(SchemaColumn::new(name, Stored::Other)));
        let declared = names.iter().take(told).fold(Declaration::of("t"), |declared, name| {
            declared.column(DeclaredColumn::without_personal_data(name, "opaque"))
        });
        let register = Register::from_toml("organisation = { name = \"A\" }").unwrap();
        let report = drift::check(&register, &Schema::new([table]), [declared]);
        prop_assert_eq!(report.iter().count(), names.len() - told.min(names.len()));
        prop_assert!(report.iter().all(|finding| finding.check().id() == "GRF-D002"));
    }
}
