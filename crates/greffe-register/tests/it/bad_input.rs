//! What is wrong in a file, with its place, in both languages.

use greffe_register::{Limits, Register};
use greffe_terms::Lang;

/// A head that is right, three lines long, so that a case begins on line 4.
const HEAD: &str = "format = \"greffe-register/1\"\n[organisation]\nname = \"Atelier\"\n";
const PROCESSING: &str = "[[processing]]\nref = \"A\"\nname = \"A\"\n";

#[track_caller]
fn refused(text: &str, en: &str, fr: &str) {
    let error = Register::from_toml(text).unwrap_err();
    assert_eq!(error.to_string(), en);
    assert_eq!(error.in_language(Lang::En), en);
    assert_eq!(error.in_language(Lang::Fr), fr);
}

#[track_caller]
fn refused_in_processing(lines: &str, en: &str, fr: &str) {
    refused(&format!("{HEAD}{PROCESSING}{lines}"), en, fr);
}

#[test]
fn a_register_without_an_organisation() {
    refused(
        "processing = []",
        "line 1, column 1: the key `organisation` is missing",
        "ligne 1, colonne 1\u{a0}: la clé `organisation` manque",
    );
}

#[test]
fn another_format() {
    refused(
        "format = \"greffe-register/9\"\norganisation = { name = \"A\" }",
        "line 1, column 10: `format`: the format greffe-register/1 is expected",
        "ligne 1, colonne 10\u{a0}: `format`\u{a0}: on attend le format greffe-register/1",
    );
}

#[test]
fn a_key_with_a_slip_of_the_pen() {
    refused_in_processing(
        "transferts = \"none\"",
        "line 7, column 1: `processing[A].transferts`: unknown key `transferts`; did you mean `transfers`?",
        "ligne 7, colonne 1\u{a0}: `processing[A].transferts`\u{a0}: clé inconnue `transferts`\u{a0}; vouliez-vous dire `transfers`\u{a0}?",
    );
}

#[test]
fn a_reference_twice() {
    refused_in_processing(
        PROCESSING,
        "line 8, column 7: `processing[A].ref`: another processing has this reference already",
        "ligne 8, colonne 7\u{a0}: `processing[A].ref`\u{a0}: un autre traitement porte déjà cette référence",
    );
}

#[test]
fn a_reference_that_is_no_identifier() {
    refused(
        &format!("{HEAD}[[processing]]\nref = \"A 1\"\nname = \"A\""),
        "line 5, column 7: `processing[1].ref`: an identifier of 1 to 64 of A-Z a-z 0-9 _ . - is expected",
        "ligne 5, colonne 7\u{a0}: `processing[1].ref`\u{a0}: on attend un identifiant de 1 à 64 caractères A-Z a-z 0-9 _ . -",
    );
}

#[test]
fn a_date_that_does_not_exist_in_a_text() {
    refused_in_processing(
        "created = \"2018-02-30\"",
        "line 7, column 11: `processing[A].created`: a date YYYY-MM-DD is expected",
        "ligne 7, colonne 11\u{a0}: `processing[A].created`\u{a0}: on attend une date AAAA-MM-JJ",
    );
}

#[test]
fn an_empty_list_that_says_neither_none_nor_unknown() {
    refused_in_processing(
        "software = []",
        "line 7, column 12: `processing[A].software`: an empty list does not say whether there is none: write \"none\", \"not_applicable\" or leave the key out",
        "ligne 7, colonne 12\u{a0}: `processing[A].software`\u{a0}: une liste vide ne dit pas si rien n’existe\u{a0}: écrivez \"none\", \"not_applicable\" ou ôtez la clé",
    );
}

#[test]
fn a_text_that_is_blank() {
    refused_in_processing(
        "storage = \" \"",
        "line 7, column 11: `processing[A].storage`: a text that is not blank is expected",
        "ligne 7, colonne 11\u{a0}: `processing[A].storage`\u{a0}: on attend un texte qui n’est pas vide",
    );
}

