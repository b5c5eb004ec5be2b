using System.Collections.Immutable;
using Decentral.Children;
using Decentral.Storage.Snapshots;

namespace Decentral.Storage.Tests.Children;

/// <summary>
/// Takes snapshots for ever, from the sequence after the newest that it finds; reports each sequence that is complete.
/// Every third cut is taken twice.
/// </summary>
internal static class SnapshottingChild
{
    public const string Role = "snapshot";
    public const int PartBytes = 60_000;

    public static SnapshotStoreOptions Options(string directory) =>
        new() { Directory = directory, RunId = "killed", Keep = 2 };

    public static async Task Run(string directory)
    {
        var store = await SnapshotStore.Open(Options(directory));
        var newest = (await store.FindNewest()).Found?.Manifest.Sequence ?? 0;
        for (var sequence = (int)newest + 1; ; sequence++)
        {
            for (var time = 0; time < (sequence % 3 == 0 ? 2 : 1); time++)
            {
                await Take(store, sequence);
                ChildProcess.Report($"{sequence}");
            }
        }
    }

    private static async Task Take(SnapshotStore store, int sequence)
    {
        await using var writer = await store.Begin($"s{sequence}");
        await writer.WritePart("model", VersionedBytes.Of(sequence, PartBytes));
        await writer.WritePart("moments", VersionedBytes.Of(sequence, PartBytes));
        await writer.Complete(new SnapshotCut(sequence, sequence / 2), ImmutableDictionary<string, string>.Empty);
    }
}
