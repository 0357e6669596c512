//! The page that people read.

use chrono::NaiveDate;
use greffe_register::Register;
use greffe_register::render::{Csv, Html, Markdown};
use greffe_terms::Lang;
use proptest::prelude::*;

use super::generated::registers;

const REGISTER: &str = r#"
breaches = "none"
[organisation]
name = "Pain & Sel <SARL>"
[backups]
weekly = { every = "P1W", keep = "P1825D" }
[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
role = "controller"
created = 2018-05-10
responsible = "Camille Autrive"
[[processing.data]]
category = "economic"
fields = ["iban"]
sealed = ["iban"]
retention = { keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] }, law = ["C. com. L123-22"] }
[[processing]]
ref = "INT-01"
name = "Contentieux"
public = false
"#;

fn page(lang: Lang) -> String {
    Html::new(lang).render(&Register::from_toml(REGISTER).unwrap())
}

#[test]
fn the_retention_column_prints_the_rule_that_runs() {
    let register = Register::from_toml(REGISTER).unwrap();
    let rule = register.retention("FAC-01/economic").unwrap();
    for lang in Lang::ALL {
        let words = rule.in_words(lang).replace('\'', "&#39;");
        assert!(words.starts_with("10 "), "{words}");
        assert!(
            page(lang).contains(&format!("<td>{words}<div class=\"note\">")),
            "{words}"
        );
    }
}

#[test]
fn every_text_is_escaped() {
    let page = page(Lang::En);
    assert!(page.contains("Pain &amp; Sel &lt;SARL&gt;"));
    assert!(!page.contains("<SARL>"));
}

#[test]
fn the_page_says_its_language_and_marks_what_is_in_another() {
    assert!(page(Lang::Fr).contains("<html lang=\"fr\">"));
    let text = "organisation = { name = { fr = \"Atelier\" } }";
    let english = Html::new(Lang::En).render(&Register::from_toml(text).unwrap());
    assert!(english.contains("<span lang=\"fr\">Atelier</span>"));
}

#[test]
fn headings_go_down_one_level_at_a_time_and_headers_have_scopes() {
    let page = page(Lang::Fr);
    let levels: Vec<u32> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page.get(at + 2..)?.chars().next()?.to_digit(10))
        .collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{levels:?}"
    );
    for header in page.split("<th").skip(1) {
        assert!(
            header.starts_with(" scope=") || header.starts_with("ead>"),
            "{header}"
        );
    }
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let page = page(Lang::Fr);
    for element in [
        "<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "http://", "https://",
    ] {
        assert!(!page.contains(element), "{element}");
    }
    assert!(page.contains("Content-Security-Policy"));
}

#[test]
fn absences_have_words_of_their_own() {
    let page = |line: &str| {
        let text = format!(
            "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", name = \"A\", {line} }}]"
        );
        Html::new(Lang::Fr).render(&Register::from_toml(&text).unwrap())
    };
    let row = |value: &str| format!("<th scope=\"row\">Stockage</th><td>{value}</td>");
    assert!(page("public = true").contains(&row("<span class=\"unknown\">Non renseigné</span>")));
    assert!(page("storage = \"none\"").contains(&row("Néant")));
    assert!(page("storage = \"not_applicable\"").contains(&row("Sans objet")));
}

#[test]
fn the_public_extract_leaves_out_what_is_internal() {
    let register = Register::from_toml(REGISTER).unwrap();
    let whole = Html::new(Lang::Fr).render(&register);
    let extract = Html::new(Lang::Fr).public_extract().render(&register);
    for internal in [
        "INT-01",
        "Contentieux",
        "Camille Autrive",
        "(chiffré",
        "1825 jours",
        "Registre des violations",
    ] {
        assert!(whole.contains(internal), "{internal}");
        assert!(!extract.contains(internal), "{internal}");
    }
    assert!(extract.contains("FAC-01") && extract.contains("extrait public"));
}

#[test]
fn the_day_of_issue_is_the_callers() {
    let register = Register::from_toml(REGISTER).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let page = Html::new(Lang::Fr).dated(day).render(&register);
    assert!(page.contains("<time datetime=\"2026-03-01\">1er mars 2026</time>"));
    let page = Html::new(Lang::En).dated(day).render(&register);
    assert!(page.contains("<time datetime=\"2026-03-01\">1 March 2026</time>"));
}

fn rendered(lang: Lang, text: &str) -> String {
    let text = format!("organisation = {{ name = \"A\" }}\n{text}");
    Html::new(lang).render(&Register::from_toml(&text).unwrap())
}

