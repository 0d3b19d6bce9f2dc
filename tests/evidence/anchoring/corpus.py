"""A text written for these tests, and what can be changed in it: no expectation here comes from running the code."""

from __future__ import annotations

from dataclasses import dataclass

PARAGRAPHS = (
    "Relief flights into Port Meridian began before dawn, and by nightfall the small airfield had handled "
    "14 wide-bodied freighters.",
    'The harbour master, who declined to be named, said that "the quays are full and the cranes are not turning" '
    "while volunteers sorted blankets by hand.",
    "Parliament approved $350 million in emergency money on Feb. 26, and 70 percent of it was spent in five days.",
    "Officials counted 17,000 water filters and 2,000 generators in the northern warehouse, according to a person "
    "familiar with the inventory.",
    "The convoy carried 1.5 million litres of drinking water over a distance of 240 km, a trip that usually takes "
    "nine hours.",
    "About half a dozen staging bases, chiefly along the eastern frontier, received pallets that had been "
    "prepositioned there since November.",
    "Engineers expect the temporary bridge to bear loads of up to 45 tonnes once the second pier is anchored, though "
    "nobody would promise a date.",
    "A battalion of 500 additional troops will guard the roads, bringing the total number of soldiers in the province "
    "to 14,500.",
    "Two C-17 transports stood on the apron at 18:30 on Monday while their crews waited for the fog to lift.",
    "Food prices rose by 12 to 15 percent in the coastal towns, the central bank reported, and fuel became scarce "
    "within weeks.",
    "The transportation ministry described the reconstruction programme as extraordinarily complicated because three "
    "quarters of all culverts had collapsed.",
    "On 4 March 2022 the governor's office published an inventory of undamaged schools; it listed 318 buildings in "
    "twenty-seven municipalities.",
    "Nobody could explain why the customs declarations disappeared, and the insurance companies have refused to "
    "comment publicly on the matter.",
    "Hospital ships will remain offshore until the third week of May, when a chartered liner with 900 berths takes "
    "over from them.",
    "An orchestra of schoolchildren played for the stevedores on the last evening, which several newspapers "
    "considered the happiest picture of the whole campaign.",
)


@dataclass(frozen=True)
class Swap:
    """A stretch of a paragraph and what is put in its place."""

    paragraph: int  # from 1
    old: str
    new: str


