using System.Buffers.Binary;
using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models;
using Decentral.Models.Data;
using Decentral.Training.Protocol;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

/// <summary>Writes the values that several messages have; <see cref="ProtocolReading"/> reads them.</summary>
internal static class ProtocolWriting
{
    /// <summary>Units of a text for a person that travel; the rest of a longer one is left out.</summary>
    public const int MaxReasonLength = 4096;

    public static void Write(this ref MessageWriter writer, Term value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, Round value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, WorkerId value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, FragmentId value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, Incarnation value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, SampleRange value)
    {
        writer.BeginRecord(2);
        writer.Write(value.First);
        writer.Write(value.Count);
    }

    public static void Write(this ref MessageWriter writer, LearningPace value)
    {
        writer.BeginRecord(3);
        writer.Write(value.TokensBefore);
        writer.Write(value.TokensPerStep);
        writer.Write(value.TokenBudget);
    }

    public static void Write(this ref MessageWriter writer, HostedShard value)
    {
        writer.BeginRecord(2);
        writer.Write(value.Fragment);
        writer.Write(value.Incarnation);
    }

    public static void Write(this ref MessageWriter writer, Opening value)
    {
        writer.BeginRecord(2);
        writer.Write(value.Round);
        writer.Write(value.Opened);
    }

    public static void Write(this ref MessageWriter writer, Participant value)
    {
        writer.BeginRecord(7);
        writer.Write(value.Worker);
        writer.Write(value.Incarnation);
        writer.Write(value.Reference);
        writer.Write(value.Tokens);
        writer.Write(value.MostWeight);
        writer.Write(value.Round);
        writer.Write(value.Opened);
    }

    public static void Write(this ref MessageWriter writer, Contribution value)
    {
        writer.BeginRecord(6);
        writer.Write(value.Worker);
        writer.Write(value.Incarnation);
        writer.Write(value.Tokens);
        writer.Write(value.MeanLoss);
        writer.Write(value.Bytes);
        writer.Write(value.SkippedSteps);
    }

    public static void Write(this ref MessageWriter writer, ImmutableArray<SampleRange> values) =>
        WriteEach(ref writer, values, static (ref to, range) => to.Write(range));

    public static void Write(this ref MessageWriter writer, ImmutableArray<Opening> values) =>
        WriteEach(ref writer, values, static (ref to, opening) => to.Write(opening));

    public static void Write(this ref MessageWriter writer, ImmutableArray<WorkerId> values) =>
        WriteEach(ref writer, values, static (ref to, worker) => to.Write(worker));

    public static void Write(this ref MessageWriter writer, ImmutableArray<long> values) =>
        WriteEach(ref writer, values, static (ref to, number) => to.Write(number));

    public static void Write(this ref MessageWriter writer, ImmutableArray<HostedShard> values) =>
        WriteEach(ref writer, values, static (ref to, shard) => to.Write(shard));

    public static void Write(this ref MessageWriter writer, ImmutableArray<Participant> values) =>
        WriteEach(ref writer, values, static (ref to, participant) => to.Write(participant));

    public static void Write(this ref MessageWriter writer, ImmutableArray<Contribution> values) =>
        WriteEach(ref writer, values, static (ref to, contribution) => to.Write(contribution));

    public static void Write(this ref MessageWriter writer, ImmutableArray<ActorRef> values) =>
        WriteEach(ref writer, values, static (ref to, reference) => to.Write(reference));

    /// <summary>Writes a digest, which is hexadecimal digits in memory, as its 32 bytes.</summary>
    /// <exception cref="ArgumentException">It is no digest.</exception>
    public static void WriteDigest(this ref MessageWriter writer, string digest)
    {
        if (!ContentDigest.TryParse(digest, out var parsed))
        {
            throw new ArgumentException(
                $"'{digest}' is not the {2 * ContentDigest.SizeInBytes} digits of a digest.", nameof(digest));
        }

        Span<byte> bytes = stackalloc byte[ContentDigest.SizeInBytes];
        parsed.CopyTo(bytes);
        writer.Write(bytes);
    }

    /// <summary>Writes a digest, or none.</summary>
    /// <exception cref="ArgumentException">It is no digest.</exception>
    public static void WriteDigestOrNull(this ref MessageWriter writer, string? digest)
    {
        if (digest is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteDigest(digest);
        }
    }

    /// <summary>Writes what a node has measured, or nothing.</summary>
    public static void Write(this ref MessageWriter writer, NodeMeasures? measures)
    {
        if (measures is null)
        {
            writer.WriteNil();
            return;
        }

        writer.BeginRecord(6);
        writer.WriteEnum(measures.Device);
        writer.Write(measures.MemoryBytes);
        writer.Write(measures.SecondsPerStep);
        writer.Write(measures.RoundTripSeconds);
        writer.Write(measures.Downlink);
        writer.Write(measures.Uplink);
    }

    /// <summary>Writes a replica's digest as its 16 bytes, or none.</summary>
    public static void Write(this ref MessageWriter writer, ReplicaDigest? digest)
    {
        if (digest is { Value: var value })
        {
            Span<byte> bytes = stackalloc byte[ReplicaDigest.SizeInBytes];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
            writer.Write(bytes);
        }
        else
        {
            writer.WriteNil();
        }
    }

    /// <summary>
    /// Writes text for a person, of which the end may be left out: an error's text has any length, and whoever tells of it must
    /// not fail of it.
    /// </summary>
    public static void WriteReason(this ref MessageWriter writer, string reason) =>
        writer.Write(reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength]);

    /// <summary>Writes a list, one value after the other.</summary>
    public static void WriteEach<TValue>(ref MessageWriter writer, ImmutableArray<TValue> values, Writing<TValue> write)
    {
        writer.WriteCount(values.Length);
        foreach (var value in values)
        {
            write(ref writer, value);
        }
    }

    /// <summary>Writes one value.</summary>
    internal delegate void Writing<TValue>(ref MessageWriter writer, TValue value);
}
