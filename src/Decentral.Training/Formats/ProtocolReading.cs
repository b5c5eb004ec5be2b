using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Actors;
using Decentral.Models;
using Decentral.Models.Data;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

/// <summary>
/// Reads the values that several messages have. What is returned can be counted on, added up over the longest list, and
/// followed by the next of its kind; anything else is refused.
/// </summary>
internal static class ProtocolReading
{
    /// <summary>The most that anything counts up to over a run: terms, rounds, lives, tokens, samples, bytes.</summary>
    public const long MaxOfRun = 1L << 53;

    /// <summary>The most of tokens, samples or bytes that one worker has to do with in one round.</summary>
    public const long MaxOfRound = 1L << 46;

    private const int MaxNameLength = 100;

    public static Term ReadTerm(this ref MessageReader reader) => new(reader.ReadWithin("a term", 1, MaxOfRun));

    /// <summary>Reads a term, or 0 for whoever has heard of none.</summary>
    public static Term ReadTermOrZero(this ref MessageReader reader) => new(reader.ReadWithin("a term", 0, MaxOfRun));

    public static Round ReadRound(this ref MessageReader reader) => new(reader.ReadWithin("a round", 1, MaxOfRun));

    /// <summary>Reads a round, or <see cref="Round.Zero"/>: a version, or no round.</summary>
    public static Round ReadRoundOrZero(this ref MessageReader reader) => new(reader.ReadWithin("a round", 0, MaxOfRun));

    public static WorkerId ReadWorkerId(this ref MessageReader reader) =>
        new((int)reader.ReadWithin("a worker", 0, int.MaxValue));

    public static FragmentId ReadFragmentId(this ref MessageReader reader) =>
        new((int)reader.ReadWithin("a fragment", 0, int.MaxValue));

    public static Incarnation ReadIncarnation(this ref MessageReader reader) =>
        new(reader.ReadWithin("an incarnation", 1, MaxOfRun));

    /// <summary>Reads tokens, samples or bytes of a whole run.</summary>
    public static long ReadOfRun(this ref MessageReader reader, string what) => reader.ReadWithin(what, 0, MaxOfRun);

    /// <summary>Reads tokens, samples or bytes of one worker in one round.</summary>
    public static long ReadOfRound(this ref MessageReader reader, string what) => reader.ReadWithin(what, 0, MaxOfRound);

    /// <summary>Reads inner steps that were made.</summary>
    public static int ReadSteps(this ref MessageReader reader) => (int)reader.ReadWithin("steps", 0, int.MaxValue);

    /// <summary>Reads an integer between bounds.</summary>
    /// <param name="reader">Stands at it.</param>
    /// <param name="what">Names it in the refusal.</param>
    /// <param name="min">The least.</param>
    /// <param name="max">The most.</param>
    public static long ReadWithin(this ref MessageReader reader, string what, long min, long max)
    {
        var value = reader.ReadInt64();
        return value >= min && value <= max ? value : throw reader.Refuse($"{what} from {min} to {max}", $"{value}");
    }

    /// <summary>Reads a number that is one, and finite.</summary>
    public static double ReadFinite(this ref MessageReader reader, string what)
    {
        var value = reader.ReadDouble();
        return double.IsFinite(value) ? value : throw reader.Refuse($"{what} that is finite", $"{value}");
    }

    /// <summary>Reads a number that is finite, or none.</summary>
    public static double? ReadFiniteOrNull(this ref MessageReader reader, string what) =>
        reader.TryReadNil() ? null : reader.ReadFinite(what);

    /// <summary>Reads the reference of somebody.</summary>
    public static ActorRef ReadReference(this ref MessageReader reader)
    {
        var reference = reader.ReadActorRef();
        return reference == ActorRef.None ? throw reader.Refuse("a reference", "none") : reference;
    }

    public static SampleRange ReadSampleRange(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var range = new SampleRange(reader.ReadOfRun("a sample"), reader.ReadOfRound("samples"));
        reader.EndRecord(record);
        return range;
    }

