use crate::demo_of;

/// Every step is there in its order, at least three rules are executed on rows, and every rule is accounted for.
fn keeps(register: &str) {
    let (page, _folder) = demo_of(register, "en");
    let mut rest = page.as_str();
    for step in 1..=8 {
        let (_, after) = rest
            .split_once(&format!("\n{step}. "))
            .unwrap_or_else(|| panic!("step {step} is missing:\n{page}"));
        rest = after;
    }
    let words: Vec<&str> = page.split_whitespace().collect();
    let at = words
        .windows(3)
        .position(|three| three == ["rules", "executed", "on"])
        .unwrap();
    let executed: usize = words[at - 1].parse().unwrap();
    let file = std::fs::read_to_string(crate::registers_folder().join(format!("{register}.toml")))
        .unwrap();
    let register = greffe::register::Register::from_toml(&file).unwrap();
    assert!(executed >= 3, "{executed} executed rules:\n{page}");
    assert!(words.join(" ").contains("→ table "), "{page}");
    for (address, ..) in register.rules() {
        assert!(
            page.contains(&address.to_string()),
            "{address} is not on the page"
        );
    }
}

#[test]
fn the_hosting_company_keeps_its_register() {
    keeps("hosting");
}

#[test]
fn the_call_tracking_vendor_keeps_its_register() {
    keeps("call-tracking");
}

#[test]
fn the_bank_communication_vendor_keeps_its_register() {
    keeps("bank-communication");
}

#[test]
fn the_paperless_assemblies_vendor_keeps_its_register() {
    keeps("paperless-assemblies");
}

#[test]
fn the_software_support_vendor_keeps_its_register() {
    keeps("software-support");
}

#[test]
fn the_page_speaks_french() {
    let (page, folder) = demo_of("hosting", "fr");
    assert!(page.contains("lundi 23 novembre 2026"));
    assert!(page.contains("La purge, avec preuve"));
    let html = std::fs::read_to_string(folder.path().join("register.html")).unwrap();
    assert!(html.contains("<html lang=\"fr\">"));
}
