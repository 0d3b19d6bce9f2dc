"""What a figure takes over from the sentence before it, and nouns that only the form of its clause gives away."""

from __future__ import annotations

import pytest

from openairlift.evidence.drafting import Proposal, propose


def read(text: str) -> list[tuple[float | None, str, str]]:
    return [(item.low, item.unit, item.head) for item in propose(text).proposals]


def pick(text: str, number: float) -> Proposal:
    [item] = [item for item in propose(text).proposals if item.low == number]
    return item


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("The tankers sat there for over five hours. The jets were out in two.", 2, "h"),
        ("They tell me three weeks. I'd say six.", 6, "week"),
        ("The trip should take nine days. It took twelve.", 12, "day"),
        ("The appeal was for 11 million euros. We have had just under four.", 4e6, "EUR"),
        ("The food is here, 90 tonnes. The town needs 35 a day.", 35, "t"),
        ("Your appeal was for eleven million pounds.\n\nThat cost us £310,000.", 11e6, "GBP"),
        ("They found 40 crates in a week. We lost two.", 2, ""),
        ("The plane weighs 90 tonnes. It broke in two.", 2, ""),
        ("It took nine days. We sent twelve.", 12, ""),
    ],
)
def test_a_bare_number_takes_over_a_unit_only_where_its_clause_fits(text: str, number: float, unit: str) -> None:
    assert pick(text, number).unit == unit


@pytest.mark.parametrize(
    ("text", "number", "head"),
    [
        ("The army opened 60 kilometres of the road. There's another 45 to go.", 45, "road"),
        ("It brings total assistance since 2023 to more than $3.4 billion, of which $2.1 billion is paid.", 3.4e9,
         "assistance"),
        ("It brings total assistance since 2023 to more than $3.4 billion, of which $2.1 billion is paid.", 2.1e9,
         "assistance"),
        ("A litre of diesel sells for $9.", 9, "diesel"),
        ("A litre of diesel is scarce: it fetches six times the price in the capital.", 6, "price"),
        ("The city needs eight flights a day. The warring parties guarantee safe passage for just three.", 3,
         "flights"),
        ("Some 74 workers died.\n\nGovernments pledged $230 million. Less than a fifth has been paid in.", 20, ""),
        ("That is where the food is, about 90 tonnes this morning.", 90, "food"),
    ],
)  # fmt: skip
def test_the_form_of_a_clause_gives_its_noun(text: str, number: float, head: str) -> None:
    item = pick(text, number)
    assert item.head == head or (not head and item.head in ("Governments", "aid"))


def test_numbers_of_a_thread_are_no_figures() -> None:
    assert read("1/ Busy night: we saw 17 transports.") == [(17, "", "transports")]
    assert read("1/8 Busy night: we saw 17 transports.") == [(17, "", "transports")]


def test_two_numbers_with_a_comma_and_an_and_between_are_two() -> None:
    assert [item[0] for item in read("Yesterday there were six, and two of those brought journalists.")] == [6, 2]


def test_a_reader_may_think_and_a_package_says_nothing() -> None:
    [item] = propose("A reader at Harlow thinks that the number of jets is nearer 25.").proposals
    assert item.chain[-1].who.name == "reader at Harlow"
    [item] = propose("The Pentagon's latest package, announced Tuesday, was worth $275 million.").proposals
    assert not item.chain
