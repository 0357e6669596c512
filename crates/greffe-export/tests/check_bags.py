"""Has independent programs judge the bags that `examples/bags.rs` writes: `cargo xtask bags`.

    pip install bagit==1.8.1 cryptography==50.0.2 frictionless[json]==5.21.0 html5lib==1.1 setuptools==65.5.0
    python3 check_bags.py BINARY FOLDER

`unzip` must be there too.
"""

import csv
import filecmp
import hashlib
import hmac
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import html5lib
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from frictionless import Checklist, Package

BINARY, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
LANGUAGES = ("french", "english")


def run(*arguments, dies=False):
    outcome = subprocess.run([BINARY, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert (outcome.returncode != 0) == dies, f"{arguments}: {outcome.returncode}"


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def check_same(one, two):
    """The same names and the same bytes."""
    first, second = files_of(one), files_of(two)
    assert first.keys() == second.keys(), first.keys() ^ second.keys()
    for name, path in first.items():
        assert filecmp.cmp(path, second[name], shallow=False), name


def check_bag(folder):
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.version == "1.0"
    assert bag.info["External-Identifier"] == "R-2026-17"


def check_zip(archive, unpacked):
    subprocess.run(["unzip", "-tqq", archive], check=True)
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(unpacked)
    (bag,) = unpacked.iterdir()
    return bag


def unguarded(cell):
    """What the guard's declaration in datapackage.json says: take one leading apostrophe off."""
    return cell[1:] if cell.startswith("'") else cell


def as_json(cell, kind, markers):
    """The JSON of a CSV cell, as its type in the table schema says."""
    if cell == "":
        return "null"
    if cell in markers:
        return json.dumps({"$redacted": cell[len("[redacted ") : -1]}, ensure_ascii=False, separators=(",", ":"))
    if kind in ("integer", "boolean", "array"):
        return cell
    return json.dumps(unguarded(cell) if kind == "string" else cell, ensure_ascii=False)


def check_tables(data):
    """Every line of NDJSON again, byte for byte, out of the CSV file beside it."""
    descriptor = json.loads((data / "datapackage.json").read_text("utf-8"))
    tables = 0
    for resource in descriptor["resources"]:
        if resource["format"] != "csv":
            continue
        tables += 1
        path = data / resource["path"]
        fields = resource["schema"]["fields"]
        markers = [value for value in resource["schema"]["missingValues"] if value]
        expected = path.with_suffix(".ndjson").read_bytes()
        lines = []
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            assert next(rows) == [field["name"] for field in fields]
            for row in rows:
                assert len(row) == len(fields)
                values = (
                    json.dumps(unguarded(field["name"]), ensure_ascii=False) + ":" + as_json(cell, field["type"], markers)
                    for cell, field in zip(row, fields)
                )
                lines.append("{" + ",".join(values) + "}\n")
        assert "".join(lines).encode() == expected, path
        assert hashlib.sha256(path.read_bytes()).hexdigest() == resource["hash"].removeprefix("sha256:")
    assert tables > 1


def check_frictionless(data):
    # A record of which nothing is recorded is one all the same.
    checklist = Checklist(skip_errors=["blank-row"])
    report = Package(str(data / "datapackage.json")).validate(checklist)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:10]
    assert report.stats["tasks"] > 2


REFERENCES = ("src", "href", "srcset", "action", "formaction", "data", "poster", "background", "ping", "cite", "manifest")
FETCHES = ("script", "link", "iframe", "object", "embed", "base", "img", "audio", "video", "source", "form")


def check_page(data):
    text = (data / "index.html").read_bytes()
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "an id twice"
    for element in document.iter():
        assert element.tag not in FETCHES, element.tag
        assert "url(" not in (element.get("style") or "")
        assert (element.get("http-equiv") or "").lower() != "refresh"
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            if name in REFERENCES:
                inside = value[1:] in ids if value.startswith("#") else (data / value).resolve().is_file()
                assert inside, f"{element.tag} {name}={value}"
                assert value.startswith("#") or data.resolve() in (data / value).resolve().parents
        if element.tag == "style":
            assert "url(" not in element.text and "@import" not in element.text


def check_signature(folder, language):
    """`signature.txt` by its documentation, with other implementations."""
    lines = dict(line.split(": ") for line in (folder / "signature.txt").read_text().splitlines())
    assert lines["Greffe-Signature-Version"] == "1"
    signed = f"greffe-export signature 1\n{lines['Algorithm']}\n{lines['Key-Id']}\n".encode()
    signed += (folder / lines["Signed-File"]).read_bytes()
    signature = bytes.fromhex(lines["Signature"])
    if language == "french":
        assert lines["Algorithm"] == "Ed25519"
        public = Ed25519PrivateKey.from_private_bytes(bytes([7] * 32)).public_key()
        assert lines["Key-Id"] == hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]
        public.verify(signature, signed)
    else:
        assert (lines["Algorithm"], lines["Key-Id"]) == ("HMAC-SHA-256", "desk-2026")
        assert hmac.digest(bytes([9] * 32), signed, "sha256") == signature


def check_large():
    run("large", FOLDER)
    archive = FOLDER / "large.zip"
    subprocess.run(["unzip", "-tqq", archive], check=True)
    with zipfile.ZipFile(archive) as opened:
        (large,) = [info for info in opened.infolist() if info.filename.endswith("recording.wav")]
        assert large.file_size == 2**32 + 1
        assert large.extra[:2] == b"\x01\x00", "the 64-bit form"
        with opened.open(large) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        manifest = opened.read(next(name for name in opened.namelist() if name.endswith("/manifest-sha256.txt"))).decode()
    assert f"{digest}  data/files/recordings/recording.wav\n" in manifest
    archive.unlink()


def main():
    run("write", FOLDER / "one")
    run("write", FOLDER / "two")
    for record in (0, 1_234, 2_999, 3_000, 3_499):
        run("killed", FOLDER / "killed", record, dies=True)
        assert not (FOLDER / "killed" / "french" / "bagit.txt").exists()
    run("write", FOLDER / "killed")
    check_same(FOLDER / "one", FOLDER / "two")
    check_same(FOLDER / "one", FOLDER / "killed")
    for language in LANGUAGES:
        folder = FOLDER / "one" / language
        unpacked = check_zip(FOLDER / "one" / f"{language}.zip", FOLDER / "unpacked" / language)
        check_same(folder, unpacked)
        check_bag(folder)
        check_bag(unpacked)
        check_signature(folder, language)
        check_tables(folder / "data")
        check_frictionless(folder / "data")
        check_page(folder / "data")
    check_large()
    print("bags: bagit, csv, frictionless, html5lib, unzip, zipfile, cryptography agree")


main()
