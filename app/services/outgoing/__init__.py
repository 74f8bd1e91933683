"""What leaves: papers and exports, where they go, on which release or ground, and the register of disclosures."""
