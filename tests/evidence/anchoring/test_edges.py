"""What an anchor says and where, word for word; which of two places is meant; blocks, pages, hashes at their edges."""

from __future__ import annotations

from typing import Any

import pytest

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import State, anchor, quote_hash, read_snapshot
from openairlift.evidence.anchoring.amounts import amounts
from openairlift.evidence.anchoring.elements import Figure
from openairlift.evidence.anchoring.figures import elements
from openairlift.evidence.anchoring.hashes import hashed_runs, hashed_sentences
from openairlift.evidence.anchoring.normal import normal
from openairlift.evidence.anchoring.passages import Passages, Span
from openairlift.evidence.anchoring.regions import goes_on

TEXT = """The first line of it,
and the second line.

Nine trucks came by the bridge. They left at noon.

Nine trucks came by the bridge. They stayed for 5 days.

All in all 12 people and 3 dogs were there."""
TWICE = "Nine trucks came by the bridge."
SEVERAL = "stands 2 times (paragraphs 2, 3); a locator, prefix or suffix tells which"
NOTHING = "the record states no exact, exact_sha256 or figures to look for"


def found(text: str = TEXT, *, file: str = "a.txt", **record: Any) -> tuple[State, int | None, int | None, str]:
    """Return state, paragraph, line and note."""
    at = anchor(Evidence(id="q", source="s", says="own words", **record), read_snapshot(text.encode(), file))
    return at.state, at.paragraph, at.line, at.note


