"""Attached files in the window: taking them in, looking at them in memory, letting a copy out."""
