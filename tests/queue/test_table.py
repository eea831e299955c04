"""Tables as ports really drop them are read whole, and what is assumed is said."""

import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.mapping import Mapping, to_toml
from kiosk.queue.feeds.settings import FeedSettings, FolderFeed
from kiosk.queue.feeds.table import Origin, read_table
from sync.records import Vehicle
from tests.queue.reading import WRITTEN, only, read

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> dict[str, Vehicle]:
    reading = read((SAMPLES / name).read_bytes(), name=name)
    assert reading.refused == []
    return {vehicle.id: vehicle for _, vehicle in reading.rows}


def test_the_chinese_sample_is_read_whole() -> None:
    vehicles = sample("horgos-out-20260301.csv")
    assert len(vehicles) == 1102
    states = [vehicle.state.value for vehicle in vehicles.values()]
    assert {each: states.count(each) for each in set(states)} == {
        "departed": 1067,
        "waiting": 30,
        "held": 4,
        "cancelled": 1,
    }
    countries = [vehicle.country for vehicle in vehicles.values()]
    assert {each: countries.count(each) for each in set(countries)} == {
        "KZ": 536,
        "CN": 404,
        "RU": 107,
        "UZ": 55,
    }
    assert sum(vehicle.lane.value == "priority" for vehicle in vehicles.values()) == 130


def test_both_sides_tell_the_same_of_the_same_vehicles() -> None:
    """The Kazakh file writes Astana time and Cyrillic look-alikes, the Chinese one neither."""
    chinese = sample("horgos-out-20260301.csv")
    kazakh = sample("nur-zholy-2026-03-01.csv")
    assert len(kazakh) == 698
    assert set(kazakh) == {key for key, each in chinese.items() if each.country != "CN"}
    for key, vehicle in kazakh.items():
        other = chinese[key]
        assert (vehicle.lane, vehicle.state) == (other.lane, other.state)
        assert vehicle.registered_at == other.registered_at
        assert vehicle.called_at == other.called_at
        assert vehicle.departed_at == other.departed_at


def test_a_mapping_survives_kiosk_toml_and_reads_the_same() -> None:
    data = (SAMPLES / "nur-zholy-2026-03-01.csv").read_bytes()
    proposed = read(data)
    pasted = to_toml(proposed.mapping, "nur-zholy", "/drop", "*.csv")
    (feed,) = msgspec.convert(tomllib.loads(pasted)["feeds"], list[FeedSettings])
    assert isinstance(feed, FolderFeed)
    assert feed.table == proposed.mapping
    again = read_table(data, Origin("x.csv", WRITTEN), WRITTEN, feed.table)
    assert again.rows == proposed.rows


HEADS = {
    "zh": "车辆号牌,国籍,通道类别,车辆状态,入场登记时间,叫号时间,离境时间",
    "ru": "Номер ТС,Страна регистрации,Полоса,Состояние,Дата постановки в очередь,Время вызова,"
    "Дата выезда",
    "kk": "Көлік нөмірі,Елі,Кезек түрі,Мәртебесі,Тіркелген уақыты,Шақырылған уақыты,Шыққан уақыты",
    "en": "Licence plate,Country,Lane,Status,Registered,Called,Departed",
}
WORDS = {
    "zh": ("哈萨克斯坦", "优先", "已离境"),
    "ru": ("Казахстан", "Приоритетная", "Убыл"),
    "kk": ("Қазақстан", "басым", "шықты"),
    "en": ("KAZ", "Priority", "Departed"),
}
ENCODINGS = {
    "zh": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"),
    "ru": ("utf-8", "utf-8-sig", "utf-16", "windows-1251", "cp866", "koi8-r", "gb18030"),
    "kk": ("utf-8", "utf-8-sig", "utf-16", "kz1048"),
    "en": ("utf-8", "windows-1251", "utf-16-be"),
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("language", "encoding"),
    [(language, encoding) for language, all_of in ENCODINGS.items() for encoding in all_of],
)
def test_headers_and_words_of_four_languages_in_any_encoding(
    language: str, encoding: str, delimiter: str
) -> None:
    country, lane, state = WORDS[language]
    row = [
        "347 BTA 19",
        country,
        lane,
        state,
        "2026-03-02 10:05",
        "2026-03-02 11:00",
        "2026-03-02 11:20",
    ]
    head = HEADS[language].replace(",", delimiter)
    vehicle = only(read(f"{head}\n{delimiter.join(row)}\n", encoding))
    assert (vehicle.country, vehicle.plate) == ("KZ", "347BTA19")
    assert (vehicle.lane.value, vehicle.state.value) == ("priority", "departed")
    zone = {"zh": "10:05", "en": "10:05"}.get(language, "13:05")  # Kazakhstan is 3 hours behind
    assert vehicle.registered_at == f"2026-03-02T{zone}:00+08:00"


