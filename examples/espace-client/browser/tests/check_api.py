"""Has schemathesis ask the service's API whatever its document allows and forbids, and then asks over bare connections what no client would:
`cargo xtask web`.

    pip install schemathesis==4.32.5
    python3 check_api.py BINARY FOLDER
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BINARY, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
ROOT = Path(__file__).resolve().parents[4]


class Service:
    """The service with synthetic people, its log in a file."""

    def __init__(self, *options):
        self.log = FOLDER / "log.jsonl"
        # More than a person would ask, so that what lies behind the limit of rates is reached; the limit has tests of its own.
        command = [BINARY, "serve", "--demo", "--people", "40", "--token", "7", "--token", "8", "--listen", "127.0.0.1:0", *options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self.log.open("wb"))
        started = json.loads(self.process.stdout.readline())
        self.address, self.tokens = started["address"], started["tokens"]
        host, port = self.address.removeprefix("http://").rsplit(":", 1)
        self.place = (host, int(port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0, "the service did not stop when it was told to"

    def say(self, octets, patience=5.0):
        """What comes back for these octets, until the service closes or says nothing more."""
        with socket.create_connection(self.place, timeout=patience) as connection:
            connection.sendall(octets)
            answer = b""
            try:
                while chunk := connection.recv(65536):
                    answer += chunk
            except (TimeoutError, ConnectionResetError):
                pass
            return answer

    def is_alive(self):
        answer = self.say(b"GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return answer.startswith(b"HTTP/1.1 200 ")


def status(answer):
    """The first status of an answer; 0 where the service closed the connection without a word."""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    assert found or not answer, answer[:200]
    return int(found.group(1)) if found else 0


def ask_what_the_document_says(service):
    command = [sys.executable, "-I", "-m", "schemathesis.cli", "run", f"{service.address}/api/openapi.json"]
    command += ["-H", f"Authorization: Bearer {service.tokens['7']}", "--max-examples", "60", "--seed", "2026"]
    command += ["--continue-on-failure", "--no-color", "--generation-database", "none"]
    outcome = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
    report = outcome.stdout + outcome.stderr
    assert outcome.returncode == 0, report
    cases = int(re.search(r"(\d+) generated", report).group(1))
    assert cases > 500, report
    assert "Rate limited" not in report, report
    print(f"schemathesis: {cases} cases, no finding")


def ask_what_no_client_would(service):
    bearer = f"Authorization: Bearer {service.tokens['7']}\r\n".encode()
    head = b"Host: x\r\nConnection: close\r\n"
    get = lambda path, more=b"": b"GET " + path + b" HTTP/1.1\r\n" + head + more + b"\r\n"
    post = lambda path, body, more=b"": b"POST " + path + b" HTTP/1.1\r\n" + head + bearer + more + b"\r\n" + body
    paths = [
        b"/../../../../etc/passwd", b"/assets/../../Cargo.toml", b"/assets/%2e%2e/%2e%2e/etc/passwd", b"/%2e%2e%2f%2e%2e%2fetc/passwd",
        b"//etc/passwd", b"/fr//consents", b"/fr/./consents", b"/fr/consents/", b"/%00", b"/fr/consents%00.html", b"/fr\\..\\..\\x",
        b"/" + b"a" * 20_000, b"/fr/" + b"%41" * 5_000, b"/api/v1/requests/" + b"..%2f" * 50, b"/\xff\xfe", b"*",
    ]
    for path in paths:
        code = status(service.say(get(path, bearer)))
        assert code == 0 or 300 <= code < 500, (path[:60], code)
    # A page under the name of another host repeats that name nowhere, in no link and no redirect.
    for path in (b"http://elsewhere.example/fr", b"http://elsewhere.example/"):
        answer = service.say(b"GET " + path + b" HTTP/1.1\r\nHost: elsewhere.example\r\nX-Forwarded-Host: elsewhere.example\r\nConnection: close\r\n\r\n")
        assert status(answer) in (200, 303, 400, 421) and b"elsewhere" not in answer, answer[:400]
    malformed = [
        b"\x00\x01\x02\x03" * 100,
        b"GET\r\n\r\n",
        b"GET /fr HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /fr HTTP/1.1\r\n" + head + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /fr HTTP/1.1\r\n" + head + b"X: y\r\n" * 5_000 + b"\r\n",
        b"GET /fr HTTP/1.1\r\n" + head + b"Bad Header: y\r\n\r\n",
        b"GET /fr HTTP/1.1\r\n" + head + b"X: a\x00b\r\n\r\n",
        b"POST /api/v1/requests HTTP/1.1\r\n" + head + bearer + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST /api/v1/requests HTTP/1.1\r\n" + head + bearer + b"Content-Length: -1\r\n\r\n",
        b"POST /api/v1/requests HTTP/1.1\r\n" + head + bearer + b"Content-Length: 99999999999999999999\r\n\r\n",
        b"POST /api/v1/requests HTTP/1.1\r\n" + head + bearer + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /api/v1/requests HTTP/1.1\r\n" + head + bearer + b"Content-Type: application/json\r\nContent-Length: 60000000\r\n\r\n{",
        post(b"/api/v1/requests", b"{" * 16_000, b"Content-Type: application/json\r\nContent-Length: 16000\r\n"),
        post(b"/api/v1/requests", b"[" * 9_000 + b"]" * 7_000, b"Content-Type: application/json\r\nContent-Length: 16000\r\n"),
        post(b"/fr/consents", b"a=%zz&%=&=&&&", b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n"),
        post(b"/fr/consents", b"a" * 20_000, b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20000\r\n"),
        post(b"/api/v1/requests", b"<a/>", b"Content-Type: text/xml\r\nContent-Length: 4\r\n"),
    ]
    for octets in malformed:
        code = status(service.say(octets))
        assert code == 0 or 400 <= code < 500, (octets[:120], code)
    # Of a request with two lengths at most one answer may come: what follows would be somebody else's request behind a proxy.
    smuggled = b"POST /fr/login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /en HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = service.say(smuggled)
    assert answer.count(b"HTTP/1.1 ") <= 1, answer
    for token in [b"", b"x", b"A" * 43, service.tokens["7"].encode()[:-1], service.tokens["7"].lower().encode(), b"A" * 9_000]:
        for path in [b"/api/v1/consents", b"/api/v1/requests", b"/fr/consents", b"/fr/data"]:
            answer = service.say(get(path, b"Authorization: Bearer " + token + b"\r\nCookie: session=" + token + b"\r\n"))
            assert status(answer) in (0, 303, 400, 401, 403, 429, 431), (path, token[:50], answer[:100])
    # Connections that say nothing or speak a letter at a time do not keep others out.
    silent = [socket.create_connection(service.place) for _ in range(200)]
    for connection in silent[::2]:
        connection.sendall(b"GET /fr HTTP/1.1\r\nX: ")
    assert service.is_alive(), "silent connections keep others out"
    for connection in silent:
        connection.close()
    assert service.is_alive()
    print(f"{len(paths)} paths, {len(malformed)} malformed requests: refused, and the service lives")


def read_the_log(service):
    """Nothing of a person, no secret and no panic stands in what was logged."""
    text = service.log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) > 100
    for token in service.tokens.values():
        assert token not in text
    for word in ("panick", "passwd", "Bearer", "@", "FR76", "+33"):
        assert word not in text, [line for line in text.splitlines() if word in line][:3]
    print(f"{len(lines)} lines of log without a person in them")


def main():
    with Service("--rate", "100000") as service:
        ask_what_the_document_says(service)
        ask_what_no_client_would(service)
        assert service.is_alive()
    read_the_log(service)


if __name__ == "__main__":
    os.environ.pop("PYTHONOPTIMIZE", None)
    main()
