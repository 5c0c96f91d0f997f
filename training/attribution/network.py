"""The attribution network in PyTorch: one encoder pass per window, then a narrow decoder per cue.

A MiniLM encoder (Wang et al. 2020) reads word pieces with two embeddings added, for case and quotation marks. A linear-
chain conditional random field tags cues. For each cue a two-layer transformer of a quarter of the width reads the
encoder's output around the cue and tags source and content, again with a conditional random field, and says whether
the cue is one at all. The decoder is narrow so that ten cues in a window cost less than the encoder's pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from whipcount.attribute.pieces import FEATURES
from whipcount.attribute.reader import BEFORE

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
NARROW, NARROW_HEADS, NARROW_LAYERS, NARROW_INNER = 160, 5, 2, 480
CUE_LABELS = 3  # O, B, I
ROLE_LABELS = 5  # O, B-source, I-source, B-content, I-content
DISTANCES = 32  # buckets of signed distance to the cue
NEVER = -1e4


@dataclass
class Options:
    """What a run may vary."""

    dropout: float = 0.1
    role_aux: float = 0.3


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

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, n, width), additive mask (batch, 1, 1, n) → (batch, n, width)."""
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=bias.to(q.dtype), dropout_p=self.drop.p if self.training else 0.0
        )
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, w))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT-shaped encoder with an added feature embedding, which starts at zero."""

    def __init__(self, dropout: float, vocabulary: int = 30522, positions: int = 512) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(positions, WIDTH)
        self.features = nn.Embedding(FEATURES, WIDTH)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, dropout, 1e-12) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Ids, features (batch, n) and mask (batch, n; 1 = real) → states (batch, n, 384)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(places) + self.features(features)))
        bias = (1.0 - mask[:, None, None, :].float()) * NEVER
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_base(encoder: Encoder, tensors: dict[str, Tensor]) -> None:
    """Copy a Hugging Face BERT checkpoint's tensors into the encoder."""
    t = {k.removeprefix("bert."): v.float() for k, v in tensors.items()}
    e = "embeddings."
    encoder.words.weight.data.copy_(t[e + "word_embeddings.weight"])
    encoder.places.weight.data.copy_(t[e + "position_embeddings.weight"] + t[e + "token_type_embeddings.weight"][0])
    encoder.norm.weight.data.copy_(t[e + "LayerNorm.weight"])
    encoder.norm.bias.data.copy_(t[e + "LayerNorm.bias"])
    for i, layer in enumerate(encoder.layers):
        p = f"encoder.layer.{i}."
        for part, suffix in (("weight", ".weight"), ("bias", ".bias")):
            joined = torch.cat([t[p + f"attention.self.{n}{suffix}"] for n in ("query", "key", "value")])
            getattr(layer.qkv, part).data.copy_(joined)
            getattr(layer.out, part).data.copy_(t[p + "attention.output.dense" + suffix])
            getattr(layer.norm1, part).data.copy_(t[p + "attention.output.LayerNorm" + suffix])
            getattr(layer.up, part).data.copy_(t[p + "intermediate.dense" + suffix])
            getattr(layer.down, part).data.copy_(t[p + "output.dense" + suffix])
            getattr(layer.norm2, part).data.copy_(t[p + "output.LayerNorm" + suffix])


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

    def log_partition(self, emissions: Tensor, mask: Tensor) -> Tensor:
        """(batch, n, labels) → (batch): log of the sum over all label sequences, by a tree of matrix products."""
        steps, first = self.transitions()
        b, _n, k = emissions.shape
        start = first + emissions[:, 0]
        eye = torch.full((k, k), NEVER, device=emissions.device).fill_diagonal_(0.0)
        m = steps + emissions[:, 1:, None, :]
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


def distance_bucket(distance: Tensor) -> Tensor:
    """Signed distance in pieces → bucket: exact to 7, then by logarithm."""
    size = distance.abs()
    far = 8 + (torch.log2(size.clamp(min=8).float() / 8) * 2).long()
    bucket = torch.where(size < 8, size, far.clamp(max=DISTANCES // 2 - 1))
    return torch.where(distance < 0, bucket + DISTANCES // 2, bucket)


class Reader(nn.Module):
    """The whole network."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        drop = options.dropout
        self.encoder = Encoder(drop)
        self.cue = nn.Linear(WIDTH, CUE_LABELS)
        self.cue_field = Field(CUE_LABELS, {2: (1, 2)})
        self.role_aux = nn.Linear(WIDTH, 3)
        self.narrow = nn.Linear(WIDTH, NARROW)
        self.cue_mark = nn.Embedding(2, NARROW)
        self.distance = nn.Embedding(DISTANCES, NARROW)
        self.narrow_norm = nn.LayerNorm(NARROW)
        self.layers = nn.ModuleList(Layer(NARROW, NARROW_HEADS, NARROW_INNER, drop, 1e-5) for _ in range(NARROW_LAYERS))
        self.role = nn.Linear(NARROW, ROLE_LABELS)
        self.role_field = Field(ROLE_LABELS, {2: (1, 2), 4: (3, 4)})
        self.judge = nn.Sequential(nn.Linear(2 * NARROW, NARROW), nn.GELU(), nn.Dropout(drop), nn.Linear(NARROW, 1))

    def read(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Window (batch, n) → states for the decoder (batch, n, 160), cue emissions (batch, n, 3), encoder states."""
        states = self.encoder(ids, features, mask)
        return self.narrow(states), self.cue(states), states

    def decode(self, states: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """States around each cue (cues, 256, 160), cue marks and mask → role emissions, log-odds of being a cue.

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
