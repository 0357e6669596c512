//! What is expected where a term of `greffe-terms` stands, with every code of its list. A test compares them with the lists.

use greffe_document::Words;

pub(super) const CATEGORY: Words = Words::new(
    "un code de catégorie de données parmi `identity` `personal_life` `professional_life` `economic` `connection` `location` `internet` `nir` `other`",
    "the code of a data category out of `identity` `personal_life` `professional_life` `economic` `connection` `location` `internet` `nir` `other`",
);
pub(super) const BASIS: Words = Words::new(
    "un code de base légale, ou une liste de codes, parmi `consent` `contract` `legal_obligation` `vital_interests` `public_task` `legitimate_interests`",
    "the code of a legal basis, or a list of codes, out of `consent` `contract` `legal_obligation` `vital_interests` `public_task` `legitimate_interests`",
);
pub(super) const CHANNEL: Words = Words::new(
    "un code de canal parmi `email` `sms` `call` `automatic_call` `fax` `post` `web`",
    "the code of a channel out of `email` `sms` `call` `automatic_call` `fax` `post` `web`",
);
pub(super) const SENSITIVE: Words = Words::new(
    "un code de catégorie sensible parmi `race` `political` `belief` `union` `genetic` `biometric` `health` `sex` `offence`",
    "the code of a sensitive category out of `race` `political` `belief` `union` `genetic` `biometric` `health` `sex` `offence`",
);
pub(super) const CONDITION: Words = Words::new(
    "un code de condition de l’art. 9(2) parmi `explicit_consent` `employment` `vital_interests` `non_profit` `made_public` `legal_claims` `public_interest` `medicine` `public_health` `research`",
    "the code of a condition of Art. 9(2) out of `explicit_consent` `employment` `vital_interests` `non_profit` `made_public` `legal_claims` `public_interest` `medicine` `public_health` `research`",
);
pub(super) const TOOL: Words = Words::new(
    "un code de garantie de transfert parmi `adequacy` `public_instrument` `bcr` `scc` `scc_authority` `code_of_conduct` `certification` `ad_hoc_clauses` `arrangements` `explicit_consent` `contract_with_person` `contract_for_person` `public_interest` `legal_claims` `vital_interests` `public_register` `compelling_interests`",
    "the code of a transfer instrument out of `adequacy` `public_instrument` `bcr` `scc` `scc_authority` `code_of_conduct` `certification` `ad_hoc_clauses` `arrangements` `explicit_consent` `contract_with_person` `contract_for_person` `public_interest` `legal_claims` `vital_interests` `public_register` `compelling_interests`",
);
