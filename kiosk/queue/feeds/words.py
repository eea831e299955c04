"""Words that ports write for states, lanes and countries, in the languages of the border.

Compared by `folded`. Sources: the two sides' own exports, CarGoRuqsat's and Russia's e-queue pages,
and Chinese port notices. A word that is not here is never guessed: its row is set aside.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from sync.records import Lane, VehicleState


@lru_cache(maxsize=4096)  # a table says the same few words over and over
def folded(text: str) -> str:
    """A word as words are compared: NFKC, lower case, ё as е, runs of anything but letters and
    digits as one space, invisible marks gone."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    text = "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Mn"))
    return " ".join(re.split(r"[\W_]+", text)).strip()


def _table(**words: str) -> dict[str, str]:
    return {folded(word): value for value, line in words.items() for word in line.split("|")}


STATES: dict[str, VehicleState] = {
    word: VehicleState(value)
    for word, value in _table(
        reserved="reserved|booked|booking|scheduled|planned|已预约|预约|预约成功|已预定|"
        "забронировано|забронирован|бронь|записан|запланирован|предварительная запись|"
        "брондалған|брондалды|броньдалған|жоспарланған|زاكاز قىلىنغان",
        arrived="arrived|on site|entered|checked in|已到达|到达|已进场|进场|已入场|入场|已抵达|"
        "прибыл|прибыла|прибыло|въехал|заехал|на площадке|на территории|"
        "келді|кірді|келген|يېتىپ كەلدى",
        waiting="waiting|queued|in queue|in line|queueing|queuing|pending|registered|"
        "排队中|排队|等待叫号|等待放行|等待出境|待出境|等待|等待中|等候|等候中|候检|待叫号|未叫号|已登记|登记|在队|"
        "ожидает|ожидают|ожидание|ожидание вызова|в ожидании|в очереди|ждет|ожидает вызова|"
        "стоит|зарегистрирован|не вызван|не вызвана|ожидает вызов|поставлен в очередь|"
        "в зоне ожидания|"
        "прибыл в зону ожидания|waiting for call|waiting to be called|not called|not yet called|"
        "зарегистрирована|зарегистрировано|"
        "待检|待检验|待查验|待放行|未放行|排队等候|等待通知|"
        "күтуде|кезекте|кезек күтуде|кезекте тұр|шақырылмаған|كەزەكتە|كەزەكتە تۇر|"
        "күтіп тұр|тіркелді|тіркелген|кутуде|كۈتۈۋاتىدۇ|ساقلاۋاتىدۇ|كۇتۋدە",
        called="called|called now|summoned|invited|called up|called to gate|"
        "已叫号|叫号|叫号中|已呼叫|已召唤|"
        "已调度|已通知|请进场|已叫号待进场|proceed to gate|go to gate|"
        "вызван в пп|вызван в пункт пропуска|вызван|вызвана|вызвано|вызов|приглашен|приглашена|"
        "шақырылды|шақырылған|шакырылды|چاقىرىلدى|شاقىرىلدى",
        at_gate="at gate|at the gate|in gate|at checkpoint|processing|being processed|in process|"
        "inspection|under inspection|"
        "到达卡口|已到卡口|在卡口|到卡口|checking|"
        "на посту|на въезде|на въезде в пункт пропуска|в пункте пропуска|в пп|"
        "在闸口|到闸口|已到闸口|查验中|查验|办理中|验放中|通关中|过闸中|"
        "у ворот|на воротах|на кпп|на пункте|на оформлении|оформляется|оформление|на досмотре|"
        "досмотр|проходит контроль|қақпада|рәсімделуде|тексеруде|бақылауда|دەرۋازىدا",
        departed="departed|exited|crossed border|crossed the border|border crossed|gated out|"
        "gate out|"
        "exit|has left|checked out|finished|left|out|gone|crossed|passed|completed|done|"
        "已驶离口岸|已离开口岸|已过卡|过卡|已出卡口|出卡口|已驶出|驶出|已离开|离开|已过关|已出关|"
        "проследовал|проследовала|проследовало|проследовал границу|прошел границу|"
        "прошла границу|пересекла границу|"
        "已出境|出境|已离境|离境|已驶离|驶离|已离场|离场|已出场|已通关|已过境|已出口|已出区|已完成|完成|"
        "выехал|выехала|выехало|выезд|убыл|убыла|убыло|покинул|покинула|пересек|пересекла|"
        "пересек границу|проехал|проехала|прошел|прошла|пропущен|завершен|завершено|уехал|"
        "шекарадан өтті|шекарадан шықты|ءوتتى|وتتى|كەتتى|شەكارادان ءوتتى|"
        "шықты|шығып кетті|кетті|өтті|өткен|шыққан|аяқталды|چىقىپ كەتتى|چىقتى|شىقتى",
        held="held|on hold|under hold|hold|suspended|stopped|detained|blocked|paused|delayed|"
        "被扣|被扣留|已扣留|暂停|已暂停|暂扣|已暂扣|扣留|扣车|已扣|滞留|冻结|挂起|布控|"
        "задержан|задержана|задержано|задержка|приостановлен|приостановлена|приостановлено|"
        "остановлен|на паузе|пауза|арестован|"
        "ۇستالدى|توقتاتىلدى|"
        "ұсталды|кідіртілді|тоқтатылды|ұсталған|тоқтатылған|кідірілді|توختىتىلدى|كىدىرتىلدى",
        released="released|resumed|unblocked|released from hold|解除|已解除|解除暂停|恢复|已恢复|"
        "恢复排队|放行|已放行|解扣|выпущен|выпущена|выпуск|возобновлен|возобновлена|снята задержка|"
        "снят с задержки|"
        "разблокирован|освобожден|отпущен|босатылды|жалғастырылды|қайта қосылды",
        cancelled="cancelled|canceled|cancel|void|voided|annulled|no show|withdrawn|deleted|"
        "已取消|取消|作废|已作废|撤销|已撤销|过号|已过号|退号|已退出|"
        "отменен|отменена|отменено|отмена|аннулирован|аннулирована|снят с очереди|снят|снята|"
        "неявка|не явился|не явилась|снят с учета|исключен|"
        "выбыл|удален|бас тартылды|күші жойылды|жойылды|болдырылмады|"
        "алынып тасталды|ئەمەلدىن قالدۇرۇلدى|بىكار قىلىندى",
    ).items()
}
for _state in VehicleState:
    STATES[folded(_state.value)] = _state

