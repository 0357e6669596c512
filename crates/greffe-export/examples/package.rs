//! Writes a sample package, as a folder and as a ZIP, in the language of the second argument (`fr` or `en`):
//! `cargo run -p greffe-export --example package -- /tmp/sample fr`. Everybody in it is invented.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs, io};

use chrono::{NaiveDate, TimeZone, Utc};
use greffe_export::{
    Art15Information, Attachment, Attachments, AutomatedDecision, CategoryInformation, Contact,
    Decimal, DueDates, Field, Kind, Package, Provenance, PurposeInformation, RecipientInformation,
    Records, Redaction, Request, RetentionInformation, Right, Sink, SourceFailure, Stated,
    TransferInformation, Value,
};
use greffe_terms::{Citation, DataCategory, Lang, LegalBasis, RecipientKind, Text, TransferTool};

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "sample".to_owned()));
    let lang: Lang = arguments.next().as_deref().unwrap_or("fr").parse()?;
    fs::create_dir_all(&folder)?;

    let request = request()?;
    let done = package(&request, lang)?.write_folder(&mut Folder(folder.join("bag")))?;
    println!("{}", done.completeness().summary(lang));
    let zip = fs::File::create(folder.join("export.zip"))?;
    let done = package(&request, lang)?.write_zip_with(zip, tempfile::tempfile)?;
    println!(
        "{} files, {} bytes, manifest {}",
        done.payload_files(),
        done.payload_bytes(),
        done.manifest_sha256()
    );
    Ok(())
}

/// A folder on disk as a sink: the crate itself does no I/O.
struct Folder(PathBuf);

impl Sink for Folder {
    type File = fs::File;

    fn create(&mut self, path: &str) -> io::Result<fs::File> {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
        fs::File::create_new(path)
    }

    fn finish(&mut self, _path: &str, file: fs::File) -> io::Result<()> {
        file.sync_all()
    }
}

fn day(month: u32, day: u32) -> Result<NaiveDate, Failure> {
    NaiveDate::from_ymd_opt(2026, month, day).ok_or_else(|| "no such day".into())
}

fn both(fr: &str, en: &str) -> Text {
    Text::new(Some(fr.to_owned()), Some(en.to_owned())).unwrap_or_else(|| Text::plain(fr))
}

fn request() -> Result<Request, Failure> {
    let due = DueDates {
        strict: day(4, 2)?,
        lenient: day(4, 2)?,
    };
    let mut request = Request::received("R-2026-17".parse()?, Right::Access, day(3, 2)?)
        .also(Right::Portability)
        .due_by(due);
    request.scope(day(3, 3)?)?;
    Ok(request)
}

fn information() -> Result<Art15Information, Failure> {
    let mut info = Art15Information::new(Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: Some("12 rue des Tournesols, 44000 Nantes".to_owned()),
    });
    info.officer = Some(Contact {
        name: Text::plain("Nour Delaunay"),
        address: Some("dpo@helianthe.example".to_owned()),
    });
    for (id, fr, en, basis) in [
        (
            "account",
            "Tenir votre compte",
            "Keep your account",
            LegalBasis::Contract,
        ),
        (
            "invoicing",
            "Facturer",
            "Invoice",
            LegalBasis::LegalObligation,
        ),
        (
            "quality",
            "Améliorer l'accueil téléphonique",
            "Improve telephone service",
            LegalBasis::LegitimateInterests,
        ),
        (
            "newsletter",
            "Vous envoyer notre lettre",
            "Send you our newsletter",
            LegalBasis::Consent,
        ),
    ] {
        info.purposes.push(PurposeInformation::new(
            id.parse()?,
            both(fr, en),
            Some(basis),
        ));
    }
    for category in [
        DataCategory::Identity,
        DataCategory::Economic,
        DataCategory::Connection,
    ] {
        info.categories.push(CategoryInformation {
            category,
            detail: None,
        });
    }
    info.recipients.push(RecipientInformation {
        name: both("Cabinet comptable Ostara", "Ostara accountants"),
        kind: RecipientKind::Processor,
    });
    info.recipients.push(RecipientInformation {
        name: both("Service client", "Customer service"),
        kind: RecipientKind::Internal,
    });
    info.retention.push(RetentionInformation {
        what: both("Factures", "Invoices"),
        period: both(
            "dix ans après la clôture de l'exercice",
            "ten years after the end of the fiscal year",
        ),
        citations: vec![Citation::from_static("C. com. L123-22")],
    });
    info.retention.push(RetentionInformation {
        what: both("Compte", "Account"),
        period: both(
            "trois ans après votre dernier contact",
            "three years after your last contact",
        ),
        citations: vec![],
    });
    info.automated_decisions = Stated::Nothing;
    info.automated_decisions.push(AutomatedDecision {
        what: both("Plafond de paiement différé", "Deferred-payment limit"),
        logic: both(
            "calculé sur vos douze derniers paiements.",
            "computed from your last twelve payments.",
        ),
        consequences: both(
            "Au-delà, le paiement est demandé à la commande.",
            "Above it, payment is asked with the order.",
        ),
    });
    info.transfers.push(TransferInformation {
        recipient: both("Prestataire d'envoi", "Mailing provider"),
        country: both("Canada", "Canada"),
        tool: Some(TransferTool::Adequacy),
    });
    Ok(info)
}

