using System.Collections.Immutable;
using System.Globalization;
using Decentral.Actors.Transfers;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// A worker's copy of the model with its optimizers: the part of a worker that runs on its lane. Which quantity is sent and
/// how a published aggregate changes the copy is what the kinds of update differ in.
/// </summary>
public abstract class WorkerReplica : IDisposable
{
    private long[] _windows = [];

    /// <summary>Takes a replica over.</summary>
    protected WorkerReplica(IReplica replica, ReplicaOptions options)
    {
        ArgumentNullException.ThrowIfNull(replica);
        ArgumentNullException.ThrowIfNull(options);
        Replica = replica;
        Options = options;
        Whole = FragmentPartition.Whole(replica.Layout);
        Scratch = new float[checked((int)Whole.ElementCount)];
    }

    /// <summary>The version of the global parameters it holds.</summary>
    public Round Version { get; private protected set; }

    /// <summary>Digest of the aggregate that led to the version; null where that is not known.</summary>
    public string? Digest { get; private set; }

    /// <summary>Bytes of an encoded update.</summary>
    public int UpdateLength => Options.Up.EncodedLength(Scratch.Length);

    private protected IReplica Replica { get; }

    private protected ReplicaOptions Options { get; }

    private protected ArenaFragment Whole { get; }

    /// <summary>One value a parameter, packed, for whatever is at hand.</summary>
    private protected float[] Scratch { get; }

