"""The seven conditions: their mentions, and what the note says of each in the end."""
