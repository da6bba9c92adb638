"""What can go wrong at the store. Messages: what was seen, what was expected, what to do next."""

from sqlalchemy.exc import SQLAlchemyError as EngineError  # what the engine itself raises, under a name pages may know

__all__ = [
    "ConfigError", "EngineError", "LoadError", "NotAllowedError", "OvertakenError", "SettingsError", "StoreError",
]


class ConfigError(ValueError):
    """A setting (the store's address above all) that cannot be used."""


class StoreError(RuntimeError):
    """The store refuses: newer than the program, busy elsewhere, or a batch that is not there."""


class LoadError(RuntimeError):
    """A batch does not add up or does not fit the tables: nothing of it was stored."""


class NotAllowedError(StoreError):
    """Somebody asked for what their role does not permit."""


class SettingsError(ValueError):
    """A setting that cannot be used: what was seen, what was expected, what to do next; `str()` joins them."""

    def __init__(self, seen: str, expected: str = "", next_step: str = "") -> None:
        self.seen, self.expected, self.next_step = seen, expected, next_step
        super().__init__(" ".join(part for part in (seen, expected, next_step) if part))


class OvertakenError(SettingsError):
    """Somebody stored other settings while these were being made."""
