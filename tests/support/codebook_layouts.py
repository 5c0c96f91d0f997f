"""Codebooks in several layouts, with comments in every place that a file may have them."""

from __future__ import annotations

from whipcount.coding import parse_codebook, starter_codebook
from whipcount.coding.codebook_draft import Draft, draft_of

MIXED = """\
# Codebook of the tram
# agreed on 3 May
version: 1

questions:
  # the main one
  - id: tram
    text: Should the city build
      the tram?   # folded
    propositions:
    - id: build   # keep this id
      text: "The city should build the tram"
      definition: >
        Any tram that runs
        on rails.
      synonyms:
        - lay the rails   # from the minutes
        # next one is disputed
        - 'start "the" works'
      for: [She wants it., "He does, too"]
      arguments:
        - {id: quick, side: pro, text: It is quick}
        # the treasurer's
        - id: dear
          side: con
          text: It costs too much
          # until 2030

    # rides
    - {id: free, text: Rides should cost nothing}
# end of questions

actors:
  - name: Ann Lee
    aliases: [the mayor]   # since 2021
terms:
  - {name: Tram Act}  # of 2019
# the end
"""
INDENTED = """\
questions:
    -   text: Anything else?
        id: square   # id last
        propositions:
            -   id: pave
                text: The square should be paved  # all of it
                boundaries:
                    # edge cases
                    in: [the steps]
                    out:
                        - the fountain
                        # asked twice
                        - the market

            -   text: |
                  Trees should
                  be planted
                id: trees
                for:
                    - More shade # wanted
    -   id: tram
        text: "And the \\"tram\\"?"
        propositions:
            -   {id: build, text: 'Build it', arguments: [{id: pave, side: con, text: Noise}]} # short
"""
BARE = "notes: first\nquestions: [{id: a, text: b, propositions: [{id: c, text: d}, {id: e, text: 'f: g'}]}]"
LAYOUTS = {
    "mixed": MIXED,
    "windows": MIXED.replace("\n", "\r\n"),
    "indented": INDENTED,
    "brackets": BARE,
    "starter": starter_codebook(),
}


def opened(text: str) -> Draft:
    return draft_of(parse_codebook(text))