def test_titles_blank_lines_totals_and_repeated_headers_are_no_vehicles() -> None:
    reading = read(
        "口岸出境车辆\n2026年3月2日\n\n车牌号,状态,登记时间\n新F12345,排队中,2026/3/2 10:05\n,,\n"
        "车牌号,状态,登记时间\n新F12346,排队中,2026/3/2 10:06\n合计：2,,\n"
    )
    assert [vehicle.plate for _, vehicle in reading.rows] == ["新F12345", "新F12346"]
    assert reading.refused == []


@pytest.mark.parametrize(
    "total", ["Итого;2", "Всего:;2", "Барлығы;2", "合计;2", "Total;2", "Всего ТС;2"]
)
def test_totals_in_four_languages(total: str) -> None:
    reading = read(f"Plate;State;Registered\n347BTA19;waiting;2026-03-02 10:05\n{total};\n")
    assert only(reading).plate == "347BTA19"
    assert any("own total says 2, it has 1 rows" in each for each in reading.assumed)


def test_quoted_cells_with_delimiters_quotes_and_lines_in_them() -> None:
    reading = read(
        "Plate,State,Registered,Remark\n"
        '"347 BTA 19",held,"2026-03-02 10:05","seal, ""broken"",\nsecond line"\n'
        '348BTA19,waiting,2026-03-02 10:06,a stray " quote\n349BTA19,waiting,2026-03-02 10:07,\n'
    )
    assert [v.plate for _, v in reading.rows] == ["347BTA19", "348BTA19", "349BTA19"]
    assert reading.rows[0][1].reason == 'seal, "broken",\nsecond line'


def test_without_a_header_the_columns_are_told_by_what_stands_in_them() -> None:
    reading = read(
        "1;347BTA19;ожидает;02.03.2026 10:05;\n"
        "2;А123ВС77;вызван;02.03.2026 10:06;02.03.2026 10:30\n"
        "3;01A123BC;ожидает;02.03.2026 10:07;\n"
    )
    assert [(v.plate, v.state.value) for _, v in reading.rows] == [
        ("347BTA19", "waiting"),
        ("A123BC77", "called"),
        ("01A123BC", "waiting"),
    ]
    assert reading.rows[1][1].called_at.startswith("2026-03-02T")
    assert len([each for each in reading.assumed if "is taken as" in each]) >= 3


def test_rows_that_fail_are_refused_by_line_with_a_sentence() -> None:
    reading = read(
        "Plate;Lane;State;Registered;Called\n"
        "347BTA19;general;waiting;2026-03-02 10:05;\n"
        ";general;waiting;2026-03-02 10:05;\n"
        "348BTA19;general;teleported;2026-03-02 10:05;\n"
        "349BTA19;sideways;waiting;2026-03-02 10:05;\n"
        "350BTA19;general;waiting;yesterday;\n"
        "351BTA19;general;waiting;;\n"
        "352BTA19;general;called;2026-03-02 10:05;2026-03-02 09:05\n"
        f"353BTA19;general;waiting;2026-03-02 10:05;{'x' * 30_000}\n"
        "347 ВТА 19;general;waiting;2026-03-02 10:09;\n"
        "Mystery-7;general;waiting;2026-03-02 10:10;\n"
    )
    assert [number for number, _ in reading.refused] == [2, 3, 4, 5, 6, 7, 8, 9]
    why = dict(reading.refused)
    assert "stands again in row 10" in why[2]
    assert "teleported" in why[4]
    assert "sideways" in why[5]
    assert "yesterday" in why[6]
    assert "backwards" in why[8]
    assert [(v.country, v.plate) for _, v in reading.rows] == [
        ("KZ", "347BTA19"),
        ("ZZ", "MYSTERY7"),
    ]


def test_a_file_cut_off_in_the_middle_keeps_its_whole_rows() -> None:
    data = (SAMPLES / "nur-zholy-2026-03-01.csv").read_bytes()
    whole = {vehicle.id: vehicle for _, vehicle in read(data).rows}
    row = data[:8000].rindex(b"\n") + 1
    for cut in range(row + 1, row + 75, 3):
        reading = read(data[:cut])
        assert len(reading.rows) >= 90
        for _, vehicle in reading.rows:
            same = whole[vehicle.id]
            assert vehicle.registered_at == same.registered_at
            assert vehicle.called_at in (same.called_at, "")