#[test]
fn law_that_is_no_longer_in_force_says_so_wherever_it_is_printed() {
    let text = r#"
[[processing]]
ref = "A"
name = "A"
purpose = [{ id = "p", law = ["C. civ. 1316-1"] }]
data = [{ category = "identity", retention = { keep = "P1Y", after = "recorded", law = ["NS-048 (2016-07-21)"] } }]
"#;
    let page = rendered(Lang::Fr, text);
    for label in [
        "C. civ. 1316-1 (abrogé depuis le 1er octobre 2016, voir C. civ. 1366)",
        "NS-048 du 21 juillet 2016 (sans valeur juridique depuis le 25 mai 2018, voir CNIL 2021-131)",
    ] {
        assert!(page.contains(label), "{label}");
    }
    assert!(
        rendered(Lang::En, text).contains("(not in force since 25 May 2018, see CNIL 2021-131)")
    );
}

#[test]
fn fields_have_words_of_the_page_and_unknown_codes_have_spaces() {
    let text = "processing = [{ ref = \"A\", name = \"A\", data = [{ category = \"identity\", fields = [\"first_name\", \"shoe_size\"] }] }]";
    assert!(rendered(Lang::Fr, text).contains("prénom, shoe size"));
    assert!(rendered(Lang::En, text).contains("first name, shoe size"));
}

#[test]
fn the_foot_names_the_paragraph_that_the_roles_call_for() {
    let foot = |roles: &[&str]| {
        let records: Vec<_> = roles
            .iter()
            .enumerate()
            .map(|(n, role)| format!("{{ ref = \"A{n}\", name = \"A\"{role} }}"))
            .collect();
        let page = rendered(Lang::Fr, &format!("processing = [{}]", records.join(", ")));
        let foot = page
            .split("Registre tenu en application de ")
            .nth(1)
            .unwrap();
        foot.split(" du règlement").next().unwrap().to_owned()
    };
    let (controller, joint, processor) = (
        ", role = \"controller\"",
        ", role = \"joint_controller\"",
        ", role = \"processor\"",
    );
    for (roles, expected) in [
        (&[controller, joint][..], "l’article 30(1)"),
        (&[processor], "l’article 30(2)"),
        (&[processor, controller], "l’article 30(1) et (2)"),
        (&[controller, ""], "l’article 30"),
        (&[processor, ""], "l’article 30"),
        (&[], "l’article 30"),
    ] {
        assert_eq!(foot(roles), expected, "{roles:?}");
    }
}

#[test]
fn every_table_has_a_caption() {
    for lang in Lang::ALL {
        let page = page(lang);
        assert!(page.contains("<table"));
        for table in page.split("<table").skip(1) {
            let (_, inner) = table.split_once('>').unwrap();
            assert!(inner.starts_with("<caption>"), "{inner}");
        }
    }
}

#[test]
fn trackers_are_named_as_the_field_names_them() {
    let text = r#"
site = [{ name = "www.a.example" }]
tracker = [
  { site = "www.a.example", name = "a", storage = "cookie", party = "first" },
  { site = "www.a.example", name = "b", storage = "cookie", party = "third" },
  { site = "www.a.example", name = "c", storage = "local_storage", party = "third" },
  { site = "www.a.example", name = "d", storage = "pixel" },
]
"#;
    let (fr, en) = (rendered(Lang::Fr, text), rendered(Lang::En, text));
    for kind in [
        "cookie du site",
        "cookie tiers",
        "stockage local d’un tiers",
        "pixel",
    ] {
        assert!(fr.contains(&format!("<td>{kind}</td>")), "{kind}");
    }
    for kind in [
        "first-party cookie",
        "third-party cookie",
        "local storage of a third party",
    ] {
        assert!(en.contains(&format!("<td>{kind}</td>")), "{kind}");
    }
}

#[test]
fn the_time_for_an_answer_says_from_what_it_runs() {
    for (from, fr, en) in [
        (
            "receipt",
            "à compter de la réception",
            "counted from receipt",
        ),
        (
            "postmark",
            "à compter du cachet de la poste",
            "counted from the postmark",
        ),
    ] {
        let text = format!("requests = {{ delay = \"P1M\", counted_from = \"{from}\" }}");
        assert!(rendered(Lang::Fr, &text).contains(fr));
        assert!(rendered(Lang::En, &text).contains(en));
    }
}

#[test]
fn a_screening_counts_criteria_examined_and_met() {
    for (criteria, fr, en) in [
        (
            "",
            "aucun critère examiné sur 9",
            "none of 9 criteria examined",
        ),
        (
            "c4 = false",
            "1 critère examiné sur 9\u{a0}; aucun rempli parmi ceux-ci",
            "1 of 9 criteria examined; none of these met",
        ),
        (
            "c4 = false, c5 = true",
            "2 critères examinés sur 9\u{a0}; 1 rempli parmi ceux-ci",
            "2 of 9 criteria examined; 1 of these met",
        ),
        (
            "c1 = true, c2 = true",
            "2 critères examinés sur 9\u{a0}; 2 remplis parmi ceux-ci",
            "2 of 9 criteria examined; 2 of these met",
        ),
    ] {
        let text = format!("dpia = [{{ scope = \"A\", criteria = {{ {criteria} }} }}]");
        assert!(
            rendered(Lang::Fr, &text).contains(&format!("<td>{fr}</td>")),
            "{fr}"
        );
        assert!(
            rendered(Lang::En, &text).contains(&format!("<td>{en}</td>")),
            "{en}"
        );
    }
}

