using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Codecs;
using Decentral.Codecs.Feedback;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// A worker's copy of the model with its optimizers: the part of a worker that runs on its lane. Which quantity is sent and
/// how a published aggregate changes the copy is what the kinds of update differ in.
/// </summary>
public abstract class WorkerReplica : IDisposable
{
    private const string OwedName = "Owed";
    private const string OwedBeforeName = "OwedBefore";

    private readonly long[] _tokensSince;

    /// <summary>What is owed of each fragment: what codecs kept back; empty where they keep nothing.</summary>
    private readonly float[][] _owed;

    /// <summary>What was owed of each fragment before its last update was encoded; empty where codecs keep nothing back.</summary>
    private readonly float[][] _owedBefore;

    /// <summary>The round of each fragment's last update; 0 where it cannot be withdrawn any more.</summary>
    private readonly Round[] _withdrawable;
    /// <summary>The version with which each fragment was taken up.</summary>
    private readonly Round[] _takenUp;

    private long[] _windows = [];

    /// <summary>Takes a replica over.</summary>
    protected WorkerReplica(IReplica replica, ReplicaOptions options)
    {
        ArgumentNullException.ThrowIfNull(replica);
        ArgumentNullException.ThrowIfNull(options);
        Replica = replica;
        Options = options;
        Whole = FragmentPartition.Whole(replica.Layout);
        Fragments = options.Fragments?.Invoke(replica.Layout) ?? [Whole];
        _tokensSince = new long[Fragments.Length];
        _takenUp = new Round[Fragments.Length];
        var kept = !options.Up.KeepsBack ? 0 : options.Correction is null ? 1 : VelocityEncoder.ValuesKept;
        _owed = [.. Fragments.Select(part => new float[checked((int)part.ElementCount * kept)])];
        _owedBefore = [.. _owed.Select(owed => new float[owed.Length])];
        _withdrawable = new Round[Fragments.Length];
        Scratch = new float[checked((int)Whole.ElementCount)];
    }

    /// <summary>The version of the global parameters it holds.</summary>
    public Round Version { get; private protected set; }

    /// <summary>Digest of the aggregate that led to the version; null where that is not known.</summary>
    public string? Digest { get; private set; }

    /// <summary>Bytes of the encoded update of a round.</summary>
    public int UpdateLength(Round round) => Options.Up.At(round).EncodedLength(LengthOf(FragmentId.Of(round, Fragments.Length)));

    /// <summary>
    /// Whether a replica that takes up the global parameters has the same ones as one that has applied all that led to them: it keeps
    /// none of its own from round to round.
    /// </summary>
    public bool KeepsNothing => Fragments.Length == 1 && Options.Mixing == 0;

    /// <summary>
    /// Whether fragments of the global parameters are taken up one by one, each when the outcome of its last update is there, and not all
    /// when a round begins.
    /// </summary>
    private protected bool IsInterleaved => Options.IsAsynchronous && Fragments.Length > 1;

    /// <summary>Whether the replica's own parameters are the global ones.</summary>
    private protected bool IsAtVersion { get; set; } = true;

    /// <summary>Bytes of the parameters: what a pass over all of them takes.</summary>
    public long ParameterBytes => Scratch.Length * (long)sizeof(float);

    private protected IReplica Replica { get; }

    private protected ReplicaOptions Options { get; }

    private protected ArenaFragment Whole { get; }

    /// <summary>The parts that the parameters are synchronised in.</summary>
    private protected ImmutableArray<ArenaFragment> Fragments { get; }

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
        var trained = new TrainedTokens(batch.TokenCount, loss * batch.TokenCount, learningRate) { IsSkipped = !isApplied };
        TrainingDivergedException.ThrowIfNotFinite(trained, tokens);
        foreach (ref var tokensSince in _tokensSince.AsSpan())
        {
            tokensSince += batch.TokenCount;
        }