CHANGED = tuple(
    Swap(*row)
    for row in (
        (1, "14 wide", "41 wide"),
        (1, "14 wide", "15 wide"),
        (1, "14 wide", "1.4 wide"),
        (1, "14 wide", "fourteen hundred wide"),
        (3, "70 percent", "40 percent"),
        (3, "70 percent", "7 percent"),
        (3, "70 percent", "70 percentage points"),
        (3, "70 percent", "$70"),
        (3, "70 percent", "70 tonnes"),
        (3, "70 percent", "seventeen percent"),
        (3, "$350 million", "$350 billion"),
        (3, "$350 million", "$350 thousand"),
        (3, "$350 million", "$350"),
        (3, "$350 million", "€350 million"),
        (3, "$350 million", "£350 million"),
        (3, "$350 million", "A$350 million"),
        (3, "$350 million", "$350bn"),
        (3, "$350 million", "$3.50 million"),
        (3, "$350 million", "$530 million"),
        (3, "$350 million", "$35 million"),
        (3, "Feb. 26", "Feb. 25"),
        (3, "Feb. 26", "Jan. 26"),
        (3, "Feb. 26", "26 March"),
        (3, "five days", "six days"),
        (3, "five days", "five weeks"),
        (3, "five days", "five hours"),
        (3, "five days", "15 days"),
        (3, "five days", "fifty-five days"),
        (3, "five days", "days"),
        (4, "17,000", "1,700"),
        (4, "17,000", "17,00"),
        (4, "17,000", "170,000"),
        (4, "17,000", "17"),
        (4, "17,000", "17 million"),
        (4, "17,000", "71,000"),
        (4, "17,000", "17,001"),
        (4, "17,000", "18,000"),
        (4, "2,000", "3,000"),
        (4, "2,000", "2,000,000"),
        (4, "17,000 water filters and 2,000", "2,000 water filters and 17,000"),
        (5, "1.5 million", "15 million"),
        (5, "1.5 million", "1.5 billion"),
        (5, "1.5 million", "1,500"),
        (5, "1.5 million litres", "1.5 million gallons"),
        (5, "1.5 million", "1.6 million"),
        (5, "240 km", "240 miles"),
        (5, "240 km", "240 m"),
        (5, "240 km", "204 km"),
        (5, "nine hours", "nine days"),
        (5, "nine hours", "nineteen hours"),
        (5, "nine hours", "ninety minutes"),
        (6, "half a dozen", "a dozen"),
        (6, "half a dozen", "two dozen"),
        (6, "half a dozen", "half a hundred"),
        (6, "half a dozen", "five"),
        (6, "half a dozen", "dozens of"),
        (6, "November", "December"),
        (7, "45 tonnes", "45 tons"),
        (7, "45 tonnes", "45 short tons"),
        (7, "45 tonnes", "45 kg"),
        (7, "45 tonnes", "54 tonnes"),
        (7, "45 tonnes", "-45 tonnes"),
        (7, "second pier", "third pier"),
        (8, "500 additional", "5,000 additional"),
        (8, "500 additional", "50 additional"),
        (8, "500 additional", "five additional"),
        (8, "14,500", "14,050"),
        (8, "14,500", "145,000"),
        (8, "14,500", "15,500"),
        (8, "14,500", "500"),
        (9, "Two C-17", "Three C-17"),
        (9, "Two C-17", "Several C-17"),
        (9, "C-17", "C-5"),
        (9, "C-17", "C-130"),
        (9, "18:30", "18:03"),
        (9, "18:30", "8:30"),
        (9, "Monday", "Tuesday"),
        (9, "Monday", "Sunday"),
        (10, "12 to 15 percent", "12 to 16 percent"),
        (10, "12 to 15 percent", "2 to 15 percent"),
        (10, "12 to 15 percent", "15 percent"),
        (10, "12 to 15 percent", "12-50 percent"),
        (10, "within weeks", "within months"),
        (10, "within weeks", "within days"),
        (11, "three quarters", "one quarter"),
        (11, "three quarters", "three fifths"),
        (11, "three quarters", "a third"),
        (12, "4 March 2022", "4 March 2021"),
        (12, "4 March 2022", "14 March 2022"),
        (12, "4 March 2022", "4 May 2022"),
        (12, "4 March 2022", "March 2022"),
        (12, "318", "381"),
        (12, "twenty-seven", "twenty-five"),
        (12, "twenty-seven", "seven"),
        (12, "twenty-seven", "thirty-seven"),
        (14, "third week", "fourth week"),
        (14, "third week", "third month"),
        (14, "of May", "of June"),
        (14, "900", "90"),
        (14, "900", "nine"),
        (14, "900", "9,000"),
    )
)
"""Another number, unit, multiplier or date: the record is wrong, however like the words."""

