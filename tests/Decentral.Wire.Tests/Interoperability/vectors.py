#!/usr/bin/python3
"""What another implementation of MessagePack, msgpack for Python, writes and reads.

    vectors.py record SEED   prints values that are drawn by chance, one a line: the bytes that it writes, in hex, and the
                             value in words
    vectors.py read          reads bytes in hex, one value a line, and answers each with what it would write itself, in
                             hex, and with the value in words

The words: n, t, f; i and the number; d and the 64 bits of a float; s, b and the bytes of text or bytes in hex; x, the
type, a colon and the bytes of an extension; [ , ] for arrays and { = , } for maps. Needs msgpack 1.0 or newer (Debian:
python3-msgpack).
"""
import random
import struct
import sys

import msgpack

LENGTHS = [0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 31, 32, 33, 255, 256]
LETTERS = ["a", "Z", "\0", "\u00e9", "\u20ac", "\U0001f600"]


class Pairs(list):
    """A map, in the order of its bytes and with keys of any kind."""


def words(value):
    if value is None:
        return "n"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return "i%d" % value
    if isinstance(value, float):
        return "d" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return "s" + value.encode().hex()
    if isinstance(value, bytes):
        return "b" + value.hex()
    if isinstance(value, msgpack.ExtType):
        return "x%d:%s" % (value.code, value.data.hex())
    if isinstance(value, Pairs):
        return "{" + ",".join(words(key) + "=" + words(held) for key, held in value) + "}"
    return "[" + ",".join(words(each) for each in value) + "]"


def write(value, single):
    packer = msgpack.Packer(use_single_float=single)
    if isinstance(value, Pairs):
        return packer.pack_map_header(len(value)) + b"".join(
            write(key, single) + write(held, single) for key, held in value)
    if isinstance(value, list):
        return packer.pack_array_header(len(value)) + b"".join(write(each, single) for each in value)
    return packer.pack(value)


def read(data):
    return msgpack.unpackb(data, object_pairs_hook=Pairs, strict_map_key=False)


def draw(chance, depth=3):
    kind = chance.randrange(11 if depth else 8)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind in (1, 2):
        value = (1 << chance.randrange(65)) + chance.randint(-2, 1)
        return min(max(value if chance.random() < 0.5 else -value, -1 << 63), (1 << 64) - 1)
    if kind in (3, 4):
        # Of 32 bits without loss, since lines are written with floats of either width.
        return struct.unpack(">f", struct.pack(">f", chance.uniform(-1, 1) * 10 ** chance.randint(-30, 30)))[0]
    length = chance.choice(LENGTHS)
    if kind == 5:
        return "".join(chance.choice(LETTERS) for _ in range(length // 3))
    if kind == 6:
        return chance.randbytes(length)
    if kind == 7:
        return msgpack.ExtType(chance.randrange(128), chance.randbytes(length))
    count = chance.randrange(20) if depth == 3 else chance.randrange(4)
    if kind == 8:
        return Pairs((draw(chance, depth - 1), draw(chance, depth - 1)) for _ in range(count))
    return [draw(chance, depth - 1) for _ in range(count)]


def main():
    if sys.argv[1] == "record":
        chance = random.Random(int(sys.argv[2]))
        for index in range(120):
            value = draw(chance)
            print(write(value, single=index % 2 == 0).hex(), words(value))
    else:
        for line in sys.stdin:
            value = read(bytes.fromhex(line))
            print(write(value, single=False).hex(), words(value))


main()