#[test]
fn a_text_in_no_language() {
    refused_in_processing(
        "storage = {}",
        "line 7, column 11: `processing[A].storage`: a text or a table { fr, en } is expected",
        "ligne 7, colonne 11\u{a0}: `processing[A].storage`\u{a0}: on attend un texte ou une table { fr, en }",
    );
}

#[test]
fn a_status_that_does_not_exist() {
    refused_in_processing(
        "status = \"dormant\"",
        "line 7, column 10: `processing[A].status`: a code out of `active` `draft` `archived` is expected",
        "ligne 7, colonne 10\u{a0}: `processing[A].status`\u{a0}: on attend un code parmi `active` `draft` `archived`",
    );
}

#[test]
fn a_rule_that_is_a_length_only() {
    refused_in_processing(
        "data = [{ category = \"economic\", retention = \"P3Y\" }]",
        "line 7, column 46: `processing[A].data[1].retention`: a rule such as { keep = \"P3Y\", after = \"contract_end\" }, or \"unstated\" is expected",
        "ligne 7, colonne 46\u{a0}: `processing[A].data[1].retention`\u{a0}: on attend une règle telle que { keep = \"P3Y\", after = \"contract_end\" }, ou \"unstated\"",
    );
}

#[test]
fn a_list_that_is_a_no() {
    refused_in_processing(
        "transfers = false",
        "line 7, column 13: `processing[A].transfers`: a list, \"none\" or \"not_applicable\" is expected",
        "ligne 7, colonne 13\u{a0}: `processing[A].transfers`\u{a0}: on attend une liste, \"none\" ou \"not_applicable\"",
    );
}

#[test]
fn a_table_that_is_a_text() {
    refused_in_processing(
        "end_of_services = \"gone\"",
        "line 7, column 19: `processing[A].end_of_services`: a table, \"none\" or \"not_applicable\" is expected",
        "ligne 7, colonne 19\u{a0}: `processing[A].end_of_services`\u{a0}: on attend une table, \"none\" ou \"not_applicable\"",
    );
}

#[test]
fn a_basis_that_does_not_exist() {
    refused_in_processing(
        "purpose = [{ id = \"p\", basis = \"habit\" }]",
        "line 7, column 32: `processing[A].purpose[p].basis`: the code of a legal basis, or a list of codes, out of `consent` `contract` `legal_obligation` `vital_interests` `public_task` `legitimate_interests` is expected",
        "ligne 7, colonne 32\u{a0}: `processing[A].purpose[p].basis`\u{a0}: on attend un code de base légale, ou une liste de codes, parmi `consent` `contract` `legal_obligation` `vital_interests` `public_task` `legitimate_interests`",
    );
}

#[test]
fn a_purpose_twice_in_one_processing() {
    refused_in_processing(
        "purpose = [{ id = \"p\" }, { id = \"p\" }]",
        "line 7, column 33: `processing[A].purpose[p].id`: another purpose of the processing has this id already",
        "ligne 7, colonne 33\u{a0}: `processing[A].purpose[p].id`\u{a0}: une autre finalité du traitement porte déjà cet identifiant",
    );
}

#[test]
fn a_purpose_that_differs_from_its_namesake_elsewhere() {
    refused_in_processing(
        "purpose = [{ id = \"p\" }]\n[[processing]]\nref = \"B\"\nname = \"B\"\npurpose = [{ id = \"p\", marketing = true }]",
        "line 11, column 19: `processing[B].purpose[p].id`: a different purpose has this id in another processing",
        "ligne 11, colonne 19\u{a0}: `processing[B].purpose[p].id`\u{a0}: une finalité différente porte cet identifiant dans un autre traitement",
    );
}

#[test]
fn a_campaign_that_ends_before_it_asks() {
    refused_in_processing(
        "purpose = [{ id = \"p\", consent = { campaign = { asked = 2026-04-01, deadline = 2026-03-01, if_silent = \"remove\" } } }]",
        "line 7, column 47: `processing[A].purpose[p].consent.campaign`: the campaign’s deadline lies before its question",
        "ligne 7, colonne 47\u{a0}: `processing[A].purpose[p].consent.campaign`\u{a0}: l’échéance de la campagne précède sa question",
    );
}

