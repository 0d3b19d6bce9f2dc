"""The layouts of what compiled code is handed: board, state, desk and signs."""

from __future__ import annotations

from openairlift.solve.packed import Packing
from openairlift.solve.search.board import CARGO, LIFT, LINE, OUTFIT, TAIL
from openairlift.solve.search.play import JOB, LINK

WHOLE = ("i8", 0)
"""A whole number."""

BOARD = Packing(
    "Board",
    horizon=WHOLE,
    mark=WHOLE,
    outfit=(OUTFIT, 1),
    lift=(LIFT, 1),
    cargo=(CARGO, 1),
    spec=("i8", 2),
    hop=("i8", 2),
    chain=("i8", 2),
    back=("i8", 1),
    end=("i8", 2),
    line=(LINE, 1),
    share=("?", 2),
    stock=("f8", 1),
    tail=(TAIL, 1),
    window_first=("i8", 1),
    window=("i8", 2),
    positions=("f8", 2),
    per_spot=("i8", 3),
    spots=("i8", 2),
    landings=("i8", 1),
)

PLAY = Packing(
    "Play",
    times=("i8", 2),
    steps=("i2", 3),
    words=("i8", 3),
    count=("i8", 1),
    landed=("i8", 2),
    left=("f8", 1),
    stock=("f8", 1),
    job=(JOB, 1),
    load_line=("i8", 2),
    load_row=("i8", 2),
    load_quantity=("f8", 2),
    link=(LINK, 1),
    order=("i8", 2),
    jobs=("i8", 1),
    free=("i8", 1),
    free_count=("i8", 1),
    weights=("f8", 1),
    begin=("i8", 2),
)

DESK = Packing(
    "Desk",
    list=("i8", 3),
    listed=("i8", 1),
    stamp=("i8", 1),
    call=("i8", 1),
    active=("i8", 1),
    when=("i8", 2),
    worth=("f8", 2),
    lands=("i8", 2),
    after=("i8", 2),
    at=("i8", 1),
    best=("i8", 1),
    at_end=("f8", 2),
    at_group=("f8", 2),
    one=("i8", 2),
    two=("i8", 2),
    three=("i8", 2),
    spots=("i8", 1),
    banned=("i8", 1),
    since=("i8", 1),
    tried=("i8", 1),
    least=("i8", 1),
    row=("i8", 1),
    row_first=("i8", 1),
    row_last=("i8", 1),
    end=("i8", 1),
    group=("i8", 1),
    gap=("i8", 2),
    noise=("f8", 1),
    price=("f8", 1),
)

SIGNS = Packing(
    "Signs",
    cell=WHOLE,
    line=("f8", 1),
    stock=("f8", 1),
    potential=("f8", 2),
    toll=("f8", 4),
    step=WHOLE,
    quota=("f8", 3),
    done=("f8", 2),
)
