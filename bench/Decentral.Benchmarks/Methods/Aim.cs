namespace Decentral.Benchmarks.Methods;

/// <summary>How near to data-parallel training a method is to come with how few bytes.</summary>
/// <param name="TimesFewer">Bytes of data-parallel training in fp32 over the method's.</param>
/// <param name="MostPercent">By how much its loss may lie above; null: as little as can be had.</param>
internal sealed record Aim(double TimesFewer, double? MostPercent)
{
    public static IReadOnlyList<Aim> All { get; } = [new Aim(45, 1), new Aim(400, 3), new Aim(1000, null)];

    public string Verdict(double percent) =>
        MostPercent is null ? "no bound" : percent <= MostPercent ? $"within {MostPercent} %" : $"**misses {MostPercent} %**";
}
