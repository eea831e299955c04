"""What a table's column headers mean, in the languages of the border."""

import re
from functools import cache, lru_cache

from kiosk.queue.feeds.words import folded

# The first that matches has it: "Страна регистрации" is a country, "Место в очереди" a position.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("planned", "预计|计划|预约时|预测|"
                "планир|плановое|плановая|ожидаем|расчетн|прогноз|жоспар|болжам|"
                "expected|estimated|planned|predicted|^eta|^etd|更新|обновл|изменен|updated|modified|"
                "打印|печат|printed|状态时|status time|время статуса"),
    ("at_gate_at", "въезда? (в|на) (пункт|пп|кпп|пост)|入闸|进闸|到闸|gate in( time)?$"),
    ("zone", "时区|часовой пояс|уақыт белдеуі|time ?zone|utc offset"),
    ("trailer", "挂车|拖车|прицеп|тіркеме|trailer|semitrailer|پىرىتسېپ"),
    ("driver", "司机|驾驶员|водител|жүргізуші|driver|phone|电话|телефон|شوپۇر"),
    ("country", "国别|国籍|国家|所属国|注册国|^国$|страна|гражданство|^ел$|^елі|мемлекеті?$|"
                "country|nation|دۆلەت|مەملىكەت|^ەل"),
    ("plate", "车牌|号牌|牌照|牌号|车号|车辆号|车辆牌|гос ?рег|^г ?р ?з$|^грнз|госномер|"
              "гос.*(номер|знак)|"
              "регистрационн.*(номер|знак)|(номер|знак|^no).*(тс|авто|машин|транспорт|грузов|фур)|"
              "(тс|авто|машин|транспорт).*(номер|знак)|номерной знак|^номер$|^грз|"
              "нөмірі?$|нөмер|мемлекеттік белгі|(көлік|авто).*белгі|plate|licen[cs]e|"
              "registration (no|num|mark)|reg no|vehicle (no|num|reg|id)|truck (no|num|id)|"
              "^(vehicle|truck|lorry|автомобиль|көлік|тс|车辆)$|نومۇر|ءنومىر|نومىر"),
    ("position", "排位|顺位|位次|名次|排队号|排队序号|позици|место в|(no|номер) в очереди|"
                 "^орны?$|кезектегі|position|place in|queue (no|num|pos)|ورنى"),
    ("state", "状态|节点|阶段|статус|состояни|этап|стадия|кезең|күйі?$|мәртебе|жағдай|status|"
              "^state|stage|phase|vehicle state|ھالەت|كۇيى"),
    ("number", "^(序号|编号|no|n|п п|no п п|id|р с|т р|т/р|#)$"),
    ("departed_at", "出境|离境|驶离|驶出|离开|离场|出场|出区|出关|出卡|出闸|出口时|通关|放行|过境|"
                    "выезд|выехал|"
                    "убыти|убыл|покин|проследов|завершени|выпуск|"
                    "пересе[кч]|проезд|отъезд|шығу|шыққан|шықты|кету|кетті|кеткен|өткен|өту|"
                    "depart|exit|cross|left at|^left( |$)|(time|gate) out|out time|out at|^out$|"
                    "outbound|leav|چىقىش|چىقىپ|كەتكەن|چىققان|شىعۋ"),
    ("called_at", "叫号|呼叫|呼号|召唤|调度|通知|вызов|вызва|приглашен|приглашение|шақыр|"
                  "call|summon|چاقىر|شاقىر"),
    ("registered_at", "登记|注册|入场|进场|到达|抵达|报到|报道|取号|排队时|入队|регистр|постановк|"
                      "въезд|прибыти|заезд|встал|постав|поступ|тіркел|тіркеу|келген|келу|кіру|"
                      "кезекке|занят|regist|check(ed)? ?in|arriv|queued|queue (time|since|at)|"
                      "enter|entry|"
                      "joined|(time|gate) in$|in time$|created|تىزىملا|تىركەۋ|تىركەل"),
    ("lane", "车道|通道|队列|类别|优先|排队类|队伍|очеред|полоса|категори|приоритет|кезек|жолақ|"
             "санат|lane|queue|class|priority|category|ئۆتكەل|قاتار|جولاق"),
    ("gate", "闸口|窗口|卡口|门号|ворота|шлюз|окно|қақпа|терезе|gate|booth|window|دەرۋازا|قاقپا"),
    ("reason", "备注|原因|说明|примечан|причин|комментар|ескерту|ескертпе|себеп|түсініктеме|"
               "reason|remark|note|comment|ئىزاھات|سەۋەب|ەسكەرتۋ"),
    ("day", "日期|^日$|^дата$|^күні?$|^date$|^day$|چېسلا|كۈنى"),
    ("clock", "^时间$|^время$|^уақыты?$|^time$|ۋاقىت"),
)  # fmt: skip

