from rootnote.facts.reading import Found
def find_treatments(reading, lumbar_context=True): return Found()
