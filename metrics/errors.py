"""Who erred: our frame (FrameError) or the question asked (QuestionError). Messages: seen, expected, next step."""


class FrameError(RuntimeError):
    """A frame broke its column contract: a defect of ours, logged with a reference, never shown raw."""


class QuestionError(ValueError):
    """What was asked of a metric cannot be answered (unknown key, grain or dimension); the text says what can."""
