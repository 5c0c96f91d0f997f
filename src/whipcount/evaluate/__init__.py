"""Predictions against gold: scores, with what they were counted over."""
