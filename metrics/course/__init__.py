"""The course of a metric over time: where its level changed, its usual range, what it does on the whole, where it may go."""
