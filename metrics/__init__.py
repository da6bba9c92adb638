"""What a customer-experience number means: statistics over counts, metric declarations, verdicts. Pure Python."""
