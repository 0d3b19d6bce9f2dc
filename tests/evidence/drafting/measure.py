"""How proposals are scored against figures that a person has labelled.

A proposal is right if its paragraph is and its number is one of the label's. Its thing is right if its head noun, in
lower case and in the singular, is the head of one of the label's alternatives; a blank alternative lets it be blank,
and a unit word (days, kilometres) names what nothing else names. Its speaker is right if the last link of its chain
and the last of the label's chain have the same words, or one has all words of the other; a blank is the publication
itself.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openairlift.evidence.drafting import Proposal, propose
from openairlift.evidence.drafting.words import singular

CORPUS = Path(__file__).parent / "corpus"
_LITTLE = frozenset(("the", "a", "an", "of", "unnamed", "us"))
_UNIT_WORDS = frozenset(
    [
        "days",
        "weeks",
        "hours",
        "minutes",
        "months",
        "years",
        "seconds",
        "distance",
        "kilometres",
        "metres",
        "meters",
        "tonnes",
        "tons",
        "litres",
        "pounds",
    ]
)


@dataclass
class Score:
    labels: int = 0
    found: int = 0
    things: int = 0
    speakers: int = 0
    extra: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def shares(self) -> dict[str, float]:
        hits = max(1, self.found)
        return {
            "recall": self.found / self.labels,
            "unit_and_thing": self.things / hits,
            "speaker": self.speakers / hits,
            "precision": self.found / max(1, self.found + self.extra),
        }


def texts(split: str | None = None) -> list[str]:
    """Return names of labelled texts."""
    names = sorted(path.stem for path in CORPUS.glob("*.toml"))
    return [name for name in names if split is None or labels_of(name)["split"] == split]


def labels_of(name: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / f"{name}.toml").read_text(encoding="utf-8"))


def score(name: str) -> Score:
    labels = labels_of(name)
    text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
    draft = propose(text, published=date.fromisoformat(labels["published"]))
    return score_labels(labels["figures"], list(draft.proposals), optional=labels.get("optional", []))


def score_labels(figures: list[Any], proposals: list[Proposal], *, optional: list[Any]) -> Score:
    left = list(proposals)
    result = Score(labels=len(figures))
    for label in figures:
        unit, thing, speaker = label[2:]
        item = _take(label, left)
        if item is None:
            result.wrong.append(f"missed {label}")
            continue
        result.found += 1
        right = item.unit in (unit, *unit.split("/")) and _thing_right(thing, item)
        result.things += right
        said = _speaker_right(speaker, item)
        result.speakers += said
        if not right:
            result.wrong.append(f"unit or thing of {label}: {item.unit!r}, {item.thing!r}")
        if not said:
            result.wrong.append(f"speaker of {label}: {[link.who.name for link in item.chain]}")
    for label in figures:  # "3 out of 4" and the like may be labelled as one and proposed as two
        if isinstance(label[1], list):
            _take(label, left)
    for label in optional:
        _take(label, left)
    result.extra = len(left)
    result.wrong += [f"extra {item.paragraph} {item.figure!r} {item.thing!r}" for item in left]
    return result


def _take(label: list[Any], left: list[Proposal]) -> Proposal | None:
    fitting = [item for item in left if item.paragraph == label[0] and _number_right(label[1], item)]
    if not fitting:
        return None
    fitting.sort(key=lambda item: item.unit != label[2])
    left.remove(fitting[0])
    return fitting[0]


def _number_right(number: Any, item: Proposal) -> bool:
    if isinstance(number, str):
        shown, wanted = item.figure.lower().replace("-", " "), number.lower().replace("-", " ")
        return wanted in shown or shown in wanted
    numbers = number if isinstance(number, list) else [number]
    stated = [value for value in (item.low, item.high) if value is not None]
    return any(abs(value - wanted) <= 1e-6 * abs(wanted) for value in stated for wanted in numbers)


def _thing_right(label: str, item: Proposal) -> bool:
    for alternative in label.split("/"):
        if not item.head:
            if not alternative or alternative in _UNIT_WORDS:
                return True
        elif alternative and (
            singular(alternative.split()[-1]) == singular(item.head) or singular(alternative) == singular(item.thing)
        ):
            return True
    return False


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w'-]+", text.lower().replace(".", "")) if word not in _LITTLE}


def _speaker_right(label: str, item: Proposal) -> bool:
    got = _words(item.chain[-1].who.name) if item.chain else set()
    for alternative in label.split(" < ")[-1].split("/"):
        wanted = _words(alternative)
        if (not wanted and not got) or (wanted and got and (wanted <= got or got <= wanted)):
            return True
    return False


if __name__ == "__main__":
    for which in texts():
        found = score(which)
        line = "  ".join(f"{key} {value:.0%}" for key, value in found.shares.items())
        print(f"{which:<14}{found.labels:>4}  {line}")
