//! Registers in other formats: fides manifests and DPV.

use greffe::register::Register;
use greffe::terms::Lang;
use greffe_interchange::{Extent, ImportError, ImportLimits, LossReport, dpv, fides};

use crate::marker::{MARKER, assert_silent, marked_with_an_address};

/// Any bytes are a register or an error. What came in goes out and comes in again the same, and the terms alone say the same twice.
pub fn fides(data: &[u8]) {
    if let Ok((register, _)) = fides::import(data, ImportLimits::default()) {
        let export = |register: &Register, extent| {
            fides::export(register, Lang::Fr, extent).expect("a register goes out")
        };
        let import = |text: &str| fides::import(text.as_bytes(), ImportLimits::default());
        comes_back(&register, |r, extent| export(r, extent).0, import);
    }
    silent(data, fides::import);
}

/// The same for JSON-LD.
pub fn dpv(data: &[u8]) {
    if let Ok((register, _)) = dpv::import(data, ImportLimits::default()) {
        let export = |register: &Register, extent| {
            dpv::export(register, extent).expect("a register goes out")
        };
        let import = |text: &str| dpv::import(text.as_bytes(), ImportLimits::default());
        comes_back(&register, |r, extent| export(r, extent).0, import);
    }
    silent(data, dpv::import);
}

fn comes_back(
    register: &Register,
    export: impl Fn(&Register, Extent) -> String,
    import: impl Fn(&str) -> Result<(Register, LossReport), ImportError>,
) {
    let whole = export(register, Extent::Whole);
    let (again, losses) = import(&whole).expect("what went out comes in");
    assert!(again == *register, "another register came back");
    assert!(losses.is_empty(), "{losses}");
    let (seen, _) = import(&export(register, Extent::Terms)).expect("terms come in");
    let (again, _) = import(&export(&seen, Extent::Terms)).expect("terms come in again");
    assert!(again == seen, "terms say another register the second time");
}

fn silent(
    data: &[u8],
    import: impl Fn(&[u8], ImportLimits) -> Result<(Register, LossReport), ImportError>,
) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match import(
        marked_with_an_address(text).as_bytes(),
        ImportLimits::default(),
    ) {
        Err(error) => {
            assert_silent(&error);
            assert!(!error.in_language(Lang::Fr).contains(MARKER));
        }
        Ok((register, losses)) => {
            let shown = format!("{register:?} {losses:?}");
            assert!(!shown.contains(MARKER), "a report repeats its input");
        }
    }
}
