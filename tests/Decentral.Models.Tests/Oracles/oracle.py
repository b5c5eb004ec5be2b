#!/usr/bin/python3
"""What PyTorch computes with a small GPT-2 and a small Llama: recorded once for the tests, or again for a live check.

The models are written here in plain torch from the published descriptions, over tensors under Hugging Face's names and
in Hugging Face's layouts (GPT-2's linear weights are stored as inputs x outputs). Nothing of the code under test is
used.

    oracle.py record FOLDER [SEED]   writes config.json, model.safetensors and expected.safetensors into FOLDER/gpt and
                                     FOLDER/llama
    oracle.py logits FOLDER          reads config.json, model.safetensors and batch.safetensors (tensor "batch") of
                                     FOLDER, and writes its logits.safetensors (tensor "logits")

Needs PyTorch 1.13 or newer (Debian: python3-torch).
"""
import json
import math
import os
import struct
import sys

import torch
import torch.nn.functional as F

STEPS, SEQUENCES, LENGTH = 50, 4, 12
GPT = {
    "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": 61, "n_positions": 16, "n_embd": 32,
    "n_layer": 2, "n_head": 4, "n_inner": None, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5,
    "tie_word_embeddings": True, "torch_dtype": "float32",
}
LLAMA = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 61, "max_position_embeddings": 16,
    "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "hidden_act": "silu", "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "rope_scaling": None,
    "attention_bias": False, "tie_word_embeddings": False, "torch_dtype": "float32",
}
DTYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}


def write_safetensors(path, tensors):
    names = {dtype: name for name, dtype in DTYPES.items()}
    header, offset = {}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.detach().contiguous().numpy().tobytes())


def read_safetensors(path):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            values = torch.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]])
            tensors[name] = values.reshape(entry["shape"]).clone()
    return tensors


def make_gpt(config, generator):
    def normal(*shape, deviation=0.08):
        return torch.randn(*shape, generator=generator) * deviation

    width, inner = config["n_embd"], 4 * config["n_embd"]
    weights = {
        "transformer.wte.weight": normal(config["vocab_size"], width),
        "transformer.wpe.weight": normal(config["n_positions"], width),
    }
    for layer in range(config["n_layer"]):
        at = f"transformer.h.{layer}."
        for norm in ("ln_1", "ln_2"):
            weights[at + norm + ".weight"] = 1 + normal(width)
            weights[at + norm + ".bias"] = normal(width)
        for name, inputs, outputs in (("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width),
                                      ("mlp.c_fc", width, inner), ("mlp.c_proj", inner, width)):
            weights[at + name + ".weight"] = normal(inputs, outputs)
            weights[at + name + ".bias"] = normal(outputs)
    weights["transformer.ln_f.weight"] = 1 + normal(width)
    weights["transformer.ln_f.bias"] = normal(width)
    return weights


def make_llama(config, generator):
    def normal(*shape, deviation=0.08):
        return torch.randn(*shape, generator=generator) * deviation

    width, inner = config["hidden_size"], config["intermediate_size"]
    head = width // config["num_attention_heads"]
    shared = head * config["num_key_value_heads"]
    weights = {"model.embed_tokens.weight": normal(config["vocab_size"], width)}
    for layer in range(config["num_hidden_layers"]):
        at = f"model.layers.{layer}."
        weights[at + "input_layernorm.weight"] = 1 + normal(width)
        weights[at + "post_attention_layernorm.weight"] = 1 + normal(width)
        for name, outputs, inputs in (("self_attn.q_proj", width, width), ("self_attn.k_proj", shared, width),
                                      ("self_attn.v_proj", shared, width), ("self_attn.o_proj", width, width),
                                      ("mlp.gate_proj", inner, width), ("mlp.up_proj", inner, width),
                                      ("mlp.down_proj", width, inner)):
            weights[at + name + ".weight"] = normal(outputs, inputs)
    weights["model.norm.weight"] = 1 + normal(width)
    weights["lm_head.weight"] = normal(config["vocab_size"], width)
    return weights


def attend(query, key, value):
    """Causal softmax attention; each (sequences, heads, tokens, columns)."""
    tokens = query.shape[2]
    scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[3])
    future = torch.triu(torch.ones(tokens, tokens, dtype=torch.bool), diagonal=1)
    return torch.softmax(scores.masked_fill(future, float("-inf")), dim=3) @ value


def split_heads(x, heads):
    return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


def join_heads(x):
    return x.transpose(1, 2).flatten(2)


def gpt_logits(config, weights, tokens):
    width, epsilon = config["n_embd"], config["layer_norm_epsilon"]

    def norm(x, name):
        return F.layer_norm(x, (width,), weights[name + ".weight"], weights[name + ".bias"], epsilon)

    def project(x, name):
        return x @ weights[name + ".weight"] + weights[name + ".bias"]

    x = weights["transformer.wte.weight"][tokens] + weights["transformer.wpe.weight"][:tokens.shape[1]]
    for layer in range(config["n_layer"]):
        at = f"transformer.h.{layer}."
        projected = project(norm(x, at + "ln_1"), at + "attn.c_attn")
        query, key, value = (split_heads(part, config["n_head"]) for part in projected.split(width, dim=2))
        x = x + project(join_heads(attend(query, key, value)), at + "attn.c_proj")
        inner = F.gelu(project(norm(x, at + "ln_2"), at + "mlp.c_fc"), approximate="tanh")
        x = x + project(inner, at + "mlp.c_proj")
    return norm(x, "transformer.ln_f") @ weights["transformer.wte.weight"].T


