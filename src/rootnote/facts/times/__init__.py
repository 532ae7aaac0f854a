"""Onset, duration and course."""
