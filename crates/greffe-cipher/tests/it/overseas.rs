//! French overseas subscribers: one stored form, from wherever the number is dialled.

use greffe_cipher::{Context, Fax, IndexBits, Phone};

use crate::support::published;

/// As dialled in metropolitan France, and from abroad. In each range numbers that libphonenumber's metadata knows to be given out.
const SUBSCRIBERS: &[(&str, &str)] = &[
    ("0262 12 34 56", "+262 262 12 34 56"), // La Réunion
    ("0263 10 12 34", "+262 263 10 12 34"),
    ("0268 81 23 45", "+262 268 81 23 45"),
    ("0692 12 34 56", "+262 692 12 34 56"),
    ("0693 10 34 56", "+262 693 10 34 56"),
    ("0709 20 12 34", "+262 709 20 12 34"),
    ("0269 60 12 34", "+262 269 60 12 34"), // Mayotte
    ("0268 90 12 34", "+262 268 90 12 34"),
    ("0639 01 23 45", "+262 639 01 23 45"),
    ("0709 35 12 34", "+262 709 35 12 34"),
    ("0709 37 12 34", "+262 709 37 12 34"),
    ("0590 20 12 34", "+590 590 20 12 34"), // Guadeloupe
    ("0598 71 23 45", "+590 598 71 23 45"),
    ("0690 12 34 56", "+590 690 12 34 56"),
    ("0691 30 34 56", "+590 691 30 34 56"),
    ("0709 00 12 34", "+590 709 00 12 34"),
    ("0594 20 12 34", "+594 594 20 12 34"), // Guyane
    ("0598 81 23 45", "+594 598 81 23 45"),
    ("0694 20 12 34", "+594 694 20 12 34"),
    ("0709 30 12 34", "+594 709 30 12 34"),
    ("0709 33 12 34", "+594 709 33 12 34"),
    ("0596 30 12 34", "+596 596 30 12 34"), // Martinique
    ("0598 91 23 45", "+596 598 91 23 45"),
    ("0696 12 34 56", "+596 696 12 34 56"),
    ("0697 27 12 34", "+596 697 27 12 34"),
    ("0709 10 12 34", "+596 709 10 12 34"),
    ("0708 40 12 34", "+508 708 40 12 34"), // Saint-Pierre-et-Miquelon
    ("0708 45 12 34", "+508 708 45 12 34"),
    ("0708 50 12 34", "+508 708 50 12 34"),
    ("0708 56 12 34", "+508 708 56 12 34"),
];

#[test]
fn a_number_dialled_in_france_and_from_abroad_is_one_number() {
    for (dialled, abroad) in SUBSCRIBERS {
        let within = Phone::parse_in("FR", dialled).unwrap();
        assert_eq!(within, abroad.parse().unwrap(), "{dialled}");
        assert_eq!(Phone::parse_in("FR", abroad).unwrap(), within);
        let without_zero = dialled.strip_prefix('0').unwrap();
        assert_eq!(Phone::parse_in("FR", without_zero).unwrap(), within);
        assert_eq!(
            Fax::parse_in("FR", dialled).unwrap().expose(),
            within.expose()
        );
    }
    // Their neighbours, and the numbers kept for fiction (whose ranges a metadata of given numbers refuses).
    for metropolitan in ["01 99 00 12 34", "0695 01 23 45", "0698 12 34 56"] {
        let phone = Phone::parse_in("FR", metropolitan).unwrap();
        assert!(phone.expose().starts_with("+33"), "{metropolitan}");
        assert_eq!(phone.under_33(), None);
    }
    // Below 0708 and 0709 are ranges that nobody has, or of which nobody says whose they are.
    if cfg!(not(feature = "phone-metadata")) {
        for nobody in [
            "0264 12 34 56",
            "0267 12 34 56",
            "0598 61 23 45",
            "0708 39 12 34",
            "0708 46 12 34",
            "0708 49 12 34",
            "0708 57 12 34",
            "0709 34 12 34",
            "0709 38 12 34",
            "0709 40 12 34",
        ] {
            let phone = Phone::parse_in("FR", nobody).unwrap();
            assert!(phone.expose().starts_with("+33"), "{nobody}");
            assert_eq!(phone.under_33(), None);
        }
        let fiction = Phone::parse_in("FR", "06 39 98 12 34").unwrap();
        assert_eq!(fiction.expose(), "+33639981234");
        assert_eq!("+262639981234".parse::<Phone>().unwrap().under_33(), None);
    }
}

/// Rows from before the ranges were known hold the number under +33.
#[test]
fn a_row_of_the_former_form_is_found_and_written_anew() {
    let cipher = published().cipher(Context::new("customers", "phone"));
    let cipher = cipher.unwrap();
    let phones = cipher.deterministic::<Phone>();
    let by_phone = cipher.index::<Phone>("by_phone", IndexBits::FULL).unwrap();
    for (dialled, abroad) in SUBSCRIBERS {
        let searched = Phone::parse_in("FR", dialled).unwrap();
        let digits = dialled.trim_start_matches('0').replace(' ', "");
        let former = searched.under_33().unwrap();
        assert_eq!(former.expose(), format!("+33{digits}"));
        assert_eq!(former.under_33(), None);
        let fax: Fax = abroad.parse().unwrap();
        assert_eq!(fax.under_33().unwrap().expose(), former.expose());
        let (row, token) = (phones.seal(&former), by_phone.token(&former));
        assert!(!phones.lookup(&searched).contains(&row));
        assert!(phones.lookup(&searched.under_33().unwrap()).contains(&row));
        let found = by_phone.lookup(&searched.under_33().unwrap());
        assert!(found.contains(&token));
        // What stands under +33 still opens as it is.
        let opened = phones.open(&row).unwrap();
        assert_eq!(opened, former);
        let anew = Phone::parse_in("FR", &opened.expose().replacen("+33", "0", 1));
        assert_eq!(anew.unwrap(), searched);
    }
}
