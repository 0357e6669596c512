#!/usr/bin/env python3
"""Checks tests/data/forms.json with implementations of its own, written from FORMAT.md and independent of the crate.

    pip install idna==3.20 phonenumbers==9.0.43 regex==2026.1.15 unicodedata2==17.0.1 && python3 tests/check_forms.py

Needs Python 3.11 or later. For each type: what was typed, and its storage and match forms, or that it is refused (why is the crate's own
affair, and its own test's). Phone numbers are read by libphonenumber instead of the crate's numbering table. The sweeps hash what becomes of
every code point of Unicode in a name, in a local part and in a domain, so that no table can change unseen.

`--write` fills in the forms of rows that were added with "typed" alone, and the sweeps.
"""
import hashlib
import json
import pathlib
import re
import sys
import unicodedata

import idna
import idna.core
import phonenumbers
import unicodedata2
from regex import _regex

# The package asks Python's own tables, which may be older: here it asks those of 17.0.0.
idna.core.unicodedata = unicodedata2

FORMS = pathlib.Path(__file__).parent / "data/forms.json"
REGISTRY = pathlib.Path(__file__).parent.parent / "tables/iban-registry.tsv"
PRESENTATION = set(" \t-\u00a0\u2007\u2009\u202f\u200b\ufeff")
FULL_CASE, IGNORECASE = 0x4000, 0x2
assert unicodedata2.unidata_version == "17.0.0", unicodedata2.unidata_version


class Refused(Exception):
    pass


def hold(condition):
    if not condition:
        raise Refused


# Numbers


def strip(text, also=""):
    hold(len(text.encode()) <= 256)
    out = "".join(c for c in text if c not in PRESENTATION and c not in also)
    hold(out and out.isascii())
    return out


def registry():
    kinds = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
    out = {}
    for line in REGISTRY.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, bban = line.split("\t")[:2]
            parts = re.findall(r"(\d+)!([nac])", bban)
            out[country] = re.compile("".join(f"{kinds[kind]}{{{count}}}" for count, kind in parts))
    return out


COUNTRIES = registry()


def iban(row):
    number = strip(row["typed"]).upper()
    hold(re.fullmatch(r"[A-Z]{2}(0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,30}", number))
    structure = COUNTRIES.get(number[:2])
    hold(structure and structure.fullmatch(number[4:]))
    hold(int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1)
    return number, number


