"""Tables that integrators drop without asking: what a person would read comes out, and nothing that
a person would not."""

from datetime import UTC, datetime

import pytest

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.headers import role_of, zone_in
from kiosk.queue.feeds.table import Origin, Reading, read_table
from kiosk.queue.feeds.validate import plate_in
from sync.records import Vehicle, VehicleState

WRITTEN = datetime(2026, 3, 20, 0, 20, tzinfo=UTC)


def read(text: str | bytes, name: str = "queue.csv") -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return read_table(data, Origin(name, WRITTEN), WRITTEN)


def times(vehicle: Vehicle) -> tuple[str, str, str]:
    """The three times, at Beijing's offset, without it."""
    told = (vehicle.registered_at, vehicle.called_at, vehicle.departed_at)
    assert all(each.endswith("+08:00") for each in told if each)
    return told[0][:16], told[1][:16], told[2][:16]


def first(text: str, name: str = "queue.csv") -> Vehicle:
    reading = read(text, name)
    assert reading.refused == []
    return reading.rows[0][1]


def test_release_beside_departure_is_the_call_and_not_the_departure() -> None:
    head = "车号,当前状态,报到时间,{},出境时间\n"
    row = "新F12345,已离境,2026-03-01 00:11,2026-03-01 00:30,2026-03-01 00:52\n"
    expected = ("2026-03-01T00:11", "2026-03-01T00:30", "2026-03-01T00:52")
    assert times(first(head.format("放行时间") + row)) == expected
    alone = "车号,状态,登记时间,叫号时间,放行时间\n"  # with a call and nothing else: the departure
    assert times(first(alone + row)) == expected


@pytest.mark.parametrize(
    ("call", "leave"),
    [
        ("预计叫号时间", "计划出境时间"),
        ("Планируемое время вызова", "Ожидаемое время выезда"),
        ("Expected call time", "Planned departure"),
    ],
)
def test_what_is_only_planned_has_not_happened(call: str, leave: str) -> None:
    vehicle = first(
        f"Plate,Status,Registered,{call},{leave}\n"
        "123ABC02,waiting,2026-03-01 00:11,2026-03-01 05:00,2026-03-01 06:00\n"
    )
    assert times(vehicle)[1:] == ("", "")


def test_day_and_month_are_in_one_order_in_all_columns() -> None:
    reading = read(
        "Plate,Status,Checked In,Summoned,Exited\n"
        "123ABC02,departed,3/1/2026 12:11 AM,3/1/2026 12:31 AM,3/1/2026 1:02 AM\n"
        "124ABC02,waiting,3/13/2026 11:15 PM,,\n"
    )
    assert times(reading.rows[0][1]) == ("2026-03-01T00:11", "2026-03-01T00:31", "2026-03-01T01:02")
    assert not any("told apart" in each for each in reading.assumed)


def test_what_day_comes_first_is_guessed_from_the_files_day_and_said() -> None:
    text = "Plate,Status,Registered\n123ABC02,waiting,03/05/2026 00:11\n"
    named = read(text, "export_20260305.csv")
    assert named.rows[0][1].registered_at.startswith("2026-03-05")
    assert any("told apart" in each for each in named.assumed)
    assert first(text, "export_20260503.csv").registered_at.startswith("2026-05-03")
    american = text.replace("00:11", "12:11 AM")
    assert first(american).registered_at.startswith("2026-03-05T00:11")


@pytest.mark.parametrize(
    "written",
    [
        "26/03/01 00:11",
        "26-03-01 00:11",
        "２０２６－０３－０１　００：１１",
        "01.03.2026 в 00:11",
        "1 марта 2026 года, 00 ч. 11 мин.",
        "2026 ж. 1 наурыз 00:11",
        "2026 жылғы 1 наурыз, 00:11",
        "Sun 01 Mar 2026 00:11",
        '"Sunday, March 1, 2026 00:11"',
        "2026/3/1 星期日 0:11",
        "2026-02-28 19:11 MSK",
        "2026-02-28T21:11:00+05:00[Asia/Almaty]",
    ],
)
def test_a_moment_is_read_however_it_is_written(written: str) -> None:
    vehicle = first(f"车牌\t状态\t登记时间\n123ABC02\t等待\t{written}\n")
    assert vehicle.registered_at == "2026-03-01T00:11:00+08:00"


