"""Any order, any repetition, several workers at once: all comes to the same."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.records import DeviceStatus, PageUse
from sync.server.core import Headquarters
from sync.server.database import connect
from sync.server.tables import HELD, LOSING, METADATA, QUARANTINE
from tests.sync.server.device import HOUR, Device, Hand, notice, rows, said, use

_EDITS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("abc"), st.integers(0, 5)), max_size=12
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(_EDITS, st.randoms(use_true_random=False))
def test_any_order_and_repetition_comes_to_the_same(engine, edits, random):
    """Edits by three devices that don't hear of each other, told in any order, in any pieces, some
    of them twice or in a new epoch."""
    results = []
    for _ in range(2):
        with engine.begin() as connection:
            for table in METADATA.sorted_tables:
                connection.execute(sa.delete(table))
        clock = Hand()
        hq = Headquarters(engine, now=clock)
        devices = [Device(hq, f"d{n}") for n in range(3)]
        for who, id, seconds in edits:
            clock.at += 1000
            device = devices[who]
            device.write(use(f"{id}{who}{seconds}", seconds))
            device.write(notice(f"{id}{seconds % 3}", id))
            device.write(
                DeviceStatus(
                    id=f"d{who}", home="h", as_of="", version=str(seconds), started_at="",
                    locale="", disk_free=1, store_size=1,
                )
            )  # fmt: skip
        clock.at += HOUR
        while any(device.waiting for device in devices):
            device = random.choice(devices)
            do = random.random()
            if do < 0.2:
                device.send(device.ask(random.randint(1, 5), rows=0))
            elif do < 0.3:
                device.begin_epoch()
            else:
                device.tell(random.randint(1, 5), rows=0)
        results.append(rows(hq, "kind", "id", "owner", "fields", "removed"))
    assert results[0] == results[1]


def test_one_question_at_several_workers_at_once_is_taken_once(hq, url):
    device = Device(hq, "d")
    for number in range(50):
        device.write(use(f"u{number}"))
        device.write(notice(str(number)))
    device.forge(device.write(use("poison")), fields=b"\xc1")
    ask = device.ask()
    workers = [Headquarters(connect(url), now=hq.now) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(each.sync, "d", device.head.epoch, ask) for each in workers]
        answers = [each.result() for each in sent]
    for each in workers:
        each.engine.dispose()
    assert {answer.acknowledged for answer in answers} == {101}
    assert {len(answer.refused) for answer in answers} == {1}
    assert len(rows(hq)) == 51
    assert said(hq) == {"n": "49"}
    assert len(rows(hq, "number", table=QUARANTINE)) == 1
    assert rows(hq, "number", table=LOSING) == []


def test_of_two_copies_of_a_line_at_once_one_goes_on(hq, url):
    """Otherwise the line would be the one's, and what the other told be lost to it."""
    workers = [Headquarters(connect(url), now=hq.now) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for number in range(8):
            device = Device(hq, f"d{number}")
            copy = device.copy()
            sent = []
            for name, each in zip("ab", (device, copy), strict=True):
                for more in range(20):
                    each.write(use(f"{number}{name}{more}"))
            for worker, each in zip(workers, (device, copy), strict=True):
                sent.append(pool.submit(worker.sync, each.id, each.head.epoch, each.ask()))
            failed = [each.exception() for each in sent]
            assert sorted(type(each).__name__ for each in failed) == ["NoneType", "Refusal"]
    for worker in workers:
        worker.engine.dispose()
    assert len(rows(hq)) == 8 * 20


def test_nobody_is_locked_out_by_two_homes_at_once(hq, url):
    """Devices of two homes tell while headquarters writes for both and for all."""
    devices = [Device(hq, f"d{n}", f"h{n % 2}") for n in range(4)]

    def tell(device: Device) -> None:
        for number in range(10):
            device.write(use(f"{device.id}-{number}", home=device.home))
            device.write(notice(device.id, str(number), device.home))
            device.tell()

    def write() -> None:
        for number in range(10):
            text = f"{number} of headquarters"
            hq.write([notice(text, str(number), home) for home in ("h1", "", "h0")])

    with ThreadPoolExecutor(5) as pool:
        done = [*(pool.submit(tell, device) for device in devices), pool.submit(write)]
        for each in done:
            each.result()
    assert len(rows(hq)) == 40 + 30
    for device in devices:
        while device.tell().left:
            pass
        assert {id for kind, id in device.rows if kind == "notice"} == {str(n) for n in range(10)}


def test_nothing_is_held_without_parents(hq):
    device = Device(hq, "d")
    device.write(PageUse(id="u", home="h", at="", page="p", locale="", seconds=1))
    device.tell()
    assert rows(hq, "number", table=HELD) == []
