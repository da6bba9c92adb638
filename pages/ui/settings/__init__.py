"""The Settings page: one small module a section, one draft of all of them, one review before anything is stored."""