    /// <summary>Makes one inner step, or the gradient of one.</summary>
    /// <param name="samples">The samples of the step.</param>
    /// <param name="tokens">Tokens leased up to the end of the step, which the learning rate follows.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public TrainedTokens Train(ImmutableArray<SampleRange> samples, long tokens)
    {
        var batch = Read(Options.Training, samples);
        var learningRate = Options.LearningRate(tokens);
        var (loss, isApplied) = Step(batch, learningRate);
        if (!double.IsFinite(loss))
        {
            throw new TrainingDivergedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Training diverged: the loss after {tokens} tokens is {loss} at a learning rate of {learningRate:g4}. " +
                $"Lower inner.learningRate, lengthen inner.warmup, or lower inner.clip."));
        }

        return new TrainedTokens(batch.TokenCount, loss * batch.TokenCount, learningRate) { IsSkipped = !isApplied };
    }

    /// <summary>Encodes what has changed since the version.</summary>
    /// <param name="destination">Exactly <see cref="UpdateLength"/> bytes.</param>
    /// <exception cref="TrainingDivergedException">A value is not finite: sent, it would be everybody's.</exception>
    public void EncodeUpdate(Span<byte> destination)
    {
        ReadUpdate(Scratch);
        if (!FiniteCheck.AreFinite(Scratch))
        {
            throw new TrainingDivergedException(
                $"Training diverged: the update of round {Version.Next} has values that are not finite. Lower " +
                "inner.learningRate, lengthen inner.warmup, or lower inner.clip.");
        }

        Options.Up.Encode(Scratch, destination);
    }

    /// <summary>
    /// Digest of the global parameters as they are in memory; null where replicas may differ in their last bits.
    /// </summary>
    public virtual ReplicaDigest? DigestVersion() => null;

    /// <summary>Moves to the next version with exactly what was published.</summary>
    /// <param name="aggregate">The encoded aggregate.</param>
    /// <param name="tokens">Tokens leased up to the end of the round, which the learning rate follows.</param>
    /// <param name="digest">Of the aggregate, as committed.</param>
    /// <exception cref="InvalidDataException">The aggregate does not decode; nothing was changed.</exception>
    public void Apply(ReadOnlySpan<byte> aggregate, long tokens, string digest)
    {
        if (!Options.Down.TryDecode(aggregate, Scratch))
        {
            throw new InvalidDataException(
                $"The aggregate of round {Version.Next} has {aggregate.Length} bytes; {Scratch.Length} values in " +
                $"{Options.Down.Name} take {Options.Down.EncodedLength(Scratch.Length)}.");
        }

        ApplyAggregate(Scratch, Options.LearningRate(tokens));
        Version = Version.Next;
        Digest = digest;
    }

    /// <summary>Drops what was trained since the version. The inner optimizer's moments stay as they are.</summary>
    public abstract void Reset();

    /// <summary>What all workers hold alike at this version.</summary>
    public Payload Export()
    {
        var header = new SnapshotPartHeader
        {
            Version = Version,
            Digest = Digest,
            OptimizerSteps = Replica.OptimizerSteps,
            HasGlobal = true,
        };
        return SnapshotPart.Write(header, ReadGlobal());
    }

    /// <summary>Takes over what another worker exported, and drops what was trained since.</summary>
    /// <exception cref="InvalidDataException">It is not of this model; nothing was changed.</exception>
    public void Import(ReadOnlyMemory<byte> state)
    {
        var part = SnapshotPart.Read(state, Scratch.Length);
        MoveTo(part);
    }

    /// <summary>Measures the held-out loss of the parameters as they are.</summary>
    /// <returns>Sum of the losses in nats, and how many tokens.</returns>
    public (double LossSum, long Tokens) Evaluate(SampleRange windows)
    {
        var (lossSum, tokens) = (0.0, 0L);
        while (windows.Count > 0)
        {
            (var head, windows) = windows.SplitAt(Math.Min(windows.Count, Options.EvaluationBatch));
            var batch = Read(Options.HeldOut, [head]);
            lossSum += Replica.Evaluate(batch) * batch.TokenCount;
            tokens += batch.TokenCount;
        }

        return (lossSum, tokens);
    }

    /// <summary>The same of the version it holds, whatever was trained since.</summary>
    public virtual (double LossSum, long Tokens) EvaluateVersion(SampleRange windows) => Evaluate(windows);

    /// <summary>This worker's own part of a snapshot.</summary>
    /// <param name="work">What it has done since the version; null at a boundary.</param>
    /// <param name="withGlobal">Whether what all workers hold alike is in it as well.</param>
    public Payload Save(RoundWork? work, bool withGlobal)
    {
        var header = new SnapshotPartHeader
        {
            Version = Version,
            Digest = Digest,
            OptimizerSteps = Replica.OptimizerSteps,
            HasGlobal = withGlobal,
            Work = work,
        };
        return SnapshotPart.Write(header, withGlobal ? [.. ReadGlobal(), .. ReadOwn(work)] : ReadOwn(work));
    }

    /// <summary>Goes back to where a snapshot was taken.</summary>
    /// <param name="own">This worker's part; null when the snapshot has none, for a worker that is new.</param>
    /// <param name="global">The part with what all hold alike; null when <paramref name="own"/> has it.</param>
    /// <returns>What had been done since the version; null at a boundary.</returns>
    /// <exception cref="InvalidDataException">A part is not of this model.</exception>
    public RoundWork? Restore(Payload? own, Payload? global)
    {
        var ownPart = own is null ? null : SnapshotPart.Read(own.Bytes, Scratch.Length);
        if (ownPart is not { Header.HasGlobal: true } && global is not null)
        {
            Import(global.Bytes);
        }

        if (ownPart is null || (!ownPart.Header.HasGlobal && ownPart.Header.Version != Version))
        {
            return null;
        }

        if (ownPart.Header.HasGlobal)
        {
            MoveTo(ownPart);
        }

        WriteOwn(ownPart);
        return ownPart.Header.Work;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Replica.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>
    /// The mean loss, in nats a token; and whether the step was made: one whose gradient is not finite changes nothing.
    /// </returns>
    private protected abstract (double Loss, bool IsApplied) Step(TokenBatch batch, double learningRate);

    private protected abstract void ReadUpdate(Span<float> destination);

    private protected abstract void ApplyAggregate(ReadOnlySpan<float> aggregate, double learningRate);

    private protected abstract IReadOnlyList<SnapshotSection> ReadGlobal();

    private protected abstract void WriteGlobal(SnapshotPart part);

    private protected abstract IReadOnlyList<SnapshotSection> ReadOwn(RoundWork? work);

    private protected abstract void WriteOwn(SnapshotPart part);

    private protected SnapshotSection Copy(ReplicaState state)
    {
        var copy = new float[Scratch.Length];
        Replica.Read(state, Whole, copy);
        return new SnapshotSection(state.ToString(), copy);
    }

    private protected void Restore(ReplicaState state, SnapshotPart part) =>
        Replica.Write(state, Whole, part.Section(state.ToString()));

    /// <summary>Both moments of the inner optimizer, with its step count.</summary>
    private protected void RestoreMoments(SnapshotPart part)
    {
        Restore(ReplicaState.FirstMoment, part);
        Restore(ReplicaState.SecondMoment, part);
        Replica.OptimizerSteps = part.Header.OptimizerSteps;
    }

    private void MoveTo(SnapshotPart part)
    {
        WriteGlobal(part);
        (Version, Digest) = (part.Header.Version, part.Header.Digest);
    }

    private TokenBatch Read(SampleFiller filler, ImmutableArray<SampleRange> samples)
    {
        var sequences = checked((int)samples.Sum(range => range.Count));
        var length = Options.Context + 1;
        if (_windows.Length < sequences * length)
        {
            _windows = new long[sequences * length];
        }

        var row = 0;
        foreach (var range in samples)
        {
            filler(range, _windows.AsSpan(row * length, (int)range.Count * length));
            row += (int)range.Count;
        }

        return new TokenBatch(_windows.AsMemory(0, sequences * length), sequences);
    }
}
