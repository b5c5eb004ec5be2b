using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Decentral.Models.Arenas;
using Decentral.Models.Data;

namespace Decentral.Cli.Joining;

/// <summary>What a node that joins is told of a run: all that it needs to train, with the digests of what it is to fetch.</summary>
internal sealed record JobDocument
{
    /// <summary>The job, as a job file.</summary>
    public required string Job { get; init; }

    /// <summary>The manifest of its tokens, as JSON.</summary>
    public required string Manifest { get; init; }

    /// <summary>Digest of the packed weights that the model begins with; null for random ones.</summary>
    public string? Weights { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JobDocumentJson.Default.JobDocument);

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static JobDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JobDocumentJson.Default.JobDocument)
                ?? throw new InvalidDataException("The hub sent no job.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"What the hub sent is no job: {error.Message}", error);
        }
    }

    /// <summary>Which tokens the job is about.</summary>
    /// <exception cref="InvalidDataException">The manifest is none.</exception>
    public DataManifest ReadManifest() => DataManifest.Parse(Encoding.UTF8.GetBytes(Manifest), "of the hub's job");

    /// <summary>Weights as bytes, one value after another.</summary>
    public static byte[] PackWeights(Arena weights)
    {
        var whole = FragmentPartition.Whole(weights.Layout);
        var values = new float[checked((int)whole.ElementCount)];
        weights.Read(whole, values);
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    /// <summary>Takes over what <see cref="PackWeights"/> gave.</summary>
    /// <exception cref="InvalidDataException">They are another model's.</exception>
    public static void UnpackWeights(ReadOnlySpan<byte> packed, Arena weights)
    {
        var whole = FragmentPartition.Whole(weights.Layout);
        var values = MemoryMarshal.Cast<byte, float>(packed);
        if (packed.Length != whole.ElementCount * sizeof(float))
        {
            throw new InvalidDataException(
                $"The weights that the hub sent have {packed.Length} bytes; the job's model takes {whole.ElementCount * sizeof(float)}.");
        }

        weights.Write(whole, values);
    }
}
