"""What stands again and again in the texts with which work is counted (test_linear_work.py)."""

# What stands in a long line again and again.
SIGNS = (
    *"a A 1 . , ! ? - — _ ' ’ “ \" ( ) [ ] { } < > & # | * / \\ @ • © • + : ; % ° я Я é 漢 😀 ` ~ $ =".split(),
    *("\t", "\u00a0", "\u200b", "\u0301", "\u2028", "\u202e", " "),
)
WORDS = (
    *("a ", "A ", "a. ", "A. ", "A b. ", "1. ", "1, ", "a, ", "я ", "Я. ", "a-", "a'", "A’s ", ". ", "? ", "... "),
    *("[caption]", "[/caption]", "[a b=c]", "Ã©", "â€™", "вЂ", "С“С", "Kazakhstan ", "border ", "border-", "United "),
    *("May ", "4 May ", "May 4, ", "2024 ", "2024-", "1.2.2024 ", "4-5 May 2024, ", "from May to June "),
    *(
        "http://a.b/ ",
        "a@b.c ",
        "Read more ",
        "Photo: ",
        "said ",
        "On Monday ",
        "The Long Way ",
        "The Way He went on. ",
    ),
    *(
        "“So he said. ",
        "(a) ",
        "Mr. ",
        "e.g. ",
        "One two three four five. ",
        "один два три. ",
        "John Smith said. Smith ",
    ),
)
MARKUP = (
    *("<b>", "</b>", "<p></p>", "<td>", "<!--", "-->", "&amp;", "&#1;", "&#", "&a", "<a ", "<a '\"", '<a href="'),
    *(
        "<a href=x>",
        "<img src=x>",
        "<h1>",
        "<h6></h6><h1></h1>",
        "</table>",
        "<svg><style>",
        "<![CDATA[",
        "<?",
        "<a@b.c>",
    ),
    *("<b>a. </b>", "A. <i>b", "(a. ", "“a", "a. "),
)
MARKDOWN = (
    *("[](", "[a](", "[a](b)", '[a](b "', "![", "![a](b", "[a][", "[a]: b\n", "](", "[[", "**", "**a", "a**", "**a** "),
    *("*a", "*a*", "_a", "_a_", "a_b_", "__a", "***a", "*_", "**_a", "`a", "``", "`a`", "\\*", "\\[", "> ", "> a\n"),
    *(
        "- ",
        "- a\n",
        "  - a\n",
        "1. a\n",
        "# a\n",
        "#",
        "    a\n",
        "a|b\n",
        "|-|-|\n",
        "---\n",
        "a\n=\n",
        "a\n\n",
        "<div>\n",
    ),
)
YAML = (
    *(
        "a: b\n",
        "a: ",
        "- a: b\n",
        "? ",
        "a: [",
        "{a: ",
        "{",
        "[",
        "'",
        '"',
        "'a'",
        "a: 'b'\n",
        "a: &a b\n",
        "*a ",
        "!a ",
    ),
    *("!!a ", "a: |\n b\n", " a\n", "\\x41", "- a\n", "#", ", ", "1", "\n", "\t", "title: a\n", "topics: [a]\n"),
)
LINES = (
    "Kazakhstan repatriated 1,111 citizens from Syria between one hundred and 7 in May 2021, 12.12.2012-((( and 1 111.",
    "a", "A", "1", ".", "—", "|", "a|b", "a\tb", "• a", "1. a", "> a", "By Jane Roe", "4 May 2024", "Read more",
    "[caption]",
    "Related articles", "A Line That Could Head a Story", "Tags: a", "***", "Comments", "Photo: A. Person",
    "The mayor said on Monday that the old bridge would be closed until the end of the year.",
    "A Line That Could Head a Story\nThe mayor said on Monday that the bridge would be closed for good, and she went.",
    "***\nThe mayor of Osh said on Monday that the bridge would be closed for good, and went home.",
    "4 May 2024\nThe mayor of Osh said on Monday that the bridge would be closed for good, and went home.",
    "OSH, May 4 (Wire) — The mayor of Osh said on Monday that the bridge would be closed for good.\n",
    "What the Mayor Said\n" + "The mayor said that the bridge would be closed for good in 2024 and went home. " * 3,
)  # fmt: skip
# Lines of which no two are the same, as what stands there twice may be known at once.
NUMBERED = (
    "这是第{0}行文字。今天在北京举行会议，代表们讨论了边界问题，{0}人参加。",
    "Toshkentda bugun {0} nafar vakil chegara masalalarini muhokama qildi, yangi bitim imzolandi, deya xabar berdi.",
    "The mayor of town {0} told reporters that the budget of the road...",
    "A Line That Could Head Story {0}\nThe mayor said on Monday that bridge {0} would be closed for good, and went.",
    "The mayor of town {0} said on Monday that bridge {0} would be closed until the end of the year.",
    "Title: Bridge {0} is closed\nDate: 4 May 2024\nText: The mayor of town {0} said that bridge {0} would be closed.",
    "4 May 2024\nThe mayor of town {0} closed bridge {0}.\nBridge {0} was closed, the mayor of {0} said on Monday.",
)
