"""Becoming known: a code is good once, for ten minutes, and wrong ones are slowed."""

import re
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
import sqlalchemy as sa

from sync import identity as files
from sync.codes import new_code, read_code, spoken
from sync.errors import BadInput, Failure
from sync.identity import Identity
from sync.protocol import ENROL, ROTATE, Enrol, Enrolled, Rotate, Trouble
from sync.records import new_id
from sync.refusal import Refusal
from sync.rotating import exchange, unfinished
from sync.server import enrolment
from sync.server.database import connect
from sync.server.door import Door
from sync.server.tables import ATTEMPT, DEVICE, ENROLMENT
from sync.signing import rotation
from sync.talk import NotDone, Unreachable
from tests.sync.server.people import Clock, ask_in, enrolled, knock, refused, request

HOME = "horgos-jinyi"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(engine, clock) -> Door:
    return Door(engine, clock)


def code_of(engine, clock, home=HOME, name="hall") -> str:
    return enrolment.make_code(engine, home, name, clock())


def another(code: str) -> str:
    """A code that could be one, and isn't this."""
    return next(each for each in iter(new_code, "") if each != read_code(code))


def one() -> Identity:
    return Identity.new(new_id())


def stored(engine, device: str) -> sa.Row:
    with engine.connect() as connection:
        return connection.execute(sa.select(DEVICE).where(DEVICE.c.id == device)).one()


def test_a_code_makes_a_device_known(door, engine, clock):
    device, code = one(), code_of(engine, clock)
    assert re.fullmatch(r"\d{4} \d{4}", code)
    told = ask_in(door, code, device)
    assert told == Enrolled(home=HOME, name="hall", role="headquarters")
    knock(door, request(device, 2))
    row = stored(engine, device.device)
    assert (row.home, row.state, row.key, row.enrolled_at) == (
        HOME,
        "active",
        device.public,
        clock(),
    )


@pytest.mark.parametrize("said", ["{} {}", "{}-{}", " {}  {} ", "{}.{}", "{}{}\n", "{}\u3000{}"])
def test_a_code_may_be_typed_as_it_is_heard(door, engine, clock, said):
    ask_in(door, said.format(*code_of(engine, clock).split()), one())


@pytest.mark.parametrize("zero", ["０", "٠", "۰"])
def test_digits_of_any_script_are_digits(door, engine, clock, zero):
    code = code_of(engine, clock)
    ask_in(door, "".join(chr(ord(zero) + int(d)) if d != " " else d for d in code), one())


def test_a_slip_of_one_digit_is_told_from_a_wrong_code(door, engine, clock):
    code = read_code(code_of(engine, clock))
    slips = [
        code[:at] + digit + code[at + 1 :]
        for at in range(8)
        for digit in "0123456789"
        if digit != code[at]
    ]
    slips += [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in range(7)
        if code[at] != code[at + 1]
    ]
    for slip in slips:
        with pytest.raises(BadInput, match="read out again"):
            read_code(slip)
    for text, sentence in (
        ("1234", "8 digits; 4 were"),
        ("", "0 were"),
        ("1234 567O", "no letters"),
        ("-1234567", "7 were"),
        ("²²²²²²²²", "no letters"),
    ):
        with pytest.raises(BadInput, match=sentence):
            read_code(text)
    # and a slip costs nobody a wait
    for slip in slips[:20]:
        with refused(Trouble.MESSAGE):
            ask_in(door, slip, one())
    ask_in(door, code, one())


def test_a_code_is_spent_once(door, engine, clock):
    code = code_of(engine, clock)
    first, second = one(), one()
    ask_in(door, code, first)
    with refused(Trouble.ENROL):
        ask_in(door, code, second)
    with refused(Trouble.ENROL):
        knock(door, request(second, 2))


def test_two_workers_spend_one_code_once(url, engine, clock):
    others = [connect(url) for _ in range(4)]
    doors = [Door(each, clock) for each in others]
    with ThreadPoolExecutor(4) as beside:
        for _ in range(3):
            with engine.begin() as connection:
                connection.execute(sa.delete(ATTEMPT))
            code = code_of(engine, clock)

            def spend(door: Door, code=code) -> bool:
                try:
                    ask_in(door, code, one())
                except Refusal:
                    return False
                return True

            assert sum(beside.map(spend, doors)) == 1
    for each in others:
        each.dispose()
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(DEVICE)) == 3


def test_whose_answer_was_lost_asks_again_with_the_same_code(door, engine, clock):
    device, code = one(), code_of(engine, clock)
    told = ask_in(door, code, device)
    clock.pass_seconds(3600)
    assert ask_in(door, code, device, counter=2) == told
    # but not another who has heard the code and the device's name
    thief = Identity.new(device.device)
    with refused(Trouble.ENROL):
        ask_in(door, code, thief)
    assert stored(engine, device.device).key == device.public


