"""Over the whole window: somebody new chooses their own passphrase at this desk, or an account gets new keys."""
