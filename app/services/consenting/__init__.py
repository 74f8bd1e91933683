"""Consents: their texts, taking one as a conversation, their state, the board of them all, and their papers."""
