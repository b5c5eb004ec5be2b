using System.Globalization;
using System.Runtime.InteropServices;
using Decentral.Benchmarks.Actors;
using Decentral.Benchmarks.Simulation;

// Each benchmark prints Markdown tables; a new one is one more line here.
var benchmarks = new SortedDictionary<string, Func<int, IEnumerable<string>>>(StringComparer.Ordinal)
{
    ["actors"] = LocalEngineBenchmark.Run,
    ["simulation"] = SimulationBenchmark.Run,
};

const int DefaultTurns = 11;
var turns = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : DefaultTurns;
if (args.Length is 0 or > 2 || (args[0] != "all" && !benchmarks.ContainsKey(args[0])) || turns < 1)
{
    Console.Error.WriteLine($"usage: Decentral.Benchmarks all|{string.Join('|', benchmarks.Keys)} [turns, {DefaultTurns}]");
    return 2;
}

Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
    + $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors, {turns} turns\n");
foreach (var (_, run) in benchmarks.Where(benchmark => args[0] == "all" || args[0] == benchmark.Key))
{
    foreach (var table in run(turns))
    {
        Console.WriteLine(table);
    }
}

return 0;
