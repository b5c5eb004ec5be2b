using System.Diagnostics.CodeAnalysis;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>Orders that a worker has yet to carry out, in the order they came; a repeated one replaces the first.</summary>
internal sealed class Agenda
{
    private readonly List<WorkerOrder> _orders = [];

    public void Add(WorkerOrder order)
    {
        var known = _orders.FindIndex(other => IsRepetition(other, order));
        if (known >= 0)
        {
            _orders[known] = order;
        }
        else
        {
            _orders.Add(order);
        }
    }

    /// <summary>Takes the first that is due.</summary>
    public bool TryTake(Predicate<WorkerOrder> isDue, [NotNullWhen(true)] out WorkerOrder? order)
    {
        var first = _orders.FindIndex(isDue);
        order = first < 0 ? null : _orders[first];
        if (first >= 0)
        {
            _orders.RemoveAt(first);
        }

        return order is not null;
    }

    /// <summary>The first of a kind that a condition holds for; null where there is none.</summary>
    public TOrder? Find<TOrder>(Predicate<TOrder> condition)
        where TOrder : WorkerOrder =>
        _orders.OfType<TOrder>().FirstOrDefault(order => condition(order));

    public void Clear() => _orders.Clear();

    private static bool IsRepetition(WorkerOrder earlier, WorkerOrder later) => (earlier, later) switch
    {
        (StartRound a, StartRound b) => a.Round == b.Round,
        (Evaluate a, Evaluate b) => a.Version == b.Version,
        (SaveSnapshot a, SaveSnapshot b) => a.Snapshot == b.Snapshot,
        _ => false,
    };
}