def rotate(x, base):
    """Turns columns i and i + D/2 of each head at position t by t / base^(2i/D)."""
    tokens, columns = x.shape[2], x.shape[3]
    frequencies = base ** (-torch.arange(0, columns, 2, dtype=torch.float64) / columns)
    angles = torch.outer(torch.arange(tokens, dtype=torch.float64), frequencies)
    cosines, sines = angles.cos().float(), angles.sin().float()
    first, second = x[..., :columns // 2], x[..., columns // 2:]
    return torch.cat((first * cosines - second * sines, second * cosines + first * sines), dim=3)


def llama_logits(config, weights, tokens):
    heads, groups = config["num_attention_heads"], config["num_key_value_heads"]

    def norm(x, name):
        return x / torch.sqrt(x.pow(2).mean(2, keepdim=True) + config["rms_norm_eps"]) * weights[name + ".weight"]

    def project(x, name):
        return F.linear(x, weights[name + ".weight"])

    x = weights["model.embed_tokens.weight"][tokens]
    for layer in range(config["num_hidden_layers"]):
        at = f"model.layers.{layer}."
        normed = norm(x, at + "input_layernorm")
        query = rotate(split_heads(project(normed, at + "self_attn.q_proj"), heads), config["rope_theta"])
        key = rotate(split_heads(project(normed, at + "self_attn.k_proj"), groups), config["rope_theta"])
        value = split_heads(project(normed, at + "self_attn.v_proj"), groups)
        key, value = (part.repeat_interleave(heads // groups, dim=1) for part in (key, value))
        x = x + project(join_heads(attend(query, key, value)), at + "self_attn.o_proj")
        normed = norm(x, at + "post_attention_layernorm")
        inner = F.silu(project(normed, at + "mlp.gate_proj")) * project(normed, at + "mlp.up_proj")
        x = x + project(inner, at + "mlp.down_proj")
    return F.linear(norm(x, "model.norm"), weights[head_name(config)])


def head_name(config):
    return "model.embed_tokens.weight" if config["tie_word_embeddings"] else "lm_head.weight"


def logits_of(config, weights, tokens):
    compute = gpt_logits if config["model_type"] == "gpt2" else llama_logits
    return compute(config, weights, tokens)


def loss_of(config, weights, batch):
    logits = logits_of(config, weights, batch[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())


def train(config, weights, batches):
    decayed = [weight for weight in weights.values() if weight.dim() >= 2]
    others = [weight for weight in weights.values() if weight.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
        lr=3e-3, betas=(0.9, 0.95), eps=1e-8)
    losses, norms = [], []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(config, weights, batch)
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(list(weights.values()), 1.0)))
        optimizer.step()
        losses.append(float(loss))
    return torch.tensor(losses, dtype=torch.float64), torch.tensor(norms, dtype=torch.float64)


def record(folder, config, make, seed):
    os.makedirs(folder, exist_ok=True)
    generator = torch.Generator().manual_seed(seed)
    weights = make(config, generator)
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(config, file, indent=2)
        file.write("\n")
    write_safetensors(os.path.join(folder, "model.safetensors"), weights)

    for weight in weights.values():
        weight.requires_grad_()
    # Learnable text: each token follows from the one before, plus one of three steps.
    steps = torch.randint(0, 3, (STEPS, SEQUENCES, LENGTH + 1), generator=generator)
    batches = torch.cumsum(7 * steps + 1, dim=2) % config["vocab_size"]
    loss = loss_of(config, weights, batches[0])
    loss.backward()
    expected = {"batches": batches, "logits": logits_of(config, weights, batches[0][:, :-1])}
    expected.update({"gradient." + name: weight.grad.clone() for name, weight in weights.items()})
    expected["losses"], expected["norms"] = train(config, weights, batches)
    write_safetensors(os.path.join(folder, "expected.safetensors"), expected)


def main():
    torch.set_num_threads(1)
    mode, folder = sys.argv[1:3]
    if mode == "record":
        seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
        record(os.path.join(folder, "gpt"), GPT, make_gpt, seed)
        record(os.path.join(folder, "llama"), LLAMA, make_llama, seed)
    elif mode == "logits":
        with open(os.path.join(folder, "config.json")) as file:
            config = json.load(file)
        weights = read_safetensors(os.path.join(folder, "model.safetensors"))
        batch = read_safetensors(os.path.join(folder, "batch.safetensors"))["batch"]
        logits = logits_of(config, weights, batch[:, :-1])
        write_safetensors(os.path.join(folder, "logits.safetensors"), {"logits": logits})
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
