using System.Collections.Immutable;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Wire.Tests.Samples;

internal sealed class ReportFormat() : MessageFormat<Report>("sample.report")
{
    private const int RequiredFields = 15;
    private const int Urgency = 15;
    private const int Losses = 16;

    public override void Write(ref MessageWriter writer, Report message)
    {
        writer.BeginRecord(17);
        writer.Write(message.IsFinal);
        writer.Write(message.Round);
        writer.Write(message.Tokens);
        writer.Write(message.Digest);
        writer.Write(message.Rate);
        writer.Write(message.Loss);
        writer.Write(message.Name);
        writer.Write(message.Note);
        writer.Write(message.Bytes.AsSpan());
        writer.WriteEnum(message.Colour);
        writer.Write(message.Node);
        writer.Write(message.Place);
        writer.Write(message.Worker);
        writer.Write(message.Deadline);
        writer.WriteCount(message.Parts.Length);
        foreach (var part in message.Parts)
        {
            Write(ref writer, part);
        }

        writer.Write(message.IsUrgent);
        writer.WriteCount(message.Losses.Length);
        foreach (var loss in message.Losses)
        {
            writer.Write(loss);
        }
    }

    public override Report Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(RequiredFields);
        var report = new Report(
            reader.ReadBoolean(),
            reader.ReadInt32(),
            reader.ReadInt64(),
            reader.ReadUInt64(),
            reader.ReadSingle(),
            reader.ReadDouble(),
            reader.ReadString(),
            reader.ReadStringOrNull(),
            [.. reader.ReadByteArray(maxBytes: 300)],
            reader.ReadEnum<Colour>(),
            reader.ReadNodeId(),
            reader.ReadActorAddress(),
            reader.ReadActorRef(),
            reader.ReadInt64OrNull(),
            ReadParts(ref reader))
        {
            IsUrgent = record.Has(Urgency) && reader.ReadBoolean(),
            Losses = record.Has(Losses) ? ReadLosses(ref reader) : [],
        };
        reader.EndRecord(record);
        return report;
    }

    private static void Write(ref MessageWriter writer, Part part)
    {
        writer.BeginRecord(2);
        writer.Write(part.Name);
        writer.Write(part.Size);
    }

    private static ImmutableArray<Part> ReadParts(ref MessageReader reader)
    {
        var parts = new Part[reader.ReadCount(max: 100)];
        for (var index = 0; index < parts.Length; index++)
        {
            var record = reader.BeginRecord(2);
            parts[index] = new Part(reader.ReadString(), reader.ReadInt32());
            reader.EndRecord(record);
        }

        return [.. parts];
    }

    private static ImmutableArray<double?> ReadLosses(ref MessageReader reader)
    {
        var losses = new double?[reader.ReadCount(max: 100)];
        for (var index = 0; index < losses.Length; index++)
        {
            losses[index] = reader.ReadDoubleOrNull();
        }

        return [.. losses];
    }
}
