"""Who can open a file, and changing that: what the client's file and the list of clients share."""
