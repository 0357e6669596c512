//! The member "subjects" of the published vectors: wrapped keys, and tokens of suite 4.

use greffe_cipher::{
    Binding, Bytes, CardNumber, Context, Email, Fax, Field, Iban, Keyring, MasterKey, Padding,
    PersonName, Phone, Subject, SubjectKey, SubjectKeys,
};
use serde_json::{Value, json};

use crate::support::{Counting, hex, id};

/// One object a line, in the order of JSON's keys.
pub(crate) fn lines() -> String {
    let mut out = Vec::new();
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    of("iban", &iban, iban.expose().as_bytes(), &mut out);
    let email: Email = "Jean.MARTIN+x@example.org".parse().unwrap();
    of("email", &email, email.expose().as_bytes(), &mut out);
    let phone: Phone = "+33199001234".parse().unwrap();
    of("phone", &phone, phone.expose().as_bytes(), &mut out);
    let fax: Fax = "+12125550123".parse().unwrap();
    of("fax", &fax, fax.expose().as_bytes(), &mut out);
    let name: PersonName = "Jean-Pierre D'Œuvre".parse().unwrap();
    of("name", &name, name.expose().as_bytes(), &mut out);
    let card: CardNumber = "4111111111111111".parse().unwrap();
    of("card", &card, card.expose().as_bytes(), &mut out);
    of("bytes", &Bytes::new(&[]).unwrap(), &[], &mut out);
    let lines: Vec<_> = out.iter().map(|line| format!("  {line}")).collect();
    lines.join(",\n")
}

fn of<T: Field>(kind: &str, value: &T, storage: &[u8], out: &mut Vec<Value>) {
    let longest = [0xa5; 255];
    let rows = [
        // Tenant, subject, generation, padding, binding with its octets.
        (
            None,
            b"ana".as_slice(),
            1,
            (0, Padding::None),
            (Binding::none(), None),
        ),
        (
            Some("acme"),
            &longest,
            0xffff_ffff,
            (1, Padding::To16),
            (Binding::empty(), Some(String::new())),
        ),
        (
            Some("acme"),
            b"\0",
            0x0102_0304,
            (5, Padding::To256),
            (
                Binding::empty().int(-2).unwrap(),
                Some("0000000901fffffffffffffffe".to_owned()),
            ),
        ),
    ];
    for (at, (tenant, subject, generation, (class, padding), (row, binding))) in (1u8..).zip(rows) {
        let ring = Keyring::single(
            id(0x0a0b_0c00 + u32::from(at)),
            0,
            MasterKey::from_bytes([at; 32]),
        );
        let created = 1_750_000_000 + u64::from(at);
        let key = SubjectKey::from_bytes(
            Subject::new(subject).unwrap(),
            id(generation),
            created,
            &[0x40 + at; 32],
        );
        let vault = ring.subject_vault(tenant.map(str::as_bytes)).unwrap();
        let Ok(wrapped) = vault.wrap(&key, &mut Counting(u64::from(at)));
        let context = Context::new("people", "column");
        let context = tenant.iter().fold(context, |context, t| context.tenant(t));
        let column = SubjectKeys::of([key.clone()])
            .unwrap()
            .column::<T>(&context)
            .unwrap();
        let Ok(token) = column.padding(padding).seal(value, &row, &mut Counting(7));
        out.push(json!({
            "type": kind,
            "master": hex(&[at; 32]),
            "master_id": ring.primary().get(),
            "tenant": tenant.map(|tenant| hex(tenant.as_bytes())),
            "subject": hex(subject),
            "key": hex(key.expose()),
            "generation": generation,
            "created": created,
            "wrap_nonce": hex(&wrapped.as_bytes()[19..31]),
            "wrapped": hex(wrapped.as_bytes()),
            "wrapped_text": wrapped.to_text(),
            "storage": hex(storage),
            "padding": class,
            "binding": binding,
            "token": hex(token.as_bytes()),
            "text": token.to_text(),
        }));
    }
}
