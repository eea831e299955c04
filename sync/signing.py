"""Who a request is from: its signature by RFC 9421, with the device's Ed25519 key.

It covers the method, the path, the digest of the body (RFC 9530), the device, the epoch of its line
and the counter of its requests. Nothing in it is a time: a clock is never a reason to refuse, and
that a request is not told twice is for the counter to see. The signature is over headers alone, so
a stranger is refused before his body is read.
"""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    MappingKeyResolver,
    PreparedSignature,
    VerifyResult,
)
from http_message_signatures.algorithms import ED25519

from sync.protocol import Trouble
from sync.refusal import Refusal

COVERED = ("@method", "@path", "content-digest", "device", "epoch", "request-counter")
"""What a signature covers: all of these and nothing else."""

LAST_COUNTER = (1 << 53) - 1
"""The last counter there is; a request a millisecond reaches it in 285,000 years."""

_LABEL = "s"
_LONGEST = 512  # characters of a header that we read
_READ = ("device", "epoch", "request-counter", "content-digest", "signature-input", "signature")
_NAME = re.compile(r"[0-9A-Za-z._-]{1,64}")
_COUNTER = re.compile(r"[1-9][0-9]{0,15}")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
# no question mark: what stands behind it would not be signed
_PATH = re.compile(r"/[0-9A-Za-z/._~-]{0,200}")
_METHOD = re.compile(r"[A-Z]{1,10}")
# the host is not signed: behind a proxy it has another name
_ANYWHERE = "https://server"


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """Whose request it is; `digest` is what the SHA-256 of its body must be."""

    device: str
    epoch: str
    counter: int
    digest: bytes


def sign(
    method: str,
    path: str,
    body: bytes,
    *,
    device: str,
    epoch: str,
    counter: int,
    key: Ed25519PrivateKey,
) -> dict[str, str]:
    """The headers that sign this request. `counter` must be above all that went before."""
    headers = {
        "Device": device,
        "Epoch": epoch,
        "Request-Counter": str(counter),
        "Content-Digest": f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:",
    }
    message = _Message(method, path, headers)
    covered = " ".join(f'"{name}"' for name in COVERED)
    parameters = f'({covered});keyid="{key_id(public_bytes(key))}"'
    # the library's `prepare` would put in a time; its `apply` compares what stands here with what
    # it makes of the message itself
    values = [method, path, *(_field(headers, name) for name in COVERED[2:])]
    lines = [f'"{name}": {value}' for name, value in zip(COVERED, values, strict=True)]
    base = "\n".join([*lines, f'"@signature-params": {parameters}']).encode("ascii")
    prepared = PreparedSignature(base, parameters, _LABEL, ED25519.algorithm_id)
    HTTPMessageSigner(signature_algorithm=ED25519).apply(message, prepared, key.sign(base))
    return headers


def verify_headers(
    method: str,
    path: str,
    headers: Iterable[tuple[str, str]],
    key_of: Callable[[str], bytes | None],
) -> Signed:
    """Whose request this is, before its body is read. `headers` are all that came, repeated ones
    as often as they came; `key_of` gives a device's public key (32 bytes), None where it is not
    known. Raises Refusal."""
    fields = _fields(headers)
    device, epoch = fields["device"], fields["epoch"]
    if not _NAME.fullmatch(device) or not _NAME.fullmatch(epoch):
        raise _refused("The headers Device and Epoch are names of 1 to 64 letters and digits.")
    counter = fields["request-counter"]
    if not _COUNTER.fullmatch(counter) or int(counter) > LAST_COUNTER:
        raise _refused("The header Request-Counter is a number from 1 on.")
    digest = _DIGEST.fullmatch(fields["content-digest"])
    if digest is None:
        raise _refused("The header Content-Digest gives the SHA-256 of the body, and nothing else.")
    if not _PATH.fullmatch(path) or not _METHOD.fullmatch(method):
        raise _refused("The request's method or path can't be signed.")
    key = key_of(device)
    if key is None:
        raise Refusal(
            Trouble.ENROL, "The server doesn't know this device; enrol it with a new code."
        )
    found = verify_message(_Message(method, path, fields), key, key_id(key), COVERED)
    if [*found.covered_components][:-1] != [f'"{name}"' for name in COVERED]:
        raise _refused("The signature covers other parts of the request than it must.")
    return Signed(
        device=device, epoch=epoch, counter=int(counter), digest=b64decode(digest[1], validate=True)
    )


def verify_body(signed: Signed, body: bytes) -> None:
    """Raises Refusal where it is not the body that was signed."""
    if not hmac.compare_digest(hashlib.sha256(body).digest(), signed.digest):
        raise _refused("The body is not the one that was signed.")


def verify(
    method: str,
    path: str,
    body: bytes,
    headers: Iterable[tuple[str, str]],
    key_of: Callable[[str], bytes | None],
) -> Signed:
    """Both in one. Raises Refusal."""
    signed = verify_headers(method, path, headers, key_of)
    verify_body(signed, body)
    return signed


def verify_message(
    message: Any, key: bytes, keyid: str, covered: Sequence[str], label: str = _LABEL
) -> VerifyResult:
    """What RFC 9421 itself asks of a signature, for any covered components: `message` has `method`,
    `url` and `headers`. Raises Refusal."""
    try:
        public = Ed25519PublicKey.from_public_bytes(key)
        resolver = MappingKeyResolver(public_keys={keyid: public}, private_keys={})
        verifier = _Verifier(signature_algorithm=ED25519, key_resolver=resolver)
        (found,) = verifier.verify(message, max_age=None, require_components=covered)
    except (
        HTTPMessageSignaturesException,
        UnsupportedAlgorithm,
        # a field with nonsense in it, as http_sf and urllib read it
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as wrong:
        raise _refused("The signature is not this device's, or is none.") from wrong
    if found.label != label:
        raise _refused(f"The signature is named {label}.")
    if "expires" in found.parameters:
        raise _refused("A signature of ours has no time at which it ends.")
    return found


def key_id(public: bytes) -> str:
    """How a signature names its key: tells a key from the one that it was exchanged for."""
    return urlsafe_b64encode(hashlib.sha256(public).digest()[:6]).decode("ascii")


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half, 32 bytes."""
    return key.public_key().public_bytes_raw()


def rotation(device: str, key: bytes) -> bytes:
    """What a new key signs when it takes the place of a device's old one, so that nobody can take
    another's key for his own."""
    return b"driver-home key of " + device.encode("utf-8") + b": " + key


class _Message:
    """A request as the library looks at one."""

    def __init__(self, method: str, path: str, headers: dict[str, str]) -> None:
        self.method = method
        self.url = _ANYWHERE + path
        self.headers = headers


class _Verifier(HTTPMessageVerifier):
    """Looks at no clock."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        pass


def _fields(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers that we read, by their names in lower case, each once."""
    found: dict[str, str] = {}
    for written, value in headers:
        name = written.lower()
        if name not in _READ:
            continue
        if name in found:
            raise _refused(f"The header {written} stands there twice.")
        if len(value) > _LONGEST or not value.isascii() or not value.isprintable():
            raise _refused(f"The header {name} is too long, or no plain text.")
        found[name] = value
    if missing := [name for name in _READ if name not in found]:
        raise _refused(f"The request is not signed: it has no header {missing[0]}.")
    return found


def _field(headers: Mapping[str, str], name: str) -> str:
    return next(value for written, value in headers.items() if written.lower() == name)


def _refused(sentence: str) -> Refusal:
    return Refusal(Trouble.SIGNATURE, sentence)
