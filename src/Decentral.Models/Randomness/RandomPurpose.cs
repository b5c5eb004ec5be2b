using System.Text;

namespace Decentral.Models.Randomness;

/// <summary>
/// What a draw is for. Two purposes of one run never share a random stream, so that adding a draw for one thing
/// leaves every other draw as it was.
/// </summary>
/// <param name="Id">64 bits that stand for the purpose; equal ids mean equal streams.</param>
public readonly record struct RandomPurpose(ulong Id)
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The order in which an epoch visits its samples.</summary>
    public static RandomPurpose SampleOrder { get; } = Named("sample-order");

    /// <summary>Noise that a synthetic objective adds to a sample.</summary>
    public static RandomPurpose SampleNoise { get; } = Named("sample-noise");

    /// <summary>Which token follows, when text is generated.</summary>
    public static RandomPurpose Generation { get; } = Named("generation");

    /// <summary>The initial value of the parameter with this name.</summary>
    public static RandomPurpose Initialization(string parameterName) => Named("initialization/" + parameterName);

    /// <summary>
    /// A purpose known by <paramref name="name"/>: FNV-1a of its UTF-8 bytes, hence the same in every process and
    /// build.
    /// </summary>
    public static RandomPurpose Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var hash = FnvOffset;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * FnvPrime;
        }

        return new RandomPurpose(hash);
    }

    /// <summary>
    /// The Philox key of this purpose in a run. Philox itself derives it: for one seed the 128-bit block is a bijection
    /// of the purpose, of which 64 bits are kept, so that two purposes share a key with probability 2^-64.
    /// </summary>
    internal ulong KeyFor(ulong runSeed)
    {
        var block = Philox4x32.Generate(new PhiloxBlock((uint)Id, (uint)(Id >> 32), 0, 0), runSeed);
        return block.Word0 | ((ulong)block.Word1 << 32);
    }
}
