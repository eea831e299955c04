"""A request is heard once; a device whose counter was put back goes on after a handshake."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from sync.counter import AT_ONCE, FARTHEST, Counter, DeviceSigner
from sync.errors import Failure
from sync.protocol import HELLO, Hello, Trouble
from sync.refusal import Refusal
from sync.server import enrolment
from sync.server.database import connect
from sync.server.door import Door
from sync.server.tables import DEVICE
from sync.signing import LAST_COUNTER
from tests.sync.server.people import Clock, enrolled, knock, refused, request


class Kept:
    """What line.json keeps of the counter."""

    def __init__(self, counter: int = 0) -> None:
        self.kept = counter
        self.writes = 0

    def counter(self) -> int:
        return self.kept

    def reserve(self, counter: int) -> None:
        self.kept = counter
        self.writes += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(engine, clock) -> Door:
    return Door(engine, clock)


def nonce_of(door: Door, headers) -> str:
    with pytest.raises(Refusal) as refusal:
        knock(door, headers)
    assert refusal.value.problem.trouble is Trouble.COUNTER
    return refusal.value.problem.nonce


def shake(door: Door, device, counter: int, hello: Hello):
    return door.hello(door.who("POST", HELLO, request(device, counter, path=HELLO)), hello)


def test_a_request_told_twice_is_refused(door, engine, clock):
    device = enrolled(door, engine, clock)
    headers = request(device, 7)
    assert knock(door, headers).counter == 7
    with refused(Trouble.COUNTER):
        knock(door, headers)
    with refused(Trouble.COUNTER):
        knock(door, request(device, 6))
    knock(door, request(device, 8))


def test_the_request_that_enrolled_is_not_heard_as_another(door, engine, clock):
    device = enrolled(door, engine, clock)
    with refused(Trouble.COUNTER):
        knock(door, request(device, 1))


def test_of_two_workers_with_one_request_one_refuses(url, engine, clock):
    others = [connect(url) for _ in range(4)]
    doors = [Door(each, clock) for each in others]
    device = enrolled(doors[0], engine, clock)
    with ThreadPoolExecutor(4) as beside:
        for counter in range(2, 12):
            headers = request(device, counter)

            def once(door: Door, headers=headers) -> bool:
                try:
                    knock(door, headers)
                except Refusal:
                    return False
                return True

            assert sum(beside.map(once, doors)) == 1
    for each in others:
        each.dispose()


def test_a_counter_that_was_put_back_goes_on_after_a_handshake(door, engine, clock):
    device = enrolled(door, engine, clock)
    knock(door, request(device, 500))
    nonce = nonce_of(door, request(device, 3))
    known = shake(door, device, 4, Hello(nonce=nonce, counter=4))
    assert (known.counter, known.home) == (500, "horgos-jinyi")
    knock(door, request(device, known.counter + 1))


def test_put_back_twice_it_shakes_hands_twice_and_is_counted(door, engine, clock):
    device = enrolled(door, engine, clock)
    knock(door, request(device, 500))
    for highest in (501, 502):
        nonce = nonce_of(door, request(device, 3))
        known = shake(door, device, 4, Hello(nonce=nonce, counter=4))
        assert known.counter == highest - 1
        knock(door, request(device, highest))
    with engine.connect() as connection:
        row = connection.execute(sa.select(DEVICE.c.hellos, DEVICE.c.hello_at)).one()
    assert row == (2, clock())


def test_an_old_request_stays_refused_after_a_handshake(door, engine, clock):
    device = enrolled(door, engine, clock)
    old = request(device, 400)
    knock(door, old)
    nonce = nonce_of(door, request(device, 3))
    shake(door, device, 4, Hello(nonce=nonce, counter=4))
    with refused(Trouble.COUNTER):
        knock(door, old)


def test_a_handshake_is_good_once_and_a_lost_answer_asks_for_another(door, engine, clock):
    device = enrolled(door, engine, clock)
    knock(door, request(device, 500))
    hello = Hello(nonce=nonce_of(door, request(device, 3)), counter=4)
    shake(door, device, 4, hello)
    with refused(Trouble.COUNTER) as again:
        shake(door, device, 4, hello)
    assert again.value.problem.nonce not in ("", hello.nonce)
    known = shake(door, device, 5, Hello(nonce=again.value.problem.nonce, counter=5))
    assert known.counter == 500


def test_who_plays_old_requests_back_does_not_disturb_a_handshake(door, engine, clock):
    device = enrolled(door, engine, clock)
    old = request(device, 500)
    knock(door, old)
    nonce = nonce_of(door, request(device, 3))
    assert nonce_of(door, old) == nonce
    shake(door, device, 4, Hello(nonce=nonce, counter=4))


def test_nobody_shakes_hands_without_having_been_asked(door, engine, clock):
    device = enrolled(door, engine, clock)
    for hello in (Hello(nonce="", counter=9), Hello(nonce="a guess", counter=9)):
        with refused(Trouble.COUNTER):
            shake(door, device, 9, hello)
    for counter in (-1, LAST_COUNTER + 1, 1 << 200):
        with refused(Trouble.MESSAGE):
            shake(door, device, 9, Hello(nonce="a guess", counter=counter))


def test_a_counter_ahead_of_the_servers_stays_ahead(door, engine, clock):
    """The server was put back to yesterday, and asks."""
    device = enrolled(door, engine, clock)
    nonce = nonce_of(door, request(device, 1))
    assert shake(door, device, 800, Hello(nonce=nonce, counter=799)).counter == 800


@pytest.mark.parametrize("state", ["revoked", "clone"])
def test_who_is_not_to_come_in_is_told_to_enrol(door, engine, clock, state):
    device = enrolled(door, engine, clock)
    knock(door, request(device, 5))
    inside = door.who("POST", HELLO, request(device, 6, path=HELLO))
    with engine.begin() as connection:
        connection.execute(sa.update(DEVICE).values(state=state))
    with refused(Trouble.ENROL):
        door.who("POST", HELLO, request(device, 7, path=HELLO))
    # he had passed the first look when it was said
    with refused(Trouble.ENROL):
        door.count(inside)
    with refused(Trouble.ENROL):
        door.hello(inside, Hello(nonce="x", counter=7))


def test_a_revoked_device_is_refused_from_then_on(door, engine, clock):
    device, other = enrolled(door, engine, clock), enrolled(door, engine, clock)
    enrolment.revoke(engine, device.device)
    with refused(Trouble.ENROL):
        knock(door, request(device, 2))
    knock(door, request(other, 2))


def test_the_servers_clock_may_stand_anywhere(door, engine, clock):
    device = enrolled(door, engine, clock)
    for at, counter in ((0, 2), (NEXT_CENTURY, 3), (1, 4)):
        clock.now = at
        knock(door, request(device, counter))


NEXT_CENTURY = 4_102_444_800_000_000


def test_numbers_are_reserved_before_they_are_used():
    kept = Kept()
    counter = Counter(kept)
    given = []
    for _ in range(250):
        given.append(counter.next())
        assert kept.kept >= given[-1]
    assert given == list(range(1, 251))
    assert kept.writes == 3
    # the power goes: none of them is given again
    assert Counter(kept).next() == kept.kept - AT_ONCE + 1 == 301


def test_a_number_that_could_not_be_reserved_is_not_given():
    class Full(Kept):
        def reserve(self, counter: int) -> None:
            raise OSError(28, "No space left on device")

    counter = Counter(Full())
    for _ in range(2):
        with pytest.raises(OSError, match="No space"):
            counter.next()
    assert counter.used == 0


def test_the_counter_goes_on_from_what_upstream_knows_but_believes_no_liar():
    kept = Kept(100)
    counter = Counter(kept)
    counter.resume(5000)
    assert counter.next() == 5001
    assert kept.kept >= 5001
    counter.resume(7)
    assert counter.next() == 5002
    with pytest.raises(Failure, match="can't be right"):
        counter.resume(5002 + FARTHEST + 1)
    assert counter.next() == 5003
    with pytest.raises(Failure, match="used up"):
        Counter(Kept(LAST_COUNTER)).next()


def test_a_device_signs_and_shakes_hands_by_itself(door, engine, clock):
    device = enrolled(door, engine, clock)
    knock(door, request(device, 5000))
    signer = DeviceSigner(lambda: device, Counter(Kept(100)))
    nonce = nonce_of(door, list(signer.sign("/api/v1/sync", b"", "line").items()))
    hello = signer.hello(nonce)
    inside = door.who("POST", HELLO, list(signer.sign(HELLO, b"", "line").items()))
    signer.resume(door.hello(inside, hello).counter)
    knock(door, list(signer.sign("/api/v1/sync", b"", "line").items()))
