"""Predictions against gold: scores, with what they were counted over."""

from whipcount.evaluate.attribution import attribution_report

__all__ = ["attribution_report"]
