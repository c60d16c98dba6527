"""Changes of a case's files as planners make them by mistake, and what the check says of each."""
