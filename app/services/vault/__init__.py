"""The vault as a thing to look after: backups, moving, the ways into it, and what the doctor finds."""