fn package(request: &Request, lang: Lang) -> Result<Package<'_>, Failure> {
    let about_calls = both(
        "personnes qui ont demandé à ne pas être nommées",
        "people who asked not to be named",
    );
    Ok(Package::for_request(request, information()?)
        .addressed_to("Camille Exemple")
        .source(customers()?)
        .source(invoices()?)
        .source(calls()?)
        .source(tickets()?)
        .attachments(letters()?)
        .source(
            Records::whole(
                "newsletter",
                vec![Field::new(
                    "topic",
                    DataCategory::Other,
                    Provenance::Provided,
                    "newsletter".parse()?,
                )],
                Vec::new(),
            )
            .labelled("Lettre d'information", "Newsletter"),
        )
        .refused(
            "internal_reports",
            both(
                "leur secret protège d'autres personnes",
                "their secrecy protects other people",
            ),
            Citation::from_static("GDPR 15(4)"),
        )
        .label(
            "internal_reports",
            both("Signalements internes", "Internal reports"),
        )
        .label("web_logs", both("Journaux du site", "Web logs"))
        .expected([
            "customers",
            "invoices",
            "calls",
            "tickets",
            "newsletter",
            "web_logs",
        ])
        .redacted(
            Redaction::new("r1", "calls", "number", about_calls, day(3, 10)?, "DPO")
                .where_record(|record| matches!(record.get(3), Some(Value::Boolean(true)))),
        )
        .language(lang)
        .dated(day(3, 16)?))
}

fn customers() -> Result<Records<impl Iterator<Item = Result<Vec<Value>, SourceFailure>>>, Failure>
{
    let field = |name: &str, category, provenance, purpose: &str| -> Result<Field, Failure> {
        Ok(Field::new(name, category, provenance, purpose.parse()?))
    };
    let (identity, economic) = (DataCategory::Identity, DataCategory::Economic);
    let fields = vec![
        field("name", identity, Provenance::Provided, "account")?.labelled("Nom", "Name"),
        field("email", identity, Provenance::Provided, "account")?
            .labelled("Adresse électronique", "E-mail address"),
        field("born", identity, Provenance::Provided, "account")?
            .labelled("Date de naissance", "Date of birth")
            .of_kind(Kind::Date),
        field("iban", economic, Provenance::Provided, "invoicing")?.labelled("IBAN", "IBAN"),
        field("score", economic, Provenance::Inferred, "quality")?
            .labelled("Indice de fidélité", "Loyalty score")
            .of_kind(Kind::Integer),
        field("address_check", identity, Provenance::ThirdParty, "account")?
            .labelled("Adresse vérifiée", "Checked address")
            .from_origin(both("fichier des adresses", "address file")),
        field("topics", identity, Provenance::Provided, "newsletter")?
            .labelled("Centres d'intérêt", "Interests")
            .of_kind(Kind::List),
        field("note", identity, Provenance::Provided, "account")?.labelled("Remarque", "Remark"),
    ];
    let record = vec![
        Value::from("Camille Exemple"),
        Value::from("camille@exemple.example"),
        Value::from(NaiveDate::from_ymd_opt(1984, 7, 1)),
        Value::from("FR14 2004 1010 0505 0001 3M02 606"),
        Value::from(72),
        Value::from("3 place du Marché, 44000 Nantes"),
        Value::from(vec!["tissage", "teinture"]),
        Value::from("=HYPERLINK(\"ne pas exécuter\") <b>pas gras</b>\nseconde ligne"),
    ];
    Ok(Records::whole("customers", fields, [record])
        .labelled("Votre fiche client", "Your customer record"))
}

