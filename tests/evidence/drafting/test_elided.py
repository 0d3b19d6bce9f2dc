"""What figures count where the text leaves out a noun, a unit or a scale, and nouns that stand in odd places."""

from __future__ import annotations

import pytest

from openairlift.evidence.drafting import propose


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        ("Six helicopters made 212 sorties. Each lifts 2.5 tonnes. Two of the six are grounded.", 2, "", "helicopters"),
        ("A total of 640 tonnes of food had come and a further 1,100 was due by Wednesday.", 1_100, "t", "food"),
        ("The port handled 640 tonnes of food. Another 300 is expected.", 300, "t", "food"),
        ("Storage stands at 6,000 m2, with 2,500 more to come.", 2_500, "m2", "Storage"),
        ("They moved 310 mt of relief items by air during the week, up from 245.", 245, "t", "items"),
        ("Revenue was EUR 742 million, up from 701.", 701e6, "EUR", "Revenue"),
        ("3,100 people are affected (previous report: 2,900).", 2_900, "", "people"),
        ("The hub should handle 21 kt, rising to about 35 by 2027.", 35, "kt", "cargo"),
        ("Freight is up 12 percent and mail down 4 percent.", 4, "percent", "mail"),
        ("Some 40 people are dead. The Red Crescent speaks of 15.", 15, "", "people"),
        ("The camp was built for 5,000.", 5_000, "", "people"),
        ("Three tankers are on the ground and one is inbound.", 1, "", "tankers"),
        ("A fee of USD 50 was agreed; the bank had proposed 100.", 100, "", "fee"),
        ("The army put the dead at 31, the rebels at 80.", 80, "", "dead"),
        ("Output has halved, from 80 flights a day to 40.", 40, "", "flights"),
        ("The attack killed 14 and wounded 30.", 30, "", "people"),
        ("Some 14,000 have fled since Friday.", 14_000, "", "people"),
        ("Passengers: 2,240 (June: 1,910).", 1_910, "", "Passengers"),
        ("Pallets, first of all. We had 400 and needed more.", 400, "", "Pallets"),
        ("Then nets: of 900 that were shipped, barely 500 came with hooks.", 500, "", "nets"),
        ("The backlog fell from 420 t to 275. Of this, 110 is medical.", 110, "t", "backlog"),
        ("It was 44 degrees. We lost 30 by noon.", 30, "", ""),
        ("We carried 38 tonnes and two more will come.", 2, "", ""),
    ],
)
def test_what_the_text_has_just_said_is_taken_over(text: str, number: float, unit: str, head: str) -> None:
    [item] = [item for item in propose(text).proposals if item.low == number]
    assert (item.unit, item.head) == (unit, head) if head else item.unit == unit


@pytest.mark.parametrize(
    ("text", "number", "unit", "head"),
    [
        ("Turnaround is planned at 95 minutes, against an industry average of nearly three hours.", 3, "h", "average"),
        ("Turnaround time is planned at 95 minutes.", 95, "min", "time"),
        ("The fleet has an average age of 11.4 years.", 11.4, "year", "age"),
        ("The force protecting the airport numbers 420.", 420, "", "force"),
        ("It has a company of paratroopers, 130 strong, and 290 police.", 130, "", "company"),
        ("Costs to date amount to 48 million euros.", 48e6, "EUR", "Costs"),
        ("Between 20 and 30 helicopters are needed.", 20, "", "helicopters"),
        ("The 3,200-square-metre store is full.", 3_200, "m2", "store"),
        ("The plane can carry 20 tonnes or 90 passengers.", 20, "t", "cargo"),
        ("The plane can carry 20 tonnes or 90 passengers.", 90, "", "passengers"),
        ("Air bridge: 96 rotations completed, 1,840 mt delivered.", 1_840, "t", "cargo"),
        ("The lake has risen 40 cm since May.", 40, "cm", "lake"),
        ("Payload 18 t, range 2,100 km.", 2_100, "km", "range"),
        ("The delay was 6 hours.", 6, "h", "delay"),
        ("A population of 45,000 depends on one well.", 45_000, "", "population"),
        ("We were 34 when we arrived.", 34, "", "people"),
        ("Our record was 19.2 tonnes on a single lift.", 19.2, "t", "record"),
        ("The strip is closed to aircraft above 5.7 tonnes.", 5.7, "t", "aircraft"),
        ("In 2024 it earned EUR 2.3 bn.", 2.3e9, "EUR", ""),
    ],
)
def test_a_noun_is_found_where_it_stands(text: str, number: float, unit: str, head: str) -> None:
    [item] = [item for item in propose(text).proposals if item.low == number]
    assert (item.unit, item.head) == (unit, head)


def test_a_type_with_a_number_in_the_plural_is_no_figure() -> None:
    assert [item.low for item in propose("Two Dash 8s and three Mi-17s flew.").proposals] == [2, 3]


def test_a_person_named_with_an_employer_is_whom_she_means() -> None:
    text = 'Aid workers say so. "It is bad," said Ana Ruiz of the charity Relief Now. She said 30 trucks had come.'
    [item] = propose(text).proposals
    assert item.chain[-1].who.name.startswith("Ana Ruiz")
