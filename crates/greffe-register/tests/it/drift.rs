//! The gate against drift: each drift planted once in what agrees otherwise.

use greffe_register::drift::{
    self, Code, Declaration, DeclaredColumn, Schema, SchemaColumn, Stored,
};
use greffe_register::lint::Severity::{Info, Warning};
use greffe_register::{Document, Register, SealedType};
use greffe_terms::Lang;

use super::drift_cases::{
    Case, PLANTED, REGISTER, clean, contacts_table, found, iban, rest_of_customers, sealed,
};

#[test]
fn what_agrees_has_no_finding() {
    let report = clean().report();
    assert_eq!(found(&report), []);
    assert!(report.is_clean() && report.clone().into_result().is_ok());
    assert_eq!(
        report.in_language(Lang::Fr),
        "non jugée\u{a0}: `_sqlx_migrations` (suivi des migrations)"
    );
    assert_eq!(
        report.to_string(),
        "not judged: `_sqlx_migrations` (the list of migrations)"
    );
}

#[test]
fn each_drift_is_found_where_it_is_planted_and_nothing_else() {
    for (name, plant, expected) in PLANTED {
        let mut case = clean();
        plant(&mut case);
        assert!(case.fits, "{name}");
        let report = case.report();
        let expected: Vec<_> = expected
            .iter()
            .map(|(id, path, severity)| (*id, (*path).to_owned(), *severity))
            .collect();
        assert_eq!(found(&report), expected, "{name}");
        let worst = expected.iter().map(|(_, _, severity)| *severity).max();
        assert_eq!(report.is_clean(), worst == Some(Info), "{name}");
        assert_eq!(report.into_result().is_ok(), worst == Some(Info), "{name}");
    }
}

#[test]
fn every_check_of_the_gate_is_planted_and_its_severity_is_the_gravest() {
    let planted = || PLANTED.iter().flat_map(|(_, _, expected)| *expected);
    for check in drift::checks() {
        let worst = planted()
            .filter(|(id, _, _)| *id == check.id())
            .map(|(_, _, severity)| *severity)
            .max();
        assert_eq!(worst, Some(check.severity()), "{check}");
        assert_eq!(drift::check_of_id(check.id()), Some(check));
        assert_eq!(
            greffe_register::lint::check(check.id()),
            None,
            "{check}: one id, two checks"
        );
    }
}

/// `cargo run -p greffe-register --example list_of_drift_checks > crates/greffe-register/DRIFT.md`.
#[test]
fn the_list_of_checks_of_the_gate_is_the_one_that_is_written_down() {
    let written = include_str!("../../DRIFT.md");
    assert!(
        written == drift::list_in_markdown(Lang::En),
        "write DRIFT.md anew"
    );
    for lang in Lang::ALL {
        let list = drift::list_in_markdown(lang);
        let rows = list.lines().filter(|line| line.starts_with("| GRF-D"));
        assert_eq!(rows.count(), drift::checks().count());
    }
}

#[test]
fn words_of_the_gate_exist_in_both_languages_with_their_typography() {
    for (name, plant, _) in PLANTED {
        let mut case = clean();
        plant(&mut case);
        for finding in &case.report() {
            let [fr, en] =
                [Lang::Fr, Lang::En].map(|lang| (finding.message(lang), finding.hint(lang)));
            assert!(fr.0 != en.0 && fr.1 != en.1, "{name}");
            for text in [fr.0, fr.1] {
                let prose: String = text.split('`').step_by(2).collect();
                for plain in [" ;", " :", " !", " ?", "« ", " »", "'"] {
                    assert!(!prose.contains(plain), "{name}: {plain:?} in {text:?}");
                }
            }
        }
    }
}

