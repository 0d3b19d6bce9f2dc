"""Claims judged on a study: readings, verdicts, the inputs that decide them, and what each input's range is worth."""
