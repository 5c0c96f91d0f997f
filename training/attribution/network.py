"""The attribution network in PyTorch: one encoder pass per window, then a narrow decoder per cue.

A MiniLM encoder (Wang et al. 2020) reads word pieces with two embeddings added, for case and quotation marks. A linear-
chain conditional random field tags cues. For each cue a two-layer transformer of a quarter of the width reads the
encoder's output around the cue and tags source and content, again with a conditional random field, and says whether
the cue is one at all. The decoder is narrow so that ten cues in a window cost less than the encoder's pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from whipcount.attribute.pieces import FEATURES
from whipcount.attribute.reader import BEFORE

CUE_LABELS = 3  # O, B, I
ROLE_LABELS = 5  # O, B-source, I-source, B-content, I-content
DISTANCES = 32  # buckets of signed distance to the cue
NEVER = -1e4


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder and of the decoder (``narrow``); what is shipped, unless told otherwise."""

    width: int = 384
    heads: int = 12
    layers: int = 6
    inner: int = 1536
    narrow: int = 160
    narrow_heads: int = 5
    narrow_layers: int = 2
    narrow_inner: int = 480
    vocabulary: int = 30522
    positions: int = 512
    first_id: int = 0  # added to ids: where BERT's vocabulary begins in the encoder's own
    first_position: int = 0
    buckets: int = 0  # of relative positions, for an encoder that has them
    eps: float = 1e-12


SHIPPED = Shape()
LARGE = Shape(  # MPNet (Song et al. 2020), whose vocabulary is BERT's behind four words of its own
    768, 12, 12, 3072, 256, 8, 2, 768,
    vocabulary=30527, positions=514, first_id=4, first_position=2, buckets=32, eps=1e-5,
)  # fmt: skip


class Layer(nn.Module):
    """A post-norm transformer layer, as in BERT (Devlin et al. 2019)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.drop = nn.Dropout(dropout)
        self.attention_dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, n, width), additive mask (batch, 1, 1, n) → (batch, n, width)."""
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=bias.to(q.dtype), dropout_p=self.attention_dropout if self.training else 0.0
        )
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, w))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


def relative_buckets(n: int, buckets: int, device: torch.device) -> Tensor:
    """(n, n) bucket of each pair's distance, as in T5 and MPNet: exact when near, by logarithm up to 128."""
    at = torch.arange(n, device=device)
    distance = at[:, None] - at[None, :]  # query less key
    half, size = buckets // 2, distance.abs()
    exact = half // 2
    far = exact + (torch.log(size.clamp(min=1).float() / exact) / math.log(128 / exact) * (half - exact)).long()
    return torch.where(distance < 0, half, 0) + torch.where(size < exact, size, far.clamp(max=half - 1))


