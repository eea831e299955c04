"""The line upstream believes the server that it was told of, and no other."""

import hashlib
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.config import FILE, read_settings
from kiosk.errors import BadInput
from sync.client import HttpTransport, NotAllowed, checked
from sync.talk import Unreachable


class Site(NamedTuple):
    url: str
    pin: str


class Kind(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with a certificate of its own, that nobody vouches for."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hq.example.org")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "hq.pem"
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Kind)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # who believes it not goes away in the middle
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    der = certificate.public_bytes(serialization.Encoding.DER)
    yield Site(f"https://127.0.0.1:{server.server_port}", hashlib.sha256(der).hexdigest())
    server.shutdown()
    thread.join()
    server.server_close()


def post(site: Site, pin: str) -> bytes:
    line = HttpTransport(site.url, pin=pin)
    try:
        return line.post("/api/v1/sync", b"ask", {}).body
    finally:
        line.close()


def test_the_certificate_that_is_pinned_is_believed(site):
    shown = ":".join(site.pin[at : at + 2] for at in range(0, 64, 2)).upper()
    for pin in (site.pin, site.pin.upper(), shown):
        assert post(site, pin) == b"ok"


def test_another_is_not(site):
    wrong = f"{int(site.pin[0], 16) ^ 1:x}{site.pin[1:]}"
    with pytest.raises(Unreachable, match="not the one expected"):
        post(site, wrong)


def test_without_a_pin_an_authority_must_vouch_for_it(site):
    with pytest.raises(Unreachable, match="not the one expected"):
        post(site, "")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8070", "http://localhost", "http://[::1]:1"])
def test_plain_http_stays_on_this_machine(url):
    assert checked(url) == url
    assert checked(f"{url}/") == url


@pytest.mark.parametrize(
    "url",
    [
        "http://hq.example.org",
        "http://10.0.0.1:8070",
        "http://127.0.0.1.example.org",
        "http://localhost@example.org",
        "http://0.0.0.0:8070",
    ],
)
def test_or_somebody_says_that_it_may_leave(url):
    with pytest.raises(NotAllowed):
        checked(url)
    if "@" not in url:
        assert checked(url, plain_http=True) == url


@pytest.mark.parametrize(
    "url", ["", "hq.example.org", "ftp://hq", "https://", "https://hq:0x", "https://hq/?a"]
)
def test_an_address_is_an_address(url):
    with pytest.raises(NotAllowed, match="no address"):
        checked(url)


@pytest.mark.parametrize("pin", ["EC:1A", "x" * 64, "0" * 63, "sha256/AAAA"])
def test_a_pin_that_is_none_is_named(tmp_path, pin):
    (tmp_path / FILE).write_text(f'home = "horgos-jinyi"\n[sync]\npin = "{pin}"\n')
    with pytest.raises(BadInput, match="wrong entry"):
        read_settings(tmp_path)
