"""Text tables into records: CSV and TOML, the grammar of cells, and issues that name file, row, column and the fix."""

from openairlift.tables.cells import parse_boolean, parse_cell, parse_id, parse_ids
from openairlift.tables.columns import Spelling, find_column, match_columns, nearest_unit, spellings
from openairlift.tables.distributions import Files
from openairlift.tables.fault import CellError
from openairlift.tables.keys import ID_TABLES, raw_keys, row_key
from openairlift.tables.moments import parse_moment
from openairlift.tables.numbers import parse_number
from openairlift.tables.raw import RawRow, RawTable, decode, read_csv, read_toml
from openairlift.tables.schema import REQUIRED_TABLES, cell_default, cell_form, column_reference, json_schema
from openairlift.tables.table import Row, Table, parse_table
from openairlift.tables.writing import canonical_cell, is_risky, number_text, write_csv

__all__ = [
    "ID_TABLES",
    "REQUIRED_TABLES",
    "CellError",
    "Files",
    "RawRow",
    "RawTable",
    "Row",
    "Spelling",
    "Table",
    "canonical_cell",
    "cell_default",
    "cell_form",
    "column_reference",
    "decode",
    "find_column",
    "is_risky",
    "json_schema",
    "match_columns",
    "nearest_unit",
    "number_text",
    "parse_boolean",
    "parse_cell",
    "parse_id",
    "parse_ids",
    "parse_moment",
    "parse_number",
    "parse_table",
    "raw_keys",
    "read_csv",
    "read_toml",
    "row_key",
    "spellings",
    "write_csv",
]
