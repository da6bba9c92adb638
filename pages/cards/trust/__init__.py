"""Cards of the page that asks how far the scores can be trusted."""
