#!/usr/bin/env python3
"""Checks tests/data/vectors.json with an implementation of its own, written from FORMAT.md.

    pip install cryptography==50.0.2 && python3 tests/check_vectors.py

Needs Python 3.11 or later and OpenSSL 3.2 or later (the wheels of `cryptography` bring it). Sealed tokens, indexes, texts and the
keyring are derived from the inputs and compared octet by octet; every token is also opened.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import struct
import unicodedata

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

TYPES = {"bytes": 0, "iban": 1, "email": 2, "phone": 3, "fax": 3, "name": 4, "card": 5}


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def lp(x):
    return struct.pack(">I", len(x)) + x


def opt(x):
    return b"\0" if x is None else b"\1" + lp(x)


def expand(prk, info):
    return mac(prk, info, b"\1")


def info(purpose, suite, tenant, table, field, index):
    suite = None if suite is None else bytes([suite])
    return lp(b"greffe/1") + lp(purpose) + opt(suite) + opt(tenant) + opt(None) + lp(table) + lp(field) + opt(index)


def pad(octets, cls):
    if cls == 0:
        return octets
    block = 16 << (cls - 1)
    octets += b"\x80"
    return octets + bytes(-len(octets) % block)


def fold(text):
    return text.casefold()


def nfc(text):
    return unicodedata.normalize("NFC", text)


SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
DROPPED = {0x200C, 0x200D, 0x27, 0x2019, 0x2BC, 0x2E} | set(range(0x300, 0x370))


def match_form(kind, storage):
    if kind == "email":
        local, domain = storage.decode().split("@")
        return (nfc(fold(local)) + "@" + domain).encode()
    if kind == "name":
        return "".join(words(storage)).encode()
    return storage


def words(storage):
    text = fold(unicodedata.normalize("NFD", storage.decode()))
    text = "".join(SPECIAL.get(c, c) for c in text if ord(c) not in DROPPED)
    for separator in "-\u2010\u2011":
        text = text.replace(separator, " ")
    return [word for word in nfc(text).split(" ") if word]


def b64(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check_sealed(v, prk, context, storage, form):
    suite, cls = v["suite"], v["padding"]
    header = bytes([0xFA, cls << 4 | suite, form]) + struct.pack(">I", v["key_id"])
    plain = pad(storage, cls)
    aead = AESGCMSIV(expand(prk, info(b"enc", suite, *context, None)))
    token = bytes.fromhex(v["token"])
    assert token[:7] == header
    if suite == 3:
        nonce, aad = token[7:19], header + opt(bytes.fromhex(v["binding"]))
        stored = nonce
    else:
        synthetic = mac(expand(prk, info(b"siv", suite, *context, None)), header, plain)
        nonce, aad = synthetic[:12], header
        stored = synthetic if suite == 2 else nonce
    assert token == header + stored + aead.encrypt(nonce, plain, aad), v
    assert aead.decrypt(nonce, token[7 + len(stored) :], aad) == plain
    assert v["text"] == "~gf1." + header[1:].hex() + "." + b64(token[7:]), v


def check_index(v, prk, context, storage, form):
    name, kind, bits = v["index"].encode(), v["kind"], v["bits"]
    index = lp(name) + bytes([kind, form]) + struct.pack(">HH", bits, 0)
    header = bytes([0xFB, kind, form]) + struct.pack(">I", v["key_id"])
    full = mac(expand(prk, info(b"idx", None, *context, index)), header, match_form(v["type"], storage))
    kept = int.from_bytes(full, "big") >> (256 - bits) << (-bits % 8)
    assert v["token"] == (header + kept.to_bytes((bits + 7) // 8, "big")).hex(), v


def check_subject(v, table, field):
    """A subject's key: wrapped under a master, and a token under it."""
    key, subject = bytes.fromhex(v["key"]), bytes.fromhex(v["subject"])
    tenant = None if v["tenant"] is None else bytes.fromhex(v["tenant"])

    def sub_key(prk, purpose, table, field):
        return expand(prk, lp(b"greffe/1") + lp(purpose) + opt(b"\4") + opt(tenant) + opt(subject) + lp(table) + lp(field) + opt(None))

    # The key table's row.
    wrapped, clear = bytes.fromhex(v["wrapped"]), b"\xfc\4\1" + struct.pack(">IIQ", v["master_id"], v["generation"], v["created"])
    aead = AESGCMSIV(sub_key(mac(b"greffe/1 master", bytes.fromhex(v["master"])), b"wrap", b"", b""))
    assert len(wrapped) == 79 and wrapped[:19] == clear, v
    assert wrapped[19:31] == bytes.fromhex(v["wrap_nonce"])
    assert wrapped[31:] == aead.encrypt(wrapped[19:31], key, clear), v
    assert v["wrapped_text"] == "~gfk1." + wrapped[1:7].hex() + "." + b64(wrapped[7:]), v

    # A column's token.
    aead = AESGCMSIV(sub_key(mac(b"greffe/1 subject", key), b"enc", table, field))
    header = bytes([0xFA, v["padding"] << 4 | 4, TYPES[v["type"]] << 4 | 1]) + struct.pack(">I", v["generation"])
    token, plain = bytes.fromhex(v["token"]), pad(bytes.fromhex(v["storage"]), v["padding"])
    aad = header + opt(None if v["binding"] is None else bytes.fromhex(v["binding"]))
    assert token == header + token[7:19] + aead.encrypt(token[7:19], plain, aad), v
    assert v["text"] == "~gf1." + header[1:].hex() + "." + b64(token[7:]), v


