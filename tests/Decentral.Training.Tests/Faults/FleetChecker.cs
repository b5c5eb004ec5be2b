using System.Diagnostics;
using System.Runtime.InteropServices;
using Decentral.Codecs;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Faults;

/// <summary>
/// What must hold of a fleet at all times: its ledger obeys the rules, every commit is the one that plain training on the
/// ledger's leases gives, and every replica holds exactly the version that it says.
/// </summary>
internal sealed class FleetChecker(FleetWorld world, FleetParts parts, SimulatedSnapshots snapshots) : IDisposable
{
    private readonly LedgerChecker _ledger = new(parts.Plan with { IsPaced = world.IsPaced });
    private readonly PlainTraining _plain = new(world.Fleet);
    private readonly Dictionary<int, (WorkerReplica Replica, Round Version)> _replicas = [];
    private readonly Dictionary<Round, float[]> _versions = [];
    private readonly Dictionary<Round, float[]> _outerStates = [];
    private int _sealed;

    /// <summary>What a round gives follows from the version before it and its leases alone, whatever went wrong before.</summary>
    private bool IsRecomputable => world.Fleet.Schedule is { Fragments: 1, Overlap: 0, IsAsynchronous: false } && world.Fleet.Mixing == 0
        && world.Fleet is { Up: Fp32Codec, Down: Fp32Codec, Job: null }
        && world.Fleet.Update switch
        {
            UpdateKind.Gradient => true,
            UpdateKind.PseudoGradient or UpdateKind.Parameters => world.IsMemoryless,
            UpdateKind.Velocity or UpdateKind.Momentum or UpdateKind.None => false,
            _ => throw new UnreachableException(),
        };

    public void Built(int worker, WorkerReplica replica) => _replicas[worker] = (replica, new Round(-1));

