"""The examination: what was tested on the legs, by whom and when, and with what result."""
