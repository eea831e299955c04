"""What states, lanes and reasons are called on the screen, marked for the catalogues."""

import re

from kiosk.i18n.text import Tongue, mark
from sync.records import Lane, VehicleState

STATE_WORDS: dict[VehicleState, tuple[str, str]] = {
    #: State of a vehicle at the port, in a list: it has a slot but is not there yet
    VehicleState.RESERVED: (mark("Reserved", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it is on the port's ground
    VehicleState.ARRIVED: (mark("Arrived", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it stands in line
    VehicleState.WAITING: (mark("Waiting", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it was called, drive to the gate
    VehicleState.CALLED: (mark("Called", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it stands at the gate
    VehicleState.AT_GATE: (mark("At the gate", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it has left the country
    VehicleState.DEPARTED: (mark("Departed", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: stopped, papers or inspection; doesn't wait
    VehicleState.HELD: (mark("Held", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: no longer held, stands in line again
    VehicleState.RELEASED: (mark("In line again", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: taken off the queue
    VehicleState.CANCELLED: (mark("Taken off the queue", "vehicle"), "vehicle"),
}

LANE_WORDS: dict[Lane, tuple[str, str]] = {
    #: Kind of queue at the port: most vehicles
    Lane.GENERAL: (mark("General lane", "vehicle"), "vehicle"),
    #: Kind of queue at the port: perishables, convoys, livestock
    Lane.PRIORITY: (mark("Priority lane", "vehicle"), "vehicle"),
}

REASON_WORDS: dict[str, str] = {
    #: Why the port holds a truck, after "The port says: ". Short
    mark("documents", "reason"): "documents|document|document check|papers|paperwork|"
    "单证|单据|证件|单证问题|单证审核|документы|проверка документов|"
    "құжаттар|құжат|құжат тексеру|قۇجاتتار|ھۆججەتلەر|ھۆججەت",
    #: Why the port holds a truck: a paper is lacking
    mark("documents missing", "reason"): "documents missing|documents incomplete|"
    "missing documents|单证不全|单证不齐|资料不全|手续不全|缺单证|"
    "нет документов|не хватает документов|неполный пакет документов|"
    "құжат толық емес|құжаттар толық емес|قۇجات تولىق ەمەس|ھۆججەتلەر تولۇق ئەمەس",
    #: Why the port holds a truck: customs looks into the load
    mark("customs inspection", "reason"): "customs inspection|customs check|"
    "查验|海关查验|待查验|布控查验|开箱查验|"
    "досмотр|таможенный досмотр|таможенный контроль|"
    "кедендік тексеру|كەدەندىك تەكسەرۋ|تاموژنا تەكشۈرۈشى",
    #: Why the port holds a truck or closed its gate: some check, not said which
    mark("inspection", "reason"): "inspection|check|检查|抽查|核查|"
    "проверка|осмотр|контроль|тексеру|تەكسەرۋ|تەكشۈرۈش",
    #: Why the port holds a truck: it has to go over the weighbridge
    mark("weighing", "reason"): "weighing|weight|weight check|过磅|称重|地磅|待过磅|复磅|"
    "взвешивание|вес|весы|контроль веса|таразы|таразыда өлшеу|салмақ|"
    "تارازى|تارازىدا ولشەۋ|سالماق|تارازىلاش|ئېغىرلىق",
    #: Why the port holds a truck: it weighs more than it may
    mark("overweight", "reason"): "overweight|overload|overloaded|超重|超载|"
    "перегруз|перегрузка|перевес|превышение веса|"
    "артық салмақ|салмағы артық|ارتىق سالماق|سالماعى ارتىق|ئېغىرلىقى ئۆلچەمدىن ئاشقان",
    #: Why the port holds a truck: the seal on the load is looked at
    mark("seal check", "reason"): "seal check|seal|seals|铅封|关封|封志|铅封检查|检查铅封|铅封问题|"
    "пломба|пломбы|проверка пломбы|проверка пломб|"
    "пломбаны тексеру|پلومبا|پلومبانى تەكسەرۋ|پىلومبا|پىلومبا تەكشۈرۈش",
    #: Why the port holds a truck: plants, animals or food are looked at
    mark("quarantine", "reason"): "quarantine|检疫|检验检疫|动植检|карантин|كارانتين|كارانتىن",
    #: Why the port holds a truck: something is to be paid
    mark("payment", "reason"): "payment|fee|fees|unpaid|缴费|未缴费|待缴费|欠费|"
    "оплата|не оплачено|неоплата|төлем|تولەم|ھەق تۆلەش",
    #: Why the port holds a truck: it does not run
    mark("vehicle breakdown", "reason"): "vehicle breakdown|breakdown|broken down|"
    "车辆故障|车坏了|抛锚|поломка|поломка машины|неисправность|сломался|"
    "көлік бұзылды|көлік бұзылған|كولىك بۇزىلدى|كولىك بۇزىلعان|ماشىنا بۇزۇلغان",
    #: Why the port closed its gate
    mark("weather", "reason"): "weather|bad weather|天气|天气原因|恶劣天气|"
    "погода|погодные условия|непогода|плохая погода|ауа райы|اۋا رايى|ھاۋارايى",
    #: Why the port closed its gate
    mark("strong wind", "reason"): "strong wind|wind|high wind|大风|大风天气|大风预警|风大|"
    "ветер|сильный ветер|қатты жел|жел|قاتتى جەل|قاتتىق شامال",
    #: Why the port closed its gate
    mark("snow", "reason"): "snow|heavy snow|snowstorm|下雪|大雪|暴雪|雨雪|снег|снегопад|қар|قار",
    #: Why the port closed its gate
    mark("fog", "reason"): "fog|大雾|有雾|雾|туман|тұман|تۇمان",
    #: Why the port closed its gate: its computers are being worked on
    mark("system maintenance", "reason"): "system maintenance|maintenance|系统维护|系统升级|维护|"
    "технические работы|техработы|обновление системы|жүйені жөндеу|جۇيەنى جوندەۋ|سىستېما ئاسراش",
    #: Why the port closed its gate: its computers do not work
    mark("system failure", "reason"): "system failure|system down|系统故障|网络故障|"
    "сбой системы|сбой|система не работает|жүйедегі ақау|جۇيەدەگى اقاۋ|سىستېما كاشىلىسى",
    #: Why the port closed its gate: the neighbour country lets nobody in
    mark("closed on the other side", "reason"): "closed on the other side|other side closed|"
    "border closed on the other side|"
    "对方口岸关闭|对方关闭|对面关闭|对方闭关|哈方关闭|哈方闭关|哈方口岸关闭|"
    "на той стороне закрыто|закрыто на той стороне|казахстанская сторона закрыта|"
    "арғы жақ жабық|ارعى جاق جابىق|قارشى تەرەپ تاقالغان",
}
"""What is said for a reason, and how ports spell it, parted by |: a port sends free words."""


def _folded(text: str) -> str:
    return " ".join(re.split(r"[\W_]+", text.casefold().replace("ё", "е"))).strip()


_SAID = {_folded(each): said for said, line in REASON_WORDS.items() for each in line.split("|")}


def reason_text(tongue: Tongue, reason: str) -> str:
    """Why a truck is held or the gate closed, in the tongue's words. A reason nobody foresaw stays
    as the port wrote it, in an isolate (Unicode, UAX 9), so that directions do not mix."""
    said = _SAID.get(_folded(reason))
    if said is not None:
        return tongue.tr(said, "reason")
    return f"\u2068{reason}\u2069" if reason.strip() else ""
