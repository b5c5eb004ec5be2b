using System.Text.Json.Serialization;

namespace Decentral.Cli.Joining;

/// <summary>What a node has measured for one hub, as it is kept.</summary>
internal sealed record KeptMeasures
{
    /// <summary>The link; null before it was measured.</summary>
    public KeptLink? Link { get; init; }

    /// <summary>Steps of jobs.</summary>
    public Dictionary<string, KeptStep> Steps { get; init; } = [];
}

/// <summary>A measured link.</summary>
/// <param name="Of">The limits that it was measured with.</param>
/// <param name="At">When.</param>
/// <param name="RoundTripSeconds">Of a question and its answer.</param>
/// <param name="Downlink">Bytes a second.</param>
/// <param name="Uplink">Bytes a second.</param>
internal sealed record KeptLink(string Of, DateTimeOffset At, double RoundTripSeconds, double Downlink, double Uplink);

/// <summary>A measured step.</summary>
/// <param name="Of">Job, device and threads.</param>
/// <param name="At">When.</param>
/// <param name="Seconds">That it takes.</param>
internal sealed record KeptStep(string Of, DateTimeOffset At, double Seconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptMeasures))]
internal sealed partial class KeptMeasuresJson : JsonSerializerContext;
