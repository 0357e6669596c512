#!/usr/bin/env python3
"""Writes src/unicode/tables.rs: the pinned Unicode 17.0.0 properties of the canonical forms.

Needs two packages that carry exactly Unicode 17.0.0 (checked below):
    pip install unicodedata2==17.0.1 regex==2026.1.15
    python3 tables/unicode.py > src/unicode/tables.rs

General categories come from unicodedata2, the full case folding (statuses C and F of CaseFolding.txt)
and White_Space from regex. Both packages must agree on which code points are assigned.
"""
import sys

import regex
import unicodedata2
from regex import _regex

FULL_CASE, IGNORECASE = 0x4000, 0x2
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def ranges(holds):
    """Maximal inclusive ranges of code points for which `holds` is true, surrogates left out."""
    out = []
    for c in CODE_POINTS:
        if holds(chr(c)):
            if out and out[-1][1] == c - 1:
                out[-1][1] = c
            else:
                out.append([c, c])
    return out


def table(name, doc, rows, kind, per_line):
    print(f"\n/// {doc}")
    print("#[rustfmt::skip]")
    print(f"pub(super) static {name}: &[{kind}] = &[")
    for i in range(0, len(rows), per_line):
        print("    " + " ".join(r + "," for r in rows[i : i + per_line]))
    print("];")


def pairs(found):
    return [f"(0x{a:04X}, 0x{b:04X})" for a, b in found]


def main():
    if unicodedata2.unidata_version != "17.0.0":
        sys.exit("unicodedata2 does not carry Unicode 17.0.0")
    assigned = ranges(lambda ch: unicodedata2.category(ch) != "Cn")
    if assigned != ranges(lambda ch: not regex.match(r"\p{Cn}", ch)):
        sys.exit("regex does not carry Unicode 17.0.0")
    folds = []
    for c in CODE_POINTS:
        folded = _regex.fold_case(FULL_CASE | IGNORECASE, chr(c))
        # The package adds the Turkic pair U+0130/U+0131 to its own loop; CaseFolding.txt has
        # 0130 -> 0069 0307 with status F, and nothing for 0131 under C and F.
        if c == 0x130:
            folded = "i\u0307"
        if c == 0x131:
            folded = chr(c)
        if c == 0x49:
            folded = "i"
        if folded != chr(c):
            folds.append((c, folded))
    print("// Written by tables/unicode.py; do not edit. Source: Unicode Character Database 17.0.0.")
    print("//! Committed Unicode 17.0.0 tables.")
    table("ASSIGNED", "Inclusive ranges whose General_Category is not Cn; surrogates left out.", pairs(assigned), "(u32, u32)", 6)
    table("FORMAT", "General_Category Cf.", pairs(ranges(lambda ch: unicodedata2.category(ch) == "Cf")), "(u32, u32)", 6)
    table("WHITE_SPACE", "White_Space.", pairs(ranges(lambda ch: regex.match(r"\p{White_Space}", ch))), "(u32, u32)", 6)
    rows = [f"('\\u{{{c:X}}}', \"" + "".join(f"\\u{{{ord(x):X}}}" for x in f) + '")' for c, f in folds]
    table("FOLD", "Full case folding: statuses C and F of CaseFolding.txt.", rows, "(char, &str)", 5)


main()
