using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Models.Data;
using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Formats;
using Decentral.Training.Jobs;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

/// <summary>
/// Reads the values that several messages have. What is returned can be counted on, added up, and made room for; anything
/// else is refused. What only the receiver can know, as whether a chunk is one of its form, is not known here.
/// </summary>
internal static class PipelineReading
{
    /// <summary>The most stages of a pipeline.</summary>
    public const int MaxStages = 4096;

    /// <summary>The most atoms of a model, so that a list may name them all.</summary>
    public const int MaxAtoms = 1 << 16;

    /// <summary>The most layers of a model: with the embedding and the head they are its atoms.</summary>
    public const int MaxLayers = MaxAtoms - 2;

    /// <summary>The most chunks of a model: each of a layer or more, and an embedding and a head of their own.</summary>
    public const int MaxChunks = MaxAtoms;

    /// <summary>The most microbatches of a step.</summary>
    public const int MaxMicrobatches = 1 << 16;

    /// <summary>The most samples of a microbatch.</summary>
    public const int MaxSamples = 1 << 20;

    /// <summary>The most microbatches of a step times chunks of the model: a stage notes the ways of all, and plans them.</summary>
    public const long MaxPasses = 1L << 18;

    /// <summary>The most copies that a member keeps.</summary>
    public const int MaxCopies = 4096;

    /// <summary>Bytes that a run may have stages keep for it.</summary>
    private const int MaxMemo = 1 << 16;

    /// <summary>An atom is made of one other at the least, and of two at the most.</summary>
    private const int MaxSources = 2;

    private delegate TValue Reading<out TValue>(ref MessageReader reader);

    public static Epoch ReadEpoch(this ref MessageReader reader) =>
        new(reader.ReadWithin("an epoch", 1, ProtocolReading.MaxOfRun));

    /// <summary>Reads an epoch, or 0 for whoever has heard of none.</summary>
    public static Epoch ReadEpochOrZero(this ref MessageReader reader) =>
        new(reader.ReadWithin("an epoch", 0, ProtocolReading.MaxOfRun));

    public static long ReadStep(this ref MessageReader reader) => reader.ReadWithin("a step", 1, ProtocolReading.MaxOfRun);

    /// <summary>Reads a step, or 0 for none, or for the start of the run.</summary>
    public static long ReadStepOrZero(this ref MessageReader reader) => reader.ReadOfRun("a step");

    public static MemberId ReadMemberId(this ref MessageReader reader) =>
        new((int)reader.ReadWithin("a member", 0, int.MaxValue));

    /// <summary>Reads a number that is finite, and not below 0.</summary>
    public static double ReadNotNegative(this ref MessageReader reader, string what)
    {
        var value = reader.ReadFinite(what);
        return value >= 0 ? value : throw reader.Refuse($"{what} that is not negative", $"{value}");
    }

    public static StateStamp ReadStamp(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var stamp = new StateStamp(reader.ReadEpochOrZero(), reader.ReadStepOrZero());
        reader.EndRecord(record);
        return (stamp.Step == 0) == (stamp.Epoch == default)
            ? stamp
            : throw reader.Refuse("a step that was made in an epoch, or neither", $"{stamp}");
    }

    /// <summary>Reads atoms in the order of the model, at least one.</summary>
    public static ImmutableArray<ModelAtom> ReadAtoms(this ref MessageReader reader)
    {
        var atoms = reader.ReadAtomsOrNone();
        return atoms.IsEmpty ? throw reader.Refuse("at least one atom", "none") : atoms;
    }

    /// <summary>The same of somebody who may have none.</summary>
    public static ImmutableArray<ModelAtom> ReadAtomsOrNone(this ref MessageReader reader)
    {
        var atoms = ReadEach(ref reader, MaxAtoms, static (ref from) => from.ReadAtom());
        ThrowIfOutOfOrder(ref reader, atoms);
        return atoms;
    }

    public static CopyId ReadCopyId(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(3);
        var copy = new CopyId(reader.ReadMemberId(), reader.ReadStamp(), reader.ReadAtoms());
        reader.EndRecord(record);
        return copy;
    }

    public static ImmutableArray<CopyId> ReadCopyIds(this ref MessageReader reader) =>
        ReadEach(ref reader, MaxCopies, static (ref from) => from.ReadCopyId());

    /// <summary>Reads how many steps an inner optimizer has made.</summary>
    public static long ReadOptimizerSteps(this ref MessageReader reader) => reader.ReadOfRun("steps of an optimizer");