LANES: dict[str, Lane] = {
    word: Lane(value)
    for word, value in _table(
        general="g|о|普|general|normal|standard|ordinary|regular|common|non priority|"
        "electronic queue|live queue|электронная очередь|электронная|"
        "普通队列|普通队|一般通道|"
        "普通|普通车道|一般|普货|普通通道|正常|常规|"
        "общая|общий|общее|обычная|обычный|общая очередь|живая|живая очередь|стандартная|"
        "жалпы|жалпы кезек|қарапайым|кәдімгі|ортақ|ادەتتىكى|ئادەتتىكى|جالپى",
        priority="p|п|优|priority|urgent|fast|fast lane|express|vip|privileged|preferential|green|"
        "green channel|green lane|fast track|priority lane|perishable|perishables|express lane|"
        "绿通|鲜活农产品|优先队列|快通|"
        "скоропорт|скоропортящийся груз|скоропортящиеся|приоритетная очередь|льготная очередь|优先|"
        "优先车道|优先通道|绿色|绿色通道|加急|快速|快速通道|鲜活|"
        "льготная|льготный|льготное|приоритетная|приоритетный|приоритет|срочная|срочный|"
        "внеочередная|внеочередной|вне очереди|зеленый коридор|зеленая|"
        "басым|басымдық|басымдықты|жеңілдікті|кезектен тыс|жедел|жасыл дәліз|"
        "ئالدىن|ئىمتىيازلىق|باسىم|باسىمدى",
    ).items()
}

PRIORITY: dict[str, Lane] = {
    word: Lane(value)
    for word, value in _table(
        priority="yes|y|true|да|иә|ия|是|有|ھەئە|ءيا", general="no|n|false|нет|жоқ|否|无|ياق|جوق"
    ).items()
}
"""The lane of a yes or no, where a column asks "Priority?"."""