#[test]
fn sheets_of_a_known_guide_have_titles() {
    let text = |framework: &str| {
        format!("security = {{ framework = \"{framework}\", sheets = [[\"done\"], [\"done\"]] }}")
    };
    let known = text("CNIL security guide 2024");
    assert!(rendered(Lang::Fr, &known).contains("2. Définir un cadre pour les utilisateurs"));
    assert!(rendered(Lang::En, &known).contains("2. Set a framework for users"));
    for other in ["CNIL security guide 2018", "ISO 27001:2022"] {
        assert!(
            !rendered(Lang::Fr, &text(other)).contains("Définir un cadre"),
            "{other}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_record_that_is_not_public_gets_into_the_extract(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        let extract = Html::new(Lang::En).public_extract().render(&register);
        for processing in register.processings() {
            let anchor = format!("id=\"p-{}\"", processing.reference);
            prop_assert_eq!(extract.contains(&anchor), processing.public);
        }
    }
}

#[test]
fn a_public_body_is_called_one_and_one_that_does_not_say_is_not() {
    let page = |key: &str, lang| {
        let text = format!("organisation = {{ name = \"A\"{key} }}");
        Html::new(lang).render(&Register::from_toml(&text).unwrap())
    };
    let says = |page: String, what: &str, answer: &str| {
        let (_, after) = page.split_once(what).unwrap();
        assert!(
            after.split("</tr>").next().unwrap().contains(answer),
            "{after}"
        );
    };
    says(
        page(", public_authority = true", Lang::Fr),
        "Autorité ou organisme public",
        "oui",
    );
    says(
        page(", public_authority = false", Lang::En),
        "Public authority or body",
        "no",
    );
    assert!(!page("", Lang::Fr).contains("Autorité ou organisme public"));
    let page = page(", public_authority = true", Lang::En);
    assert_eq!(
        page.to_lowercase().matches("public ").count(),
        1,
        "said once"
    );
}

#[test]
fn a_processor_record_leaves_the_basis_to_the_controller() {
    let page = |role: &str| {
        let text = format!(
            "organisation = {{ name = \"A\" }}\n[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"{role}\"\n[[processing.purpose]]\nid = \"hosting\"\n"
        );
        let register = Register::from_toml(&text).unwrap();
        Lang::ALL.map(|lang| Html::new(lang).render(&register))
    };
    let [fr, en] = page("processor");
    assert!(fr.contains("Traitements effectués"));
    assert!(fr.contains("<td>celle du responsable du traitement</td>"));
    assert!(en.contains("Processing carried out"));
    assert!(en.contains("<td>the controller’s</td>"));
    let [fr, en] = page("controller");
    assert!(fr.contains("Finalités et bases légales") && !fr.contains("celle du responsable"));
    assert!(en.contains("Purposes and legal bases") && !en.contains("the controller’s"));
}

#[test]
fn a_transfer_says_who_was_told_and_a_site_how_refusing_goes() {
    let text = "processing = [{ ref = \"A\", name = \"A\", transfers = [{ country = \"US\", tool = \"compelling_interests\", authority_told = 2026-01-05, persons_told = 2026-01-06 }] }]\nsite = [{ name = \"a.example\", refuse_as_easy = false }, { name = \"b.example\", refuse_as_easy = true }]";
    let page = rendered(Lang::En, text);
    for words in [
        "authority told on <time datetime=\"2026-01-05\">",
        "persons told on <time datetime=\"2026-01-06\">",
        "Trackers are refused less easily than they are accepted.",
        "Trackers are refused as easily as they are accepted.",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let whole = format!("organisation = {{ name = \"A\" }}\n{text}");
    let extract = Register::from_toml(&whole)
        .unwrap()
        .public_extract()
        .to_json();
    assert!(extract.contains("persons_told") && !extract.contains("authority_told"));
}

#[test]
fn where_data_are_held_and_the_caveat_on_sensitive_data_stay_in_the_house() {
    let text = "organisation = { name = \"A\", location = \"Safe 3\" }\nprocessing = [{ ref = \"A\", name = \"A\", sensitive = \"none\", sensitive_note = \"Some write it\" }]";
    let register = Register::from_toml(text).unwrap();
    let whole = register.to_json();
    let extract = register.public_extract().to_json();
    for internal in ["Safe 3", "Some write it"] {
        assert!(whole.contains(internal), "{internal}");
        assert!(!extract.contains(internal), "{internal}");
        let page = Html::new(Lang::En).public_extract().render(&register);
        assert!(!page.contains(internal), "{internal}");
    }
}

/// Who reads the data in a stage, and what its end reaches, speak to who keeps the register: neither a page nor a file for the public has them.
#[test]
fn what_a_rule_says_to_who_keeps_the_register_stays_in_the_house_in_every_format() {
    let stage = "keep = \"P1Y\", after = \"recorded\", readers = [\"Camille Autrive\"], effect = [\"files\"]";
    for retention in [
        format!("{{ {stage}, note = \"Asked by Camille Autrive\" }}"),
        format!(
            "{{ stages = [{{ {stage}, then = \"archive\" }}, {{ keep = \"P5Y\", after = \"recorded\", readers = [\"Camille Autrive\"], effect = [\"files\"] }}] }}"
        ),
    ] {
        let text = format!(
            "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", name = \"A\", data = [{{ category = \"identity\", retention = {retention} }}] }}]"
        );
        let register = Register::from_toml(&text).unwrap();
        let extract = register.public_extract();
        for lang in Lang::ALL {
            for public in [
                extract.to_json(),
                extract.to_toml(),
                Html::new(lang).public_extract().render(&register),
                Html::new(lang).render(&extract),
                Markdown::new(lang).public_extract().render(&register),
                Markdown::new(lang).render(&extract),
                Csv::new(lang).public_extract().render(&register),
            ] {
                assert!(!public.contains("Camille"), "{public}");
                for effect in ["\"files\"", "fichiers", ": files"] {
                    assert!(!public.contains(effect), "{effect}: {public}");
                }
            }
        }
        // The promise itself is told, and is the same.
        let rule =
            |register: &Register| register.retention("A/identity").unwrap().in_words(Lang::En);
        assert_eq!(rule(&extract), rule(&register));
        assert!(register.to_json().contains("Camille Autrive"));
    }
}

#[test]
fn countries_have_names_in_tables_and_unassigned_codes_stay() {
    let text = "processing = [{ ref = \"A\", name = \"A\", recipients = { processor = [{ name = \"R\", country = \"IS\" }] }, transfers = [{ country = \"US\" }, { country = \"ZZ\" }] }]\ncontract = [{ id = \"c\", party = \"N\", party_is = \"processor\", country = \"CH\" }]";
    for (lang, names) in [
        (Lang::Fr, ["R (Islande)", "États-Unis", "ZZ", "(Suisse)"]),
        (
            Lang::En,
            ["R (Iceland)", "United States", "ZZ", "(Switzerland)"],
        ),
    ] {
        let page = rendered(lang, text);
        for name in names {
            assert!(page.contains(name), "{name}");
        }
    }
}

/// A screen reader lists the regions of a page by their names: two of one name are told apart by nobody.
#[test]
fn no_two_regions_of_a_page_have_one_name() {
    // Two records with a table of transfers each.
    let transfers =
        "transfers = [{ recipient = \"Support Overseas\", country = \"CH\", tool = \"adequacy\" }]";
    let twice = REGISTER.replace("[[processing]]", &format!("[[processing]]\n{transfers}"));
    let twice = Register::from_toml(&twice).unwrap();
    let examples = super::examples::REGISTERS.map(|name| (name, super::examples::register(name)));
    for (name, register) in examples.into_iter().chain([("twice", twice)]) {
        for lang in Lang::ALL {
            let page = Html::new(lang).render(&register);
            let regions = page
                .split("role=\"region\" tabindex=\"0\" aria-label=\"")
                .skip(1);
            let names: Vec<&str> = regions
                .map(|rest| rest.split('"').next().unwrap())
                .collect();
            let different: std::collections::HashSet<&&str> = names.iter().collect();
            assert!(names.len() > 1, "{name}");
            assert_eq!(different.len(), names.len(), "{name}: {names:?}");
        }
    }
}

#[test]
fn a_transfer_to_an_international_organisation_says_so_in_place_of_a_country() {
    let text = "processing = [{ ref = \"A\", name = \"A\", transfers = [{ recipient = \"Union des offices\", international_organisation = true }] }]";
    for (lang, words) in [
        (Lang::Fr, "organisation internationale"),
        (Lang::En, "international organisation"),
    ] {
        assert!(rendered(lang, text).contains(&format!("<td>{words}</td>")));
    }
    let whole = format!("organisation = {{ name = \"A\" }}\n{text}");
    let register = Register::from_toml(&whole).unwrap();
    let table = Csv::new(Lang::En).render(&register);
    assert!(
        table.contains("Union des offices (international organisation, "),
        "{table}"
    );
    let extract = register.public_extract();
    assert!(
        extract
            .to_json()
            .contains("\"international_organisation\": true")
    );
}