    /// <summary>
    /// Turns a bit of the parameters that a worker holds as global ones. From then on the fleet is to find out, and nobody asks
    /// here what that replica holds.
    /// </summary>
    public void Flip(int worker)
    {
        if (_replicas.Remove(worker, out var held))
        {
            ref var first = ref MemoryMarshal.GetReference(((LocalUpdateReplica)held.Replica).Global);
            first = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(first) ^ (1 << 20));
        }
    }

    /// <returns>What is wrong with the ledger's next entry; null for nothing.</returns>
    public string? Take(CoordinatorEvent happened)
    {
        var open = _ledger.Open;
        if (_ledger.Take(happened) is { } violation)
        {
            return violation;
        }

        switch (happened)
        {
            case RoundCommitted committed when IsRecomputable:
                var digest = _plain.Train(open!);
                return digest == committed.Digest
                    ? null
                    : $"Round {committed.Round} is committed as {committed.Digest}; its leases give {digest}.";
            case UpdateRefused refused when world.Flip is null:
                return $"Nobody was astray, but an update was refused: {refused}";
            case RunRolledBack back:
                foreach (var undone in _versions.Keys.Where(version => version > back.ToRound).ToArray())
                {
                    _versions.Remove(undone);
                    _outerStates.Remove(undone);
                }

                if (IsRecomputable)
                {
                    _plain.RollBack(back.ToRound.Value);
                }

                return FindUndoneInVain(back);
            default:
                return null;
        }
    }

    /// <summary>A committed round is undone only where nobody has what came of it.</summary>
    private string? FindUndoneInVain(RunRolledBack back)
    {
        foreach (var (worker, (replica, _)) in _replicas)
        {
            if (_ledger.IsMember(new WorkerId(worker)) && replica.Version > back.ToRound)
            {
                return $"{back}, but worker-{worker} holds version {replica.Version}.";
            }
        }

        return null;
    }

    /// <returns>Which replica is not what it says, or which snapshot is not whole; null for none.</returns>
    public string? CheckReplicas()
    {
        foreach (var (worker, (replica, checkedVersion)) in _replicas)
        {
            // Whoever is no member may have slept through a roll-back; it is looked at once it is admitted again.
            if (replica.Version != checkedVersion && _ledger.IsMember(new WorkerId(worker))
                && CheckReplica(worker, replica) is { } difference)
            {
                return $"worker-{worker} {difference}";
            }
        }

        return CheckSnapshots();
    }

    public void Dispose() => _plain.Dispose();

    /// <summary>At the end all members hold the last version, and every sample was used once.</summary>
    public void CheckEnd(IReadOnlyList<CoordinatorEvent> ledger, RunOutcome outcome)
    {
        Assert.IsType<RunFinished>(ledger[^1]);
        Assert.True(outcome.IsFinished);
        Assert.Equal(parts.Plan.Samples, _ledger.Count(SampleFate.Used) + _ledger.Count(SampleFate.Free));
        Assert.Equal(_ledger.Count(SampleFate.Used) * parts.Plan.TokensPerSample, outcome.State.Totals.Tokens);
        var saved = snapshots.PartsOf(snapshots.Sealed[^1].Snapshot);
        Assert.Equal(_ledger.Committed, snapshots.Sealed[^1].Version);
        Assert.All(
            saved.Values,
            part => Assert.Equal(_ledger.Committed, SnapshotPart.Read(part, parts.ParameterCount).Header.Version));
        var last = SnapshotPart.Read(saved["global"], parts.ParameterCount).Section(SharedSection).ToArray();
        Assert.All(
            _replicas.Where(held => _ledger.IsMember(new WorkerId(held.Key)) && held.Value.Replica.Version == _ledger.Committed),
            held => Assert.Equal(last, StateOf(held.Value.Replica)));
    }

    /// <summary>The section of a part that all workers hold alike.</summary>
    private string SharedSection => world.Fleet.IsOfOneStep ? "Parameters" : "Global";

    private string? CheckReplica(int worker, WorkerReplica replica)
    {
        try
        {
            _replicas[worker] = (replica, replica.Version);
            return FindDifference(replica);
        }
        catch (ObjectDisposedException)
        {
            // Its worker has ended.
            _replicas.Remove(worker);
            return null;
        }
    }

    private string? FindDifference(WorkerReplica replica)
    {
        if (replica.Version > _ledger.Committed)
        {
            return $"holds version {replica.Version}, but {_ledger.Committed} is the last committed.";
        }

        var held = StateOf(replica);
        if (!_versions.TryGetValue(replica.Version, out var version))
        {
            version = IsRecomputable ? _plain[replica.Version.Value].Parameters : held;
            _versions.Add(replica.Version, version);
        }

        if (!held.AsSpan().SequenceEqual(version))
        {
            return $"does not hold what version {replica.Version} is.";
        }

        var outer = OuterStateOf(replica);
        return _outerStates.TryAdd(replica.Version, outer) || outer.AsSpan().SequenceEqual(_outerStates[replica.Version])
            ? null
            : $"holds another outer state than others at version {replica.Version}.";
    }

    private string? CheckSnapshots()
    {
        for (; _sealed < snapshots.Sealed.Count; _sealed++)
        {
            var (name, version) = snapshots.Sealed[_sealed];
            foreach (var (part, bytes) in snapshots.PartsOf(name))
            {
                if (FindDamage(bytes, version) is { } damage)
                {
                    return $"Snapshot {name} is sealed, but its part {part} {damage}";
                }
            }
        }

        return null;
    }

    private string? FindDamage(byte[] bytes, Round version)
    {
        try
        {
            var holds = SnapshotPart.Read(bytes, parts.ParameterCount).Header.Version;
            return holds > version ? $"holds version {holds}." : null;
        }
        catch (InvalidDataException damage)
        {
            return $"is damaged: {damage.Message}";
        }
    }

    private float[] StateOf(WorkerReplica replica)
    {
        using var state = replica.Export();
        return SnapshotPart.Read(state.Bytes, parts.ParameterCount).Section(SharedSection).ToArray();
    }

    /// <summary>What the outer optimizer remembers; nothing where there is none, or it remembers nothing.</summary>
    private float[] OuterStateOf(WorkerReplica replica)
    {
        using var state = replica.Export();
        var part = SnapshotPart.Read(state.Bytes, parts.ParameterCount);
        return
        [
            .. part.Header.Sections.Where(name => name.StartsWith("Outer", StringComparison.Ordinal))
                .SelectMany(name => part.Section(name).ToArray()),
        ];
    }
}
