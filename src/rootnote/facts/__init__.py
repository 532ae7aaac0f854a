"""Doc to NoteFacts: ``reading`` makes plain sentences of a Doc, ``collect`` asks each topic for its facts, ``model`` has what they are.

A topic is a package: ``exam``, ``studies`` and ``symptoms`` for what was found, shown and felt; ``spine`` for discs, wear and narrowing;
``roots`` for the roots, region and side of a radiculopathy; ``conditions`` for what is said of each disease in the end; ``causes``;
``times``; ``treatment``; ``note`` for its type and topics. ``attach`` and ``wording`` serve all.
"""
