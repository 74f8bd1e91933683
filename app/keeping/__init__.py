"""What the services share: plans of writes, compartments of clients, opening. No rights are checked here."""
