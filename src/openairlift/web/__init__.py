"""The verbs as pages and as an interface for programs: a thin skin like the command line, for a browser.

Nothing heavy is imported here: a job's process and ``--help`` need no web framework.
"""