def card(row):
    number = strip(row["typed"])
    hold(re.fullmatch(r"[0-9]{12,19}", number))
    digits = [int(c) for c in reversed(number)]
    hold((sum(digits[0::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0)
    return number, number


def phone(row):
    """libphonenumber's reading of a row that the crate takes: its own laws of refusal are stricter, and its table another."""
    hold("refused" not in row)
    # Without a region a leading 00 is "+" (FORMAT.md), which libphonenumber leaves to regions.
    text = strip(row["typed"], "./")
    read = phonenumbers.parse(text if "region" in row else re.sub("^00", "+", text), row.get("region"))
    number = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(read) == ("metadata" in row):
        sys.exit(f"{row}: libphonenumber says valid={phonenumbers.is_valid_number(read)}")
    return number, number


# Text


def assigned(c):
    return unicodedata2.category(c) != "Cn"


def fold(text):
    """Full case folding, C and F: Python's own where it knows the character."""
    out = ""
    for c in text:
        if unicodedata.category(c) != "Cn":
            out += c.casefold()
        else:
            out += _regex.fold_case(FULL_CASE | IGNORECASE, c)
    return out


def nfc(text):
    return unicodedata2.normalize("NFC", text)


WHITE_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
DROPPED = {*map(chr, range(0x300, 0x370)), "\u200c", "\u200d", "'", "\u2019", "\u02bc", "."}


def name(row):
    text = row["typed"]
    hold(all(map(assigned, text)))
    stored = WHITE_SPACE.sub(" ", nfc(text)).strip(" ")
    hold(1 <= len(stored.encode()) <= 1024 and "~" not in stored)
    hold(all(unicodedata2.category(c) not in ("Cc", "Cs", "Co", "Cf") or c in "\u200c\u200d" for c in stored))
    folded = fold(unicodedata2.normalize("NFD", stored))
    plain = nfc("".join(LETTERS.get(c, c) for c in folded if c not in DROPPED))
    match = "".join(re.split("[ \\-\u2010\u2011]", plain))
    hold(match)
    return stored, match


ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]")


def local_part(text):
    local = nfc(text)
    hold(1 <= len(local.encode()) <= 64 and "" not in local.split("."))
    for c in local:
        hold(ATEXT.match(c) if c.isascii() else unicodedata2.category(c) not in ("Cc", "Cf") and not WHITE_SPACE.match(c))
    return local


def mapped(text):
    try:
        return nfc(idna.uts46_remap(text, True))
    except idna.IDNAError:
        raise Refused from None


def labels_of(text):
    """UTS 46, non-transitional, STD3, CheckHyphens, CheckJoiners, CheckBidi: the labels as Unicode."""
    out = []
    for label in mapped(text).split("."):
        if label.startswith("xn--"):
            try:
                decoded = label[4:].encode().decode("punycode")
            except UnicodeError:
                raise Refused from None
            hold(decoded and not decoded.isascii() and mapped(decoded) == decoded)
            hold("xn--" + decoded.encode("punycode").decode() == label)
            label = decoded
        out.append(label)
    bidi = any(unicodedata2.bidirectional(c) in ("R", "AL", "AN") for label in out for c in label)
    for label in out:
        hold(label and label[2:4] != "--" and not label.startswith("-") and not label.endswith("-"))
        hold(not unicodedata2.category(label[0]).startswith("M"))
        try:
            for place, c in enumerate(label):
                hold(c not in "\u200c\u200d" or idna.core.valid_contextj(label, place))
            if bidi:
                idna.core.check_bidi(label, check_ltr=True)
        except (idna.IDNAError, ValueError):
            raise Refused from None
    return out


def domain(text):
    ascii_labels = [x if x.isascii() else "xn--" + x.encode("punycode").decode() for x in labels_of(text)]
    hold(len(ascii_labels) >= 2 and all(len(x) <= 63 for x in ascii_labels))
    return ".".join(ascii_labels)


def email(row):
    text = row["typed"]
    hold(all(map(assigned, text)) and "@" in text)
    local, _, typed_domain = text.partition("@")
    local = local_part(local)
    host = domain(typed_domain)
    stored = f"{local}@{host}"
    hold(len(host) <= 253 and len(stored.encode()) <= 254)
    return stored, f"{nfc(fold(local))}@{host}"


TYPES = {"iban": iban, "card": card, "phone": phone, "fax": phone, "name": name, "email": email}


def forms(row):
    try:
        return TYPES[row["type"]](row)
    except Refused:
        return None


# Sweeps


def sweep(kind):
    """Hashes a line a code point: its number and the match form of a text around it, or "-" where that is refused."""
    texts = {"name": ("name", "a{}e"), "local": ("email", "a{}e@b.example"), "domain": ("email", "a@b{}e.example")}
    kind, text = texts[kind]
    digest = hashlib.sha256()
    for code in [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]:
        c = chr(code)
        read = forms({"type": kind, "typed": text.format(c)}) if assigned(c) else None
        digest.update(f"{code:X} {read[1] if read else '-'}\n".encode())
    return digest.hexdigest()


def main():
    document = json.loads(FORMS.read_text(encoding="utf-8"))
    writing = "--write" in sys.argv
    faults = []
    unknown = 0
    for row in document["forms"]:
        read = forms(row)
        if writing and "storage" not in row and "refused" not in row:
            if read is None:
                row["refused"] = "?"
            else:
                row["storage"] = read[0]
                if read[1] != read[0]:
                    row["match"] = read[1]
        wanted = None if "refused" in row else (row["storage"], row.get("match", row["storage"]))
        if read != wanted:
            faults.append(f"{json.dumps(row)}: read as {read!r}")
        unknown += sum(unicodedata.category(c) == "Cn" and assigned(c) for c in row["typed"])
    for kind, wanted in document["sweeps"].items():
        found = sweep(kind)
        if writing:
            document["sweeps"][kind] = found
        elif found != wanted:
            faults.append(f"sweep {kind}: {found}")
    if writing:
        rows = ",\n".join("  " + json.dumps(row, ensure_ascii=True) for row in document["forms"])
        head = {key: value for key, value in document.items() if key != "forms"}
        FORMS.write_text(json.dumps(head, indent=1)[:-2] + ',\n "forms": [\n' + rows + "\n ]\n}\n", encoding="utf-8")
    if faults:
        sys.exit("\n".join(faults))
    counts = {kind: sum(row["type"] == kind for row in document["forms"]) for kind in TYPES}
    print(f"{len(document['forms'])} forms agree {counts}, {len(document['sweeps'])} sweeps of all code points agree;")
    print(f"{unknown} characters folded without Python {unicodedata.unidata_version}, which does not know them")


if __name__ == "__main__":
    main()
