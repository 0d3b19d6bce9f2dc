"""Single rules: numbers, units, what is no figure, dates, things, chains, statuses, places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.evidence.anchoring import quote_hash
from openairlift.evidence.drafting import propose, split_blocks
from openairlift.evidence.drafting.dates import find_dates
from openairlift.evidence.drafting.figures import find_figures
from openairlift.evidence.drafting.status import find_statuses

TUESDAY = date(2022, 3, 8)


def figures(text: str) -> list[tuple[float | None, float | None, str]]:
    return [(item.low, item.high, item.unit) for item in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("17,000 missiles", 17_000, 17_000, ""),
        ("12 500 tonnes of rice", 12_500, 12_500, "t"),
        ("$350m in aid", 350e6, 350e6, "USD"),
        ("€1.2bn for fuel", 1.2e9, 1.2e9, "EUR"),
        ("350 million dollars", 350e6, 350e6, "USD"),
        ("USD 22-25 million", 22e6, 25e6, "USD"),
        ("between $3bn and $4bn", 3e9, 4e9, "USD"),
        ("half a dozen bases", 6, 6, ""),
        ("half a million troops", 500_000, 500_000, ""),
        ("two hundred and fifty trucks", 250, 250, ""),
        ("three and a half hours", 3.5, 3.5, "h"),
        ("two-thirds of the fleet", 66.666667, 66.666667, "percent"),
        ("half of the cargo", 50, 50, "percent"),
        ("one-half of one percent of spending", 0.5, 0.5, "percent"),
        ("one in five trucks", 20, 20, "percent"),
        ("8-10 planes", 8, 10, ""),
        ("eight to 10 planes", 8, 10, ""),
        ("between 300 and 350 tonnes", 300, 350, "t"),
        ("7 hours and 45 minutes", 465, 465, "min"),
        ("2 h 40 min", 160, 160, "min"),
        ("a 30-day rotation", 30, 30, "day"),
        ("1,800m of runway", 1_800, 1_800, "m"),
        ("5m people", 5e6, 5e6, ""),
        ("dozens of trucks", None, None, ""),
        ("run out in weeks", None, None, "week"),
        ("a pair of C-17s", 2, 2, ""),
        ("4,500 m2 of storage", 4_500, 4_500, "m2"),
        ("40 short tons", 40, 40, "short ton"),
        ("40 tons", 40, 40, "ton"),
        ("2000 tents", 2_000, 2_000, ""),
        ("twenty five trucks", 25, 25, ""),
        ("787 million US$", 787e6, 787e6, "USD"),
        ("12,5% of sales", 12.5, 12.5, "percent"),
        ("3,4 million euros", 3.4e6, 3.4e6, "EUR"),
        ("€ 3.500,00 was paid", 3_500, 3_500, "EUR"),
        ("20 million Canadian dollars", 20e6, 20e6, "CAD"),
        ("four financial years", 4, 4, "year"),
        ("nine in ten parcels", 90, 90, "percent"),
        ("between six and nine days", 6, 9, "day"),
        ("less than half that", 50, 50, "percent"),
        ("sales raised 14,000 pounds", 14_000, 14_000, "GBP"),
        ("2,000 pounds of paid cargo", 2_000, 2_000, "lb"),
    ],
)
def test_a_figure(text: str, low: float | None, high: float | None, unit: str) -> None:
    ((found_low, found_high, found_unit),) = figures(text)
    assert found_unit == unit
    assert found_low == pytest.approx(low) if low is not None else found_low is None
    assert found_high == pytest.approx(high) if high is not None else found_high is None


@pytest.mark.parametrize(
    "text",
    [
        "The C-17 and the F-35 landed",
        "under Section 506(a)(1) of the Act",
        "the 82nd Airborne and the 62nd Airlift Wing",
        "a Boeing 747 and an An-124-100",
        "a chartered 747 was late",
        "at 14:30, or 2.30 p.m., or 0600 hours",
        "call (618) 555-0143 or +49 30 1234567",
        "in 2022, since 2014, the 1990s, 2021-22",
        "Dariusz Wolan, 54, said",
        "a 9-year-old boy",
        "they won 3-1 and lost 2-4",
        "Resolution 2741, runway 09/27, Annex 2, room 1E462",
        "a four-star general and a two-way road",
        "no one, one of them, on the one hand",
        "the first half and the third quarter",
        "the thirty-sixth package",
        "on Day 12 at Gate 4 of Hangar Four",
        "155mm artillery ammunition",
        "see https://example.org/2022/14-planes",
        "the 24/7 watch",
        "on 23 AUG and since Aug. 14",
        "Relief Desk, ext. 4471",
    ],
)
def test_no_figure(text: str) -> None:
    dates = [(when.start, when.end) for when in find_dates(text, TUESDAY)]
    assert not find_figures(text, dates=dates)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on Monday", "2022-03-07"),
        ("will arrive on Friday", "2022-03-11"),
        ("will arrive on Tuesday", "2022-03-08"),
        ("next Tuesday", "2022-03-15"),
        ("yesterday", "2022-03-07"),
        ("last week", "2022-02-28/2022-03-06"),
        ("over the weekend", "2022-03-05/2022-03-06"),
        ("three weeks ago", "2022-02-15"),
        ("Feb. 26", "2022-02-26"),
        ("December 24", "2021-12-24"),
        ("3-5 March 2022", "2022-03-03/2022-03-05"),
        ("26/02/2022", "2022-02-26"),
        ("last month", "2022-02"),
        ("in April", "2022-04"),
        ("2022-02-25", "2022-02-25"),
    ],
)
def test_a_date(text: str, value: str) -> None:
    assert [when.value for when in find_dates(text, TUESDAY)] == [value]


def test_dates_without_a_day_of_publication_stay_open() -> None:
    assert [when.value for when in find_dates("on Monday, Feb. 26, 04/05/2022", None)] == ["", "--02-26", ""]
    assert not find_dates("the 31 of February 2022, 30 February", TUESDAY)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("CNN said it was told by a US official that 40 planes landed.", ["CNN", "US official"]),
        ("Some 40 planes landed, CNN said it was told by a US official.", ["CNN", "US official"]),
        ("According to the UN, 40 planes landed.", ["UN"]),
        ("About 40 planes landed, according to two officials.", ["two officials"]),
        ('"We need 40 trucks," said Ann Boe of Relief Now.', ["Ann Boe of Relief Now"]),
        ("'We need 40 trucks,' Ann Boe said.", ["Ann Boe"]),
        ("Ann Boe told Reuters that 40 trucks are needed.", ["Reuters", "Ann Boe"]),
        ("Reuters, citing a pilot: fuel for 40 flights was left.", ["Reuters", "pilot"]),
        ("The Pentagon announced 40 more flights.", ["Pentagon"]),
        ("A senior official, speaking on condition of anonymity, said 40 planes landed.", ["senior official"]),
        ("The 40 flights that aid agencies say are needed did not come.", ["aid agencies"]),
        ("Dr Ann Boe, Director of Health in Dhurma, told us that 40 beds were full.", ["Dr Ann Boe"]),
        ("The US said 40 planes landed.", ["US"]),
        ("Ann Boe, managing director of Lift One, said 40 planes landed.", ["Ann Boe"]),
        ("Some 40 planes landed, WHO said.", ["WHO"]),
        ("By the airport authority's count, 40 planes landed.", ["airport authority"]),
        ("Some 40 planes landed, figures from AeroLedger suggest.", ["AeroLedger"]),
        ("The auditors' report says 40 planes landed.", ["auditors' report"]),
        ("Some 40 planes landed, its foreign minister announced.", ["its foreign minister"]),
        ("Ten landed, Ann Boe told MPs on Friday, and 40 left.", ["Ann Boe"]),
        ("The cost, put by the Pentagon at $40, has risen.", ["Pentagon"]),
        ("Lease rates tell the same story: 40 planes stand idle.", []),
        ("Some 40 planes landed.", []),
        ("The sums announced so far pay for 40 planes.", []),
        ("Queueing theory suggests 40 planes.", []),
        ("Ann Boe expects revenue of $40.", ["Ann Boe"]),
        ("MSF objected that 40 slots were lost.", ["MSF"]),
    ],
)
def test_a_chain(text: str, chain: list[str]) -> None:
    (item,) = [item for item in propose(text, published=TUESDAY).proposals if item.low == 40]
    assert [link.who.name for link in item.chain] == chain


def test_who_cannot_be_checked_is_marked() -> None:
    (item,) = propose("A US official said 40 planes landed.").proposals
    assert item.chain[0].who.unnamed
    (item,) = propose("Ann Boe, an official, said 40 planes landed.").proposals
    assert not item.chain[0].who.unnamed


def test_pronouns_mean_who_spoke_before() -> None:
    text = "The UN said 10 planes landed. It added that 20 more were due.\n\nAnn Boe said 30 left. She said 40 stayed."
    names = {item.low: item.chain[-1].who.name for item in propose(text).proposals}
    assert names == {10: "UN", 20: "UN", 30: "Ann Boe", 40: "Ann Boe"}


def test_the_label_of_a_transcript_holds_until_the_next() -> None:
    text = "MR. KIRBY: We flew 10 missions.\n\nAnd 20 more are due.\n\nQ: And the 30 from Qatar?\n\nMR. KIRBY: Forty."
    names = [item.chain[0].who.name for item in propose(text).proposals]
    assert names == ["Mr. Kirby", "Mr. Kirby", "Q", "Mr. Kirby"]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("17,000 anti-tank missiles and 2,000 others", ["missiles", "others"]),
        ("The total number of US troops in the region rose to 14,500.", ["troops"]),
        ("Flights fell from 94 a day to 22.", ["Flights", "Flights"]),
        ("The government pledged four helicopters and the air force two.", ["helicopters", "helicopters"]),
        ("a ceiling of $16 million", ["ceiling"]),
        ("The runway is 2,450 metres long.", ["runway"]),
        ("Tents: 3,150", ["Tents"]),
        ("the 14,500-strong force", ["force"]),
        ("spots must increase from 2 to 4 stands", ["stands", "stands"]),
        ("40 killed and 60 wounded", ["people", "people"]),
        ("a combination of 61 charter, commercial and other flights", ["flights"]),
        ("375 cargo and passenger flights, 40 staff and 9 A400M, 14 C-130", ["flights", "staff", "A400M", "C-130"]),
        ("37 U.S. military flights", ["flights"]),
        ("More flights with aid, including four from the UAE, and three weekly trains", ["flights", "trains"]),
        ("The requirement is $20 billion to deliver aid.", ["requirement"]),
        ("three twenty-mile corridors", ["corridors", "corridors"]),
        ("Volumes on that route rose 18% to 6,200 tonnes.", ["Volumes", "Volumes"]),
        ("A freighter that fetched $31,000 in May now goes for $26,500.", ["freighter", "freighter"]),
        ("The cost of the airlift, put by the ministry at $40, rose.", ["airlift"]),
        ("The project, costed at 18 million euros, is late.", ["project"]),
        ("Payments worth $2 million were questioned.", ["Payments"]),
        ("Norway's contribution, 40 million kroner, has arrived.", ["contribution"]),
        ("Teams moved 147 litter and 389 ambulatory patients.", ["patients", "patients"]),
        ("Two aircraft left and the remaining two awaited parts.", ["aircraft", "aircraft"]),
        ("Handlers have 22 slots. Handlers have asked for 30.", ["slots", "slots"]),
        ("Japan is giving $27 million.", [""]),
        ("A dividend of 30 cents, up from 25 cents, was paid.", ["dividend", "dividend"]),
        ("Offload times stretched from 1.5 hours to 2.75.", ["times", "times"]),
        ("That brings to 57 the number of flights.", ["flights"]),
        ("The number of dead was put at 41 and that of injured at 130.", ["dead", "injured"]),
        ("Unit costs, excluding fuel, were 5.2 cents.", ["costs"]),
        ("Revenue came to SEK 742 million (Q2 2023: 701 million).", ["Revenue", "Revenue"]),
        ("Capital spending is forecast at $410 million.", ["spending"]),
        ("The masks on board, numbering 2.2 million, failed.", ["masks"]),
        ("Backlog: 385 t, of which cold chain 22 t.", ["Backlog", "chain"]),
        ("The duty, which for tents and stoves would be 12 per cent, is waived.", ["duty"]),
        ("The yard got three jets. They cost $21 million each.", ["jets", "jets"]),
        ("The ceiling set by the Ambassador was 6,500.", ["ceiling"]),
        ("The flight carried a generator weighing 38 tonnes.", ["generator"]),
        ("Two offers came, both above 450,000 euros.", ["offers", "offers"]),
        ("Lanes rose from two to seven.", ["Lanes", "Lanes"]),
        ("Throughput was 12 persons/hr.", ["persons"]),
        ("We count 23 jets free in ten days, down from 26.", ["jets", "days", "jets"]),
        ("A kit serves a family of five.", ["family"]),
        ("Of the 11 who started, two went sick.", ["people", "people"]),
        ("Average load 1.9 t.", ["load"]),
        ("A team of six about forty minutes late", ["team", "minutes"]),
        ("24 vehicles and 6 kitchens, with options for 12 and 4 respectively", ["vehicles", "kitchens"] * 2),
        ("Britain pays 40 per cent of the cost and France 30 per cent.", ["cost", "cost"]),
        ("Prices: diesel 1.84 a litre, flour 42", ["diesel", "flour"]),
        ("Revenue was $318 million, of which charter work contributed $92 million.", ["Revenue", "work"]),
        ("Free time is cut from ten days to six.", ["time", "time"]),
        ("Damage to the apron, 3,200 square metres in all, is slight.", ["Damage"]),
        ("The port took 2.3 million tonnes, 400,000 fewer than before.", ["cargo", "cargo"]),
    ],
)
def test_what_is_counted(text: str, things: list[str]) -> None:
    assert [item.head for item in propose(text).proposals] == things


def test_the_labels_of_written_answers_are_speakers() -> None:
    text = (
        "Senator BIRCHALL asked the Department, upon notice: Were 10 planes fit?\n\n"
        "Department of Defence: Six were. Our contractor says 2 more will be.\n\n"
        "Senator ABARA asked: Is it true that 30 crews left?\n\nDepartment of Defence: No, 12."
    )
    names = [item.chain[-1].who.name for item in propose(text).proposals]
    assert names == [
        "Senator Birchall",
        "Department of Defence",
        "Our contractor",
        "Senator Abara",
        "Department of Defence",
    ]


def test_the_headings_of_questions_and_answers_are_speakers() -> None:
    text = (
        "Question 2024-311 by Ms Ilse Vermaak (Union)\n\nWere 10 planes used?\n\n"
        "Answer by Mr Pieter Daan, Minister of Defence\n\nOnly 6 were."
    )
    assert [item.chain[-1].who.name for item in propose(text).proposals] == ["Ms Ilse Vermaak", "Mr Pieter Daan"]


def test_a_table_gives_its_columns() -> None:
    text = "| Package | Value | Delivered |\n|---|---|---|\n| First | $150M | 96% |"
    assert [(item.head, item.low) for item in propose(text).proposals] == [("Value", 150e6), ("Delivered", 96)]


def test_statuses_and_what_is_denied() -> None:
    text = "The package was approved and is in transit, but nothing was delivered."
    found = [(item.name, item.denied) for item in find_statuses(text)]
    assert found == [("approved", False), ("in_transit", False), ("delivered", True)]


def test_places_count_blocks_and_lines_of_the_file() -> None:
    cut = "The pace of transfers of\n\narms, some 50 crates, grew arriv-\n\ning on 60 planes."
    text = "# Head\n\nOne line,\nthen 40 trucks.\n\n" + cut
    found = [(item.figure, item.paragraph, item.line) for item in propose(text).proposals]
    assert found == [("40", 2, 4), ("50", 4, 8), ("60", 5, 10)]
    assert [block.number for block in split_blocks(text)] == [1, 2, 3, 4, 5]


def test_a_sentence_is_hashed_as_anchoring_does() -> None:
    (item,) = propose("Some “40\nplanes” landed. More came.").proposals
    assert item.sha256 == quote_hash('Some "40 planes" landed.')


def test_markup_is_not_text() -> None:
    (item,) = propose("When he approved **\\$350 million** in *military aid* for _them_.").proposals
    assert (item.figure, item.thing) == ("$350 million", "military aid")


WORDS = ("said", "told by", "of", "40", "half", "a third", "$5m", '"', "'", "per cent", "CNN", "the", "to", "from",
         ", ", ". ", "\n\n", "\n", "|", "- ", "(", ")", "1,000", "3-1", "May 5", "Monday", "official", "trucks", "and",
         ": ", "*", "\\$", "½", "Q:", "MR. KIRBY:", "\u00a0", "–", "which", "it")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=300))
def test_any_text_is_read_and_every_figure_stands_where_it_says(text: str) -> None:
    draft = propose(text, published=TUESDAY)
    blocks = {block.number: block for block in split_blocks(text)}
    for item in draft.proposals:
        block = blocks[item.paragraph]
        assert block.line <= item.line <= block.line + block.raw.count("\n")
        assert item.figure
        assert item.sentence
        assert item.low is None or item.high is None or item.low <= item.high
    assert len({item.id for item in (*draft.proposals, *draft.statuses)}) == len(draft.proposals) + len(draft.statuses)


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1,", "a", "a-", "$", '"', "'a ", "said ", "Bob said, ", "12 of ", "| 1 ", "| 1 | 2 |\n", "x\n", "*",
     "call 1 2 ", "hundred and ", "A. ", "(", "\u00ad", "a-\n", "one-two ", "a b\n\n"],
)  # fmt: skip
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    """Counted in calls, not in time: twice the text takes at most about twice as many."""
    import sys

    def steps(length: int) -> int:
        text = piece * (length // len(piece))
        count = 0

        def note(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(note)
        try:
            propose(text, published=TUESDAY)
        finally:
            sys.setprofile(None)
        return count

    steps(500)  # what is compiled on first use
    assert steps(8_000) <= 2.5 * steps(4_000) + 500


@pytest.mark.parametrize(
    ("text", "figure", "head", "unit"),
    [
        ("The rise is due to relief flights. Charter airlines flew 94 of them.", "94", "flights", ""),
        ("The audit says 64 percent of schools leak; it has mended only 17 of them.", "17", "schools", ""),
        ("Nine states have sent helicopters. Italy has lent six, Malta two.", "six", "helicopters", ""),
        ("There is no lack of lorries. Hauliers have offered 340.", "340", "lorries", ""),
        ("It had 60,000 litres of fuel left, less than half of what it held.", "half", "fuel", "percent"),
        ("Mills need linters, and some 70 percent of Europe's come from afar.", "70 percent", "linters", "percent"),
        ("They must spend 9 billion euros by 2028 on ammunition plants alone.", "9 billion euros", "plants", "EUR"),
        ("States sign contracts for one year, whereas banks lend for ten.", "ten", "year", "year"),
        ("A guided round costs $68,000 against $3,300 for a plain one.", "$3,300", "round", "USD"),
        ("He counts pallets, not tonnes: 640 on Wednesday.", "640", "pallets", ""),
        ("It will lengthen the runway from 2,900 to 3,400 metres.", "3,400 metres", "runway", "m"),
        ("Members have cut consumption by 45 per cent.", "45 per cent", "consumption", "percent"),
        ("They rented 11 bowsers, at 850 euros each per week.", "850 euros", "bowsers", "EUR"),
        ("It carries eight tonnes, or sends Il-76s, of which there are about 60 left.", "60", "Il-76s", ""),
        ("The field has one runway and an apron for four.", "four", "apron", ""),
        ("She wants 15 euros a day for all. He has set aside 4 million.", "4 million", "", "EUR"),
        ("The plane was an hour and a half late.", "an hour and a half", "half", "h"),
        ("We need 600 grams of food a day, which makes 490 tonnes.", "490 tonnes", "food", "t"),
        ("Only 12 of the usual 40 trains run.", "12", "trains", ""),
        ("The pass is closed to lorries over 18 tonnes.", "18 tonnes", "lorries", "t"),
        ("It blames a system that cost 31 million euros.", "31 million euros", "system", "EUR"),
        ("A room that had cost 55 euros went for 140.", "140", "room", "EUR"),
        ("Tax receipts rose by 60 percent and have since fallen by 45.", "45", "receipts", "percent"),
        ("Airlines pay a captain about 180,000 euros a year.", "180,000 euros", "captain", "EUR"),
        ("And the aircraft? Nine were lost.", "Nine", "aircraft", ""),
        ("He does not blame the loaders. A third of them were new.", "A third", "loaders", "percent"),
        ("It moved 410 tonnes this week, up from 95 tonnes the week before.", "95 tonnes", "cargo", "t"),
        ("A rate fell: 118 in the first three weeks of May, against 97 in April.", "97", "rate", ""),
    ],
)  # fmt: skip
def test_what_a_figure_counts_where_its_noun_stands_elsewhere(text: str, figure: str, head: str, unit: str) -> None:
    (found,) = [item for item in propose(text).proposals if item.figure == figure]
    assert (found.head, found.unit) == (head, unit)


def test_a_change_is_two_figures_and_a_range_is_one() -> None:
    assert figures("It lengthened the runway from 2,900 to 3,400 metres") == [(2900, 2900, ""), (3400, 3400, "m")]
    assert figures("runways from 2,900 to 3,400 metres") == [(2900, 3400, "m")]


@pytest.mark.parametrize("text", ["We arrived at 21.40 with three men.", "It leaves at 18.00.", "at 7.30, they left"])
def test_a_time_with_a_point_is_no_figure(text: str) -> None:
    assert [low for low, _, _ in figures(text)] in ([3.0], [])


def test_a_number_with_a_point_after_at_stays_one() -> None:
    assert figures("Diesel sold at 21.40 euros a litre") == [(21.4, 21.4, "EUR")]


@pytest.mark.parametrize(
    ("text", "figure", "name"),
    [
        ("The ministry denied it. In a reply it said that 85 trucks stood ready.", "85", "ministry"),
        ("Opposition politicians were angry. A plan, they said, found 64 faults.", "64", "Opposition politicians"),
        ("Union leader Hassan Idri rejected that. He said there were 85 vacancies.", "85", "Hassan Idri"),
        ("The mayor, Lena Vorsk, was late.\n\nVorsk said 40 trucks had left.", "40", "Lena Vorsk"),
        ("Some 40 trucks left, spokesman Arvid Nyman told a briefing on Friday.", "40", "spokesman Arvid Nyman"),
        ("The agency itself put the figure at 22.", "22", "agency"),
        ('"I waited 30 years," said the port\'s sales director, Pia Rehn.', "30 years", "Pia Rehn"),
        ("General Otto Lind points out that 30 rounds were used.", "30", "General Otto Lind"),
        ("The rule, says the professor Ilse Tamm, is 600 grams a day.", "600 grams", "professor Ilse Tamm"),
        ("A ministry official who declined to be named said 9 percent was on offer.", "9 percent", "ministry official"),
        ("Fuel costs 900 dollars, according to the hauliers' association.", "900 dollars", "hauliers' association"),
        (
            "Senator Hugh Barrow led it. Barrow blames nobody. Crews worked 16 hours, he notes.",
            "16 hours",
            "Hugh Barrow",
        ),
        ("The inquiry found that 4,300 pallets had been lost.", "4,300", "inquiry"),
        ("Hotels use 400 litres, a study by the University of Alden found.", "400 litres", "University of Alden"),
    ],
)
def test_who_says_it(text: str, figure: str, name: str) -> None:
    (found,) = [item for item in propose(text).proposals if item.figure == figure]
    assert found.chain[-1].who.name == name


def test_words_in_quotation_marks_are_no_speech_of_the_next_speaker() -> None:
    text = 'A slide listed "approximately 900" lorries. A source in parliament said there were 300.'
    first, second = propose(text).proposals
    assert first.chain == ()
    assert second.chain[-1].who.name == "source in parliament"
    cap = propose('The council wants to cap flights at 30 a night, a number that Belling called "mad".').proposals
    assert cap[0].chain == ()
