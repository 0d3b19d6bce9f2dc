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


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        ("Planned sorties 34, flown 28, cancelled 6 (weather 4, maintenance 2).", 34, "", "sorties"),
        ("Planned sorties 34, flown 28, cancelled 6 (weather 4, maintenance 2).", 28, "", "sorties"),
        ("Planned sorties 34, flown 28, cancelled 6 (weather 4, maintenance 2).", 4, "", "weather"),
        ("Rations 11, water 3.5, diesel 2 (critical), medical 9.", 3.5, "", "water"),
        ("Rations 11, water 3.5, diesel 2 (critical), medical 9.", 2, "", "diesel"),
        ("Strength 2,914, of whom 1,102 contractors.", 2914, "", "Strength"),
        ("Mean ground time at Lomas 1 h 52 min.", 112, "min", "time"),
        ("They freed three night slots, bringing the total to 19.", 19, "", "total"),
        ("The convoy (42 trucks, 760 t) reached Qarn.", 760, "t", "trucks"),
        ("The farm holds 310,000 L, or 41 percent of capacity.", 310_000, "L", "farm"),
        ("She has done it perhaps twenty thousand times.", 20_000, "times", "times"),
        ("They can call a plane on 48 hours' notice.", 48, "h", "notice"),
        ("The ministry puts the daily need in Ladakh at 70 tonnes.", 70, "t", "need"),
        ("Some 39 British and 31 American airmen died.", 39, "", "airmen"),
        ("It handles 110 tonnes a night. The record, which nobody likes, is 204.", 204, "t", "record"),
        ("It took us fifty minutes at first. Now we need eighteen.", 18, "min", ""),
        ("They sent 450 airmen to four hubs. At Ramstein there's an extra hundred on the ramp.", 100, "", "airmen"),
        ("In 2021 it had one controller and 300 sheep.", 1, "", "controller"),
        ("It works five nights in a row and then has four off.", 4, "", "nights"),
        ("The attack killed people, and a list says that 101 people were hurt.", 101, "", "people"),
        ("That comes to nearly one and a half million.", 1.5e6, "", ""),
        ("On an average night they handle seven aircraft and about 110 tonnes.", 110, "t", "cargo"),
    ],
)
def test_notes_and_turns_of_phrase_give_their_noun(text: str, number: float, unit: str, head: str) -> None:
    item = pick(text, number)
    assert (item.unit, item.head) == (unit, head) if head else item.unit == unit


def test_in_and_out_are_two_figures() -> None:
    assert read("Pax in/out: 212/640.") == [(212, "", "Pax"), (640, "", "Pax")]


def test_a_number_that_a_text_names_again_counts_what_it_did() -> None:
    text = "They flew 31 missions with 900 tonnes.\n\nQ: You said 31. Was that all?"
    assert read(text)[-1] == (31, "", "missions")
    text = (
        "Eleven women load the planes.\n\nThe base is cold.\n\nOf the eleven on her shift, nine have a brother there."
    )
    assert [item[2] for item in read(text)[-2:]] == ["women", "women"]


def test_a_heading_of_days_of_supply_and_a_convoy_with_a_number_are_no_figures() -> None:
    assert not read("4. Stocks at Qarn, in days of supply")
    assert not read("Convoy 118 reached Qarn.")
    assert [item[0] for item in read("Two additional 10K forklifts and operators.")] == [2]


def test_she_is_the_person_with_whose_name_the_story_opens() -> None:
    text = 'Marit Solberg pulls her hood tight.\n\nSolberg taught at a school. "It took us 50 minutes," she says.'
    assert propose(text).proposals[0].chain[-1].who.name == "Marit Solberg"


