#!/usr/bin/env python3
"""tests/e2e/channels_run.py PROGRAM [WORD...]: providers' channels, with the
real daemon and emulators that are as strict as the providers. With WORDs only
the tests that have one in their name. Prints 'N passed, N failed'."""
import channel_bridge
import channel_graph
import channel_identity
import channel_mail
import channel_rating
import channel_telegram
import runner

SUITES = [channel_telegram, channel_bridge, channel_graph,
          channel_identity, channel_mail, channel_rating]

if __name__ == "__main__":
    runner.run([(suite.__name__[len("channel_"):] + ": " + sentence, function)
                for suite in SUITES
                for sentence, function in runner.tests_of(vars(suite))],
               __doc__)
