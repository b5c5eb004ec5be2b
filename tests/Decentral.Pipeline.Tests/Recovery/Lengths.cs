using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

/// <summary>Data of parity groups: two to eight members, of no, one, or up to 200 bytes.</summary>
internal static class Lengths
{
    internal static Arbitrary<ImmutableArray<long>> Arbitrary { get; } = (
        from count in Gen.Choose(2, 8)
        from lengths in Gen.ArrayOf(Gen.OneOf(Gen.Constant(0), Gen.Constant(1), Gen.Choose(0, 200)), count)
        select lengths.Select(length => (long)length).ToImmutableArray()).ToArbitrary();
}
