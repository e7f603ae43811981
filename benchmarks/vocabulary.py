"""The word lists and sentence patterns of the benchmark's documents: invented, like everything that they report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: words by slot, and patterns of sentences, headlines and section headings with {slots}."""

    words: dict[str, list[str]]
    sentences: tuple[str, ...]
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    introduction: str


def _list(text: str) -> list[str]:
    return [" ".join(item.split()) for item in text.split("|") if item.strip()]


ENGLISH = Language(
    words={
        "first": _list(
            """Aigul|Bakyt|Daniyar|Elmira|Farrukh|Gulnara|Hilola|Ilyas|Jamila|Kanat|Leyla|Marat|Nigora|Olim|Parviz|
            Rustam|Saule|Temur|Ulan|Vera|Yulduz|Zarina|Anna|Boris|Clara|David|Ellen|George|Helen|Ivan|Martin|Nora"""
        ),
        "city": _list(
            """Bishkek|Astana|Almaty|Tashkent|Dushanbe|Ashgabat|Osh|Batken|Khujand|Samarkand|Bukhara|Shymkent|Aktau|
            Karaganda|Nukus|Termez|Kulob|Naryn|Talas|Atyrau|Moscow|Yerevan|Minsk|Kabul|Beijing|Baku|Ankara"""
        ),
        "country": _list(
            """Kazakhstan|Kyrgyzstan|Tajikistan|Uzbekistan|Turkmenistan|Russia|Afghanistan|Armenia|Belarus|China|Iran|
            Turkey|Azerbaijan|Germany|Poland|South Korea|Syria|Iraq|Georgia|India"""
        ),
        "people": _list(
            """Kazakh|Kyrgyz|Tajik|Uzbek|Turkmen|Russian|Afghan|Armenian|Chinese|Iranian|Turkish|German|Polish|local|
            regional|foreign|senior|retired|former"""
        ),
        "role": _list(
            """minister|mayor|deputy governor|engineer|border guard|customs officer|farmer|teacher|doctor|economist|
            lawyer|driver|historian|surveyor|hydrologist|trader|pilot|inspector|ambassador|spokeswoman|adviser|
            analyst|nurse|builder|shepherd|judge|prosecutor|rescuer|migrant|returnee|geologist|beekeeper|librarian"""
        ),
        "body": _list(
            """Ministry of Transport|Border Service|Migration Service|Ministry of Water|city council|state bank|
            customs committee|Collective Security Treaty Organization|CSTO|Academy of Sciences|emergency ministry|
            railway company|power utility|statistics office|parliament|supreme court|chamber of commerce|
            Eurasian Economic Union|United Nations|health ministry|land commission|village assembly|air force|
            boundary commission|football federation|weather service|national museum|tax office|energy ministry"""
        ),
        "theme": ["{thing}"],
        "place": ["{city}"],
        "thing": _list(
            """bridge|canal|reservoir|crossing point|checkpoint|railway line|power station|school|hospital|dam|
            pasture|market|enclave|border section|labor quota|work permit|remittance rule|labor migration law|
            repatriation flight|camp|deportation order|joint exercise|peacekeeping force|air defense system|
            gas pipeline|grain harvest|cotton crop|glacier|border agreement|delimitation map|solar plant|
            sewage works|bus route|airport terminal|visa rule|trade fair|orchard|vineyard|mine|quarry|archive"""
        ),
        "things": _list(
            """trucks|families|children|workers|villagers|soldiers|migrants|tons of wheat|hectares of farmland|
            houses|pupils|passengers|containers|kilometers of road|wagons|sheep|documents|maps|drones|pumps|
            households|students|patients|engineers|vehicles|shops|border pillars|seedlings|remittances|permits"""
        ),
        "adjective": _list(
            """new|old|long|disputed|joint|temporary|broken|costly|modest|rare|unfinished|narrow|remote|busy|quiet|
            repaired|abandoned|planned|second|largest|oldest|shared|private|official|unusual|early|late|empty|cheap"""
        ),
        "noun": _list(
            """agreement|dispute|budget|winter|flood|drought|tariff|contract|survey|protest|strike|delay|debt|loan|
            treaty|election|census|harvest|shortage|price|route|valley|river|mountain|pass|village|season|reform|
            inspection|verdict|appeal|investigation|report|decree|payment|grant|shipment|tunnel|fence|well|forest"""
        ),
        "did": _list(
            """approved|rejected|delayed|inspected|repaired|opened|closed|measured|funded|described|criticized|
            counted|reopened|signed|discussed|abandoned|extended|surveyed|sold|bought|visited|welcomed|postponed|
            questioned|doubled|halved|restored|drew up|handed over|paid for|called off|looked into"""
        ),
        "said": _list("said|told reporters|explained|warned|noted|admitted|recalled|argued|added|wrote|promised"),
        "weekday": _list("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
        "month": _list("January|February|March|April|May|June|July|August|September|October|November|December"),
        "when": _list(
            """on {weekday}|last month|in {month}|this spring|in {year}|since {year}|on {month} {day}|
            two years ago|after the {noun}|before the {noun}|by the end of {year}|earlier this week|overnight"""
        ),
        "where": _list(
            """in {place}|near {village}|in the {village} district|outside {city}|on the border with {country}|
            in northern {country}|along the river|at the {thing}|in the {adjective} {noun}|between {city} and {city}"""
        ),
    },
    sentences=(
        "the {body} {did} the {adjective} {thing} {where} {when}.",
        "{surname} {said} that the {noun} had cost {number} million dollars, more than the {adjective} {thing} itself.",
        "“We waited {number} days for the {noun}, and nobody came to see the {thing},” {surname} {said}.",
        "about {number} {things} crossed {where} {when}, the {body} {said}.",
        "according to the {body}, {number} {things} were counted {where}, against {number} a year earlier.",
        "however, a {people} {role} {where} {said} the {noun} would not change much for the {things} there.",
        "the {people} {role} {did} the {noun} {when}, and the {body} {did} it again {when}.",
        "{village} lies {number} kilometers from {city}, and its {things} depend on the {adjective} {thing}.",
        "officials from {country} and {country} {did} a {noun} on the {theme} {when}.",
        "it was the {adjective} {noun} {where} that the {body} feared most, {surname} {said} {when}.",
        "without the {theme}, {number} {things} would have to go around the {noun}, which takes {day} hours.",
        "prices for the {adjective} {noun} rose by {day} percent {when}, while the {noun} stayed where it was.",
        "“A {noun} is a {noun},” the {role} {said}. “What we need is a {adjective} {thing} and a {noun} that holds.”",
        "the {noun}, which began {when}, has left {number} {things} without a {thing} {where}.",
        "neither the {body} nor the {body} would say when the {theme} is to be {did}.",
        "in {village}, the {role} keeps a list of {things}: {number} in {year}, {number} in {year}.",
        "she {did} the {noun} herself, together with {number} {things} from {country}.",
        "they have {did} the {theme} twice {when}, but the {noun} {where} goes on.",
        "a {people} court {did} the {noun} of the {adjective} {thing} {when}; the {role} has {number} days to respond.",
        "most of the {things} came from {country}, some from {country}, and a few from {village} itself.",
        "meanwhile the {body} in {city} {did} a loan of ${number} million for the {thing} {where}.",
        "asked about the {noun}, {surname} {said} only that the {people} side had {did} its part {when}.",
        "repairs to the {thing} were to end by {year}, then by {year}, and now no {role} will name a date.",
        "what the {noun} means for {country}, whose {things} use the same {thing}, is not known.",
        "at the talks {where} the {people} delegation {did} {number} of {number} points on the {theme}.",
        "two {things} were hurt when the {adjective} {thing} gave way {where}, a {role} {said}.",
    ),
    titles=(
        "{place} {body} Puts Off {theme} After {noun}",
        "{people} Villagers Walk {number} Kilometers as {theme} Stays Shut",
        "How the {adjective} {theme} Divides {village} and {place}",
        "{country} and {country} agree on {theme} after {number} days of talks",
        "{surname}: the {theme} will not wait for another {noun}",
        "A {adjective} {theme} Comes Back to {village}",
        "{body} counts {number} {things} near {place}",
        "Why {country} wants a {adjective} {theme} by {year}",
        "{number} {things} leave {country} over the {theme}",
        "{place}: {role} asks who pays for the {theme}",
    ),
    headings=(
        "What the {noun} Costs",
        "A {adjective} {noun}",
        "Life After the {noun}",
        "Waiting for the {thing}",
        "The view from {village}",
        "Who pays for the {thing}",
    ),
    introduction="{person}, a {role} with the {body}, has worked {where} for {number} years.",
)

RUSSIAN = Language(
    words={
        "first": _list("Айгуль|Бакыт|Данияр|Эльмира|Марат|Нигора|Рустам|Сауле|Тимур|Вера|Зарина|Анна|Борис|Иван|Нина"),
        "city": _list("Бишкек|Астана|Алматы|Ташкент|Душанбе|Ош|Баткен|Худжанд|Самарканд|Шымкент|Актау|Москва|Ереван"),
        "country": _list("Казахстан|Кыргызстан|Таджикистан|Узбекистан|Туркменистан|Россия|Афганистан|Армения|Китай"),
        "body": _list(
            """министерство транспорта|пограничная служба|миграционная служба|городской совет|государственный банк|
            таможенный комитет|ОДКБ|академия наук|железная дорога|верховный суд|парламент|комиссия по делимитации"""
        ),
        "role": _list("министр|мэр|инженер|пограничник|учитель|врач|экономист|юрист|водитель|историк|фермер|мигрант"),
        "theme": ["{thing}"],
        "place": ["{city}"],
        "thing": _list(
            """мост|канал|участок границы|пункт пропуска|водохранилище|школа|больница|плотина|рынок|анклав|
            трудовой патент|газопровод|депортация|совместное учение|договор о границе|аэропорт|железнодорожная линия"""
        ),
        "things": _list("грузовиков|семей|детей|рабочих|жителей|мигрантов|тонн зерна|домов|школьников|вагонов|карт"),
        "adjective": _list("новый|старый|спорный|общий|временный|дорогой|редкий|дальний|тихий|пустой|ранний|узкий"),
        "noun": _list("договор|спор|бюджет|паводок|тариф|контракт|протест|долг|кредит|урожай|маршрут|указ|отчёт|суд"),
        "did": _list(
            "одобрило|отклонило|отложило|проверило|открыло|закрыло|измерило|описало|подписало|обсудило|продлило"
        ),
        "said": _list("сказал|пояснил|предупредил|отметил|признал|вспомнил|добавил|написал|пообещал"),
        "weekday": _list("понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье"),
        "when": _list("в {weekday}|в прошлом месяце|весной|в {year} году|с {year} года|два года назад|на этой неделе"),
        "where": _list(
            "под городом {place}|у села {village}|на границе|вдоль реки|на севере страны|в районе {village}"
        ),
    },
    sentences=(
        "{body} {did} {adjective} {thing} {where} {when}.",
        "по данным ведомства, {number} {things} насчитали {where}, год назад было {number}.",
        "«Мы ждали {number} дней, и никто не приехал смотреть {thing}», – {said} {surname}.",
        "однако {role} {where} {said}, что {noun} мало что изменит для людей.",
        "{village} лежит в {number} километрах от границы, и {things} зависят от того, цел ли {adjective} {thing}.",
        "{country} и {country} обсудили {noun} и {theme} {when}.",
        "ремонт должен был кончиться к {year} году, но теперь ни один {role} не называет срок.",
        "цены выросли на {day} процентов {when}, а {noun} остался прежним.",
        "{adjective} {noun} начался {when}, и {number} {things} остались без дороги {where}.",
        "{role} ведёт список: {number} в {year} году, {number} в {year} году.",
        "на переговорах {where} стороны согласовали {number} пунктов из {number}.",
        "чего хочет {country}, пока не ясно, {said} {role} {when}.",
    ),
    titles=(
        "{place}: {body} откладывает {theme} после паводка",
        "{country} и {country} договорились про {theme} за {number} дней",
        "{number} {things} ждут, когда решится {theme}",
        "Почему {country} хочет {adjective} {theme} к {year} году",
        "{surname}: {theme} не будет ждать",
    ),
    headings=("Чего стоит {noun}", "Жизнь после паводка", "Кто платит за {thing}"),
    introduction="{person}, {role}, работает {where} {number} лет.",
)

FURNITURE_TOP = tuple(
    _list(
        """Skip to content|Home|News|Politics|Economy|Society|Opinion|Video|Photo galleries|Contact us|Log in|Search|
        EN / RU / KZ|Subscribe|Donate|Home > News > {city}|KGS/USD = 0.0{number}|USD 4{number}.1 +0.3%|{city} +{day}°C|
        We use cookies to improve your visit to this site. Accept all cookies|Breaking news|Most read|
        Follow us on Telegram and Instagram|Sign up for our weekly newsletter|Menu|Latest news|Главная|Новости|Поиск|
        Viewing results 1 - {number} of {number}|{city} reporters meet the {role} of the year|Advertisement"""
    )
)
FURNITURE_BETWEEN = tuple(
    _list(
        """{number} views|3 min read|Photo: {body}|Share on Facebook|Share|Listen to this article|Advertisement|***|
        Read also: {country} waits for the {noun}|Photo: {village} Press / {city}|[caption id="a1"]The {thing} near
        {village}[/caption]|{number} comments|A {role} at the {thing}. Photo: {village} Archive|Updated 10:4{number}"""
    )
)
FURNITURE_BELOW = tuple(
    _list(
        """Tags: {country}, {city}, {noun}|Share this:|Facebook|Twitter|Telegram|Copy link|Related articles|
        {country} looks for a {adjective} {thing}|The {noun} of {village}, explained|{city} counts its {things}|
        You may also like|All rights reserved. Reprinting only with a link|© {year} {village} News|Leave a comment|
        Privacy policy|Terms of use|About us|Contact us|Load more|Back to top|Subscribe to our newsletter|
        Support independent journalism in the region|Found a mistake? Select it and press Ctrl+Enter|
        {number} shares|Read more|Next article|Previous article|Source: {village} Agency|Editor: {first} {village}|
        Читайте также: что решил суд|Подписывайтесь на наш канал в Telegram|Все права защищены|Комментарии (0)"""
    )
)