_CITIES = (
    ("+08:00", "shanghai|上海|"
               "北京|пекин|бейж|бежін|beijing|peking|china time|cst|بېيجىڭ|بەيجىڭ|китай|中国时间"),
    ("+05:00", "астан|нур султан|нұр сұлтан|алмат|казахстан|қазақстан|astana|almaty|nur sultan|"
               "kazakhstan|阿斯塔纳|阿拉木图|哈萨克|哈国|ташкент|tashkent|塔什干|"
               "екатеринб"),
    ("+03:00", "мск|моск|мәскеу|moscow|msk|莫斯科"),
    ("+06:00", "бишкек|bishkek|新疆时间|乌鲁木齐|урумчи|үрімжі|urumqi|比什凯克"),
    ("+00:00", "^utc$|^gmt$|^z$|гринвич|всемирн|世界时"),
    # last, posts of Kazakhstan: a title that names one and its own time too means the latter
    ("+05:00", "нур жолы|нұр жолы|nur zholy|nur joly|достык|достық|dostyk|алтынкол|алтынкөл|"
               "altynkol|калжат|қалжат|бахты|бақты"),
)  # fmt: skip
_OFFSET = r"(?:utc|gmt|мск|\(|（|时区|^)\s*([+\-−]\s*\d{1,2})(?::?(\d\d))?(?!\d)"
_TIME_WORD = "时间|время|врем|уақыт|time|utc|gmt|мск|时区|zone|ۋاقىت|ۋاقت"


@cache
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    # when the first table is read: compiling takes longer than importing all of this package
    return [(role, re.compile(pattern)) for role, pattern in _PATTERNS]


@lru_cache(maxsize=4096)
def role_of(header: str) -> str | None:
    """What a column is by its header: one of ROLES, or trailer, driver, number, planned, at_gate_at
    (not used), day, clock (a part of a time); None if the header says nothing known."""
    header = re.sub("(?<=[a-z])(?=[A-Z])", " ", header)  # "calledAt"
    word = folded(re.sub(r"[(（\[].*?[)）\]]", " ", header)) or folded(header)
    if not word or len(word) > 60:
        return None
    return next((role for role, pattern in _compiled() if pattern.search(word)), None)


def zone_in(text: str, *, header: bool) -> str | None:
    """The offset that a header ("Регистрация (Астана)", "登记时间（北京时间）", "Arrived UTC+8")
    or, where `header` is false, a title names; a title must speak of time to name one."""
    if not header and not re.search(_TIME_WORD, text, re.I):
        return None
    if named := re.search(_OFFSET, text, re.I):
        sign = "-" if named[1][0] in "-−" else "+"
        hours, minutes = int(re.sub(r"\D", "", named[1])), int(named[2] or 0)
        if text[named.start() :].lower().startswith("мск"):  # "МСК+2" counts from Moscow
            hours, sign = (3 + hours, "+") if sign == "+" else (abs(3 - hours), "+")
        if hours <= 14 and minutes < 60:
            return f"{sign}{hours:02}:{minutes:02}"
    word = folded(text)
    for zone, pattern in _CITIES:
        if re.search(pattern, word) or (zone == "+00:00" and re.search(r"\b(utc|gmt)\b", word)):
            return zone
    return None