def test_after_ten_minutes_a_code_is_good_no_more(door, engine, clock):
    code, late = code_of(engine, clock), code_of(engine, clock)
    clock.pass_seconds(599)
    ask_in(door, code, one())
    clock.pass_seconds(1)
    with refused(Trouble.ENROL):
        ask_in(door, late, one())
    # nor when the clock is put back behind the moment it was made
    clock.pass_seconds(-86_400)
    with refused(Trouble.ENROL):
        ask_in(door, late, one())


def test_wrong_codes_are_slowed_for_everybody(url, engine, clock):
    others = [connect(url) for _ in range(2)]
    doors = [Door(each, clock) for each in others]
    code = code_of(engine, clock)
    for at in range(5):
        with refused(Trouble.ENROL):
            ask_in(doors[at % 2], another(code), one())
    # the right one too: else one could guess on
    for door in doors:
        with refused(Trouble.BUSY) as slowed:
            ask_in(door, code, one())
        assert "in 60 seconds" in slowed.value.problem.sentence
    clock.pass_seconds(59)
    with refused(Trouble.BUSY):
        ask_in(doors[0], another(code), one())
    clock.pass_seconds(1)  # to ask meanwhile has cost nothing
    with refused(Trouble.ENROL):
        ask_in(doors[0], another(code), one())
    with refused(Trouble.BUSY):
        ask_in(doors[1], code, one())
    clock.pass_seconds(60)
    ask_in(doors[1], code, one())
    for each in others:
        each.dispose()


def test_a_used_code_told_by_another_is_a_guess(door, engine, clock):
    code = code_of(engine, clock)
    ask_in(door, code, one())
    for _ in range(5):
        with refused(Trouble.ENROL):
            ask_in(door, code, one())
    with refused(Trouble.BUSY):
        ask_in(door, code_of(engine, clock), one())


def test_an_hour_later_slips_are_forgiven(door, engine, clock):
    for _ in range(5):
        with refused(Trouble.ENROL):
            ask_in(door, new_code(), one())
    clock.pass_seconds(3600)
    with refused(Trouble.ENROL):
        ask_in(door, new_code(), one())
    ask_in(door, code_of(engine, clock), one())


def test_a_clock_put_back_keeps_nobody_waiting(door, engine, clock):
    for _ in range(5):
        with refused(Trouble.ENROL):
            ask_in(door, new_code(), one())
    clock.pass_seconds(-10 * 365 * 86_400)
    ask_in(door, code_of(engine, clock), one())


def test_the_database_does_not_hold_the_code(engine, clock):
    code = read_code(code_of(engine, clock))
    with engine.connect() as connection:
        held = repr(connection.execute(sa.select(ENROLMENT)).all())
    assert code not in held
    assert code.encode().hex() not in held


def test_an_enrolment_is_signed_by_the_key_it_brings(door, engine, clock):
    code = code_of(engine, clock)
    device = one()
    with refused(Trouble.SIGNATURE):
        ask_in(door, code, device, signed_by=Identity.new(device.device))
    with refused(Trouble.SIGNATURE):
        ask_in(door, code, device, signed_by=Identity(new_id(), device.key))
    ask = Enrol(code=code, device=device.device, key=b"short")
    with pytest.raises(Refusal, match="32 bytes"):
        door.enrol("POST", ENROL, request(device, 1, path=ENROL), b"", ask)
    ask_in(door, code, device)


def test_a_device_of_another_home_keeps_its_records_to_itself(door, engine, clock):
    code = code_of(engine, clock)
    with refused(Trouble.ENROL) as told:
        ask_in(door, code, one(), home="alashankou")
    assert "alashankou" in told.value.problem.sentence
    ask_in(door, code, one(), home=HOME)  # the code was not spent on it


def test_enrolled_anew_it_names_what_it_was(door, engine, clock):
    old, other = enrolled(door, engine, clock), enrolled(door, engine, clock, "alashankou")
    new = one()
    forgotten = new_id()
    former = (old.device, forgotten, other.device, new.device, "not a name\n", old.device)
    ask_in(door, code_of(engine, clock), new, former=former)
    assert msgspec.json.decode(stored(engine, new.device).former) == [old.device, forgotten]


def test_with_its_own_key_and_another_code_it_is_the_device_it_was(door, engine, clock):
    """The answer to the first was lost, and somebody asked for another code."""
    device = enrolled(door, engine, clock)
    code, elsewhere = code_of(engine, clock), code_of(engine, clock, "alashankou")
    with refused(Trouble.NAME):
        ask_in(door, elsewhere, device, counter=2)
    assert ask_in(door, code, device, counter=3).home == HOME
    with refused(Trouble.ENROL):
        ask_in(door, code, one())  # it was spent
    knock(door, request(device, 4))
    ask_in(door, elsewhere, one())  # and that one not
    enrolment.revoke(engine, device.device)
    with refused(Trouble.NAME):
        ask_in(door, code_of(engine, clock), device, counter=5)


