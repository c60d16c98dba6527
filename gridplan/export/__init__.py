"""Cases written for other programs, with what those cannot hold said by name."""
