using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Decentral.Models.Arenas;

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
    /// <param name="parameters">The global parameters.</param>
    /// <param name="places">Which of them, in this order.</param>
    public static ReplicaDigest Of(ReadOnlySpan<float> parameters, ImmutableArray<ArenaRange> places)
    {
        var hash = new XxHash128();
        foreach (var place in places)
        {
            hash.Append(MemoryMarshal.AsBytes(parameters.Slice((int)place.Offset, (int)place.Length)));
        }

        return new ReplicaDigest(hash.GetCurrentHashAsUInt128());
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => $"{Value:x32}";
}
