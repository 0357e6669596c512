use greffe::RegisterExt;
use greffe::cipher::{Context, FieldType};
use greffe::register::{Register, SealedType};

#[test]
fn a_field_has_a_context_for_each_store_and_none_where_the_store_is_not_known() {
    let register = Register::from_toml(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "FAC-01"
        name = "Billing"
        data = [
            { category = "economic", fields = ["iban", "balance"], sealed = ["iban"], held_in = ["customers", "mandates"] },
            { category = "identity", fields = ["fax"], sealed = ["fax"] },
            { category = "location", fields = ["address"], sealed = [{ field = "address", type = "bytes" }], held_in = "elsewhere" },
        ]
        "#,
    )
    .unwrap();
    let fields = register.fields_to_seal();
    let said: Vec<_> = fields
        .iter()
        .map(|field| {
            (
                field.address().to_string(),
                field.field(),
                field.table(),
                field.field_type(),
                field.context(),
            )
        })
        .collect();
    let iban = |table: &'static str| {
        (
            "FAC-01/economic".to_owned(),
            "iban",
            Some(table),
            Some(FieldType::Iban),
            Some(Context::new(table, "iban")),
        )
    };
    let fax = (
        "FAC-01/identity".to_owned(),
        "fax",
        None,
        Some(FieldType::Phone),
        None,
    );
    assert_eq!(said, [iban("customers"), iban("mandates"), fax]);
}

#[test]
fn every_type_of_the_register_is_one_of_the_cipher() {
    for kind in SealedType::ALL {
        let register = Register::from_toml(&format!(
            "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", name = \"A\", data = [{{ category = \"other\", fields = [\"f\"], sealed = [{{ field = \"f\", type = \"{kind}\" }}] }}] }}]"
        ))
        .unwrap();
        let fields = register.fields_to_seal();
        assert_eq!((fields.len(), fields[0].kind()), (1, *kind));
        assert!(fields[0].field_type().is_some(), "{kind}");
    }
}
