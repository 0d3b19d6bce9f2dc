from __future__ import annotations

import hashlib
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.anchoring.corpus import PARAGRAPHS

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import Anchor, State, anchor, quote_hash, read_snapshot

TEXT = "\n\n".join(PARAGRAPHS)


def found(text: str = TEXT, **record: Any) -> Anchor:
    return anchor(Evidence(id="q", source="s", says="own words", **record), read_snapshot(text.encode(), "a.txt"))


def test_it_says_where() -> None:
    at = found(exact="the insurance companies have refused to comment")
    assert (at.state, at.paragraph, at.page, at.line) == (State.EXACT, 13, 1, 25)


def test_a_quote_that_stands_elsewhere_than_stated_is_found_and_told() -> None:
    at = found(exact="the insurance companies have refused to comment", paragraph=2)
    assert (at.state, at.paragraph) == (State.EXACT, 13)
    assert "not in paragraph 2" in at.note


def test_the_note_names_figures_and_no_words() -> None:
    at = found(exact=PARAGRAPHS[3].replace("17,000", "18,000"))
    assert at.state is State.CHANGED
    assert at.note == "the record states 18,000, 2,000; the source has 17,000, 2,000"


def test_upper_case_is_an_edit() -> None:
    assert found(exact=PARAGRAPHS[12].upper()).state is State.FUZZY


def test_a_quote_begins_and_ends_between_words() -> None:
    assert found(exact="surance companies have ref").state is State.ORPHAN


@pytest.mark.parametrize("exact", ["", "…", "–"])
def test_nothing_to_look_for(exact: str) -> None:
    assert found(exact=exact).state is State.NO_QUOTE


def test_a_paragraph_that_is_not_there() -> None:
    assert found(paragraph=99).state is State.ORPHAN
    assert found(paragraph=3).state is State.NO_QUOTE


def test_line_and_page_locate() -> None:
    assert found(figures=("17,000",), line=7).state is State.EXACT
    assert found(figures=("17,000",), line=5).state is State.CHANGED
    assert found("\f".join(PARAGRAPHS), figures=("17,000",), page=4).state is State.EXACT
    assert found("\f".join(PARAGRAPHS), figures=("17,000",), page=1).state is State.CHANGED


def test_figures_without_a_locator() -> None:
    assert found(figures=("17,000", "318")).state is State.EXACT
    assert found(figures=("17,000", "319")).state is State.ORPHAN
    assert found(TEXT + "\n\nIn all 318 came.", figures=("318",)).state is State.AMBIGUOUS


def test_figures_beside_a_quote_have_to_stand_with_it() -> None:
    quote = "the northern warehouse, according to a person"
    assert found(exact=quote, figures=("17,000", "2,000")).state is State.EXACT
    assert found(exact=quote, figures=("1,700",)).state is State.CHANGED


def test_a_sentence_that_a_page_cuts_is_one_paragraph_for_figures() -> None:
    cut = TEXT.replace("17,000 water filters and", "17,000 water filters and\n\n")
    assert found(cut, figures=("17,000", "2,000"), paragraph=4).state is State.EXACT
    assert found(cut, figures=("17,000", "2,000"), paragraph=5).state is State.EXACT
    whole = TEXT.replace("inventory.", "inventory.\n\nAnd 99 more.")
    assert found(whole, figures=("99",), paragraph=4).state is State.CHANGED


def test_the_hash_of_plain_words_is_that_of_their_bytes() -> None:
    words = "the insurance companies have refused to comment"
    assert quote_hash(words) == hashlib.sha256(words.encode()).hexdigest()
    assert found(exact_sha256=quote_hash(words), paragraph=13).state is State.EXACT
    assert found(exact_sha256=quote_hash(words), page=1).state is State.EXACT
    assert found(exact_sha256=quote_hash(words), paragraph=12).state is State.ORPHAN
    assert found(exact_sha256=quote_hash("came")).state is State.ORPHAN


