"""The line upstream: one HTTP connection that is kept, says little, and believes no stranger."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import SKIP_HEADER

from sync.columns import LARGEST
from sync.talk import Reply, Unreachable

TIMEOUTS = (10.0, 60.0)
"""Seconds to connect, and between two pieces of an answer: a server that applies a full batch on a
slow disk may think for a while."""

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# what requests and urllib3 would say of themselves; a sync with nothing to do has 900 bytes in all
_SILENT = {"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER}


class NotAllowed(ValueError):  # noqa: N818
    """This address can't be used; one sentence."""


def checked(url: str, *, plain_http: bool = False) -> str:
    """The address of a server, without a slash at its end. Raises NotAllowed: it is none, or it is
    plain HTTP to another machine and nobody has said that this may be (`plain_http`)."""
    parts = urlsplit(url)
    try:
        sound = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if parts.scheme not in ("http", "https") or not sound or parts.query or parts.fragment:
        raise NotAllowed(
            f"{url} is no address of a server; write https://name or http://127.0.0.1:port."
        )
    if parts.username or parts.password:
        raise NotAllowed("A server's address holds no user name; the device signs its requests.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not plain_http:
        raise NotAllowed(
            f"{url} is not encrypted; use https, or set "
            "plain_http_is_not_secure_and_allowed = true under [sync] in kiosk.toml."
        )
    return url.rstrip("/")


class HttpTransport:
    """Posts to the server at `url`. `pin` is the SHA-256 fingerprint (64 hex digits) of the one
    certificate that is believed; without it, one that the system's authorities vouch for. Used by
    one thread at a time."""

    def __init__(self, url: str, *, plain_http: bool = False, pin: str = "") -> None:
        self._url = checked(url, plain_http=plain_http)
        self._host = urlsplit(self._url).netloc
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.trust_env = False  # no proxy and no netrc that a home did not set here
        if pin:
            self._session.verify = False  # the fingerprint vouches alone
            self._session.mount("https://", _Pinned(pin))

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises Unreachable with one sentence."""
        request = requests.Request("POST", self._url + path, data=body, headers={**headers})
        prepared = self._session.prepare_request(request)
        prepared.headers.update(_SILENT)
        up = len(f"POST {prepared.path_url} HTTP/1.1\r\nHost: {self._host}\r\n\r\n") + len(body)
        up += sum(
            len(name) + len(value) + 4
            for name, value in prepared.headers.items()
            if value != SKIP_HEADER
        )
        try:
            with self._session.send(
                prepared, timeout=TIMEOUTS, stream=True, allow_redirects=False
            ) as answer:
                content = answer.raw.read(LARGEST + 1, decode_content=False)
                down = len(f"HTTP/1.1 {answer.status_code} {answer.reason}\r\n\r\n") + len(content)
                down += sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
                length = answer.headers.get("Content-Length", "")
        except requests.Timeout as error:
            raise Unreachable("The server did not answer in time.") from error
        except requests.exceptions.SSLError as error:
            raise Unreachable("The server's certificate is not the one expected.") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise Unreachable("The server can't be reached.") from error
        if len(content) > LARGEST or (length.isdecimal() and int(length) != len(content)):
            raise Unreachable("The server's answer broke off, or has no end.")
        return Reply(answer.status_code, content, up, down)

    def close(self) -> None:
        self._session.close()


class _Pinned(HTTPAdapter):
    def __init__(self, pin: str) -> None:
        self._pin = pin.replace(":", "").lower()
        super().__init__()

    def init_poolmanager(self, *arguments: object, **settings: object) -> None:
        super().init_poolmanager(*arguments, assert_fingerprint=self._pin, **settings)  # type: ignore[arg-type]
