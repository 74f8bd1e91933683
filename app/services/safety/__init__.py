"""Use cases of safety: what follows from incidents, breaches, complaints, hazards and drills."""
