using System.CommandLine;
using Decentral.Actors.Nodes;
using Decentral.Cli.Hosting;
using Decentral.Cli.Joining;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a machine's owner says what it lends.</summary>
internal sealed class PolicyCommandOptions
{
    private const long LeastMemory = 64 << 20;

    private readonly Option<string?> _hours = new("--hours")
    {
        Description = "When it takes part, by its own clock: 22:00-07:00, or mon-fri 18:00-08:00,sat-sun 00:00-24:00. Always when left out.",
        HelpName = "HOURS",
    };

    private readonly Option<string?> _uplink = new("--up")
    {
        Description = "What it sends to the run a second at most, as in 20Mbit or 2.5MB.",
        HelpName = "RATE",
    };

    private readonly Option<string?> _downlink = new("--down")
    {
        Description = "What it takes from the run a second at most.",
        HelpName = "RATE",
    };

    private readonly Option<string?> _memory = new("--memory")
    {
        Description = "Memory that a job may take, as in 8GB; it takes part in none that needs more.",
        HelpName = "SIZE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_hours);
        command.Options.Add(_uplink);
        command.Options.Add(_downlink);
        command.Options.Add(_memory);
    }

    /// <exception cref="MistakeException">An option is not what it should be.</exception>
    public NodePolicy Read(ParseResult line) => new()
    {
        Hours = line.GetValue(_hours) is { } hours ? HoursOf(hours) : null,
        Uplink = line.GetValue(_uplink) is { } up ? QuantityOption.ParseRate(_uplink.Name, up, NodesOptions.LeastBulkLimit) : null,
        Downlink = line.GetValue(_downlink) is { } down
            ? QuantityOption.ParseRate(_downlink.Name, down, NodesOptions.LeastBulkLimit)
            : null,
        Memory = line.GetValue(_memory) is { } memory ? QuantityOption.ParseBytes(_memory.Name, memory, LeastMemory) : null,
    };

    private OpenHours HoursOf(string text) => OpenHours.TryParse(text, out var hours)
        ? hours
        : throw new MistakeException(
            $"{_hours.Name}: expected hours as in 22:00-07:00, or mon-fri 18:00-08:00,sat-sun 00:00-24:00, found '{text}'");
}