def test_a_known_name_is_not_taken_over(door, engine, clock):
    device = enrolled(door, engine, clock)
    code = code_of(engine, clock)
    with refused(Trouble.NAME):
        ask_in(door, code, Identity.new(device.device))
    knock(door, request(device, 2))
    ask_in(door, code, one())  # the code was not spent on it


@pytest.mark.parametrize("name", ["", "a b", "-", "x" * 65, "家", "a\n", "../etc"])
def test_names_are_plain(engine, clock, name):
    with pytest.raises(BadInput, match="can't name a home"):
        enrolment.make_code(engine, name, "hall", clock())
    with pytest.raises(BadInput, match="can't name a device"):
        enrolment.make_code(engine, HOME, name, clock())


def test_who_is_revoked_must_be_there(engine):
    with pytest.raises(BadInput, match="hq devices"):
        enrolment.revoke(engine, "nobody")


def test_a_revoked_device_comes_back_with_a_code(door, engine, clock):
    device = enrolled(door, engine, clock)
    enrolment.revoke(engine, device.device)
    back = one()
    ask_in(door, code_of(engine, clock), back, former=(device.device,))
    knock(door, request(back, 2))
    with refused(Trouble.ENROL):
        knock(door, request(device, 3))


class Wire:
    """Asks the door as one identity, over a line that may lose answers."""

    def __init__(self, door: Door, counters) -> None:
        self.door = door
        self.counters = counters
        self.lose = 0

    def __call__(self, device: Identity) -> "Wire":
        self.device = device
        return self

    def ask(self, path, message, kind):
        assert (path, kind) == (ROTATE, Enrolled)
        try:
            inside = knock(self.door, request(self.device, next(self.counters), path=path), path)
            told = self.door.rotate(inside, message)
        except Refusal as refusal:
            raise NotDone(refusal.problem.trouble, str(refusal)) from refusal
        if self.lose:
            self.lose -= 1
            raise Unreachable("The answer was lost.")
        return told


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "device"
    made.mkdir()
    return made


@pytest.fixture
def device(door, engine, clock, folder) -> Identity:
    """One that has enrolled, and whose key lies in the folder."""
    device = enrolled(door, engine, clock)
    files.prepare(folder, device)
    return files.adopt(folder)


def test_a_key_is_exchanged_for_another(door, device, folder):
    assert exchange(folder, Wire(door, iter(range(2, 9)))).name == "hall"
    new = files.load(folder)
    assert new.device == device.device
    assert new.public != device.public
    knock(door, request(new, 10))
    with refused(Trouble.SIGNATURE):
        knock(door, request(device, 11))


def test_an_exchange_whose_answer_was_lost_is_finished_with_the_same_key(door, device, folder):
    wire = Wire(door, iter(range(2, 9)))
    wire.lose = 1
    with pytest.raises(Unreachable):
        exchange(folder, wire)
    assert unfinished(folder)
    begun = files.waiting(folder)
    assert files.load(folder).public == device.public
    exchange(folder, wire)
    assert files.load(folder).public == begun.public
    assert not unfinished(folder)
    knock(door, request(begun, 10))


def test_an_exchange_that_never_arrived_is_done_again(door, device, folder):
    files.prepare(folder, Identity.new(device.device))
    begun = files.waiting(folder)
    exchange(folder, Wire(door, iter(range(2, 9))))
    assert files.load(folder).public == begun.public


def test_a_key_of_an_enrolment_that_waits_is_no_exchange(device, folder):
    files.prepare(folder, one())
    assert not unfinished(folder)


def test_a_revoked_device_exchanges_nothing(door, engine, device, folder):
    enrolment.revoke(engine, device.device)
    with pytest.raises(NotDone, match="revoked"):
        exchange(folder, Wire(door, iter(range(2, 9))))
    assert files.load(folder).public == device.public


def test_nobody_takes_anothers_key_for_his_own(door, engine, clock):
    device, other = enrolled(door, engine, clock), enrolled(door, engine, clock)
    inside = knock(door, request(device, 2, path=ROTATE), ROTATE)
    for proof in (
        other.key.sign(rotation(other.device, other.public)),
        device.key.sign(rotation(device.device, other.public)),
        b"",
        b"x" * 64,
    ):
        with refused(Trouble.MESSAGE):
            door.rotate(inside, Rotate(key=other.public, proof=proof))
    with refused(Trouble.MESSAGE):
        door.rotate(inside, Rotate(key=b"short", proof=b"x" * 64))


def test_a_device_without_a_key_has_none_to_exchange(folder):
    with pytest.raises(Failure, match="enrol"):
        exchange(folder, Wire(None, iter(())))


def test_what_is_spoken_is_what_is_read():
    for _ in range(100):
        code = new_code()
        assert read_code(spoken(code)) == code
