"""What stands on a page besides its story is told from it, and what may be story stays body."""

from __future__ import annotations

import pytest

from whipcount.model import Block, BlockKind, Document
from whipcount.segment import segment

FIRST = "The committee heard three witnesses on Thursday, and the chairwoman said that nobody was surprised."
SECOND = "Members of both parties put questions to them until late, and two of them walked out of the room."


def blocks(text: str, title: str | None = None) -> list[tuple[BlockKind, str]]:
    made = segment(Document(id="d", given_id="d", text=text, raw_sha256="", title=title))
    return [(block.kind, text[block.start : block.end]) for block in made.blocks]


def between(line: str) -> list[BlockKind]:
    """Kinds of the blocks that a line becomes between two paragraphs of a story."""
    found = blocks(f"{FIRST}\n\n{line}\n\n{SECOND}")
    assert found[0] == ("body", FIRST)
    assert found[-1] == ("body", SECOND)
    return [kind for kind, _ in found[1:-1]]


PROMOS = [
    "CLICK HERE TO GET THE DAILY BUGLE APP",
    "Click here to read the letter",
    "SENATE PASSES WATER BILL AFTER LONG DEBATE",
    "Read more: Towns demand a second bridge",
    "READ MORE ON THE BUGLE: Bridge vote delayed",
    "Related: Why the bridge fell",
    "RELATED STORIES | Bridge vote delayed",
    "See also: Bridge vote delayed",
    "Watch the full hearing below:",
    "WATCH: Senator walks out of hearing",
    "Sign up for our morning newsletter",
    "Sign up here to get the Bugle in your inbox",
    "Subscribe to the podcast",
    "Get the latest news in our app",
    "Follow Jane Doe on Twitter @janedoe.",
    "Follow @thebugle",
    "Twitter: @janedoe",
    "Like us on Facebook",
    "Share this article",
    "Advertisement",
    "ADVERTISEMENT",
    "Story continues below advertisement",
    "Scroll to continue",
    "Recommended Videos",
    "Most Read",
    "For more, sign up for the Morning Bugle newsletter.",
    "Have a tip? Write to tips@example.org",
    "This is a breaking news story. Please check back for updates.",
    "https://example.org/bridge",
    "* * *",
    "___",
    '<tweet id="5"><tweet/>.',
]
CREDITS = [
    "(JANE DOE/AFP via Getty Images/File)",
    "(AP Photo/Jane Doe)",
    "Getty Images",
    "Jane Doe / Reuters",
    "Photo by Jane Doe",
    "Photo credit: Jane Doe",
    "The Associated Press contributed to this report.",
    "Jane Doe and John Roe contributed reporting.",
    "Contributing: Jane Doe",
    "(Reporting by Jane Doe; Editing by John Roe)",
    "Additional reporting by Jane Doe in Geneva",
    "Doe reported from Washington.",
    "This story has been updated with a comment from the mayor.",
    "Correction: An earlier version of this story misstated the height of the bridge.",
    "Editor's note: The writer is a member of the bridge board.",
    "© 2024 The Daily Bugle. All rights reserved.",
    "(h/t The Hill)",
]
CAPTIONS = [
    "Boats lie under the broken bridge on Sept. 3, 2024, in Bayview. (Jane Doe/Global Images via Getty Images)",
    "Sen. Jane Doe speaks after the vote. (AP Photo/John Roe, File)",
    "FILE - The bridge is seen in this photo taken in May 2019.",
    "FILE PHOTO: The bridge is seen from the north shore, in May 2019.",
    "Photo: The bridge from the north",
]
SUBHEADINGS = ["What happens next", "A second bridge", "WHAT HAPPENS NEXT", "Why now?"]
BODY = [
    "“LOCK THE BRIDGE!”",
    "OBAMA: Thank you all for coming here tonight.",
    "OBAMA: WE HAVE A LOT OF WORK TO DO HERE",
    "Q: Do you think that the bridge should be closed?",
    "A: No.",
    "He left.",
    "It was over!",
    "She followed him on Twitter, she said.",
    "Read the bill, she told them.",
    "“Read more: it will do you good,” she said.",
    "Watch him, she said; he will be the next governor.",
    "The photo by Jane Doe shows the bridge, and she said it was taken in May.",
    "The AP reported that the bridge was closed (the agency cited police and courtesy calls to residents).",
    "The governor (R-Texas)",
    "Reuters reported from Geneva that talks had failed.",
    "He said (as Reuters and others reported on Monday).",
    "By then, the bridge had been closed.",
    "By the time Jane Doe arrived, John Roe said, it was late.",
    "Follow the money, he said.",
    "Sponsored by both parties, the bill passed with 61 votes and was signed on Monday.",
    "Advertising on the bridge was banned by the council, which said that it distracts.",
    "Share prices fell after the mayor spoke.",
    "Like many in the town, he said he would vote against it.",
    "For more than ten years, she said, she had asked them to visit the bridge.",
    "Subscribers, he said, were told first.",
    "From the north, the mayor said, copyright law was no help.",
    "7:40 p.m.",
    "– Dimming light –",
]