def test_a_date_with_its_year_written_out_is_read_among_others() -> None:
    reading = read(
        "车牌,状态,登记时间\n"
        "123ABC02,等待,2026年3月1日 0时11分\n"
        "124ABC02,等待,2026-03-01 00:12\n"
        "125ABC02,等待,2026-03-01\n"  # cut off: no longer a moment
    )
    assert [v.registered_at[11:16] for _, v in reading.rows] == ["00:11", "00:12"]
    assert [each.number for each in reading.refused] == [4]


def test_a_column_of_zones_is_minded_row_by_row() -> None:
    reading = read(
        "Plate,Status,Registered,Timezone\n"
        "123ABC02,waiting,2026-03-01 00:11,Asia/Almaty\n"
        "124ABC02,waiting,2026-03-01 03:11,Asia/Shanghai\n"
        "125ABC02,waiting,2026-02-28 19:11,UTC\n"
        "126ABC02,waiting,2026-02-28 19:11,Mars\n"
    )
    told = {vehicle.registered_at for _, vehicle in reading.rows}
    assert told == {"2026-03-01T03:11:00+08:00"}
    assert [each.number for each in reading.refused] == [5]


def test_a_post_of_kazakhstan_in_the_title_counts_less_than_the_time_it_names() -> None:
    assert zone_in("Nur Zholy, local time", header=False) == "+05:00"
    assert zone_in("Пост Достык, время московское", header=False) == "+03:00"


def test_a_registration_under_an_unknown_header_is_told_by_its_order() -> None:
    rows = "123ABC02,left,2026-03-01 00:11,2026-03-01 00:31,2026-03-01 00:51\n"
    reading = read("Plate,Status,Slot X,Called,Departed\n" + rows)
    assert times(reading.rows[0][1])[0] == "2026-03-01T00:11"
    assert any("Slot X" in each for each in reading.assumed)
    late = rows.replace("00:11", "00:41")
    assert times(first("Plate,Status,Slot X,Called,Departed\n" + late))[0] == ""


def test_two_tables_in_one_file_are_both_read() -> None:
    reading = read(
        "Waiting vehicles,,,\n"
        "Plate,Country,Registered,Lane\n"
        "123ABC02,Kazakhstan,2026-03-01 00:11,priority\n"
        "\n"
        "Plate,Country,Registered,Called,Departed\n"
        "456DEF05,Kazakhstan,2026-03-01 00:01,2026-03-01 00:05,2026-03-01 00:09\n"
    )
    assert reading.refused == []
    assert [(v.plate, v.state, v.lane.value) for _, v in reading.rows] == [
        ("123ABC02", VehicleState.WAITING, "priority"),
        ("456DEF05", VehicleState.DEPARTED, "general"),
    ]


@pytest.mark.parametrize(
    ("cell", "plate", "country"),
    [
        ("KZ 123ABC02", "123ABC02", "KZ"),
        ("KZ123ABC02", "123ABC02", "KZ"),
        ("123ABC05 (KZ)", "123ABC05", "KZ"),
        ("新F54321（中国）", "新F54321", "CN"),
        ("UZ/01A123BC", "01A123BC", "UZ"),
        ("KG 01 123 ABC", "01123ABC", "KG"),
        ("А123ВС77RUS", "A123BC77", "RU"),
        ("А 123 ВС 77 / АВ 1234 77", "A123BC77", "RU"),
        ("01 KG 123 ABC", "01KG123ABC", "KG"),
        ("GE 123 AB", "GE123AB", "GE"),
    ],
)
def test_a_plate_is_found_beside_its_country_or_its_trailer(
    cell: str, plate: str, country: str
) -> None:
    found = plate_in(cell)
    assert found is not None
    assert (found.plate, found.country) == (plate, country)


