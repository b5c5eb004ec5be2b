using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Simulation.Nodes;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Training.Tests.Fleet;

/// <summary>
/// A run directory that all nodes reach and that outlives them. A write takes its time in the writer's life; when that ends
/// before it, half of a new part stays behind; a part that is there already is replaced at one stroke. What was not ordered of a
/// node is left out.
/// </summary>
internal sealed class SimulatedSnapshots(TimeSpan latency)
{
    private readonly Dictionary<string, Dictionary<string, byte[]>> _parts = [];
    private readonly List<(string Snapshot, Round Version)> _sealed = [];
    private readonly ExpectedParts _expected = new();

    /// <summary>Complete snapshots, in the order in which they were sealed.</summary>
    public IReadOnlyList<(string Snapshot, Round Version)> Sealed => _sealed;

    /// <summary>How many parts were begun and never completed.</summary>
    public int TornParts { get; private set; }

    public IReadOnlyDictionary<string, byte[]> PartsOf(string snapshot) => _parts[snapshot];

    /// <summary>The store as the present life of a node sees it.</summary>
    public ISnapshotStore On(SimulatedNode node) => new Store(this, node.Id, node.TimeProvider);

    private sealed class Store(SimulatedSnapshots directory, NodeId node, TimeProvider clock) : ISnapshotStore
    {
        private readonly HashSet<(string Snapshot, string Part)> _writing = [];

        public Task<bool> Write(string snapshot, string part, Payload content)
        {
            using (content)
            {
                if (!_writing.Add((snapshot, part)))
                {
                    throw new InvalidOperationException($"Part {part} of snapshot {snapshot} is being written already.");
                }

                if (!directory._expected.IsExpected(snapshot, part, node))
                {
                    return Later(() => !_writing.Remove((snapshot, part)));
                }

                var bytes = content.Bytes.ToArray();
                var parts = PartsOf(snapshot);
                if (parts.TryAdd(part, bytes[..(bytes.Length / 2)]))
                {
                    directory.TornParts++;
                }

                return Later(() =>
                {
                    _writing.Remove((snapshot, part));
                    directory.TornParts -= parts[part].Length < bytes.Length ? 1 : 0;
                    parts[part] = bytes;
                    return true;
                });
            }
        }

        public void Expect(string snapshot, string part, NodeId owner) => directory._expected.Expect(snapshot, part, owner);

        public Task<bool> Seal(string snapshot, Round version) => Later(() =>
        {
            directory._sealed.Add((snapshot, version));
            return true;
        });

        public Task<IReadOnlyList<Payload?>> ReadNewest(IReadOnlyList<string> parts) =>
            Later<IReadOnlyList<Payload?>>(() =>
            {
                var newest = directory._sealed.Count == 0 ? [] : directory._parts[directory._sealed[^1].Snapshot];
                return [.. parts.Select(part => newest.TryGetValue(part, out var bytes) ? PayloadOf(bytes) : null)];
            });

        private Dictionary<string, byte[]> PartsOf(string snapshot)
        {
            if (!directory._parts.TryGetValue(snapshot, out var parts))
            {
                directory._parts[snapshot] = parts = [];
            }

            return parts;
        }

        /// <summary>Ends inside an event of the world, so that nothing escapes from its loop.</summary>
        private Task<TResult> Later<TResult>(Func<TResult> does)
        {
            var outcome = new TaskCompletionSource<TResult>();
            clock.CreateTimer(
                _ => outcome.SetResult(does()), null, directory.Latency, Timeout.InfiniteTimeSpan);
            return outcome.Task;
        }

        private static Payload PayloadOf(byte[] bytes)
        {
            var memory = MemoryPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
            bytes.CopyTo(memory.Memory);
            return new Payload(memory, bytes.Length);
        }
    }

    private TimeSpan Latency => latency;
}