#[test]
fn a_finding_says_what_differs_and_where() {
    let mut case = clean();
    case.says(
        "sealed = [\"phone\"]",
        "sealed = [{ field = \"phone\", type = \"email\" }]",
    );
    case.trackers
        .as_mut()
        .unwrap()
        .push(("silent.helianthe.example", "basket"));
    let report = case.report();
    assert_eq!(
        report.in_language(Lang::En),
        "error GRF-D022 `table[contacts].column[telephone]`: the field is sealed as another type than the register’s: CRM-01/contacts, field `phone`, `email` ≠ `phone` (GDPR, Art. 32(1)(a))\n  \
         hint: mend `type` in `sealed`, or the type of the field\n\
         error GRF-D050 `site[silent.helianthe.example].tracker[basket]`: the site sets a tracker that the register does not declare: it even says that this site sets none (Directive 2002/58/EC, Art. 5(3); French Act 78-17, Art. 82)\n  \
         hint: add [[tracker]], or set it no longer\n\
         not judged: `_sqlx_migrations` (the list of migrations)"
    );
    assert!(
        report
            .in_language(Lang::Fr)
            .starts_with("erreur GRF-D022 `table[contacts].column[telephone]`\u{a0}: ")
    );
    let drifted = report.into_result().unwrap_err();
    assert!(
        drifted
            .to_string()
            .starts_with("register, code and database have drifted apart\nerror GRF-D022")
    );
    assert_eq!(drifted.report().iter().count(), 2);
}

#[test]
fn places_in_the_register_have_their_line_and_others_none() {
    let mut case = clean();
    case.executed = Some(vec!["FAC-01/economic", "FAC-01/identity", "FAC-01/health"]);
    let document = Document::from_toml(&case.register).unwrap();
    let report = case.report().located_in(&document);
    let lines: Vec<_> = report
        .iter()
        .map(|finding| {
            (
                finding.check().id(),
                finding.pointer(),
                finding.line_and_column().map(|(line, _)| line),
            )
        })
        .collect();
    let line = REGISTER
        .lines()
        .position(|line| line.contains("P3Y"))
        .unwrap()
        + 1;
    assert_eq!(
        lines,
        [
            (
                "GRF-D041",
                "/processing/1/data/0/retention".to_owned(),
                Some(line)
            ),
            ("GRF-D043", String::new(), None),
        ]
    );
}

#[test]
fn the_report_is_written_as_json() {
    let mut case = clean();
    case.executed = Some(vec!["FAC-01/economic", "FAC-01/identity"]);
    case.register
        .push_str("[[allow]]\ncheck = \"GRF-D002\"\nreason = \"A legacy column\"\n");
    case.tables[1] = contacts_table().column(SchemaColumn::new("birthday", Stored::Other));
    let json: serde_json::Value = serde_json::from_str(&case.report().to_json(Lang::En)).unwrap();
    assert_eq!(json["format"], "greffe-drift/1");
    assert_eq!(json["language"], "en");
    assert_eq!(json["findings"][0]["id"], "GRF-D041");
    assert_eq!(json["findings"][0]["severity"], "error");
    assert_eq!(
        json["allowed"][0]["path"],
        "table[contacts].column[birthday]"
    );
    assert_eq!(json["allowed"][0]["reason"], "A legacy column");
    assert_eq!(json["set_apart"][0]["table"], "_sqlx_migrations");
    assert_eq!(json["set_apart"][0]["reason"], "migrations");
}

#[test]
fn the_register_allows_a_drift_at_its_place_until_a_day() {
    let mut case = clean();
    case.tables[1] = contacts_table().column(SchemaColumn::new("birthday", Stored::Other));
    case.register.push_str(
        "[[allow]]\ncheck = \"GRF-D002\"\nat = \"table[contacts]\"\nreason = \"Dropped with the next release\"\nuntil = 2027-01-31\n",
    );
    let on = |case: &Case, day: &str| {
        drift::check_at(
            &case.register(),
            &case.schema(),
            case.code(),
            day.parse().unwrap(),
        )
    };
    let report = on(&case, "2027-01-31");
    assert_eq!((report.is_clean(), report.allowed().len()), (true, 1));
    assert!(
        report
            .in_language(Lang::En)
            .contains("1 finding(s) allowed with a reason")
    );
    let report = on(&case, "2027-02-01");
    let ids: Vec<_> = found(&report).into_iter().map(|(id, _, _)| id).collect();
    assert_eq!(ids, ["GRF-D002", "GRF-R191"]);
    assert!(!report.is_clean());

    // What covers nothing is said by the gate, and never by the linter, which does not run its checks.
    case.tables[1] = contacts_table();
    let report = on(&case, "2027-01-31");
    assert_eq!(found(&report), [("GRF-R190", "allow[1]".to_owned(), Info)]);
    let day = "2027-02-01".parse().unwrap();
    let lint = case.register().lint_at(day);
    assert!(
        lint.iter()
            .all(|finding| !finding.path().starts_with("allow"))
    );
    // And the other way round.
    let mut case = clean();
    case.register
        .push_str("[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Lawyers are looking\"\n");
    assert_eq!(
        (found(&case.report()), case.report().allowed().len()),
        (vec![], 0)
    );
}

