using System.Globalization;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>
/// The versions of the protocol between nodes. Frames are extended without a new one; a new one is for what breaks.
/// </summary>
internal static class ProtocolVersion
{
    /// <summary>The oldest that this build speaks.</summary>
    public const int Oldest = 3;

    /// <summary>The newest that this build speaks.</summary>
    public const int Newest = 3;

    /// <summary>The newest version that both sides speak; null when there is none.</summary>
    public static int? Common(int oldest, int newest) =>
        newest < Oldest || oldest > Newest ? null : Math.Min(newest, Newest);

    /// <summary>Why two sides cannot speak with each other.</summary>
    public static string Explain(string other, int oldest, int newest) => string.Create(
        CultureInfo.InvariantCulture,
        $"{other} speaks versions {oldest} to {newest} of the protocol and this build {Oldest} to {Newest}: "
        + $"update the older of the two.");
}