@pytest.mark.parametrize("line", PROMOS)
def test_promotions_and_links_are_told_from_the_story(line: str) -> None:
    assert between(line) == ["promo"]


@pytest.mark.parametrize("line", CREDITS)
def test_credits_are_told_from_the_story(line: str) -> None:
    assert between(line) == ["credit"]


@pytest.mark.parametrize("line", CAPTIONS)
def test_captions_are_told_from_the_story(line: str) -> None:
    assert between(line) == ["caption"]


@pytest.mark.parametrize("line", SUBHEADINGS)
def test_headings_inside_the_story_are_told_from_it(line: str) -> None:
    assert between(line) == ["subheading"]


@pytest.mark.parametrize("line", BODY)
def test_what_may_be_story_is_body(line: str) -> None:
    assert between(line) == ["body"]


def test_the_name_of_a_picture_above_its_caption_belongs_to_it() -> None:
    assert between("The Bayview bridge\n\nBoats lie under it. (Jane Doe/AFP via Getty Images)") == [
        "caption",
        "caption",
    ]
    assert between("The Bayview bridge\n\n(Jane Doe/AFP via Getty Images)") == ["caption", "credit"]


@pytest.mark.parametrize(
    "dateline",
    [
        "KYIV, Ukraine (AP) —",
        "WASHINGTON, Nov. 19 (UPI) —",
        "WASHINGTON (Reuters) -",
        "NASHUA, N.H. -",
        "ST. LOUIS —",
        "LOS ANGELES --",
        "Washington (AFP) –",
        "New York (CNN)",
        "(CNN) —",
        "BOCA RATON, Fla. (AP) —",
        "WASHINGTON/LONDON, May 3 (Reuters) -",
        "MOSCOW, Sept 12 (Reuters) -",
    ],
)
def test_a_dateline_is_a_block_of_its_own(dateline: str) -> None:
    assert blocks(f"{dateline} {FIRST}\n\n{SECOND}") == [("dateline", dateline), ("body", FIRST), ("body", SECOND)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO-led troops left the bridge on Monday, the general said.",
        "NATO — and nobody else — decides, the general said on Monday.",
        "“WASHINGTON (AP) — the old line,” he read aloud to them.",
        "CNN's Jane Doe — a reporter — said that she had seen the bridge.",
        "I — well, we — never saw it, she said to the committee on Monday.",
        "BRIDGE WATCH—The town will vote on Monday, the mayor said.",
    ],
)
def test_capitals_and_a_dash_alone_are_no_dateline(paragraph: str) -> None:
    kinds = [kind for kind, _ in blocks(f"{paragraph}\n\n{SECOND}")]
    assert kinds == ["body", "body"] or (paragraph.startswith("NATO —") and kinds == ["dateline", "body", "body"])


@pytest.mark.parametrize(
    "byline",
    [
        "By Jane Doe",
        "BY JANE DOE, Associated Press",
        "By Jane Doe and John Roe",
        "By Jane van der Doe, John Roe and Ann Poe, The Daily Bugle",
        "By JANE DOE | The Daily Bugle",
        "By The Associated Press",
        "September 12, 2024",
        "Published Sept. 12, 2024 10:14am EDT",
        "Updated 3:45 PM EDT, Thu September 12, 2024",
        "5 min read",
    ],
)
def test_a_byline_or_time_stamp_under_the_headline(byline: str) -> None:
    found = blocks(f"Towns demand a second bridge\n\n{byline}\n\n{FIRST}\n\n{SECOND}")
    assert [kind for kind, _ in found] == ["headline", "byline", "body", "body"]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Towns demand a second bridge", "Towns demand a second bridge"),
        ("Towns demand a second bridge.", "Towns demand a second bridge"),
        ("TOWNS DEMAND A SECOND BRIDGE", "Towns demand a second bridge"),
        ("Towns demand second bridge after fall", "Towns demand a second bridge after fall"),
        ("Towns demand bridge; \nCouncil says no.", "Towns demand bridge; Council says no"),
    ],
)
def test_the_title_at_the_head_of_the_text_is_the_headline(first: str, title: str) -> None:
    assert blocks(f"{first}\n\n{FIRST}\n\n{SECOND}", title)[0] == ("headline", first)