    public static Pass ReadPass(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(3);
        var kind = reader.ReadEnum<PassKind>();
        var microbatch = (int)reader.ReadWithin("a microbatch", 0, MaxMicrobatches - 1);
        var pass = new Pass(kind, microbatch, reader.ReadChunk());
        reader.EndRecord(record);
        return pass;
    }

    public static Edge ReadEdge(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(3);
        var edge = new Edge(reader.ReadEnum<PassKind>(), reader.ReadChunk(), reader.ReadChunk());
        reader.EndRecord(record);
        return edge;
    }

    /// <summary>Reads the samples of microbatches: of each as many as of any other, and at least one.</summary>
    public static ImmutableArray<SampleRange> ReadMicrobatches(this ref MessageReader reader)
    {
        var microbatches = ReadEach(ref reader, MaxMicrobatches, static (ref from) => from.ReadSampleRange());
        if (microbatches.IsEmpty)
        {
            throw reader.Refuse("at least one microbatch", "none");
        }

        var samples = microbatches[0].Count;
        if (samples is < 1 or > MaxSamples)
        {
            throw reader.Refuse($"microbatches of 1 to {MaxSamples} samples", $"one of {samples}");
        }

        foreach (var other in microbatches.Where(microbatch => microbatch.Count != samples))
        {
            throw reader.Refuse($"microbatches of {samples} samples each", $"one of {other.Count}");
        }

        return microbatches;
    }

    /// <summary>
    /// Reads a gradient's norm and a loss as they are: those of a step that diverged are no numbers, and it is the conductor's
    /// to leave it out.
    /// </summary>
    public static StepRun ReadStepRun(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(5);
        var run = new StepRun(
            reader.ReadMemberId(), reader.ReadEpoch(), reader.ReadStep(), reader.ReadNorm(), reader.ReadDouble());
        reader.EndRecord(record);
        return run;
    }

    /// <summary>Reads a gradient that is there, or none.</summary>
    public static StepRun? ReadStepRunOrNull(this ref MessageReader reader) =>
        reader.TryReadNil() ? null : reader.ReadStepRun();

    public static ApplyStep ReadApplyStep(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(8);
        var (term, epoch, step) = (reader.ReadTerm(), reader.ReadEpoch(), reader.ReadStep());
        var order = new ApplyStep(
            term,
            epoch,
            step,
            reader.ReadNotNegative("a learning rate"),
            reader.ReadNotNegative("a scale"),
            reader.ReadEnum<Protection>(),
            reader.ReadWithin("a first step to keep", 0, step))
        {
            Memo = reader.ReadMemo(),
        };
        reader.EndRecord(record);
        return order;
    }

    public static SavedState ReadSavedState(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var state = new SavedState(reader.ReadWorkerId(), reader.ReadRoundOrZero());
        reader.EndRecord(record);
        return state;
    }

    /// <summary>Reads where a first state is, or that there is none.</summary>
    public static SavedState? ReadSavedStateOrNull(this ref MessageReader reader) =>
        reader.TryReadNil() ? null : reader.ReadSavedState();

    /// <summary>Reads the samples of one microbatch.</summary>
    public static SampleRange ReadMicrobatch(this ref MessageReader reader)
    {
        var samples = reader.ReadSampleRange();
        return samples.Count is >= 1 and <= MaxSamples
            ? samples
            : throw reader.Refuse($"1 to {MaxSamples} samples", $"{samples.Count}");
    }

    /// <summary>Reads a step that was decided, or none.</summary>
    public static ApplyStep? ReadApplyStepOrNull(this ref MessageReader reader) =>
        reader.TryReadNil() ? null : reader.ReadApplyStep();

    /// <summary>Reads a form whose seats have all of one model between them, as its schedule cuts it.</summary>
    public static PipelineForm ReadForm(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(4);
        var form = new PipelineForm(
            reader.ReadEpoch(),
            ReadEach(ref reader, MaxStages, static (ref from) => from.ReadSeat()),
            reader.ReadSchedule(),
            reader.ReadBoolean());
        reader.EndRecord(record);
        return FormCheck.Objection(form) is { } objection
            ? throw reader.Refuse("a form with all of one model", objection)
            : form;
    }

    /// <summary>Reads where atoms come from, in the order of the model.</summary>
    public static ImmutableArray<AtomOrigin> ReadOrigins(this ref MessageReader reader)
    {
        var origins = ReadEach(ref reader, MaxAtoms, static (ref from) => from.ReadOrigin());
        ThrowIfOutOfOrder(ref reader, [.. origins.Select(origin => origin.Atom)]);
        return origins;
    }