        return trained;
    }

    /// <summary>Encodes what has changed of a fragment since it was synchronised.</summary>
    /// <param name="round">The round that it is for.</param>
    /// <param name="destination">Exactly as many bytes as <see cref="UpdateLength"/> says.</param>
    /// <returns>Tokens trained since the fragment's last update: what this one weighs.</returns>
    /// <exception cref="TrainingDivergedException">A value is not finite: sent, it would be everybody's.</exception>
    public long EncodeUpdate(Round round, Span<byte> destination)
    {
        var fragment = FragmentId.Of(round, Fragments.Length);
        var update = Scratch.AsSpan(0, LengthOf(fragment));
        ReadUpdate(round, fragment, update);
        if (!FiniteCheck.AreFinite(update))
        {
            throw new TrainingDivergedException(
                $"Training diverged: the update of round {round} has values that are not finite. Lower " +
                "inner.learningRate, lengthen inner.warmup, or lower inner.clip.");
        }

        _owed[fragment.Value].CopyTo(_owedBefore[fragment.Value], 0);
        _withdrawable[fragment.Value] = round;
        EncoderOf(round, fragment).Encode(update, destination);
        var weight = _tokensSince[fragment.Value];
        _tokensSince[fragment.Value] = 0;
        if (Options.RestartsRounds)
        {
            TakeUpGlobal();
        }

        return weight;
    }

    /// <summary>
    /// Digest of a fragment of the global parameters as they are in memory; null where replicas may differ in their last bits.
    /// </summary>
    public virtual ReplicaDigest? DigestVersion(FragmentId fragment) => null;

    /// <summary>Moves to the next version with exactly what was published.</summary>
    /// <param name="published">What it is.</param>
    /// <param name="aggregate">The encoded aggregate.</param>
    /// <param name="hasContributed">Whether an update of this replica was encoded for it.</param>
    /// <exception cref="InvalidDataException">The aggregate does not decode; nothing was changed.</exception>
    public void Apply(PublishedHeader published, ReadOnlySpan<byte> aggregate, bool hasContributed)
    {
        ArgumentNullException.ThrowIfNull(published);
        var fragment = published.Fragment;
        if (fragment.Value >= Fragments.Length)
        {
            throw new InvalidDataException(
                $"The aggregate of round {Version.Next} is of {fragment}; the model is synchronised in {Fragments.Length}.");
        }

        var values = Scratch.AsSpan(0, LengthOf(fragment));
        var format = Options.Down.At(Version.Next);
        if (!format.TryDecode(aggregate, values))
        {
            throw new InvalidDataException(
                $"The aggregate of round {Version.Next} has {aggregate.Length} bytes; {values.Length} values in " +
                $"{format.Name} take {format.EncodedLength(values.Length)}.");
        }

        var step = new OuterRound(Version.Value / Fragments.Length, Options.LearningRate(published.TokensThrough))
        {
            Arrivals = published.Arrivals,
            Contributions = published.Contributions,
        };
        ApplyAggregate(fragment, values, step);
        if (!hasContributed)
        {
            _tokensSince[fragment.Value] = 0;
        }

        Version = Version.Next;
        Digest = published.Digest;
        if (IsInterleaved && IsAtVersion)
        {
            _takenUp[fragment.Value] = Version;
        }
    }

    /// <summary>Drops what was trained beside the global parameters. The inner optimizer's moments stay as they are.</summary>
    /// <param name="withdrawn">
    /// Rounds whose updates counted for nothing: what was owed before them is owed again, as they took that with them.
    /// </param>
    public void Reset(params ReadOnlySpan<Round> withdrawn)
    {
        foreach (var round in withdrawn)
        {
            Withdraw(round);
        }

        TakeUpGlobal();
        Array.Clear(_tokensSince);
        Array.Fill(_takenUp, Version);
    }

    /// <summary>The version with which a fragment was taken up last, where members train on their own clocks by fragments.</summary>
    public Round TakenUp(FragmentId fragment) => _takenUp[fragment.Value];

    /// <summary>Takes up a fragment of the global parameters, for one on its own clock that goes on with the others.</summary>
    /// <param name="fragment">Which.</param>
    /// <param name="isAnew">Whether nothing is kept of what was trained beside it; otherwise it is mixed with that.</param>
    /// <param name="withdrawn">A round whose update of it counted for nothing; 0 for none.</param>
    public void TakeUp(FragmentId fragment, bool isAnew, Round withdrawn)
    {
        Withdraw(withdrawn);
        TakeUpGlobal(fragment, isAnew);
        _takenUp[fragment.Value] = Version;
        if (isAnew)
        {
            _tokensSince[fragment.Value] = 0;
        }
    }

    private void Withdraw(Round round)
    {
        var fragment = FragmentId.Of(round, Fragments.Length).Value;
        if (round > Round.Zero && _withdrawable[fragment] == round)
        {
            _owedBefore[fragment].CopyTo(_owed[fragment], 0);
            _withdrawable[fragment] = Round.Zero;
        }
    }

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
        return SnapshotPart.Write(header, ReadGlobal(), [], []);
    }

    /// <summary>Takes over what another worker exported, and drops what was trained since, unless versions are followed beside it.</summary>
    /// <exception cref="InvalidDataException">It is not of this model; nothing was changed.</exception>
    /// <param name="state">What was exported.</param>
    /// <param name="isIdle">Whether nothing that was trained since is to be kept.</param>
    public void Import(ReadOnlyMemory<byte> state, bool isIdle = true)
    {
        MoveTo(SnapshotPart.Read(state, Scratch.Length));
        if (isIdle || !Options.IsAsynchronous)
        {
            Reset();
        }
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
    /// <param name="progress">What the worker is about.</param>
    /// <param name="withGlobal">Whether what all workers hold alike is in it as well.</param>
    internal Payload Save(WorkerProgress progress, bool withGlobal)
    {
        var header = new SnapshotPartHeader
        {
            Version = Version,
            Digest = Digest,
            OptimizerSteps = Replica.OptimizerSteps,
            HasGlobal = withGlobal,
            Work = progress.Work,
            TokensSince = Fragments.Length == 1 ? [] : [.. _tokensSince],
            TakenUp = IsInterleaved ? _takenUp : [],
            Withdrawable = Options.Up.KeepsBack ? _withdrawable : [],
            Outgoing = progress.Outgoing,
            Applied = progress.Applied,
        };
        return SnapshotPart.Write(
            header,
            [.. withGlobal ? ReadGlobal() : [], .. ReadOwn(), .. ReadOwed()],
            progress.Updates,
            progress.Aggregate is { } aggregate ? aggregate.Bytes.Span : default);
    }

    /// <summary>Goes back to where a snapshot was taken.</summary>
    /// <param name="own">This worker's part; null when the snapshot has none, for a worker that is new.</param>
    /// <param name="global">The part with what all hold alike; null when <paramref name="own"/> has it.</param>
    /// <returns>What the worker was about.</returns>
    /// <exception cref="InvalidDataException">A part is not of this model.</exception>
    internal WorkerProgress Restore(Payload? own, Payload? global)
    {
        var ownPart = own is null ? null : SnapshotPart.Read(own.Bytes, Scratch.Length);
        if (ownPart is not { Header.HasGlobal: true } && global is not null)
        {
            Import(global.Bytes);
        }

        if (ownPart is null || (!ownPart.Header.HasGlobal && ownPart.Header.Version != Version && !Options.IsAsynchronous))
        {
            return new WorkerProgress();
        }

        if (ownPart.Header.HasGlobal)
        {
            MoveTo(ownPart);
            if (!Options.IsAsynchronous)
            {
                Reset();
            }
        }

        WriteOwn(ownPart);
        WriteOwed(ownPart);
        RestoreTokensSince(ownPart.Header);
        var header = ownPart.Header;
        for (var fragment = 0; fragment < Fragments.Length; fragment++)
        {
            _takenUp[fragment] = fragment < header.TakenUp.Count ? header.TakenUp[fragment] : Round.Zero;
        }

        return new WorkerProgress
        {
            Work = header.Work,
            Outgoing = [.. header.Outgoing],
            Updates = [.. ownPart.Outgoing.Select(update => Payload.CopyOf(update.Span))],
            Applied = header.Applied,
            Aggregate = header.Applied is null ? null : Payload.CopyOf(ownPart.Applied.Span),
        };
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

    /// <summary>The replica takes the global parameters for its own.</summary>
    private protected abstract void TakeUpGlobal();

    /// <summary>The same of a fragment, for one on its own clock.</summary>
    private protected virtual void TakeUpGlobal(FragmentId fragment, bool isAnew) => TakeUpGlobal();

    private protected abstract void ReadUpdate(Round round, FragmentId fragment, Span<float> destination);

    /// <param name="fragment">What was synchronised.</param>
    /// <param name="aggregate">Its values, which may be overwritten.</param>
    /// <param name="round">What goes with them.</param>
    private protected abstract void ApplyAggregate(FragmentId fragment, Span<float> aggregate, in OuterRound round);

    private protected abstract IReadOnlyList<SnapshotSection> ReadGlobal();

    private protected abstract void WriteGlobal(SnapshotPart part);

    private protected abstract IReadOnlyList<SnapshotSection> ReadOwn();

    private protected abstract void WriteOwn(SnapshotPart part);

    private protected int LengthOf(FragmentId fragment) => checked((int)Fragments[fragment.Value].ElementCount);

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

    private ITensorEncoder EncoderOf(Round round, FragmentId fragment) =>
        Options.Up.At(round) is IContractiveCodec codec && Options.Correction is { } correction
            ? new VelocityEncoder(codec, _owed[fragment.Value], correction)
            : TensorEncoders.For(Options.Up.At(round), _owed[fragment.Value], Options.Feedback);

    private SnapshotSection[] ReadOwed() => !Options.Up.KeepsBack ? [] : [.. InSections(OwedName, _owed), .. InSections(OwedBeforeName, _owedBefore)];

    /// <summary>What was owed by the part of another codec is nothing to this one.</summary>
    private void WriteOwed(SnapshotPart part)
    {
        if (!Options.Up.KeepsBack || part.Header.Withdrawable.Count != Fragments.Length
            || !SectionNames(OwedName).Concat(SectionNames(OwedBeforeName)).All(part.Has))
        {
            return;
        }

        OutOfSections(OwedName, part, _owed);
        OutOfSections(OwedBeforeName, part, _owedBefore);
        part.Header.Withdrawable.ToArray().CopyTo(_withdrawable, 0);
    }

    /// <summary>A section has one value a parameter, and more than one may be owed for each.</summary>
    private IEnumerable<string> SectionNames(string name) =>
        Enumerable.Range(0, _owed.Sum(owed => owed.Length) / Scratch.Length).Select(index => index == 0 ? name : $"{name}{index}");

    private IEnumerable<SnapshotSection> InSections(string name, float[][] byFragment)
    {
        ReadOnlyMemory<float> values = byFragment.SelectMany(owed => owed).ToArray();
        foreach (var section in SectionNames(name))
        {
            var padded = new float[Scratch.Length];
            values[..Math.Min(padded.Length, values.Length)].CopyTo(padded);
            values = values[Math.Min(padded.Length, values.Length)..];
            yield return new SnapshotSection(section, padded);
        }
    }

    private void OutOfSections(string name, SnapshotPart part, float[][] byFragment)
    {
        var values = new List<float>();
        foreach (var section in SectionNames(name))
        {
            values.AddRange(part.Section(section));
        }

        var start = 0;
        foreach (var owed in byFragment)
        {
            values.CopyTo(start, owed, 0, owed.Length);
            start += owed.Length;
        }
    }

    /// <summary>With one fragment these are the tokens of the round in progress, which its work says.</summary>
    private void RestoreTokensSince(SnapshotPartHeader header)
    {
        if (Fragments.Length == 1)
        {
            _tokensSince[0] = header.Work?.Tokens ?? 0;
        }
        else if (header.TokensSince.Count == Fragments.Length)
        {
            header.TokensSince.ToArray().CopyTo(_tokensSince, 0);
        }
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
