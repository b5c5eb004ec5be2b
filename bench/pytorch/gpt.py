"""GPT-2 (Radford et al., 2019) in plain PyTorch, with the same initial distribution as Decentral's `gpt` decoder.

Shapes: B sequences, T tokens, C width, V vocabulary, H heads, D head width.
"""

import dataclasses
import math

import torch
import torch.nn.functional as F
from torch import nn

DEVIATION = 0.02


@dataclasses.dataclass(frozen=True)
class GptOptions:
    layers: int = 4
    width: int = 128
    heads: int = 4
    context: int = 128
    vocabulary: int = 256

    @staticmethod
    def add_arguments(parser):
        for field in dataclasses.fields(GptOptions):
            parser.add_argument(f"--{field.name}", type=int, default=field.default)

    @staticmethod
    def from_arguments(arguments):
        return GptOptions(**{field.name: getattr(arguments, field.name) for field in dataclasses.fields(GptOptions)})


class Attention(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.heads = options.heads
        self.qkv = nn.Linear(options.width, 3 * options.width)
        self.output = nn.Linear(options.width, options.width)
        future = torch.ones(options.context, options.context, dtype=torch.bool).triu(1)
        self.register_buffer("future_TT", future, persistent=False)

    def forward(self, normed_BTC):
        batch, length, width = normed_BTC.shape
        shape = (batch, length, 3, self.heads, width // self.heads)
        query_BHTD, key_BHTD, value_BHTD = self.qkv(normed_BTC).view(shape).permute(2, 0, 3, 1, 4)
        scores_BHTT = (query_BHTD @ key_BHTD.transpose(-2, -1)) / math.sqrt(width // self.heads)
        scores_BHTT = scores_BHTT.masked_fill(self.future_TT[:length, :length], float("-inf"))
        mixed_BHTD = F.softmax(scores_BHTT, dim=-1) @ value_BHTD
        return self.output(mixed_BHTD.transpose(1, 2).reshape(batch, length, width))


class Layer(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.attention_norm = nn.LayerNorm(options.width)
        self.attention = Attention(options)
        self.feed_forward_norm = nn.LayerNorm(options.width)
        self.feed_forward_in = nn.Linear(options.width, 4 * options.width)
        self.feed_forward_out = nn.Linear(4 * options.width, options.width)

    def forward(self, residual_BTC):
        residual_BTC = residual_BTC + self.attention(self.attention_norm(residual_BTC))
        inner = self.feed_forward_in(self.feed_forward_norm(residual_BTC))
        return residual_BTC + self.feed_forward_out(F.gelu(inner, approximate="tanh"))


class Gpt(nn.Module):
    """Pre-norm, learned positions, biases, GELU by tanh; the head is the token embedding."""

    def __init__(self, options):
        super().__init__()
        self.tokens = nn.Embedding(options.vocabulary, options.width)
        self.positions = nn.Embedding(options.context, options.width)
        self.layers = nn.ModuleList(Layer(options) for _ in range(options.layers))
        self.norm = nn.LayerNorm(options.width)
        self.register_buffer("places_T", torch.arange(options.context), persistent=False)

    @torch.no_grad()
    def initialize(self, generator):
        """Weights normal with deviation 0.02, those that end a residual branch divided by √(2 layers); biases 0."""
        residual = DEVIATION / math.sqrt(2 * len(self.layers))
        for name, parameter in self.named_parameters():
            if name.endswith(".bias"):
                parameter.zero_()
            elif parameter.dim() == 1:
                parameter.fill_(1)
            else:
                ends_branch = name.endswith(("attention.output.weight", "feed_forward_out.weight"))
                parameter.normal_(0, residual if ends_branch else DEVIATION, generator=generator)
        return self

    def forward(self, tokens_BT):
        residual_BTC = self.tokens(tokens_BT) + self.positions(self.places_T[: tokens_BT.shape[1]])
        for layer in self.layers:
            residual_BTC = layer(residual_BTC)
        return F.linear(self.norm(residual_BTC), self.tokens.weight)

    def loss(self, tokens_BT, targets_BT):
        """Mean cross entropy in nats a token."""
        return F.cross_entropy(self(tokens_BT).flatten(0, 1), targets_BT.flatten())

    def optimizer(self, learning_rate, betas, epsilon, weight_decay):
        """AdamW; the decay is of what has two and more dimensions: matrices and embeddings, not biases and gains."""
        parameters = list(self.parameters())
        groups = [
            {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": weight_decay},
            {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, lr=learning_rate, betas=betas, eps=epsilon)
