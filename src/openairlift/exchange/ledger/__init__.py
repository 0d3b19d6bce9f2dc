"""What was authorised, sent and received, from files and from runs: sources side by side, never averaged."""

from openairlift.exchange.ledger.book import BY, Account, Gap, Ledger, Share, Sum, Total, make_ledger
from openairlift.exchange.ledger.runs import of_scenario, of_study

__all__ = ["BY", "Account", "Gap", "Ledger", "Share", "Sum", "Total", "make_ledger", "of_scenario", "of_study"]
