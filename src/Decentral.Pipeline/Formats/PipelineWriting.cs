using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

/// <summary>Writes the values that several messages have; <see cref="PipelineReading"/> reads them.</summary>
internal static class PipelineWriting
{
    public static void Write(this ref MessageWriter writer, Epoch value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, MemberId value) => writer.Write(value.Value);

    public static void Write(this ref MessageWriter writer, ModelAtom value) => writer.Write(value.Index);

    public static void Write(this ref MessageWriter writer, StateStamp value)
    {
        writer.BeginRecord(2);
        writer.Write(value.Epoch);
        writer.Write(value.Step);
    }

    public static void Write(this ref MessageWriter writer, CopyId value)
    {
        writer.BeginRecord(3);
        writer.Write(value.Owner);
        writer.Write(value.Stamp);
        writer.Write(value.Atoms);
    }

    public static void Write(this ref MessageWriter writer, Pass value)
    {
        writer.BeginRecord(3);
        writer.WriteEnum(value.Kind);
        writer.Write(value.Microbatch);
        writer.Write(value.Chunk);
    }

    public static void Write(this ref MessageWriter writer, Edge value)
    {
        writer.BeginRecord(3);
        writer.WriteEnum(value.Kind);
        writer.Write(value.From);
        writer.Write(value.To);
    }

    public static void Write(this ref MessageWriter writer, StepRun value)
    {
        writer.BeginRecord(5);
        writer.Write(value.Member);
        writer.Write(value.Epoch);
        writer.Write(value.Step);
        writer.Write(value.GradientNorm);
        writer.Write(value.Loss);
    }

    /// <summary>Writes a gradient that is there, or that there is none.</summary>
    public static void WriteOrNull(this ref MessageWriter writer, StepRun? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value);
        }
    }

    public static void Write(this ref MessageWriter writer, SavedState value)
    {
        writer.BeginRecord(2);
        writer.Write(value.Worker);
        writer.Write(value.Version);
    }

    /// <summary>Writes where a first state is, or that there is none.</summary>
    public static void WriteOrNull(this ref MessageWriter writer, SavedState? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value);
        }
    }

    public static void Write(this ref MessageWriter writer, ApplyStep value)
    {
        writer.BeginRecord(8);
        writer.Write(value.Term);
        writer.Write(value.Epoch);
        writer.Write(value.Step);
        writer.Write(value.LearningRate);
        writer.Write(value.Scale);
        writer.WriteEnum(value.Protects);
        writer.Write(value.KeepFrom);
        writer.Write(value.Memo.AsSpan());
    }

    /// <summary>Writes a step that was decided, or that there is none.</summary>
    public static void WriteOrNull(this ref MessageWriter writer, ApplyStep? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value);
        }
    }

    public static void Write(this ref MessageWriter writer, PipelineForm value)
    {
        writer.BeginRecord(4);
        writer.Write(value.Epoch);
        ProtocolWriting.WriteEach(ref writer, value.Seats, static (ref to, seat) => to.Write(seat));
        writer.Write(value.Schedule);
        writer.Write(value.IsSwapped);
    }

    public static void Write(this ref MessageWriter writer, ImmutableArray<AtomOrigin> values) =>
        ProtocolWriting.WriteEach(ref writer, values, static (ref to, origin) => to.Write(origin));

    public static void Write(this ref MessageWriter writer, ImmutableArray<ModelAtom> values) =>
        ProtocolWriting.WriteEach(ref writer, values, static (ref to, atom) => to.Write(atom));

    public static void Write(this ref MessageWriter writer, ImmutableArray<CopyId> values) =>
        ProtocolWriting.WriteEach(ref writer, values, static (ref to, copy) => to.Write(copy));

    private static void Write(this ref MessageWriter writer, StageSeat value)
    {
        writer.BeginRecord(4);
        writer.Write(value.Member);
        writer.Write(value.Incarnation);
        writer.Write(value.Stage);
        ProtocolWriting.WriteEach(ref writer, value.Parts, static (ref to, part) => to.Write(part));
    }

    private static void Write(this ref MessageWriter writer, ModelPart value)
    {
        writer.BeginRecord(4);
        writer.Write(value.Layers.First);
        writer.Write(value.Layers.End);
        writer.Write(value.HasEmbedding);
        writer.Write(value.HasHead);
    }

    private static void Write(this ref MessageWriter writer, ScheduleOptions value)
    {
        writer.BeginRecord(4);
        writer.WriteEnum(value.Kind);
        writer.Write(value.Stages);
        writer.Write(value.Microbatches);
        writer.Write(value.Chunks);
    }

    private static void Write(this ref MessageWriter writer, AtomOrigin value)
    {
        writer.BeginRecord(2);
        writer.Write(value.Atom);
        ProtocolWriting.WriteEach(ref writer, value.Sources, static (ref to, source) => to.Write(source));
    }

    private static void Write(this ref MessageWriter writer, AtomSource value)
    {
        writer.BeginRecord(4);
        writer.Write(value.Holder);
        writer.Write(value.Atom);
        writer.Write(value.Stamp);
        writer.Write(value.Weight);
    }
}
