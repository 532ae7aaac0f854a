"""Images and studies of the nerves: which were made, of what, and what they found."""
