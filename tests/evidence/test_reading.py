from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.errors import Issue
from openairlift.evidence import ChainLink, EvidenceBook, read_evidence

BASE = """
[source.paper]
title = "A paper"
producer = "A newsroom"
published = "2022-03"

[evidence.told]
source = "paper"
paragraph = 4
figures = ["14,500"]
says = "A total"
chain = [ { who = "A newsroom", mode = "reports" }, { who = "Pentagon", mode = "announced", on = "2022-03-07" } ]
grade = "B2"

[evidence.outcome]
source = "paper"
says = "A share"

[statement.farkas]
holder = "Evelyn Farkas"
on = "what to rule out"
position = "would not tell"
evidence = ["told"]

[observation.share-70]
quantity = "share"
value = 0.7
meter = "usd"
at = "approved + 5 d"
from = "2022-02-26"
evidence = ["outcome"]

[claim.c1]
says = "70 percent in five days"
test = "share(meter='usd', mark=mark, at=end('2022-02-26', days=days)) >= 0.7"
mark = ["at_hub", "delivered"]
days = 5
tz = "America/New_York"
evidence = ["outcome"]

[param."ground_times/hub:*:offload/time_h"]
value = "triangular(2.25; 2.75; 3.25)"
basis = { low = "quoted", mode = "assumed", high = "quoted" }
evidence = [ { id = "told", says = "qualifies" }, "told" ]

[param."fleet/C-17A@hub/tails"]
value = 5
basis = "assumed"

[article_row.7]
records = ["statement.farkas"]
"""


def read(text: str) -> tuple[EvidenceBook, list[Issue]]:
    issues: list[Issue] = []
    return read_evidence(tomllib.loads(text), file="evidence.toml", issues=issues), issues


def changed(old: str, new: str) -> tuple[EvidenceBook, list[Issue]]:
    assert old in BASE
    return read(BASE.replace(old, new))


def test_a_sound_file_has_no_issues() -> None:
    book, issues = read(BASE)
    assert not issues
    assert book.sources["paper"].published == "2022-03"
    assert book.evidence["told"].chain[1] == ChainLink(who="Pentagon", mode="announced", on="2022-03-07")
    assert book.evidence["told"].locator == "paragraph 4"
    assert book.statements["farkas"].evidence == ("told",)
    seen = book.observations["share-70"]
    assert (seen.value, seen.opens, seen.closes, seen.item) == (0.7, "2022-02-26", None, None)
    assert (seen.mark, seen.of) == ("unspecified", None)
    assert book.claims["c1"].readings["mark"] == ("at_hub", "delivered")
    assert book.claims["c1"].readings["days"] == (5,)
    param = book.params["ground_times/hub:*:offload/time_h"]
    assert (param.table, param.row, param.column) == ("ground_times", "hub:*:offload", "time_h")
    assert param.evidence == (("told", "qualifies"), ("told", "supports"))
    assert param.weakest == "assumed"
    assert book.params["fleet/C-17A@hub/tails"].value == "5"
    assert book.article_rows["7"].records == ("statement.farkas",)


def test_empty() -> None:
    book, issues = read("")
    assert not issues
    assert book == EvidenceBook.empty()


@pytest.mark.parametrize(
    ("old", "new", "key", "what"),
    [
        ('title = "A paper"\n', "", "source.paper.title", "missing or blank"),
        ('published = "2022-03"', "published = 2022-03-01", "source.paper.published", "wrong kind"),
        ('published = "2022-03"', 'sha256 = "abc"', "source.paper.sha256", "wrong kind"),
        ("paragraph = 4", "paragraph = 0", "evidence.told.paragraph", "wrong kind"),
        ("paragraph = 4", "paragraf = 4", "evidence.told.paragraf", "no such key"),
        ('grade = "B2"', 'grade = "G2"', "evidence.told.grade", "not an Admiralty grade"),
        ('who = "Pentagon"', 'who = "an unnamed official"', "evidence.told.grade", "caps reliability at C"),
        ('on = "2022-03-07"', "unidentified = true", "evidence.told.grade", "caps reliability at C"),
        ('mode = "announced", ', "", "evidence.told.chain.mode", "who and mode"),
        ('mode = "announced"', 'mode = "announced", by = "x"', "evidence.told.chain.by", "no such key"),
        ('source = "paper"\npara', 'source = "papr"\npara', "evidence.told.source", "no such source"),
        (
            '"would not tell"\nevidence = ["told"]',
            '"x"\nevidence = ["tld"]',
            "statement.farkas.evidence",
            "no such evidence",
        ),
        ('quantity = "share"', 'quantity = "shares"', "observation.share-70.quantity", "not one of the words"),
        ("value = 0.7\n", "value = nan\n", "observation.share-70.value", "wrong kind"),
        ("value = 0.7\n", f"value = {10**400}\n", "observation.share-70.value", "wrong kind"),
        ("value = 0.7\n", "", "observation.share-70", "states no number"),
        ("value = 0.7\n", "low = 2\nhigh = 1\n", "observation.share-70.low", "low is above high"),
        ('at = "approved + 5 d"', 'at = "approvd + 5 d"', "observation.share-70.at", "no moment"),
        ('at = "approved + 5 d"', 'at = "2022-03-04T12:00"', "observation.share-70.at", "names no time zone"),
        ('mark = ["at_hub", "delivered"]', "mark = []", "claim.c1.mark", "wrong kind"),
        ('basis = "assumed"', 'basis = "asumed"', 'param."fleet/C-17A@hub/tails".basis', "no such basis"),
        ('basis = "assumed"', 'basis = "quoted"', 'param."fleet/C-17A@hub/tails".evidence', "needs evidence"),
        ('basis = "assumed"', 'basis = "derived"', 'param."fleet/C-17A@hub/tails".formula', "needs its formula"),
        ("fleet/C-17A@hub/tails", "fleet/tails", 'param."fleet/tails"', "named by its cell"),
        ('says = "qualifies"', 'says = "proves"', 'param."ground_times/hub:*:offload/time_h".evidence', "an id, or"),
        ("[article_row.7]", "[article.7]", "article", "no such section"),
    ],
)
def test_faults_name_the_key(old: str, new: str, key: str, what: str) -> None:
    _, issues = changed(old, new)
    assert [issue.column for issue in issues] == [key]
    assert what in issues[0].what
    assert issues[0].file == "evidence.toml"


