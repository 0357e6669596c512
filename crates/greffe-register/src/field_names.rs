//! What field codes are called in the languages that people read.

use std::borrow::Cow;

use greffe_terms::Lang;

/// The words for a field's code: `ip` is `adresse IP`. A code that the glossary does not have is shown with spaces for underscores.
///
/// ```
/// use greffe_register::field_label;
/// use greffe_terms::Lang;
///
/// assert_eq!(field_label("first_name", Lang::Fr), "prénom");
/// assert_eq!(field_label("shoe_size", Lang::Fr), "shoe size");
/// ```
#[must_use]
pub fn field_label(code: &str, lang: Lang) -> Cow<'_, str> {
    let found = GLOSSARY.iter().find(|(known, ..)| *known == code);
    match found {
        Some((_, fr, en)) => Cow::Borrowed(lang.pick(*fr, *en)),
        // Names such as `_ga` belong to a tool and stay whole.
        None if code.starts_with('_') || !code.contains('_') => Cow::Borrowed(code),
        None => Cow::Owned(code.replace('_', " ")),
    }
}

// One row a code, in the order of codes: code, French, English.
const GLOSSARY: &[(&str, &str, &str)] = &[
    ("action", "action", "action"),
    ("address", "adresse", "address"),
    ("aliases", "alias", "aliases"),
    ("amount", "montant", "amount"),
    ("answers", "réponses", "answers"),
    ("api_key", "clé d’API", "API key"),
    ("arrears", "impayés", "arrears"),
    ("attachments", "pièces jointes", "attachments"),
    ("attendance", "présences", "attendance"),
    ("audio", "enregistrement sonore", "sound recording"),
    ("authors", "auteurs", "authors"),
    ("balance", "solde", "balance"),
    ("bank_account", "compte bancaire", "bank account"),
    ("birth_date", "date de naissance", "date of birth"),
    ("bytes", "octets", "bytes"),
    ("call", "appel", "call"),
    ("call_nature", "nature de l’appel", "kind of call"),
    (
        "called_at",
        "date et heure de l’appel",
        "day and time of the call",
    ),
    ("called_number", "numéro appelé", "number called"),
    ("caller_number", "numéro de l’appelant", "caller’s number"),
    ("calls", "appels", "calls"),
    ("capacity", "qualité", "capacity"),
    ("card", "carte bancaire", "payment card"),
    ("channel", "canal", "channel"),
    ("city", "ville", "town"),
    ("click", "clic", "click"),
    ("commission", "commission", "committee"),
    ("company", "société", "company"),
    ("company_extract", "extrait Kbis", "company extract"),
    ("consent", "consentement", "consent"),
    (
        "contact_email",
        "adresse électronique du contact",
        "contact’s e-mail address",
    ),
    (
        "contact_first_name",
        "prénom du contact",
        "contact’s first name",
    ),
    (
        "contact_phone",
        "téléphone du contact",
        "contact’s telephone",
    ),
    ("contact_surname", "nom du contact", "contact’s surname"),
    ("contact_title", "civilité du contact", "contact’s title"),
    ("content", "contenu", "content"),
    ("contributions", "cotisations", "contributions"),
    ("cost", "coût", "cost"),
    ("count", "nombre", "count"),
    ("country", "pays", "country"),
    (
        "custom",
        "identifiants ajoutés par le client",
        "ids added by the customer",
    ),
    ("date_time", "date et heure", "day and time"),
    ("department", "service", "department"),
    ("discounts", "remises", "discounts"),
    (
        "distribution_lists",
        "listes de diffusion",
        "distribution lists",
    ),
    ("duration", "durée", "duration"),
    ("email", "adresse électronique", "e-mail address"),
    ("emails", "adresses électroniques", "e-mail addresses"),
    ("end_time", "heure de fin", "end time"),
    ("entry_page", "page d’entrée", "entry page"),
    ("extension", "numéro de poste", "extension"),
    ("fax", "télécopie", "fax"),
    ("first_name", "prénom", "first name"),
    ("function", "fonction", "function"),
    ("gender", "genre", "gender"),
    ("group", "groupe", "group"),
    ("iban", "IBAN", "IBAN"),
    (
        "identification_number",
        "numéro d’identification",
        "identification number",
    ),
    ("identity_card", "pièce d’identité", "identity card"),
    ("internal_code", "code interne", "internal code"),
    (
        "intervention_time",
        "heure de l’intervention",
        "time of the intervention",
    ),
    ("invoices", "factures", "invoices"),
    ("ip", "adresse IP", "IP address"),
    ("landline", "téléphone fixe", "landline"),
    ("links_clicked", "liens suivis", "links clicked"),
    ("manager_name", "nom du responsable", "manager’s name"),
    ("message", "message", "message"),
    ("mobile", "téléphone mobile", "mobile phone"),
    ("name", "nom", "name"),
    ("network_event", "événement du réseau", "network event"),
    ("opened", "ouverture", "opening"),
    (
        "opened_at",
        "date et heure d’ouverture",
        "day and time of the opening",
    ),
    ("organisation", "organisme", "organisation"),
    (
        "owner_contact_name",
        "nom du contact du titulaire",
        "name of the owner’s contact",
    ),
    (
        "page_count",
        "nombre de pages vues",
        "number of pages viewed",
    ),
    ("pages_viewed", "pages vues", "pages viewed"),
    ("participants", "participants", "participants"),
    ("password", "mot de passe", "password"),
    ("pay", "rémunération", "pay"),
    ("payment_method", "moyen de paiement", "payment method"),
    ("phone", "téléphone", "telephone"),
    ("phones", "numéros de téléphone", "telephone numbers"),
    ("photograph", "photographie", "photograph"),
    ("postal_address", "adresse postale", "postal address"),
    ("postal_code", "code postal", "postal code"),
    ("private_address", "adresse privée", "private address"),
    ("profession", "profession", "profession"),
    (
        "recipient_names",
        "noms des destinataires",
        "names of recipients",
    ),
    ("referrer", "site d’origine", "referring site"),
    ("reminders", "relances", "reminders"),
    ("request", "demande", "request"),
    (
        "responsible_name",
        "nom du responsable",
        "name of the person responsible",
    ),
    ("sender", "expéditeur", "sender"),
    ("sepa_mandate", "mandat SEPA", "SEPA mandate"),
    ("services", "services", "services"),
    ("start_time", "heure de début", "start time"),
    (
        "sub_account_name",
        "nom du sous-compte",
        "sub-account’s name",
    ),
    ("subject", "objet", "subject"),
    ("surname", "nom de famille", "surname"),
    ("tax_units", "unités de taxation", "charge units"),
    (
        "ticket_holder",
        "personne qui suit le ticket",
        "person who follows the ticket",
    ),
    ("title", "civilité", "title"),
    ("tracked_number", "numéro suivi", "tracked number"),
    ("visitor_id", "identifiant du visiteur", "visitor id"),
    ("votes", "votes", "votes"),
];
