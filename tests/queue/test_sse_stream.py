"""Event streams are read as the standard has it, however their bytes are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.feeds.event_stream import Event, EventStream, TooLong

# the standard's own examples, and its corners
STREAMS = {
    b"data: YHOO\ndata: +2\ndata: 10\n\n": [Event("message", "YHOO\n+2\n10", "")],
    b": test stream\n\ndata: first event\nid: 1\n\n"
    b"data:second event\nid\n\ndata:  third event\n\n": [
        Event("message", "first event", "1"),
        Event("message", "second event", ""),
        Event("message", " third event", ""),
    ],
    b"data\n\ndata\ndata\n\ndata:": [Event("message", "", ""), Event("message", "\n", "")],
    b"data:test\n\ndata: test\n\n": [Event("message", "test", "")] * 2,
    b"\xef\xbb\xbfdata: bom\r\n\r\n": [Event("message", "bom", "")],
    b"data: one\rdata: two\r\rid: 7\rdata: three\r\n\n": [
        Event("message", "one\ntwo", ""),
        Event("message", "three", "7"),
    ],
    b"event: gate\ndata: x\n\ndata: y\n\n": [Event("gate", "x", ""), Event("message", "y", "")],
    b"id: 3\n\nid: a\0b\ndata: z\n\n": [Event("message", "z", "3")],
    b"unknown: field\n:comment\ndata: \xe6\x96\xb0F12345\n\n": [Event("message", "新F12345", "")],
    b"data: never ended\n": [],
}


@pytest.mark.parametrize("stream", STREAMS)
def test_the_examples_of_the_standard(stream: bytes) -> None:
    assert EventStream().feed(stream) == STREAMS[stream]


@given(st.sampled_from(list(STREAMS)), st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_any_cut_of_the_bytes_gives_the_same_events(stream: bytes, sizes: list[int]) -> None:
    parser, found, at = EventStream(), [], 0
    for size in sizes:
        found += parser.feed(stream[at : at + size])
        at += size
    found += parser.feed(stream[at:])
    assert found == STREAMS[stream]


def test_an_event_is_told_with_its_last_byte_whatever_ends_its_lines() -> None:
    for end in (b"\n", b"\r", b"\r\n"):
        parser = EventStream()
        assert parser.feed(b"data: a" + end) == []
        assert parser.feed(end) == [Event("message", "a", "")]


def test_the_wait_before_a_new_connection_is_what_the_server_said_last() -> None:
    parser = EventStream()
    parser.feed(b"retry: 2500\n\nretry: soon\n")
    assert parser.retry == 2.5


def test_an_event_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.queue.feeds.event_stream.LONGEST", 1000)
    parser = EventStream()
    for _ in range(100):
        parser.feed(b"data: a whole event\n\n" * 10)
    for _ in range(140):
        parser.feed(b"data: x\n")
    with pytest.raises(TooLong):
        parser.feed(b"data: x\n" * 20)
    with pytest.raises(TooLong):
        EventStream().feed(b"x" * 1001)
