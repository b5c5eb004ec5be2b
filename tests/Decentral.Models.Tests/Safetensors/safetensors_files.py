"""Reads and writes safetensors by the format's own words, with nothing but Python.

https://github.com/huggingface/safetensors#format: eight bytes of little-endian length, a JSON header of that length, and
the tensors' bytes back to back. This knows nothing of ours, so that what it agrees with is the format.

  read FILE   prints {"metadata": {...}, "tensors": {name: [dtype, shape, [the bits of each value as fp32]]}}
  write FILE  writes the tensors that come in the same form on standard input
"""
import json
import math
import struct
import sys

SIZES = {"F32": 4, "F16": 2, "BF16": 2}


def decode(dtype, data):
    count = len(data) // SIZES[dtype]
    if dtype == "BF16":
        return [word << 16 for word in struct.unpack(f"<{count}H", data)]
    values = struct.unpack(f"<{count}{'f' if dtype == 'F32' else 'e'}", data)
    return list(struct.unpack(f"<{count}I", struct.pack(f"<{count}f", *values)))


def encode(dtype, bits):
    if dtype == "BF16":
        # The values that are written have no more bits than it holds.
        return struct.pack(f"<{len(bits)}H", *(value >> 16 for value in bits))
    values = struct.unpack(f"<{len(bits)}f", struct.pack(f"<{len(bits)}I", *bits))
    return struct.pack(f"<{len(bits)}{'f' if dtype == 'F32' else 'e'}", *values)


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length].decode("utf-8"))
    metadata = header.pop("__metadata__", {})
    data, tensors, end = content[8 + length :], {}, 0
    for name, tensor in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        start, stop = tensor["data_offsets"]
        assert start == end, f"{name} starts at {start}, what precedes it ends at {end}"
        assert stop - start == SIZES[tensor["dtype"]] * math.prod(tensor["shape"]), f"{name} has another length"
        tensors[name], end = [tensor["dtype"], tensor["shape"], decode(tensor["dtype"], data[start:stop])], stop
    assert end == len(data), f"{len(data) - end} bytes follow the last tensor"
    return {"metadata": metadata, "tensors": tensors}


def write(path, content):
    header, data = {"__metadata__": content["metadata"]}, b""
    for name, (dtype, shape, bits) in content["tensors"].items():
        part = encode(dtype, bits)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode("utf-8")
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    if sys.argv[1] == "read":
        json.dump(read(sys.argv[2]), sys.stdout)
    else:
        write(sys.argv[2], json.load(sys.stdin))