class Encoder(nn.Module):
    """BERT-shaped encoder with an added feature embedding, which starts at zero."""

    def __init__(self, dropout: float, shape: Shape = SHIPPED) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.features = nn.Embedding(FEATURES, shape.width)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(shape.width, eps=shape.eps)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.heads, shape.inner, dropout, shape.eps) for _ in range(shape.layers)
        )
        self.relative = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Ids, features (batch, n) and mask (batch, n; 1 = real) → states (batch, n, width)."""
        n = ids.shape[1]
        places = torch.arange(n, device=ids.device) + self.shape.first_position
        words = self.words(ids + self.shape.first_id)
        x = self.drop(self.norm(words + self.places(places) + self.features(features)))
        bias = (1.0 - mask[:, None, None, :].float()) * NEVER
        if self.relative is not None:
            bias = bias + self.relative(relative_buckets(n, self.shape.buckets, ids.device)).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, bias)
        return x


NAMES = {  # of a layer's parts in a checkpoint: ours, BERT's, MPNet's
    "query": ("attention.self.query", "attention.attn.q"),
    "key": ("attention.self.key", "attention.attn.k"),
    "value": ("attention.self.value", "attention.attn.v"),
    "out": ("attention.output.dense", "attention.attn.o"),
    "norm1": ("attention.output.LayerNorm", "attention.LayerNorm"),
    "up": ("intermediate.dense", "intermediate.dense"),
    "down": ("output.dense", "output.dense"),
    "norm2": ("output.LayerNorm", "output.LayerNorm"),
}


def load_base(encoder: Encoder, tensors: dict[str, Tensor]) -> None:
    """Copy a Hugging Face checkpoint's tensors, of BERT's or MPNet's shape, into the encoder."""
    t = {k.removeprefix("bert.").removeprefix("mpnet."): v.float() for k, v in tensors.items()}
    own = 1 if encoder.relative is not None else 0
    e = "embeddings."
    encoder.words.weight.data.copy_(t[e + "word_embeddings.weight"])
    kind = t[e + "token_type_embeddings.weight"][0] if own == 0 else 0.0
    encoder.places.weight.data.copy_(t[e + "position_embeddings.weight"] + kind)
    encoder.norm.weight.data.copy_(t[e + "LayerNorm.weight"])
    encoder.norm.bias.data.copy_(t[e + "LayerNorm.bias"])
    if encoder.relative is not None:
        encoder.relative.weight.data.copy_(t["encoder.relative_attention_bias.weight"])
    for i, layer in enumerate(encoder.layers):
        for suffix in ("weight", "bias"):
            parts = {name: t[f"encoder.layer.{i}.{names[own]}.{suffix}"] for name, names in NAMES.items()}
            getattr(layer.qkv, suffix).data.copy_(torch.cat([parts[n] for n in ("query", "key", "value")]))
            for name in ("out", "norm1", "up", "down", "norm2"):
                getattr(getattr(layer, name), suffix).data.copy_(parts[name])


