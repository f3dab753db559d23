#!/usr/bin/env python3
"""Verifies DKIM signatures with dkimpy: verify.py ZONE FILE... A line for each file: name, then "pass" or "fail" for each
signature, from the top. ZONE has a line for each key record: name, tab, text."""
import sys
import dkim

zone = dict(line.rstrip("\n").split("\t", 1) for line in open(sys.argv[1]))


def lookup(name, timeout=5):
    text = zone.get(name.decode().rstrip("."))
    return text.encode() if text is not None else None


for file in sys.argv[2:]:
    with open(file, "rb") as mail:
        message = mail.read()
    results = []
    count = sum(1 for name, _ in dkim.DKIM(message).headers if name.lower() == b"dkim-signature")
    for index in range(count):
        try:
            results.append("pass" if dkim.DKIM(message).verify(idx=index, dnsfunc=lookup) else "fail")
        except dkim.DKIMException as error:
            results.append("fail")
            print(file, error, file=sys.stderr)
    print(file, *results, sep="\t")