#[test]
fn telephone_and_fax_numbers_share_their_tokens_and_are_no_drift() {
    let mut case = clean();
    case.says(
        "sealed = [\"phone\"]",
        "sealed = [{ field = \"phone\", type = \"fax\" }]",
    );
    assert_eq!(found(&case.report()), []);
}

#[test]
fn an_entry_is_meant_by_its_category_or_by_its_id() {
    for (category, expected) in [("contacts", 0), ("identity", 0), ("economic", 1)] {
        let mut case = clean();
        let telephone =
            DeclaredColumn::new("telephone", sealed(SealedType::Phone)).known_as("phone");
        case.declarations[1] =
            Declaration::of("contacts").column(telephone.used_by("CRM-01", category));
        let ids = found(&case.report());
        let unknown = ids.iter().filter(|(id, _, _)| *id == "GRF-D011");
        assert_eq!(unknown.count(), expected, "{category}");
    }
}

#[test]
fn several_processings_may_use_one_column_and_each_is_judged() {
    let mut case = clean();
    case.says("fields = [\"phone\"]", "fields = [\"phone\", \"iban\"]");
    case.says(
        "held_in = [\"contacts\"]",
        "held_in = [\"contacts\", \"customers\"]",
    );
    case.declarations[0] = rest_of_customers().column(iban().used_by("CRM-01", "contacts"));
    // Sealed for billing, and of contacts the register does not say so.
    let expected = (
        "GRF-D021",
        "table[customers].column[iban]".to_owned(),
        Warning,
    );
    assert_eq!(found(&case.report()), [expected]);
}

#[test]
fn patterns_of_trackers_match_what_they_stand_for() {
    for (pattern, name, is_meant) in [
        ("basket", "basket", true),
        ("basket", "basket2", false),
        ("_ga*", "_ga", true),
        ("_ga*", "_ga_ABC", true),
        ("_ga*", "x_ga", false),
        ("*_id", "pk_id", true),
        ("*_id", "pk_id2", false),
        ("_pk*.*.x", "_pk_id.1.x", true),
        ("_pk*.*.x", "_pk_id.x", false),
        ("a*a", "a", false),
        ("*", "anything", true),
    ] {
        let register = Register::from_toml(&format!(
            "organisation = {{ name = \"A\" }}\nsite = [{{ name = \"s\" }}]\ntracker = [{{ site = \"s\", name = \"{pattern}\", storage = \"cookie\" }}]"
        ));
        let code = Code::default()
            .executing::<String>([])
            .setting([("s", name)]);
        let report = drift::check(&register.unwrap(), &Schema::default(), code);
        assert_eq!(report.is_clean(), is_meant, "{pattern} {name}");
    }
}

#[test]
fn tables_that_the_register_names_and_this_database_lacks_are_named() {
    let mut case = clean();
    case.says(
        "held_in = \"elsewhere\"\n",
        "held_in = [\"albums\", \"Contacts\"]\n",
    );
    let report = case.report();
    let finding = report
        .iter()
        .find(|one| one.check().id() == "GRF-D031")
        .unwrap();
    assert!(
        finding
            .message(Lang::En)
            .ends_with(": it has no table named `albums`, `Contacts`"),
        "{finding}"
    );
    assert!(
        finding
            .message(Lang::Fr)
            .ends_with("\u{a0}: elle n’a aucune table nommée `albums`, `Contacts`"),
        "{finding}"
    );
}