SAID: dict[str, tuple[dict[str, Any], tuple[State, int | None, int | None, str]]] = {
    "no word": ({"exact": "…"}, (State.NO_QUOTE, None, None, "exact holds no word")),
    "nothing": ({}, (State.NO_QUOTE, None, None, NOTHING)),
    "a place and nothing": ({"paragraph": 2}, (State.NO_QUOTE, 2, 4, NOTHING)),
    "a paragraph beyond": ({"paragraph": 9}, (State.ORPHAN, None, None, "the text has no paragraph 9")),
    "a page beyond": ({"page": 2}, (State.ORPHAN, None, None, "the text has no page 2")),
    "a line beyond": ({"line": 40}, (State.ORPHAN, None, None, "the text has no line 40")),
    "twice": ({"exact": TWICE}, (State.AMBIGUOUS, 2, 4, SEVERAL)),
    "twice, what stands before the first": ({"exact": TWICE, "prefix": "the second line."}, (State.EXACT, 2, 4, "")),
    "twice, what stands before the other": ({"exact": TWICE, "prefix": "They left at noon."}, (State.EXACT, 3, 6, "")),
    "twice, what stands behind the first": ({"exact": TWICE, "suffix": "They left at noon."}, (State.EXACT, 2, 4, "")),
    "twice, what stands behind the other": (
        {"exact": TWICE, "suffix": "They stayed for 5 days."}, (State.EXACT, 3, 6, "")
    ),
    "twice, with what stands nowhere": ({"exact": TWICE, "prefix": "It was said."}, (State.AMBIGUOUS, 2, 4, SEVERAL)),
    "twice, by paragraph": ({"exact": TWICE, "paragraph": 3}, (State.EXACT, 3, 6, "")),
    "twice, by line": ({"exact": TWICE, "line": 6}, (State.EXACT, 3, 6, "")),
    "in the second line of a block": ({"exact": "The first line", "line": 2}, (State.EXACT, 1, 1, "")),
    "not where it is said to be": (
        {"exact": "second line", "line": 4}, (State.EXACT, 1, 1, "not in line 4, which the record states")
    ),
    "another figure": (
        {"exact": "They stayed for 6 days."},
        (State.CHANGED, 3, 6, "the record states 6 days; the source has 5 days"),
    ),
    "capitals": (
        {"exact": "THEY STAYED FOR 5 DAYS."},
        (State.FUZZY, 3, 6, "signs, capitals or the writing of figures differ"),
    ),
    "edited words": (
        {"exact": "All in all 12 people and 3 cats were there."},
        (State.FUZZY, 4, 8, "words were edited; likeness 0.90"),
    ),
    "edited words, elsewhere": (
        {"exact": "All in all 12 people and 3 cats were there.", "paragraph": 1},
        (State.FUZZY, 4, 8, "words were edited; likeness 0.90; not in paragraph 1, which the record states"),
    ),
    "nothing like it": (
        {"exact": "Something else happened in another place"},
        (State.ORPHAN, None, None, "nothing in the text resembles the quote"),
    ),
    "a hash in its paragraph": ({"exact_sha256": quote_hash("left at"), "paragraph": 2}, (State.EXACT, 2, 4, "")),
    "a hash of a sentence": ({"exact_sha256": quote_hash("They left at noon.")}, (State.EXACT, 2, 4, "")),
    "a hash of words without a place": (
        {"exact_sha256": quote_hash("left at")},
        (State.ORPHAN, None, None, "no run of whole sentences has this hash"),
    ),
    "a hash in another paragraph": (
        {"exact_sha256": quote_hash("left at"), "paragraph": 3},
        (State.ORPHAN, None, None, "no run of whole words in paragraph 3 has this hash"),
    ),
    "a hash in no paragraph": (
        {"exact_sha256": quote_hash("left at"), "paragraph": 8},
        (State.ORPHAN, None, None, "the text has no paragraph 8"),
    ),
    "a hash that two have": (
        {"exact_sha256": quote_hash(TWICE)}, (State.AMBIGUOUS, None, None, "2 runs of words have this hash")
    ),
    "a figure": ({"figures": ("12", "3")}, (State.EXACT, 4, 8, "")),
    "a figure in its paragraph": ({"figures": ("12", "3"), "paragraph": 4}, (State.EXACT, 4, 8, "")),
    "a figure twice": (
        {"figures": ("9",)},
        (State.AMBIGUOUS, 2, 4, "9 more than once in the text; paragraph, page or line tells which"),
    ),
    "figures that are not there": ({"figures": ("13", "99")}, (State.ORPHAN, None, None, "13, 99 not in the text")),
    "a figure that is not in its paragraph": (
        {"figures": ("13",), "paragraph": 4}, (State.CHANGED, 4, 8, "13 not in paragraph 4; it has 12, 3")
    ),
    "a figure of another paragraph": (
        {"figures": ("5 days",), "paragraph": 4},
        (State.CHANGED, 4, 8, "5 days not in paragraph 4; it has 12, 3; 5 days elsewhere in the text"),
    ),
    "a figure in no paragraph": (
        {"figures": ("5 days",), "paragraph": 7}, (State.ORPHAN, None, None, "the text has no paragraph 7")
    ),
    "a quote with its figure": ({"exact": "people and 3 dogs", "figures": ("12",)}, (State.EXACT, 4, 8, "")),
    "a quote without its figure": (
        {"exact": "people and 3 dogs", "figures": ("5 days",)},
        (State.CHANGED, 4, 8, "5 days not where the quote stands"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("record", "expected"), SAID.values(), ids=SAID)
def test_state_place_and_note(record: dict[str, Any], expected: tuple[State, int | None, int | None, str]) -> None:
    assert found(**record) == expected


def test_many_figures_are_cut_off_in_the_note() -> None:
    figures = tuple(str(number) for number in range(101, 112))
    assert found(figures=figures)[3] == "101, 102, 103, 104, 105, 106, 107, 108 … not in the text"
    assert found(figures=("13",), paragraph=2)[3] == "13 not in paragraph 2; it has Nine, noon"
    assert found("No number here.", figures=("13",), paragraph=1)[:2] == (State.ORPHAN, 1)


def test_a_figure_that_stands_where_the_sentence_goes_on_is_said_to() -> None:
    text = "They counted 17 trucks and\n\nabout 20 drivers in all."
    assert found(text, figures=("17", "20"), paragraph=1) == (
        State.EXACT, 1, 1, "some of it in a block that the same sentence goes on in"
    )  # fmt: skip
    assert found(text, figures=("17",), paragraph=1)[3] == ""


def test_the_page_counts() -> None:
    record = Evidence(id="q", source="s", says="own words", exact="the other page")
    at = anchor(record, read_snapshot(b"One page.\n\f\nHere is the other page.", "a.txt"))
    assert (at.state, at.page, at.paragraph, at.line) == (State.EXACT, 2, 2, 3)


@pytest.mark.parametrize(
    ("block", "after", "expected"),
    [
        ("They came with", "Anna and left.", True),
        ("They came with Anna", "and left.", True),
        ("Trucks, tents,", "Blankets too.", True),
        ("The Kyiv-", "Lviv road", True),
        ("They stood –", "Nobody moved.", True),
        ("It was full.", "they left.", False),
        ("Is it full?", "yes it is", False),
        ("It was “full”", "they left", False),
        ("A heading", "The text begins.", False),
        ("Island", "The text begins.", False),
        ("", "words", False),
        ("words", " ", False),
        ("as follows:", "trucks and tents", False),
    ],
)
def test_where_a_sentence_goes_on(block: str, after: str, expected: bool) -> None:
    assert goes_on(block, after) is expected


def test_blocks_are_joined_and_words_that_they_break() -> None:
    made = Passages(["One two", "the mis-", "siles of a five-", "day trip", "Anti-", "Tank"])
    assert made.text == "One two the missiles of a five-day trip Anti- Tank"
    assert [made.text[begin:][:4] for begin in made.begins] == ["One ", "the ", "sile", "day ", "Anti", "Tank"]
    kept = Passages(["the mis-", "siles"], keep_hyphens=True)
    assert kept.text == "the mis-siles"
    assert [made.block_of(made.text.index(word)) for word in ("One", "the", "siles", "day", "Tank")] == [0, 1, 2, 3, 5]
    assert made.blocks(1, 2) == Span(made.begins[1], made.begins[3])
    assert made.blocks(4, 5) == Span(made.begins[4], len(made.text))


def test_a_stretch_is_verbatim_between_words_whatever_its_hyphens() -> None:
    made = Passages(["well-known to all, the well known and unwell known"])
    spans = made.verbatim("wellknown")
    assert [made.text[span.start : span.end] for span in spans] == ["well-known", "well known"]
    assert made.verbatim("") == []
    assert made.verbatim("wellknow") == []
    assert [made.text[span.start : span.end] for span in made.verbatim("unwellknown")] == ["unwell known"]


def test_stretches_that_touch_share_no_character() -> None:
    assert not Span(0, 5).meets(Span(5, 9))
    assert not Span(5, 9).meets(Span(0, 5))
    assert Span(0, 5).meets(Span(4, 9))
    assert Span(4, 9).meets(Span(0, 5))


def test_a_hash_is_found_with_the_signs_around_its_words_and_without() -> None:
    text = 'He said: "(Nine) trucks!" and left.'
    for quote in ("Nine) trucks", "(Nine) trucks!", '"(Nine) trucks!"', "trucks", 'said: "(Nine'):
        ((first, last),) = hashed_runs(text, quote_hash(quote))
        assert text[first:last] == quote
    assert hashed_runs(text, quote_hash("ine) trucks")) == []
    assert hashed_runs("a b a", quote_hash("a")) == [(0, 1), (4, 5)]


def test_a_hash_of_sentences_spans_at_most_four_and_begins_with_a_block() -> None:
    text = 'One. Two? Three! "Four." Five. six seven'
    for quote in (
        "One.",
        "Two?",
        "Two? Three!",
        'Three! "Four."',
        '"Four." Five. six seven',
        "Four",
        "Five. six seven",
    ):
        ((first, last),) = hashed_sentences(text, quote_hash(quote))
        assert text[first:last] == quote
    assert hashed_sentences(text, quote_hash('One. Two? Three! "Four."')) == [(0, 24)]
    assert hashed_sentences(text, quote_hash('One. Two? Three! "Four." Five.')) == []
    assert hashed_sentences(text, quote_hash("seven")) == []
    assert hashed_sentences(text, quote_hash("seven"), blocks=(35,)) == [(35, 40)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("10^6", "name", "10^6", ""),
        ("10⁶", "name", "10^6", ""),
        ("the 26th", "ordinal", 26, ""),
        ("5 °C", "number", 5, "degree c"),
        ("5°F", "number", 5, "degree f"),
        ("5° west", "number", 5, "degree"),
        ("5 $", "number", 5, "dollar"),
        ("£5", "number", 5, "sterling"),
        ("5-day", "number", 5, "d"),
        ("5 days ago", "number", 5, "d ago"),
        ("5 days later", "number", 5, "d later"),
        ("5k men", "number", 5000, ""),
        ("$5m", "number", 5_000_000, "dollar"),
        ("$5b", "number", 5_000_000_000, "dollar"),
        ("5 m", "number", 5, "m"),
        ("5 us", "number", 5, ""),
        ("a thousand men", "number", 1000, ""),
        ("an hundred", "number", 100, ""),
        ("two and a half million", "number", 2_500_000, ""),
        ("3/4", "number", 0.75, ""),
        ("2 3/4", "number", 2.75, ""),
        ("half of it", "number", 0.5, ""),
        ("2022-02-26", "date", (2022, 2, 26), ""),
        ("26 February", "date", (None, 2, 26), ""),
        ("February 2022", "date", (2022, 2, None), ""),
        ("in March", "month", 3, ""),
        ("03/04/2022", "name", "03/04/2022", ""),
        ("17:30", "clock", "17:30", ""),
        ("5:30 pm", "clock", "5:30", "pm"),
        ("Monday", "weekday", 1, ""),
        ("the C-17s", "name", "c17", ""),
        ("minus 5", "number", -5, ""),
        ("C$5", "number", 5, "c-dollar"),
    ],
)
def test_one_figure_of_every_sort(text: str, kind: str, value: object, unit: str) -> None:
    (one,) = elements(normal(text)).stated()
    assert one[:3] == Figure(kind, value, unit)[:3]


@pytest.mark.parametrize("text", ["no one came", "one another", "monday", "the sun", "may go"])
def test_what_is_no_figure(text: str) -> None:
    assert elements(normal(text)).stated() == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 80", ">"),
        ("at least 80", ">"),
        ("less than 80", "<"),
        ("at most 80", "<"),
        ("no more than 80", "<"),
        ("no less than 80", ">"),
        ("no fewer than 80", ">"),
        ("< 80", "<"),
        ("up to 80", "<"),
        ("about 80", ""),
    ],
)
def test_a_bound_before_a_number(text: str, bound: str) -> None:
    (one,) = elements(normal(text)).stated()
    assert one.bound == bound


