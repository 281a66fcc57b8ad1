"""Runs a module's tests, the functions test_*, and counts them."""
import pathlib
import sys
import time
import traceback

from daemon import Daemon


def tests_of(names):
    """(sentence, function) of every test_* in a module's dictionary."""
    return [(name[len("test_"):].replace("_", " "), function)
            for name, function in list(names.items())
            if name.startswith("test_")]


def run(tests, usage, words=None):
    """Runs (sentence, function) pairs against the program that the command
    line names; with words (default: the rest of the command line) only those
    whose sentence has one. A function that returns 'skip' is not counted.
    Prints 'N passed, N failed' and ends the process."""
    if len(sys.argv) < 2:
        sys.exit(usage)
    Daemon.program = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = [word.replace("_", " ")
              for word in (sys.argv[2:] if words is None else words)]
    passed = failed = 0
    for sentence, function in tests:
        if wanted and not any(word in sentence for word in wanted):
            continue
        begin = time.monotonic()
        try:
            told = function()
        except Exception:  # a test may fail in any way
            failed += 1
            print(f"FAIL  {sentence}\n{traceback.format_exc()}", flush=True)
            continue
        if told == "skip":
            print(f"skip  {sentence}", flush=True)
            continue
        passed += 1
        print(f"ok    {sentence}{': ' + told if told else ''} "
              f"({time.monotonic() - begin:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)
