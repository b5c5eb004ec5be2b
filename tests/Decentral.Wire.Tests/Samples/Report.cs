using System.Collections.Immutable;
using Decentral.Actors;

namespace Decentral.Wire.Tests.Samples;

/// <summary>A field of every kind.</summary>
internal sealed record Report(
    bool IsFinal,
    int Round,
    long Tokens,
    ulong Digest,
    float Rate,
    double Loss,
    string Name,
    string? Note,
    ImmutableArray<byte> Bytes,
    Colour Colour,
    NodeId Node,
    ActorAddress Place,
    ActorRef Worker,
    long? Deadline,
    ImmutableArray<Part> Parts)
{
    /// <summary>Since the second version.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Since the third version.</summary>
    public ImmutableArray<double?> Losses { get; init; } = [];

    public static Report Sample { get; } = new(
        IsFinal: true,
        Round: -3,
        Tokens: 5_000_000_000,
        Digest: ulong.MaxValue,
        Rate: 0.5f,
        Loss: 1.5,
        Name: "é",
        Note: null,
        Bytes: [1, 2, 3],
        Colour: Colour.Violet,
        Node: new NodeId("hub"),
        Place: new ActorAddress(new NodeId("a"), "x/y", 2),
        Worker: ActorRef.None,
        Deadline: null,
        Parts: [new Part("p", 300)])
    {
        IsUrgent = true,
        Losses = [0.25, null],
    };

    /// <summary>The first 15 fields of the sample, which all versions have.</summary>
    public static string RequiredHex { get; } = string.Concat(
        "C3",
        "FD",
        "CF000000012A05F200",
        "CFFFFFFFFFFFFFFFFF",
        "CA3F000000",
        "CB3FF8000000000000",
        "A2C3A9",
        "C0",
        "C403010203",
        "CCC8",
        "A3687562",
        "93A161A3782F7902",
        "C0",
        "C0",
        "9192A170CD012C");

    public bool Equals(Report? other) => other is not null && Told(this) == Told(other);

    public override int GetHashCode() => Round;

    private static string Told(Report report) =>
        $"{report.IsFinal} {report.Round} {report.Tokens} {report.Digest} {report.Rate} {report.Loss} {report.Name} " +
        $"{report.Note ?? "-"} {Convert.ToHexString(report.Bytes.AsSpan())} {report.Colour} {report.Node} {report.Place} " +
        $"{report.Worker} {report.Deadline} {string.Join(',', report.Parts)} {report.IsUrgent} " +
        string.Join(',', report.Losses);
}
