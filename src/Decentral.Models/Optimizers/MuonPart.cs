using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>Which group a tensor is in.</summary>
/// <param name="Entry">The tensor.</param>
/// <param name="Blocks">Rows of each block that Muon orthogonalises; empty where AdamW steps.</param>
/// <param name="Decays">Whether it decays, where AdamW steps.</param>
internal readonly record struct MuonPart(ArenaEntry Entry, ImmutableArray<long> Blocks, bool Decays)
{
    internal bool IsMatrix => !Blocks.IsEmpty;

    /// <summary>One for each tensor, in the layout's order.</summary>
    internal static ImmutableArray<MuonPart> Of(ArenaLayout layout, MuonOptions options) =>
    [
        .. layout.Entries.Select(entry => new MuonPart(
            entry, options.Orthogonalizes(entry) ? options.Blocks(entry) : [], options.Others.Decays(entry))),
    ];
}