    private static ImmutableArray<byte> ReadMemo(this ref MessageReader reader) =>
        ImmutableCollectionsMarshal.AsImmutableArray(reader.ReadByteArray(MaxMemo));

    private static ModelAtom ReadAtom(this ref MessageReader reader) =>
        new((int)reader.ReadWithin("an atom", 0, MaxAtoms - 1));

    private static int ReadChunk(this ref MessageReader reader) => (int)reader.ReadWithin("a chunk", 0, MaxChunks - 1);

    /// <summary>Reads a norm, which is above 0, or 0, or no number.</summary>
    private static double ReadNorm(this ref MessageReader reader)
    {
        var value = reader.ReadDouble();
        return value < 0 ? throw reader.Refuse("a norm that is not negative", $"{value}") : value;
    }

    private static StageSeat ReadSeat(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(4);
        var seat = new StageSeat(
            reader.ReadMemberId(),
            reader.ReadIncarnation(),
            reader.ReadReference(),
            ReadEach(ref reader, MaxChunks, static (ref from) => from.ReadPart()));
        reader.EndRecord(record);
        return seat;
    }

    private static ModelPart ReadPart(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(4);
        var first = (int)reader.ReadWithin("a layer", 0, MaxLayers);
        var end = (int)reader.ReadWithin("an end of layers", first, MaxLayers);
        var part = new ModelPart(new LayerRange(first, end), reader.ReadBoolean(), reader.ReadBoolean());
        reader.EndRecord(record);
        return part;
    }

    private static ScheduleOptions ReadSchedule(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(4);
        var schedule = new ScheduleOptions
        {
            Kind = reader.ReadEnum<PipelineScheduleKind>(),
            Stages = (int)reader.ReadWithin("stages", 1, MaxStages),
            Microbatches = (int)reader.ReadWithin("microbatches", 1, MaxMicrobatches),
            Chunks = (int)reader.ReadWithin("chunks", 1, MaxChunks),
        };
        reader.EndRecord(record);
        if (schedule.Check(MaxLayers) is { } problem)
        {
            throw reader.Refuse("a schedule", problem.Objection);
        }

        var passes = (long)schedule.AllChunks * schedule.Microbatches;
        return passes <= MaxPasses
            ? schedule
            : throw reader.Refuse($"at most {MaxPasses} microbatches times chunks", $"{passes}");
    }

    private static AtomOrigin ReadOrigin(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var origin = new AtomOrigin(
            reader.ReadAtom(), ReadEach(ref reader, MaxSources, static (ref from) => from.ReadSource()));
        reader.EndRecord(record);
        ThrowIfOutOfOrder(ref reader, [.. origin.Sources.Select(source => source.Atom)]);
        if (origin.Sources.Length > 1 && origin.Sources.Any(source => source.Atom == origin.Atom))
        {
            throw reader.Refuse($"{origin.Atom} itself, or an average of others", "an average of both");
        }

        var weight = origin.Sources.Sum(source => source.Weight);
        return origin.Sources.IsEmpty || weight == 1
            ? origin
            : throw reader.Refuse("weights that add up to 1", $"{weight}");
    }

    private static AtomSource ReadSource(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(4);
        var source = new AtomSource(reader.ReadReference(), reader.ReadAtom(), reader.ReadStamp(), reader.ReadWeight());
        reader.EndRecord(record);
        return source;
    }

    private static float ReadWeight(this ref MessageReader reader)
    {
        var value = reader.ReadSingle();
        return value is >= 0 and <= 1 ? value : throw reader.Refuse("a weight from 0 to 1", $"{value}");
    }

    private static ImmutableArray<TValue> ReadEach<TValue>(ref MessageReader reader, int max, Reading<TValue> read)
    {
        var values = new TValue[reader.ReadCount(max)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(ref reader);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    /// <summary>Atoms are named in the order of the model, none twice: bulk data has them in the order of the list.</summary>
    private static void ThrowIfOutOfOrder(ref MessageReader reader, ImmutableArray<ModelAtom> atoms)
    {
        for (var i = 1; i < atoms.Length; i++)
        {
            if (atoms[i] <= atoms[i - 1])
            {
                throw reader.Refuse($"atoms in the order of the model after {atoms[i - 1]}", $"{atoms[i]}");
            }
        }
    }
}
