"""A language model behind one endpoint, off by default: it may choose among given values, and say nothing else."""

from whipcount.llm.answers import Answer, Refusal, parse_answer
from whipcount.llm.cache import AnswerCache
from whipcount.llm.endpoint import Address, Endpoint, parse_address
from whipcount.llm.inquiry import LARGEST, Inquiry, inquiry, prompt_hash
from whipcount.llm.screen import looks_like_instructions

__all__ = [
    "LARGEST",
    "Address",
    "Answer",
    "AnswerCache",
    "Endpoint",
    "Inquiry",
    "Refusal",
    "inquiry",
    "looks_like_instructions",
    "parse_address",
    "parse_answer",
    "prompt_hash",
]
