using System.CommandLine;
using Decentral.Benchmarks.Actors;
using Decentral.Benchmarks.Aggregation;
using Decentral.Benchmarks.Codecs;
using Decentral.Benchmarks.Failures;
using Decentral.Benchmarks.Fleets;
using Decentral.Benchmarks.Measuring;
using Decentral.Benchmarks.Methods;
using Decentral.Benchmarks.Nodes;
using Decentral.Benchmarks.Pipelines;
using Decentral.Benchmarks.Reference;
using Decentral.Benchmarks.Shaped;
using Decentral.Benchmarks.Simulation;
using Decentral.Benchmarks.Training;

namespace Decentral.Benchmarks;

/// <summary>The command line: one command a benchmark, each of which prints Markdown.</summary>
internal static class BenchmarkCommands
{
    public static RootCommand Build() => new("Side-by-side measurements, as Markdown tables with ratios measured in one run.")
    {
        Paired("actors", "The local engine against a channel hand-over.", 11, LocalEngineBenchmark.Run),
        Paired("nodes", "Nodes linked over loopback: small messages, bulk data.", 7, NodesBenchmark.Run),
        Paired("simulation", "Simulated events a second.", 11, SimulationBenchmark.Run),
        Paired("throughput", "Tokens a second against an eager PyTorch loop.", 20, ThroughputBenchmark.Run),
        Paired("pipeline", "Stages in one process: bubbles against their closed forms, arithmetic against the whole model.", 15, PipelineBenchmark.Run),
        CodecsBenchmark.Command(),
        AggregationBenchmark.Command(),
        ProtectionTax(),
        FleetTax(),
        Recovery(),
        StageKills(),
        Paired("joiner", "From a node's start to its first contribution, by the size of the model.", 5, JoinerBenchmark.Run),
        ShapedBenchmark.Command(),
        Reference(),
        MethodsCommand.Create(),
        FailuresCommand.Create(),
        Bare(),
    };

    private static Command Paired(string name, string description, int turns, Func<int, IEnumerable<string>> run)
    {
        var option = Turns(turns);
        var command = new Command(name, description) { option };
        command.SetAction(line => Print(run(line.GetValue(option))));
        return command;
    }

    private static Command ProtectionTax()
    {
        var turns = Turns(20);
        var steps = new Option<int>("--steps") { Description = "Steps of one run.", DefaultValueFactory = _ => 500 };
        var command = new Command("protection-tax", "A worker under the actor runtime against a bare loop.") { turns, steps };
        command.SetAction(line => Print(ProtectionTaxBenchmark.Run(line.GetValue(turns), line.GetValue(steps))));
        return command;
    }

    private static Command FleetTax()
    {
        var turns = Turns(20);
        var seconds = new Option<int>("--seconds") { Description = "Measured time of a turn.", DefaultValueFactory = _ => 12 };
        var command = new Command("fleet-tax", "A hub and a node, with all protection, against two bare processes.") { turns, seconds };
        command.SetAction(line => Print(FleetTaxBenchmark.Run(line.GetValue(turns), line.GetValue(seconds))));
        return command;
    }

    private static Command Recovery()
    {
        var blows = new Option<int>("--blows") { Description = "Blows of each cause.", DefaultValueFactory = _ => 10 };
        var command = new Command("recovery", "What the loss of a node or of the hub adds to a round, by cause.") { blows };
        command.SetAction(line => Print(RecoveryBenchmark.Run(line.GetValue(blows))));
        return command;
    }

    private static Command StageKills()
    {
        var kills = new Option<int>("--kills") { Description = "How many.", DefaultValueFactory = _ => 15 };
        var lease = new Option<double>("--lease") { Description = "Seconds after which a machine is done without.", DefaultValueFactory = _ => 3 };
        var command = new Command("stage-kills", "How long no step is made when a process with a stage is killed.") { kills, lease };
        command.SetAction(line => Print(StageKillBenchmark.Run(line.GetValue(kills), line.GetValue(lease))));
        return command;
    }

    /// <summary>A process of <see cref="FleetTaxBenchmark"/>, which starts it itself.</summary>
    private static Command Bare()
    {
        var dial = new Option<int?>("--dial");
        var command = new Command(BareWorker.Command) { dial };
        command.Hidden = true;
        command.SetAction(line => BareWorker.Run(line.GetValue(dial)));
        return command;
    }

    private static Option<int> Turns(int turns) => new("--turns")
    {
        Description = "How often each contender is measured, by turns.",
        DefaultValueFactory = _ => turns,
    };

    private static Command Reference()
    {
        var data = new Option<string>("--data") { Description = "A text file; its last tenth is held out.", Required = true };
        var tenth = new Option<bool>("--tenth") { Description = "A tenth of the run: 400 steps in place of 4,000." };
        var recorded = new Option<bool>("--recorded")
        {
            Description = "Take PyTorch's losses on tinyshakespeare from bench/pytorch/results instead of training it too.",
        };
        var command = new Command("reference", "Held-out losses against plain PyTorch, and bytes.") { data, tenth, recorded };
        command.SetAction(line => Print(ReferenceBenchmark.Run(
            line.GetValue(data)!,
            line.GetValue(tenth) ? ReferenceScale.Tenth : ReferenceScale.Whole,
            line.GetValue(recorded))));
        return command;
    }

    private static void Print(IEnumerable<string> tables)
    {
        Console.WriteLine($"{Machine.Describe()}\n");
        foreach (var table in tables)
        {
            Console.WriteLine(table);
        }
    }
}