#[test]
fn two_entries_of_one_category_without_ids() {
    refused_in_processing(
        "data = [{ category = \"identity\" }, { category = \"identity\" }]",
        "line 7, column 49: `processing[A].data[2].category`: another data entry of the processing has this id already; give an `id`",
        "ligne 7, colonne 49\u{a0}: `processing[A].data[2].category`\u{a0}: une autre donnée du traitement porte déjà cet identifiant\u{a0}; donnez un `id`",
    );
}

#[test]
fn a_sealed_field_that_is_no_field() {
    refused_in_processing(
        "data = [{ category = \"economic\", fields = [\"balance\"], sealed = [\"iban\"] }]",
        "line 7, column 66: `processing[A].data[1].sealed[1]`: the sealed field is not among `fields`",
        "ligne 7, colonne 66\u{a0}: `processing[A].data[1].sealed[1]`\u{a0}: le champ scellé ne figure pas parmi `fields`",
    );
}

#[test]
fn a_sealed_field_whose_name_is_no_type() {
    refused_in_processing(
        "data = [{ category = \"economic\", fields = [\"account\"], sealed = [\"account\"] }]",
        "line 7, column 66: `processing[A].data[1].sealed[1]`: a field whose name is a type (`iban` `email` `phone` `fax` `name` `card` `bytes`), or a table { field, type } is expected",
        "ligne 7, colonne 66\u{a0}: `processing[A].data[1].sealed[1]`\u{a0}: on attend un champ dont le nom est un type (`iban` `email` `phone` `fax` `name` `card` `bytes`), ou une table { field, type }",
    );
}

#[test]
fn a_field_twice() {
    refused_in_processing(
        "data = [{ category = \"economic\", fields = [\"balance\", \"balance\"] }]",
        "line 7, column 55: `processing[A].data[1].fields[2]`: the field is named already",
        "ligne 7, colonne 55\u{a0}: `processing[A].data[1].fields[2]`\u{a0}: le champ est déjà nommé",
    );
}

#[test]
fn a_country_in_full() {
    refused_in_processing(
        "transfers = [{ country = \"Suisse\" }]",
        "line 7, column 26: `processing[A].transfers[1].country`: an ISO 3166-1 country in two letters is expected",
        "ligne 7, colonne 26\u{a0}: `processing[A].transfers[1].country`\u{a0}: on attend un pays ISO 3166-1 en deux lettres",
    );
}

#[test]
fn a_measure_that_is_false() {
    refused_in_processing(
        "measures = { backup = false }",
        "line 7, column 23: `processing[A].measures.backup`: `true` (stated without detail) or a list of texts is expected",
        "ligne 7, colonne 23\u{a0}: `processing[A].measures.backup`\u{a0}: on attend `true` (énoncé sans détail) ou une liste de textes",
    );
}

#[test]
fn a_notice_of_a_purpose_that_nobody_has() {
    refused(
        &format!("{HEAD}[[notice]]\nid = \"form\"\nversion = 1\npurposes = [\"newsletter\"]"),
        "line 7, column 13: `notice[form].purposes[1]`: no processing has this purpose",
        "ligne 7, colonne 13\u{a0}: `notice[form].purposes[1]`\u{a0}: aucun traitement n’a cette finalité",
    );
}

#[test]
fn a_notice_of_version_zero() {
    refused(
        &format!("{HEAD}[[notice]]\nid = \"form\"\nversion = 0"),
        "line 6, column 11: `notice[form].version`: an integer from 1 on is expected",
        "ligne 6, colonne 11\u{a0}: `notice[form].version`\u{a0}: on attend un entier à partir de 1",
    );
}

#[test]
fn a_tracker_of_a_site_that_is_not_there() {
    refused(
        &format!("{HEAD}[[tracker]]\nsite = \"www.a.example\"\nname = \"t\"\nstorage = \"cookie\""),
        "line 5, column 8: `tracker[1].site`: no [[site]] has this name",
        "ligne 5, colonne 8\u{a0}: `tracker[1].site`\u{a0}: aucun [[site]] ne porte ce nom",
    );
}