fn invoices() -> Result<Records<impl Iterator<Item = Result<Vec<Value>, SourceFailure>>>, Failure> {
    let field = |name: &str, provenance| -> Result<Field, Failure> {
        Ok(Field::new(
            name,
            DataCategory::Economic,
            provenance,
            "invoicing".parse()?,
        )
        .also_for("account".parse()?))
    };
    let fields = vec![
        field("number", Provenance::Inferred)?.labelled("Numéro", "Number"),
        field("day", Provenance::Observed)?
            .labelled("Date", "Date")
            .of_kind(Kind::Date),
        field("object", Provenance::Provided)?.labelled("Objet", "Object"),
        field("amount", Provenance::Observed)?
            .labelled("Montant (€)", "Amount (€)")
            .of_kind(Kind::Decimal),
        field("paid", Provenance::Observed)?
            .labelled("Réglée", "Paid")
            .of_kind(Kind::Boolean),
    ];
    let first = day(1, 5)?;
    let rows = (0_u32..120).map(move |place| {
        let amount: Option<Decimal> = format!("{}.{:02}", 40 + place * 7 % 90, place * 13 % 100)
            .parse()
            .ok();
        Ok(vec![
            Value::text(format!("F-2026-{:03}", place + 1)),
            Value::from(first.checked_add_days(chrono::Days::new(u64::from(place) * 3))),
            Value::from(if place % 3 == 0 {
                "Fil de lin, 2 cônes"
            } else {
                "Teinture végétale"
            }),
            Value::from(amount),
            Value::from(place % 11 != 0),
        ])
    });
    Ok(Records::new("invoices", fields, rows).labelled("Vos factures", "Your invoices"))
}

fn calls() -> Result<Records<impl Iterator<Item = Result<Vec<Value>, SourceFailure>>>, Failure> {
    let field = |name: &str| -> Result<Field, Failure> {
        Ok(Field::new(
            name,
            DataCategory::Connection,
            Provenance::Observed,
            "quality".parse()?,
        ))
    };
    let fields = vec![
        field("at")?
            .labelled("Instant", "Instant")
            .of_kind(Kind::Instant),
        field("number")?
            .labelled("Numéro", "Number")
            .about_someone_else(),
        field("seconds")?
            .labelled("Durée (s)", "Length (s)")
            .of_kind(Kind::Integer),
        field("hidden_caller")?
            .labelled("Appelant masqué", "Hidden caller")
            .of_kind(Kind::Boolean),
    ];
    let rows = (0_u32..6).map(|place| {
        Ok(vec![
            Value::from(
                Utc.with_ymd_and_hms(2026, 2, 3 + place, 9, 12, 30 + place)
                    .single(),
            ),
            Value::text(format!("+33 1 99 00 12 {:02}", 34 + place)),
            Value::from(i64::from(place) * 61 + 12),
            Value::from(place % 3 == 1),
        ])
    });
    Ok(Records::new("calls", fields, rows).labelled("Vos appels", "Your calls"))
}

fn letters() -> Result<Attachments<'static>, Failure> {
    let content = Field::new(
        "letter",
        DataCategory::Other,
        Provenance::Provided,
        "account".parse()?,
    );
    let letter: &[u8] = "Bonjour, merci de mettre mon adresse à jour.\n".as_bytes();
    let files = [
        Ok(Attachment::new("Lettre été 2025.txt", "text/plain", letter)),
        Ok(Attachment::new(
            "../lettre ete 2025.TXT",
            "text/plain",
            letter,
        )),
    ];
    Ok(Attachments::new("letters", content, files).labelled("Vos courriers", "Your letters"))
}

fn tickets() -> Result<Records<impl Iterator<Item = Result<Vec<Value>, SourceFailure>>>, Failure> {
    let fields = vec![
        Field::new(
            "opened",
            DataCategory::Other,
            Provenance::Observed,
            "account".parse()?,
        )
        .labelled("Ouvert le", "Opened on")
        .of_kind(Kind::Date),
        Field::new(
            "message",
            DataCategory::Other,
            Provenance::Provided,
            "account".parse()?,
        )
        .labelled("Message", "Message"),
    ];
    let rows = vec![
        Ok(vec![
            Value::from(day(1, 20)?),
            Value::from("Bonjour, ma commande n'est pas arrivée."),
        ]),
        Ok(vec![Value::from(day(1, 22)?), Value::Null]),
        Err(SourceFailure::TimedOut),
    ];
    Ok(Records::new("tickets", fields, rows)
        .labelled("Vos demandes d'assistance", "Your support tickets"))
}
