"""The words of numbers in English and Russian: amounts, scales, units, currencies, and what limits a number."""

from __future__ import annotations

from generator.facts_model import Bound

ONES = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
} | {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
# A number of hundreds and more in words.
POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

# What follows the digits and multiplies them; the letters only where they touch the digits ("300m").
SCALES = (
    (r"\s?(?:thousand|тыс\.|тыс\b|тысяч\w*)", 1_000),
    (r"\s?(?:millions?|mln|млн\.?|миллион\w*)|m", 1_000_000),
    (r"\s?(?:billions?|bln|bn|млрд\.?|миллиард\w*)", 1_000_000_000),
    (r"\s?(?:trillions?|трлн\.?|триллион\w*)", 1_000_000_000_000),
)

# Units by the names that measures in briefing.yaml use, and currencies; the hyphen is that of "972-kilometre border".
UNITS = (
    (r"\s?%|[\s-]per\s?cents?|[\s-]percent(?!age)|\s?процент\w*", "percent"),
    (r"[\s-]?(?:km|kilomet(?:er|re)s?|км|километр\w*)(?![²2/]|\s(?:per|an)\shour|\sв\sчас)", "km"),
    (r"[\s-]?(?:hectares?|ha|га|гектар\w*)", "hectares"),
    (r"\s(?:U\.?S\.?\s|American\s)?dollars?|\s?(?:USD|долл(?:ар\w*|\.))(?:\sСША)?", "USD"),
    (r"\s?(?:euros?|EUR|евро)", "EUR"),
    (r"\s?(?:(?:Russian\s)?rou?bles?|rubles?|RUB|руб(?:л\w+|\.)?)", "RUB"),
    (r"\s?(?:(?:Kyrgyz\s)?soms?|KGS|сом(?:ов|а)?)", "KGS"),
    (r"\s?(?:(?:Tajik\s)?somonis?|TJS|сомони)", "TJS"),
    (r"\s?(?:(?:Uzbek\s)?(?:soums?|sums?)|UZS|сум(?:ов)?)", "UZS"),
    (r"\s?(?:(?:Kazakh\s)?tenge|KZT|тенге)", "KZT"),
    (r"\s?(?:manats?|TMT|манат\w*)", "TMT"),
    (r"\s?(?:yuan|CNY|юан\w*)", "CNY"),
    (r"\s?(?:pounds?(?:\ssterling)?|GBP)", "GBP"),
)
CURRENCIES = frozenset("USD EUR RUB KGS TJS UZS KZT TMT CNY GBP".split())
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB"}

# What stands before a number and limits it.
BOUNDS_BEFORE = (
    (
        r"at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|не менее|как минимум|минимум",
        Bound.AT_LEAST,
    ),
    (r"more than|(?:just |well |slightly )?over|upwards of|above|более(?: чем)?|свыше|больше", Bound.OVER),
    (r"nearly|almost|close to|почти", Bound.NEARLY),
    (r"(?:just )?under|(?:fewer|less) than|below|менее", Bound.UNDER),
    (r"up to|as many as|at most|a maximum of|no more than|не более", Bound.UP_TO),
    (
        r"some|about|around|approximately|roughly|circa|(?:an )?estimated|около|примерно|порядка|приблизительно",
        Bound.AROUND,
    ),
)
BOUNDS_AFTER = ((r"\sor\smore\b", Bound.AT_LEAST), (r"\sor\sso\b", Bound.AROUND), (r"\+", Bound.OVER))

FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

# Where these follow, the number is an age, a span of time or a time of day and counts nothing.
TIMES = (
    r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|times)\b|[\s-]year-olds?\b|"
    r"\s?[ap]\.?m\b|\s?(?:лет|год\w*|месяц\w*|недел\w*|дн(?:я|ей)|день|час(?:а|ов)?|минут\w*|сут(?:ок|ки)|раза?|-летн\w+)\b"
)
# Where these come before, the number is a name: of a resolution, an article, a stage.
NAMES = (
    r"resolutions?|articles?|laws?|decrees?|orders?|no\.|nos\.|№|numbers?|phase|stage|operation|chapter|page|aged|ages|"
    r"room|route|highway|part|level|group of|резолюци\w*|стать\w*|закон\w*|указ\w*"
)
