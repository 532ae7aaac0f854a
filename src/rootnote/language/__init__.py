"""Text to Doc: tokenizer, sentences, sections, targets, assertion."""