@pytest.mark.parametrize(
    ("text", "value", "unit", "half"),
    [
        ("2.4 t", 2.4, "t", 0.05),
        ("2,4 t", 2.4, "t", 0.05),
        ("1,500 t", 1500.0, "t", 0.5),
        ("1.500 t", 1.5, "t", 0.0005),
        ("1.5 million people", 1.5e6, "", 5e4),
        ("350 kg", 350.0, "kg", 0.5),
        ("two days", 2.0, "d", 0.0),
        ("0 kg", 0.0, "kg", 0.0),
        ("0.125 t", 0.125, "t", 0.0005),
    ],
)
def test_numbers_of_evidence_with_half_of_their_last_digit(text: str, value: float, unit: str, half: float) -> None:
    ((shown, got, of, slack),) = amounts(Evidence(id="a", source="s", says="", figures=(text,)))
    assert (got, of) == (pytest.approx(value), unit)
    assert slack == pytest.approx(half)
    assert text.startswith(shown)


def blocks(page: str) -> list[tuple[str, int]]:
    """Return text and line of the blocks of a page."""
    return [(block.text, block.line) for block in read_snapshot(page.encode(), "a.html").blocks]


def test_blocks_of_a_page_with_their_lines() -> None:
    page = "<!-- a\ncomment -->\n<h1>Head</h1>\n<p>\n  One\n  two\n<p>Three<br>four\n<div>Five</div>"
    assert blocks(page) == [("Head", 3), ("One two", 5), ("Three\nfour", 7), ("Five", 8)]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no</script>",
        "<span hidden>no</span>",
        '<span style="Display : none">no</span>',
        '<span style="visibility:hidden"><b>no</b> no</span>',
        "<s>no</s>",
        "<del><b>no</b> no</del>",
        '<sup class="reference">1</sup>',
        '<sup><a href="#n">1</a></sup>',
        "<svg><text>no</text></svg>",
        "<title>no</title>",
        "<!-- no -->",
        "<!DOCTYPE no>",
    ],
)
def test_what_no_reader_sees_is_left_out_and_what_follows_is_not(hidden: str) -> None:
    assert blocks(f"<p>yes {hidden}and more</p><p>last</p>") == [("yes and more", 1), ("last", 1)]


