"""``python -m openairlift`` is the command line."""

from openairlift.cli import main

if __name__ == "__main__":
    main()