REWRITTEN = tuple(
    Swap(*row)
    for row in (
        (1, "14 wide", "fourteen wide"),
        (3, "70 percent", "70 %"),
        (3, "70 percent", "70%"),
        (3, "70 percent", "seventy per cent"),
        (3, "$350 million", "$350m"),
        (3, "$350 million", "US$350 million"),
        (3, "$350 million", "350 million dollars"),
        (3, "$350 million", "$0.35 billion"),
        (3, "$350 million", "$350,000,000"),
        (3, "$350 million", "USD 350 million"),
        (3, "Feb. 26", "26 February"),
        (3, "Feb. 26", "February 26th"),
        (3, "Feb. 26", "the 26th of February"),
        (3, "five days", "5 days"),
        (4, "17,000", "17 000"),
        (4, "17,000", "17'000"),
        (4, "17,000", "17000"),
        (4, "17,000", "17 thousand"),
        (4, "17,000", "seventeen thousand"),
        (5, "1.5 million", "1,5 million"),
        (5, "1.5 million", "1.50 million"),
        (5, "1.5 million", "1,500,000"),
        (5, "1.5 million", "one and a half million"),
        (5, "1.5 million", "1½ million"),
        (5, "240 km", "240 kilometres"),
        (5, "nine hours", "9 hours"),
        (6, "half a dozen", "six"),
        (7, "45 tonnes", "45 metric tons"),
        (7, "45 tonnes", "45 t"),
        (8, "500 additional", "five hundred additional"),
        (10, "12 to 15 percent", "12-15 percent"),
        (10, "12 to 15 percent", "12 percent to 15 percent"),
        (12, "twenty-seven", "27"),
        (12, "4 March 2022", "March 4, 2022"),
        (12, "4 March 2022", "2022-03-04"),
        (14, "900", "nine hundred"),
    )
)
"""The same figure in other signs: the record stands."""

EDITED = tuple(
    Swap(*row)
    for row in (
        (1, "small airfield", "little airfield"),
        (1, "before dawn", "at dawn"),
        (1, "began before dawn, and", "began before dawn and"),
        (2, "declined to be named", "refused to be named"),
        (2, "sorted blankets", "were sorting blankets"),
        (3, "emergency money", "emergency funds"),
        (3, "Parliament approved", "Parliament had approved"),
        (4, "northern warehouse", "Northern Warehouse"),
        (4, "according to a person familiar with", "said a person familiar with"),
        (5, "drinking water", "potable water"),
        (5, "usually", "normally"),
        (6, "chiefly along", "mostly along"),
        (6, "pallets that had been", "pallets which were"),
        (7, "nobody would promise", "no one would promise"),
        (7, "temporary bridge", "bridge"),
        (8, "will guard the roads", "will protect the roads"),
        (8, "total number of soldiers", "number of soldiers"),
        (9, "waited for the fog to lift", "waited for fog to lift"),
        (9, "transports stood", "transports were standing"),
        (10, "the central bank reported", "the central bank said"),
        (10, "coastal towns", "coastal cities"),
        (11, "extraordinarily complicated", "extremely complicated"),
        (11, "programme", "program"),
        (12, "undamaged schools", "intact schools"),
        (12, "published an inventory", "released an inventory"),
        (13, "disappeared", "vanished"),
        (13, "have refused to comment", "refused to comment"),
        (13, "insurance companies", "insurers"),
        (14, "remain offshore", "stay offshore"),
        (14, "chartered liner", "hired liner"),
        (15, "considered the happiest picture", "called the happiest picture"),
        (15, "several newspapers", "some newspapers"),
        (15, "campaign", "campain"),
    )
)
"""Ordinary words were edited: fuzzy."""

FIGURES = (
    (1, "14"),
    (3, "$350 million"),
    (3, "26 Feb"),
    (3, "70 percent"),
    (3, "five days"),
    (4, "17,000"),
    (4, "17,000 water filters"),
    (4, "2,000"),
    (5, "1.5 million litres"),
    (5, "240 km"),
    (5, "nine hours"),
    (6, "half a dozen"),
    (6, "half a dozen staging bases"),
    (7, "45 t"),
    (8, "500"),
    (8, "14,500"),
    (9, "two C-17"),
    (9, "18:30"),
    (10, "12 to 15 percent"),
    (10, "weeks"),
    (11, "three quarters"),
    (12, "318"),
    (12, "4 March"),
    (12, "twenty-seven municipalities"),
    (14, "900 berths"),
)
"""Figures and the paragraph they stand in."""
