using System.CommandLine;
using Decentral.Cli.Estimates;
using Decentral.Cli.Hosting;
using Decentral.Training.Estimates;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a dry run is told of links and machines.</summary>
internal sealed class EstimateCommandOptions
{
    /// <summary>Bytes a second.</summary>
    private const long SlowestLink = 125;

    private const string DefaultLatency = "50ms";

    private static readonly string[] DefaultLinks = ["1Mbit", "10Mbit", "100Mbit", "1000Mbit"];

    private readonly Option<string[]> _links = new("--link")
    {
        Description = $"With --dry-run: a link of each machine, as in 10Mbit/s, to say how well it will do; may be repeated. "
            + $"{string.Join(", ", DefaultLinks)} when left out.",
        HelpName = "RATE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _hubLink = new("--hub-link")
    {
        Description = "With --dry-run: the hub's own link, which all workers share; as the others' when left out.",
        HelpName = "RATE",
    };

    private readonly Option<string?> _latency = new("--latency")
    {
        Description = $"With --dry-run: what each transfer takes beside its bytes; {DefaultLatency} when left out.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _stepTime = new("--step-time")
    {
        Description = "With --dry-run: what an inner step of a worker takes, as in 250ms; measured here when left out.",
        HelpName = "TIME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_links);
        command.Options.Add(_hubLink);
        command.Options.Add(_latency);
        command.Options.Add(_stepTime);
    }

    /// <exception cref="MistakeException">An option is not what it should be.</exception>
    public EstimateConditions Read(ParseResult line)
    {
        var latency = QuantityOption.ParseSpan(_latency.Name, line.GetValue(_latency) ?? DefaultLatency, TimeSpan.Zero);
        double? hub = line.GetValue(_hubLink) is { } text ? QuantityOption.ParseRate(_hubLink.Name, text, SlowestLink) : null;
        var given = line.GetValue(_links)!;
        var links = (given.Length == 0 ? DefaultLinks : given).Select(link =>
        {
            var rate = QuantityOption.ParseRate(_links.Name, link, SlowestLink);
            return new LinkConditions(rate, hub ?? rate, latency);
        });
        return new EstimateConditions(
            [.. links],
            latency,
            line.GetValue(_stepTime) is { } step
                ? QuantityOption.ParseSpan(_stepTime.Name, step, TimeSpan.FromMicroseconds(1))
                : null);
    }

    /// <summary>Where nothing is estimated, nobody may think that an option had an effect.</summary>
    /// <exception cref="MistakeException">One of them is there.</exception>
    public void Refuse(ParseResult line)
    {
        foreach (var option in (Option[])[_links, _hubLink, _latency, _stepTime])
        {
            if (line.GetResult(option) is { Implicit: false })
            {
                throw new MistakeException($"{option.Name} is for an estimate: add --dry-run");
            }
        }
    }
}
