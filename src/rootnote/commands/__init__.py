"""Commands of the command line that have arguments of their own; ``cli`` mounts them. Heavy imports stand inside the commands."""
