"""A finished or interrupted run as a folder of Parquet, JSON and chunks; nothing in it is ever overwritten."""

from openairlift.store.folder import RunFolder, run_id, write_plan
from openairlift.store.parquet import write_parquet
from openairlift.store.read import StoredRun, is_run, open_run
from openairlift.store.shelf import ShelfFolder

__all__ = ["RunFolder", "ShelfFolder", "StoredRun", "is_run", "open_run", "run_id", "write_parquet", "write_plan"]
