"""Second readers: other libraries judge what the default pipeline has read, and where they disagree is ranked by what depends on it."""