#[test]
fn a_tracker_of_a_site_that_says_it_sets_none() {
    refused(
        &format!(
            "{HEAD}[[site]]\nname = \"www.a.example\"\ntrackers = \"none\"\n[[tracker]]\nsite = \"www.a.example\"\nname = \"t\"\nstorage = \"cookie\""
        ),
        "line 8, column 8: `tracker[1].site`: the site says that it sets no tracker",
        "ligne 8, colonne 8\u{a0}: `tracker[1].site`\u{a0}: le site dit qu’il ne dépose aucun traceur",
    );
}

#[test]
fn breaches_that_are_none_and_some() {
    refused(
        &format!("breaches = \"none\"\n{HEAD}[[breach]]\nid = \"b\""),
        "line 1, column 12: `breaches`: the register of breaches cannot be empty and filled",
        "ligne 1, colonne 12\u{a0}: `breaches`\u{a0}: le registre des violations ne peut être vide et rempli",
    );
}

#[test]
fn a_breach_of_a_processing_that_is_not_there() {
    refused(
        &format!("{HEAD}[[breach]]\nid = \"b\"\nprocessings = [\"B\"]"),
        "line 6, column 16: `breach[b].processings[1]`: no processing has this reference",
        "ligne 6, colonne 16\u{a0}: `breach[b].processings[1]`\u{a0}: aucun traitement n’a cette référence",
    );
}

#[test]
fn a_number_of_persons_in_words() {
    refused(
        &format!("{HEAD}[[breach]]\nid = \"b\"\npersons = \"a few\""),
        "line 6, column 11: `breach[b].persons`: an integer, or \"not_determined\" is expected",
        "ligne 6, colonne 11\u{a0}: `breach[b].persons`\u{a0}: on attend un entier, ou \"not_determined\"",
    );
}

#[test]
fn a_context_of_severity_that_the_method_does_not_have() {
    refused(
        &format!("{HEAD}[[breach]]\nid = \"b\"\nseverity = {{ context = 5 }}"),
        "line 6, column 24: `breach[b].severity.context`: an integer from 1 to 4 is expected",
        "ligne 6, colonne 24\u{a0}: `breach[b].severity.context`\u{a0}: on attend un entier de 1 à 4",
    );
}

#[test]
fn a_communication_that_does_not_say_whether() {
    refused(
        &format!("{HEAD}[[breach]]\nid = \"b\"\ncommunication = {{ means = \"Letter\" }}"),
        "line 6, column 17: `breach[b].communication`: the key `told` is missing",
        "ligne 6, colonne 17\u{a0}: `breach[b].communication`\u{a0}: la clé `told` manque",
    );
}

#[test]
fn an_instant_without_its_offset_could_be_two_instants() {
    refused(
        &format!("{HEAD}[[breach]]\nid = \"b\"\naware = 2026-03-01T10:00:00"),
        "line 6, column 9: `breach[b].aware`: an RFC 3339 instant with its offset is expected",
        "ligne 6, colonne 9\u{a0}: `breach[b].aware`\u{a0}: on attend un instant RFC 3339 avec son décalage",
    );
}

#[test]
fn a_fiscal_year_that_does_not_join() {
    refused(
        &format!(
            "{HEAD}fiscal_year = {{ end = \"12-31\", exceptional = [{{ start = 2025-01-01, end = 2026-06-30 }}] }}"
        ),
        "line 4, column 15: `organisation.fiscal_year`: the exceptional fiscal years do not join the regular ones (`previous_end` tells the closing before)",
        "ligne 4, colonne 15\u{a0}: `organisation.fiscal_year`\u{a0}: les exercices exceptionnels ne joignent pas les exercices réguliers (`previous_end` dit la clôture d’avant)",
    );
}

#[test]
fn a_zone_that_does_not_exist() {
    refused(
        &format!("{HEAD}zone = \"Europe/Lutetia\""),
        "line 4, column 8: `organisation.zone`: an IANA zone such as Europe/Paris is expected",
        "ligne 4, colonne 8\u{a0}: `organisation.zone`\u{a0}: on attend un fuseau IANA tel que Europe/Paris",
    );
}

