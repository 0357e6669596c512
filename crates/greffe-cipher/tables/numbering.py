#!/usr/bin/env python3
"""Compares src/field/numbering.rs with libphonenumber's metadata, and writes what differs with the reason for it.

    pip install phonenumbers==9.0.43
    python3 tables/numbering.py > tables/numbering-differences.tsv

Rows of the table that differ without a reason in REASONS below, and reasons without a difference, end the script with 1. Where the table is
meant to be changed for a difference, change src/field/numbering.rs; where it is not, say here why.
"""
import pathlib
import re
import sys

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

RUST = pathlib.Path(__file__).parent.parent / "src/field/numbering.rs"

CARRIER = "the other prefixes choose a carrier; 00 works too, and a national number that begins like one is judged by its length"
REASONS = {
    ("AX", "international prefix"): CARRIER,
    ("BG", "lengths"): "12 digits begin with 00 800: universal freephone (calling code 800), which is dialled, not reached under +359",
    ("BY", "trunk prefix"): "8 is dialled, then 0 before the area code: ours is both, so that no national number begins with 0",
    ("BY", "lengths"): "toll-free and premium numbers are not reached from abroad; other numbers have 9 digits",
    ("CA", "lengths"): "310-xxxx and its like have no area code",
    ("CN", "international prefix"): CARRIER,
    ("DE", "lengths"): "E.164 allows 15 digits, the calling code included",
    ("FI", "international prefix"): CARRIER,
    ("FJ", "international prefix"): "052 begins with 0, as one number's first digit may: judged by its length",
    ("ID", "lengths"): "longer numbers begin with 00, an international prefix, and are not reached from abroad",
    ("IL", "international prefix"): "012 to 019 choose a carrier: refused, since the number that follows is abroad",
    ("IR", "lengths"): "the shortest numbers are not reached from abroad, and +98 with 4 digits is too short for the form",
    ("IS", "international prefix"): CARRIER,
    ("JP", "lengths"): "longer numbers begin with 00, an international prefix, and are not reached from abroad",
    ("KP", "international prefix"): CARRIER,
    ("KR", "lengths"): "14 digits begin with 00, an international prefix, and are not reached from abroad",
    ("KZ", "lengths"): "14 digits begin with 8 10, the international prefix",
    ("MU", "international prefix"): "the others begin with 0, as no number here does: refused",
    ("MV", "international prefix"): "the other begins with 0, as no number here does: refused",
    ("MX", "international prefix"): "the other begins with 0, as no number here does: refused",
    ("NG", "lengths"): "E.164 allows 15 digits, the calling code included",
    ("NZ", "international prefix"): "0161 chooses a carrier: refused, since the number that follows is abroad",
    ("PE", "international prefix"): CARRIER,
    ("PG", "international prefix"): CARRIER,
    ("RU", "lengths"): "14 digits begin with 8 10, the international prefix",
    ("SB", "international prefix"): "the other begins with 0, as no number here does: refused",
    ("SC", "international prefix"): "the others begin with 0, as no number here does: refused",
    ("SI", "international prefix"): CARRIER,
    ("TD", "international prefix"): CARRIER,
    ("UY", "lengths"): "E.164 allows 15 digits, the calling code included",
    ("UY", "international prefix"): "013 to 019 choose a carrier: refused, since the number that follows is abroad",
}
# Where the table is wider than the metadata without refusing anything, no reason is asked: it is meant to be the widest of a plan.


def rows(source):
    """Region: calling code, trunk prefix, shortest, longest."""
    found = re.findall(r'r\(b"([A-Z]{2})", (\d+), "(\d*)", (\d+), (\d+)\)', source)
    return {region: (int(code), trunk, int(low), int(high)) for region, code, trunk, low, high in found}


def listed(source, name):
    """The regions of a static list."""
    return set(re.findall(r'b"([A-Z]{2})"', source.split(f"static {name}")[1].split("];")[0]))


def differences():
    source = RUST.read_text(encoding="utf-8")
    table = rows(source)
    other_prefix = listed(source, "OTHER_PREFIX")
    regions = set(phonenumbers.SUPPORTED_REGIONS)
    for region in sorted(set(table) ^ regions):
        yield region, "region", region in table, region in regions
    for region in sorted(set(table) & regions):
        code, trunk, low, high = table[region]
        data = PhoneMetadata.metadata_for_region(region)
        lengths = data.general_desc.possible_length
        if code != data.country_code:
            yield region, "calling code", code, data.country_code
        if trunk != (data.national_prefix or ""):
            yield region, "trunk prefix", trunk, data.national_prefix
        if low > min(lengths) or high < max(lengths):
            yield region, "lengths", f"{low}-{high}", ",".join(map(str, lengths))
        ours = "00" if code != 1 and region not in other_prefix else "another"
        theirs = "00" if data.international_prefix == "00" else "another"
        if ours == "00" and theirs != "00":
            yield region, "international prefix", ours, data.international_prefix
    services = {int(c): (int(low), int(high)) for c, low, high in re.findall(r"\((\d{3}), (\d+), (\d+)\)", source)}
    for code in sorted(set(services) | set(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS)):
        data = PhoneMetadata.metadata_for_nongeo_region(code)
        lengths = data.general_desc.possible_length if data else ()
        if code not in services or not lengths or services[code][0] > min(lengths) or services[code][1] < max(lengths):
            yield f"+{code}", "lengths", services.get(code), lengths


def main():
    if phonenumbers.__version__ != "9.0.43":
        sys.exit(f"phonenumbers is {phonenumbers.__version__}, not 9.0.43")
    print(f"# src/field/numbering.rs against libphonenumber's metadata {phonenumbers.__version__} (PyPI phonenumbers), by tables/numbering.py.")
    print("# region\twhat\tours\ttheirs\treason")
    found = set()
    faults = []
    for region, what, ours, theirs in differences():
        found.add((region, what))
        reason = REASONS.get((region, what))
        if reason is None:
            faults.append(f"no reason for {region} {what}: {ours!r} here, {theirs!r} there")
        print(region, what, ours, theirs, reason, sep="\t")
    faults += [f"a reason without a difference: {key}" for key in sorted(set(REASONS) - found)]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