@pytest.mark.parametrize(
    "data",
    [b"", b"  \n ", b"PK\x03\x04rest", b"<!DOCTYPE html><html><body>login</body></html>",
     b'{"vehicles": []}',
     b"just one line of text", b"a,b\n1,2\n", b"\x00\x01\x02\x03", b"\xff\xfe"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(FeedTrouble, match=r"\.$|\?$"):
        read(data)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FeedTrouble, match="MB"):
        read(b"a" * (17 << 20))


def test_the_country_is_taken_from_the_plate_where_none_is_told() -> None:
    reading = read("Plate,State,Registered\n01KG123ABC,waiting,2026-03-02 10:05\n")
    assert only(reading).country == "KG"
    assert any("taken from the plates" in each for each in reading.assumed)


def test_cells_in_two_languages_count_if_their_parts_agree() -> None:
    head = "车牌号 Plate,国家 Country,状态 Status,登记时间 Registered\n"
    reading = read(head + "新F12345,中国 (China),排队中 Waiting,2026-03-02 10:05\n")
    assert only(reading).state.value == "waiting"
    denied = read("Номер;Статус;Регистрация\n347BTA19;не выехал;02.03.2026 10:05\n")
    assert [number for number, _ in denied.refused] == [2]


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [("Приоритет", "да", "нет"), ("是否优先", "是", "否"), ("Priority", "Yes", "no")],
)
def test_a_column_that_asks_for_priority(header: str, yes: str, no: str) -> None:
    reading = read(
        f"Plate;State;Registered;{header}\n347BTA19;waiting;2026-03-02 10:05;{yes}\n"
        f"348BTA19;waiting;2026-03-02 10:05;{no}\n349BTA19;waiting;2026-03-02 10:05;\n"
    )
    assert [v.lane.value for _, v in reading.rows] == ["priority", "general", "general"]


@pytest.mark.parametrize(
    ("plate", "encoding"),
    [
        ("АВ123477", "windows-1251"),
        ("А123ВС77", "koi8-r"),
        ("А123ВС77", "cp866"),
        ("新F12345", "gb18030"),
    ],
)
def test_the_encoding_is_told_by_plates_where_no_word_tells_it(plate: str, encoding: str) -> None:
    reading = read(f"Plate,State,Registered\n{plate},waiting,2026-03-02 10:05\n", encoding)
    assert only(reading).country in ("RU", "CN")


def test_another_country_than_named_and_unknown_forms_are_said() -> None:
    reading = read(
        "Plate,Country,State,Registered\nА123ВС77,Казахстан,waiting,2026-03-02 10:05\n"
        "Mystery7,KZ,waiting,2026-03-02 10:05\n"
    )
    assert [v.country for _, v in reading.rows] == ["RU", "ZZ"]
    assert any("another country's form" in each for each in reading.assumed)
    assert any("country ZZ" in each for each in reading.assumed)


def test_a_header_of_two_lines_and_cells_kept_as_text_by_excel() -> None:
    reading = read(
        "车牌,时间,,,状态\n,登记,叫号,出境,\n"
        '="新F12345",2026/3/2 10:05,2026/3/2 10:15,2026/3/2 10:25,已放行\n'
    )
    vehicle = only(reading)
    assert vehicle.plate == "新F12345"
    assert vehicle.called_at == "2026-03-02T10:15:00+08:00"
    assert vehicle.departed_at == "2026-03-02T10:25:00+08:00"
    assert vehicle.state.value == "departed"


def test_cells_that_stand_for_nothing_are_empty() -> None:
    reading = read(
        "Plate;State;Registered;Called;Departed\n347BTA19;waiting;2026-03-02 10:05;--;н/д\n"
    )
    assert only(reading).called_at == ""
    assert reading.mapping.columns["departed_at"] == "Departed"


def test_a_column_empty_when_the_mapping_was_made_is_read_later() -> None:
    mapping = read("Plate,State,Registered,Called\n347BTA19,waiting,2026-03-02 10:05,\n").mapping
    later = b"Plate,State,Registered,Called\n347BTA19,called,2026-03-02 10:05,2026-03-02 10:45\n"
    reading = read_table(later, Origin("x", WRITTEN), WRITTEN, mapping)
    assert only(reading).called_at == "2026-03-02T10:45:00+08:00"


@pytest.mark.parametrize(
    "wrong", [{"zone": "8"}, {"columns": {"colour": "x"}}, {"forms": {"called_at": ["q"]}}]
)
def test_a_wrong_mapping_is_refused_when_the_settings_are_read(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Mapping)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        read(data)
        read(b"Plate,State,Registered\n347BTA19,waiting,2026-03-02 10:05\n" + data)
    except FeedTrouble:
        return


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1100), st.integers(0, 60), st.binary(max_size=3)), max_size=6)
)
def test_a_spoilt_sample_still_gives_its_other_rows(spots: list[tuple[int, int, bytes]]) -> None:
    lines = (SAMPLES / "nur-zholy-2026-03-01.csv").read_bytes().split(b"\r\n")[:200]
    for row, place, noise in spots:
        at = 2 + row % 190
        clean = noise.replace(b"\n", b"").replace(b"\r", b"")
        lines[at] = lines[at][:place] + clean + lines[at][place:]
    assert len(read(b"\r\n".join(lines)).rows) >= 198 - 2 * len(spots) - 2