def test_who_is_saying_it() -> None:
    [item] = propose("Colonel, the Israelis are saying that they've asked for 2,000 bombs.").proposals
    assert item.chain[-1].who.name == "Israelis"


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        (
            "Floods hit 1,900 people in eleven of the country's eighteen provinces. Some 340 have left.",
            340,
            "",
            "people",
        ),
        ("This year's response plan, which calls for $615 million, is underfunded.", 615e6, "USD", "plan"),
        (
            "As a reminder, the response plan for Tamesh, which is large, is only 29 per cent funded.",
            29,
            "percent",
            "plan",
        ),
        ("Do you have enough helicopters?\n\nNo. We've got four.", 4, "", "helicopters"),
        (
            "There are 900 troops. Nearly two thirds of the aircraft are theirs. Without those you have 14 left.",
            14,
            "",
            "aircraft",
        ),
        ("A fleet of A400Ms, 130 on paper, can fly.", 130, "", "A400Ms"),
        ("Midwives delivered 612 babies.\n\n£18 buys a kit for a midwife. We sent out 3,000 of them.", 3000, "", "kit"),
        ("£75 pays a nurse for a week.", 75, "GBP", "nurse"),
        ("£11,500 is the price of a flight.", 11_500, "GBP", "price"),
        ("Of each pound, 41 pence went on transport.", 41, "pence", "transport"),
        ("Last year 87p in every pound went straight to programmes.", 87, "pence", "programmes"),
        ("A donor will match gifts of up to a quarter of a million pounds.\n\n£1 helps.", 250_000, "GBP", "gifts"),
        ("An hour of A400M counts as 2.3, one of A330 as 2.8.", 2.3, "", "hour"),
        ("An hour of A400M counts as 2.3, a Learjet as 0.4.", 0.4, "", "Learjet"),
        ("Requests rose by a fifth to 11,900.", 20, "percent", "Requests"),
        ("Four members pay most, and the other three share the rest.", 3, "", "members"),
    ],
)
def test_questions_sums_and_fractions_give_their_noun(text: str, number: float, unit: str, head: str) -> None:
    item = pick(text, number)
    assert (item.unit, item.head) == (unit, head)


def test_hours_that_are_paid_in_are_no_figure() -> None:
    assert not read("Every member pays in hours.")


def test_colleagues_tell_and_authorities_are_quoted() -> None:
    [item] = propose("Our humanitarian colleagues tell us that the floods have hit 900 people.").proposals
    assert item.chain[-1].who.name.endswith("humanitarian colleagues")
    [item] = propose("The authorities were quoted as saying that the death toll is 212.").proposals
    assert item.chain[-1].who.name == "authorities"


def test_a_spokesman_answers_a_question() -> None:
    text = (
        "Question: How many came?\n\nSpokesman: We saw 40 trucks.\n\nQuestion: And today?\n\nSpokesman: Some 12 jets."
    )
    assert [item.chain[0].who.name for item in propose(text).proposals] == ["Spokesman", "Spokesman"]


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        ("The Red Cross appealed for 45 million francs to help.", 45e6, "CHF", ""),
        ("They found that 18, including a set valued at $34 million, were gone.", 34e6, "USD", "set"),
        ("Trucks waited an average of 9.5 hours to be unloaded; the standard is 2.", 2, "h", "standard"),
        ("The report makes nine recommendations. The Army agreed with seven.", 7, "", "recommendations"),
        ("Throughput has since grown almost fivefold.", 5, "times", "Throughput"),
        ("It has eight aircraft and a budget of $11 million, three quarters of which is paid.", 75, "percent",
         "budget"),
        ("She did 96 hours last month, four short of the legal limit.", 4, "h", "hours"),
        ("He said of 22 transports 13 were fit and that crews for them numbered 31.", 31, "", "crews"),
        ("We moved 900 people. It was up to the tankers, of which nine are in the fleet.", 9, "", "tankers"),
        ("She flew over it at 50 feet to scare the goats.", 50, "ft", "feet"),
    ],
)  # fmt: skip
def test_clauses_that_are_held_against_something(text: str, number: float, unit: str, head: str) -> None:
    item = pick(text, number)
    assert (item.unit, item.head) == (unit, head)