def test_tags_that_are_left_open_or_closed_twice_hide_nothing_else() -> None:
    assert blocks("<p>one</b></p></div><p>two<li>three<li>four</ul>five") == [
        ("one", 1), ("two", 1), ("three", 1), ("four", 1), ("five", 1)
    ]  # fmt: skip
    assert blocks("<p hidden>no<p>yes<p>more") == [("yes", 1), ("more", 1)]
    assert blocks("<div hidden><p>no</p><img>no</div>yes<br>and") == [("yes\nand", 1)]
    assert blocks("<p>10<sup>6</sup> men") == [("10^6 men", 1)]


@pytest.mark.parametrize("foot", ["Page 3", "p. 3", "- 3 -", "3 / 10", "3 of 10", "iv", "XII"])
def test_a_page_number_at_an_edge_is_no_text(foot: str) -> None:
    pages = f"One two three.\n{foot}\fFour five six."
    assert [block.text for block in read_snapshot(pages.encode(), "a.txt").blocks] == [
        "One two three.",
        "Four five six.",
    ]


@pytest.mark.parametrize("foot", ["civil", "12345", "3 trucks", "mix"])
def test_what_only_looks_like_a_page_number_stays(foot: str) -> None:
    pages = f"One two three.\n{foot}\fFour five six."
    assert read_snapshot(pages.encode(), "a.txt").blocks[0].text == f"One two three.\n{foot}"


def test_a_head_is_furniture_only_where_most_pages_have_it() -> None:
    def heads(count: int, pages: int) -> int:
        rows = [
            ("The Bulletin" if at < count else f"Head {'abcdef'[at]}") + f"\nword{'x' * at} one" for at in range(pages)
        ]
        made = read_snapshot("\f".join(rows).encode(), "a.txt")
        return sum("The Bulletin" in block.text for block in made.blocks)

    assert heads(3, 5) == 0
    assert heads(2, 4) == 2
    assert heads(2, 3) == 0
    assert heads(1, 1) == 1
