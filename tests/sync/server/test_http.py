"""The server on HTTP: nonsense, slowness and greed from outside, and an end in order."""

import socket
import threading
import time
from contextlib import contextmanager

import msgspec
import pytest
import requests
import schemathesis
import uvicorn
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import identity
from sync.columns import LARGEST
from sync.counter import Counter
from sync.line_file import LineFile
from sync.outbox import first_chain
from sync.packing import pack_ops
from sync.protocol import HELLO, ROTATE, SYNC, VERIFY, Ask, Cursor
from sync.server import patience
from sync.signing import sign
from tests.sync.server.processes import Kiosk, Server

MOMENT = (1_795_450_681_637_704, "boot", 10**9)


class Speaker:
    """A device that is enrolled, and says what it likes."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.known = identity.load(kiosk.folder)
        self.counter = Counter(LineFile(kiosk.folder))
        self.address = kiosk.address
        self.session = requests.Session()
        self.epoch = "epoch"

    def headers(self, path: str, body: bytes) -> dict[str, str]:
        return sign(
            "POST",
            path,
            body,
            device=self.known.device,
            epoch=self.epoch,
            counter=self.counter.next(),
            key=self.known.key,
        )

    def post(self, path: str, body: bytes) -> requests.Response:
        return self.session.post(
            self.address + path, data=body, headers=self.headers(path, body), timeout=30
        )

    def ask(self, **fields) -> Ask:
        chain = first_chain(self.known.device, self.epoch)
        return Ask(
            **{"now": MOMENT, "acknowledged": 0, "chain": chain, "cursor": Cursor()} | fields
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(f"sqlite:///{tmp_path_factory.mktemp('hq') / 'hq.db'}") as server:
        yield server


@pytest.fixture(scope="module")
def speaker(server, tmp_path_factory):
    return Speaker(Kiosk(tmp_path_factory.mktemp("kiosk") / "hall", server))


def trouble(answer: requests.Response) -> str:
    return f"{answer.status_code} {answer.json()['trouble']}"


def test_the_interface_is_told(server):
    document = requests.get(f"{server.address}/schema/openapi.json", timeout=30).json()
    assert {SYNC, VERIFY, HELLO, ROTATE, "/api/v1/enrol"} < set(document["paths"])
    assert list(document["paths"][SYNC]["post"]["requestBody"]["content"]) == [
        "application/octet-stream"
    ]


def test_figures_are_told_and_name_nobody(server, speaker):
    speaker.post(SYNC, msgspec.msgpack.encode(speaker.ask()))
    told = requests.get(f"{server.address}/metrics", timeout=30).text
    assert 'hq_requests_total{path="/api/v1/sync"}' in told
    assert "hq_devices_active 1.0" in told
    assert speaker.known.device not in told


def test_who_is_not_known_is_refused(server, speaker):
    body = msgspec.msgpack.encode(speaker.ask())
    bare = requests.post(server.address + SYNC, data=body, timeout=30)
    assert trouble(bare) == "401 signature"
    headers = speaker.headers(SYNC, body)
    other = requests.post(server.address + SYNC, data=body + b"x", headers=headers, timeout=30)
    assert trouble(other) == "401 signature"
    again = requests.post(server.address + SYNC, data=body, headers=headers, timeout=30)
    assert again.status_code == 200
    replayed = requests.post(server.address + SYNC, data=body, headers=headers, timeout=30)
    assert trouble(replayed) == "409 counter"
    elsewhere = requests.post(server.address + VERIFY, data=body, headers=headers, timeout=30)
    assert trouble(elsewhere) == "401 signature"


def test_an_old_and_a_new_protocol_are_refused(speaker):
    body = msgspec.msgpack.encode(speaker.ask(protocol=9))
    assert trouble(speaker.post(SYNC, body)) == "426 protocol"


@pytest.mark.parametrize("ahead", [0, 3])
def test_a_bomb_is_refused_and_takes_no_room(server, speaker, ahead):
    before = server.memory()
    bomb = zstandard.ZstdCompressor(level=19, write_content_size=ahead == 0)
    packed = bomb.compress(bytes(1 << 28)) if ahead == 0 else b"".join(_stream(bomb))
    ops = msgspec.msgpack.encode((packed, []))
    assert len(ops) < 100_000
    answer = speaker.post(SYNC, msgspec.msgpack.encode(speaker.ask(ops=ops, head=b"x" * 32)))
    assert trouble(answer) == "400 message"
    # many that are the same, said once
    told = msgspec.msgpack.encode(([(5, 1)] * 20, [], [msgspec.msgpack.encode((10**9, "x"))] * 20))
    ops = msgspec.msgpack.encode((zstandard.ZstdCompressor().compress(told), []))
    answer = speaker.post(SYNC, msgspec.msgpack.encode(speaker.ask(ops=ops, head=b"x" * 32)))
    assert trouble(answer) == "400 message"
    assert server.memory() - before < 30_000_000


def _stream(compressor):
    made = compressor.compressobj()
    for _ in range(256):
        yield made.compress(bytes(1 << 20))
    yield made.flush()


def test_a_body_that_is_too_large_is_refused(server, speaker):
    body = bytes(LARGEST + 1)
    assert trouble(speaker.post(SYNC, body)) == "413 message"
    assert speaker.post(SYNC, msgspec.msgpack.encode(speaker.ask())).status_code == 200


@contextmanager
def connection(server: Server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        yield line


def head(path: str, headers: dict[str, str], length: int) -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{fields}\r\n".encode()


def test_a_stranger_is_refused_before_his_body_is_read(server):
    with connection(server) as line:
        line.sendall(head(SYNC, {}, LARGEST))
        assert line.recv(200).startswith(b"HTTP/1.1 401")


def test_who_breaks_off_in_the_middle_leaves_no_error(server, speaker):
    body = msgspec.msgpack.encode(speaker.ask())
    for cut in (10, 100, 300, 400):
        with connection(server) as line:
            line.sendall((head(SYNC, speaker.headers(SYNC, body), len(body)) + body)[:cut])
    with connection(server) as line:
        line.sendall(head(SYNC, speaker.headers(SYNC, body), len(body)) + body[:-1])
    assert speaker.post(SYNC, body).status_code == 200


def test_a_server_that_is_told_to_end_ends_what_it_began(tmp_path):
    with Server(f"sqlite:///{tmp_path / 'hq.db'}") as server:
        speaker = Speaker(Kiosk(tmp_path / "hall", server))
        body = msgspec.msgpack.encode(speaker.ask())
        with connection(server) as line, connection(server) as idle:
            line.sendall(head(SYNC, speaker.headers(SYNC, body), len(body)) + body[:-1])
            time.sleep(0.5)  # until it has believed the head
            ended: list[int] = []
            ending = threading.Thread(target=lambda: ended.append(server.end()))
            ending.start()
            assert idle.recv(10) == b""  # one where nothing is asked is hung up
            line.sendall(body[-1:])
            assert line.recv(200).startswith(b"HTTP/1.1 200")
            ending.join()
        assert ended == [0]
        assert not [line for line in server.said if line["level"] in ("warning", "error")]


def test_the_log_names_nobody(tmp_path):
    with Server(f"sqlite:///{tmp_path / 'hq.db'}") as server:
        speaker = Speaker(Kiosk(tmp_path / "hall", server))
        speaker.post(SYNC, b"nonsense of Mr Secret")
        speaker.post(SYNC, msgspec.msgpack.encode(speaker.ask(ops=pack_ops([])[:-3])))
        server.end()
    assert {"refused: message"} <= {line["says"] for line in server.said}
    assert "Secret" not in str(server.said)
    assert all({"at", "level", "from", "says"} <= set(line) for line in server.said)


@pytest.fixture
def hasty(monkeypatch):
    """The server's protocol with little patience, before an app that reads the body."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.3)

    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        answer = {"status": 200, "headers": [(b"content-length", b"2")]}
        await send({"type": "http.response.start", **answer})
        await send({"type": "http.response.body", "body": b"ok"})

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app, http=patience.PatientProtocol, lifespan="off", log_config=None, ws="none"
        )
        server = uvicorn.Server(config)
        running = threading.Thread(target=server.run, args=([listener],))
        running.start()
        yield listener.getsockname()
        server.should_exit = True
        running.join()