#[test]
fn a_rule_with_a_period_and_no_start() {
    let text = format!(
        "{HEAD}{PROCESSING}data = [{{ category = \"identity\", retention = {{ keep = \"P1Y\" }} }}]"
    );
    let error = Register::from_toml(&text).unwrap_err();
    assert_eq!(error.faults().len(), 1);
    let place = error.faults()[0].place();
    assert_eq!(place.path(), "processing[A].data[1].retention");
    assert_eq!(place.line_and_column(), Some((7, 46)));
}

#[test]
fn all_faults_come_out_together() {
    let text = format!("{HEAD}{PROCESSING}status = \"dormant\"\ncreated = 12\nnew_key = 1\n");
    let error = Register::from_toml(&text).unwrap_err();
    let paths: Vec<_> = error
        .faults()
        .iter()
        .map(|fault| fault.place().path())
        .collect();
    assert_eq!(
        paths,
        [
            "processing[A].status",
            "processing[A].created",
            "processing[A].new_key"
        ]
    );
}

#[test]
fn json_points_at_its_places() {
    let text = r#"{"organisation": {"name": "A"}, "processing": [{"ref": "A", "name": "A", "role": "owner"}]}"#;
    assert_eq!(
        Register::from_json(text).unwrap_err().to_string(),
        "/processing/0/role: `processing[A].role`: a code out of `controller` `joint_controller` `processor` is expected"
    );
}

#[test]
fn a_key_twice_is_refused_in_both_notations() {
    let toml = "organisation = { name = \"A\" }\norganisation = { name = \"B\" }";
    assert_eq!(
        Register::from_toml(toml).unwrap_err().to_string(),
        "line 2, column 1: a key stands twice in one table"
    );
    let json = r#"{"organisation": {"name": "A", "name": "B"}}"#;
    let error = Register::from_json(json).unwrap_err().to_string();
    assert!(
        error.ends_with("a key stands twice in one table"),
        "{error}"
    );
}

#[test]
fn what_is_over_a_limit_or_no_text_is_refused_before_it_is_read() {
    let mut limits = Limits::default();
    limits.bytes = 10;
    let error = Register::from_toml_bytes(HEAD.as_bytes(), limits).unwrap_err();
    assert_eq!(error.to_string(), "the document is larger than 10 bytes");
    let error = Register::from_toml_bytes(b"name = \"\xff\"", Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "byte 8: not UTF-8");
    let deep = format!("{{\"organisation\": {}", "[".repeat(10_000));
    assert!(Register::from_json(&deep).is_err());
}

#[test]
fn a_contract_that_nobody_has() {
    refused_in_processing(
        "recipients = { processor = [{ name = \"Nuage\", contract = \"host\" }] }",
        "line 7, column 58: `processing[A].recipients.processor[1].contract`: no contract has this id",
        "ligne 7, colonne 58\u{a0}: `processing[A].recipients.processor[1].contract`\u{a0}: aucun contrat n’a cet identifiant",
    );
}

#[test]
fn a_contract_twice_and_a_record_that_is_not_there() {
    const CONTRACT: &str =
        "[[contract]]\nid = \"host\"\nparty = \"Nuage\"\nparty_is = \"processor\"\n";
    refused(
        &format!("{HEAD}{CONTRACT}processings = [\"B\"]\n{CONTRACT}"),
        "line 8, column 16: `contract[host].processings[1]`: no processing has this reference\nline 10, column 6: `contract[host].id`: another contract has this id already",
        "ligne 8, colonne 16\u{a0}: `contract[host].processings[1]`\u{a0}: aucun traitement n’a cette référence\nligne 10, colonne 6\u{a0}: `contract[host].id`\u{a0}: un autre contrat porte déjà cet identifiant",
    );
}

#[test]
fn a_clause_that_is_neither_there_nor_missing() {
    refused(
        &format!(
            "{HEAD}[[contract]]\nid = \"c\"\nparty = \"N\"\nparty_is = \"processor\"\nclauses = {{ audit = 1, security = \" \" }}"
        ),
        "line 8, column 21: `contract[c].clauses.audit`: `true`, `false` or a text is expected\nline 8, column 35: `contract[c].clauses.security`: a text that is not blank is expected",
        "ligne 8, colonne 21\u{a0}: `contract[c].clauses.audit`\u{a0}: on attend `true`, `false` ou un texte\nligne 8, colonne 35\u{a0}: `contract[c].clauses.security`\u{a0}: on attend un texte qui n’est pas vide",
    );
}

