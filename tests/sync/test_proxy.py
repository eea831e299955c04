"""The wire of the tests counts what goes through it, and breaks at the byte."""

import http.client
import socket
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.sync.proxy import Proxy

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Kept(BaseHTTPRequestHandler):
    """Keeps what comes of each body, whole or not."""

    protocol_version = "HTTP/1.1"
    bodies: list[bytearray]

    def do_POST(self):
        body = bytearray()
        self.bodies.append(body)
        while len(body) < int(self.headers["Content-Length"]):
            body += self.rfile.read1()
        self.wfile.write(ANSWER)

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def bodies():
    return []


@pytest.fixture
def wire(bodies):
    handler = type("Handler", (Kept,), {"bodies": bodies})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        try:
            with Proxy(server.server_address[1]) as proxy:
                yield proxy
        finally:
            server.shutdown()
            serving.join()


def calling(wire):
    return closing(http.client.HTTPConnection("127.0.0.1", wire.port, timeout=10))


def post(client, body=b"x" * 1000):
    client.request("POST", "/put", body)
    return client.getresponse().read()


def post_anew(wire, body=b"x" * 1000):
    with calling(wire) as client:
        return post(client, body)


def test_it_counts_both_ways_and_the_requests_of_a_connection(wire):
    with calling(wire) as client:
        assert post(client) == post(client, b"POST me\r\n") == b"ok"
        assert (wire.requests, wire.connections, wire.cuts) == (2, 1, 0)
        assert wire.down == 2 * len(ANSWER)
        assert 2 * len(b"POST /put HTTP/1.1\r\n") < wire.up - 1009 < 300
        wire.forget()
        post(client)
    assert (wire.requests, wire.down) == (1, len(ANSWER))


def test_a_request_is_counted_though_it_comes_in_pieces(wire):
    with socket.create_connection(("127.0.0.1", wire.port)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for each in b"POST /put HTTP/1.1\r\nContent-Length: 0\r\n\r\n":
            client.send(bytes([each]))
        assert client.recv(100)
    assert wire.requests == 1


def test_it_breaks_at_the_byte_and_once(wire, bodies):
    post_anew(wire)
    head = wire.up - 1000
    wire.forget()
    wire.cut(up=head + 500)
    with pytest.raises(ConnectionError):
        post_anew(wire)
    assert (wire.up, wire.down, wire.cuts) == (head + 500, 0, 1)
    assert post_anew(wire) == b"ok"
    assert [len(each) for each in bodies] == [1000, 500, 1000]


def test_an_answer_is_lost_though_the_work_is_done(wire, bodies):
    wire.cut(down=0)
    with pytest.raises(ConnectionError):
        post_anew(wire)
    assert bodies == [b"x" * 1000]
    assert (wire.down, wire.cuts) == (0, 1)


def test_it_breaks_again_and_again_until_it_is_mended(wire):
    wire.cut(up=700, again=True)
    for number in range(1, 4):
        with pytest.raises(ConnectionError):
            post_anew(wire)
        assert (wire.up, wire.cuts) == (700 * number, number)
    wire.mend()
    assert post_anew(wire) == b"ok"


def test_unplugged_it_breaks_what_is_open_and_what_is_new(wire):
    with calling(wire) as client:
        post(client)
        wire.unplug()
        with pytest.raises(ConnectionError):
            post(client)
    with pytest.raises(ConnectionError):
        post_anew(wire)
    wire.mend()
    assert post_anew(wire) == b"ok"


def test_a_server_that_is_gone_is_heard_of():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with Proxy(port) as wire, pytest.raises(ConnectionError):
        post_anew(wire)


def test_much_goes_through_whole(wire, bodies):
    body = bytes(range(256)) * 20_000
    assert post_anew(wire, body) == b"ok"
    assert bodies == [body]


def test_it_ends_under_an_open_connection(wire):
    with calling(wire) as client:
        post(client)
        wire.close()
        with pytest.raises(ConnectionError):
            post(client)
