using System.Text.Json;
using Decentral.Actors.EventSourcing;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Monitoring;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

/// <summary>An entry of the ledger travels as the journal keeps it, so that there is one form of it to keep readable.</summary>
internal sealed class LedgerAdvancedFormat() : MessageFormat<LedgerAdvanced>("training.ledger-advanced")
{
    private const int Fields = 2;
    private const int MaxEntryBytes = 1024 * 1024;

    private readonly CoordinatorEventSerializer _serializer = new();

    /// <exception cref="ArgumentException">What happened is not of the ledger.</exception>
    public override void Write(ref MessageWriter writer, LedgerAdvanced message)
    {
        writer.BeginRecord(Fields);
        if (message.Happened is { } happened)
        {
            ThrowIfTransient(happened);
            writer.Write(_serializer.Write(happened).Span);
        }
        else
        {
            writer.WriteNil();
        }

        writer.Write(message.State);
    }

    public override LedgerAdvanced Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var happened = reader.TryReadNil() ? null : ReadEntry(ref reader);
        var message = new LedgerAdvanced(happened, reader.ReadRunStanding());
        reader.EndRecord(record);
        return message;
    }

    private static void ThrowIfTransient(CoordinatorEvent happened)
    {
        if (!happened.IsDurable)
        {
            throw new ArgumentException(
                $"{happened.GetType().Name} is not journaled and so has no form to travel in: tell a monitor how the run " +
                "stands, with no entry.",
                nameof(happened));
        }
    }

    private CoordinatorEvent ReadEntry(ref MessageReader reader)
    {
        var bytes = reader.ReadByteArray(MaxEntryBytes);
        CoordinatorEvent entry;
        try
        {
            entry = _serializer.Read(bytes);
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw reader.Refuse("an entry of the ledger", error.Message);
        }

        return entry.IsDurable && IsWhole(entry)
            ? entry
            : throw reader.Refuse("an entry of the ledger", $"a part of {entry.GetType().Name}, or what is not journaled");
    }

    /// <summary>What the serializer, the ids and the ranges of samples throw at JSON that is not theirs.</summary>
    private static bool IsOfTheBytes(Exception error) => error is JournalException or JsonException
        or NotSupportedException or InvalidOperationException or FormatException or OverflowException or ArgumentException;

    /// <summary>Whether an entry has all that is read of it: JSON may leave out anything, and says infinity as 1e999.</summary>
    private static bool IsWhole(CoordinatorEvent entry) => entry switch
    {
        RoundCommitted committed => committed is { Contributions.IsDefaultOrEmpty: false, Digest: not null }
            && committed.Contributions.All(contribution => contribution is not null && double.IsFinite(contribution.MeanLoss)),
        HeldOutMeasured measured => double.IsFinite(measured.Loss),
        RoundOpened opened => !opened.Leases.IsDefault
            && opened.Leases.All(lease => lease is { Samples.IsDefault: false }),
        RunCreated created => created.JobDigest is not null,
        TermBegan began => began.Reason is not null,
        WorkerLeft left => left.Reason is not null,
        StagesReplaced replaced => replaced is { Stages.IsDefault: false, Reason: not null } && Enum.IsDefined(replaced.Rung),
        StagesSettled settled => settled.Loss is { } loss && double.IsFinite(loss.Before) && double.IsFinite(loss.After),
        ParticipantStruckOff struck => struck.Reason is not null,
        RoundDiscarded discarded => discarded.Reason is not null,
        RunRolledBack back => back.Reason is not null,
        SnapshotCompleted completed => completed.Snapshot is not null,
        RunPaused paused => paused.Snapshot is not null,
        _ => true,
    };
}