#[test]
fn a_share_of_more_than_the_whole() {
    refused(
        &format!("{HEAD}[[platform]]\nname = \"P\"\ncompliance = 101"),
        "line 6, column 14: `platform[1].compliance`: whole per cent from 0 to 100 is expected",
        "ligne 6, colonne 14\u{a0}: `platform[1].compliance`\u{a0}: on attend un pourcentage entier de 0 à 100",
    );
}

#[test]
fn a_request_that_was_answered_before_it_came() {
    let request = "[[request]]\nid = \"D-1\"\nreceived = 2026-02-02\n";
    refused(
        &format!("{HEAD}{request}answered = 2026-02-01"),
        "line 7, column 12: `request[D-1].answered`: the day lies before the request came in",
        "ligne 7, colonne 12\u{a0}: `request[D-1].answered`\u{a0}: ce jour précède la réception de la demande",
    );
    refused(
        &format!("{HEAD}{request}{request}"),
        "line 8, column 6: `request[D-1].id`: another request has this number already",
        "ligne 8, colonne 6\u{a0}: `request[D-1].id`\u{a0}: une autre demande porte déjà ce numéro",
    );
}

#[test]
fn a_log_of_requests_that_is_empty_and_filled() {
    let request = "[[request]]\nid = \"D-1\"\nreceived = 2026-02-02\n";
    refused(
        &format!("request_log = \"none\"\n{HEAD}{request}"),
        "line 1, column 15: `request_log`: the log of requests cannot be empty and filled",
        "ligne 1, colonne 15\u{a0}: `request_log`\u{a0}: le journal des demandes ne peut être vide et rempli",
    );
    refused(
        &format!("request_log = \"empty\"\n{HEAD}"),
        "line 1, column 15: `request_log`: \"none\" (requests are declared in [[request]]) is expected",
        "ligne 1, colonne 15\u{a0}: `request_log`\u{a0}: on attend \"none\" (les demandes se déclarent dans [[request]])",
    );
}

#[test]
fn a_public_authority_in_words() {
    refused(
        "organisation = { name = \"A\", public_authority = \"yes\" }",
        "line 1, column 49: `organisation.public_authority`: true or false is expected",
        "ligne 1, colonne 49\u{a0}: `organisation.public_authority`\u{a0}: on attend true ou false",
    );
}

#[test]
fn a_version_that_is_its_own_predecessor() {
    refused(
        "version = { number = \"1\", previous = \"1\" }\norganisation = { name = \"A\" }",
        "line 1, column 38: `version.previous`: a version is not the one before it",
        "ligne 1, colonne 38\u{a0}: `version.previous`\u{a0}: une version n’est pas celle qui la précède",
    );
}

#[test]
fn a_version_without_a_number() {
    refused(
        "version = { date = 2024-03-29 }\norganisation = { name = \"A\" }",
        "line 1, column 11: `version`: the key `number` is missing",
        "ligne 1, colonne 11\u{a0}: `version`\u{a0}: la clé `number` manque",
    );
}

#[test]
fn a_day_and_an_answer_that_are_none() {
    refused_in_processing(
        "transfers = [{ authority_told = \"in spring\" }]",
        "line 7, column 33: `processing[A].transfers[1].authority_told`: a date YYYY-MM-DD is expected",
        "ligne 7, colonne 33\u{a0}: `processing[A].transfers[1].authority_told`\u{a0}: on attend une date AAAA-MM-JJ",
    );
    refused(
        &format!("{HEAD}[[site]]\nname = \"a\"\nrefuse_as_easy = \"yes\""),
        "line 6, column 18: `site[1].refuse_as_easy`: true or false is expected",
        "ligne 6, colonne 18\u{a0}: `site[1].refuse_as_easy`\u{a0}: on attend true ou false",
    );
}
