"""Pain, numbness and weakness that the patient tells of, and where."""
