using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Membership;
using Decentral.Simulation.Compute;
using Decentral.Simulation.Disks;
using Decentral.Simulation.Randomness;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Nodes;

/// <summary>A machine of the world, over all its lives.</summary>
public sealed class SimulatedNode
{
    private const ulong RestartTrace = 0x7_0005;

    private readonly SimulatedWorld _world;
    private readonly SimulatedNodeOptions _options;
    private readonly LaneQueue _lanes;
    private long _incarnations;
    private SimulatedActorSystem? _system;
    private bool _startsOnRejoin;

    internal SimulatedNode(SimulatedWorld world, NodeId id, SimulatedNodeOptions options)
    {
        _world = world;
        _options = options;
        Id = id;
        Device = options.Device;
        _lanes = new LaneQueue(this, world.Loop, SeededRandom.For(world.Options.Seed, $"lanes/{id}"));
        Disk = new SimulatedDisk(this, world.Loop, options.Disk, SeededRandom.For(world.Options.Seed, $"disk/{id}"));
    }

    /// <summary>Its name, the same over all its lives.</summary>
    public NodeId Id { get; }

    /// <summary>Its process runs.</summary>
    public bool IsUp => _system is { IsAlive: true };

    /// <summary>Sees neither the authority nor any other node.</summary>
    public bool IsIsolated { get; private set; }

    /// <summary>Its process stands still.</summary>
    public bool IsFrozen => Standstill.IsFrozen;

    /// <summary>The engine of its present life.</summary>
    /// <exception cref="InvalidOperationException">It is down.</exception>
    public IActorSystem System => Present;

    /// <summary>Its disk, which outlives its processes unless a crash takes it along.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>The journal on its disk.</summary>
    public IJournal Journal => Disk;

    /// <summary>How fast its lanes are from now on.</summary>
    public DeviceProfile Device { get; set; }

    /// <summary>A clock whose timers die with the present life.</summary>
    public TimeProvider TimeProvider
    {
        get
        {
            var life = Present;
            return new SimulatedTimeProvider(_world.Loop, () => life.IsAlive, Standstill.WhenAwake);
        }
    }

    internal MemberProfile Profile => _options.Profile;

    internal Standstill Standstill { get; } = new();

    internal bool IsOutOfSight => IsIsolated || IsFrozen;

    internal SimulatedActorSystem? Life => _system;

    internal SimulatedActorSystem Present => IsUp
        ? _system!
        : throw new InvalidOperationException($"{Id} is down; start it first.");

    /// <summary>A lane for one worker; the node's lanes serve all of them by turns.</summary>
    public IComputeLane CreateLane() => new SimulatedLane(_lanes);

    /// <summary>Begins a new life and boots it.</summary>
    public void Start()
    {
        if (IsUp || IsIsolated)
        {
            throw new InvalidOperationException($"{Id} is up already, or isolated and cannot join.");
        }

        _system = new SimulatedActorSystem(_world, new Member(Id, ++_incarnations, _options.Profile), Standstill);
        _world.Membership.Started(_system);
        _options.Boot?.Invoke(this);
    }

    /// <summary>Its process dies at once, without <see cref="Actor.Stopped"/>; the others learn of it from the verdict.</summary>
    /// <param name="keepsDisk">False: its journal is gone too.</param>
    /// <param name="restartsAfter">When it begins a new life; null for never.</param>
    public void Crash(bool keepsDisk = true, TimeSpan? restartsAfter = null)
    {
        if (!IsUp)
        {
            return;
        }

        var life = Present;
        life.Crash();
        _lanes.Clear();
        Disk.Crash(keepsDisk);
        EndStandstill();
        _world.Membership.Forget(life);
        _world.Membership.LostSight(life, $"{Id} has not been heard of since {_world.Now:HH:mm:ss.fff}.");
        if (restartsAfter is { } delay)
        {
            _world.Loop.Plan(delay, RestartTrace ^ life.TraceId, StartUnlessUp);
        }
    }

    /// <summary>
    /// Cuts it off from every other node and from the authority. Its actors go on; after the verdict it is no member.
    /// </summary>
    public void Isolate()
    {
        if (IsIsolated)
        {
            return;
        }

        LoseSight();
        IsIsolated = true;
    }

    /// <summary>
    /// Makes its process stand still: no turn, no timer and no work until <see cref="Thaw"/>. What is sent to it waits at its
    /// door, and what it has sent arrives; nobody hears from it, so that after the verdict it is no member.
    /// </summary>
    public void Freeze()
    {
        if (IsUp && !IsFrozen)
        {
            LoseSight();
            Standstill.Begin(_world.Now);
        }
    }

    /// <summary>
    /// Ends <see cref="Freeze"/>: what has waited happens, in its order. If it was removed in the meantime, it hears so with
    /// the next news, and begins a new life.
    /// </summary>
    public void Thaw()
    {
        if (!IsFrozen)
        {
            return;
        }

        EndStandstill();
        if (!IsIsolated && !_world.Membership.IsSeenAgain(Present))
        {
            var life = Present;
            _world.Loop.Plan(_world.Options.NewsDelay, RestartTrace ^ life.TraceId, () => HearOfRemoval(life));
        }
    }

    /// <summary>Ends <see cref="Isolate"/>. If it was removed in the meantime, it begins a new life.</summary>
    public void Rejoin()
    {
        if (!IsIsolated)
        {
            return;
        }

        IsIsolated = false;
        if (IsUp && !IsFrozen && !_world.Membership.IsSeenAgain(Present))
        {
            Crash();
            _startsOnRejoin = true;
        }

        _world.ResendHeld(this);
        if (_startsOnRejoin)
        {
            _startsOnRejoin = false;
            StartUnlessUp();
        }
    }

    /// <summary>Makes the actor at a path fail as if it had thrown; false when nobody lives there.</summary>
    public bool FailActor(string path, Exception fault)
    {
        var cell = IsUp ? Present.Find(path) : null;
        cell?.PostFault(fault);
        return cell is not null;
    }

    private void LoseSight()
    {
        if (IsUp && !IsOutOfSight)
        {
            _world.Membership.LostSight(Present, $"{Id} has been out of sight since {_world.Now:HH:mm:ss.fff}.");
        }
    }

    private void EndStandstill()
    {
        if (IsFrozen)
        {
            Standstill.End(_world.Now);
        }
    }

    private void HearOfRemoval(SimulatedActorSystem life)
    {
        if (life == _system && IsUp && !IsFrozen)
        {
            Crash();
            StartUnlessUp();
        }
    }

    private void StartUnlessUp()
    {
        if (IsIsolated)
        {
            _startsOnRejoin = true;
        }
        else if (!IsUp)
        {
            Start();
        }
    }
}