def test_a_hash_whose_words_stand_twice_is_ambiguous() -> None:
    text = "They came back. They came back."
    assert found(text, exact_sha256=quote_hash("They came back."), paragraph=1).state is State.AMBIGUOUS


def test_a_hash_finds_words_that_are_broken_with_their_hyphen_or_without() -> None:
    for told, quote in (("anti-\ntank missiles", "anti-tank missiles"), ("mis-\nsiles came", "missiles came")):
        assert found(told, exact_sha256=quote_hash(quote), paragraph=1).state is State.EXACT


@pytest.mark.parametrize(
    ("broken", "quote"),
    [
        ("a half-\nfull truck and 17 more", "a half-full truck and 17 more"),
        ("the ground-\nhours of 17 trucks", "the ground-hours of 17 trucks"),
        ("on Mon-\nday at 17 gates", "on Monday at 17 gates"),
        ("all of the six-\nteen trucks", "all of the sixteen trucks"),
        ("for twenty-\nfive trucks", "for twenty-five trucks"),
    ],
)
def test_a_hyphen_at_a_lines_end_may_be_the_words_own(broken: str, quote: str) -> None:
    assert found(broken, exact=quote).state is State.EXACT
    assert found(broken.replace("17", "71").replace("trucks", "lorries"), exact=quote).state is not State.EXACT


def test_a_range_is_found_however_it_is_written() -> None:
    for told in ("2 to 3 days", "2-3 days", "two to three days"):
        assert found(f"It took {told} in all.", figures=("2–3 days",), line=1).state is State.EXACT
    assert found("It took 2 to 3 days in all.", figures=("3 days",), line=1).state is State.CHANGED


def test_two_passages_that_are_as_like() -> None:
    edited = PARAGRAPHS[12].replace("disappeared", "vanished")
    at = found(TEXT + "\n\n" + PARAGRAPHS[12], exact=edited)
    assert at.state is State.AMBIGUOUS
    assert found(TEXT + "\n\n" + PARAGRAPHS[12], exact=edited, paragraph=13).state is State.FUZZY


def test_a_long_quote_is_found_or_said_to_be_too_long() -> None:
    luck = random.Random(1)
    words = [luck.choice(TEXT.split()) for _ in range(6000)]
    assert found(" ".join(words), exact=" ".join(words[100:5000])).state is State.EXACT
    words[300] = "zebra"
    assert "quote less" in found(TEXT, exact=" ".join(words)).note


NUMBERS = st.integers(1, 999_999)
WORDS = ["convoys", "trucks", "pallets", "crates", "tents", "stoves", "lamps", "ropes"]


@given(
    NUMBERS, NUMBERS, st.sampled_from(WORDS), st.sampled_from(["", " percent", " km", " days", " million", " tonnes"])
)
def test_another_number_never_passes(stated: int, there: int, noun: str, unit: str) -> None:
    sentence = "By the evening of that long day {}{} {} had been counted at the gate by the clerks."
    quote, source = (sentence.format(f"{number:,}", unit, noun) for number in (stated, there))
    text = f"{PARAGRAPHS[0]}\n\n{source}\n\n{PARAGRAPHS[1]}"
    by_quote, by_figure = found(text, exact=quote), found(text, figures=(f"{stated:,}{unit}",), paragraph=2)
    if stated == there:
        assert (by_quote.state, by_figure.state) == (State.EXACT, State.EXACT)
    else:
        assert by_quote.state is State.CHANGED
        assert by_figure.state is State.CHANGED


@given(st.lists(st.sampled_from(TEXT.split()), min_size=1, max_size=30))
def test_any_words_have_a_state_and_a_verbatim_run_is_never_lost(words: list[str]) -> None:
    quote = " ".join(words)
    assert found(exact=quote).state in set(State)
    assert found(f"Before.\n\n{quote}\n\nAfter.", exact=quote).state in {State.EXACT, State.AMBIGUOUS}