    /// <summary>Reads the samples of a lease, of which there is at least one.</summary>
    public static ImmutableArray<SampleRange> ReadLease(this ref MessageReader reader, out long samples)
    {
        samples = 0;
        var ranges = new SampleRange[reader.ReadCount()];
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = reader.ReadSampleRange();
            samples += ranges[i].Count;
        }

        return samples is > 0 and <= MaxOfRound
            ? ImmutableCollectionsMarshal.AsImmutableArray(ranges)
            : throw reader.Refuse($"a lease of 1 to {MaxOfRound} samples", $"one of {samples}");
    }

    public static LearningPace ReadLearningPace(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(3);
        var pace = new LearningPace(
            reader.ReadOfRun("tokens before"), reader.ReadOfRun("tokens a step"), reader.ReadOfRun("a budget of tokens"));
        reader.EndRecord(record);
        return pace;
    }

    public static long ReadRequest(this ref MessageReader reader) => reader.ReadOfRun("a request");

    /// <summary>Reads workers in member order.</summary>
    public static ImmutableArray<WorkerId> ReadWorkerIds(this ref MessageReader reader)
    {
        var workers = new WorkerId[reader.ReadCount()];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = reader.ReadWorkerId();
            ThrowIfOutOfOrder(ref reader, i == 0 ? null : workers[i - 1], workers[i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(workers);
    }

    /// <summary>Reads the numbers of requests, ascending.</summary>
    public static ImmutableArray<long> ReadRequests(this ref MessageReader reader)
    {
        var requests = new long[reader.ReadCount()];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = reader.ReadRequest();
            if (i > 0 && requests[i] <= requests[i - 1])
            {
                throw reader.Refuse($"requests that ascend from {requests[i - 1]}", $"{requests[i]}");
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(requests);
    }

    public static HostedShard ReadHostedShard(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var shard = new HostedShard(reader.ReadFragmentId(), reader.ReadIncarnation());
        reader.EndRecord(record);
        return shard;
    }

    /// <summary>Reads shards, by rising fragment.</summary>
    public static ImmutableArray<HostedShard> ReadHostedShards(this ref MessageReader reader)
    {
        var shards = new HostedShard[reader.ReadCount()];
        for (var i = 0; i < shards.Length; i++)
        {
            shards[i] = reader.ReadHostedShard();
            if (i > 0 && shards[i].Fragment.CompareTo(shards[i - 1].Fragment) <= 0)
            {
                throw reader.Refuse($"fragments that ascend from {shards[i - 1].Fragment}", $"{shards[i].Fragment}");
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(shards);
    }

    /// <summary>Reads openings of rounds, by rising round.</summary>
    public static ImmutableArray<Opening> ReadOpenings(this ref MessageReader reader)
    {
        var openings = new Opening[reader.ReadCount()];
        for (var i = 0; i < openings.Length; i++)
        {
            var record = reader.BeginRecord(2);
            openings[i] = new Opening(reader.ReadRound(), reader.ReadTerm());
            reader.EndRecord(record);
            if (i > 0 && openings[i].Round <= openings[i - 1].Round)
            {
                throw reader.Refuse($"rounds that ascend from {openings[i - 1].Round}", $"{openings[i].Round}");
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(openings);
    }

    public static ImmutableArray<Participant> ReadParticipants(this ref MessageReader reader)
    {
        var participants = new Participant[reader.ReadCount()];
        for (var i = 0; i < participants.Length; i++)
        {
            var record = reader.BeginRecord(7);
            participants[i] = new Participant(
                Worker: reader.ReadWorkerId(),
                Incarnation: reader.ReadIncarnation(),
                Reference: reader.ReadReference(),
                Tokens: reader.ReadOfRound("tokens"),
                MostWeight: reader.ReadOfRound("tokens"),
                Round: reader.ReadRound(),
                Opened: reader.ReadTerm());
            reader.EndRecord(record);
            ThrowIfOutOfOrder(ref reader, i == 0 ? null : participants[i - 1].Worker, participants[i].Worker);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(participants);
    }

    public static ImmutableArray<Contribution> ReadContributions(this ref MessageReader reader)
    {
        var contributions = new Contribution[reader.ReadCount()];
        for (var i = 0; i < contributions.Length; i++)
        {
            var record = reader.BeginRecord(6);
            contributions[i] = new Contribution(
                reader.ReadWorkerId(),
                reader.ReadIncarnation(),
                reader.ReadOfRound("tokens"),
                reader.ReadFinite("a loss"),
                reader.ReadOfRound("bytes"))
            {
                SkippedSteps = reader.ReadSteps(),
            };
            reader.EndRecord(record);
            ThrowIfOutOfOrder(ref reader, i == 0 ? null : contributions[i - 1].Worker, contributions[i].Worker);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(contributions);
    }

    public static ImmutableArray<ActorRef> ReadReferences(this ref MessageReader reader)
    {
        var references = new ActorRef[reader.ReadCount()];
        for (var i = 0; i < references.Length; i++)
        {
            references[i] = reader.ReadReference();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(references);
    }

    /// <summary>Reads the 32 bytes of a digest as hexadecimal digits.</summary>
    public static string ReadDigest(this ref MessageReader reader)
    {
        Span<byte> bytes = stackalloc byte[ContentDigest.SizeInBytes];
        reader.ReadBytes(bytes);
        return new ContentDigest(bytes).ToString();
    }

    /// <summary>Reads a digest, or none.</summary>
    public static string? ReadDigestOrNull(this ref MessageReader reader) => reader.TryReadNil() ? null : reader.ReadDigest();

    /// <summary>Reads what a node has measured, or nothing.</summary>
    public static NodeMeasures? ReadMeasuresOrNull(this ref MessageReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var record = reader.BeginRecord(6);
        var measures = new NodeMeasures(
            reader.ReadEnum<DeviceKind>(),
            reader.ReadOfRun("memory"),
            reader.ReadFinite("seconds a step"),
            reader.ReadFinite("a round trip"),
            reader.ReadFinite("a downlink"),
            reader.ReadFinite("an uplink"));
        reader.EndRecord(record);
        return measures;
    }

    /// <summary>Reads the 16 bytes of a replica's digest, or none.</summary>
    public static ReplicaDigest? ReadReplicaDigestOrNull(this ref MessageReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[ReplicaDigest.SizeInBytes];
        reader.ReadBytes(bytes);
        return new ReplicaDigest(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Reads a snapshot's name, which becomes that of a folder: a plain one, so that it names no other.</summary>
    public static string ReadSnapshotName(this ref MessageReader reader) => reader.ReadPlainName("a snapshot's name", 1);

    /// <summary>Reads the name of a snapshot's part, which becomes that of a file: a plain one, so that it names no other.</summary>
    public static string ReadPartName(this ref MessageReader reader) => reader.ReadPlainName("a part's name", 1);

    /// <summary>Reads the name of something in the archive: a part's, a digest, or none.</summary>
    public static string ReadItemName(this ref MessageReader reader) => reader.ReadPlainName("an item's name", 0);

    /// <summary>Reads a snapshot's name, or none.</summary>
    public static string? ReadSnapshotNameOrNull(this ref MessageReader reader) =>
        reader.TryReadNil() ? null : reader.ReadSnapshotName();

    private static string ReadPlainName(this ref MessageReader reader, string what, int minLength)
    {
        var name = reader.ReadString();
        return name.Length >= minLength && name.Length <= MaxNameLength && name.All(IsOfName)
            ? name
            : throw reader.Refuse($"{what} of {minLength} to {MaxNameLength} letters, digits and '-'", $"one of {name.Length}");
    }

    private static bool IsOfName(char unit) => char.IsAsciiLetterOrDigit(unit) || unit == '-';

    /// <summary>Members are named in member order, none twice: sums over them are made in the order of the list.</summary>
    private static void ThrowIfOutOfOrder(ref MessageReader reader, WorkerId? before, WorkerId worker)
    {
        if (before?.CompareTo(worker) >= 0)
        {
            throw reader.Refuse($"workers in member order after {before}", $"{worker}");
        }
    }
}
