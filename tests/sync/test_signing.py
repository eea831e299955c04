"""Signatures by RFC 9421: what is refused is refused in a sentence, whatever stands in a header."""

import hashlib
import string
from base64 import b64decode, b64encode
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import SYNC, Trouble
from sync.refusal import Refusal
from sync.signing import (
    COVERED,
    LAST_COUNTER,
    key_id,
    public_bytes,
    sign,
    verify,
    verify_body,
    verify_headers,
    verify_message,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = public_bytes(KEY)
DEVICE = "0199b2a4-5c1f-7d3e-8a6b-1f2e3d4c5b6a"
EPOCH = "0199b2a4-5c20-7000-8000-000000000001"
BODY = b"what is asked"
FIELDS = ("Device", "Epoch", "Request-Counter", "Content-Digest", "Signature-Input", "Signature")


def headers(**otherwise) -> dict[str, str]:
    given = {"device": DEVICE, "epoch": EPOCH, "counter": 7, "key": KEY} | otherwise
    return sign("POST", SYNC, BODY, **given)


def checked(fields, *, method="POST", path=SYNC, body=BODY, key=PUBLIC):
    pairs = list(fields.items()) if isinstance(fields, dict) else fields
    return verify(method, path, body, pairs, lambda device: key if device == DEVICE else None)


def refused(trouble=Trouble.SIGNATURE):
    return pytest.raises(Refusal, check=lambda it: it.problem.trouble is trouble)


def test_what_was_signed_is_believed():
    signed = checked(headers())
    assert (signed.device, signed.epoch, signed.counter) == (DEVICE, EPOCH, 7)
    assert signed.digest == hashlib.sha256(BODY).digest()
    verify_body(signed, BODY)


def test_names_of_headers_are_of_any_case_and_others_are_not_looked_at():
    fields = [(name.lower(), value) for name, value in headers().items()]
    checked([*fields, ("Date", "yesterday"), ("X-Forwarded-For", "10.0.0.1"), ("date", "x" * 9999)])


def test_the_last_counter_fits():
    assert checked(headers(counter=LAST_COUNTER)).counter == LAST_COUNTER


def test_a_signature_says_no_time_and_fits_on_a_card():
    fields = headers()
    assert "created" not in fields["Signature-Input"]
    assert sum(len(name) + len(value) + 4 for name, value in fields.items()) <= 410


def test_the_published_vector():
    """RFC 9421, appendix B.2.6: ed25519 over the test request of B.2."""
    key = load_pem_public_key(
        b"-----BEGIN PUBLIC KEY-----\n"
        b"MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
        b"-----END PUBLIC KEY-----\n"
    )
    assert isinstance(key, Ed25519PublicKey)
    fields = {
        "Host": "example.com",
        "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "Content-Type": "application/json",
        "Content-Digest": "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+T"
        "aPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
        "Content-Length": "18",
        "Signature-Input": 'sig-b26=("date" "@method" "@path" "@authority" "content-type" '
        '"content-length");created=1618884473;keyid="test-key-ed25519"',
        "Signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A"
        "0w6vuQv5lIp5WPpBKRCw==:",
    }
    covered = ("date", "@method", "@path", "@authority", "content-type", "content-length")
    message = SimpleNamespace(
        method="POST", url="https://example.com/foo?param=Value&Pet=dog", headers=fields
    )
    public = key.public_bytes_raw()
    found = verify_message(message, public, "test-key-ed25519", covered, label="sig-b26")
    assert found.covered_components['"@path"'] == "/foo"
    # signed in 2021, and looked at with no clock; but it is not one of ours
    fields["Date"] = "Tue, 20 Apr 2021 02:07:56 GMT"
    with refused():
        verify_message(message, public, "test-key-ed25519", covered, label="sig-b26")


def test_the_signature_is_over_the_lines_that_the_rfc_writes():
    """Put together by hand, by section 2.5."""
    fields = headers()
    base = "\n".join(
        [
            '"@method": POST',
            f'"@path": {SYNC}',
            f'"content-digest": sha-256=:{b64encode(hashlib.sha256(BODY).digest()).decode()}:',
            f'"device": {DEVICE}',
            f'"epoch": {EPOCH}',
            '"request-counter": 7',
            '"@signature-params": ("@method" "@path" "content-digest" "device" "epoch" '
            f'"request-counter");keyid="{key_id(PUBLIC)}"',
        ]
    )
    signature = b64decode(fields["Signature"].removeprefix("s=:").removesuffix(":"))
    KEY.public_key().verify(signature, base.encode())


def test_a_change_of_anything_signed_is_refused():
    good = headers()
    with refused():
        checked(good, method="PUT")
    with refused():
        checked(good, path="/api/v1/verify")
    with refused():
        checked(good, body=BODY + b"!")
    for name, value in (
        ("Epoch", EPOCH[:-1] + "2"),
        ("Request-Counter", "8"),
        ("Content-Digest", headers()["Content-Digest"].replace("=:", "=:A", 1)[:-2] + ":"),
    ):
        with refused():
            checked({**good, name: value})
    with refused(Trouble.ENROL):
        checked({**good, "Device": DEVICE[:-1] + "b"})


def test_what_stands_behind_a_question_mark_is_not_signed_and_not_taken():
    for path in (f"{SYNC}?as=another", f"{SYNC}#x", f"{SYNC}%2e", "", "sync", f"{SYNC}\n"):
        with refused():
            checked(headers(), path=path)


def test_another_key_is_refused():
    other = Ed25519PrivateKey.generate()
    with refused():
        checked(headers(key=other))
    # and so is the right name on another key's signature
    named = headers()["Signature-Input"]
    with refused():
        checked({**headers(key=other), "Signature-Input": named})


@pytest.mark.parametrize("name", FIELDS)
def test_a_header_that_is_missing_twice_or_too_long_is_refused(name):
    good = headers()
    with refused():
        checked({each: value for each, value in good.items() if each != name})
    with refused():
        checked([*good.items(), (name.lower(), good[name])])
    with refused():
        checked({**good, name: good[name] + " " * 600})
    for nonsense in ("", " ", "\x00", "é", "家", good[name] + "\n", "x" * 100, '"', "(" * 400):
        with refused():
            checked({**good, name: nonsense})


def by_hand(covered, parameters, label="s", **otherwise) -> dict[str, str]:
    """Signed as ours would not sign."""
    fields = headers(**otherwise)
    values = {"@method": "POST", "@path": SYNC, "@authority": "server"}
    values |= {name.lower(): value for name, value in fields.items()}
    named = " ".join(f'"{name}"' for name in covered)
    inner = f"({named}){parameters}"
    lines = [f'"{name}": {values[name]}' for name in covered if name in values]
    base = "\n".join([*lines, f'"@signature-params": {inner}'])
    signature = b64encode(KEY.sign(base.encode())).decode()
    return {**fields, "Signature-Input": f"{label}={inner}", "Signature": f"{label}=:{signature}:"}


NAMED = f';keyid="{key_id(PUBLIC)}"'


def test_a_signature_made_by_hand_is_believed():
    checked(by_hand(COVERED, NAMED))
    checked(by_hand(COVERED, f'{NAMED};alg="ed25519"'))


@pytest.mark.parametrize("created", ["1", "1618884473", "32503680000"])
def test_a_time_in_a_signature_is_not_looked_at(created):
    checked(by_hand(COVERED, f";created={created}{NAMED}"))


@pytest.mark.parametrize(
    ("covered", "parameters"),
    [
        (COVERED[1:], NAMED),
        (COVERED[:-1], NAMED),
        ((), NAMED),
        ((*COVERED, "@authority"), NAMED),
        ((*COVERED[1:], COVERED[0]), NAMED),
        ((*COVERED, "device"), NAMED),
        (COVERED, ""),
        (COVERED, ';keyid="another"'),
        (COVERED, f'{NAMED};alg="hmac-sha256"'),
        (COVERED, f'{NAMED};alg="rsa-pss-sha512"'),
        (COVERED, f'{NAMED};alg="none"'),
        (COVERED, f"{NAMED};alg=ed25519"),
        (COVERED, f"{NAMED};expires=32503680000"),
        (COVERED, f"{NAMED};expires=1"),
        (COVERED, f'{NAMED};why="because"'),
        (COVERED, f'{NAMED};created="now"'),
    ],
)
def test_another_cover_or_another_algorithm_is_refused(covered, parameters):
    with refused():
        checked(by_hand(covered, parameters))


def test_two_signatures_or_one_of_another_name_are_refused():
    good = headers()
    with refused():
        checked(by_hand(COVERED, NAMED, label="sig1"))
    two = {
        "Signature-Input": f"{good['Signature-Input']}, t=()",
        "Signature": f"{good['Signature']}, t=:AAAA:",
    }
    with refused():
        checked({**good, **two})


@pytest.mark.parametrize(
    "counter", ["0", "-1", "+7", "07", "7.0", "1e3", "٧", str(LAST_COUNTER + 1)]
)
def test_a_counter_is_a_plain_number(counter):
    with refused():
        checked(by_hand(COVERED, NAMED) | {"Request-Counter": counter})


def test_a_stranger_is_told_to_enrol():
    with refused(Trouble.ENROL):
        checked(headers(device="somebody-else"))


TEXT = st.text(string.printable, max_size=80) | st.text(max_size=80)
PIECES = st.sampled_from(
    [
        "s=",
        '("@method"',
        '"@path"',
        ';keyid="',
        ":AAAA:",
        ")",
        "=",
        ",",
        ";",
        "?1",
        "@1",
        "%",
        "1.5",
    ]
)
NONSENSE = TEXT | st.lists(PIECES, max_size=12).map("".join)


@given(
    changed=st.dictionaries(st.sampled_from(FIELDS), NONSENSE, min_size=1),
    beside=st.lists(st.tuples(TEXT, TEXT), max_size=3),
)
def test_nonsense_in_headers_is_never_more_than_refused(changed, beside):
    good = headers()
    if all(good[name] == value for name, value in changed.items()):
        return
    with pytest.raises(Refusal) as told:
        checked([*(good | changed).items(), *beside])
    assert told.value.problem.sentence.endswith(".")
    assert len(told.value.problem.sentence) < 120


@given(st.lists(st.tuples(st.sampled_from(FIELDS) | TEXT, NONSENSE), max_size=12), TEXT, TEXT)
def test_nothing_but_nonsense_is_never_more_than_refused(fields, method, path):
    with pytest.raises(Refusal):
        verify_headers(method, path, fields, lambda _: PUBLIC)


@given(st.binary(max_size=64))
def test_a_key_that_is_none_is_never_more_than_refused(key):
    with pytest.raises(Refusal):
        checked(headers(), key=key)
