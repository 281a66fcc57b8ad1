#!/usr/bin/env python3
"""Runs ranking_eval on all data folders: ranking_folders.py BINARY DATA.

The questions are split by a hash of their text, so that a part (40 %) can be
kept aside while tuning; both parts are printed.
"""
import hashlib
import os
import subprocess
import sys
import tempfile

# name, language, folder, kb, queries (of several folders), fields
FOLDERS = [
    ("banking77", "en", "banking77", "kb", ["banking77/queries"], []),
    ("clinc150", "en", "clinc150", "kb", ["clinc150/queries"], []),
    ("banking77_oos", "en", "banking77_oos", "kb", ["banking77_oos/queries"], []),
    ("qa4faq_it", "it", "qa4faq_it", "kb", ["qa4faq_it/queries"], ["answers", "tags"]),
    ("nlpjs_it", "it", "nlpjs_corpus50", "kb_it", ["nlpjs_corpus50/queries_it"], []),
    ("nlpjs_en", "en", "nlpjs_corpus50", "kb_en", ["nlpjs_corpus50/queries_en"], []),
    ("covidfaq_en", "en", "covidfaq_en", "kb", ["covidfaq_en/queries"], ["answers"]),
    ("bitext", "en", "bitext", "kb", ["bitext/queries"], []),
    ("bitext noise", "en", "bitext", "kb", ["bitext/queries_noise_dev"], []),
    ("bitext rude", "en", "bitext", "kb", ["bitext/queries_offensive_dev"], []),
    ("qa4faq_it + oos_it", "it", "qa4faq_it", "kb",
     ["qa4faq_it/queries", "oos_it/queries"], ["answers", "tags"]),
]


def is_kept_aside(text):
    return int(hashlib.md5(text.encode()).hexdigest()[:8], 16) % 10 >= 6


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: ranking_folders.py BINARY DATA")
    binary, data = sys.argv[1:]
    for aside in (False, True):
        print("# kept aside" if aside else "# development part")
        for name, language, folder, kb, queries, fields in FOLDERS:
            with tempfile.NamedTemporaryFile("w", suffix=".tsv") as part:
                for query in queries:
                    with open(os.path.join(data, query + ".tsv"), encoding="utf-8") as file:
                        for line in file:
                            cells = line.rstrip("\n").split("\t")
                            if len(cells) > 2 and is_kept_aside(cells[2]) == aside:
                                part.write(line)
                part.flush()
                paths = [os.path.join(data, folder, f + ".tsv") for f in [kb]]
                extra = [os.path.join(data, folder, f + ".tsv") for f in fields]
                print(f"== {name}:", flush=True)
                subprocess.run([binary, language, *paths, part.name, *extra], check=True)


if __name__ == "__main__":
    main()