class Field(nn.Module):
    """Linear-chain conditional random field (Lafferty et al. 2001); forbids I without its B or I before it."""

    def __init__(self, labels: int, inside: dict[int, tuple[int, ...]]) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(labels, labels))
        self.first = nn.Parameter(torch.zeros(labels))
        forbidden = torch.zeros(labels, labels)
        start = torch.zeros(labels)
        for label, allowed in inside.items():
            start[label] = NEVER
            for before in range(labels):
                if before not in allowed:
                    forbidden[before, label] = NEVER
        self.register_buffer("forbidden", forbidden)
        self.register_buffer("forbidden_first", start)

    def transitions(self) -> tuple[Tensor, Tensor]:
        """Scores (from, to) and (first), with the forbidden ones far below."""
        return self.steps + self.forbidden, self.first + self.forbidden_first

    def scores(self, emissions: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, n, labels) → scores of the first label (batch, labels), and of each step (batch, n - 1, from, to)."""
        steps, first = self.transitions()
        return first + emissions[:, 0], steps + emissions[:, 1:, None, :]

    def log_partition(self, emissions: Tensor, mask: Tensor) -> Tensor:
        """(batch, n, labels) → (batch): log of the sum over all label sequences."""
        return self.sum_up(*self.scores(emissions), mask)

    def sum_up(self, start: Tensor, m: Tensor, mask: Tensor) -> Tensor:
        """The log of the sum over all sequences, from ``scores``, by a tree of matrix products."""
        b, k = start.shape
        eye = torch.full((k, k), NEVER, device=start.device).fill_diagonal_(0.0)
        m = torch.where(mask[:, 1:, None, None].bool(), m, eye)
        while m.shape[1] > 1:
            if m.shape[1] % 2:
                m = torch.cat([m, eye.expand(b, 1, k, k)], 1)
            left, right = m[:, 0::2], m[:, 1::2]
            m = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], dim=-2)
        return torch.logsumexp(start[:, :, None] + m[:, 0], dim=(1, 2))

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood, shape (batch), in nats."""
        emissions = emissions.float()
        steps, first = self.transitions()
        real = mask.float()
        gold = (emissions.gather(2, labels[..., None])[..., 0] * real).sum(1) + first[labels[:, 0]]
        gold = gold + (steps[labels[:, :-1], labels[:, 1:]] * real[:, 1:]).sum(1)
        return self.log_partition(emissions, mask) - gold

    def marginals(self, emissions: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities of the first label (batch, labels) and of each step (batch, n - 1, from, to); no gradient."""
        with torch.enable_grad():
            start, steps = (t.detach().float().requires_grad_() for t in self.scores(emissions))
            first, each = torch.autograd.grad(self.sum_up(start, steps, mask).sum(), (start, steps))
        return first, each

    def taught(self, emissions: Tensor, mask: Tensor, first: Tensor, each: Tensor) -> Tensor:
        """Cross-entropy (batch), in nats, to the label sequences of a teacher, or a mixture, by its marginals.

        Exact: the log-probability of a sequence is linear in its steps, so that their marginals are all it takes.
        """
        emissions = emissions.float()
        start, m = self.scores(emissions)
        inside = mask[:, 1:, None, None].float()
        return self.sum_up(start, m, mask) - (first * start).sum(1) - (each * inside * m).sum((1, 2, 3))


def distance_bucket(distance: Tensor) -> Tensor:
    """Signed distance in pieces → bucket: exact to 7, then by logarithm."""
    size = distance.abs()
    far = 8 + (torch.log2(size.clamp(min=8).float() / 8) * 2).long()
    bucket = torch.where(size < 8, size, far.clamp(max=DISTANCES // 2 - 1))
    return torch.where(distance < 0, bucket + DISTANCES // 2, bucket)


class Reader(nn.Module):
    """The whole network."""

    def __init__(self, dropout: float = 0.1, shape: Shape = SHIPPED) -> None:
        super().__init__()
        narrow = shape.narrow
        self.encoder = Encoder(dropout, shape)
        self.cue = nn.Linear(shape.width, CUE_LABELS)
        self.cue_field = Field(CUE_LABELS, {2: (1, 2)})
        self.role_aux = nn.Linear(shape.width, 3)
        self.auxiliary: nn.Module | None = None  # more heads for training alone (``auxiliary.py``), in no saved file
        self.narrow = nn.Linear(shape.width, narrow)
        self.cue_mark = nn.Embedding(2, narrow)
        self.distance = nn.Embedding(DISTANCES, narrow)
        self.narrow_norm = nn.LayerNorm(narrow)
        self.layers = nn.ModuleList(
            Layer(narrow, shape.narrow_heads, shape.narrow_inner, dropout, 1e-5) for _ in range(shape.narrow_layers)
        )
        self.role = nn.Linear(narrow, ROLE_LABELS)
        self.role_field = Field(ROLE_LABELS, {2: (1, 2), 4: (3, 4)})
        self.judge = nn.Sequential(nn.Linear(2 * narrow, narrow), nn.GELU(), nn.Dropout(dropout), nn.Linear(narrow, 1))

    def read(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Window (batch, n) → decoder states (batch, n, narrow), cue emissions (batch, n, 3), encoder states."""
        states = self.encoder(ids, features, mask)
        return self.narrow(states), self.cue(states), states

    def decode(self, states: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """States around each cue (cues, CONTEXT, narrow), cue marks and mask → role emissions, log-odds of being a cue.

        A cue's first piece stands at place BEFORE of its row.
        """
        offset = torch.arange(states.shape[1], device=states.device) - BEFORE
        x = self.narrow_norm(states + self.cue_mark(marks) + self.distance(distance_bucket(offset)))
        bias = (1.0 - mask[:, None, None, :].float()) * NEVER
        for layer in self.layers:
            x = layer(x, bias)
        weight = marks[..., None].to(x.dtype)
        cue = (x * weight).sum(1) / weight.sum(1).clamp(min=1)
        every = mask[..., None].to(x.dtype)
        whole = (x * every).sum(1) / every.sum(1).clamp(min=1)
        return self.role(x), self.judge(torch.cat([cue, whole], -1))[:, 0]