def test_a_plate_that_contradicts_the_country_beside_it_is_kept_as_it_stands() -> None:
    assert plate_in("KZ 新F12345") is None
    rows = "KZ 新F12345,waiting,2026-03-01 00:11\nKZ 123ABC02,waiting,2026-03-01 00:11\n"
    vehicle = first(f"Plate,Status,Registered\n{rows}")
    assert (vehicle.country, vehicle.plate) == ("ZZ", "KZ新F12345")


def test_states_under_an_unknown_header_are_refused_rather_than_guessed_from_times() -> None:
    reading = read(
        "Plate,Xyz,Registered,Called\n"
        "123ABC02,teleported,2026-03-01 00:11,2026-03-01 00:31\n"
        "124ABC02,waiting,2026-03-01 00:12,\n"
    )
    assert [vehicle.plate for _, vehicle in reading.rows] == ["124ABC02"]
    assert [each.number for each in reading.refused] == [2]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("待检", "waiting"),
        ("проследовал", "departed"),
        ("не вызван", "waiting"),
        ("кезек күтуде", "waiting"),
        ("شەكارادان ءوتتى", "departed"),
        ("已驶离口岸", "departed"),
        ("被扣", "held"),
        ("2 - called", "called"),
        ("1) не вызван", "waiting"),
    ],
)
def test_more_words_for_states(word: str, state: str) -> None:
    vehicle = first(f"Plate,Status,Registered\n123ABC02,{word},2026-03-01 00:11\n")
    assert vehicle.state.value == state


@pytest.mark.parametrize(
    "header", ["Left border zone at", "Пересёк", "چىقىپ كەتكەن ۋاقتى", "Время проследования"]
)
def test_more_headers_for_the_departure(header: str) -> None:
    assert role_of(header) == "departed_at"
    assert role_of("呼号时刻") == "called_at"


def test_lanes_of_one_letter_are_lanes_and_not_gates() -> None:
    rows = "123АВС02;О;Ожидает;01.03.2026 00:11\n124АВС02;П;Ожидает;01.03.2026 00:12\n"
    reading = read("ТС;Очередь;Статус;Регистрация\n" + rows)
    assert [vehicle.lane.value for _, vehicle in reading.rows] == ["general", "priority"]


def test_headers_in_camel_case_are_words() -> None:
    assert role_of("queueTime") == "registered_at"
    assert role_of("plateNo") == "plate"


def test_a_header_of_many_quoted_lines_is_one_row() -> None:
    headers = ("车牌号码", "国家地区", "车辆状态", "登记时间", "叫号时间", "出境时间")
    head = ",".join(f'"{each[:2]}\n{each[2:]}"' for each in headers)
    vehicle = first(f"{head}\n新F12345,中国,等待,2026-03-01 00:11,,\n")
    assert (vehicle.plate, vehicle.registered_at[:16]) == ("新F12345", "2026-03-01T00:11")


def test_two_stray_quotes_swallow_no_rows_between_them() -> None:
    rows = "".join(f"{100 + i}ABC02,waiting,2026-03-01 00:11,\n" for i in range(9))
    text = f'Plate,Status,Registered,Note\n201ABC02,waiting,2026-03-01 00:11,"5\n{rows}'
    text += '202ABC02,waiting,2026-03-01 00:11,"6\n'
    assert len(read(text).rows) == 11


def test_nuls_cost_nothing_and_a_picture_is_no_text() -> None:
    text = b"Plate,Status,Registered\n123ABC02,wai\0ting,2026-03-01 00:11\n"
    assert len(read(text + b"\0\0\0\n124ABC02,waiting,2026-03-01 00:11\n" + b"\0" * 4096).rows) == 2
    with pytest.raises(FeedTrouble, match="not a text file"):
        read(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