def test_an_age_at_the_end_is_no_figure() -> None:
    assert [item[0] for item in read('"We pulled out nine," said schoolteacher Mira Okun, 52.')] == [9]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Of the 340 houses only a few are standing, drone footage showed.", "drone footage"),
        ("Dr Hannah Iveson of the college, also giving evidence, said that the fleet had nine tankers.",
         "Dr Hannah Iveson of the college"),
        ("A report came out. The audit team looked twice. It found that 71 shipments were lost.", "audit team"),
    ],
)  # fmt: skip
def test_footage_shows_and_a_team_finds(text: str, name: str) -> None:
    assert propose(text).proposals[0].chain[-1].who.name == name


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        ("Eight civilians were killed, three of them children.", 3, "", "children"),
        ("The fighting for three positions continues.", 3, "", "positions"),
        ("Units hit one command post, four pieces and a depot.", 1, "", "post"),
        ("USD 212 m net funding requirement", 212e6, "USD", "requirement"),
        ("The failed harvests have pushed food prices up by 70 percent.", 70, "percent", "prices"),
        ("Nearly one child in four is stunted.", 25, "percent", "child"),
        ("The flour still in stock (13,000 mt) will be gone.", 13_000, "t", "flour"),
        ("I'd have quoted you 28,000 dollars an hour. Last month I paid 61,000.", 61_000, "USD", ""),
        ("The second is 18,000: the number of containers on a ship.", 18_000, "", "containers"),
        ("A ship burns a fortieth as much fuel.", 2.5, "percent", "fuel"),
        ("In a week planes brought 90 percent of everything.", 90, "percent", "everything"),
        ("The jets get four hours on the ground each and you get 84.", 84, "", ""),
        ("The planes made 40 trips. What's left is 21.", 21, "", "trips"),
        ("You'd need 160 C-17 flights. Britain owns eight of them.", 8, "", "C-17"),
        ("My count is 41,000 tonnes in a hundred days. By sea over the same time: 410,000.", 410_000, "t", "count"),
        ("They flew 60 planes a day into two airfields. You get 84.", 84, "", "planes"),
    ],
)
def test_words_that_are_no_nouns_and_fractions_in_words(text: str, number: float, unit: str, head: str) -> None:
    item = pick(text, number)
    assert (item.unit, item.head) == (unit, head) if head else item.unit == unit


def test_a_name_that_opens_line_after_line_is_a_label() -> None:
    text = (
        "ALQ: How many planes are there?\n\nAdeyemi: Seven jets. We like them a lot.\n\nALQ: Really? That is few.\n\n"
        "Adeyemi: In December '21 I called 60 operators. It did not help.\n\nALQ: Oh dear, that is a pity.\n\n"
        "Adeyemi: Not at all. I had four offers this morning."
    )
    assert [(item.low, item.chain[0].who.name) for item in propose(text).proposals] == [
        (7, "Adeyemi"),
        (60, "Adeyemi"),
        (4, "Adeyemi"),
    ]


def test_keys_of_a_list_are_no_labels() -> None:
    text = "Tents: 40\n\nTents: 30\n\nTents: 12\n\nBerlin sent 7 jets."
    assert not any(item.chain for item in propose(text).proposals)


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        ("The planes carry about 18 tonnes but require a crew of five.", 5, "", "crew"),
        ("They build 10 aircraft a year. The backlog stood at 33. The company has sold nine to Austria.", 9, "",
         "aircraft"),
        ("They sold 10 aircraft and an undisclosed number, which industry sources put at three.", 3, "", "aircraft"),
        ("The price is within the CZK12.5 billion ceiling.", 12.5e9, "CZK", "ceiling"),
        ("A dozen airframes are wanted; Lockheed, whose C-130J has sold more than 500, disagrees.", 500, "", "C-130J"),
        ("They have 14,000 tonnes of sorghum sitting in the port.", 14_000, "t", "sorghum"),
        ("That is twice the emergency threshold.", 2, "times", "threshold"),
        ("Humanitarian appeals for the region have received $88 million.", 88e6, "USD", "appeals"),
        ("The government is to spend an extra four billion on air defence.", 4e9, "", "defence"),
        ("Two ships sailed. A queue of 77 vessels is waiting. It can check ten a day.", 10, "", "vessels"),
        ("The master has silos for rice and they're 85 per cent full. Minus six tonight.", 6, "", ""),
        ("They require a crew of five against three in the newer type.", 3, "", "crew"),
        ("They sold nine jets to Germany and Austria (five and four respectively).", 4, "", "jets"),
        ("The average wait, which stood at 40 minutes on Sunday, is now three.", 3, "min", "wait"),
    ],
)  # fmt: skip
def test_the_nearest_fitting_thing_is_taken(text: str, number: float, unit: str, head: str) -> None:
    item = pick(text, number)
    assert (item.unit, item.head) == (unit, head)


@pytest.mark.parametrize(
    "text", ["It's four minutes past seven.", "NEWS AT SEVEN - the headlines", "Children under five were ill."]
)
def test_clocks_and_ages_are_no_figures(text: str) -> None:
    assert not read(text)


def test_a_third_one_is_no_fraction() -> None:
    assert [item[0] for item in read("Two of the jets are in service, and a third is being tested.")] == [2]


def test_sources_put_it_at_so_much() -> None:
    [item] = propose("An undisclosed number went to Korea, which industry sources put at three.").proposals
    assert item.chain[-1].who.name == "industry sources"
