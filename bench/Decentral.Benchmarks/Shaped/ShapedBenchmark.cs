using System.CommandLine;
using System.Globalization;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Shaped;

/// <summary>
/// Wall clock over slow links: nodes in network namespaces whose links are shaped by tc, trained by Decentral and by PyTorch's
/// DistributedDataParallel with gloo. The same model, batch, cores and links.
/// </summary>
internal static class ShapedBenchmark
{
    private const int MostNodes = 64;
    private const int MostMegabits = 100_000;
    private const int Stopped = 3;
    private const int Mistaken = 2;

    public static Command Command()
    {
        var nodes = List("--nodes", "2,4", "Numbers of nodes, separated by commas.");
        var rates = List("--rates", "1,10,100,1000", "Mbit/s of each node's link, each way.");
        var methods = List("--methods", "streaming-diloco,diloco,ddp", "Who trains.");
        var seconds = Number("--seconds", 120, "Measured time of a row, at least.");
        var every = Number("--every", 100, "H, of Decentral's methods.");
        var command = new Command("shaped", "Nodes with slow links, against DistributedDataParallel with gloo. Takes root.")
        {
            nodes, rates, methods, seconds, every,
        };
        command.SetAction(line =>
        {
            try
            {
                return Run(new ShapedPlan(
                    ShapedPlan.ReadNumbers("--nodes", line.GetValue(nodes)!, 2, MostNodes),
                    ShapedPlan.ReadNumbers("--rates", line.GetValue(rates)!, 1, MostMegabits),
                    ShapedPlan.ReadMethods(line.GetValue(methods)!),
                    TimeSpan.FromSeconds(AtLeast(1, "--seconds", line.GetValue(seconds))),
                    new ShapedWork(AtLeast(ShapedWork.Layers, "--every", line.GetValue(every)))));
            }
            catch (FormatException mistake)
            {
                Console.Error.WriteLine(mistake.Message);
                return Mistaken;
            }
        });
        return command;
    }

    private static Option<string> List(string name, string all, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => all };

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static int AtLeast(int least, string option, int number) => number >= least
        ? number
        : throw new FormatException($"{option}: expected {least} or more, found {number}");

    private static int Run(ShapedPlan plan)
    {
        if (ShapedNetwork.Obstacle() is { } obstacle)
        {
            Console.Error.WriteLine(obstacle);
            return Mistaken;
        }

        Console.WriteLine($"{Machine.Describe()}\n");
        using var interruption = new Interruption();
        var table = new MarkdownTable(
            plan.Work.Description, "exchanges", "seconds", "tokens/s", "utilisation", "idle", "idle in a round, median", "most");
        try
        {
            foreach (var cell in plan.Cells)
            {
                Add(table, cell, interruption.Token);
            }

            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stopped");
            return Stopped;
        }
        finally
        {
            Console.WriteLine(table);
        }
    }

    /// <summary>What fails is said, and is no reason to lose the others.</summary>
    private static void Add(MarkdownTable table, ShapedCell cell, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss}  {cell.Description}");
        try
        {
            var row = Row(cell.Method == ShapedMethod.Ddp
                ? DdpFleet.Measure(cell, cancellationToken)
                : DecentralFleet.Measure(cell, cancellationToken));
            Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss}    {string.Join(", ", row)}");
            table.Add([cell.Description, .. row]);
        }
        catch (InvalidOperationException error)
        {
            // Ctrl-C reaches the processes too, whose end is then no failure.
            cancellationToken.ThrowIfCancellationRequested();
            Console.Error.WriteLine(error.Message);
            table.Add(cell.Description, "failed", "", "", "", "", "", "");
        }
    }

    private static string[] Row(ShapedResult result) =>
    [
        Text($"{result.Exchanges:N0}"),
        Text($"{result.Wall.TotalSeconds:0}"),
        Text($"{result.TokensPerSecond:N0}"),
        Text($"{100 * result.Utilisation:0.0} %"),
        Text($"{100 * result.Idle:0.0} %"),
        .. result.IdleOfRounds is [] ? (string[])["", ""] :
        [
            Text($"{100 * Estimate.Of(result.IdleOfRounds).Median:0.00} %"),
            Text($"{100 * result.IdleOfRounds.Max():0.00} %"),
        ],
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
