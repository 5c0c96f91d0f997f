"""whipcount: who said what, when, for or against which proposition, and the sentence that proves it."""