def test_a_first_line_like_a_headline_becomes_the_title_where_there_is_none() -> None:
    text = f"Towns demand a second bridge\n\n{FIRST}"
    made = segment(Document(id="d", given_id="d", text=text, raw_sha256=""))
    assert made.title == "Towns demand a second bridge"
    assert made.blocks[0] == Block("headline", 0, 28)
    assert made.id == "d"


@pytest.mark.parametrize(
    "first",
    [
        "The bridge is closed.",
        "“We are closing the bridge”",
        "OBAMA: Thank you all",
        "the bridge is closed",
        "Bridge",
        "The bridge fell. Nobody was hurt",
        "- the bridge",
    ],
)
def test_a_first_line_that_may_be_story_is_no_headline(first: str) -> None:
    assert blocks(f"{first}\n\n{FIRST}\n\n{SECOND}")[0] == ("body", first)


def test_a_title_that_the_text_does_not_begin_with_leaves_the_text_alone() -> None:
    assert [kind for kind, _ in blocks(f"{FIRST}\n\n{SECOND}", "Something else altogether")] == ["body", "body"]


def test_an_article_in_capitals_is_body() -> None:
    text = f"{FIRST}\n\nSENATE PASSES WATER BILL AFTER LONG DEBATE\n\n{SECOND}".upper()
    assert [kind for kind, _ in blocks(text)] == ["body", "body", "body"]


def test_a_transcript_is_body() -> None:
    turns = ["TAPPER: Do you think so?", "TRUMP: I do.", "TAPPER: Why?", "TRUMP: (LAUGHTER) WE'LL SEE WHAT HAPPENS, OK"]
    assert [kind for kind, _ in blocks("\n\n".join(turns))] == ["body"] * 4


def test_single_line_ends_part_paragraphs() -> None:
    assert blocks(f"{FIRST}\n{SECOND}\nRead more: Bridge vote delayed\n{FIRST}") == [
        ("body", FIRST),
        ("body", SECOND),
        ("promo", "Read more: Bridge vote delayed"),
        ("body", FIRST),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_fixed_width_text_is_joined_into_paragraphs(end: str) -> None:
    import textwrap

    paragraphs = [f"{FIRST} {SECOND} {FIRST}", f"{SECOND} {FIRST}", f"{SECOND} {SECOND} He left."]
    text = (end * 2).join(end.join(textwrap.wrap(paragraph, 60)) for paragraph in paragraphs)
    found = blocks(text)
    assert [kind for kind, _ in found] == ["body"] * 3
    assert [" ".join(block.split()) for _, block in found] == paragraphs


def test_fixed_width_paragraphs_without_blank_lines_part_at_their_short_last_lines() -> None:
    import textwrap

    paragraphs = [f"{FIRST} {SECOND}", f"{SECOND} {FIRST}"]
    wrapped = [textwrap.wrap(paragraph, 60) for paragraph in paragraphs]
    assert all(len(lines[-1]) < 30 for lines in wrapped)
    text = "\n".join(line for lines in wrapped for line in lines)
    assert [" ".join(block.split()) for _, block in blocks(text)] == paragraphs


def test_a_text_without_any_break_is_one_block() -> None:
    text = " ".join([FIRST, SECOND] * 50)
    assert blocks(text) == [("body", text)]


def test_headings_that_the_page_marked_are_taken_over() -> None:
    text = f"{FIRST}\n\nA heading with a full stop.\n\n{SECOND}"
    start = text.index("A heading")
    given = (Block("subheading", start, start + len("A heading with a full stop.")),)
    made = segment(Document(id="d", given_id="d", text=text, raw_sha256="", blocks=given))
    assert [block.kind for block in made.blocks] == ["body", "subheading", "body"]


def test_segmenting_twice_changes_nothing() -> None:
    parts = [
        "Towns demand a second bridge",
        "By Jane Doe",
        f"KYIV (AP) — {FIRST}",
        "Getty Images",
        SECOND,
        "Advertisement",
    ]
    text = "\n\n".join(parts)
    once = segment(Document(id="d", given_id="d", text=text, raw_sha256=""))
    assert segment(once) == once
