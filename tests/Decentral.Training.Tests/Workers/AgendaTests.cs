using Decentral.Models.Data;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Workers;

public sealed class AgendaTests
{
    [Fact]
    public void Add_DifferentOrders_KeepsTheirOrder()
    {
        var agenda = new Agenda();
        WorkerOrder[] orders = [Measure(1), Save("a"), Start(2, 1), Start(3, 1)];

        foreach (var order in orders)
        {
            agenda.Add(order);
        }

        Assert.Equal(orders, Drain(agenda));
    }

    [Fact]
    public void Add_Repetition_ReplacesTheFirstInItsPlace()
    {
        var agenda = new Agenda();
        agenda.Add(Start(2, 1));
        agenda.Add(Measure(2));

        agenda.Add(Start(2, 4));

        Assert.Equal([Start(2, 4), Measure(2)], Drain(agenda));
    }

    [Fact]
    public void Clear_SomeOrders_LeavesNone()
    {
        var agenda = new Agenda();
        agenda.Add(Save("a"));

        agenda.Clear();

        Assert.False(agenda.TryTake(_ => true, out _));
    }

    [Fact]
    public void TryTake_FirstIsNotDue_GivesTheFirstThatIs()
    {
        var agenda = new Agenda();
        agenda.Add(Start(3, 4));
        agenda.Add(Measure(1));
        agenda.Add(Measure(2));

        var isFound = agenda.TryTake(order => order is Evaluate, out var taken);

        Assert.True(isFound);
        Assert.Equal(Measure(1), taken);
        Assert.Equal([Start(3, 4), Measure(2)], Drain(agenda));
    }

    private static List<WorkerOrder> Drain(Agenda agenda)
    {
        var orders = new List<WorkerOrder>();
        while (agenda.TryTake(_ => true, out var order))
        {
            orders.Add(order);
        }

        return orders;
    }

    private static StartRound Start(long round, int steps) =>
        new(new Term(1), new Round(round), new Term(1), steps, default, default, Continues: true);

    private static Evaluate Measure(long version) => new(new Term(1), new Round(version), new SampleRange(0, 1));

    private static SaveSnapshot Save(string snapshot) => new(new Term(1), new Round(1), snapshot, true);
}
