"""How records are kept: keys, vault, revisions, audit trail, index and backup.

Everything outside this package imports `storage.vault` and nothing else of it.
"""
