"""The commented codebook that ``whipcount init`` writes; a test reads it."""

from __future__ import annotations

from typing import Final

STARTER: Final = """\
# The codebook: what is being asked, and the propositions one can be for or against.
# Only id and text are needed; everything else helps the model and the people who check it.
version: 1
questions:
  - id: bus-lanes
    text: Should buses get lanes of their own in the city centre?
    propositions:
      # One sentence that a speaker can be for or against. Write it positively: "should", not "should not".
      - id: build-lanes
        text: The city should build bus lanes in the centre
        definition: >
          Any lane kept for buses within the ring road, at any hour. Lanes for bicycles are another matter.
        # Cases near the edge, for the people who code: what still counts, and what does not.
        boundaries:
          in:
            - A trial lane for a year
          out:
            - Cheaper bus tickets
        # Other ways in which the news says the same.
        synonyms:
          - reserve lanes for buses in the centre
          - take road space from cars for buses
        # What a supporter and an opponent say, as you would code it.
        for:
          - The mayor said the lanes would cut the trip to work by ten minutes
        against:
          - Shopkeepers warned that fewer parking places would drive customers away
        # Reasons given; side is pro or con.
        arguments:
          - {id: faster-trips, side: pro, text: Bus lanes make the trip to work shorter}
          - {id: lost-parking, side: con, text: Bus lanes take parking places away from shops}
# Actors of interest: whose position you want to know, and the other names they go by.
# actors:
#   - {name: Chamber of Commerce, aliases: [the chamber]}
# Laws, agencies, programmes and the like that matter here, and the other names they go by. Terms that the articles
# name in full are found without this. Kinds: equipment, law, treaty, agency, programme, other.
# terms:
#   - {name: Bus Priority Act, kind: law, aliases: [BPA, Act 17]}
"""