@pytest.mark.parametrize(
    ("old", "new", "nearest"),
    [
        ("paragraph = 4", "paragraf = 4", "paragraph"),
        ('basis = "assumed"', 'basis = "asumed"', "assumed"),
        ('"would not tell"\nevidence = ["told"]', '"x"\nevidence = ["tld"]', "told"),
        ("[article_row.7]", "[artcle_row.7]", "article_row"),
    ],
)
def test_faults_name_the_nearest(old: str, new: str, nearest: str) -> None:
    assert [issue.nearest for issue in changed(old, new)[1]] == [nearest]


def test_unidentified_link_may_be_graded_c() -> None:
    book, issues = read(BASE.replace('who = "Pentagon"', 'who = "official, unnamed"').replace('"B2"', '"C2"'))
    assert not issues
    assert [link.unidentified for link in book.evidence["told"].chain] == [False, True]


def test_parameter_may_not_cite_the_evidence_of_an_observation() -> None:
    _, issues = changed('"told" ]', '"outcome" ]')
    assert len(issues) == 1
    assert "'outcome'" in issues[0].what
    assert "'share-70'" in issues[0].what
    assert issues[0].column == 'param."ground_times/hub:*:offload/time_h".evidence'


def test_broken_record_does_not_make_its_citations_faults() -> None:
    _, issues = changed('grade = "B2"', 'grade = "Z9"')
    assert len(issues) == 1


def test_observation_without_a_number_needs_a_reason() -> None:
    book, issues = changed("value = 0.7\n", 'not_comparable = "no number is stated"\n')
    assert not issues
    assert book.observations["share-70"].not_comparable == "no number is stated"


def test_names_from_x_are_kept_out_of_the_records() -> None:
    _, issues = read(
        BASE.replace('producer = "A newsroom"', 'producer = "A newsroom"\nx_desk = "foreign"') + "[x_own]\na = 1\n"
    )
    assert not issues


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "title",
        "producer",
        "source",
        "says",
        "chain",
        "grade",
        "figures",
        "evidence",
        "basis",
        "value",
        "at",
        "low",
        "high",
        "holder",
        "on",
        "position",
        "test",
        "records",
        "not_comparable",
        "quantity",
        "meter",
        "paragraph",
    ]
)
SECTIONS = st.sampled_from(["source", "evidence", "statement", "observation", "param", "claim", "article_row", "other"])
RAW = st.dictionaries(
    SECTIONS, JSON | st.dictionaries(st.text(max_size=8), JSON | st.dictionaries(KEYS, JSON, max_size=6), max_size=3)
)


@given(RAW)
def test_any_toml_gives_a_book(raw: dict[str, Any]) -> None:
    issues: list[Issue] = []
    assert isinstance(read_evidence(raw, file="evidence.toml", issues=issues), EvidenceBook)


@pytest.mark.parametrize(
    "name",
    [
        "berlin-1949", "gaza-pier-2024", "haiti-2010", "nepal-2015", "relief-small", "turkiye-2023", "ukraine-2021",
        "ukraine-2022",
    ],
)  # fmt: skip
def test_shipped_evidence_has_no_issues(name: str) -> None:
    text = files("openairlift").joinpath("examples", name, "evidence.toml").read_text(encoding="utf-8")
    book, issues = read(text)
    assert not issues
    assert book.params
