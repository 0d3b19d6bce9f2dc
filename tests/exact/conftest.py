"""The exact model imports OR-tools, which can't live in one process with HiGHS: it is run in a process of its own."""

collect_ignore = ["__main__.py", "implied.py", "model.py", "proof.py"]
