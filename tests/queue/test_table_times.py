"""Times of a table in whatever form and zone come out as they are; what is assumed is said."""

from datetime import UTC, timedelta

import pytest

from tests.queue.reading import WRITTEN, only, read


@pytest.mark.parametrize(
    ("cell", "beijing"),
    [
        ("2026-03-02 10:05", "10:05:00"),
        ("2026-03-02T10:05:30", "10:05:30"),
        ("2026-03-02T10:05:30.250", "10:05:30"),
        ("2026-03-02T10:05:30+05:00", "13:05:30"),
        ("2026-03-02T02:05:30Z", "10:05:30"),
        ("2026/3/2 10:05", "10:05:00"),
        ("2026.03.02 10:05", "10:05:00"),
        ("2026年3月2日 10:05", "10:05:00"),
        ("2026年3月2日10时05分", "10:05:00"),
        ("2026/3/2 下午 3:05", "15:05:00"),
        ("2026/3/2 3:05 PM", "15:05:00"),
        ("2026/3/2 12:05 am", "00:05:00"),
        ("02.03.2026 10:05", "10:05:00"),
        ("02.03.26 10:05:09", "10:05:09"),
        ("2 марта 2026 г. 10:05", "10:05:00"),
        ("2 Mar 2026 10:05", "10:05:00"),
        ("20260302 1005", "10:05:00"),
        ("20260302100500", "10:05:00"),
        ("46083.4201388889", "10:05:00"),
        ("1772417100", "10:05:00"),
        ("1772417100000", "10:05:00"),
        ("03-02 10:05", "10:05:00"),
        ("10:05 02.03.2026", "10:05:00"),
        ("Mon, 02 Mar 2026 10:05:00", "10:05:00"),
        ("3月2日 10:05", "10:05:00"),
    ],
)
def test_date_forms(cell: str, beijing: str) -> None:
    vehicle = only(read(f"车牌号;状态;登记时间\n新F12345;排队中;{cell}\n"))
    assert vehicle.registered_at == f"2026-03-02T{beijing}+08:00"


@pytest.mark.parametrize(
    ("header", "beijing"),
    [
        ("Регистрация (Астана)", "13:05"),
        ("Регистрация (Пекин)", "10:05"),
        ("Регистрация, мск", "15:05"),
        ("Регистрация UTC+5", "13:05"),
        ("Registered (UTC)", "18:05"),
        ("Arrival time GMT+08:00", "10:05"),
        ("登记时间（北京时间）", "10:05"),
        ("登记时间(阿斯塔纳时间)", "13:05"),
        ("Тіркелді (Астана уақыты)", "13:05"),
    ],
)
def test_the_header_names_the_offset(header: str, beijing: str) -> None:
    reading = read(f"Plate;{header};State\n347BTA19;2026-03-02 10:05;waiting\n")
    assert only(reading).registered_at == f"2026-03-02T{beijing}:00+08:00"
    assert not any("No offset" in each for each in reading.assumed)


def test_a_title_names_the_offset_and_the_day() -> None:
    reading = read(
        "Очередь на выезд за 02.03.2026\nвремя московское\n\nНомер;Статус;Регистрация\n"
        "А123ВС77;ожидает;10:05\n"
    )
    assert only(reading).registered_at == "2026-03-02T15:05:00+08:00"
    assert any("has no day" in each for each in reading.assumed)


def test_days_and_clock_times_in_columns_of_their_own() -> None:
    reading = read(
        "车牌,状态,登记日期,登记时间,叫号日期,叫号时间\n新F12345,已叫号,2026-03-01,23:50,2026-03-02,0:10\n"
    )
    vehicle = only(reading)
    assert vehicle.registered_at == "2026-03-01T23:50:00+08:00"
    assert vehicle.called_at == "2026-03-02T00:10:00+08:00"


def test_one_column_of_days_for_all_times_runs_over_midnight() -> None:
    vehicle = only(
        read("日期,车牌,状态,登记时间,叫号时间\n2026-03-01,新F12345,已叫号,23:50,0:10\n")
    )
    assert vehicle.registered_at == "2026-03-01T23:50:00+08:00"
    assert vehicle.called_at == "2026-03-02T00:10:00+08:00"


def test_day_and_month_are_told_apart_or_it_is_said() -> None:
    head = "Plate,State,Registered\n"
    told = read(head + "347BTA19,waiting,03/02/2026 10:05\n348BTA19,waiting,03/13/2026 10:05\n")
    assert told.rows[0][1].registered_at.startswith("2026-03-02")
    assert not any("told apart" in each for each in told.assumed)
    close = read(head + "347BTA19,waiting,03/01/2026 10:05\n348BTA19,waiting,03/02/2026 10:05\n")
    assert close.rows[0][1].registered_at.startswith("2026-03-01")
    alone = read(head + "347BTA19,waiting,03/02/2026 10:05\n")
    assert any("told apart" in each for each in alone.assumed)


def test_as_of_is_the_files_time_when_its_rows_are_fresh_else_its_newest_row() -> None:
    head = "Plate,State,Registered (Beijing)\n"
    fresh = (WRITTEN - timedelta(minutes=20)).astimezone(UTC) + timedelta(hours=8)
    assert read(head + f"347BTA19,waiting,{fresh:%Y-%m-%d %H:%M}\n").as_of == WRITTEN
    old = fresh - timedelta(hours=5)
    reading = read(head + f"347BTA19,waiting,{old:%Y-%m-%d %H:%M}\n")
    assert reading.as_of == WRITTEN - timedelta(hours=5, minutes=20)


def test_times_in_no_known_form_are_said() -> None:
    reading = read("Plate,State,Registered\n347BTA19,waiting,noonish\n")
    assert any("Registered is left out" in each for each in reading.assumed)


def test_seconds_in_some_rows_only_and_a_day_without_time() -> None:
    reading = read(
        "Plate;State;Registered\n347BTA19;waiting;2026-03-02 10:05\n"
        "348BTA19;waiting;2026-03-02 10:05:30\n349BTA19;waiting;2026-03-02 10:06:30\n"
        "350BTA19;waiting;2026-03-02\n"
    )
    assert [number for number, _ in reading.refused] == [5]


def test_times_in_the_future_are_flagged() -> None:
    reading = read("Plate,State,Registered\n347BTA19,waiting,2026-03-09 10:05\n")
    assert any("in the future" in each for each in reading.assumed)
