using Decentral.Actors;

namespace Decentral.Training.Snapshots;

/// <summary>
/// Whose the parts are of the snapshot that was ordered last: a node can neither write another's part nor one of a snapshot that
/// nobody ordered. From any thread.
/// </summary>
public sealed class ExpectedParts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeId> _owners = [];
    private string? _snapshot;

    /// <summary>A part was ordered; with the first of another snapshot those of the one before are no longer expected.</summary>
    /// <param name="snapshot">Its name.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="owner">The node that is to write it.</param>
    public void Expect(string snapshot, string part, NodeId owner)
    {
        lock (_gate)
        {
            if (_snapshot != snapshot)
            {
                _snapshot = snapshot;
                _owners.Clear();
            }

            _owners[part] = owner;
        }
    }

    /// <summary>Whether a node may write a part.</summary>
    public bool IsExpected(string snapshot, string part, NodeId from)
    {
        lock (_gate)
        {
            return _snapshot == snapshot && _owners.TryGetValue(part, out var owner) && owner == from;
        }
    }
}