@pytest.mark.parametrize(
    "began", [b"", b"P", b"POST / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nX: "]
)
def test_a_head_that_drips_is_hung_up_upon(hasty, began):
    with socket.create_connection(hasty, timeout=20) as line:
        line.sendall(began)
        assert line.recv(10) == b""


def test_a_body_that_drips_is_hung_up_upon(hasty):
    with socket.create_connection(hasty, timeout=20) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nabc")
        assert line.recv(10) == b""


def test_a_body_that_comes_at_a_fair_pace_is_waited_for(hasty):
    with socket.create_connection(hasty, timeout=20) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6000\r\n\r\n")
        for _ in range(6):
            line.sendall(bytes(1000))
            time.sleep(0.12)
        assert line.recv(20).startswith(b"HTTP/1.1 200")
        # and the next one on the same line
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
        assert b"200" in line.recv(200) + line.recv(200)


# What nobody foresaw

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.binary()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner,
                                                               max_size=5),
    max_leaves=12,
)  # fmt: skip
columns = st.tuples(
    st.lists(st.tuples(st.integers(-1, 8), st.integers(-1, 4)), max_size=12),
    st.lists(st.integers(-2, 20), max_size=4),
    st.lists(values.map(msgspec.msgpack.encode) | st.binary(max_size=40), max_size=12),
)
packed = columns.map(
    lambda told: msgspec.msgpack.encode(
        (zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(told)), [])
    )
)
numbers = st.integers(-5, 5) | st.integers(-(2**63), 2**63 - 1)
asks = st.builds(
    lambda *fields: msgspec.msgpack.encode(fields),
    st.integers(0, 2), st.tuples(numbers, st.text(max_size=9), numbers), numbers,
    st.binary(max_size=40), st.tuples(st.text(max_size=5), numbers, numbers),
    packed | st.binary(max_size=30), st.binary(max_size=40), packed | st.binary(max_size=30),
    numbers,
)  # fmt: skip
verifies = st.builds(
    lambda *fields: msgspec.msgpack.encode(fields),
    st.just(1), st.just(int(time.time()) // 86_400) | numbers,
    st.sampled_from(["", "*", "page-use", "notice", "watch", "nix"]) | st.text(max_size=9),
    st.text(max_size=9), st.text(max_size=9), st.lists(st.text(max_size=9), max_size=4),
    packed | st.binary(max_size=30),
)  # fmt: skip
bodies = st.one_of(
    st.tuples(st.just(SYNC), asks | values.map(msgspec.msgpack.encode) | st.binary(max_size=99)),
    st.tuples(st.just(VERIFY), verifies | st.binary(max_size=99)),
    st.tuples(
        st.sampled_from([HELLO, ROTATE]),
        st.lists(values, max_size=4).map(msgspec.msgpack.encode) | st.binary(max_size=99),
    ),
)


def test_nonsense_that_is_signed_gets_a_clean_refusal_and_takes_no_room(url, tmp_path):
    with Server(url) as server:
        speaker = Speaker(Kiosk(tmp_path / "hall", server))

        def ask(many: int) -> None:
            @settings(max_examples=many, suppress_health_check=list(HealthCheck))
            @given(bodies)
            def asked(told):
                answer = speaker.post(*told)
                assert answer.status_code in (200, 400, 401, 409, 413, 426), answer.text

            asked()

        ask(200)
        before = server.memory()
        ask(500)
        assert server.memory() - before < 20_000_000
        server.end()
        assert not [line for line in server.said if line["level"] == "error"]


def test_nothing_that_the_interface_lets_through_is_a_fault(server):
    interface = schemathesis.openapi.from_url(f"{server.address}/schema/openapi.json")
    operations = [each.ok() for each in interface.get_all_operations()]
    assert len(operations) >= 7
    for operation in operations:

        @settings(max_examples=40, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def asked(case):
            answer = case.call(timeout=30)
            busy = answer.status_code == 503 and answer.json()["trouble"] == "busy"
            assert answer.status_code < 500 or busy

        asked()
