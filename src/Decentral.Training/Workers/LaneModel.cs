using System.Buffers;
using System.Collections.Immutable;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>A replica on a lane of the worker's own node.</summary>
/// <param name="make">Makes the replica; called on the lane, once.</param>
/// <param name="lane">Where its arithmetic runs.</param>
/// <param name="schedule">When is which fragment synchronised.</param>
public sealed class LaneModel(Func<WorkerReplica> make, IComputeLane lane, FragmentSchedule schedule) : IWorkerModel
{
    private WorkerReplica? _replica;

    /// <inheritdoc/>
    public Round Version => Replica.Version;

    /// <inheritdoc/>
    public string? Digest => Replica.Digest;

    /// <inheritdoc/>
    public bool KeepsNothing => Replica.KeepsNothing;

    private WorkerReplica Replica => _replica ?? throw new InvalidOperationException("The replica is still being built.");

    /// <inheritdoc/>
    public Round TakenUp(FragmentId fragment) => Replica.TakenUp(fragment);

    /// <inheritdoc/>
    public Task<WorkerProgress> Restore(PartsRead parts) => lane.Run(default, () =>
    {
        using (parts)
        {
            return Build(parts);
        }
    });

    /// <inheritdoc/>
    public Task<TrainedTokens> Train(RoundWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var samples = work.NextSamples;
        var tokens = work.Pace.TokensThrough(work.StepsDone);
        return lane.Run(new ComputeCost(samples.Sum(range => range.Count), 0), () => Replica.Train(samples, tokens));
    }

    /// <inheritdoc/>
    public Task<(OutgoingHeader Header, Payload Update)> EncodeUpdate(RoundWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return lane.Run(new ComputeCost(0, Replica.UpdateLength(work.Round)), () => Encode(work));
    }

    /// <inheritdoc/>
    public Task<Round> Apply(PublishedHeader published, Payload aggregate, bool hasContributed) => Touch(replica =>
        replica.Apply(published, aggregate.Bytes.Span, hasContributed));

    /// <inheritdoc/>
    public Task<Round> Reset(ImmutableArray<Round> withdrawn) => Touch(replica => replica.Reset(withdrawn.AsSpan()));

    /// <inheritdoc/>
    public Task<Round> TakeUp(FragmentId fragment, bool isAnew, Round withdrawn) => lane.Run(
        new ComputeCost(0, Replica.ParameterBytes / schedule.Fragments),
        () =>
        {
            Replica.TakeUp(fragment, isAnew, withdrawn);
            return Replica.Version;
        });

    /// <inheritdoc/>
    public Task<Round> Import(Payload state, bool isIdle) => Touch(replica =>
    {
        using (state)
        {
            replica.Import(state.Bytes, isIdle);
        }
    });

    /// <inheritdoc/>
    public Task<Payload> Export() => lane.Run(WholeModel(), Replica.Export);

    /// <inheritdoc/>
    public Task<(double LossSum, long Tokens)> Evaluate(SampleRange windows) =>
        lane.Run(new ComputeCost(windows.Count, 0), () => Replica.EvaluateVersion(windows));

    /// <inheritdoc/>
    public Task<SavedParts> Save(
        string snapshot, WorkerProgress progress, ImmutableArray<Round>? dropped, bool ownHasGlobal, bool withGlobal) =>
        lane.Run(WholeModel(), () =>
        {
            if (dropped is { } withdrawn)
            {
                Replica.Reset(withdrawn.AsSpan());
            }

            using (progress)
            {
                return new SavedParts(Replica.Save(progress, ownHasGlobal), withGlobal ? Replica.Export() : null);
            }
        });

    /// <summary>Disposes of the replica, behind whatever the lane still does with it, or at once where the lanes are closed.</summary>
    public void Dispose() => _ = DisposeOfReplica();

    private async Task DisposeOfReplica()
    {
        var disposal = lane.Run(default, () =>
        {
            _replica?.Dispose();
            return true;
        });
        await Task.WhenAny(disposal).ConfigureAwait(false);
        if (!disposal.IsCompletedSuccessfully)
        {
            _replica?.Dispose();
        }
    }

    private ComputeCost WholeModel() => new(0, Replica.ParameterBytes);

    private Task<Round> Touch(Action<WorkerReplica> change) => lane.Run(WholeModel(), () =>
    {
        change(Replica);
        return Replica.Version;
    });

    /// <summary>Nobody owns the replica before it is there: one that cannot be restored goes at once.</summary>
    private WorkerProgress Build(PartsRead parts)
    {
        var replica = make();
        try
        {
            var progress = replica.Restore(parts.Own, parts.Global);
            _replica = replica;
            return progress;
        }
        catch
        {
            replica.Dispose();
            throw;
        }
    }

    private (OutgoingHeader Header, Payload Update) Encode(RoundWork work)
    {
        var length = Replica.UpdateLength(work.Round);
        var memory = MemoryPool<byte>.Shared.Rent(length);
        var trained = Replica.EncodeUpdate(work.Round, memory.Memory.Span[..length]);

        // One that came back may have trained more of a fragment than it was given between two updates of it.
        var weight = schedule.IsInterleaved ? Math.Min(trained, schedule.Every * (work.Tokens / work.Steps)) : trained;
        var digest = Replica.DigestVersion(schedule.FragmentOf(work.Round));
        return (new OutgoingHeader(work, weight, digest, Replica.Version), new Payload(memory, length));
    }
}
