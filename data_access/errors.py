"""What can go wrong at the store. Messages: what was seen, what was expected, what to do next."""


class ConfigError(ValueError):
    """A setting (the store's address above all) that cannot be used."""


class StoreError(RuntimeError):
    """The store refuses: newer than the program, busy elsewhere, or a batch that is not there."""


class LoadError(RuntimeError):
    """A batch does not add up or does not fit the tables: nothing of it was stored."""
