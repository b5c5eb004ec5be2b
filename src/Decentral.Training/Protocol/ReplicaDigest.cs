using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Decentral.Training.Protocol;

/// <summary>
/// XXH128 of the global parameters that a worker holds. All workers replay the same outer steps, to the bit: a digest of its own
/// shows a memory or a program that went wrong. It is no proof against somebody who means harm, who may send any digest.
/// </summary>
/// <param name="Value">The hash.</param>
public readonly record struct ReplicaDigest(UInt128 Value)
{
    /// <summary>Bytes of a digest.</summary>
    public const int SizeInBytes = 16;

    /// <summary>Of parameters, packed.</summary>
    public static ReplicaDigest Of(ReadOnlySpan<float> parameters) =>
        new(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(parameters)));

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => $"{Value:x32}";
}