COUNTRIES: dict[str, str] = _table(
    CN="cn|chn|中国|中|中国籍|中华人民共和国|китай|кнр|қытай|қхр|china|prc|جۇڭگو|قىتاي",
    KZ="kz|kaz|哈萨克斯坦|哈萨克|哈国|哈|哈籍|казахстан|рк|республика казахстан|қазақстан|қр|"
    "қазақстан республикасы|kazakhstan|قازاقىستان|قازاقستان|қаз|каз",
    RU="ru|rus|俄罗斯|俄|俄国|俄籍|俄罗斯联邦|россия|рф|российская федерация|ресей|russia|"
    "russian federation|رۇسىيە|رەسەي|рос",
    UZ="uz|uzb|乌兹别克斯坦|乌兹别克|乌兹|乌|узбекистан|өзбекстан|uzbekistan|ئۆزبېكىستان|وزبەكستان|узб",
    KG="kg|kgz|ks|吉尔吉斯斯坦|吉尔吉斯|吉国|吉|"
    "кыргызстан|киргизия|кыргызская республика|киргизстан|"
    "қырғызстан|kyrgyzstan|قىرغىزىستان|قىرعىزستان|кр",
    TJ="tj|tjk|塔吉克斯坦|塔吉克|塔|таджикистан|тәжікстан|tajikistan|تاجىكىستان|تاجىكستان",
    TM="tm|tkm|土库曼斯坦|土库曼|туркменистан|туркмения|түрікменстан|turkmenistan|تۈركمەنىستان",
    MN="mn|mng|mgl|蒙古|蒙古国|蒙|монголия|моңғолия|mongolia|موڭغۇلىيە|موڭعوليا",
    BY="by|blr|白俄罗斯|白俄|беларусь|белоруссия|belarus|بېلارۇسىيە|рб",
    TR="tr|tur|土耳其|土|турция|түркия|turkey|türkiye|turkiye|تۈركىيە|تۇركيا",
    GE="ge|geo|格鲁吉亚|грузия|грузия республикасы|georgia|گرۇزىيە|گرۋزيا",
    AZ="az|aze|阿塞拜疆|азербайджан|әзербайжан|әзірбайжан|azerbaijan|ئەزەربەيجان",
)

_TOTALS = (
    "合计 总计 小计 共计 总数 汇总 итого всего итог барлығы жиыны жиынтығы total totals sum "
    "subtotal count جەمئىي جيىنى"
)
TOTALS = frozenset(map(folded, _TOTALS.split()))


_BLANKS = frozenset(
    map(folded, ("null", "none", "nan", "n/a", "nil", "н/д", "нет", "жоқ", "无", "空", ""))
)


def is_blank(cell: str) -> bool:
    """Whether a cell stands for nothing: empty, dashes, "н/д", "无"."""
    return folded(cell) in _BLANKS


Known = TypeVar("Known")


def known_word(table: Mapping[str, Known], cell: str) -> Known | None:
    """What a cell's word means by `table` (its keys folded). A cell in two languages ("排队中
    Waiting") counts if every part of it is known and all mean the same; "не выехал" does not."""
    word = folded(cell)
    if word in table:
        return table[word]
    if coded := re.fullmatch(r"\W*\d{1,3}\s*[-.:=)）、–—]\s*(\D.*)", cell.strip()):
        return known_word(table, coded[1])  # "2 - called"
    parts = [
        table.get(folded(each)) for each in re.split(r"[\s/\\|,;()（）]+", cell) if folded(each)
    ]
    return parts[0] if len(parts) > 1 and len(set(parts)) == 1 else None


def is_total(cell: str) -> bool:
    """Whether a row's first cell says that it sums up: "Итого", "合计：1102", "Всего ТС"."""
    words = folded(cell).split()
    joined = "".join(words)
    return (
        any(word in TOTALS for word in words[:2])
        or joined[:2] in ("合计", "总计", "小计", "共计")
        or re.match(r"共\d+[辆台车]", joined) is not None
    )
