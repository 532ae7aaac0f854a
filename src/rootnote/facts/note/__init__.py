"""The note as a whole: its type, its topics, what it prints and signs to look out for."""