def check_enveloped(keyring):
    file, prk = keyring["file"], mac(b"greffe/1 kek", bytes.fromhex(keyring["data_key"]))
    assert sorted(file) == ["format", "generation", "kek", "nonce", "sealed", "wrapped"]
    assert file["format"] == "greffe-keyring-enveloped/1" and file["kek"] == keyring["kek"]
    aad = lp(file["format"].encode()) + lp(file["kek"].encode()) + struct.pack(">Q", file["generation"]) + lp(unb64(file["wrapped"]))
    aead = AESGCMSIV(expand(prk, lp(b"greffe/1") + lp(b"enveloped keyring")))
    assert aead.decrypt(unb64(file["nonce"]), unb64(file["sealed"]), aad) == contents(keyring["keys"])


def index_token(prk, context, name, kind, form, bits, param, key_id, message):
    index = lp(name) + bytes([kind, form]) + struct.pack(">HH", bits, param)
    header = bytes([0xFB, kind, form]) + struct.pack(">I", key_id)
    full = mac(expand(prk, info(b"idx", None, *context, index)), header, message)
    kept = int.from_bytes(full, "big") >> (256 - bits) << (-bits % 8)
    return header + kept.to_bytes((bits + 7) // 8, "big")


def place(v, data):
    tenant = None if v["tenant"] is None else bytes.fromhex(v["tenant"])
    context = (tenant, data["table"].encode(), v["field"].encode())
    return mac(b"greffe/1 master", bytes.fromhex(v["master"])), context


def check_compound(v, data):
    prk, context = place(v, data)
    message = b""
    for part in v["components"]:
        storage = part["storage"]
        value = None if storage is None else match_form(part["type"], bytes.fromhex(storage))
        message += lp(part["field"].encode()) + bytes([TYPES[part["type"]] << 4 | 1]) + opt(value)
    token = index_token(prk, context, v["index"].encode(), 3, 0, v["bits"], 0, v["key_id"], message)
    assert v["token"] == token.hex(), v
    assert v["text"] == "~gfi1." + token[1:7].hex() + "." + b64(token[7:]), v


def check_name_index(v, data):
    prk, context = place(v, data)
    messages = words(bytes.fromhex(v["storage"]))
    if v["kind"] == 5:
        messages = [word[: v["param"]] for word in messages if len(word) >= v["param"]]
    else:
        assert v["kind"] == 4 and v["param"] == 0
    one = lambda word: index_token(
        prk, context, v["index"].encode(), v["kind"], 0x41, v["bits"], v["param"], v["key_id"], word.encode()
    )
    assert v["tokens"] == [token.hex() for token in sorted({one(word) for word in messages})], v


def check_keyring(keyring):
    kek, file = bytes.fromhex(keyring["key_encryption_key"]), keyring["file"]
    prk = mac(b"greffe/1 kek", kek)
    assert file["format"] == "greffe-keyring/1"
    assert file["kek"] == "local-" + expand(prk, lp(b"greffe/1") + lp(b"kek name"))[:8].hex()
    aad = lp(file["format"].encode()) + lp(file["kek"].encode()) + struct.pack(">Q", file["generation"])
    aead = AESGCMSIV(expand(prk, lp(b"greffe/1") + lp(b"keyring")))
    assert aead.decrypt(unb64(file["nonce"]), unb64(file["sealed"]), aad) == contents(keyring["keys"])


def contents(keys):
    out = struct.pack(">I", len(keys))
    for key in sorted(keys, key=lambda key: key["key_id"]):
        master, key_id = bytes.fromhex(key["master"]), struct.pack(">I", key["key_id"])
        check = expand(mac(b"greffe/1 master", master), lp(b"greffe/1") + lp(b"kcv") + bytes(3) + lp(b"") + lp(key_id) + b"\0")[:16]
        out += key_id + struct.pack(">BQ", key["state"], key["created"]) + master + check
    return out


def main():
    path = pathlib.Path(__file__).parent / "data" / "vectors.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for v in data["vectors"]:
        prk = mac(b"greffe/1 master", bytes.fromhex(v["master"]))
        tenant = None if v["tenant"] is None else bytes.fromhex(v["tenant"])
        context = (tenant, data["table"].encode(), data["field"].encode())
        storage, form = bytes.fromhex(v["storage"]), TYPES[v["type"]] << 4 | 1
        (check_sealed if "suite" in v else check_index)(v, prk, context, storage, form)
    for v in data["subjects"]:
        check_subject(v, data["table"].encode(), data["field"].encode())
    for v in data["compounds"]:
        check_compound(v, data)
    for v in data["name_indexes"]:
        check_name_index(v, data)
    check_keyring(data["keyring"])
    check_enveloped(data["enveloped_keyring"])
    total = sum(len(data[member]) for member in ("vectors", "subjects", "compounds", "name_indexes"))
    print(f"{total} vectors and both keyrings agree")


main()
