"""Throw strings at the language of claims: none may run code, hang, or take much memory.

Random text, soups of the language's own words, mutated tests, Python that would do harm if it were evaluated, deep
brackets, long chains. What can be read is checked, and what passes the check is worked out.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import tracemalloc
from typing import Any

import numpy as np

from openairlift.evidence.language import TestError, check_test, parse_test
from openairlift.network import build_network
from openairlift.scenario import read_scenario
from openairlift.study.judging.evaluate import Evaluator
from openairlift.study.moments import Unresolved

TEST = "share(meter=meter, mark=mark, of=of, package='appeal', at=end(start, days=5, rule=rule)) >= 0.70"
READINGS: dict[str, list[Any]] = {
    "meter": ["mass"], "mark": ["delivered"], "of": ["listed"], "start": ["first landing"], "rule": ["120 h"],
    "n": [3.0],
}  # fmt: skip
UNDEFINED = {"rate": "no rate is stated"}
HARM = (
    "__import__('os').system('touch harm')", "().__class__.__bases__[0].__subclasses__()", "open('harm', 'w')",
    "exec('x=1')", "eval('1+1')", "lambda: 0", "[x for x in (1,)]", "9**9**9", "'a'*10**9", "f'{1+1}'", "while 1: pass",
    "share.__globals__", "breakpoint()", "import os", "{'a': 1}", "x := 1", "\\x00", "0x10", "1_000", "1e999", "a.b",
)  # fmt: skip
WORDS = (
    "share", "mass", "items", "people", "date_of", "count", "stock", "cover", "days", "hours", "end", "and", "or",
    "not", "(", ")", "(", ")", ",", "=", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "meter", "mark", "of",
    "start", "rule", "n", "rate", "'mass'", "'delivered'", "'first landing'", "'2026-03-10'", "'120 h'", "1", "0.7",
    "1e15", "meter=", "mark=", "at=", "item=", "place=", "what=", "share=", "value=", "days=", "start=", "'rice'",
    "'arrivals'", "'beira'", "'approved + 5 d'", "'end of 2026-03-10'", "0", "1e-300",
)  # fmt: skip
FORBIDDEN = ("exec", "compile", "open", "import", "os.", "subprocess.", "socket.", "ctypes.", "marshal.", "pickle.")


def strings(count: int, seed: int) -> list[str]:
    """Return strings of every kind, the same for the same seed."""
    luck = random.Random(seed)
    kinds = (_noise, _soup, _soup, _mutant, _mutant, _harm, _deep, _sound)
    return [luck.choice(kinds)(luck) for _ in range(count)]


def _noise(luck: random.Random) -> str:
    return "".join(
        chr(luck.choice((luck.randrange(128), luck.randrange(0x2FF), luck.randrange(0xD7FF))))
        for _ in range(luck.randrange(60))
    )


def _soup(luck: random.Random) -> str:
    return " ".join(luck.choice(WORDS) for _ in range(luck.randrange(1, 40)))


def _mutant(luck: random.Random) -> str:
    text = list(luck.choice((TEST, _sound(luck))))
    for _ in range(luck.randrange(1, 6)):
        at = luck.randrange(len(text) + 1)
        what = luck.randrange(3)
        if what == 0:
            text.insert(at, luck.choice((*WORDS, "'", '"', "\n", "\x00", "é", "９")))
        elif text:
            at = min(at, len(text) - 1)
            text[at : at + luck.randrange(1, 8)] = [] if what == 1 else [luck.choice(WORDS)]
    return "".join(text)


def _harm(luck: random.Random) -> str:
    return luck.choice(("{}", "{} > 1", "share(at={}) > 1", "not {}", "days({}) > 1", "'{}' > 1")).format(
        luck.choice(HARM)
    )


def _deep(luck: random.Random) -> str:
    n = luck.choice((5, 20, 23, 24, 25, 100, 1000, 20_000))
    ones = "1" * luck.choice((1, 30, 50))
    open_, middle, close = luck.choice(
        (
            ("(", "1", ")"), ("not ", "1>0", ""), ("-", "1", ""), ("1+", "1", ""), ("days(", "1", ")"), ("", ones, ""),
            ("1>0 and ", "1>0", ""), ("share(at=", "1", ")"), ("1*(", "1", ")"), ("hours(days(", "1", "))"),
        )
    )  # fmt: skip
    return open_ * n + middle + close * n + luck.choice(("", " > 0"))


def _sound(luck: random.Random, depth: int = 0) -> str:
    def number(deep: int) -> str:
        if deep > 3 or luck.random() < 0.3:
            return luck.choice(("1", "0.7", "n", "1e15", "0", "1e-300", "rate", "2.5"))
        return luck.choice((
            lambda: f"({number(deep + 1)} {luck.choice('+-*/')} {number(deep + 1)})",
            lambda: f"days({duration(deep + 1)})",
            lambda: f"share(meter=meter, mark=mark, at={moment(deep + 1)})",
            lambda: f"mass(mark=mark, at={moment(deep + 1)})",
            lambda: f"stock(item='{luck.choice(('rice', 'tents', 'nothing'))}')",
            lambda: "count('arrivals', place='beira')",
            lambda: f"-{number(deep + 1)}",
        ))()  # fmt: skip

    def duration(deep: int) -> str:
        if deep > 3 or luck.random() < 0.4:
            return f"days({luck.choice(('1', 'n', '1e15', '0'))})"
        return luck.choice(
            (
                f"hours({number(deep + 1)})",
                f"({moment(deep + 1)} - {moment(deep + 1)})",
                f"(2 * days({number(deep + 1)}))",
            )
        )

    def moment(deep: int) -> str:
        if deep > 3 or luck.random() < 0.4:
            return luck.choice(
                ("start", "'2026-03-12'", "'D+3'", "end(start, days=5, rule=rule)", "end('2026-03-10', n)")
            )
        return luck.choice(
            (
                f"({moment(deep + 1)} + {duration(deep + 1)})",
                f"end({moment(deep + 1)}, days={number(deep + 1)})",
                "date_of(mark=mark, share=0.5)",
            )
        )

    if depth < 2 and luck.random() < 0.3:
        return f"({_sound(luck, depth + 1)} {luck.choice(('and', 'or'))} not {_sound(luck, depth + 1)})"
    pair = luck.choice((number, duration, moment))
    return f"{pair(1)} {luck.choice(('<', '<=', '>', '>=', '==', '!='))} {pair(1)}"


def throw(count: int, *, seed: int = 1, slowest_s: float = 5.0) -> dict[str, Any]:
    """Throw strings; return how many could be read, checked and worked out, the slowest, memory, what was forbidden.

    Memory is what Python's allocator held at the most above what it held before, for one string and for all.
    """
    scenario = read_scenario("relief-small")
    network = build_network(scenario)
    thrown = strings(count, seed)
    done = {"read": 0, "checked": 0, "worked_out": 0}
    seen: list[str] = []
    watching = [False]

    def hook(event: str, _arguments: tuple[Any, ...]) -> None:
        if watching[0] and event.startswith(FORBIDDEN):
            seen.append(event)

    sys.addaudithook(hook)
    for text in thrown[: min(200, count)]:  # what is imported or cached at the first call is no fault of a string
        _one(text, scenario, network, {"read": 0, "checked": 0, "worked_out": 0})
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    slowest, most = 0.0, 0
    begun = time.perf_counter()
    for text in thrown:
        tracemalloc.reset_peak()
        start = time.perf_counter()
        watching[0] = True
        _one(text, scenario, network, done)
        watching[0] = False
        slowest = max(slowest, time.perf_counter() - start)
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
        if slowest > slowest_s:
            raise AssertionError(f"a string took {slowest:.1f} s: {text[:200]!r}")
    seconds = time.perf_counter() - begun
    tracemalloc.stop()
    return {
        "strings": count, **done, "code_run": len(seen), "forbidden": sorted(set(seen)), "slowest_s": round(slowest, 4),
        "most_mb": round(most / 1e6, 2), "seconds": round(seconds, 1),
        "process_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }  # fmt: skip


def _one(text: str, scenario: Any, network: Any, done: dict[str, int]) -> None:
    try:
        tree = parse_test(text)
    except TestError:
        return
    done["read"] += 1
    if check_test(tree, READINGS, UNDEFINED).found:
        return
    done["checked"] += 1
    values = {name: found[0] for name, found in READINGS.items()}
    work = Evaluator(
        scenario, network, readings=values, undefined=UNDEFINED, tz="Africa/Maputo", asked=lambda _: np.zeros(3)
    )
    try:
        work.value(tree)
    except Unresolved:
        return
    done["worked_out"] += 1
